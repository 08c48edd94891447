/* predict_program.c - what predict_bench runs: lists (find, reverse, merge sort), small matrices, a state
 * machine over number strings, bitwise CRC over all results. Free of libraries; ends in ebreak. */
#include <stdint.h>

__asm__(".section .text.unlikely\n.globl _start\n_start: li sp, 0x800f0000\n call main\n ebreak\n.text");

struct item { struct item *next; int16_t key, value; };
static struct item pool[64];
static uint32_t seed;
static uint32_t rnd(void) { return seed = seed * 1103515245u + 12345u, seed >> 16; }

static uint16_t crc8(uint8_t d, uint16_t crc) {
  for (int i = 0; i < 8; i++) {
    int x = (d ^ crc) & 1;
    d >>= 1;
    if (x) { crc ^= 0x4002; crc = (uint16_t)(crc >> 1 | 0x8000); } else crc = (uint16_t)(crc >> 1 & 0x7fff);
  }
  return crc;
}
static __attribute__((noinline)) uint16_t crc16(uint16_t v, uint16_t crc) { return crc8((uint8_t)(v >> 8), crc8((uint8_t)v, crc)); }
static uint16_t crc32(uint32_t v, uint16_t crc) { return crc16((uint16_t)(v >> 16), crc16((uint16_t)v, crc)); }

static __attribute__((noinline)) struct item *find(struct item *l, int key, int by_value) {
  if (by_value) { while (l && l->value != key) l = l->next; }
  else          { while (l && (l->key & 0xff) != key) l = l->next; }
  return l;
}
static __attribute__((noinline)) struct item *reverse(struct item *l) {
  struct item *r = 0;
  while (l) { struct item *n = l->next; l->next = r; r = l; l = n; }
  return r;
}
static __attribute__((noinline)) int by_key(const struct item *a, const struct item *b) { return (a->key & 0xff) - (b->key & 0xff); }
static __attribute__((noinline)) int by_val(const struct item *a, const struct item *b) { return a->value - b->value; }
static __attribute__((noinline)) struct item *sort(struct item *list, int (*cmp)(const struct item *, const struct item *)) {
  for (int size = 1;; size *= 2) {
    struct item *p = list, *tail = 0;
    int merges = 0;
    list = 0;
    while (p) {
      struct item *q = p, *e;
      int np = 0, nq = size;
      merges++;
      for (int i = 0; i < size; i++) { np++; q = q->next; if (!q) break; }
      while (np > 0 || (nq > 0 && q)) {
        if (np == 0)               { e = q; q = q->next; nq--; }
        else if (nq == 0 || !q)    { e = p; p = p->next; np--; }
        else if (cmp(p, q) <= 0)   { e = p; p = p->next; np--; }
        else                       { e = q; q = q->next; nq--; }
        if (tail) tail->next = e; else list = e;
        tail = e;
      }
      p = q;
    }
    tail->next = 0;
    if (merges <= 1) return list;
  }
}

#define N 9
static int16_t A[N][N], B[N][N];
static int32_t C[N][N];
static __attribute__((noinline)) int32_t sum_clip(int clip) {
  int32_t last = 0, acc = 0, r = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      int32_t c = C[i][j];
      acc += c;
      if (acc > clip) { r += 10; acc = 0; } else r += c > last;
      last = c;
    }
  return r;
}
static __attribute__((noinline)) uint16_t matrix(int v, uint16_t crc) {
  for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) A[i][j] = (int16_t)(A[i][j] + v);
  for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) C[i][j] = A[i][j] * v;
  crc = crc16((uint16_t)sum_clip(0x1000 + v), crc);
  for (int i = 0; i < N; i++) { C[i][0] = 0; for (int j = 0; j < N; j++) C[i][0] += A[i][j] * B[j][0]; }
  crc = crc16((uint16_t)sum_clip(0x1000 + v), crc);
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) { C[i][j] = 0; for (int k = 0; k < N; k++) C[i][j] += A[i][k] * B[k][j]; }
  crc = crc16((uint16_t)sum_clip(0x1000 + v), crc);
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      C[i][j] = 0;
      for (int k = 0; k < N; k++) { int32_t t = A[i][k] * B[k][j]; C[i][j] += (t >> 2 & 15) * (t >> 5 & 127); }
    }
  crc = crc16((uint16_t)sum_clip(0x1000 + v), crc);
  for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) A[i][j] = (int16_t)(A[i][j] - v);
  return crc;
}

enum state { START, INVALID, SIGN, INT, DOT, EXP, EXPSIGN, SCI, STATES };
static const char *const words[16] = {
  "5012", "1234", "-874", "+122", "35.54400", ".1234500", "-110.700", "+0.64400",
  "5.500e+3", "-.123e-2", "-87e+832", "+0.6e-12", "T0.3e-1F", "-T.T++Tq", "1T3.4e4z", "34.0e-T^"};
static char text[700];
static int digit(char c) { return c >= '0' && c <= '9'; }
static __attribute__((noinline)) enum state step(const char **in, uint32_t *count) {
  const char *s = *in;
  enum state st = START;
  for (; *s && st != INVALID; s++) {
    char c = *s;
    if (c == ',') { s++; break; }
    switch (st) {
      case START: st = digit(c) ? INT : c == '+' || c == '-' ? SIGN : c == '.' ? DOT : INVALID; count[START]++; break;
      case SIGN:  st = digit(c) ? INT : c == '.' ? DOT : INVALID; count[SIGN]++; break;
      case INT:   if (c == '.') { st = DOT; count[INT]++; } else if (!digit(c)) { st = INVALID; count[INT]++; } break;
      case DOT:   if (c == 'E' || c == 'e') { st = EXP; count[DOT]++; } else if (!digit(c)) { st = INVALID; count[DOT]++; } break;
      case EXP:   st = c == '+' || c == '-' ? EXPSIGN : INVALID; count[EXP]++; break;
      case EXPSIGN: st = digit(c) ? SCI : INVALID; count[EXPSIGN]++; break;
      case SCI:   if (!digit(c)) { st = INVALID; count[INVALID]++; } break;
      default: break;
    }
  }
  *in = s;
  return st;
}
static __attribute__((noinline)) uint16_t machine(int stride, uint16_t crc) {
  uint32_t final[STATES] = {0}, count[STATES] = {0};
  const char *p = text;
  while (*p) final[step(&p, count)]++;
  for (int i = 0; i < 650; i += stride) if (text[i] != ',' && text[i]) text[i] ^= 1;
  p = text;
  while (*p) final[step(&p, count)]++;
  for (int i = 0; i < 650; i += stride) if (text[i] != ',' && text[i]) text[i] ^= 1;
  for (int i = 0; i < STATES; i++) crc = crc32(count[i], crc32(final[i], crc));
  return crc;
}

static __attribute__((noinline)) uint32_t fib(uint32_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(void) {
  seed = 66;
  for (int i = 0; i < 64; i++) { pool[i].next = i < 63 ? &pool[i + 1] : 0; pool[i].key = (int16_t)rnd(); pool[i].value = (int16_t)i; }
  for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) { A[i][j] = (int16_t)(rnd() & 0xff); B[i][j] = (int16_t)(rnd() & 0xff); }
  int n = 0;
  for (int i = 0; n < 660; i++) {
    const char *w = words[(i & 7) < 3 ? rnd() & 3 : (i & 7) < 5 ? 4 + (rnd() & 3) : (i & 7) < 7 ? 8 + (rnd() & 3) : 12 + (rnd() & 3)];
    while (*w) text[n++] = *w++;
    text[n++] = ',';
  }
  text[n] = 0;
  uint16_t crc = 0;
  struct item *l = pool;
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < 30; i++) {
      struct item *f = find(l, i & 1 ? (i * 7 & 63) : (int)(pool[i].key & 0xff), i & 1);
      l = reverse(l);
      if (f) crc = crc16((uint16_t)f->value, crc); else crc++;
      if (f && f->next && (f->value & 1)) { struct item *t = f->next; f->next = t->next; t->next = l->next; l->next = t; }
    }
    l = sort(l, by_key);
    crc = crc16((uint16_t)l->key, crc);
    l = sort(l, by_val);
    for (struct item *p = l; p; p = p->next) crc = crc16((uint16_t)p->key, crc);
    crc = matrix(round & 7, crc);
    crc = machine(round & 1 ? 7 : 23, crc);
    crc = (uint16_t)(crc + fib(9));
  }
  return crc;
}

/* lockstep_test.c - self-test of the lockstep checker (sim/check/lockstep*.c). A make-believe RTL (two harts of
 * the model with store buffers, instruction caches and interrupts over one RAM) runs random programs and
 * feeds the checker. Unharmed, the checker must accept; with one fault put in, it must reject, by the right
 * rule. Arguments: [seeds]: how many seeds for each case (4). Prints "ok" or what failed; exit code 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hart.h"
#include "lockstep.h"
#include "model_asm.h"

enum { RAM = 0x10000, SB = 4, CODE = 0x4000, HANDLER = 0x3000, BODY = 240, CYCLES = 6000 };
#define DATA (TH_RAM_BASE + 0x8000u)

enum fault {
  NONE, LOST_STORE, REORDERED, DUPLICATED, CHANGED_STORE, LOST_LAST, STALE_LOAD, NO_FORWARD, NEVER_PERFORMED, AMO_OLD, AMO_STORES_PENDING,
  SC_FOREIGN, SC_NO_RESERVATION, SC_STARVED, STALE_FETCH, NOT_FILLED, BAD_IFILL, BAD_DFILL, WRONG_IRQ, DISABLED_IRQ, LATE_IRQ, FALSE_MIP,
  IO_TWICE, IO_NOT_READ, IO_WRONG_ADDRESS, IO_WRITE_LOST, WRONG_RD, WRONG_PC, WRONG_NEXT_PC, WRONG_TVAL, WRONG_MCYCLE, WRONG_TIME, WRONG_MINSTRET,
  WRONG_STORE_DATA, ORDER_SKIPPED, FAULTS
};
static const struct { const char *name, *rule; } expect[FAULTS] = {
  { "none", "" }, { "lost store", "rule " }, { "reordered stores", "rule a" }, { "duplicated store", "rule a" },
  { "changed store", "rule a" }, { "store never visible", "rule a" }, { "stale load", "rule b" }, { "wrong forward", "rule b" },
  { "load never performed", "rule b" }, { "AMO used another old value", "" }, { "AMO before own stores", "rule a" },
  { "SC after a foreign write", "rule c" }, { "SC without reservation", "rule c" }, { "SC starved", "rule c" },
  { "stale fetch after fence.i", "rule d" }, { "fetched but not filled", "rule d" }, { "wrong I-fill", "rule d" }, { "wrong D-fill", "fill" },
  { "wrong interrupt", "rule f" }, { "disabled interrupt", "rule f" }, { "late interrupt", "rule f" }, { "mip without wires", "rule f" },
  { "device read twice", "rule f" }, { "device not read", "rule f" }, { "wrong device address", "rule f" }, { "device write lost", "rule a" },
  { "wrong rd", "retirement: rd value" }, { "wrong pc", "retirement: pc" }, { "wrong next pc", "retirement: next pc" },
  { "wrong tval", "retirement: tval" }, { "wrong mcycle", "rule f" }, { "wrong time", "rule f" }, { "wrong minstret", "retirement: rd value" },
  { "wrong store data", "retirement: mem wdata" }, { "order skipped", "retirement: order" } };

struct entry { uint32_t pa, data; uint8_t mask; bool io, merged; uint64_t ready; };
struct rtl {
  struct th_hart h;
  struct entry sb[SB];
  unsigned n;
  uint64_t icache[RAM / 8], filled[RAM / 8];      /* filled: generation */
  uint64_t generation, order;
  struct th_retire pending;                       /* retires next cycle */
  bool     has_pending, after_trap, flushing;     /* flushing: the next instruction starts after this retired */
  uint32_t irq;                                   /* wires */
  bool     resv_foreign, retiring;
  uint32_t dropped;
};

static uint8_t ram[RAM], old_ram[RAM], rom[64];
static struct rtl rtl[2];
static struct th_lockstep *ls;
static uint64_t cycle, seed;
static enum fault fault;
static uint64_t fault_from;                       /* first cycle in which it may strike */
static bool struck, good;

static uint32_t rnd(uint32_t n)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (uint32_t)(seed >> 33) % n;
}
/* Is this fault to be put in here and now? Once. */
static bool strike(enum fault f)
{
  if (fault != f || struck || cycle < fault_from) return false;
  return struck = true;
}

static void send(struct th_event e) { good &= th_lockstep_event(ls, &e); }
static uint32_t word(const uint8_t *m, uint32_t pa)
{
  uint32_t v;
  memcpy(&v, m + ((pa & ~3u) - TH_RAM_BASE), 4);
  return v;
}
static uint32_t lanes(unsigned mask)
{
  uint32_t v = 0;
  for (unsigned i = 0; i < 4; i++)
    if (mask >> i & 1) v |= 0xffu << 8 * i;
  return v;
}

/* Writes take effect at the end of their cycle. */
static struct { unsigned hart; uint32_t pa, data; uint8_t mask; } writing[8];
static unsigned n_writing;

static void visible(unsigned hart, uint32_t pa, uint8_t mask, uint32_t data, uint8_t source)
{
  struct th_event e = { .kind = TH_EV_VISIBLE, .hart = (uint8_t)hart, .mask = mask, .source = source, .pa = pa & ~3u, .data = data };
  send(e);
  if (source == TH_SRC_IO) return;
  writing[n_writing].hart = hart;
  writing[n_writing].pa = pa & ~3u;
  writing[n_writing].mask = mask;
  writing[n_writing++].data = data;
}

static void end_of_cycle(void)
{
  for (unsigned i = 0; i < n_writing; i++) {
    uint32_t pa = writing[i].pa, was = word(ram, pa), on = lanes(writing[i].mask), new = (was & ~on) | (writing[i].data & on);
    memcpy(old_ram + (pa - TH_RAM_BASE), &was, 4);
    memcpy(ram + (pa - TH_RAM_BASE), &new, 4);
    for (unsigned h = 0; h < 2; h++)
      if (h != writing[i].hart && rtl[h].h.resv_valid && rtl[h].h.resv_addr == pa) rtl[h].resv_foreign = true;
  }
  n_writing = 0;
}

/* ---------------------------------------------------------------- bus of the make-believe RTL */

static uint16_t b_fetch(void *c, unsigned hart, uint32_t pa, unsigned part)
{
  struct rtl *r = &rtl[hart];
  uint32_t at = (pa - TH_RAM_BASE) / 8;
  (void)c, (void)part;
  if (pa < TH_RAM_BASE) return (uint16_t)(rom[pa - TH_ROM_BASE] | rom[pa - TH_ROM_BASE + 1] << 8);
  if (r->filled[at] != r->generation) {
    struct th_event e = { .kind = TH_EV_IFILL, .hart = (uint8_t)hart, .pa = pa & ~7u };
    bool stale;
    memcpy(&e.data, ram + at * 8, 8);
    stale = r->filled[at] && r->icache[at] != e.data && strike(STALE_FETCH);
    if (!stale) {
      r->icache[at] = e.data;
      if (strike(BAD_IFILL)) e.data ^= 1u << 9;
      if (!strike(NOT_FILLED)) send(e);
    }
    r->filled[at] = r->generation;
  }
  return (uint16_t)(r->icache[at] >> 8 * (pa & 7));
}

static uint32_t forwarded(struct rtl *r, uint32_t pa, uint32_t v)
{
  for (unsigned i = 0; i < r->n; i++)
    if (r->sb[i].pa == (pa & ~3u)) v = (v & ~lanes(r->sb[i].mask)) | (r->sb[i].data & lanes(r->sb[i].mask));
  return v;
}

static uint32_t b_load(void *c, unsigned hart, uint32_t pa, unsigned n, unsigned part)
{
  struct rtl *r = &rtl[hart];
  uint32_t mask = ((1u << n) - 1u) << (pa & 3), keep = lanes(mask), v, stale;
  struct th_event e = { .kind = TH_EV_PERFORMED, .hart = (uint8_t)hart, .mask = (uint8_t)mask, .part = (uint8_t)part, .pa = pa & ~3u };
  (void)c;
  if (pa - TH_ROM_BASE < TH_ROM_BYTES) {
    memcpy(&v, rom + (pa - TH_ROM_BASE), n);
    return v;
  }
  if (pa < TH_RAM_BASE) {
    e.kind = TH_EV_IOREAD;
    e.data = rnd(1u << 20) * 4097u & keep;
    if (strike(IO_WRONG_ADDRESS)) e.pa ^= 4;
    if (!strike(IO_NOT_READ)) send(e);
    if (strike(IO_TWICE)) send(e);
    return (uint32_t)e.data >> 8 * (pa & 3);
  }
  if (rnd(8) == 0 && fault != NEVER_PERFORMED) send(e);      /* replayed */
  if (!strike(NEVER_PERFORMED)) send(e);
  v = forwarded(r, pa, word(ram, pa));
  stale = forwarded(r, pa, word(old_ram, pa));
  if (((stale ^ v) & keep) && strike(STALE_LOAD)) v = stale;
  if (((word(ram, pa) ^ v) & keep) && strike(NO_FORWARD)) v = word(ram, pa);
  return v >> 8 * (pa & 3) & lanes((1u << n) - 1u);
}

static void b_store(void *c, unsigned hart, uint32_t pa, unsigned n, unsigned part, uint32_t v)
{
  struct rtl *r = &rtl[hart];
  uint32_t mask = ((1u << n) - 1u) << (pa & 3), data = v << 8 * (pa & 3);
  bool io = pa < TH_RAM_BASE;
  struct entry *tail = r->n ? &r->sb[r->n - 1] : 0;
  (void)c, (void)part;
  if (io && rnd(2)) {                             /* at once, before it retires */
    visible(hart, pa, (uint8_t)mask, data, TH_SRC_IO);
    return;
  }
  if (!io && tail && tail->pa == (pa & ~3u) && rnd(2)) {      /* merge */
    tail->data = (tail->data & ~lanes(mask)) | (data & lanes(mask));
    tail->mask |= (uint8_t)mask;
    tail->ready = cycle + 2;
    tail->merged = true;
    return;
  }
  r->sb[r->n++] = (struct entry){ .pa = pa & ~3u, .data = data, .mask = (uint8_t)mask, .io = io, .ready = cycle + 2 };
}

static uint32_t b_lr(void *c, unsigned hart, uint32_t pa)
{
  uint32_t v = b_load(c, hart, pa, 4, 0);
  rtl[hart].resv_foreign = false;
  return v;
}
static bool b_sc(void *c, unsigned hart, uint32_t pa, uint32_t v, bool reserved)
{
  bool ok = reserved && !rtl[hart].resv_foreign && rnd(4);
  (void)c;
  if (reserved && rtl[hart].resv_foreign && strike(SC_FOREIGN)) ok = true;
  if (!reserved && strike(SC_NO_RESERVATION)) ok = true;
  if (fault == SC_STARVED) ok = false;
  if (ok) visible(hart, pa, 0xf, v, TH_SRC_SC);
  return ok;
}
static uint32_t b_amo_old(void *c, unsigned hart, uint32_t pa)
{
  uint32_t v = word(ram, pa);
  (void)c, (void)hart;
  return strike(AMO_OLD) ? v + 1 : v;
}
static void b_amo_new(void *c, unsigned hart, uint32_t pa, uint32_t v) { (void)c; visible(hart, pa, 0xf, v, TH_SRC_AMO); }
static uint64_t mtime(void) { return 5000 + cycle / 10; }
static uint64_t b_cycle(void *c, unsigned hart) { (void)c, (void)hart; return cycle; }
static uint64_t b_time(void *c, unsigned hart) { (void)c, (void)hart; return mtime(); }
static uint32_t b_mip(void *c, unsigned hart) { (void)c; return rtl[hart].irq; }
static uint32_t b_csr(void *c, unsigned hart, unsigned csr, uint32_t v) { (void)c, (void)hart, (void)csr; return v; }
static const struct th_bus bus = { b_fetch, b_load, b_store, b_lr, b_sc, b_amo_old, b_amo_new, b_cycle, b_time, b_mip, b_csr, 0, 0, 0 };

/* ---------------------------------------------------------------- random programs */

static uint32_t at;                               /* where the next word goes */
static void emit(uint32_t w)
{
  memcpy(ram + (at - TH_RAM_BASE), &w, 4);
  at += 4;
}
/* x5 data, x9 CLINT, x10-x15 values, x18 address of the patched instruction, x19 its new words */
static void random_instruction(unsigned hart)
{
  static const uint8_t loads[5] = { 0, 4, 1, 5, 2 }, amos[9] = { 1, 0, 4, 12, 8, 16, 20, 24, 28 };
  static const uint16_t csrs[6] = { 0xb00, 0xc01, 0xb02, 0x344, 0x300, 0xc80 };
  uint32_t rd = 10 + rnd(6), a = 10 + rnd(6), b = 10 + rnd(6);
  switch (rnd(16)) {
  case 0: case 1: case 2: emit(I(3, loads[rnd(5)], rd, 5, rnd(20))); break;
  case 3: case 4: case 5: emit(S(rnd(3), 5, b, rnd(20))); break;
  case 6: emit(S(2, 5, b, 4 * rnd(2))); emit(S(2, 5, b, 4 * rnd(2))); break;   /* silent repeats */
  case 7: emit(R(0x2f, (uint32_t)amos[rnd(9)] << 2, 2, rd, 5, b)); break;
  case 8:                                         /* lr, addi, sc to the same word */
    emit(R(0x2f, 2 << 2, 2, rd, 5, 0));
    if (rnd(2)) emit(I(0x13, 0, a, a, 1));
    emit(R(0x2f, 3 << 2, 2, b, 5, rd));
    if (fault == SC_NO_RESERVATION) emit(R(0x2f, 3 << 2, 2, b, 5, rd));
    break;
  case 9: emit(csrr(rd, csrs[rnd(6)])); break;
  case 10: emit(I(3, 2, rd, 9, 0x0)); break;      /* device */
  case 11: emit(S(2, 9, b, 4 * hart)); break;
  case 12: emit(rnd(2) ? 0x00000073 : 0xffffffff); break;
  case 13: emit(I(0x13, 0, rd, 0, rnd(4))); break;
  case 14:                                        /* patch one of the next loop's instructions, then fence.i */
    emit(I(0x13, 4, 19, 19, 1u << 8));
    emit(S(2, 18, 19, 0));
    emit(0x0000100f);
    break;
  default: emit(R(0x33, 0, 0, rd, a, b)); break;
  }
}
static void program(unsigned hart)
{
  uint32_t base = TH_RAM_BASE + hart * CODE, loop;
  at = base;
  emit(0x800082b7);                               /* lui x5, DATA */
  emit(0x020004b7);                               /* lui x9, CLINT */
  emit(0x00003337);                               /* lui x6, HANDLER; + base */
  emit(R(0x33, 0, 0, 6, 6, 7));
  emit(csrw(0x305, 6));
  emit(0x00001337);
  emit(I(0x13, 0, 6, 6, 0x888));                  /* 0x1000 - 0x778: enables 3 7 11 */
  emit(csrw(0x304, 6));
  emit(I(0x73, 6, 0, 8, 0x300));                  /* csrrsi mstatus, MIE */
  emit(0x00000917);                               /* auipc x18, 0: x18 = the second instruction of the loop */
  emit(I(0x13, 0, 18, 18, 16));
  emit(I(3, 2, 19, 18, 0));
  loop = at;
  emit(I(0x13, 0, 20, 0, 1));
  emit(I(0x13, 0, 21, 0, 2));                     /* this one is patched: rd x21 or x23 */
  emit(csrr(22, 0xb00));
  emit(csrr(23, 0xc01));
  emit(csrr(24, 0xb02));
  while (at < base + 4 * BODY) random_instruction(hart);
  {                                               /* jal x0, loop */
    uint32_t o = loop - at;
    emit(0x6fu | (o >> 12 & 0xff) << 12 | (o >> 11 & 1) << 20 | (o >> 1 & 0x3ff) << 21 | (o >> 20 & 1) << 31);
  }
  at = base + HANDLER;
  emit(csrr(16, 0x342));
  emit(0x00084863);                               /* bltz x16, +16 */
  emit(csrr(17, 0x341));
  emit(I(0x13, 0, 17, 17, 4));
  emit(csrw(0x341, 17));
  emit(0x30200073);
}

/* ---------------------------------------------------------------- a cycle */

static void to_retire(struct rtl *r, const struct th_record *m, struct th_retire *t)
{
  memset(t, 0, sizeof *t);
  t->interrupt = m->interrupt;
  t->trap = m->trap;
  t->intr = r->after_trap && !m->interrupt;
  t->mode = m->mode;
  t->insn = m->insn;
  t->pc_rdata = m->pc;
  t->pc_wdata = m->next_pc;
  t->cause = m->cause;
  t->tval = m->tval;
  t->order = r->order;
  t->mip = r->irq;
  t->rs1 = m->rs1, t->rs2 = m->rs2, t->rd = m->rd;
  t->rs1_data = m->rs1_value, t->rs2_data = m->rs2_value, t->rd_data = m->rd_value;
  t->mem_addr = m->mem_addr;
  t->mem_pa[0] = m->mem_addr & ~3u;
  t->mem_pa[1] = t->mem_pa[0] + 4;
  t->mem_rmask = m->mem_rmask, t->mem_wmask = m->mem_wmask;
  t->mem_rdata = m->mem_rdata, t->mem_wdata = m->mem_wdata;
  t->csr_addr = m->csr_addr, t->csr_read = m->csr_read, t->csr_write = m->csr_write;
  t->csr_rdata = m->csr_rdata, t->csr_wdata = m->csr_wdata;
  if (m->csr_addr == 0xb02 && strike(WRONG_MINSTRET)) t->rd_data++, t->csr_rdata++;
  if (m->csr_addr == 0xc01 && strike(WRONG_TIME)) t->rd_data += 3, t->csr_rdata += 3;
  if (m->csr_addr == 0xb00 && strike(WRONG_MCYCLE)) t->rd_data -= 40, t->csr_rdata -= 40;
  if (m->rd && !m->csr && !m->load && strike(WRONG_RD)) t->rd_data ^= 4;
  if (!m->interrupt && !m->trap && !m->csr && !m->rd && !m->store && !m->sc && strike(WRONG_NEXT_PC)) t->pc_wdata += 2;
  if (m->trap && strike(WRONG_TVAL)) t->tval ^= 1;
  if (!m->interrupt && strike(WRONG_PC)) t->pc_rdata += 4;
  if (m->store && !m->amo && !m->sc && strike(WRONG_STORE_DATA)) t->mem_wdata ^= 1;
  if (!m->interrupt && strike(ORDER_SKIPPED)) t->order = ++r->order;
  if (strike(FALSE_MIP)) t->mip ^= 0x10;
  r->after_trap = m->trap || m->interrupt;
  if (!m->interrupt) r->order++;
}

/* Would leaving this store out show? A store that repeats what is there, or that the next one covers, may
 * have been merged: the checker must let it pass. */
static bool matters(const struct rtl *r)
{
  return r->n > 1 && r->sb[1].pa != r->sb[0].pa && ((word(ram, r->sb[0].pa) ^ r->sb[0].data) & lanes(r->sb[0].mask));
}

static void drain(unsigned hart)
{
  struct rtl *r = &rtl[hart];
  struct entry *e = r->sb;
  unsigned k = 0;
  if (!r->n || e->ready > cycle) return;
  if (fault == LOST_LAST && struck) return;
  if (!e->io && strike(LOST_LAST)) return;
  if (r->n > 1 && !e->io && !e[1].io && e[1].ready <= cycle && e[1].pa != e->pa && strike(REORDERED)) k = 1;
  e += k;
  if ((e->io ? strike(IO_WRITE_LOST) : matters(r) && strike(LOST_STORE))) {
    /* gone */
  } else {
    uint32_t data = e->data;
    if (!e->io && strike(CHANGED_STORE)) data ^= lanes(e->mask) & 0x01010101;
    visible(hart, e->pa, e->mask, data, e->io ? TH_SRC_IO : TH_SRC_SB);
    if (!e->io && !e->merged && !k && (r->n == 1 || e[1].pa != e->pa) && strike(DUPLICATED)) visible(hart, e->pa, e->mask, data, TH_SRC_SB);
  }
  memmove(e, e + 1, (--r->n - k) * sizeof *e);
}

/* May the next instruction go? AMO, SC and devices act in w: nothing retires before them in this cycle, and
 * (as only one cache can own a line) the other hart writes nothing. They and fences wait for an empty
 * store buffer. */
static bool ready(struct rtl *r, bool may_act)
{
  bool acts;
  uint32_t w;
  if (r->h.pc < TH_RAM_BASE) return true;
  w = r->filled[(r->h.pc - TH_RAM_BASE) / 8] == r->generation ? (uint32_t)(r->icache[(r->h.pc - TH_RAM_BASE) / 8] >> 8 * (r->h.pc & 4)) : word(ram, r->h.pc);
  acts = ((w & 0x7f) == 0x2f && w >> 27 != 2) || (((w & 0x7f) == 0x23 || (w & 0x7f) == 0x03) && (w >> 15 & 31) == 9);
  if (acts && !may_act) return false;
  if (((w & 0x7f) == 0x03 || (w & 0x7f) == 0x2f) && r->retiring) return false;   /* a load shows itself in w */
  if (r->n && acts) return (w & 0x7f) == 0x2f && w >> 27 != 3 && !r->sb[0].io && matters(r) && strike(AMO_STORES_PENDING);
  if (r->n && (w & 0x7f) == 0x0f) return false;
  return r->n + 2 <= SB;
}

static void step(unsigned hart, bool may_act)
{
  struct rtl *r = &rtl[hart];
  struct th_record m;
  unsigned irq = th_hart_pending(&r->h, r->irq);
  if (fault == LATE_IRQ && struck) irq = 0;
  if (irq && strike(LATE_IRQ)) irq = 0;
  if (irq && (r->irq & r->h.mie) != 1u << irq && strike(WRONG_IRQ)) irq = irq == TH_IRQ_MTI ? TH_IRQ_MSI : TH_IRQ_MTI;
  if (!irq && !th_status(&r->h, TH_MIE) && r->irq & r->h.mie && strike(DISABLED_IRQ)) irq = th_irq_highest(r->irq & r->h.mie);
  if (irq) {
    th_hart_interrupt(&r->h, irq, &m);
  } else if (ready(r, may_act)) {
    th_hart_step(&r->h, &m);
  } else {
    return;
  }
  to_retire(r, &m, &r->pending);
  if (m.interrupt) r->dropped = 1u << irq;
  r->has_pending = true;
  r->flushing = m.trap || m.interrupt || m.fence_i || m.insn == 0x30200073;
  if (m.fence_i) r->generation++;
}

static bool run(enum fault f, uint64_t s)
{
  static const uint32_t boot[] = { 0x800003b7, 0xf1402573, 0x00e51313, 0x006383b3, 0x00038067 };   /* x7 = 0x80000000 + hart << 14 */
  struct th_ls_config c = { .harts = 2, .line_bytes = 4, .ram_bytes = RAM, .rom = rom, .rom_bytes = sizeof rom, .store_cycles = 500, .pmp_entries = 8 };
  fault = f;
  seed = s * 0x9e3779b97f4a7c15u + 1;
  struck = false;
  good = true;
  n_writing = 0;
  memset(ram, 0, sizeof ram);
  memcpy(rom, boot, sizeof boot);
  for (unsigned h = 0; h < 2; h++) program(h);
  if (f == SC_STARVED)                            /* lr, sc, bnez back: for ever */
    for (unsigned h = 0; h < 2; h++) {
      at = TH_RAM_BASE + h * CODE + 4 * 24;
      emit(R(0x2f, 2 << 2, 2, 10, 5, 0));
      emit(R(0x2f, 3 << 2, 2, 11, 5, 10));
      emit(0xfe059ce3);
      struck = true;
    }
  memcpy(old_ram, ram, RAM);
  ls = th_lockstep_new(&c);
  if (!ls || !th_lockstep_write(ls, TH_RAM_BASE, ram, RAM)) exit(2);
  fault_from = 300 + rnd(600);
  for (unsigned h = 0; h < 2; h++) {
    memset(&rtl[h], 0, sizeof rtl[h]);
    th_hart_init(&rtl[h].h, h, &bus, 0, RAM);
    rtl[h].generation = 1;
  }
  for (cycle = 0; cycle < CYCLES && good; cycle++) {
    struct th_wires w = { .cycle = cycle, .mtime = mtime() };
    struct th_retire retiring[2];
    unsigned turn = rnd(2);                        /* whose writes become visible in this cycle */
    bool retires[2];
    for (unsigned h = 0; h < 2; h++) {
      rtl[h].irq &= ~rtl[h].dropped;
      rtl[h].dropped = 0;
      if (rnd(100) == 0) rtl[h].irq |= 0x888u >> 4 * rnd(3) & 0x888u;
      w.mip[h] = rtl[h].irq;
    }
    good &= th_lockstep_cycle(ls, &w);
    for (unsigned h = 0; h < 2; h++) {            /* m works on the next while w retires the last */
      retires[h] = rtl[h].has_pending;
      retiring[h] = rtl[h].pending;
      rtl[h].retiring = rtl[h].has_pending;
      rtl[h].has_pending = false;
      if (rtl[h].flushing) rtl[h].flushing = false;
      else if (rnd(4)) step(h, !retires[h] && turn == h);
      if (turn == h && !n_writing && rnd(3)) drain(h);
      if (rnd(50) == 0) {
        struct th_event e = { .kind = TH_EV_DFILL, .hart = (uint8_t)h, .pa = DATA + 8 * rnd(4) };
        memcpy(&e.data, ram + (e.pa - TH_RAM_BASE), 8);
        if (strike(BAD_DFILL)) e.data ^= 1u << 20;
        send(e);
      }
    }
    end_of_cycle();
    for (unsigned h = 0; h < 2; h++)
      if (retires[h]) good &= th_lockstep_retire(ls, h, &retiring[h]);
  }
  good &= th_lockstep_finish(ls);
  return good;
}

int main(int argc, char **argv)
{
  unsigned seeds = argc > 1 ? (unsigned)atoi(argv[1]) : 4, failures = 0;
  bool verbose = argc > 2;
  for (unsigned f = 0; f < FAULTS; f++) {
    bool found = f == NONE;
    for (unsigned s = 1; s <= seeds; s++) {
      bool accepted = run((enum fault)f, s * 100 + f);
      const char *report = th_lockstep_report(ls);
      if (verbose) printf("--- %s, seed %u, %llu checked, struck %d\n%s", expect[f].name, s, (unsigned long long)th_lockstep_checked(ls), struck, report);
      if (f == NONE ? !accepted : struck && (accepted || !strstr(report, expect[f].rule))) {
        printf("%s, seed %u: %s\n%s", expect[f].name, s, accepted ? "accepted" : "rejected", report);
        failures++;
      }
      if (f != NONE && !struck && !accepted) {
        printf("%s, seed %u: rejected before the fault\n%s", expect[f].name, s, report);
        failures++;
      }
      found |= struck;
      th_lockstep_free(ls);
    }
    if (!found) {
      printf("%s: the fault found no place with any seed\n", expect[f].name);
      failures++;
    }
  }
  if (!failures) printf("ok\n");
  return failures != 0;
}

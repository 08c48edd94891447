/* hpm.c - see hpm.h. */
#include "hart.h"

enum {                                        /* core_pkg's numbers */
  EV_CYCLE = 1, EV_RETIRE = 2, EV_LOAD = 32, EV_STORE, EV_ATOMIC, EV_BRANCH, EV_TAKEN, EV_JUMP = 38, EV_RETURN, EV_TRAP = 41,
  EV_INTERRUPT, EV_FENCE, EV_MUL_DIV = 45, EV_PAGE_FAULT = 63, CPI_BASE = 64, CPI_RETIRE = 64
};
enum { HPM3 = 0xb03, HPM3H = 0xb83, EVENT3 = 0x323, EVENT3H = 0x723, SHADOW3 = 0xc03, SHADOW3H = 0xc83, SCOUNTOVF = 0xda0 };
enum { HPMS = 29, OF = 31, INH = 28 };

static bool in(unsigned csr, unsigned first) { return csr >= first && csr < first + HPMS; }
static bool is_value(unsigned csr) { return in(csr, HPM3) || in(csr, HPM3H) || in(csr, SHADOW3) || in(csr, SHADOW3H); }

int th_hpm_counter(const struct th_hart *h, unsigned csr)
{
  int c = (int)(csr & 31) - 3;
  bool ours = is_value(csr) || in(csr, EVENT3) || in(csr, EVENT3H);
  return ours && c < (int)h->hpm.counters ? c : -1;
}

bool th_hpm_exact(unsigned event)
{
  switch (event) {
  case 0: case EV_RETIRE: case EV_LOAD: case EV_STORE: case EV_ATOMIC: case EV_BRANCH: case EV_TAKEN: case EV_JUMP: case EV_RETURN:
  case EV_TRAP: case EV_INTERRUPT: case EV_FENCE: case EV_MUL_DIV: case EV_PAGE_FAULT: case CPI_RETIRE:
    return true;
  default:                                    /* numbers without a wire */
    return event > CPI_BASE + 15 || event == 3 || (event > 4 && event < 12) || (event > 12 && event < 16) || event == 17 ||
           (event > 18 && event < 32);
  }
}

/* One more of counter c. */
static void advance(struct th_hart *h, unsigned c)
{
  struct th_hpm *p = &h->hpm;
  if (++p->value[c]) return;
  p->wrapped[c] = true;
  if (p->of_outside || p->of[c]) return;
  p->of[c] = true;
  h->mip |= 1u << TH_IRQ_LCOFI;
  h->attention = true;
}

/* Everything of these numbers, a bit each from 0 to 63, in this mode; but not by counter but. */
static void count(struct th_hart *h, uint64_t events, uint8_t mode, int but)
{
  for (unsigned c = 0; c < h->hpm.counters; c++) {
    unsigned e = h->hpm.event[c];
    if ((int)c == but || h->mcountinhibit >> (c + 3) & 1) continue;
    if (h->hpm.inhibit[c] >> (mode == TH_MODE_M ? 2 : mode == TH_MODE_S ? 1 : 0) & 1) continue;
    if (e == CPI_RETIRE) e = EV_RETIRE;
    if (e < 64 && events >> e & 1) advance(h, c);
  }
}

#define BIT(n) ((uint64_t)1 << (n))

static bool taken(const struct th_hart *h, const struct th_insn *d)      /* a branch leaves its operands as they are */
{
  uint32_t a = h->x[d->rs1], b = h->x[d->rs2];
  switch (d->op) {
  case OP_BEQ:  return a == b;
  case OP_BNE:  return a != b;
  case OP_BLT:  return (int32_t)a < (int32_t)b;
  case OP_BGE:  return (int32_t)a >= (int32_t)b;
  case OP_BLTU: return a < b;
  default:      return a >= b;
  }
}

static bool link(unsigned r) { return r == 1 || r == 5; }

/* What a retired instruction is, besides one. */
static uint64_t kind(const struct th_hart *h, const struct th_insn *d)
{
  unsigned op = d->op;
  if (op >= OP_LB && op <= OP_LHU) return BIT(EV_LOAD);
  if (op >= OP_SB && op <= OP_SW) return BIT(EV_STORE);
  if (op >= OP_LR && op <= OP_AMOMAXU) return BIT(EV_ATOMIC);
  if (op >= OP_BEQ && op <= OP_BGEU) return BIT(EV_BRANCH) | (taken(h, d) ? BIT(EV_TAKEN) : 0);
  if (op == OP_JAL) return BIT(EV_JUMP);
  if (op == OP_JALR)
    return BIT(EV_JUMP) | (link(d->rs1) && !(link(d->rd) && d->rd == d->rs1) ? BIT(EV_RETURN) : 0);
  if (op == OP_FENCE || op == OP_FENCE_I || op == OP_SFENCE_VMA) return BIT(EV_FENCE);
  return op >= OP_MUL && op <= OP_REMU ? BIT(EV_MUL_DIV) : 0;
}

void th_hpm_step(struct th_hart *h, const struct th_insn *d, uint8_t mode)
{
  if (h->hpm.counted) h->hpm.counted = false;
  else if (h->trapped) count(h, BIT(EV_CYCLE), mode, -1);
  else count(h, BIT(EV_CYCLE) | BIT(EV_RETIRE) | kind(h, d), mode, -1);
}

void th_hpm_trap(struct th_hart *h, uint32_t cause)
{
  bool page = cause == TH_FETCH_PAGE || cause == TH_LOAD_PAGE || cause == TH_STORE_PAGE;
  count(h, cause & TH_INTERRUPT ? BIT(EV_INTERRUPT) : BIT(EV_TRAP) | (page ? BIT(EV_PAGE_FAULT) : 0), h->mode, -1);
}

/* A CSR instruction counts before it changes what is counted: it retires, and is nothing else. */
static void before(struct th_hart *h, int written)
{
  if (h->hpm.on) count(h, BIT(EV_CYCLE) | BIT(EV_RETIRE), h->mode, written);
}

void th_hpm_before(struct th_hart *h) { before(h, -1); }

void th_hpm_after(struct th_hart *h)
{
  struct th_hpm *p = &h->hpm;
  p->on = false;
  for (unsigned c = 0; c < p->counters; c++) {
    p->on |= p->event[c] != 0;
    p->unsure[c] |= !th_hpm_exact(p->event[c]) && !(h->mcountinhibit >> (c + 3) & 1);
  }
  p->counted = p->on;
}

static uint32_t overflows(const struct th_hart *h)
{
  uint32_t all = 0;
  for (unsigned c = 0; c < h->hpm.counters; c++) all |= (uint32_t)h->hpm.of[c] << (c + 3);
  return all;
}

bool th_hpm_read(struct th_hart *h, unsigned csr, uint32_t *value)
{
  const struct th_hpm *p = &h->hpm;
  int c = th_hpm_counter(h, csr);
  *value = 0;
  if (csr == SCOUNTOVF) {
    *value = overflows(h) & (h->mode == TH_MODE_M ? ~0u : h->mcounteren);
    return true;
  }
  if (c < 0) return is_value(csr) || in(csr, EVENT3) || in(csr, EVENT3H);
  if (in(csr, EVENT3)) *value = p->event[c];
  else if (in(csr, EVENT3H)) *value = (uint32_t)p->of[c] << OF | (uint32_t)p->inhibit[c] << INH;
  else *value = (uint32_t)(p->value[c] >> (csr & 0x80 ? 32 : 0));
  if (is_value(csr) && p->unsure[c]) *value = h->bus->csr_outside(h->ctx, h->id, csr, *value);
  return true;
}

bool th_hpm_write(struct th_hart *h, unsigned csr, uint32_t v)
{
  struct th_hpm *p = &h->hpm;
  int c = th_hpm_counter(h, csr);
  if (c < 0) return is_value(csr) || in(csr, EVENT3) || in(csr, EVENT3H);
  before(h, is_value(csr) ? c : -1);
  if (in(csr, EVENT3)) p->event[c] = v & 0x40 ? v & 0x4f : v & 0x3f;
  else if (in(csr, EVENT3H)) {
    p->of[c] = v >> OF & 1;
    p->inhibit[c] = v >> INH & 7;
  } else if (csr & 0x80) p->value[c] = (p->value[c] & 0xffffffffu) | (uint64_t)v << 32;
  else p->value[c] = (p->value[c] & 0xffffffff00000000u) | v;
  th_hpm_after(h);
  return true;
}

/* hart.c - one step of a hart: fetch, execute, count; traps and interrupts (privileged spec 3.1.6-3.1.17). */
#include <string.h>
#include "hart.h"

void th_hart_init(struct th_hart *h, unsigned id, const struct th_bus *bus, void *ctx, uint32_t ram_bytes)
{
  memset(h, 0, sizeof *h);
  h->id = id;
  h->bus = bus;
  h->ctx = ctx;
  h->ram_bytes = ram_bytes;
  h->pc = TH_ROM_BASE;
  h->mode = TH_MODE_M;
  h->stimecmp = UINT64_MAX;
  h->watch = 1;
  th_rights_changed(h);
  h->reservations = &h->own_reservations;
  for (unsigned i = 0; i < TH_DECODED; i++) th_decode(0, &h->decoded[i]);
}

/* Enter the trap handler: pc of the interrupted or faulting instruction into the epc of the mode that handles
 * it (3.1.6.1, 3.1.8, 4.1.1). */
static void enter(struct th_hart *h, uint32_t cause, uint32_t tval)
{
  bool irq = cause & TH_INTERRUPT;
  bool to_s = h->mode < TH_MODE_M && ((irq ? h->mideleg : h->medeleg) >> (cause & 31) & 1);
  uint32_t tvec = to_s ? h->stvec : h->mtvec, status = h->mstatus;
  if (to_s) {
    h->sepc = h->pc;
    h->scause = cause;
    h->stval = tval;
    status &= ~(uint32_t)(TH_SPIE | TH_SPP | TH_SIE);
    status |= (h->mstatus & TH_SIE ? TH_SPIE : 0) | (h->mode == TH_MODE_S ? TH_SPP : 0);
  } else {
    h->mepc = h->pc;
    h->mcause = cause;
    h->mtval = tval;
    status &= ~(uint32_t)(TH_MPIE | TH_MPP | TH_MIE);
    status |= (h->mstatus & TH_MIE ? TH_MPIE : 0) | (uint32_t)h->mode << TH_MPP_AT;
  }
  h->mstatus = status;
  h->mode = to_s ? TH_MODE_S : TH_MODE_M;
  h->pc = (tvec & ~3u) + (irq && (tvec & 1) ? 4 * (cause & ~TH_INTERRUPT) : 0);
  th_drop_reservation(h);
  th_rights_changed(h);
}

void th_trap(struct th_hart *h, uint32_t cause, uint32_t tval)
{
  h->trapped = true;
  if (h->hpm.on) th_hpm_trap(h, cause);
  enter(h, cause, tval);
  if (h->rec) {
    h->rec->trap = true;
    h->rec->cause = cause;
    h->rec->tval = tval;
  }
}

unsigned th_irq_highest(uint32_t pending)
{
  static const uint8_t order[] = { TH_IRQ_BUS, TH_IRQ_MEI, TH_IRQ_MSI, TH_IRQ_MTI, TH_IRQ_SEI, TH_IRQ_SSI, TH_IRQ_STI,
                                   TH_IRQ_LCOFI };
  for (unsigned i = 0; i < sizeof order; i++)
    if (pending >> order[i] & 1) return order[i];
  return 0;
}

/* With STCE mip.STIP is the comparison (Sstc, 3.1.9); the register's bit is not looked at. */
uint32_t th_hart_mip(const struct th_hart *h, uint32_t wires)
{
  uint32_t mip = wires | h->mip, stip = 1u << TH_IRQ_STI;
  if (!(h->menvcfgh & TH_STCE)) return mip;
  return (mip & ~stip) | (h->bus->time(h->ctx, h->id) >= h->stimecmp ? stip : 0);
}

unsigned th_hart_pending(const struct th_hart *h, uint32_t mip)
{
  uint32_t to_m = mip & h->mie & ~h->mideleg, to_s = mip & h->mie & h->mideleg;
  if (to_m && (h->mode < TH_MODE_M || th_status(h, TH_MIE))) return th_irq_highest(to_m);
  if (to_s && (h->mode < TH_MODE_S || (h->mode == TH_MODE_S && th_status(h, TH_SIE)))) return th_irq_highest(to_s);
  return 0;
}

void th_hart_interrupt(struct th_hart *h, unsigned irq, struct th_record *rec)
{
  uint32_t pc = h->pc;
  uint8_t mode = h->mode;
  h->asleep = false;
  if (h->hpm.on) th_hpm_trap(h, TH_INTERRUPT | irq);
  enter(h, TH_INTERRUPT | irq, 0);
  if (!rec) return;
  memset(rec, 0, sizeof *rec);
  rec->interrupt = true;
  rec->pc = pc;
  rec->next_pc = h->pc;
  rec->mode = mode;
  rec->cause = TH_INTERRUPT | irq;
}

static const struct th_insn *decoded(struct th_hart *h, uint32_t raw)
{
  struct th_insn *d = &h->decoded[raw * 0x9e3779b1u >> 21];
  _Static_assert(TH_DECODED == 1 << (32 - 21), "hash width");
  if (d->raw != raw) th_decode(raw, d);
  return d;
}

/* A half of the instruction at pc. */
static bool fetch_half(struct th_hart *h, uint32_t pc, unsigned part, uint32_t *half)
{
  struct th_access a = { .va = pc, .kind = TH_FETCH, .mode = h->mode, .bytes = 2, .part = (uint8_t)part, .aligned = true };
  uint32_t pa;
  if (!th_resolve(h, &a, &pa)) return false;
  *half = h->bus->fetch(h->ctx, h->id, pa, part);
  return true;
}

/* The instruction at pc, or NULL after a trap. Halves are fetched, translated and checked one by one: the second may
 * fault alone, then tval is its own address. */
static const struct th_insn *fetch(struct th_hart *h)
{
  uint32_t pc = h->pc, raw, upper = 0;
  const struct th_tlb_entry *e = &h->tlb[TH_FETCH][pc >> 12 & (TH_TLB - 1)];
  if (e->tag == (h->rights[TH_FETCH] | pc >> 12) && (pc & 0xfff) <= 0xffc) {
    memcpy(&raw, e->page + (pc & 0xfff), 4);
    return decoded(h, (raw & 3) == 3 ? raw : raw & 0xffff);
  }
  if (!fetch_half(h, pc, 0, &raw)) return 0;
  if ((raw & 3) == 3 && !fetch_half(h, pc + 2, 1, &upper)) return 0;
  return decoded(h, raw | upper << 16);
}

/* One instruction; what it counts for is decided by mcountinhibit as it was before. */
static const struct th_insn *step(struct th_hart *h)
{
  bool counts = !(h->mcountinhibit & 4);
  uint8_t mode = h->mode;
  const struct th_insn *d;
  h->trapped = false;
  h->steps++;
  d = fetch(h);
  if (d) th_exec(h, d);
  if (h->hpm.on) th_hpm_step(h, d, mode);
  if (h->trapped) return d;
  h->retired++;
  if (h->instret_written) h->instret_written = false;
  else h->minstret += counts;
  return d;
}

void th_hart_step(struct th_hart *h, struct th_record *rec)
{
  uint32_t before[32];
  const struct th_insn *d;
  if (!rec) {
    step(h);
    return;
  }
  memset(rec, 0, sizeof *rec);
  memcpy(before, h->x, sizeof before);
  rec->pc = h->pc;
  rec->mode = h->mode;
  h->rec = rec;
  d = step(h);
  h->rec = 0;
  rec->next_pc = h->pc;
  if (!d) return;
  rec->insn = d->raw;
  rec->rvc = d->len == 2;
  if (d->op < OP_CSRRWI || d->op > OP_CSRRCI) rec->rs1 = d->rs1;    /* there the field is an immediate */
  rec->rs2 = d->rs2;
  rec->rs1_value = before[rec->rs1];
  rec->rs2_value = before[rec->rs2];
  if (!h->trapped) {
    rec->rd = d->rd;
    rec->rd_value = h->x[d->rd];
  }
}

uint32_t th_hart_run(struct th_hart *h, uint32_t n)
{
  uint32_t i = 0;
  while (i < n) {
    step(h);
    i++;
    if (h->attention || h->asleep) break;
  }
  return i;
}

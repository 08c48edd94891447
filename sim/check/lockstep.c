/* lockstep.c - the checker's calls: see lockstep.h. Order inside a cycle: samples as they are fed, then the
 * writes, then the retirements. */
#include <stdlib.h>
#include <string.h>
#include "../model/mappings.h"
#include "lockstep_state.h"

static const uint32_t mret_insn = 0x30200073u, sret_insn = 0x10200073u, sfence_insn = 0x12000073u, sfence_mask = 0xfe007fffu;

static uint32_t or_default(uint32_t v, uint32_t dflt) { return v ? v : dflt; }

struct th_lockstep *th_lockstep_new(const struct th_ls_config *c)
{
  struct th_lockstep *ls;
  bool good = c->harts >= 1 && c->harts <= TH_LS_HARTS && c->ram_bytes >= 4096 && c->ram_bytes % 4096 == 0 &&
              c->line_bytes <= 64 && (c->line_bytes & (c->line_bytes - 1)) == 0 &&
              c->ram_bytes <= 0x40000000u && c->rom_bytes <= TH_ROM_BYTES && c->mip_lag < WIRES &&
              c->hpm_counters <= TH_HPM_MOST;
  if (!good) return 0;
  ls = calloc(1, sizeof *ls);
  if (!ls) return 0;
  ls->cfg = *c;
  ls->cfg.irq_cycles = or_default(c->irq_cycles, 64);
  ls->cfg.sc_failures = or_default(c->sc_failures, 64);
  ls->cfg.store_cycles = or_default(c->store_cycles, 20000);
  ls->cfg.ifill_cycles = or_default(c->ifill_cycles, 64);
  ls->cfg.mip_lag = or_default(c->mip_lag, 8);
  ls->cfg.line_bytes = or_default(c->line_bytes, 32);
  if (c->rom_bytes) memcpy(ls->rom, c->rom, c->rom_bytes);
  ls->ram = calloc(1, c->ram_bytes);
  for (unsigned i = 0; i < c->harts; i++) {
    struct hart_state *h = &ls->hart[i];
    th_hart_init(&h->model, i, &th_ls_bus, ls, c->ram_bytes);
    h->model.pmp.entries = c->pmp_entries;
    h->model.lacks = c->lacks;
    h->model.sv32 = h->model.sstc = h->model.svadu = !c->lacks.smode;
    h->model.hpm.counters = c->hpm_counters;
    h->model.hpm.of_outside = true;
    h->model.sticky = calloc(1, sizeof *h->model.sticky);
    h->heads = 1;
    h->generation = 1;
    h->page = calloc(c->ram_bytes >> 12, sizeof *h->page);
    if (!h->page || !ls->ram || !h->model.sticky) {
      th_lockstep_free(ls);
      return 0;
    }
  }
  return ls;
}

void th_lockstep_free(struct th_lockstep *ls)
{
  if (!ls) return;
  for (unsigned i = 0; i < ls->cfg.harts; i++) {
    struct hart_state *h = &ls->hart[i];
    for (uint32_t p = 0; h->page && p < ls->cfg.ram_bytes >> 12; p++) free(h->page[p]);
    free(h->page);
    free(h->more);
    if (h->model.sticky) th_mappings_fence(h->model.sticky, false, 0, false, 0);
    free(h->model.sticky);
  }
  free(ls->ram);
  free(ls);
}

bool th_lockstep_write(struct th_lockstep *ls, uint32_t pa, const void *bytes, size_t n)
{
  uint32_t at = pa - TH_RAM_BASE;
  if (at >= ls->cfg.ram_bytes || n > ls->cfg.ram_bytes - at) return false;
  if (ls->started && n <= 64) th_ls_poke(ls, pa, bytes, n);   /* logged: fills and reservations may cross it */
  else memcpy(ls->ram + at, bytes, n);
  return true;
}

bool th_lockstep_read(struct th_lockstep *ls, uint32_t pa, void *bytes, size_t n)
{
  return th_ls_golden(ls, pa, bytes, n);
}

const char *th_lockstep_report(const struct th_lockstep *ls) { return ls->report; }
uint64_t th_lockstep_checked(const struct th_lockstep *ls) { return ls->checked; }

/* ---------------------------------------------------------------- events */

static void ioread(struct th_lockstep *ls, const struct th_event *ev)
{
  struct hart_state *h = &ls->hart[ev->hart];
  if (h->io_read)
    th_ls_fail(ls, ev->hart, ev->pa, "rule f",
               "device 0x%08x was read, but the load of 0x%08x before it has not retired (read twice?)",
               ev->pa, h->io_pa);
  h->io_read = true;
  h->io_pa = ev->pa & ~3u;
  h->io_mask = ev->mask;
  h->io_data = (uint32_t)ev->data;
  h->irq_wait = 0;
}

/* The cycle's samples are all in: now its writes. */
static void apply_writes(struct th_lockstep *ls)
{
  for (unsigned i = 0; i < ls->n_deferred && !ls->failed; i++) th_ls_visible(ls, &ls->deferred[i]);
  ls->n_deferred = 0;
}

bool th_lockstep_event(struct th_lockstep *ls, const struct th_event *ev)
{
  struct logged *l = &ls->event[ls->events % EVENTS];
  if (ls->failed) return false;
  ls->events++;
  l->ev = *ev;
  l->cycle = ls->cycle;
  if (ev->hart >= ls->cfg.harts || (ev->kind == TH_EV_TAGW && (ev->set >= TAG_SETS || ev->way >= TAG_WAYS))) {
    th_ls_fail(ls, 0, 0, "harness",
               "an event of kind %u with hart %u, set %u or way %u out of range",
               ev->kind, ev->hart, ev->set, ev->way);
    return false;
  }
  switch (ev->kind) {
  case TH_EV_PERFORMED: th_ls_sample(ls, ev); break;
  case TH_EV_VISIBLE:
    if (ls->n_deferred == DEFERRED) th_ls_fail(ls, ev->hart, ev->pa, "harness",
                 "more than %d writes in a cycle", DEFERRED);
    else ls->deferred[ls->n_deferred++] = *ev;
    break;
  case TH_EV_IFILL:  th_ls_ifill(ls, ev); break;
  case TH_EV_DFILL:  th_ls_dfill(ls, ev); break;
  case TH_EV_IOREAD: ioread(ls, ev); break;
  case TH_EV_PTE:    th_ls_pte(ls, ev); break;
  case TH_EV_WALK:   th_ls_walk(ls, ev); break;
  case TH_EV_TAGW:   ls->tag[ev->hart][ev->set][ev->way] = (struct tag){ .line = ev->pa, .state = ev->state }; break;
  default: break;                              /* TH_EV_RESV: for the report */
  }
  return !ls->failed;
}

/* Rule f: an enabled interrupt may not wait for ever; every store must become visible. */
static void watch(struct th_lockstep *ls, unsigned hart, uint32_t mip)
{
  struct hart_state *h = &ls->hart[hart];
  uint32_t all = th_hart_mip(&h->model, mip);
  unsigned irq = th_hart_pending(&h->model, all);
  if (mip >> TH_IRQ_BUS & 1) h->bus_errors = true;
  if (!(all & h->model.mie)) h->irq_wait = 0;      /* MIE = 0 only stops the clock */
  else if (irq && ++h->irq_wait > ls->cfg.irq_cycles)
    th_ls_fail(ls, hart, 0, "rule f",
               "interrupt %u is pending and enabled for %u cycles and was not taken", irq, h->irq_wait);
  if (h->head[h->heads - 1] < h->stores) th_ls_store_age(ls, h);
}

bool th_lockstep_cycle(struct th_lockstep *ls, const struct th_wires *wires)
{
  if (ls->failed) return false;
  apply_writes(ls);
  if (ls->started && wires->cycle != ls->cycle + 1)
    th_ls_fail(ls, 0, 0, "harness",
               "cycle %llu follows %llu", (unsigned long long)wires->cycle, (unsigned long long)ls->cycle);
  ls->started = true;
  ls->cycle = wires->cycle;
  ls->wires[ls->cycle % WIRES] = *wires;
  for (unsigned i = 0; i < ls->cfg.harts; i++) {     /* the comparison of Sstc is a wire too */
    uint32_t stip = wires->mtime >= ls->hart[i].model.stimecmp ? 1u << TH_IRQ_STI : 0;
    ls->wires[ls->cycle % WIRES].mip[i] = (wires->mip[i] & ~(1u << TH_IRQ_STI)) | stip;
  }
  for (unsigned i = 0; i < ls->cfg.harts; i++) {
    th_ls_overflows(ls, &ls->hart[i], wires->of[i], wires->mip[i]);
    watch(ls, i, wires->mip[i]);
  }
  return !ls->failed;
}

bool th_lockstep_finish(struct th_lockstep *ls)
{
  if (!ls->failed) apply_writes(ls);
  return !ls->failed;
}

/* ---------------------------------------------------------------- retirement */

/* csrrs/c of mip, sip, mcycle(h) or mhpmcounter(h) with rd = x0: made from an old value that is the RTL's and was not
 * shown. */
static bool unseen_old(const struct th_retire *r)
{
  bool hpm = (r->csr_addr & 0xf60) == 0xb00 && (r->csr_addr & 31) > 2;
  bool outside = hpm || r->csr_addr == 0x344 || r->csr_addr == 0x144 || r->csr_addr == 0xb00 || r->csr_addr == 0xb80;
  return outside && !r->csr_read && (r->insn >> 12 & 3) != 1;      /* funct3 1, 5: csrrw(i) */
}

/* The first field that differs, or NULL. */
static const char *difference(const struct th_retire *r, const struct th_record *m)
{
  uint32_t rlanes = th_lanes(m->mem_rmask), wlanes = th_lanes(m->mem_wmask);
  if (r->trap != m->trap) return "trap";
  if (r->mode != m->mode) return "mode";
  if (m->trap) {
    if (r->cause != m->cause) return "cause";
    if (r->tval != m->tval) return "tval";
    return r->pc_wdata != m->next_pc ? "next pc" : 0;
  }
  if (r->rs1 != m->rs1) return "rs1";
  if (r->rs1 && r->rs1_data != m->rs1_value) return "rs1 value";
  if (r->rs2 != m->rs2) return "rs2";
  if (r->rs2 && r->rs2_data != m->rs2_value) return "rs2 value";
  if (r->mem_rmask != m->mem_rmask) return "mem rmask";
  if (r->mem_wmask != m->mem_wmask) return "mem wmask";
  if ((m->mem_rmask | m->mem_wmask) && r->mem_addr != m->mem_addr) return "mem addr";
  if ((r->mem_rdata ^ m->mem_rdata) & rlanes) return "mem rdata";
  if ((r->mem_wdata ^ m->mem_wdata) & wlanes) return "mem wdata";
  if (r->rd != m->rd) return "rd";
  if (r->rd && r->rd_data != m->rd_value) return "rd value";
  if (r->csr_write != m->csr_write) return "csr write";
  if (r->csr_read && !m->csr) return "csr read";
  if ((r->csr_read || r->csr_write) && r->csr_addr != m->csr_addr) return "csr";
  if (r->csr_write && r->csr_wdata != m->csr_wdata && !unseen_old(r)) return "csr wdata";
  if (r->csr_read && m->csr_read && r->csr_rdata != m->csr_rdata) return "csr rdata";
  return r->pc_wdata != m->next_pc ? "next pc" : 0;
}

/* What may stand between an LR and its SC for progress to be promised (unprivileged 8.3): base integer
 * instructions but loads, stores, jumps by register, backward jumps and branches. */
static bool may_constrain(uint32_t insn)
{
  struct th_insn d;
  th_decode(insn, &d);
  if (d.op == OP_JALR || (d.op >= OP_LB && d.op <= OP_SW)) return false;
  if (d.op >= OP_JAL && d.op <= OP_BGEU && d.imm >> 31) return false;
  return d.op >= OP_LUI && d.op <= OP_AND;
}

static void count_sc(struct th_lockstep *ls, struct hart_state *h, const struct th_record *m)
{
  if (m->trap) {
    h->loop_length = 0;
  } else if (m->lr) {
    h->loop_length = 1;
  } else if (m->sc) {
    bool constrained = h->loop_length && h->loop_length < 16;
    h->loop_length = 0;
    h->sc_failures = m->sc_ok || !constrained ? 0 : h->sc_failures + 1;
    if (h->sc_failures >= ls->cfg.sc_failures)
      th_ls_fail(ls, h->model.id, m->mem_addr, "rule c",
                 "sc to 0x%08x failed %u times in a row in a constrained loop", m->mem_addr,
                 h->sc_failures);
  } else if (h->loop_length) {
    h->loop_length = may_constrain(m->insn) ? h->loop_length + 1 : 0;
  }
}

/* A trap, interrupt, mret or fence.i empties the pipeline: nothing half done is left behind, and loads
 * performed until now that have not retired never will. */
static void flushed(struct th_lockstep *ls, struct hart_state *h)
{
  if (h->io_read)
    th_ls_fail(ls, h->model.id, h->io_pa, "rule f",
               "device 0x%08x was read, but its load did not retire", h->io_pa);
  else if (h->atomic.valid)
    th_ls_fail(ls, h->model.id, h->atomic.pa, "rule c",
               "an atomic to 0x%08x became visible in cycle %llu, but did not retire",
               h->atomic.pa, (unsigned long long)h->atomic.cycle);
  else if (h->io_write.valid)
    th_ls_fail(ls, h->model.id, h->io_write.pa, "rule f",
               "device 0x%08x was written in cycle %llu, but its store did not retire",
               h->io_write.pa, (unsigned long long)h->io_write.cycle);
  th_ls_drop_loads(h);
}

static void interrupt(struct th_lockstep *ls, struct hart_state *h, const struct th_retire *r)
{
  struct th_record m;
  unsigned irq = th_hart_pending(&h->model, r->mip), id = h->model.id;
  if (!irq || r->cause != (TH_INTERRUPT | irq)) {
    th_ls_fail(ls, id, 0, "rule f",
               "interrupt cause 0x%08x was taken, but mip 0x%08x mie 0x%08x mideleg 0x%08x mstatus 0x%08x mode %u "
               "allow %u", r->cause, r->mip, h->model.mie, h->model.mideleg, h->model.mstatus, h->model.mode, irq);
    return;
  }
  th_hart_interrupt(&h->model, irq, &m);
  th_ls_owed(ls, h, 0);
  if (r->pc_rdata != m.pc) th_ls_fail_record(ls, id, 0, "interrupt: pc", r, &m);
  else if (r->mode != m.mode) th_ls_fail_record(ls, id, 0, "interrupt: mode", r, &m);
  else if (r->pc_wdata != m.next_pc) th_ls_fail_record(ls, id, 0, "interrupt: handler", r, &m);
  h->irq_wait = 0;
  h->loop_length = 0;
  h->after_trap = true;
  flushed(ls, h);
}

static void instruction(struct th_lockstep *ls, struct hart_state *h, const struct th_retire *r)
{
  struct th_record m;
  unsigned id = h->model.id;
  const char *what;
  uint32_t satp = h->model.satp, adue = h->model.menvcfgh & TH_ADUE;
  if (r->pc_rdata != h->model.pc) {
    th_ls_fail(ls, id, h->model.pc, "retirement", "pc is 0x%08x, must be 0x%08x", r->pc_rdata, h->model.pc);
    return;
  }
  if (r->intr && !h->after_trap) {
    th_ls_fail(ls, id, r->pc_rdata, "retirement",
               "marked as first of a handler, but there was no trap before it");
    return;
  }
  th_hart_step(&h->model, &m);
  if (ls->failed) return;                      /* a callback has said why */
  what = difference(r, &m);
  if (what) {
    th_ls_fail_record(ls, id, m.mem_rmask | m.mem_wmask ? m.mem_addr : m.pc, what, r, &m);
    return;
  }
  th_ls_owed(ls, h, &m);
  if (adue && !(h->model.menvcfgh & TH_ADUE)) h->adue_cleared = ls->cycle;
  count_sc(ls, h, &m);
  th_ls_counter_written(ls, h, r);
  h->after_trap = m.trap;
  if (m.fence_i) th_ls_fence_i(h);
  if ((m.insn & sfence_mask) == sfence_insn && !m.trap) th_ls_fence_vma(h);
  th_ls_satp(h, satp);
  if (m.trap || m.fence_i || m.insn == mret_insn || m.insn == sret_insn) flushed(ls, h);
  h->order++;
  ls->checked++;
}

bool th_lockstep_retire(struct th_lockstep *ls, unsigned hart, const struct th_retire *r)
{
  struct hart_state *h = &ls->hart[hart];
  if (ls->failed) return false;
  apply_writes(ls);
  if (ls->failed) return false;
  ls->now = r;
  h->retired[h->retirements % RETIRED] = *r;
  h->retired_cycle[h->retirements++ % RETIRED] = ls->cycle;
  if (r->order != h->order)
    th_ls_fail(ls, hart, 0, "retirement",
               "order is %llu, must be %llu", (unsigned long long)r->order, (unsigned long long)h->order);
  else if (!th_ls_mip_seen(ls, hart, ~0u, r->mip))
    th_ls_fail(ls, hart, 0, "rule f",
               "mip is 0x%08x, the wires were 0x%08x and not that in the last %u cycles", r->mip,
               ls->wires[ls->cycle % WIRES].mip[hart], ls->cfg.mip_lag);
  else if (r->interrupt)
    interrupt(ls, h, r);
  else
    instruction(ls, h, r);
  ls->now = 0;
  return !ls->failed;
}

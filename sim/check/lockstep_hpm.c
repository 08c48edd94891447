/* lockstep_hpm.c - rule f for the counters mhpmcounter3 and up. What the model counts exactly must be equal. Of the others it
 * knows bounds: never fewer, and not more than cycles went by. OF is taken from the RTL, where it follows its event late, and
 * must have a reason. No overflow is found while a CSR instruction is in m or w: its reads are of the model's state. */
#include "lockstep_state.h"

enum { LCOFIP = 1u << TH_IRQ_LCOFI };

static void rises(struct th_lockstep *ls, struct hart_state *h, unsigned c, uint32_t mip)
{
  struct th_hpm *p = &h->model.hpm;
  if (!p->wrapped[c] && !p->unsure[c] && ls->cycle > h->overflow_may[c])
    th_ls_fail(ls, h->model.id, 0, "rule f", "OF of counter %u is set, but it stands at 0x%016llx and did not overflow", c + 3,
               (unsigned long long)p->value[c]);
  else if (!(mip & LCOFIP))
    th_ls_fail(ls, h->model.id, 0, "rule f", "OF of counter %u is set, but LCOFIP is not", c + 3);
  p->of[c] = true;
  p->wrapped[c] = false;
  h->overflow_by[c] = 0;
  h->model.mip |= LCOFIP;
  h->model.attention = true;
}

/* Where the model has OF already, software set it. */
void th_ls_overflows(struct th_lockstep *ls, struct hart_state *h, uint32_t of, uint32_t mip)
{
  struct th_hpm *p = &h->model.hpm;
  uint32_t rose = of & ~h->of;
  h->of = of;
  for (unsigned c = 0; c < p->counters; c++) {
    if (rose >> (c + 3) & 1 && !p->of[c]) rises(ls, h, c, mip);
    else if (p->wrapped[c] && !h->overflow_by[c]) h->overflow_by[c] = ls->cycle + OVERFLOW_CYCLES;
    else if (p->wrapped[c] && ls->cycle > h->overflow_by[c]) {
      if (!p->of[c])
        th_ls_fail(ls, h->model.id, 0, "rule f", "counter %u overflowed %u cycles ago, and its OF is not set", c + 3,
                   OVERFLOW_CYCLES);
      p->wrapped[c] = false;                   /* OF was set before: nothing happens */
      h->overflow_by[c] = 0;
    }
  }
}

void th_ls_counter_written(struct th_lockstep *ls, struct hart_state *h, const struct th_retire *r)
{
  struct th_hpm *p = &h->model.hpm;
  int c = th_hpm_counter(&h->model, r->csr_addr);
  if (!r->csr_write || c < 0) return;
  if (p->wrapped[c]) {                         /* what is on its way may come or be overwritten */
    p->wrapped[c] = false;
    h->overflow_by[c] = 0;
    h->overflow_may[c] = ls->cycle + OVERFLOW_CYCLES;
  }
  if (r->csr_addr >> 8 != 0xb) return;
  h->counter_known[c] = ls->cycle;
  if (!p->unsure[c]) return;                   /* csrrs, csrrc: made from what was not shown */
  if (r->csr_addr & 0x80) p->value[c] = (p->value[c] & 0xffffffffu) | (uint64_t)r->csr_wdata << 32;
  else p->value[c] = (p->value[c] & 0xffffffff00000000u) | r->csr_wdata;
}

bool th_ls_counter_seen(struct th_lockstep *ls, struct hart_state *h, unsigned csr, uint32_t seen)
{
  struct th_hpm *p = &h->model.hpm;
  int c = th_hpm_counter(&h->model, csr);
  uint64_t most = ls->cycle - h->counter_known[c] + MCYCLE_SLACK, was = p->value[c], high = was >> 32, now;
  if (csr & 0x80) {
    if (seen == (uint32_t)high) return true;
    now = (uint64_t)seen << 32;
  } else {
    now = high << 32 | seen;
    if (now < was) now += (uint64_t)1 << 32;
  }
  if (now - was > most) return false;
  p->value[c] = now;
  h->counter_known[c] = ls->cycle;
  if (!(csr & 0x80) && (th_hpm_exact(p->event[c]) || h->model.mcountinhibit >> (c + 3) & 1)) p->unsure[c] = false;
  return true;
}

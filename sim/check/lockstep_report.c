/* lockstep_report.c - the text of the first difference. */
#include <stdarg.h>
#include <stdio.h>
#include "lockstep_state.h"

static void vsay(struct th_lockstep *ls, const char *format, va_list args)
{
  int n = vsnprintf(ls->report + ls->report_used, REPORT_BYTES - ls->report_used, format, args);
  if (n > 0) ls->report_used += (size_t)n;
  if (ls->report_used > REPORT_BYTES - 2) ls->report_used = REPORT_BYTES - 2;
}

static void say(struct th_lockstep *ls, const char *format, ...)
#ifdef __GNUC__
  __attribute__((format(printf, 2, 3)))
#endif
  ;
static void say(struct th_lockstep *ls, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  vsay(ls, format, args);
  va_end(args);
}

static void say_event(struct th_lockstep *ls, const struct logged *l)
{
  static const char *const source[] = { "store buffer", "amo", "sc", "device" };
  const struct th_event *e = &l->ev;
  say(ls, "  cycle %-10llu hart %u ", (unsigned long long)l->cycle, e->hart);
  switch (e->kind) {
  case TH_EV_PERFORMED: say(ls, "performed  0x%08x mask %x part %u", e->pa, e->mask, e->part); break;
  case TH_EV_VISIBLE:
    say(ls, "visible    0x%08x mask %x data 0x%08x (%s)", e->pa, e->mask, (unsigned)e->data, source[e->source & 3]);
    break;
  case TH_EV_IFILL: say(ls, "I-fill     0x%08x 0x%016llx", e->pa, (unsigned long long)e->data); break;
  case TH_EV_DFILL: say(ls, "D-fill     0x%08x 0x%016llx", e->pa, (unsigned long long)e->data); break;
  case TH_EV_RESV: say(ls, "reserve    0x%08x %s", e->pa, e->state ? "set" : "clear"); break;
  case TH_EV_IOREAD: say(ls, "device     0x%08x mask %x read 0x%08x", e->pa, e->mask, (unsigned)e->data); break;
  case TH_EV_TAGW: say(ls, "tag        0x%08x set %u way %u is %c", e->pa, e->set, e->way, "ISEM"[e->state & 3]); break;
  case TH_EV_PTE: say(ls, "table      0x%08x read 0x%08x%s", e->pa, (unsigned)e->data, e->part ? "" : ": the root's"); break;
  case TH_EV_WALK:
    say(ls, "walk       0x%08x ended%s", e->pa, e->state == TH_WALK_FOUND ? "" : e->state == TH_WALK_FAULT ? " in a fault" : ", void");
    break;
  default: say(ls, "?"); break;
  }
  say(ls, "\n");
}

static uint32_t line_of(const struct th_lockstep *ls, uint32_t pa) { return pa & ~(ls->cfg.line_bytes - 1); }

static char line_state(const struct th_lockstep *ls, unsigned hart, uint32_t line)
{
  for (unsigned s = 0; s < TAG_SETS; s++)
    for (unsigned w = 0; w < TAG_WAYS; w++) {
      const struct tag *t = &ls->tag[hart][s][w];
      if (t->state && t->line == line) return "ISEM"[t->state & 3];
    }
  return 'I';
}

/* The last ten events that match, oldest first. hart < 0: any hart; line 0: any address. */
static void say_events(struct th_lockstep *ls, int hart, uint32_t line)
{
  uint64_t found[10];
  unsigned n = 0;
  for (uint64_t i = ls->events; i && ls->events - i < EVENTS && n < 10; i--) {
    const struct th_event *e = &ls->event[(i - 1) % EVENTS].ev;
    if ((hart < 0 || e->hart == hart) && (!line || line_of(ls, e->pa) == line)) found[n++] = i - 1;
  }
  if (!n) say(ls, "  none\n");
  while (n) say_event(ls, &ls->event[found[--n] % EVENTS]);
}

static void say_state(struct th_lockstep *ls, unsigned hart, uint32_t pa)
{
  const struct hart_state *h = &ls->hart[hart];
  uint32_t line = line_of(ls, pa);
  uint64_t from = h->retirements < RETIRED ? 0 : h->retirements - RETIRED;
  if (line) {
    say(ls, "line 0x%08x:", line);
    for (unsigned i = 0; i < ls->cfg.harts; i++) say(ls, " hart %u %c", i, line_state(ls, i, line));
    say(ls, "; its last events:\n");
    say_events(ls, -1, line);
  }
  say(ls, "hart %u's last events:\n", hart);
  say_events(ls, (int)hart, 0);
  say(ls, "hart %u's pending stores, oldest first:\n", hart);
  for (uint64_t n = h->head[0], end = n + 10; n < h->stores && n < end; n++) {
    const struct store *s = &h->store[n % STORES];
    say(ls, "  cycle %-10llu 0x%08x mask %x data 0x%08x%s%s\n", (unsigned long long)s->cycle, s->pa, s->mask, s->data,
        s->io ? " device" : "", n < h->head[h->heads - 1] ? " (perhaps visible already)" : "");
  }
  say(ls, "hart %u's last retirements:\n", hart);
  for (; from < h->retirements; from++) {
    const struct th_retire *r = &h->retired[from % RETIRED];
    say(ls, "  cycle %-10llu pc 0x%08x ", (unsigned long long)h->retired_cycle[from % RETIRED], r->pc_rdata);
    if (r->interrupt) say(ls, "interrupt %u\n", r->cause & 0x7fffffffu);
    else say(ls, "insn 0x%08x%s\n", r->insn, r->trap ? " trap" : "");
  }
}

static void head_line(struct th_lockstep *ls, unsigned hart, const char *rule)
{
  ls->failed = true;
  ls->report_used = 0;
  say(ls, "lockstep: hart %u cycle %llu order %llu: %s: ", hart, (unsigned long long)ls->cycle,
      (unsigned long long)ls->hart[hart].order, rule);
}

void th_ls_fail(struct th_lockstep *ls, unsigned hart, uint32_t pa, const char *rule, const char *format, ...)
{
  va_list args;
  if (ls->failed) return;
  head_line(ls, hart, rule);
  va_start(args, format);
  vsay(ls, format, args);
  va_end(args);
  say(ls, "\n");
  if (ls->now) say(ls, "retiring: pc 0x%08x insn 0x%08x\n", ls->now->pc_rdata, ls->now->insn);
  say_state(ls, hart, pa);
}

static void row(struct th_lockstep *ls, const char *name, uint32_t model, uint32_t rtl)
{
  say(ls, "  %-10s 0x%08x   0x%08x%s\n", name, model, rtl, model == rtl ? "" : "   <--");
}

void th_ls_fail_record(struct th_lockstep *ls, unsigned hart, uint32_t pa, const char *what, const struct th_retire *r,
                       const struct th_record *m)
{
  if (ls->failed) return;
  head_line(ls, hart, "retirement");
  say(ls, "%s differs\n  %-10s %-12s %s\n", what, "field", "model", "rtl");
  row(ls, "pc", m->pc, r->pc_rdata);
  row(ls, "insn", m->insn, r->insn);
  row(ls, "next pc", m->next_pc, r->pc_wdata);
  row(ls, "trap", m->trap, r->trap);
  row(ls, "cause", m->cause, r->trap || r->interrupt ? r->cause : 0);
  row(ls, "tval", m->tval, r->trap ? r->tval : 0);
  row(ls, "rs1", m->rs1, r->rs1);
  row(ls, "rs1 value", m->rs1_value, r->rs1_data);
  row(ls, "rs2", m->rs2, r->rs2);
  row(ls, "rs2 value", m->rs2_value, r->rs2_data);
  row(ls, "rd", m->rd, r->rd);
  row(ls, "rd value", m->rd_value, r->rd_data);
  if (m->mem_rmask | m->mem_wmask | r->mem_rmask | r->mem_wmask) {
    row(ls, "mem addr", m->mem_addr, r->mem_addr);
    row(ls, "mem rmask", m->mem_rmask, r->mem_rmask);
    row(ls, "mem rdata", m->mem_rdata, r->mem_rdata);
    row(ls, "mem wmask", m->mem_wmask, r->mem_wmask);
    row(ls, "mem wdata", m->mem_wdata, r->mem_wdata);
  }
  if (m->csr || r->csr_read || r->csr_write) {
    row(ls, "csr", m->csr_addr, r->csr_addr);
    row(ls, "csr read", m->csr_rdata, r->csr_rdata);
    row(ls, "csr write", m->csr_write, r->csr_write);
    row(ls, "csr wdata", m->csr_wdata, r->csr_wdata);
  }
  say_state(ls, hart, pa);
}

/* plic.c - see plic.h. */
#include <stdbool.h>
#include <string.h>
#include "plic.h"

enum { PENDING = 0x1000, ENABLE = 0x2000, ENABLE_STEP = 0x80, CONTEXT = 0x200000, CONTEXT_STEP = 0x1000 };

void th_plic_init(struct th_plic *p) { memset(p, 0, sizeof *p); }

void th_plic_levels(struct th_plic *p, uint32_t levels) { p->pending |= levels & ~p->claimed & TH_PLIC_WIRED; }

/* The pending, enabled source of the highest priority above a limit; the lowest number of equals; 0: none. */
static unsigned best(const struct th_plic *p, unsigned context, uint32_t above)
{
  uint32_t asking = p->pending & p->enable[context];
  unsigned found = 0;
  for (unsigned s = 1; s < TH_PLIC_SOURCES && asking >> s; s++)
    if ((asking >> s & 1) && p->priority[s] > above) {
      found = s;
      above = p->priority[s];
    }
  return found;
}

static uint32_t claim(struct th_plic *p, unsigned context)
{
  unsigned s = best(p, context, 0);          /* the threshold holds back interrupts, not claims */
  if (!s) return 0;
  p->pending &= ~(1u << s);
  p->claimed |= 1u << s;
  return s;
}

/* Which register of a context: true and the context's number. */
static bool enable_at(uint32_t offset, unsigned *context)
{
  *context = (offset - ENABLE) / ENABLE_STEP;
  return offset - ENABLE < TH_PLIC_CONTEXTS * ENABLE_STEP && offset % ENABLE_STEP == 0;
}

static bool context_at(uint32_t offset, unsigned *context)
{
  *context = (offset - CONTEXT) / CONTEXT_STEP;
  return offset - CONTEXT < TH_PLIC_CONTEXTS * CONTEXT_STEP && offset % CONTEXT_STEP <= 4;
}

uint32_t th_plic_read(struct th_plic *p, uint32_t offset)
{
  unsigned c;
  if (offset < 4 * TH_PLIC_SOURCES) return p->priority[offset / 4];
  if (offset == PENDING) return p->pending;
  if (enable_at(offset, &c)) return p->enable[c];
  if (context_at(offset, &c)) return offset & 4 ? claim(p, c) : p->threshold[c];
  return 0;
}

void th_plic_write(struct th_plic *p, uint32_t offset, uint32_t v)
{
  unsigned c;
  if (offset < 4 * TH_PLIC_SOURCES) {
    if (TH_PLIC_WIRED >> offset / 4 & 1) p->priority[offset / 4] = v & 7;
  } else if (enable_at(offset, &c)) {
    p->enable[c] = v & TH_PLIC_WIRED;
  } else if (context_at(offset, &c)) {
    if (!(offset & 4)) p->threshold[c] = v & 7;
    else p->claimed &= ~(1u << (v & 31) & p->enable[c]);   /* completion: ignored where it is not enabled */
  }
}

uint32_t th_plic_mip(const struct th_plic *p, unsigned hart)
{
  return (best(p, 2 * hart, p->threshold[2 * hart]) ? 1u << 11 : 0) |
         (best(p, 2 * hart + 1, p->threshold[2 * hart + 1]) ? 1u << 9 : 0);
}

/* clint.c - see clint.h. */
#include <string.h>
#include "clint.h"

enum { MSIP = 0, MTIMECMP = 0x4000, MTIME = 0xbff8 };

void th_clint_init(struct th_clint *c, unsigned harts, uint32_t time_div)
{
  memset(c, 0, sizeof *c);
  c->harts = harts;
  c->time_div = time_div;
  for (unsigned h = 0; h < TH_CLINT_HARTS; h++) c->mtimecmp[h] = UINT64_MAX;
}

uint64_t th_clint_time(const struct th_clint *c, uint64_t cycle) { return cycle / c->time_div + c->offset; }

static uint32_t half(uint64_t v, uint32_t offset) { return (uint32_t)(offset & 4 ? v >> 32 : v); }
static uint64_t with_half(uint64_t v, uint32_t offset, uint32_t w)
{
  return offset & 4 ? (v & 0xffffffffu) | (uint64_t)w << 32 : (v & ~(uint64_t)0xffffffffu) | w;
}

uint32_t th_clint_read(const struct th_clint *c, uint32_t offset, uint64_t cycle)
{
  if (offset < MSIP + 4 * c->harts) return c->msip[offset / 4];
  if (offset - MTIMECMP < 8 * c->harts) return half(c->mtimecmp[(offset - MTIMECMP) / 8], offset);
  if (offset - MTIME < 8) return half(th_clint_time(c, cycle), offset);
  return 0;
}

void th_clint_write(struct th_clint *c, uint32_t offset, uint32_t v, uint64_t cycle)
{
  if (offset < MSIP + 4 * c->harts) {
    c->msip[offset / 4] = v & 1;
  } else if (offset - MTIMECMP < 8 * c->harts) {
    uint64_t *cmp = &c->mtimecmp[(offset - MTIMECMP) / 8];
    *cmp = with_half(*cmp, offset, v);
  } else if (offset - MTIME < 8) {
    c->offset = with_half(th_clint_time(c, cycle), offset, v) - cycle / c->time_div;
  }
}

uint32_t th_clint_mip(const struct th_clint *c, unsigned hart, uint64_t cycle)
{
  return (c->msip[hart] & 1u) << 3 | (th_clint_time(c, cycle) >= c->mtimecmp[hart] ? 1u << 7 : 0);
}

uint64_t th_clint_when(const struct th_clint *c, uint64_t time, uint64_t cycle)
{
  uint64_t now = th_clint_time(c, cycle), ticks;
  if (now >= time) return cycle;
  ticks = time - now;
  if (ticks > (UINT64_MAX - cycle) / c->time_div) return UINT64_MAX;
  return (cycle / c->time_div + ticks) * c->time_div;
}

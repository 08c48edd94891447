/* lockstep_fetch.c - line fills of both caches, and what a hart may fetch: rule d. */
#include <stdlib.h>
#include <string.h>
#include "lockstep_state.h"

static uint64_t golden64(const struct th_lockstep *ls, uint32_t pa, bool *known)
{
  uint64_t v = 0;
  *known = th_ls_golden(ls, pa, &v, 8);
  return v;
}

void th_ls_dfill(struct th_lockstep *ls, const struct th_event *ev)
{
  bool known;
  uint64_t v = golden64(ls, ev->pa & ~7u, &known);
  if (!known) {
    th_ls_fail(ls, ev->hart, ev->pa, "fill", "the D-cache was filled from 0x%08x, which is no memory", ev->pa);
  } else if (v != ev->data) {
    th_ls_fail(ls, ev->hart, ev->pa, "fill",
               "the D-cache was filled with 0x%016llx at 0x%08x, memory is 0x%016llx",
               (unsigned long long)ev->data, ev->pa, (unsigned long long)v);
  }
}

/* Was this beat golden at some time in the last ifill_cycles? Undo the logged writes one by one. */
static bool was_golden(const struct th_lockstep *ls, uint32_t pa, uint64_t now, uint64_t want)
{
  if (now == want) return true;
  for (uint64_t i = ls->writes; i && ls->writes - i < WRITES; i--) {
    const struct written *w = &ls->write[(i - 1) % WRITES];
    unsigned shift = 8 * (w->pa & 4);
    if (w->cycle + ls->cfg.ifill_cycles < ls->cycle) return false;
    if ((w->pa & ~7u) != pa) continue;
    now = (now & ~((uint64_t)0xffffffff << shift)) | (uint64_t)w->old << shift;
    if (now == want) return true;
  }
  return false;
}

static void remember(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, uint64_t data)
{
  uint32_t at = pa - TH_RAM_BASE;
  struct fill_page **page = &h->page[at >> 12];
  unsigned beat = at >> 3 & 511;
  if (!*page) *page = calloc(1, sizeof **page);
  if (!*page) {
    th_ls_fail(ls, h->model.id, pa, "checker", "out of memory");
    return;
  }
  if ((*page)->beat[beat].generation != h->generation) {
    (*page)->beat[beat].more = 0;
  } else if ((*page)->beat[beat].data != data) {       /* refilled with other bytes: the old ones may still retire */
    if (h->mores == h->more_room) {
      uint32_t room = h->more_room ? 2 * h->more_room : 256;
      struct fill_more *bigger = realloc(h->more, room * sizeof *bigger);
      if (!bigger) {
        th_ls_fail(ls, h->model.id, pa, "checker", "out of memory");
        return;
      }
      h->more = bigger;
      h->more_room = room;
    }
    h->more[h->mores++] = (struct fill_more){ .data = (*page)->beat[beat].data, .next = (*page)->beat[beat].more };
    (*page)->beat[beat].more = h->mores;
  }
  (*page)->beat[beat].data = data;
  (*page)->beat[beat].generation = h->generation;
}

void th_ls_ifill(struct th_lockstep *ls, const struct th_event *ev)
{
  bool known;
  uint32_t pa = ev->pa & ~7u;
  uint64_t v = golden64(ls, pa, &known);
  if (!known) {
    th_ls_fail(ls, ev->hart, pa, "rule d", "the I-cache was filled from 0x%08x, which is no memory", pa);
  } else if (!was_golden(ls, pa, v, ev->data)) {
    th_ls_fail(ls, ev->hart, pa, "rule d",
               "the I-cache was filled with 0x%016llx at 0x%08x, memory is 0x%016llx and was not that in "
               "the last %u cycles", (unsigned long long)ev->data, pa, (unsigned long long)v, ls->cfg.ifill_cycles);
  } else if (pa >= TH_RAM_BASE) {
    remember(ls, &ls->hart[ev->hart], pa, ev->data);
  }
}

void th_ls_fence_i(struct hart_state *h)
{
  h->generation++;
  h->mores = 0;
}

/* Do bytes pa.. (inside one 8-byte beat) equal a sample of it? 0 no, 1 yes, -1 never filled. */
static int sampled(const struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes)
{
  uint32_t at = pa - TH_RAM_BASE, mask = bytes == 4 ? ~0u : 0xffffu;
  const struct fill_page *page = h->page[at >> 12];
  unsigned beat = at >> 3 & 511, shift = 8 * (at & 7);
  if (!page || page->beat[beat].generation != h->generation) return -1;
  if (((uint32_t)(page->beat[beat].data >> shift) & mask) == want) return 1;
  for (uint32_t i = page->beat[beat].more; i; i = h->more[i - 1].next)
    if (((uint32_t)(h->more[i - 1].data >> shift) & mask) == want) return 1;
  return 0;
}

/* 0 no, 1 yes, -1 never filled; the ROM never changes and needs no fill, and elsewhere the model faults. */
static int fetched(const struct th_lockstep *ls, const struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes)
{
  uint32_t rom = 0;
  if (th_region(pa, ls->cfg.ram_bytes) == TH_RAM) return sampled(h, pa, want, bytes);
  return !th_ls_golden(ls, pa, &rom, bytes) || rom == want;
}

bool th_ls_sampled(const struct th_lockstep *ls, const struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes)
{
  return fetched(ls, h, pa, want, bytes) == 1;
}

void th_ls_fetched(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes)
{
  int r = fetched(ls, h, pa, want, bytes);
  if (r != 1)
    th_ls_fail(ls, h->model.id, pa, "rule d",
               r ? "the instruction bytes 0x%x at 0x%08x retired, but that was not fetched since the last fence.i"
               : "stale fetch: the instruction bytes 0x%x at 0x%08x are in no fill since the last fence.i", want, pa);
}

/* lockstep_memory.c - golden memory and the order of stores: rules a, b, and the writes of rule c.
 *
 * A hart's retired stores are numbered. Some prefix of them is in golden memory; since stores of one word
 * may be merged, one visible event can end at several places that look the same (x=1, x=1 merged or not).
 * head[] keeps every possible number of the oldest store still pending; an event must continue from at
 * least one of them, and a load may see any of them. */
#include <string.h>
#include "lockstep_state.h"

bool th_ls_golden(const struct th_lockstep *ls, uint32_t pa, void *bytes, size_t n)
{
  uint32_t at = pa - TH_RAM_BASE, rom = pa - TH_ROM_BASE;
  if (at < ls->cfg.ram_bytes && n <= ls->cfg.ram_bytes - at) memcpy(bytes, ls->ram + at, n);
  else if (rom < TH_ROM_BYTES && n <= TH_ROM_BYTES - rom) memcpy(bytes, ls->rom + rom, n);
  else return false;
  return true;
}

uint32_t th_ls_word(const struct th_lockstep *ls, uint32_t pa)
{
  uint32_t v = 0;
  (void)th_ls_golden(ls, pa, &v, 4);
  return v;
}

uint32_t th_ls_change(struct th_lockstep *ls, unsigned hart, uint32_t pa, uint8_t mask, uint32_t data)
{
  uint32_t lanes = th_lanes(mask), old = th_ls_word(ls, pa), new = (old & ~lanes) | (data & lanes);
  ls->write[ls->writes++ % WRITES] =
    (struct written){ .cycle = ls->cycle, .pa = pa, .old = old, .mask = mask, .hart = (uint8_t)hart };
  memcpy(ls->ram + (pa - TH_RAM_BASE), &new, 4);
  for (unsigned i = 0; i < ls->cfg.harts; i++)
    if (i != hart && ls->hart[i].model.resv_valid && th_ls_same_line(ls, ls->hart[i].model.resv_addr, pa))
      ls->hart[i].resv_foreign = true;
  return old;
}

void th_ls_poke(struct th_lockstep *ls, uint32_t pa, const uint8_t *bytes, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    uint32_t at = pa + (uint32_t)i, lane = at & 3;
    th_ls_change(ls, 0xff, at - lane, (uint8_t)(1u << lane), (uint32_t)bytes[i] << 8 * lane);
  }
}

bool th_ls_same_line(const struct th_lockstep *ls, uint32_t a, uint32_t b)
{
  return ((a ^ b) & ~(ls->cfg.line_bytes - 1)) == 0;
}

bool th_ls_foreign_since(const struct th_lockstep *ls, unsigned hart, uint32_t pa, uint64_t write)
{
  for (uint64_t i = ls->writes; i > write && ls->writes - i < WRITES; i--) {
    const struct written *w = &ls->write[(i - 1) % WRITES];
    if (th_ls_same_line(ls, w->pa, pa) && w->hart != hart) return true;
  }
  return false;
}

/* ---------------------------------------------------------------- rule b: loads */

void th_ls_sample(struct th_lockstep *ls, const struct th_event *ev)
{
  struct hart_state *h = &ls->hart[ev->hart];
  struct sample *s = &h->sample[h->samples++ % SAMPLES];
  *s = (struct sample){ .pa = ev->pa & ~3u, .data = th_ls_word(ls, ev->pa & ~3u), .mask = ev->mask, .part = ev->part,
                        .low = h->head[0], .high = h->head[h->heads - 1], .cycle = ls->cycle, .write = ls->writes };
  if (h->samples - h->samples_used > SAMPLES) h->samples_used = h->samples - SAMPLES;
}

/* The sampled word with the hart's own stores from number 'from' on laid over it. */
static uint32_t overlaid(const struct hart_state *h, const struct sample *s, uint64_t from)
{
  uint32_t v = s->data;
  for (uint64_t n = from; n < h->stores; n++) {
    const struct store *st = &h->store[n % STORES];
    if (st->pa == s->pa) v = (v & ~th_lanes(st->mask)) | (st->data & th_lanes(st->mask));
  }
  return v;
}

uint32_t th_ls_loaded(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, unsigned bytes, unsigned part,
                      uint32_t want, const struct sample **used)
{
  unsigned shift = 8 * (pa & 3), mask = ((1u << bytes) - 1u) << (pa & 3);
  uint32_t keep = th_lanes((1u << bytes) - 1u);
  const struct sample *s = 0;
  uint64_t i = h->samples;
  want &= keep;
  while (i > h->samples_used && !s) {
    s = &h->sample[--i % SAMPLES];
    if (s->pa != (pa & ~3u) || s->part != part || (s->mask & mask) != mask) s = 0;
  }
  *used = s;
  if (!s) {
    th_ls_fail(ls, h->model.id, pa, "rule b",
               "a load of 0x%08x (%u bytes, part %u) retired but was never performed", pa, bytes, part);
    return want;
  }
  h->samples_used = i + 1;
  for (uint64_t from = s->low; from <= s->high; from++)
    if ((overlaid(h, s, from) >> shift & keep) == want) return want;
  th_ls_fail(ls, h->model.id, pa, "rule b",
             "stale or wrongly forwarded load of 0x%08x (%u bytes): got 0x%x, must be 0x%x: memory held 0x%08x "
             "when it was performed in cycle %llu, with %llu own older stores not yet in it",
             pa, bytes, want, overlaid(h, s, s->high) >> shift & keep, s->data, (unsigned long long)s->cycle,
             (unsigned long long)(h->stores - s->low));
  return want;
}

/* ---------------------------------------------------------------- rule a: stores */

void th_ls_store_retired(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, uint8_t mask, uint32_t data,
                         bool io)
{
  if (h->stores - h->head[h->heads - 1] >= STORES / 2) {
    th_ls_fail(ls, h->model.id, pa, "rule a", "%d retired stores are not visible", STORES / 2);
    return;
  }
  /* Samples reach back by position: what has scrolled out can't be looked at again. */
  while (h->heads > 1 && h->stores - h->head[0] >= STORES / 2)
    memmove(h->head, h->head + 1, --h->heads * sizeof h->head[0]);
  h->store[h->stores++ % STORES] = (struct store){ .pa = pa, .data = data, .mask = mask, .io = io, .cycle = ls->cycle };
}

void th_ls_store_age(struct th_lockstep *ls, struct hart_state *h)
{
  uint64_t oldest = h->head[h->heads - 1];
  const struct store *s = &h->store[oldest % STORES];
  if (oldest < h->stores && ls->cycle - s->cycle > ls->cfg.store_cycles)
    th_ls_fail(ls, h->model.id, s->pa, "rule a",
               "a store to 0x%08x (mask %x) retired in cycle %llu never became visible", s->pa,
               s->mask, (unsigned long long)s->cycle);
}

/* Does the overlay of stores first..last equal the event? They are all of its word with masks inside its
 * own, so walking back from the last until the mask is covered tells. */
static bool covers(const struct hart_state *h, uint64_t first, uint64_t last, unsigned mask, uint32_t data)
{
  unsigned seen = 0;
  for (uint64_t n = last + 1; n-- > first;) {
    const struct store *s = &h->store[n % STORES];
    unsigned fresh = s->mask & ~seen;
    if ((s->data ^ data) & th_lanes(fresh)) return false;
    seen |= fresh;
    if (seen == mask) return true;
  }
  return false;
}

static bool in_run(const struct store *s, const struct th_event *ev)
{
  return !s->io && s->pa == (ev->pa & ~3u) && (s->mask & ~ev->mask) == 0;
}

/* Advance the set of possible heads over one store-buffer event: for each run of stores of its word that
 * begins at a possible head, every end whose overlay equals the event. */
static bool advance(struct hart_state *h, const struct th_event *ev)
{
  uint64_t next[HEADS], walked = 0;            /* stores below 'walked' belong to a run already seen ... */
  unsigned n = 0;
  for (unsigned i = 0; i < h->heads; i++) {
    uint64_t first = h->head[i], last;
    if (first < walked) continue;              /* ... and the smaller head gives all of this one's ends */
    for (last = first; last < h->stores && in_run(&h->store[last % STORES], ev); last++) {
      if (!covers(h, first, last, ev->mask, (uint32_t)ev->data)) continue;
      if (n == HEADS) memmove(next, next + 1, --n * sizeof next[0]);
      next[n++] = last + 1;
    }
    walked = last;
  }
  if (!n) return false;
  memcpy(h->head, next, n * sizeof next[0]);
  h->heads = n;
  return true;
}

static bool advance_io(struct hart_state *h, const struct th_event *ev)
{
  for (unsigned i = 0; i < h->heads; i++) {
    const struct store *s = &h->store[h->head[i] % STORES];
    if (h->head[i] < h->stores && s->io && s->pa == (ev->pa & ~3u) && s->mask == ev->mask &&
        !((s->data ^ (uint32_t)ev->data) & th_lanes(ev->mask))) {
      h->head[0] = h->head[i] + 1;
      h->heads = 1;
      return true;
    }
  }
  return false;
}

static bool drained(const struct hart_state *h) { return h->head[h->heads - 1] == h->stores; }

static void fail_order(struct th_lockstep *ls, const struct th_event *ev)
{
  const struct hart_state *h = &ls->hart[ev->hart];
  uint64_t n = h->head[h->heads - 1];
  const struct store *s = &h->store[n % STORES];
  if (n == h->stores)
    th_ls_fail(ls, ev->hart, ev->pa, "rule a",
               "0x%08x mask %x data 0x%08x became visible, but no store is pending (duplicate?)",
               ev->pa, ev->mask, (unsigned)ev->data);
  else
    th_ls_fail(ls, ev->hart, ev->pa, "rule a",
               "0x%08x mask %x data 0x%08x became visible, but the oldest pending store is 0x%08x mask %x data 0x%08x%s (cycle "
               "%llu): lost, reordered or changed",
               ev->pa, ev->mask, (unsigned)ev->data, s->pa, s->mask, s->data, s->io ? " to a device" : "",
               (unsigned long long)s->cycle);
}

/* AMO, SC and device writes may be visible before they retire; they wait in their slot for it. */
static void early(struct th_lockstep *ls, const struct th_event *ev, struct early *slot, uint32_t old)
{
  struct hart_state *h = &ls->hart[ev->hart];
  if (!drained(h)) {
    fail_order(ls, ev);
    return;
  }
  h->head[0] = h->stores;
  h->heads = 1;
  if (slot->valid) {
    th_ls_fail(ls, ev->hart, ev->pa, "rule c",
               "0x%08x became visible before the %s of cycle %llu to 0x%08x retired", ev->pa,
               slot->source == TH_SRC_IO ? "device write" : "atomic", (unsigned long long)slot->cycle, slot->pa);
    return;
  }
  *slot = (struct early){ .valid = true, .source = ev->source, .mask = ev->mask, .pa = ev->pa & ~3u,
                          .data = (uint32_t)ev->data, .old = old, .foreign = h->resv_foreign, .cycle = ls->cycle };
}

void th_ls_visible(struct th_lockstep *ls, const struct th_event *ev)
{
  struct hart_state *h = &ls->hart[ev->hart];
  uint32_t pa = ev->pa & ~3u;
  bool ram = th_region(pa, ls->cfg.ram_bytes) == TH_RAM;
  if (ev->source == TH_SRC_IO) {
    h->irq_wait = 0;
    if (!advance_io(h, ev)) early(ls, ev, &h->io_write, 0);
    return;
  }
  if (!ram) {
    th_ls_fail(ls, ev->hart, pa, "rule a",
               "a write to 0x%08x, which is not RAM, became visible in the cache", pa);
    return;
  }
  if (ev->source == TH_SRC_WALK) {
    th_ls_pte_written(ls, ev);
  } else if (ev->source == TH_SRC_SB) {
    if (!advance(h, ev)) {
      fail_order(ls, ev);
      return;
    }
    th_ls_change(ls, ev->hart, pa, ev->mask, (uint32_t)ev->data);
  } else {
    early(ls, ev, &h->atomic, th_ls_word(ls, pa));
    th_ls_change(ls, ev->hart, pa, ev->mask, (uint32_t)ev->data);
  }
}

/* mappings.c - see mappings.h. */
#include <stdlib.h>
#include <string.h>
#include "mappings.h"

static unsigned bucket(bool super, uint32_t vpn)
{
  uint32_t key = super ? vpn >> 10 | 1u << 20 : vpn;
  _Static_assert(TH_MAPPING_BUCKETS == 1 << (32 - 20), "hash width");
  return key * 0x9e3779b1u >> 20;
}

struct th_mapping th_mapping_of(uint32_t asid, uint32_t va, const struct th_chain *c)
{
  struct th_mapping t = { .asid = (uint16_t)asid, .super = c->n == 1, .chain = *c };
  t.vpn = t.super ? va >> 22 << 10 : va >> 12;
  for (unsigned i = 0; i < c->n; i++) t.global |= (c->pte[i].value & TH_PTE_G) != 0;
  return t;
}

static bool same_walk(const struct th_mapping *a, const struct th_mapping *b)
{
  if (a->vpn != b->vpn || a->asid != b->asid || a->super != b->super) return false;
  for (unsigned i = 0; i < a->chain.n; i++)
    if (a->chain.pte[i].pa != b->chain.pte[i].pa || a->chain.pte[i].value != b->chain.pte[i].value) return false;
  return true;
}

bool th_mappings_add(struct th_mappings *m, uint32_t asid, uint32_t va, const struct th_chain *c)
{
  struct th_mapping t = th_mapping_of(asid, va, c), *e;
  struct th_mapping **at = &m->bucket[bucket(t.super, t.vpn)];
  for (e = *at; e && !same_walk(e, &t); e = e->next) {}
  if (!e) {
    e = malloc(sizeof *e);
    if (!e) return false;
    *e = t;
    e->next = *at;
    *at = e;
  }
  e->number = ++m->number;
  return true;
}

static const struct th_mapping *newest(const struct th_mapping *e, const struct th_mapping *best, uint32_t asid, uint32_t va,
                                       uint64_t before)
{
  for (; e; e = e->next) {
    uint32_t differ = e->vpn ^ va >> 12;
    if ((e->super ? differ >> 10 : differ) || (!e->global && e->asid != asid) || e->number >= before) continue;
    if (!best || e->number > best->number) best = e;
  }
  return best;
}

const struct th_mapping *th_mappings_next(const struct th_mappings *m, uint32_t asid, uint32_t va, uint64_t *before)
{
  const struct th_mapping *best = newest(m->bucket[bucket(false, va >> 12)], 0, asid, va, *before);
  best = newest(m->bucket[bucket(true, va >> 22 << 10)], best, asid, va, *before);
  if (best) *before = best->number;
  return best;
}

void th_mappings_fence(struct th_mappings *m, bool by_va, uint32_t va, bool by_asid, uint32_t asid)
{
  for (unsigned i = 0; i < TH_MAPPING_BUCKETS; i++)
    for (struct th_mapping **at = &m->bucket[i], *e; (e = *at);) {
      if (!th_fence_covers(e, by_va, va, by_asid, asid)) {
        at = &e->next;
        continue;
      }
      *at = e->next;
      free(e);
    }
}

/* mappings.h - walks that are remembered without limit: for each ASID, page and level the PTEs, newest first. A
 * hart may use any of them until an sfence.vma covers it (privileged spec 1.12, 4.2.1). */
#ifndef TH_MAPPINGS_H
#define TH_MAPPINGS_H
#include "mmu.h"

enum { TH_MAPPING_BUCKETS = 4096 };

struct th_mapping {
  struct th_mapping *next;
  uint64_t number;                            /* counts up: the newer is the larger */
  uint32_t vpn;                               /* va 31:12; of a superpage 9:0 are 0 */
  uint16_t asid;
  bool     super, global;                     /* global: G in any PTE of the walk (4.3.1) */
  struct th_chain chain;
};

struct th_mappings {
  uint64_t number;
  struct th_mapping *bucket[TH_MAPPING_BUCKETS];
};

/** Remember a walk that ended in a leaf; one that is there already becomes the newest. false: out of memory. */
bool th_mappings_add(struct th_mappings *m, uint32_t asid, uint32_t va, const struct th_chain *c);

/** The next older one that translates va in this ASID: of all that are there, the newest with a number below
 * *before (start with UINT64_MAX), which becomes its number. NULL: no more. */
const struct th_mapping *th_mappings_next(const struct th_mappings *m, uint32_t asid, uint32_t va, uint64_t *before);

/** sfence.vma (4.2.1): global ones stay when it names an ASID. */
void th_mappings_fence(struct th_mappings *m, bool by_va, uint32_t va, bool by_asid, uint32_t asid);

/** Does an sfence.vma cover a translation of va in asid? */
static inline bool th_fence_covers(const struct th_mapping *t, bool by_va, uint32_t va, bool by_asid, uint32_t asid)
{
  uint32_t differ = t->vpn ^ va >> 12;
  if (by_asid && (t->global || t->asid != asid)) return false;
  return !by_va || !(t->super ? differ >> 10 : differ);
}

/** What an entry for this walk would be. */
struct th_mapping th_mapping_of(uint32_t asid, uint32_t va, const struct th_chain *c);

#endif

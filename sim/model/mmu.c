/* mmu.c - Sv32 and the checks of the physical address: privileged spec 1.12, 4.3.2 step by step, then the map and
 * PMP. "Svade": A = 0, or D = 0 at a store, is a page fault; with menvcfg.ADUE hardware sets them ("Svadu"). */
#include <string.h>
#include "hart.h"
#include "mappings.h"

static const uint8_t page_fault[] = { [TH_FETCH] = TH_FETCH_PAGE, [TH_LOAD] = TH_LOAD_PAGE, [TH_STORE] = TH_STORE_PAGE };
static const uint8_t access_fault[] = { [TH_FETCH] = TH_FETCH_ACCESS, [TH_LOAD] = TH_LOAD_ACCESS, [TH_STORE] = TH_STORE_ACCESS };

bool th_translated(const struct th_hart *h, unsigned mode) { return mode < TH_MODE_M && h->satp & TH_SATP_MODE; }

unsigned th_data_mode(const struct th_hart *h)
{
  return th_status(h, TH_MPRV) ? (h->mstatus & TH_MPP) >> TH_MPP_AT : h->mode;
}

static struct th_place fails(uint32_t cause) { return (struct th_place){ .cause = cause }; }

/* ---------------------------------------------------------------- physical: attributes and PMP */

static struct th_place physical(const struct th_hart *h, const struct th_access *a, uint32_t pa)
{
  enum th_region r = th_region(pa, h->ram_bytes);
  bool good = r == TH_RAM;
  if (r == TH_ROM) good = a->kind != TH_STORE;
  if (r == TH_DEVICE) good = a->kind != TH_FETCH;
  if ((r != TH_RAM || a->atomic) && !a->aligned) good = false;
  if (r != TH_RAM && a->atomic) good = false;
  if (!good || !th_pmp_allows(&h->pmp, pa, (enum th_kind)a->kind, a->mode)) return fails(access_fault[a->kind]);
  return (struct th_place){ .cause = TH_PLACE_OK, .pa = pa };
}

/* ---------------------------------------------------------------- Sv32 */

/* Steps 2 and 3 of 4.3.2: the PTE of this level at pa, which may lie above 32 bits. PTEs are in RAM only, and read
 * with S-mode's rights. */
static struct th_place read_pte(struct th_hart *h, const struct th_access *a, uint64_t pa, const struct th_chain *given,
                                struct th_chain *used)
{
  struct th_pte *pte = &used->pte[used->n];
  if (given && used->n < given->n) pa = given->pte[used->n].pa;
  if (pa >> 32 || th_region((uint32_t)pa, h->ram_bytes) != TH_RAM ||
      !th_pmp_allows(&h->pmp, (uint32_t)pa, TH_LOAD, TH_MODE_S))
    return fails(access_fault[a->kind]);
  if (given && used->n >= given->n) return fails(TH_PLACE_UNKNOWN);
  pte->pa = (uint32_t)pa;
  pte->value = given ? given->pte[used->n].value : h->bus->pte_read(h->ctx, h->id, (uint32_t)pa);
  used->n++;
  if (!(pte->value & TH_PTE_V) || (pte->value & (TH_PTE_R | TH_PTE_W)) == TH_PTE_W) return fails(page_fault[a->kind]);
  return fails(TH_PLACE_OK);
}

/* Step 5: U, SUM, MXR (3.1.6.3, 4.1.1.2). */
static bool may(const struct th_hart *h, const struct th_access *a, uint32_t pte)
{
  if (a->mode == TH_MODE_U && !(pte & TH_PTE_U)) return false;
  if (a->mode == TH_MODE_S && (pte & TH_PTE_U) && (a->kind == TH_FETCH || !th_status(h, TH_SUM))) return false;
  if (a->kind == TH_FETCH) return pte & TH_PTE_X;
  if (a->kind == TH_STORE) return pte & TH_PTE_W;
  return pte & TH_PTE_R || (pte & TH_PTE_X && th_status(h, TH_MXR));
}

/* Step 7. Given PTEs can't be changed here: with ADUE another walk has to come. */
static struct th_place accessed(struct th_hart *h, const struct th_access *a, const struct th_chain *given, struct th_pte *leaf)
{
  uint32_t want = TH_PTE_A | (a->kind == TH_STORE ? TH_PTE_D : 0u);
  if ((leaf->value & want) == want) return fails(TH_PLACE_OK);
  if (!(h->menvcfgh & TH_ADUE)) return fails(page_fault[a->kind]);
  if (!th_pmp_allows(&h->pmp, leaf->pa, TH_STORE, TH_MODE_S)) return fails(access_fault[a->kind]);
  if (given) return fails(TH_PLACE_UNKNOWN);
  leaf->value |= want;
  return fails(TH_PLACE_OK);
}

static struct th_place walk(struct th_hart *h, const struct th_access *a, const struct th_chain *given, struct th_chain *used)
{
  uint64_t ppn = h->satp & TH_SATP_PPN, pa;
  struct th_place at, place;
  struct th_pte *pte;
  bool super = true;
  for (;; super = false) {
    at = read_pte(h, a, (ppn << 12) + 4 * (super ? a->va >> 22 : a->va >> 12 & 0x3ff), given, used);
    if (at.cause) return at;
    pte = th_leaf(used);
    ppn = pte->value >> 10;
    if (pte->value & (TH_PTE_R | TH_PTE_X)) break;
    if (!super || pte->value & (TH_PTE_A | TH_PTE_D | TH_PTE_U)) return fails(page_fault[a->kind]);   /* step 4; 4.3.1 */
  }
  if (!may(h, a, pte->value) || (super && ppn & 0x3ff)) return fails(page_fault[a->kind]);             /* 5, 6 */
  pa = ppn << 12 | (a->va & (super ? 0x3fffffu : 0xfffu));
  at = accessed(h, a, given, pte);
  if (at.cause && at.cause != TH_PLACE_UNKNOWN) return at;
  place = pa >> 32 ? fails(access_fault[a->kind]) : physical(h, a, (uint32_t)pa);
  return place.cause ? place : at.cause ? at : place;          /* nothing is set for what will fault */
}

struct th_place th_evaluate(struct th_hart *h, const struct th_access *a, const struct th_chain *given, struct th_chain *used)
{
  struct th_chain own;
  if (!used) used = &own;
  used->n = 0;
  return th_translated(h, a->mode) ? walk(h, a, given, used) : physical(h, a, a->va);
}

/* ---------------------------------------------------------------- what is kept */

static uint32_t asid(const struct th_hart *h) { return h->satp >> TH_SATP_ASID_AT & TH_ASID; }

/* sticky: the newest walk that is remembered answers, until hardware would have to set A or D in it. */
static struct th_place remembered(struct th_hart *h, const struct th_access *a, struct th_chain *used)
{
  uint64_t before = UINT64_MAX;
  const struct th_mapping *m = th_mappings_next(h->sticky, asid(h), a->va, &before);
  return m ? th_evaluate(h, a, &m->chain, used) : fails(TH_PLACE_UNKNOWN);
}

/* A and D are written only for an access that will be done (4.3.2 step 7 allows more for A). */
static struct th_place walked(struct th_hart *h, const struct th_access *a, struct th_chain *used)
{
  struct th_place p = th_evaluate(h, a, 0, used);
  struct th_pte *leaf;
  if (p.cause || a->probe) return p;
  leaf = th_leaf(used);
  if (h->bus->pte_read(h->ctx, h->id, leaf->pa) != leaf->value) h->bus->pte_write(h->ctx, h->id, leaf->pa, leaf->value);
  if (h->sticky) th_mappings_add(h->sticky, asid(h), a->va, used);
  return p;
}

static void keep(struct th_hart *h, const struct th_access *a, uint32_t pa)
{
  uint32_t page = pa & ~0xfffu;
  struct th_tlb_entry *e = &h->tlb[a->kind][a->va >> 12 & (TH_TLB - 1)];
  if (!h->ram || a->probe || th_region(pa, h->ram_bytes) != TH_RAM || !th_pmp_uniform(&h->pmp, page)) return;
  e->tag = h->rights[a->kind] | a->va >> 12;
  e->page = h->ram + (page - TH_RAM_BASE);
}

bool th_resolve(struct th_hart *h, const struct th_access *a, uint32_t *pa)
{
  struct th_chain used;
  struct th_place p = fails(TH_PLACE_UNKNOWN);
  if (h->bus->resolve) {
    p = h->bus->resolve(h->ctx, h->id, a);
  } else if (!th_translated(h, a->mode)) {
    p = physical(h, a, a->va);
  } else {
    if (h->sticky) p = remembered(h, a, &used);
    if (p.cause == TH_PLACE_UNKNOWN) p = walked(h, a, &used);
  }
  if (p.cause) {
    th_trap(h, p.cause, a->va);
    return false;
  }
  keep(h, a, p.pa);
  *pa = p.pa;
  return true;
}

/* ---------------------------------------------------------------- forgetting */

void th_rights_changed(struct th_hart *h)
{
  uint32_t data = th_data_mode(h) | (th_status(h, TH_SUM) ? 4u : 0) | (th_status(h, TH_MXR) ? 8u : 0);
  uint32_t now = TH_TLB_VALID | h->tlb_epoch << 24;
  h->rights[TH_FETCH] = now | (uint32_t)h->mode << 20;
  h->rights[TH_LOAD] = h->rights[TH_STORE] = now | data << 20;
}

void th_tlb_empty(struct th_hart *h)
{
  h->tlb_epoch = (h->tlb_epoch + 1) & (TH_TLB_EPOCHS - 1);
  if (h->tlb_epoch == 0) memset(h->tlb, 0, sizeof h->tlb);     /* entries of its last time around are gone */
  th_rights_changed(h);
}

void th_fence_vma(struct th_hart *h, bool by_va, uint32_t va, bool by_asid, uint32_t id)
{
  th_tlb_empty(h);
  if (h->sticky) th_mappings_fence(h->sticky, by_va, va, by_asid, id & TH_ASID);
}

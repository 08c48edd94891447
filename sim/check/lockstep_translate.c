/* lockstep_translate.c - rule e. A hart may use any translation that one of its walks has found since an sfence.vma
 * that covers it (privileged spec 1.12, 4.2.1). So all of them are kept, as the table entries that were read, and an
 * access that retires must be what one of them says under the CSRs of its moment: the RTL's physical address, or its
 * fault. A fault may come from a walk that found nothing, too. */
#include <stdlib.h>
#include "../model/mappings.h"
#include "lockstep_state.h"

/* ---------------------------------------------------------------- walks */

void th_ls_pte(struct th_lockstep *ls, const struct th_event *ev)
{
  struct th_chain *c = &ls->hart[ev->hart].walking;
  uint32_t pa = ev->pa & ~3u, memory = th_ls_word(ls, pa);
  if (memory != (uint32_t)ev->data) {
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker read 0x%08x at 0x%08x, memory is 0x%08x", (unsigned)ev->data, pa, memory);
    return;
  }
  if (ev->part == 0) {
    c->n = 0;
    ls->hart[ev->hart].overtaken = false;
  }
  if (c->n == 2) {
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker read a third table entry, at 0x%08x", pa);
    return;
  }
  c->pte[c->n++] = (struct th_pte){ .pa = pa, .value = (uint32_t)ev->data };
}

/* Were its reads those of a walk for va from this satp? */
static bool led(const struct th_chain *c, uint32_t satp, uint32_t va)
{
  uint64_t table = (uint64_t)(satp & TH_SATP_PPN) << 12;
  for (unsigned i = 0; i < c->n; i++) {
    if (c->pte[i].pa != table + 4 * (i ? va >> 12 & 0x3ff : va >> 22)) return false;
    table = (uint64_t)(c->pte[i].value >> 10) << 12;
  }
  return true;
}

static bool satp_known(const struct hart_state *h, uint32_t satp)
{
  if (h->model.satp == satp) return true;
  for (unsigned i = 0; i < SATPS; i++)
    if (h->satp_before[i] == satp) return true;
  return false;
}

void th_ls_walk(struct th_lockstep *ls, const struct th_event *ev)
{
  struct hart_state *h = &ls->hart[ev->hart];
  struct th_chain c = h->walking;
  uint32_t satp = (uint32_t)ev->data, asid = satp >> TH_SATP_ASID_AT & TH_ASID;
  h->walking.n = 0;
  if (h->set_d && !ev->part)
    th_ls_fail(ls, ev->hart, ev->pa, "rule e", "D was set for 0x%08x by an access that does not write", ev->pa);
  h->owes_store = h->owes_store || h->set_d;
  if (h->set_d) h->owed_page = ev->pa & ~0xfffu;
  h->set_d = false;
  if (ev->state == TH_WALK_VOID) return;
  if (!satp_known(h, satp))
    th_ls_fail(ls, ev->hart, ev->pa, "rule e", "a walk for 0x%08x under satp 0x%08x, which is 0x%08x", ev->pa, satp, h->model.satp);
  else if (!led(&c, satp, ev->pa))
    th_ls_fail(ls, ev->hart, ev->pa, "rule e", "a walk for 0x%08x under satp 0x%08x read %u entries, the last at 0x%08x: not its own",
               ev->pa, satp, c.n, c.n ? c.pte[c.n - 1].pa : 0);
  else if (ev->state == TH_WALK_FAULT)
    h->refused[h->refusals++ % REFUSALS] = (struct refusal){ .page = ev->pa & ~0xfffu, .satp = satp, .chain = c };
  else if (!c.n)
    th_ls_fail(ls, ev->hart, ev->pa, "rule e", "a walk for 0x%08x ended without having read anything", ev->pa);
  else if (!th_mappings_add(h->model.sticky, asid, ev->pa, &c))
    th_ls_fail(ls, ev->hart, ev->pa, "checker", "out of memory");
}

/* A or D is set (Svadu): of the leaf that this walk has found, as it found it, and nothing else of the word. */
void th_ls_pte_written(struct th_lockstep *ls, const struct th_event *ev)
{
  struct hart_state *h = &ls->hart[ev->hart];
  struct th_pte *leaf = h->walking.n ? th_leaf(&h->walking) : 0;
  uint32_t pa = ev->pa & ~3u, old = th_ls_word(ls, pa), new = (uint32_t)ev->data, added = new & ~old;
  bool adue = h->model.menvcfgh & TH_ADUE || (h->adue_cleared && ls->cycle - h->adue_cleared < ls->cfg.store_cycles);
  if (!adue)
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker wrote 0x%08x to 0x%08x without menvcfgh.ADUE", new, pa);
  else if (!leaf || leaf->pa != pa)
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker wrote to 0x%08x, which is not the entry that it has read", pa);
  else if (h->overtaken)
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker wrote 0x%08x to 0x%08x behind an sfence.vma, by a walk that began before it", new, pa);
  else if (!th_pmp_allows(&h->model.pmp, pa, TH_STORE, TH_MODE_S))
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker wrote 0x%08x to 0x%08x, which PMP forbids", new, pa);
  else if (leaf->value != old)
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker wrote 0x%08x to 0x%08x, which has changed to 0x%08x since it read 0x%08x", new, pa, old,
               leaf->value);
  else if (!added || added & ~(uint32_t)(TH_PTE_A | TH_PTE_D) || old & ~new || !(new & TH_PTE_A))
    th_ls_fail(ls, ev->hart, pa, "rule e", "the walker made 0x%08x of 0x%08x at 0x%08x: not A, or A and D", new, old, pa);
  else {
    th_ls_change(ls, ev->hart, pa, 0xf, new);
    leaf->value = new;
    h->set_d = added & TH_PTE_D;
  }
}

/* D is set for a store that is the oldest instruction: it retires, or a trap of its second page follows. */
void th_ls_owed(struct th_lockstep *ls, struct hart_state *h, const struct th_record *m)
{
  uint32_t first, last;
  if (!h->owes_store) return;
  h->owes_store = false;
  if (!m) return;
  first = ls->now->mem_addr & ~0xfffu;
  last = (ls->now->mem_addr + 3) & ~0xfffu;
  if (m->trap ? m->tval == h->owed_page + 0x1000 && (m->cause == TH_STORE_ACCESS || m->cause == TH_STORE_PAGE)
              : (m->mem_wmask || m->sc) && (first == h->owed_page || last == h->owed_page)) return;
  th_ls_fail(ls, h->model.id, h->owed_page, "rule e", "D was set for a store to page 0x%08x that did not follow", h->owed_page);
}

/* Behind sfence.vma the model has removed from model.sticky what it covers. What walks have refused is no translation,
 * and all of it may go: what follows is fetched anew. */
void th_ls_fence_vma(struct hart_state *h)
{
  h->refusals = 0;
  h->overtaken = true;
}

void th_ls_satp(struct hart_state *h, uint32_t before)
{
  if (h->model.satp != before) h->satp_before[h->satps++ % SATPS] = before;
}

/* ---------------------------------------------------------------- accesses */

static bool fault_of(const struct th_access *a, uint32_t cause)
{
  static const uint32_t access[] = { TH_FETCH_ACCESS, TH_LOAD_ACCESS, TH_STORE_ACCESS };
  static const uint32_t page[] = { TH_FETCH_PAGE, TH_LOAD_PAGE, TH_STORE_PAGE };
  return cause == access[a->kind] || cause == page[a->kind];
}

/* Is this what the RTL did with this part of the access? */
static bool agrees(const struct th_lockstep *ls, const struct th_access *a, struct th_place p)
{
  const struct th_retire *r = ls->now;
  if (r->trap && fault_of(a, r->cause) && r->tval == a->va) return p.cause == r->cause;
  if (p.cause) return false;
  return r->trap || a->kind == TH_FETCH || r->mem_pa[a->part] == (p.pa & ~3u);
}

/* Of a fetch the physical address is not shown: it must be one where these bytes were fetched. */
static bool fits(const struct th_lockstep *ls, const struct hart_state *h, const struct th_access *a, struct th_place p)
{
  const struct th_retire *r = ls->now;
  if (!agrees(ls, a, p)) return false;
  if (a->kind != TH_FETCH || p.cause || th_ls_fetch_fault(r)) return true;
  return th_ls_sampled(ls, h, p.pa, r->insn >> 16 * a->part & 0xffff, 2);
}

static struct th_place differs(struct th_lockstep *ls, struct hart_state *h, const struct th_access *a)
{
  static const char *const kind[] = { "fetch", "load", "store" };
  const struct th_retire *r = ls->now;
  struct th_place p = th_evaluate(&h->model, a, 0, 0);      /* by memory as it is now */
  if (r->trap)
    th_ls_fail(ls, h->model.id, a->va, "rule e", "%s of 0x%08x in mode %u trapped with cause %u, tval 0x%08x; by the tables in memory it "
               "%s 0x%08x, and no walk since the last sfence.vma explains it", kind[a->kind], a->va, a->mode, r->cause, r->tval,
               p.cause ? "has cause" : "goes to", p.cause ? p.cause : p.pa);
  else
    th_ls_fail(ls, h->model.id, a->va, "rule e", "%s of 0x%08x in mode %u went to 0x%08x; by the tables in memory it %s 0x%08x, and no walk "
               "since the last sfence.vma explains it", kind[a->kind], a->va, a->mode, a->kind == TH_FETCH ? 0 : r->mem_pa[a->part],
               p.cause ? "has cause" : "goes to", p.cause ? p.cause : p.pa);
  return p;
}

struct th_place th_ls_resolve(void *ctx, unsigned hart, const struct th_access *a)
{
  struct th_lockstep *ls = ctx;
  struct hart_state *h = &ls->hart[hart];
  struct th_place p, found = { .cause = TH_PLACE_UNKNOWN };
  const struct th_mapping *m;
  uint64_t before = UINT64_MAX;
  uint32_t asid = h->model.satp >> TH_SATP_ASID_AT & TH_ASID, n = h->refusals < REFUSALS ? (uint32_t)h->refusals : REFUSALS;
  if (!th_translated(&h->model, a->mode)) {
    p = th_evaluate(&h->model, a, 0, 0);
    if (!agrees(ls, a, p) && !p.cause && !ls->now->trap)
      th_ls_fail(ls, hart, a->va, "rule e", "0x%08x is not translated, but went to 0x%08x", a->va, ls->now->mem_pa[a->part]);
    return p;
  }
  while ((m = th_mappings_next(h->model.sticky, asid, a->va, &before))) {
    p = th_evaluate(&h->model, a, &m->chain, 0);
    if (fits(ls, h, a, p)) return p;
    if (agrees(ls, a, p) && found.cause) found = p;      /* rule d will say why not */
  }
  if (!found.cause) return found;
  for (uint32_t i = 0; i < n; i++) {
    const struct refusal *f = &h->refused[i];
    if (f->page != (a->va & ~0xfffu) || f->satp != h->model.satp) continue;
    p = th_evaluate(&h->model, a, &f->chain, 0);
    if (p.cause && agrees(ls, a, p)) return p;
  }
  return differs(ls, h, a);
}

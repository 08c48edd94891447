/* dump.c - see dump.h. The walk is the model's own (th_evaluate); here its PTEs are put into words, and the
 * reason for its end (privileged spec 1.12, 4.3.2 and 4.3.1). */
#include "dump.h"
#include "hart.h"

static const char *const mode_name[] = { "U", "S", "reserved", "M" };

static void registers(const struct th_hart *h, FILE *out)
{
  static const char *const name[] = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
    "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"
  };
  for (unsigned i = 0; i < 32; i++)
    fprintf(out, "%s%4s %08x%s", i % 8 ? "" : "   ", name[i], h->x[i], i % 8 == 7 ? "\n" : " ");
}

static void status(const struct th_hart *h, FILE *out)
{
  static const struct { uint32_t bit; const char *name; } bits[] = {
    { TH_MIE, "MIE" }, { TH_SIE, "SIE" }, { TH_MPIE, "MPIE" }, { TH_SPIE, "SPIE" }, { TH_MPRV, "MPRV" },
    { TH_SUM, "SUM" }, { TH_MXR, "MXR" }, { TH_TVM, "TVM" }, { TH_TW, "TW" }, { TH_TSR, "TSR" }
  };
  fprintf(out, "    mode %s; mstatus 0x%08x: MPP %s, SPP %s", mode_name[h->mode], h->mstatus,
          mode_name[(h->mstatus & TH_MPP) >> TH_MPP_AT], mode_name[th_status(h, TH_SPP)]);
  for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
    if (th_status(h, bits[i].bit)) fprintf(out, ", %s", bits[i].name);
  if (h->satp & TH_SATP_MODE)
    fprintf(out, "\n    satp 0x%08x: Sv32, ASID %u, root table at 0x%09llx\n", h->satp, h->satp >> TH_SATP_ASID_AT & TH_ASID,
            (unsigned long long)(h->satp & TH_SATP_PPN) << 12);
  else fprintf(out, "\n    satp 0x%08x: bare\n", h->satp);
}

/* ---------------------------------------------------------------- a walk */

/* Why a leaf does not allow the access, or NULL: step 5 to 7 of 4.3.2. */
static const char *leaf_refuses(const struct th_hart *h, const struct th_access *a, uint32_t pte, bool super)
{
  bool user = pte & TH_PTE_U;
  if (a->mode == TH_MODE_U && !user) return "not a page of U";
  if (a->mode == TH_MODE_S && user && a->kind == TH_FETCH) return "a page of U, from which S never fetches";
  if (a->mode == TH_MODE_S && user && !th_status(h, TH_SUM)) return "a page of U, and SUM is 0";
  if (a->kind == TH_FETCH && !(pte & TH_PTE_X)) return "X is 0";
  if (a->kind == TH_STORE && !(pte & TH_PTE_W)) return "W is 0";
  if (a->kind == TH_LOAD && !(pte & TH_PTE_R) && !(pte & TH_PTE_X)) return "R is 0";
  if (a->kind == TH_LOAD && !(pte & TH_PTE_R) && !th_status(h, TH_MXR)) return "R is 0, and so is MXR";
  if (super && pte >> 10 & 0x3ff) return "a superpage whose low PPN bits are not 0";
  if (h->menvcfgh & TH_ADUE) return 0;
  if (!(pte & TH_PTE_A)) return "A is 0";
  if (a->kind == TH_STORE && !(pte & TH_PTE_D)) return "D is 0";
  return 0;
}

/* Why a walk that must not end at this PTE ends here, or NULL: steps 3 and 4. */
static const char *pointer_refuses(uint32_t pte, bool super)
{
  if (!(pte & TH_PTE_V)) return "not valid";
  if ((pte & (TH_PTE_R | TH_PTE_W)) == TH_PTE_W) return "W without R is reserved";
  if (pte & (TH_PTE_R | TH_PTE_X)) return 0;
  if (!super) return "a pointer where a leaf has to be";
  return pte & (TH_PTE_A | TH_PTE_D | TH_PTE_U) ? "a pointer with A, D or U is reserved" : 0;
}

static void entry(const struct th_hart *h, const struct th_access *a, const struct th_pte *pte, bool super, FILE *out)
{
  const char *why = pointer_refuses(pte->value, super);
  char flags[] = "DAGUXWRV";
  bool leaf = pte->value & (TH_PTE_R | TH_PTE_X);
  for (unsigned i = 0; i < 8; i++)
    if (!(pte->value >> (7 - i) & 1)) flags[i] = '-';
  if (!why && leaf) why = leaf_refuses(h, a, pte->value, super);
  fprintf(out, "        level %u: entry at 0x%08x is 0x%08x, %s: ", super, pte->pa, pte->value, flags);
  if (why) fprintf(out, "%s: page fault\n", why);
  else fprintf(out, "%s at 0x%09llx\n", leaf ? super ? "superpage" : "page" : "table", (unsigned long long)(pte->value >> 10) << 12);
}

/* A physical address that is refused: by the map, or by PMP. */
static void refused(const struct th_hart *h, uint64_t pa, const char *what, FILE *out)
{
  const char *why = "PMP forbids it";
  if (pa >> 32 || th_region((uint32_t)pa, h->ram_bytes) == TH_NONE) why = "nothing is there";
  else if (th_region((uint32_t)pa, h->ram_bytes) != TH_RAM) why = "no RAM, or PMP forbids it";
  fprintf(out, "        %s 0x%09llx: %s: access fault\n", what, (unsigned long long)pa, why);
}

/* With ADUE the walk writes its leaf (step 7). */
static bool cannot_set(const struct th_hart *h, const struct th_access *a, const struct th_pte *leaf)
{
  uint32_t want = TH_PTE_A | (a->kind == TH_STORE ? TH_PTE_D : 0u);
  return (leaf->value & want) != want && !th_pmp_allows(&h->pmp, leaf->pa, TH_STORE, TH_MODE_S);
}

static void walk(const struct th_hart *h, const struct th_access *a, FILE *out)
{
  struct th_hart copy = *h;                       /* th_evaluate's parameter is not const */
  struct th_chain c = { .n = 0 };
  struct th_place p = th_evaluate(&copy, a, 0, &c);
  struct th_pte pte = { 0, 0 };
  bool translated = th_translated(h, a->mode), leaf = !translated;
  uint64_t pa = translated ? ((uint64_t)(h->satp & TH_SATP_PPN) << 12) + (a->va >> 22) * 4 : a->va;
  for (unsigned i = 0; i < c.n; i++) {
    pte = (struct th_pte){ c.pte[i].pa, h->bus->pte_read(h->ctx, h->id, c.pte[i].pa) };
    entry(h, a, &pte, i == 0, out);
    leaf = pte.value & (TH_PTE_R | TH_PTE_X);
    pa = (uint64_t)(pte.value >> 10) << 12;
    pa += leaf ? a->va & (i == 0 ? 0x3fffffu : 0xfffu) : (a->va >> 12 & 0x3ff) * 4;
  }
  if (p.cause && p.cause < TH_FETCH_PAGE && translated && leaf && cannot_set(h, a, &pte))
    fprintf(out, "        A or D would have to be set in the entry: PMP forbids it: access fault\n");
  else if (!p.cause) fprintf(out, "        physical 0x%09llx: allowed\n", (unsigned long long)pa);
  else if (p.cause < TH_FETCH_PAGE) refused(h, pa, leaf ? "physical" : "the next entry, at", out);
}

/* ---------------------------------------------------------------- traps */

static const char *cause_name(uint32_t cause)
{
  static const char *const exception[] = {
    "instruction misaligned", "fetch access fault", "illegal instruction", "breakpoint", "load misaligned", "load access fault",
    "store misaligned", "store access fault", "ecall from U", "ecall from S", 0, "ecall from M", "fetch page fault",
    "load page fault", 0, "store page fault"
  };
  static const char *const interrupt[] = { 0, "software, S", 0, "software, M", 0, "timer, S", 0, "timer, M", 0,
                                           "external, S", 0, "external, M" };
  uint32_t n = cause & 0x7fffffff;
  const char *name = 0;
  if (cause & TH_INTERRUPT) name = n < sizeof interrupt / sizeof *interrupt ? interrupt[n] : n == TH_IRQ_BUS ? "bus error" : 0;
  else name = n < sizeof exception / sizeof *exception ? exception[n] : 0;
  return name ? name : "unknown";
}

static bool faulted(uint32_t cause, struct th_access *a)
{
  switch (cause) {
  case TH_FETCH_ACCESS: case TH_FETCH_PAGE: a->kind = TH_FETCH; return true;
  case TH_LOAD_ACCESS: case TH_LOAD_PAGE: a->kind = TH_LOAD; return true;
  case TH_STORE_ACCESS: case TH_STORE_PAGE: a->kind = TH_STORE; return true;
  default: return false;
  }
}

static void trap(const struct th_hart *h, unsigned to, FILE *out)
{
  bool m = to == TH_MODE_M;
  uint32_t cause = m ? h->mcause : h->scause, epc = m ? h->mepc : h->sepc, tval = m ? h->mtval : h->stval;
  uint32_t tvec = (m ? h->mtvec : h->stvec) & ~3u;
  unsigned before = m ? (h->mstatus & TH_MPP) >> TH_MPP_AT : th_status(h, TH_SPP);
  struct th_access a = { .va = tval, .bytes = 1, .aligned = true };
  if (!cause) return;                                       /* none since reset: 0, a misaligned pc, is not ours */
  fprintf(out, "    last trap to %s: %s%u, %s; epc 0x%08x, tval 0x%08x%s\n", mode_name[to], cause & TH_INTERRUPT ? "interrupt " : "",
          cause & 0x7fffffff, cause_name(cause), epc, tval, epc == tvec ? ": its own handler's first instruction" : "");
  if (!faulted(cause, &a)) return;
  /* xPP names whom it came from until the handler returns; then it was the mode that goes on now. */
  a.mode = (uint8_t)(h->mode == to ? before : h->mode);
  fprintf(out, "      0x%08x as %s sees it now%s\n", tval, mode_name[a.mode], th_translated(h, a.mode) ? ":" : ": not translated");
  walk(h, &a, out);
}

void th_dump(const struct th_hart *h, FILE *out)
{
  status(h, out);
  registers(h, out);
  trap(h, TH_MODE_M, out);
  trap(h, TH_MODE_S, out);
}

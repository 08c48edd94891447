/* mmu.h - how an address becomes a physical one that may be accessed: Sv32 (privileged spec 1.12, 4.3), the
 * physical memory attributes of map.h, and physical memory protection (3.7). One answer for each part of an
 * access. */
#ifndef TH_MMU_H
#define TH_MMU_H
#include <stdbool.h>
#include <stdint.h>

struct th_hart;

enum th_kind { TH_FETCH, TH_LOAD, TH_STORE };  /* LR is a load; SC and AMO are stores */

struct th_access {
  uint32_t va;                                /* first byte of this part */
  uint8_t  kind;                              /* enum th_kind */
  uint8_t  mode;                              /* whose rights: of loads and stores by MPRV (3.1.6.3) */
  uint8_t  bytes, part;                       /* of this part; 1: the upper part of a split access */
  bool     aligned, atomic;                   /* of the whole access */
  bool     probe;                             /* set no A or D yet: another part is still to be checked */
};

enum { TH_PLACE_OK = 0, TH_PLACE_UNKNOWN = 0xff };   /* unknown: the PTEs given do not reach that far */
struct th_place {
  uint32_t cause;                             /* TH_PLACE_OK, or the exception */
  uint32_t pa;                                /* when it is TH_PLACE_OK */
};

/* PTE bits (4.3.1) */
enum { TH_PTE_V = 1, TH_PTE_R = 2, TH_PTE_W = 4, TH_PTE_X = 8, TH_PTE_U = 16, TH_PTE_G = 32, TH_PTE_A = 64, TH_PTE_D = 128 };

/* The PTEs of one walk, root first: two end in a page, one in a superpage, or in a fault. */
struct th_pte { uint32_t pa, value; };
struct th_chain {
  struct th_pte pte[2];
  unsigned n;
};

/** Is this access translated? */
bool th_translated(const struct th_hart *h, unsigned mode);

/** Evaluate an access, without effect. given: take the PTEs from there, else read them through the bus. used: the
 * PTEs, as they have to be written back (A and D set where ADUE lets hardware do so). */
struct th_place th_evaluate(struct th_hart *h, const struct th_access *a, const struct th_chain *given, struct th_chain *used);

/** The access may go on to *pa; false: it has trapped. Sets A and D (but for a probe). */
bool th_resolve(struct th_hart *h, const struct th_access *a, uint32_t *pa);

/** The last PTE of a walk that has read one. */
static inline struct th_pte *th_leaf(struct th_chain *c) { return &c->pte[c->n - 1]; }

/** Rights of loads and stores (3.1.6.3). */
unsigned th_data_mode(const struct th_hart *h);

/** sfence.vma (4.2.1): by address, by ASID, by both, or all. */
void th_fence_vma(struct th_hart *h, bool by_va, uint32_t va, bool by_asid, uint32_t asid);

/* A short cut to RAM for pages whose answer is the same for all of it: host address of the page. Tags carry
 * what rights depend on, and an epoch: everything else that they depend on empties it, which ends the epoch. Without
 * epochs a kernel's sfence.vma would cost as much as a thousand instructions. */
enum { TH_TLB = 1024, TH_TLB_EPOCHS = 128 };
struct th_tlb_entry { uint32_t tag; uint8_t *page; };

/** Rights may have changed: mode, MPRV, MPP, SUM, MXR. */
void th_rights_changed(struct th_hart *h);
/** satp, PMP, ADUE were written, or an sfence.vma came. */
void th_tlb_empty(struct th_hart *h);

/* ---- pmp.c */
enum { TH_PMP_MOST = 16 };
struct th_pmp {
  unsigned entries;                           /* active; the others of the 16 are read-only zero. 0: no PMP, no CSRs */
  uint8_t  cfg[TH_PMP_MOST];
  uint32_t addr[TH_PMP_MOST];
};

/** May this mode access the aligned word that holds pa so? */
bool th_pmp_allows(const struct th_pmp *p, uint32_t pa, enum th_kind kind, unsigned mode);
/** No entry begins or ends inside this 4 KiB page. */
bool th_pmp_uniform(const struct th_pmp *p, uint32_t page);
/** pmpcfg0-3, pmpaddr0-15; false: another CSR, or no PMP. */
bool th_pmp_read(const struct th_pmp *p, unsigned csr, uint32_t *value);
bool th_pmp_write(struct th_pmp *p, unsigned csr, uint32_t value);

#endif

/* hart.h - one hart of the reference model: its state, and one step of it. Whatever comes from outside the
 * hart comes through struct th_bus, so that the stand-alone machine (machine.c) and the lockstep checker
 * run the same instructions.
 *
 * Choices the specifications leave open, all visible to software:
 *   mtvec    modes 2, 3 become 0, 1 (bit 1 reads 0); base granularity 4 bytes in both modes
 *   mcause   keeps bit 31 and bits 5:0          mepc  bit 0 is 0   (stvec, scause, sepc the same)
 *   mstatus  MPP = 2 is written as 0 (U); FS, VS, XS, UBE, SBE, MBE are 0
 *   medeleg  holds the causes that modes below M can raise: 1 2 3 5 7 8 9 12 13 15; mideleg 1 5 9 13
 *   satp     all bits are kept, also with MODE = 0; without sv32 it reads 0 (4.1.11)
 *   pmpcfg   R = 0, W = 1 is stored as W = 0; grain 4 bytes; pmpaddr keeps 32 bits (3.7.1)
 *   STIP     with STCE it is time >= stimecmp, and writes leave the register behind it as it is (Sstc)
 *   A and D  hardware sets them (ADUE) only for an access that is done; a page fault comes before the access fault of
 *            a misaligned atomic or device access, and the low part's faults before the high part's
 *   wfi      in U-mode, and in S-mode with TW, is illegal at once (a time limit of 0, 3.1.6.5)
 *   misa     read-only value; writes are accepted and ignored (so are mstatush, the mhpm* that are not there)
 *   counters a write to either half of minstret or an mhpmcounter replaces this instruction's own count; the instruction
 *            that writes mcountinhibit or mhpmevent is itself counted by the old value
 *   interrupt priority: 16 (bus error), then MEI, MSI, MTI, SEI, SSI, STI (privileged 1.12, 3.1.9), LCOFI (Sscofpmf)
 *   reservation: the word of the LR; ends with any SC, trap (interrupts too) or xRET
 *   SC       checks its address before its reservation: misaligned or not RAM faults even without one
 *   ROM      loads must be naturally aligned, as for devices; stores fault
 *   misaligned, where not done: causes 4 and 6 before all others, LR as a load, SC and AMO as stores */
#ifndef TH_HART_H
#define TH_HART_H
#include <stdbool.h>
#include <stdint.h>
#include "hpm.h"
#include "insn.h"
#include "map.h"
#include "mmu.h"

enum { TH_MODE_U = 0, TH_MODE_S = 1, TH_MODE_M = 3 };

enum th_cause {                               /* mcause without bit 31 */
  TH_FETCH_ACCESS = 1, TH_ILLEGAL = 2, TH_BREAKPOINT = 3, TH_LOAD_MISALIGNED = 4, TH_LOAD_ACCESS = 5,
  TH_STORE_MISALIGNED = 6, TH_STORE_ACCESS = 7,
  TH_ECALL_U = 8,                             /* 9 from S, 11 from M */
  TH_FETCH_PAGE = 12, TH_LOAD_PAGE = 13, TH_STORE_PAGE = 15
};
#define TH_INTERRUPT 0x80000000u
enum { TH_IRQ_SSI = 1, TH_IRQ_MSI = 3, TH_IRQ_STI = 5, TH_IRQ_MTI = 7, TH_IRQ_SEI = 9, TH_IRQ_MEI = 11, TH_IRQ_LCOFI = 13,
       TH_IRQ_BUS = 16 };
/* Bits of mip that are registers: set by software, the bus error's by the bus too, LCOFI's by a counter; SEIP is also a
 * wire. */
#define TH_MIP_REGISTERS (1u << TH_IRQ_SSI | 1u << TH_IRQ_STI | 1u << TH_IRQ_SEI | 1u << TH_IRQ_LCOFI | 1u << TH_IRQ_BUS)

/* What one step did. Fields of what did not happen are 0. */
struct th_record {
  uint32_t pc, next_pc;
  uint32_t insn;                              /* 16-bit ones zero-extended; 0 for a fetch fault */
  uint8_t  rvc, mode;
  bool     interrupt;                         /* an interrupt was taken, nothing executed */
  bool     trap;                              /* the instruction raised an exception */
  uint32_t cause, tval;                       /* as written to mcause or scause, and mtval or stval */
  uint8_t  rs1, rs2, rd;                      /* 0: not used */
  uint32_t rs1_value, rs2_value, rd_value;
  bool     load, store, amo, lr, sc, sc_ok, fence, fence_i, sfence;   /* lr is a load, a good sc a store; amo both */
  bool     device;
  uint32_t mem_addr;                          /* byte address; masks count from it, data right-aligned */
  uint8_t  mem_rmask, mem_wmask;
  uint32_t mem_rdata, mem_wdata;
  bool     csr, csr_read, csr_write;
  uint16_t csr_addr;
  uint32_t csr_rdata, csr_wdata;              /* wdata: the value given, before WARL */
};

/* From outside. Addresses are physical and already checked against the map; ctx is th_hart.ctx. An access is
 * one part: 1, 2 or 4 bytes (3 too, of a misaligned word) inside one aligned word; part is 1 for the
 * upper half of an access that crosses a word, else 0; values are right-aligned. */
struct th_bus {
  uint16_t (*fetch)(void *ctx, unsigned hart, uint32_t pa, unsigned part);       /* pa even, ROM or RAM; part 1: bits 31:16 */
  uint32_t (*load)(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part);
  void     (*store)(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part, uint32_t value);
  uint32_t (*lr)(void *ctx, unsigned hart, uint32_t pa);
  bool     (*sc)(void *ctx, unsigned hart, uint32_t pa, uint32_t value, bool reserved);  /* true: stored */
  uint32_t (*amo_old)(void *ctx, unsigned hart, uint32_t pa);
  void     (*amo_new)(void *ctx, unsigned hart, uint32_t pa, uint32_t value);    /* follows amo_old */
  uint64_t (*cycle)(void *ctx, unsigned hart);                                   /* cycles since reset */
  uint64_t (*time)(void *ctx, unsigned hart);
  uint32_t (*mip)(void *ctx, unsigned hart);
  /* A CSR whose value is not the model's alone is read (mip, sip, mcycle(h), cycle(h), time(h), mbeaddr,
   * mbecount; mhpmcounter(h) and hpmcounter(h) that are not exact): returns what the program sees. */
  uint32_t (*csr_outside)(void *ctx, unsigned hart, unsigned csr, uint32_t expected);
  /* A word of a page table, in RAM; it is written when A or D is set. */
  uint32_t (*pte_read)(void *ctx, unsigned hart, uint32_t pa);
  void     (*pte_write)(void *ctx, unsigned hart, uint32_t pa, uint32_t value);
  /* Where a part of an access goes, instead of asking page tables and map; NULL: ask them. */
  struct th_place (*resolve)(void *ctx, unsigned hart, const struct th_access *a);
};

enum { TH_DECODED = 2048 };

struct th_hart {
  uint32_t x[32];
  uint32_t pc;
  unsigned id;
  uint8_t  mode;

  /* CSRs: the bits that can change */
  uint32_t mstatus;                           /* sstatus is a view of it */
  uint32_t mie, mtvec, mscratch, mepc, mcause, mtval, mcountinhibit;
  uint32_t medeleg, mideleg, mcounteren, menvcfg;
  uint32_t stvec, sscratch, sepc, scause, stval, scounteren, senvcfg;
  uint32_t satp, menvcfgh;
  uint64_t stimecmp;
  struct th_pmp pmp;                          /* pmp.entries, sv32, sstc: what this hart has; set after th_hart_init */
  bool     sv32, svadu, sstc;
  struct th_lacks lacks;                      /* set after th_hart_init, too */
  struct th_hpm hpm;                          /* hpm.counters: how many there are, set after th_hart_init */
  uint64_t minstret;
  uint64_t mcycle;                            /* CY=1: the value; CY=0: what to add to bus->cycle() */
  uint32_t mip;                               /* the bits of TH_MIP_REGISTERS */

  bool     resv_valid;
  uint32_t resv_addr;                         /* word */
  bool     asleep;                            /* executed wfi with nothing pending; the caller wakes it */
  bool     attention;                         /* interrupt state may have changed: look before going on */

  uint64_t retired;                           /* instructions since reset, not software's to change */
  uint64_t steps;                             /* the same with those that trapped */
  bool     trapped;                           /* the current step ended in a trap */
  bool     instret_written;                   /* the current step wrote minstret(h) */

  const struct th_bus *bus;
  void     *ctx;
  uint32_t  ram_bytes;
  /* Short cut past the bus for RAM; NULL: every access is a callback. Stores take it only while no other
   * hart holds a reservation and outside the watched 8 bytes (tohost). */
  uint8_t  *ram;
  uint32_t  watch;                            /* address of 8 bytes; 1: none */
  uint32_t *reservations;                     /* bit h: hart h holds one; shared by the harts */
  uint32_t  own_reservations;

  uint32_t  rights[3];                        /* by th_kind: what a tag of the TLB carries beside the page */
  struct th_tlb_entry tlb[3][TH_TLB];         /* used with ram only */
  uint32_t  tlb_epoch;
  struct th_mappings *sticky;                 /* keep every walk until an sfence.vma covers it; NULL: no */

  struct th_record *rec;                      /* being filled, or NULL */
  struct th_insn decoded[TH_DECODED];         /* direct-mapped by a hash of the instruction's bits */
};

/** Put a hart into its reset state (pc 0x1000, x all zero). ram may be NULL; bus is kept by reference. */
void th_hart_init(struct th_hart *h, unsigned id, const struct th_bus *bus, void *ctx, uint32_t ram_bytes);

/** Execute exactly one instruction, or raise its exception. rec: filled, or NULL. */
void th_hart_step(struct th_hart *h, struct th_record *rec);

/** Execute up to n instructions without records; ends early on attention or sleep. Returns how many;
 * th_hart.steps counts on while it runs. */
uint32_t th_hart_run(struct th_hart *h, uint32_t n);

/** mip, given the wires from outside. */
uint32_t th_hart_mip(const struct th_hart *h, uint32_t wires);

/** The interrupt that is to be taken now given this mip: its number, or 0. Looks at mie, mideleg, mode and
 * global enables (3.1.9). */
unsigned th_hart_pending(const struct th_hart *h, uint32_t mip);

/** The highest-priority interrupt of a set of pending bits; 0: none. */
unsigned th_irq_highest(uint32_t pending);

/** Take interrupt number irq now. rec: filled, or NULL. */
void th_hart_interrupt(struct th_hart *h, unsigned irq, struct th_record *rec);

/* ---- between the files of the model */
void th_exec(struct th_hart *h, const struct th_insn *d);
void th_trap(struct th_hart *h, uint32_t cause, uint32_t tval);
void th_drop_reservation(struct th_hart *h);

/** Loads, stores, atomics: false when the access trapped. */
bool th_load(struct th_hart *h, uint32_t addr, unsigned bytes, uint32_t *value);
bool th_store(struct th_hart *h, uint32_t addr, unsigned bytes, uint32_t value);
bool th_lr(struct th_hart *h, uint32_t addr, uint32_t *value);
bool th_sc(struct th_hart *h, uint32_t addr, uint32_t value, uint32_t *failed);
bool th_amo(struct th_hart *h, enum th_op op, uint32_t addr, uint32_t operand, uint32_t *old);

/** CSR access; false: no such CSR, not allowed, or (write) read-only: illegal instruction. Reading has no side
 * effect. */
bool th_csr_read(struct th_hart *h, unsigned csr, uint32_t *value);
bool th_csr_write(struct th_hart *h, unsigned csr, uint32_t value);
bool th_csr_writable(unsigned csr);
/** What csrrs and csrrc change, given the value that they read. */
uint32_t th_csr_changed(const struct th_hart *h, unsigned csr, uint32_t seen);

/* mstatus (3.1.6) */
enum {
  TH_SIE = 1 << 1, TH_MIE = 1 << 3, TH_SPIE = 1 << 5, TH_MPIE = 1 << 7, TH_SPP = 1 << 8, TH_MPP_AT = 11,
  TH_MPP = 3 << TH_MPP_AT, TH_MPRV = 1 << 17, TH_SUM = 1 << 18, TH_MXR = 1 << 19, TH_TVM = 1 << 20, TH_TW = 1 << 21,
  TH_TSR = 1 << 22
};
/* menvcfgh (3.1.18), satp (4.1.11) */
#define TH_STCE 0x80000000u
enum { TH_ADUE = 1 << 29, TH_ASID = 0x1ff, TH_SATP_ASID_AT = 22, TH_SATP_PPN = 0x3fffff };
#define TH_SATP_MODE 0x80000000u
#define TH_TLB_VALID 0x80000000u
static inline bool th_status(const struct th_hart *h, uint32_t bit) { return h->mstatus & bit; }

#endif

/* lockstep.h - checks every retired instruction of every hart against the reference model, and every
 * load and store against the order of coherence. docs/ref/lockstep.md, rules a to f.
 *
 * Plain C, event driven, no threads. The harness calls, for every core clock from the first one with
 * reset released (that is cycle 0):
 *
 *     th_lockstep_cycle(ls, &wires);                 once, first
 *     th_lockstep_event(ls, &ev);                    for all events of this cycle, all harts, any order
 *     th_lockstep_retire(ls, hart, &r);              for all retirements of this cycle, each hart's in order
 *
 * There is no closing call for a cycle: what a cycle brought is complete when the next begins (or at
 * th_lockstep_finish). Inside one cycle the checker itself puts samples (PERFORMED, IFILL, DFILL, IOREAD, PTE)
 * before writes (VISIBLE): a sample sees memory as it was before the writes of its cycle. A hart's own
 * younger bytes come from its store buffer and need no event.
 *
 * The first difference stops the checker: the call returns false, later calls return false and do
 * nothing, and th_lockstep_report() holds the text. All functions are for one caller at a time.
 *
 * Addresses are physical. 'word': pa & ~3; mask4 bit i is byte pa + i; data has byte i in bits 8i+7:8i. */
#ifndef TH_LOCKSTEP_H
#define TH_LOCKSTEP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../model/insn.h"
#ifdef __cplusplus
extern "C" {
#endif

enum { TH_LS_HARTS = 2 };

/* ---------------------------------------------------------------- what comes in */

enum th_event_kind {
  /* A load's bytes were sampled in this cycle: pa word, mask4, part (0, or 1 for the upper half of an
   * access that crosses a word). May be repeated when the load is replayed: the last one before it
   * retires counts, so a younger load's must come in a later cycle than this load's retirement. A load
   * forwarded from the store buffer sends it too, LR too. An AMO or SC may send it (ignored). RAM and
   * ROM only; a device read sends IOREAD. */
  TH_EV_PERFORMED,
  /* Bytes become visible to all: pa word, mask4, data, source. Stores of one word may be merged. An AMO
   * or SC sends it no later than the cycle in which it retires, a failed SC never. A store-buffer entry
   * sends it in a later cycle than its (last) store retires. A device write: once, when the device takes
   * it, before, with or after retirement. The walker's setting of A and D: all four bytes, before its TH_EV_WALK. */
  TH_EV_VISIBLE,
  TH_EV_IFILL,      /* pa 8-aligned, data64: a beat enters the I-cache (BusFetch); not for beats with err */
  TH_EV_DFILL,      /* pa 8-aligned, data64: a beat enters the D-cache; not for beats with err */
  TH_EV_RESV,       /* pa = line or word, state 1 set / 0 clear: for the report only; rule c uses LR's sample */
  TH_EV_IOREAD,     /* pa word, mask4, data in its lanes: a device was read; its load must retire next */
  TH_EV_TAGW,       /* pa = line address, set, way, state 0 I 1 S 2 E 3 M: for the report */
  TH_EV_PTE,        /* pa word, data: the walker sampled this table entry; part 0: the root's, which begins a walk */
  TH_EV_WALK        /* a walk has ended: pa = virtual page, data = satp when it began, state = enum th_walk, part 1: for a store */
};

enum th_walk { TH_WALK_FOUND, TH_WALK_FAULT, TH_WALK_VOID };    /* void: nothing is made of it */

enum th_event_source { TH_SRC_SB, TH_SRC_AMO, TH_SRC_SC, TH_SRC_IO, TH_SRC_WALK };   /* as chk_pkg's CkVisMask 10:8 */

struct th_event {
  uint8_t  kind;    /* enum th_event_kind */
  uint8_t  hart;    /* 0 .. harts-1 */
  uint8_t  mask;    /* mask4 */
  uint8_t  part;    /* PERFORMED, PTE, WALK: 0 or 1 */
  uint8_t  source;  /* VISIBLE: enum th_event_source */
  uint8_t  state;   /* RESV, TAGW, WALK */
  uint8_t  way;     /* TAGW: 0..7 */
  uint16_t set;     /* TAGW: 0..255 */
  uint32_t pa;
  uint64_t data;    /* VISIBLE, IOREAD, PTE, WALK: low 32 bits; IFILL, DFILL: all 64 */
};

/* Wires of one cycle, sampled after eval, before the rising edge. */
struct th_wires {
  uint64_t cycle;               /* must count up by one from 0 */
  uint64_t mtime;               /* the CLINT's register */
  uint32_t mip[TH_LS_HARTS];    /* interrupt lines into each hart, at their mip bits 3, 7, 9, 11; bit 16: a bus
                                 * error is reported to the hart in this cycle (mip.16 is a register); bit 13: LCOFIP */
  uint32_t of[TH_LS_HARTS];     /* each hart's OF bits, as scountovf shows them */
};

/* One retirement record: the RVFI channel of chk_pkg (RvXxx words), unpacked. */
struct th_retire {
  uint64_t order;       /* 0, 1, 2 ... for each hart; every record counts, traps too, interrupts not:
                         * an interrupt record carries the order of the instruction that follows it */
  uint8_t  interrupt;   /* flag 9: an interrupt was taken here, no instruction retired; then only pc_rdata
                         * (as written to mepc), pc_wdata (handler), cause (bit 31 set) and mip are used */
  uint8_t  trap;        /* flag 1: the instruction raised an exception: cause, tval; pc_wdata = handler */
  uint8_t  intr;        /* flag 3: first instruction of a trap or interrupt handler */
  uint8_t  mode;        /* 3 = M */
  uint32_t insn;        /* as in memory, 16-bit ones zero-extended; not looked at for a fetch fault */
  uint32_t pc_rdata, pc_wdata;
  uint8_t  rs1, rs2, rd;                  /* 0 where not used; then the value is not compared */
  uint32_t rs1_data, rs2_data, rd_data;
  uint32_t mem_addr;                      /* byte address, may be misaligned; masks count from it */
  uint8_t  mem_rmask, mem_wmask;          /* load, LR 1/3/f and 0; store 0 and 1/3/f; AMO f and f; SC 0 and
                                           * f on success, 0 and 0 on failure; a trap 0 and 0 */
  uint32_t mem_pa[2];                     /* of an access that did not trap: physical address of its word, of its
                                           * second one */
  uint32_t mem_rdata, mem_wdata;          /* right-aligned; rdata before sign extension; only bytes under the
                                           * mask are compared; AMO: old and new memory value */
  uint16_t csr_addr;
  uint8_t  csr_read, csr_write;           /* csr_write: a write was done (csrrs/c with rs1=x0, uimm=0: no) */
  uint32_t csr_rdata, csr_wdata;          /* rdata compared where csr_read and the model reads too; wdata:
                                           * the new value given (csrrs: old | rs1), before WARL; csrrs/c of
                                           * mip, mcycle(h) without csr_read: not compared */
  uint32_t cause, tval;                   /* as written to mcause, mtval */
  uint32_t mip;                           /* mip as seen at commit */
};

/* ---------------------------------------------------------------- life */

struct th_ls_config {
  unsigned       harts;         /* 1..2 */
  uint32_t       ram_bytes;     /* RAM at 0x8000_0000, multiple of 4096, 4096 .. 0x4000_0000 */
  const uint8_t *rom;           /* boot ROM at 0x1000; copied; the rest of its 4 KiB reads 0 */
  size_t         rom_bytes;     /* 0..4096 */
  uint32_t       irq_cycles;    /* pending and enabled for longer is an error; 0: 64. Cycles in which the
                                 * hart retires nothing because of one long access count too, so give 64
                                 * plus the worst time of a miss when memory is slow */
  uint32_t       sc_failures;   /* constrained LR/SC failures in a row that are an error; 0: 64 */
  uint32_t       store_cycles;  /* a retired store must be visible within this; 0: 20000 */
  uint32_t       ifill_cycles;  /* how old an I-cache fill's bytes may be, from its grant on (rule d); 0: 64 */
  struct th_lacks lacks;        /* what the harts leave out */
  unsigned       pmp_entries;   /* 0..16 */
  unsigned       hpm_counters;  /* mhpmcounter3 and up, 0..6 */
  uint32_t       mip_lag;       /* cycles by which a record's mip may trail the wires, 1..63; 0: 8 */
  uint32_t       line_bytes;    /* cache line and reservation set, a power of two, 4..64; 0: 32 */
};

struct th_lockstep;

/** New checker, or NULL when out of memory or the configuration is out of range. Memory is all zero. */
struct th_lockstep *th_lockstep_new(const struct th_ls_config *config);
void th_lockstep_free(struct th_lockstep *ls);    /* NULL is allowed */

/** Write golden memory from outside: image loading before cycle 0 (must equal what the RTL's memory
 * holds), and the harness's own coherent writes later (fromhost, HTIF reads), in the cycle in which the
 * RTL side sees them. Bytes outside RAM: returns false and writes nothing. */
bool th_lockstep_write(struct th_lockstep *ls, uint32_t pa, const void *bytes, size_t n);

/** Read golden memory (RAM or ROM): the coherent view after all writes so far. false: outside. */
bool th_lockstep_read(struct th_lockstep *ls, uint32_t pa, void *bytes, size_t n);

/* ---------------------------------------------------------------- every cycle
 * Each returns true, or false from the first difference on. */
bool th_lockstep_cycle(struct th_lockstep *ls, const struct th_wires *wires);
bool th_lockstep_event(struct th_lockstep *ls, const struct th_event *ev);
bool th_lockstep_retire(struct th_lockstep *ls, unsigned hart, const struct th_retire *r);

/** End of the run: applies the last cycle's events. Stores still in a store buffer are no error. */
bool th_lockstep_finish(struct th_lockstep *ls);

/** Why it stopped: several lines, ends in a newline; "" while all is well. Valid until free.
 * First line: "lockstep: hart H cycle C order O: RULE: what". */
const char *th_lockstep_report(const struct th_lockstep *ls);

/** Instructions checked so far on all harts (trapped ones included). */
uint64_t th_lockstep_checked(const struct th_lockstep *ls);

#ifdef __cplusplus
}
#endif
#endif

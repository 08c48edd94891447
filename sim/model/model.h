/* model.h - the reference machine: RV32IMAC_Zicsr_Zifencei_Zicntr_Zba_Zbb_Zbs_Sstc, M, S and U modes, Sv32, PMP,
 * two harts, with boot ROM, RAM, CLINT, PLIC, 16550 UART, SPI, GPIO, test finisher and HTIF. Written from the
 * manuals (unprivileged 20191213 + ratified Zb*, privileged 1.12); shares nothing with the RTL but what hangs on the
 * SPI host. For --model=reference.
 * hart.h is the lower interface: one instruction at a time, everything from outside by callback. */
#ifndef TH_MODEL_H
#define TH_MODEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "insn.h"
#ifdef __cplusplus
extern "C" {
#endif

struct th_model;
struct th_hart;                 /* hart.h */
struct th_record;               /* hart.h: what one instruction did */
struct th_slaves;               /* slaves.h: SD card and flash */

struct th_model_config {
  unsigned       harts;         /* 1..2 */
  uint32_t       ram_bytes;     /* RAM at 0x8000_0000, multiple of 4096, 4096 .. 0x4000_0000 */
  const uint8_t *rom;           /* boot ROM at 0x1000 (reset pc); copied; the rest of its 4 KiB reads 0 */
  size_t         rom_bytes;     /* 0..4096 */
  uint32_t       time_div;      /* model cycles per mtime tick; 0: 10 */
  uint32_t       uart_cycles;   /* model cycles per character, both ways; 0: 16 */
  struct th_slaves *slaves;     /* behind the SPI host, powered up; NULL: nobody, it reads ones */
  uint32_t       gpio_in;       /* what is applied to the pins that are not driven, bits 7:0 */
  uint32_t       slice;         /* instructions of one hart before the next one's turn; 0: 64 */
  uint64_t       seed;          /* not 0: slices of random length 1..64 from this seed instead */
  unsigned       pmp_entries;   /* active PMP entries of 16, 0..16; 0: no PMP, its CSRs do not exist */
  bool           sv32;          /* satp can be set */
  bool           svadu;         /* menvcfg.ADUE can */
  struct th_lacks lacks;        /* what is left out */
  bool           sstc;          /* stimecmp, menvcfg.STCE */
  unsigned       hpm_counters;  /* mhpmcounter3 and up: 0..6 */
  bool           sticky_tlb;    /* keep every translation until an sfence.vma covers it: shows one that is missing */
  uint32_t       tohost;        /* HTIF: physical address of the 8-byte tohost; 0: none */
  uint32_t       fromhost;      /* HTIF: physical address of the 8-byte fromhost; 0: none */

  /* Callbacks; each may be NULL. ctx is handed back. */
  void *ctx;
  void (*uart_tx)(void *ctx, uint8_t c);                          /* the UART sends a character */
  int  (*uart_rx)(void *ctx);                                     /* next input character; -1: none now, -2: never again;
                                                                   * asked at most once per uart_cycles */
  void (*console)(void *ctx, int fd, const uint8_t *p, size_t n); /* HTIF write call */
  void (*retired)(void *ctx, unsigned hart, const struct th_record *r);  /* each instruction and interrupt;
                                                                   * slows the model about three times */
};

enum th_stop {
  TH_STOP_CYCLES,   /* max_cycles reached: run may be called again with more */
  TH_STOP_EXIT,     /* finisher, or HTIF exit: th_model_exit_code() */
  TH_STOP_RESET,    /* finisher 0x7777: the harts stand at the reset pc, RAM as it was; run goes on */
  TH_STOP_ASLEEP    /* all harts in wfi and nothing in the machine can ever wake one */
};

/** New machine at reset, or NULL: out of memory or a value out of range. */
struct th_model *th_model_new(const struct th_model_config *config);
void th_model_free(struct th_model *m);                           /* NULL is allowed */

/** Write or read RAM (images, signature). false, nothing done: not wholly inside RAM. A write of code that
 * has run already needs a fence.i by the program, as any store does. */
bool th_model_write(struct th_model *m, uint32_t pa, const void *bytes, size_t n);
bool th_model_read(struct th_model *m, uint32_t pa, void *bytes, size_t n);

/** Run until the model cycle counter reaches max_cycles (UINT64_MAX: no limit) or something stops it.
 * A model cycle is one instruction of every hart. */
enum th_stop th_model_run(struct th_model *m, uint64_t max_cycles);

int      th_model_exit_code(const struct th_model *m);            /* 0..255, after TH_STOP_EXIT */
uint64_t th_model_cycles(const struct th_model *m);
uint64_t th_model_instret(const struct th_model *m, unsigned hart);   /* retired since reset, not the CSR */
uint32_t th_model_pc(const struct th_model *m, unsigned hart);
const struct th_hart *th_model_hart(const struct th_model *m, unsigned hart);

#ifdef __cplusplus
}
#endif
#endif

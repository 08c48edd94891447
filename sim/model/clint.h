/* clint.h - core-local interruptor in the SiFive layout: msip, mtimecmp, mtime. mtime is derived from the
 * machine's cycle counter. 32-bit registers; narrower stores update their bytes. */
#ifndef TH_CLINT_H
#define TH_CLINT_H
#include <stdint.h>

enum { TH_CLINT_HARTS = 2 };

struct th_clint {
  unsigned harts;
  uint32_t time_div;                         /* cycles per tick */
  uint32_t msip[TH_CLINT_HARTS];             /* bit 0 */
  uint64_t mtimecmp[TH_CLINT_HARTS];         /* reset: all ones, no interrupt */
  uint64_t offset;                           /* mtime - cycle / time_div: changed by writing mtime */
};

void th_clint_init(struct th_clint *c, unsigned harts, uint32_t time_div);
uint64_t th_clint_time(const struct th_clint *c, uint64_t cycle);

/** The word at offset (a multiple of 4); what is no register reads 0. */
uint32_t th_clint_read(const struct th_clint *c, uint32_t offset, uint64_t cycle);
void th_clint_write(struct th_clint *c, uint32_t offset, uint32_t v, uint64_t cycle);

/** MSIP and MTIP of a hart, at their mip bits. */
uint32_t th_clint_mip(const struct th_clint *c, unsigned hart, uint64_t cycle);

/** First cycle from this one on in which mtime has reached a time, or UINT64_MAX. */
uint64_t th_clint_when(const struct th_clint *c, uint64_t time, uint64_t cycle);

#endif

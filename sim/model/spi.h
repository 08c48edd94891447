/* spi.h - SPI host of the reference machine, SiFive's SPI0 registers (FU540-C000 manual), 8-byte FIFOs. Bytes go to
 * and from the slaves whole; a frame takes as long as the RTL's, in the model's cycles. Time passes lazily: every
 * access first brings the state up to 'now'. */
#ifndef TH_SPI_H
#define TH_SPI_H
#include <stdbool.h>
#include <stdint.h>
#include "slaves.h"

enum { TH_SPI_DEPTH = 8, TH_SPI_SELECTS = 2 };

struct th_spi {
  struct th_slaves *slaves;                  /* NULL: nobody there, reads ones */
  uint32_t div, mode, csid, csdef, csmode, fmt, txmark, rxmark, ie;
  uint8_t  tx[TH_SPI_DEPTH], rx[TH_SPI_DEPTH];
  unsigned tx_head, tx_count, rx_head, rx_count;
  uint32_t selected;                         /* the pin that is not at its default; 0: none */
  bool     release;                          /* it goes after the frame */
  bool     shifting, keep, swap;             /* a frame is under way; what comes in is kept; its lowest bit is first */
  uint8_t  byte;                             /* ... what goes out */
  uint64_t free_at, looked_at;               /* cycles: end of the frame, or of a select's rest; last access */
};

void th_spi_init(struct th_spi *s, struct th_slaves *slaves);

/** The word at offset (a multiple of 4); what is no register reads 0. now: cycles, not decreasing. */
uint32_t th_spi_read(struct th_spi *s, uint32_t offset, uint64_t now);
void th_spi_write(struct th_spi *s, uint32_t offset, uint32_t v, uint64_t now);

/** The interrupt line. */
bool th_spi_irq(struct th_spi *s, uint64_t now);

/** First cycle at which the line may rise by itself, or UINT64_MAX. */
uint64_t th_spi_next(const struct th_spi *s, uint64_t now);

#endif

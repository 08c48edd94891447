// spi.h - the SPI host, a byte at a time. docs/ref/spi.md. (sw/bare/spi.c is the program's driver: whole buffers, any mode.)
#ifndef LOADER_SPI_H
#define LOADER_SPI_H

#include <stdint.h>

#define SPI          ((volatile uint32_t *)0x10040000)
#define SPI_SCKDIV   0
#define SPI_CSID     4
#define SPI_CSMODE   6
#define SPI_TXDATA   18
#define SPI_RXDATA   19
#define SPI_CARD     0u                 // on the selects
#define SPI_FLASH    1u
#define SPI_HOLD     2u                 // csmode: the select stays low from the next byte on
#define SPI_OFF      3u

/** The partner of what follows, its select high. hz: of the clock, at most, 10 kHz or more. */
static inline void spi_setup(uint32_t select, uint32_t hz)
{
    SPI[SPI_CSMODE] = SPI_OFF;
    SPI[SPI_SCKDIV] = (CLOCK_HZ + 2 * hz - 1) / (2 * hz) - 1;
    SPI[SPI_CSID] = select;
}

static inline void spi_select(void) { SPI[SPI_CSMODE] = SPI_HOLD; }

/** One byte each way. */
uint8_t spi_byte(uint8_t out);

/** The select goes high, with the next byte: one that nobody hears. */
void spi_release(void);

#endif

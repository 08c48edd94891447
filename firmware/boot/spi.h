// spi.h - the SPI host, a byte at a time. docs/ref/spi.md. (sw/bare/spi.c is the program's driver: whole buffers, any mode.)
#ifndef LOADER_SPI_H
#define LOADER_SPI_H

#include <stdint.h>

#define SPI_CARD     0u                 // on the selects
#define SPI_FLASH    1u

/** The partner of what follows, its select high. hz: of the clock, at most, 10 kHz or more. */
void spi_setup(uint32_t select, uint32_t hz);

/** The select goes low, with the next byte. */
void spi_select(void);

/** ... and high, with one that nobody hears. */
void spi_release(void);

/** One byte each way. */
uint8_t spi_byte(uint8_t out);

#endif

// twin/spi.h - the SPI host, polled. Spec: SiFive FU540-C000 manual, chapter SPI; docs/ref/spi.md.
//
// One transaction at a time: spi_begin(), transfers, spi_end(). These functions take no lock: one hart
// at a time, and no interrupt handler between spi_begin() and spi_end().
#ifndef TWIN_SPI_H
#define TWIN_SPI_H

#include <stddef.h>
#include <stdint.h>

#define SPI_SELECT_SD    0u     // what hangs on the host's selects
#define SPI_SELECT_FLASH 1u

/** Choose the partner of what follows and how to talk to it; its select stays high.
 * @param select  SPI_SELECT_..., 0 or 1
 * @param mode    0 to 3: bit 1 the clock's idle level, bit 0 set: data change on the leading edge
 * @param clocks  core clocks a bit takes, rounded up to an even number, 2 to 8192
 * Context: thread; between transactions. */
void spi_setup(unsigned select, unsigned mode, uint32_t clocks);

/** The select goes low with the next byte, and stays so. Context: thread. */
void spi_begin(void);

/** The select goes high. Returns when it has. Context: thread. */
void spi_end(void);

/** Send and receive bytes, most significant bit first. Outside spi_begin() and spi_end() no select
 * is low: clocks for a card that starts.
 * @param out  count bytes, or NULL: ones
 * @param in   room for count bytes, or NULL: what comes is dropped; may be out
 * Context: thread; returns when the last bit has come. */
void spi_transfer(const void *out, void *in, size_t count);

/** One byte each way. Context: thread. */
uint8_t spi_byte(uint8_t out);

#endif

// spi.c - see spi.h.
#include "loader.h"
#include "spi.h"

#if BOOT_FLASH || BOOT_SD
#define SPI     ((volatile uint32_t *)0x10040000)
#define SCKDIV  0                       // words
#define CSID    4
#define CSMODE  6
#define TXDATA  18
#define RXDATA  19
#define HOLD    2u
#define OFF     3u
#define EMPTY   0x80000000u

void spi_setup(uint32_t select, uint32_t hz)
{
    SPI[CSMODE] = OFF;
    SPI[SCKDIV] = (CLOCK_HZ + 2 * hz - 1) / (2 * hz) - 1;
    SPI[CSID] = select;
}

void spi_select(void)
{
    SPI[CSMODE] = HOLD;
}

void spi_release(void)
{
    SPI[CSMODE] = OFF;
    spi_byte(0xff);
}

uint8_t spi_byte(uint8_t out)
{
    uint32_t in;

    SPI[TXDATA] = out;
    do
        in = SPI[RXDATA];
    while ((in & EMPTY) != 0);
    return (uint8_t)in;
}
#endif

// spi.c - see spi.h.
#include "loader.h"
#include "spi.h"

#if BOOT_FLASH || BOOT_SD
uint8_t spi_byte(uint8_t out)
{
    uint32_t in;

    SPI[SPI_TXDATA] = out;
    do
        in = SPI[SPI_RXDATA];
    while (in >> 31 != 0);
    return (uint8_t)in;
}

void spi_release(void)
{
    SPI[SPI_CSMODE] = SPI_OFF;
    spi_byte(0xff);
}
#endif

// flash.c - an image in the SPI flash at FLASH_OFFSET, read with command 03. W25Q128 data sheet.
#include "loader.h"
#include "spi.h"

#if BOOT_FLASH
#define READ     0x03u
#define POWER_UP 0xabu

static bool read_flash(struct loader *l, uint32_t block)
{
    uint32_t at = FLASH_OFFSET + block * BLOCK;

    spi_select();
    spi_byte(READ);
    for (int shift = 16; shift >= 0; shift -= 8)
        spi_byte((uint8_t)(at >> shift));
    for (uint32_t i = 0; i < BLOCK; i++)
        l->frame.payload[i] = spi_byte(0);
    spi_release();
    return true;
}

void boot_flash(struct loader *l)
{
    spi_setup(SPI_FLASH, 25000000);
    spi_select();
    spi_byte(POWER_UP);                 // an iCE40 has put it to sleep after its configuration
    spi_release();
    for (uint32_t from = now(); now() - from <= TICKS_MS / 8;) {}      // tRES1: 3 us; some parts 30
    boot_image(l, "flash: ", read_flash);
}
#endif

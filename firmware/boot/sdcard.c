// sdcard.c - an image on an SD card from block SD_BLOCK on, in SPI mode: standard and high capacity.
// Physical Layer Simplified Specification 2.00, chapter 7. The card's CRCs stay off: the image has its own.
#include "loader.h"
#include "spi.h"

#if BOOT_SD
#define SD_BLOCK     64u                // behind a partition table of either kind, before the first partition
#define IDLE         1u                 // R1, 7.3.2.1
#define SILENCE      0xffu
#define TOKEN        0xfeu              // 7.3.3.2
#define CAPACITY     (1u << 30)         // ACMD41's HCS, OCR's CCS
#define SECOND       (1000 * TICKS_MS)

enum { RESET = 0, IF_COND = 8, BLOCK_LENGTH = 16, READ = 17, OP_COND = 41, APP = 55, OCR = 58 };

// Bytes until one is not `skipped`, for a time of the specification: it is returned, or `skipped`.
static uint8_t skip(uint8_t skipped, uint32_t ticks)
{
    uint32_t from = now();
    uint8_t got;

    do
        got = spi_byte(0xff);
    while (got == skipped && now() - from < ticks);
    return got;
}

// R1 of a command; the card stays selected. crc: what counts before CRCs are off, of CMD0 and CMD8 with their arguments.
static uint8_t command(uint32_t index, uint32_t argument, uint8_t crc)
{
    spi_release();
    spi_select();
    spi_byte(0xff);
    spi_byte((uint8_t)(0x40 | index));
    for (int shift = 24; shift >= 0; shift -= 8)
        spi_byte((uint8_t)(argument >> shift));
    spi_byte(crc);
    return skip(SILENCE, TICKS_MS);     // it answers within eight bytes
}

static uint32_t word(void)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++)
        value = value << 8 | spi_byte(0xff);
    return value;
}

static bool read_card(struct loader *l, uint32_t block)
{
    block += SD_BLOCK;
    if (command(READ, l->byte_addressed ? block * BLOCK : block, 1) != 0 || skip(SILENCE, SECOND / 10) != TOKEN)
        return false;
    for (uint32_t i = 0; i < BLOCK; i++)
        l->frame.payload[i] = spi_byte(0xff);
    spi_byte(0xff);
    spi_byte(0xff);
    return true;
}

// @return what is wrong, or nothing
static const char *start(struct loader *l)
{
    uint32_t from, wants = 0;
    uint8_t r1 = SILENCE;

    spi_setup(SPI_CARD, 400000);
    for (int i = 0; i < 10; i++)        // 6.4.1: 74 clocks without select
        spi_byte(0xff);
    for (int tries = 0; tries < 8 && r1 != IDLE; tries++)
        r1 = command(RESET, 0, 0x95);
    if (r1 != IDLE)
        return "no card";
    if (command(IF_COND, 0x1aa, 0x87) == IDLE && (word() & 0xfff) == 0x1aa)
        wants = CAPACITY;               // version 2.00 or later
    from = now();
    do {                                // 4.2.3: up to a second
        command(APP, 0, 1);
        r1 = command(OP_COND, wants, 1);
    } while (r1 == IDLE && now() - from < SECOND);
    if (r1 != 0)
        return "the card does not start";
    l->byte_addressed = command(OCR, 0, 1) != 0 || (word() & CAPACITY) == 0;
    if (l->byte_addressed)
        command(BLOCK_LENGTH, BLOCK, 1);
    spi_setup(SPI_CARD, 25000000);
    return 0;
}

void boot_card(struct loader *l)
{
    const char *why = start(l);

    if (why == 0) {
        boot_image(l, "SD card: ", read_card);
    } else {
        console_text("SD card: ");
        console_text(why);
        console_text("\r\n");
    }
    spi_release();
}
#endif

// image.c - what flash and card hold: a header and an image, in blocks; and what every image needs. docs/ref/bootrom.md.
#include <stddef.h>
#include "loader.h"

struct header {                         // tools/load --image writes it
    uint32_t magic, address, entry, bytes, zeros;       // zeros: bytes to clear behind the image
    uint32_t crc, header_crc;           // of the image; of what stands before
};
#define MAGIC 0x314d4954u               // "TIM1"

void crc32_init(struct loader *l)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        l->crc_table[i] = crc;
    }
}

uint32_t crc32(const struct loader *l, uint32_t crc, const uint8_t *bytes, uint32_t count)
{
    for (; count != 0; count--)
        crc = crc >> 8 ^ l->crc_table[(crc ^ *bytes++) & 0xff];
    return crc;
}

void store(uint32_t address, const void *from, uint32_t count)
{
    static const uint32_t zero = 0;
    const uint32_t *word = from != NULL ? from : &zero;
    uint32_t step = from != NULL, words = address % 4 == 0 ? count / 4 : 0, *to = (uint32_t *)address;
    uint8_t *end = (uint8_t *)(address + count);

    for (; words != 0; words--, word += step)       // while the line goes on: docs/ref/load.md
        *to++ = *word;
    const uint8_t *byte = (const uint8_t *)word;
    for (uint8_t *at = (uint8_t *)to; at != end; byte += step)
        *at++ = *byte;
}

void launch(uint32_t entry)
{
    console_speed(console_bit(BAUD));
    for (uint32_t from = now(); now() - from < SETTLE_MS * TICKS_MS;) {}      // the other end changes its speed, too
    console_text("start\r\n");
    console_drain();
    enter(entry);
}

#if BOOT_FLASH || BOOT_SD
static const char *load(struct loader *l, read_block *read)
{
    struct header h;
    uint32_t crc = ~0u;

    if (!read(l, 0))
        return NULL;
    h = *(struct header *)l->frame.payload;
    if (h.magic != MAGIC)
        return "no image";
    if (h.header_crc != ~crc32(l, ~0u, l->frame.payload, sizeof h - 4))
        return "bad header";
    if (!in_ram(h.address, h.bytes) || !in_ram(h.address + h.bytes, h.zeros) || !in_ram(h.entry, 2) || (h.entry & 1) != 0)
        return "image outside RAM";
    for (uint32_t done = 0, block = 1; done < h.bytes; done += BLOCK, block++) {
        uint32_t count = h.bytes - done < BLOCK ? h.bytes - done : BLOCK;
        if (!read(l, block))
            return NULL;
        crc = crc32(l, crc, l->frame.payload, count);
        store(h.address + done, l->frame.payload, count);
    }
    if (h.crc != ~crc)
        return "bad CRC";
    store(h.address + h.bytes, NULL, h.zeros);
    launch(h.entry);
}

void boot_image(struct loader *l, const char *name, read_block *read)
{
    const char *why;

    console_text(name);
    why = load(l, read);
    console_text(why != NULL ? why : "cannot be read");
    console_text("\r\n");
}
#endif

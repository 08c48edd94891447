// crc.c - CRC-32 of 1 KiB, by a table and bit by bit, each checked by the other and by the
// published check value.
#include "bench.h"

#define LENGTH     1024u
#define ITERATIONS 4u
#define POLYNOMIAL 0xedb88320u

static uint8_t text[LENGTH];
static uint32_t table[256];

static uint32_t shift(uint32_t crc)
{
    for (unsigned bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) != 0 ? POLYNOMIAL : 0);
    return crc;
}

static uint32_t crc_by_bits(const uint8_t *data, unsigned length)
{
    uint32_t crc = UINT32_MAX;
    while (length-- > 0)
        crc = shift(crc ^ *data++);
    return ~crc;
}

static uint32_t crc_by_table(const uint8_t *data, unsigned length)
{
    uint32_t crc = UINT32_MAX;
    while (length-- > 0)
        crc = (crc >> 8) ^ table[(crc ^ *data++) & 0xff];
    return ~crc;
}

static uint32_t by_bits(void)  { return crc_by_bits(text, LENGTH); }
static uint32_t by_table(void) { return crc_by_table(text, LENGTH); }

int main(void)
{
    for (uint32_t i = 0; i < 256; i++)
        table[i] = shift(i);
    for (unsigned i = 0; i < LENGTH; i++)
        text[i] = (uint8_t)(i * i + 7 * i);

    bench_check("crc", "check value", crc_by_bits((const uint8_t *)"123456789", 9) == 0xcbf43926u);
    bench_kernel("crc_table", by_table, by_bits(), ITERATIONS);
    bench_kernel("crc_bits", by_bits, by_table(), ITERATIONS);
    return bench_end();
}

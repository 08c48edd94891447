// sd_card.c - the SD card through its driver, and by hand what the driver does not use: many blocks at once, both ways,
// damaged commands and data, a block past the end, the flash in between. Spec: SD Physical Layer Simplified Specification
// 2.00, chapter 7. Harts: 1.
// limit: 1500000
// sd: 64
// qemu: no (virt has no SPI)
#include <string.h>
#include "env/check.h"
#include "twin/sd.h"
#include "twin/spi.h"

enum { BLOCKS = 64, CORE_HZ = 2000000 };        // of a slow core: two clocks a bit in the end

static uint8_t buffer[SD_BLOCK], back[SD_BLOCK];

// The image as tests/programs.py makes it.
static uint8_t first_content(uint32_t block, unsigned i)
{
    return (uint8_t)(block * 31 + i * 7 + (i >> 8));
}

static void check_first_content(uint32_t block, const uint8_t *data)
{
    for (unsigned i = 0; i < SD_BLOCK; i++)
        if (data[i] != first_content(block, i))
            CHECK_EQ(data[i], first_content(block, i));
}

static uint8_t crc7(const uint8_t *bytes, unsigned count)
{
    uint32_t crc = 0;
    for (unsigned i = 0; i < count; i++)
        for (unsigned bit = 8; bit-- > 0;) {
            uint32_t out = (crc >> 6 ^ bytes[i] >> bit) & 1;
            crc = (crc << 1 & 0x7f) ^ (out ? 9 : 0);
        }
    return (uint8_t)(crc << 1 | 1);
}

static uint32_t crc16(const uint8_t *bytes, unsigned count)
{
    uint32_t crc = 0;
    for (unsigned i = 0; i < count; i++) {
        crc ^= (uint32_t)bytes[i] << 8;
        for (unsigned bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return crc;
}

static uint8_t answer(uint8_t skipped)
{
    uint8_t got;
    unsigned turns = 0;
    do {
        got = spi_byte(0xff);
        CHECK(turns++ < 1000);
    } while (got == skipped);
    return got;
}

static uint8_t command(unsigned index, uint32_t argument, unsigned damage)
{
    uint8_t bytes[6] = { (uint8_t)(0x40 | index), (uint8_t)(argument >> 24), (uint8_t)(argument >> 16),
                         (uint8_t)(argument >> 8), (uint8_t)argument, 0 };
    bytes[5] = (uint8_t)(crc7(bytes, 5) ^ damage);
    spi_transfer(bytes, NULL, sizeof bytes);
    if (index == 12)
        spi_byte(0xff);                         // of no meaning
    return answer(0xff);
}

static uint8_t give(uint8_t token, const uint8_t *data, unsigned damage)
{
    uint32_t crc = crc16(data, SD_BLOCK) ^ damage;
    spi_byte(token);
    spi_transfer(data, NULL, SD_BLOCK);
    spi_byte((uint8_t)(crc >> 8));
    spi_byte((uint8_t)crc);
    uint8_t response = spi_byte(0xff) & 0x1f;
    answer(0x00);
    return response;
}

static void take(uint8_t *data)
{
    uint8_t crc[2];
    CHECK_EQ(answer(0xff), 0xfe);
    spi_transfer(NULL, data, SD_BLOCK);
    spi_transfer(NULL, crc, sizeof crc);
    CHECK_EQ(crc[0] << 8 | crc[1], crc16(data, SD_BLOCK));
}

static void through_the_driver(void)
{
    uint32_t blocks;
    CHECK_EQ(sd_init(CORE_HZ, &blocks), SD_OK);
    CHECK_EQ(blocks, 1024);                     // 512 KiB is the least that the register can say
    CHECK_EQ(sd_read(0, buffer), SD_OK);
    check_first_content(0, buffer);
    CHECK_EQ(sd_read(BLOCKS - 1, buffer), SD_OK);
    check_first_content(BLOCKS - 1, buffer);
    CHECK_EQ(sd_read(BLOCKS, buffer), SD_REFUSED);
    CHECK_EQ(sd_write(BLOCKS, buffer), SD_REFUSED);
    for (unsigned i = 0; i < SD_BLOCK; i++)
        buffer[i] = (uint8_t)(i ^ i >> 3);
    CHECK_EQ(sd_write(7, buffer), SD_OK);
    CHECK_EQ(sd_read(7, back), SD_OK);
    CHECK_EQ(memcmp(buffer, back, SD_BLOCK), 0);
    CHECK_EQ(sd_init(CORE_HZ, &blocks), SD_OK);
    CHECK_EQ(sd_read(8, back), SD_OK);
    check_first_content(8, back);
}

static void damage(void)
{
    spi_begin();
    CHECK_EQ(command(17, 3, 0x40), 0x08);       // CRCs are on
    spi_end();
    spi_begin();
    CHECK_EQ(command(24, 9, 0), 0);
    CHECK_EQ(give(0xfe, buffer, 1), 0x0b);
    spi_end();
    CHECK_EQ(sd_read(9, back), SD_OK);
    check_first_content(9, back);
}

static void many(void)
{
    spi_begin();
    CHECK_EQ(command(25, 20, 0), 0);
    for (unsigned b = 0; b < 3; b++) {
        buffer[0] = (uint8_t)b;
        CHECK_EQ(give(0xfc, buffer, 0), 0x05);
    }
    spi_byte(0xfd);
    spi_byte(0xff);
    answer(0x00);
    spi_end();

    spi_begin();                                // the flash does not mind, nor does it disturb
    spi_end();
    spi_setup(SPI_SELECT_FLASH, 3, 2);
    spi_begin();
    spi_byte(0x9f);
    CHECK_EQ(spi_byte(0), 0xef);
    spi_end();
    spi_setup(SPI_SELECT_SD, 3, 2);             // mode 3 is as good

    spi_begin();
    CHECK_EQ(command(18, 19, 0), 0);
    take(back);
    check_first_content(19, back);
    for (unsigned b = 0; b < 3; b++) {
        buffer[0] = (uint8_t)b;
        take(back);
        CHECK_EQ(memcmp(buffer, back, SD_BLOCK), 0);
    }
    spi_byte(0xff);
    CHECK_EQ(command(12, 0, 0), 0);
    answer(0x00);
    spi_end();
}

int main(void)
{
    through_the_driver();
    damage();
    many();
    return 0;
}

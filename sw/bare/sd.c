// sd.c - SD card in SPI mode. Section numbers are those of the Physical Layer Simplified Specification 2.00.
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "twin/sd.h"
#include "twin/spi.h"
#include "twin/timer.h"

enum command {
    RESET = 0, SEND_IF_COND = 8, SEND_CSD = 9, SEND_STATUS = 13, READ_BLOCK = 17, WRITE_BLOCK = 24, APP = 55,
    READ_OCR = 58, CRC_ON_OFF = 59, APP_SEND_OP_COND = 41,
};

#define R1_IDLE      0x01u      // 7.3.2.1
#define R1_CRC       0x08u
#define R1_SILENCE   0xffu      // not an answer: bit 7 is 0 in each
#define R2_PROTECTED 0x20u      // 7.3.2.3
#define TOKEN_DATA   0xfeu      // 7.3.3.2
#define VOLTS_27_36  0x100u     // 4.3.13
#define PATTERN      0xaau
#define HIGH_CAPACITY (1u << 30)    // of ACMD41's argument and of OCR

#define SECOND       TIMER_HZ
#define READ_LIMIT   (TIMER_HZ / 10)    // 4.6.2.1
#define WRITE_LIMIT  (TIMER_HZ / 4)     // 4.6.2.2
#define R1_BYTES     8u                 // 7.5.1: N_CR

static uint8_t crc7(const uint8_t *bytes, size_t count)
{
    uint32_t crc = 0;

    for (size_t i = 0; i < count; i++)
        for (unsigned bit = 8; bit-- > 0;) {
            crc = crc << 1 | (bytes[i] >> bit & 1);
            if (crc & 0x80)
                crc ^= 0x89;
        }
    for (unsigned i = 0; i < 7; i++) {
        crc <<= 1;
        if (crc & 0x80)
            crc ^= 0x89;
    }
    return (uint8_t)crc;
}

// x^16 + x^12 + x^5 + 1, a byte at a time: the byte's own remainder is three shifted copies of it.
static uint32_t crc16(const uint8_t *bytes, size_t count)
{
    uint32_t crc = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t top = (crc >> 8 ^ bytes[i]) & 0xff;
        top ^= top >> 4;
        crc = (crc << 8 ^ top << 12 ^ top << 5 ^ top) & 0xffff;
    }
    return crc;
}

// Bytes until one is not `skipped`, which is returned; or `skipped` itself after a time in ticks.
static uint8_t skip(uint8_t skipped, uint32_t ticks)
{
    uint64_t end = timer_now() + ticks;
    uint8_t got;

    do
        got = spi_byte(0xff);
    while (got == skipped && timer_now() < end);
    return got;
}

// Begins a transaction: R1, or R1_SILENCE. What belongs to the answer follows in the same transaction.
static uint8_t command(enum command index, uint32_t argument)
{
    uint8_t bytes[6] = { (uint8_t)(0x40 | index), (uint8_t)(argument >> 24), (uint8_t)(argument >> 16),
                         (uint8_t)(argument >> 8), (uint8_t)argument, 0 };
    uint8_t r1 = R1_SILENCE;

    bytes[5] = (uint8_t)(crc7(bytes, 5) << 1 | 1);
    spi_begin();
    skip(0x00, WRITE_LIMIT);            // it may still be busy with a write
    spi_transfer(bytes, NULL, sizeof bytes);
    for (unsigned i = 0; i <= R1_BYTES && r1 == R1_SILENCE; i++)
        r1 = spi_byte(0xff);
    return r1;
}

// A command whose answer is R1 alone.
static uint8_t simple(enum command index, uint32_t argument)
{
    uint8_t r1 = command(index, argument);

    spi_end();
    return r1;
}

static uint32_t word(void)
{
    uint8_t bytes[4];

    spi_transfer(NULL, bytes, sizeof bytes);
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static int meaning(uint8_t r1)
{
    if (r1 == R1_SILENCE)
        return SD_NO_CARD;
    return r1 & R1_CRC ? SD_DAMAGED : SD_REFUSED;
}

// A command that a data block of count bytes follows.
static int receive(enum command index, uint32_t argument, uint8_t *data, size_t count)
{
    uint8_t r1 = command(index, argument), crc[2];
    int result = SD_OK;

    if (r1 != 0) {
        result = meaning(r1);
    } else {
        uint8_t token = skip(0xff, READ_LIMIT);
        if (token == TOKEN_DATA) {
            spi_transfer(NULL, data, count);
            spi_transfer(NULL, crc, sizeof crc);
            if (crc16(data, count) != (uint32_t)(crc[0] << 8 | crc[1]))
                result = SD_DAMAGED;
        } else {
            result = token == 0xff ? SD_TIMEOUT : SD_REFUSED;
        }
    }
    spi_end();
    return result;
}

// 4.2.3, 7.2.1: until the card has powered itself up.
static int wait_ready(void)
{
    uint64_t end = timer_now() + SECOND;
    uint8_t r1;

    do {
        simple(APP, 0);
        r1 = simple(APP_SEND_OP_COND, HIGH_CAPACITY);
        if (r1 == 0)
            return SD_OK;
        if (r1 != R1_IDLE)
            return meaning(r1);
    } while (timer_now() < end);
    return SD_TIMEOUT;
}

static int identify(void)
{
    uint8_t r1 = simple(RESET, 0);

    for (unsigned tries = 1; tries < 8 && r1 != R1_IDLE; tries++)
        r1 = simple(RESET, 0);          // one that was in the middle of something may miss the first
    if (r1 != R1_IDLE)
        return r1 == R1_SILENCE ? SD_NO_CARD : SD_REFUSED;

    r1 = command(SEND_IF_COND, VOLTS_27_36 | PATTERN);
    uint32_t echo = word();
    spi_end();
    if (r1 != R1_IDLE || (echo & 0xfff) != (VOLTS_27_36 | PATTERN))
        return SD_REFUSED;              // of before version 2.00, or other volts
    r1 = simple(CRC_ON_OFF, 1);
    if (r1 != R1_IDLE)
        return meaning(r1);
    int result = wait_ready();
    if (result != SD_OK)
        return result;

    r1 = command(READ_OCR, 0);
    uint32_t ocr = word();
    spi_end();
    if (r1 != 0)
        return meaning(r1);
    return ocr & HIGH_CAPACITY ? SD_OK : SD_REFUSED;
}

int sd_init(uint32_t core_hz, uint32_t *blocks)
{
    uint8_t csd[16];

    spi_setup(SPI_SELECT_SD, 0, (core_hz + 399999) / 400000);
    spi_transfer(NULL, NULL, 10);       // 6.4.1: 74 clocks or more
    int result = identify();
    if (result != SD_OK)
        return result;
    spi_setup(SPI_SELECT_SD, 0, (core_hz + 24999999) / 25000000);
    result = receive(SEND_CSD, 0, csd, sizeof csd);
    if (result != SD_OK)
        return result;
    if (csd[0] >> 6 != 1)
        return SD_REFUSED;              // 5.3.3: not the register of a high-capacity card
    *blocks = (((csd[7] & 0x3fu) << 16 | (uint32_t)csd[8] << 8 | csd[9]) + 1) * 1024;
    return SD_OK;
}

int sd_read(uint32_t block, void *data)
{
    return receive(READ_BLOCK, block, data, SD_BLOCK);
}

// After the data: what has the card made of them?
static int written(void)
{
    uint8_t response = skip(0xff, READ_LIMIT) & 0x1f;       // 7.3.3.1

    if (response == 0x1f)
        return SD_TIMEOUT;
    if (skip(0x00, WRITE_LIMIT) == 0x00)
        return SD_TIMEOUT;
    spi_end();
    uint8_t r1 = command(SEND_STATUS, 0), r2 = spi_byte(0xff);
    if (response == 0x0b)
        return SD_DAMAGED;
    if (response != 0x05 || r1 != 0 || r2 != 0)
        return r2 & R2_PROTECTED ? SD_PROTECTED : SD_REFUSED;
    return SD_OK;
}

int sd_write(uint32_t block, const void *data)
{
    uint8_t r1 = command(WRITE_BLOCK, block);
    int result;

    if (r1 != 0) {
        result = meaning(r1);
    } else {
        uint32_t crc = crc16(data, SD_BLOCK);
        spi_byte(0xff);
        spi_byte(TOKEN_DATA);
        spi_transfer(data, NULL, SD_BLOCK);
        spi_byte((uint8_t)(crc >> 8));
        spi_byte((uint8_t)crc);
        result = written();
    }
    spi_end();
    return result;
}

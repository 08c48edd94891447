// twin/sd.h - blocks of an SD card at select 0 of the SPI host, polled.
// Spec: SD Physical Layer Simplified Specification 2.00, chapter 7 (SPI mode).
//
// High-capacity cards only (SDHC, SDXC: block addresses). CRCs are on: a block that was damaged on its
// way is an error. These functions take no lock: one hart at a time; context: thread.
#ifndef TWIN_SD_H
#define TWIN_SD_H

#include <stdint.h>

#define SD_BLOCK 512u

enum sd_result {
    SD_OK        =  0,
    SD_NO_CARD   = -1,  // nobody answers
    SD_TIMEOUT   = -2,  // it takes longer than the specification allows
    SD_DAMAGED   = -3,  // a CRC is wrong, here or at the card
    SD_REFUSED   = -4,  // the card says no: no such block, not a card this driver knows, its own failure
    SD_PROTECTED = -5,  // it is write-protected
};

/** Start the card: clocks without select, reset, CRCs on, wait until it is ready, then full speed.
 * @param core_hz  the core clock in Hz: 400 kHz to start with and 25 MHz then are made from it
 * @param blocks   [out] how many blocks of 512 bytes it has, when the result is SD_OK; not NULL
 * @return SD_OK or another enum sd_result. Takes up to a second. */
int sd_init(uint32_t core_hz, uint32_t *blocks);

/** Read a block of 512 bytes. @return an enum sd_result; data are undefined unless SD_OK. */
int sd_read(uint32_t block, void *data);

/** Write a block; returns when the card has it. @return an enum sd_result; SD_DAMAGED and SD_PROTECTED
 * leave the block as it was. */
int sd_write(uint32_t block, const void *data);

#endif

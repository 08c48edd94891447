// loader.h - the board's first-stage loader: what its files share. docs/ref/bootrom.md; the serial protocol: docs/ref/load.md.
//
// One hart, no interrupts, no .data and no .bss: everything that changes is in struct loader, on the stack. What a board has
// comes from the build (boot.mk): CLOCK_HZ, TIME_DIV, HARTS, RAM_BYTES, WAIT_MS, GAP_MS, FAST_MS, SETTLE_MS, and which of BOOT_FLASH,
// BOOT_SD, BOOT_SPEED and BOOT_BUTTONS it has.
#ifndef LOADER_H
#define LOADER_H

#include <stdbool.h>
#include <stdint.h>

#define RAM_BASE     0x80000000u
#define RAM_END      (RAM_BASE + RAM_BYTES)
#define LOADER_BYTES 4096u                                  // at the end of RAM: struct loader, the stack
#define IMAGE_BYTES  (RAM_END - LOADER_BYTES - RAM_BASE)    // what an image may fill

#define TICKS_MS     (CLOCK_HZ / TIME_DIV / 1000u)          // of mtime, in a millisecond
#define BAUD         115200u                                // outside a transfer; 8 data bits, no parity, one stop bit

#define BLOCK        512u                                   // of a frame's payload, of flash and card

// A frame of the serial protocol, either way, as it is on the wire; its CRC-32 stands behind the payload.
#define FRAME_SYNC   0xa7u
#define FRAME_HEADER 12u
struct frame {
    uint8_t  sync, type;
    uint16_t length;                    // of the payload, 0 to BLOCK
    uint32_t number, argument;
    uint8_t  payload[BLOCK + 4];
};

struct loader {
    uint32_t     crc_table[256];
    struct frame frame;                 // the one received last; its payload is the block of flash and card, too
    uint32_t     id, next;              // of the image that the host sends: which, and the first frame still to come
    uint32_t     heard;                 // mtime of the last good frame
    bool         fast;                  // the line has another speed than BAUD, while good frames come
    bool         byte_addressed;        // the card is of standard capacity
};
_Static_assert(sizeof(struct loader) + 512 <= LOADER_BYTES, "stack and entry need room, too");

// ---- loader.S
/** Both harts go to entry. The image is in memory; what is in LOADER_BYTES is lost. */
_Noreturn void enter(uint32_t entry);

// ---- console.c
/** The line at BAUD; FIFOs on and empty. */
void console_init(void);

#define BAUD_TOLERANCE 40u              // 1/40 of it: 2.5 %
/** Core clocks of a bit at that speed; 0 if the line cannot come within a fortieth of it. */
uint32_t console_bit(uint32_t baud);

/** What was written has left, then a bit takes that many clocks, 16 or more. */
void console_speed(uint32_t bit);

/** What was written has left. */
void console_drain(void);

void console_put(uint8_t c);
void console_write(const uint8_t *bytes, uint32_t count);
void console_text(const char *text);

/** A byte, or -1 when none comes within ticks of mtime. */
int console_get(uint32_t ticks);

/** mtime, the lower half: differences up to minutes. */
uint32_t now(void);

// ---- serial.c
#define SERIAL_NOTHING 0
#define SERIAL_FRAME   (-1)             // a good frame; it has been answered
/** Wait so many ticks for what the host sends, and do it; an image that is complete is entered.
 * @return SERIAL_..., or the character that somebody has typed, '!' to '~' */
int serial_serve(struct loader *l, uint32_t ticks);

// ---- image.c
/** CRC-32 (IEEE 802.3) of bytes, continued from crc; begin with ~0, the result is its complement. */
uint32_t crc32(const struct loader *l, uint32_t crc, const uint8_t *bytes, uint32_t count);
void crc32_init(struct loader *l);

/** All of it lies where an image may be. */
static inline bool in_ram(uint32_t address, uint32_t bytes)
{
    uint32_t at = address - RAM_BASE;
    return at <= IMAGE_BYTES && bytes <= IMAGE_BYTES - at;
}

/** Bytes, or zeros where from is NULL, to an address. from is a multiple of 4. */
void store(uint32_t address, const void *from, uint32_t count);

/** Say so, at BAUD, and enter. */
_Noreturn void launch(uint32_t entry);

/** Enter the image whose blocks read() gives, BLOCK bytes into l->frame.payload, the header's first; or return with
 * one line that says why not. read() has said why if it fails. */
typedef bool read_block(struct loader *l, uint32_t block);
void boot_image(struct loader *l, const char *name, read_block *read);

// ---- flash.c, sdcard.c: each returns with one line on the terminal
void boot_flash(struct loader *l);
void boot_card(struct loader *l);

#endif

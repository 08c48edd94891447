// serial.c - an image over the serial line, in frames: docs/ref/load.md is the contract with tools/load.
// Frames that carry the image are numbered and taken in order; each is answered with the number of the next one. So the host
// may send some ahead, and after any trouble, or as a new process, it asks and goes on from there. Nothing is written to
// memory before a frame's CRC holds.
#include <stddef.h>
#include "loader.h"

#define PROTOCOL    1u
#define CRC_RESIDUE 0xdebb20e3u         // of bytes with their own CRC behind them
#define GAP         (GAP_MS * TICKS_MS)
#define FAST_LIMIT  (FAST_MS * TICKS_MS)

enum type {
    HELLO = 'H', BEGIN = 'B', DATA = 'D', ZERO = 'Z', SPEED = 'S', RUN = 'R',       // the host's
    INFO = 'I', TAKEN = 'A', AGAIN = 'N', REFUSED = 'E',                            // ours
};
enum reason { DAMAGED = 1, OUT_OF_ORDER = 2, OUTSIDE_RAM = 3, BAD_SPEED = 4, UNKNOWN = 5 };

// The transmitter takes 16 bytes at once, so an answer without payload costs no time in which the receiver could run over.
_Static_assert(FRAME_HEADER + 4 == 16, "the FIFO's depth");

// The answer takes the place of what it answers.
static void answer(struct loader *l, enum type type, uint32_t argument, uint32_t payload)
{
    struct frame *f = &l->frame;
    uint32_t crc;

    f->type = (uint8_t)type;
    f->length = (uint16_t)payload;
    f->number = l->next;
    f->argument = argument;
    crc = ~crc32(l, ~0u, &f->type, FRAME_HEADER - 1 + payload);
    *(uint32_t *)(f->payload + payload) = crc;
    console_write(&f->sync, FRAME_HEADER + payload + 4);
}

static void hello(struct loader *l)
{
    uint32_t *p = (uint32_t *)l->frame.payload, version;

    __asm__("csrr %0, mimpid" : "=r"(version));
    p[0] = PROTOCOL;
    p[1] = version;
    p[2] = CLOCK_HZ;
    p[3] = HARTS;
    p[4] = RAM_BASE;
    p[5] = IMAGE_BYTES;
    answer(l, INFO, l->id, 24);
}

#if BOOT_SPEED
static void speed(struct loader *l, uint32_t baud)
{
    uint32_t bit = console_bit(baud);

    if (bit == 0) {
        answer(l, REFUSED, BAD_SPEED, 0);
    } else {
        answer(l, TAKEN, CLOCK_HZ / bit, 0);
        console_speed(bit);
        l->fast = baud != BAUD;
    }
}
#endif

// A numbered frame that is the next one.
static void take(struct loader *l)
{
    struct frame *f = &l->frame;
    uint32_t address = f->argument, count = f->type == ZERO ? *(uint32_t *)f->payload : f->length;
    bool run = f->type == RUN;

    if (!in_ram(address, count) || (run && (address & 1) != 0)) {
        answer(l, REFUSED, OUTSIDE_RAM, 0);
        return;
    }
    store(address, f->type == ZERO ? NULL : f->payload, count);
    l->next++;
    answer(l, TAKEN, 0, 0);
    if (run)
        launch(address);
}

static void obey(struct loader *l)
{
    struct frame *f = &l->frame;

    switch (f->type) {
    case HELLO:
        hello(l);
        break;
    case BEGIN:
        l->id = f->argument;
        l->next = 0;
        answer(l, TAKEN, 0, 0);
        break;
#if BOOT_SPEED
    case SPEED:
        speed(l, f->argument);
        break;
#endif
    case DATA: case ZERO: case RUN:
        if (f->number == l->next)
            take(l);
        else if (f->number < l->next)
            answer(l, TAKEN, 0, 0);         // once more: its answer was lost
        else
            answer(l, AGAIN, OUT_OF_ORDER, 0);
        break;
    default:
        answer(l, REFUSED, UNKNOWN, 0);
        break;
    }
}

// The rest of a frame whose first byte has come. @return it is whole
static bool receive(struct loader *l)
{
    uint8_t *to = &l->frame.sync;
    uint32_t crc = ~0u, size = FRAME_HEADER;

    *to++ = FRAME_SYNC;
    for (uint32_t n = 1; n < size; n++) {
        int c = console_get(GAP);
        if (c < 0)
            return false;
        *to = (uint8_t)c;
        crc = crc32(l, crc, to++, 1);
        if (n == FRAME_HEADER - 1) {
            if (l->frame.length > BLOCK)
                return false;
            size += l->frame.length + 4u;
        }
    }
    return crc == CRC_RESIDUE;
}

int serial_serve(struct loader *l, uint32_t ticks)
{
    int c = console_get(ticks);

#if BOOT_SPEED
    if (l->fast && now() - l->heard > FAST_LIMIT) {
        console_speed(console_bit(BAUD));
        l->fast = false;
    }
#endif
    if (c != (int)FRAME_SYNC)
        return c > ' ' && c < 0x7f ? c : SERIAL_NOTHING;
    if (!receive(l)) {
        answer(l, AGAIN, DAMAGED, 0);
        return SERIAL_NOTHING;
    }
    l->heard = now();
    obey(l);
    return SERIAL_FRAME;
}

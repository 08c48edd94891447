// console.c - the UART, polled: bytes, text, speed. docs/ref/uart.md.
#include "loader.h"

struct uart { volatile uint8_t data, ier, fcr, lcr, mcr, lsr, msr, scr, fraction; };
#define UART ((struct uart *)0x10000000)
_Static_assert(__builtin_offsetof(struct uart, fraction) == 8, "16550A, and the divisor's fraction behind it");

#define FCR_EMPTY  7u           // FIFOs on, both emptied
#define LCR_8N1    3u
#define LCR_DLAB   0x80u
#define LSR_DATA   1u
#define LSR_ROOM   0x20u
#define LSR_IDLE   0x40u

uint32_t now(void) { return *(volatile uint32_t *)0x0200bff8; }

uint32_t console_bit(uint32_t baud)
{
    uint32_t bit = baud != 0 ? (CLOCK_HZ + baud / 2) / baud : 0, got = bit != 0 ? CLOCK_HZ / bit : 0;
    uint32_t off = got > baud ? got - baud : baud - got;

    return bit >= 16 && off <= baud / BAUD_TOLERANCE ? bit : 0;
}

void console_drain(void)
{
    while ((UART->lsr & LSR_IDLE) == 0) {}
}

void console_speed(uint32_t bit)
{
    console_drain();
    UART->lcr = LCR_8N1 | LCR_DLAB;
    UART->data = (uint8_t)(bit >> 4);
    UART->ier = (uint8_t)(bit >> 12);
    UART->lcr = LCR_8N1;
    UART->fraction = bit & 15;
}

void console_init(void)
{
    console_speed((CLOCK_HZ + BAUD / 2) / BAUD);
    UART->fcr = FCR_EMPTY;
}

void console_put(uint8_t c)
{
    while ((UART->lsr & LSR_ROOM) == 0) {}
    UART->data = c;
}

// 16 bytes find room at once in a FIFO that is empty.
void console_write(const uint8_t *bytes, uint32_t count)
{
    for (uint32_t n = 0; n < count; n++) {
        if (n % 16 == 0)
            while ((UART->lsr & LSR_ROOM) == 0) {}
        UART->data = bytes[n];
    }
}

void console_text(const char *text)
{
    while (*text != 0)
        console_put((uint8_t)*text++);
}

int console_get(uint32_t ticks)
{
    uint32_t from = now();

    do
        if ((UART->lsr & LSR_DATA) != 0)
            return UART->data;
    while (now() - from < ticks);
    return -1;
}

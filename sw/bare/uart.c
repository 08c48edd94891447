// uart.c - polled 16550A.
#include <stdint.h>
#include "twin/uart.h"

struct uart {
    volatile uint8_t data;      // read: received byte; write: byte to send (DLAB = 0)
    volatile uint8_t ier;       // interrupt enables
    volatile uint8_t fcr;       // write: FIFO control
    volatile uint8_t lcr;       // line format
    volatile uint8_t mcr;       // modem control
    volatile uint8_t lsr;       // line status
};
_Static_assert(offsetof(struct uart, lsr) == 5, "16550 layout, register shift 0");

#define UART ((struct uart *)0x10000000)

#define FCR_ENABLE_AND_CLEAR 0x07u
#define LSR_READY            0x01u  // a received byte waits
#define LSR_FIFO_EMPTY       0x20u  // the sending FIFO has room for 16
#define LSR_IDLE             0x40u  // ... and the last bit has left
#define FIFO_DEPTH           16u

void uart_init(void)
{
    UART->ier = 0;
    UART->fcr = FCR_ENABLE_AND_CLEAR;
}

void uart_write(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i % FIFO_DEPTH == 0)
            while ((UART->lsr & LSR_FIFO_EMPTY) == 0) {}
        UART->data = (uint8_t)text[i];
    }
}

int uart_read(void)
{
    return (UART->lsr & LSR_READY) != 0 ? UART->data : -1;
}

void uart_drain(void)
{
    while ((UART->lsr & LSR_IDLE) == 0) {}
}

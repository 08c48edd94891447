/* uart.h - 16550A UART of the reference machine (National PC16550D data sheet): 16-byte FIFOs, byte registers.
 * A character takes a fixed number of cycles in either direction, whatever the divisor. Time passes lazily:
 * every access first brings the state up to 'now'. */
#ifndef TH_UART_H
#define TH_UART_H
#include <stdbool.h>
#include <stdint.h>

enum { TH_UART_DEPTH = 16 };

struct th_uart {
  uint32_t char_cycles;
  void *ctx;
  void (*tx)(void *ctx, uint8_t c);         /* called when a character is accepted, not when it has left */
  int  (*rx)(void *ctx);                    /* the next character; -1: none now; -2: never again */

  uint8_t ier, fcr, lcr, mcr, scr, dll, dlm, fraction;
  bool overrun, thre_pending;               /* LSR.OE; the THRE interrupt, until IIR is read or THR written */
  uint8_t rx_fifo[TH_UART_DEPTH];
  unsigned rx_head, rx_count;
  unsigned tx_count;                        /* in the FIFO, the shift register not counted */
  bool     shifting, rx_ended;
  uint64_t shift_done, rx_next, rx_last;    /* cycles: shift register free; next input poll; last FIFO activity */
};

void th_uart_init(struct th_uart *u, uint32_t char_cycles);

/** Registers 0..8; others read 0 and ignore writes. now: cycles, not decreasing. */
uint8_t th_uart_read(struct th_uart *u, uint32_t offset, uint64_t now);
void th_uart_write(struct th_uart *u, uint32_t offset, uint8_t v, uint64_t now);

/** The interrupt line. */
bool th_uart_irq(struct th_uart *u, uint64_t now);

/** First cycle at which the line may rise by itself, or UINT64_MAX. */
uint64_t th_uart_next(const struct th_uart *u, uint64_t now);

#endif

// twin/uart.h - the 16550A UART, polled, below stdio. Spec: National PC16550D.
//
// stdin, stdout and stderr use it: stdout gathers a line for each hart and sends it whole, so lines
// of two harts never mix (fflush(stdout) sends part of one). These functions take no lock and mix
// with other harts' output. Line speed and format stay as the boot loader or reset left them.
#ifndef TWIN_UART_H
#define TWIN_UART_H

#include <stddef.h>

/** Enable both 16-byte FIFOs, UART interrupts off. What was received before is lost, so a script
 * that feeds stdin waits for the first line of output. Caller: the start code, once, on hart 0. */
void uart_init(void);

/** Send bytes unchanged; waits for room, not for the end of sending. Context: any. */
void uart_write(const char *text, size_t length);

/** One received byte, 0 to 255, or -1 when there is none. Does not wait. Context: one hart. */
int uart_read(void);

/** Wait until everything written has left the wire. Context: any. */
void uart_drain(void);

#endif

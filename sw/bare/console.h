// console.h - stdio's connection to the UART, private to the bare layer.
#ifndef CONSOLE_H
#define CONSOLE_H

/** Keep the console for this hart until the program ends: what it had not yet sent is sent as a
 * line, and other harts wait at their next line. For panics, also while this hart holds the
 * console already. Context: any. */
void console_seize(void);

#endif

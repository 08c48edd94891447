// console.c - stdin, stdout and stderr over the UART: whole lines from each hart.
#include <stdint.h>
#include <stdio.h>
#include "console.h"
#include "twin/hart.h"
#include "twin/irq.h"
#include "twin/lock.h"
#include "twin/uart.h"

#define CTRL_D 4

// A longer line is sent in parts, between which another hart's line may come.
static struct line {
    _Alignas(LINE_SIZE) unsigned used;
    char text[124];
} lines[HART_MAX];

// Taken with interrupts off, so a handler that prints never finds its own hart halfway through.
static struct recursive_lock sending;

static void send(struct line *line)
{
    recursive_lock(&sending);
    uart_write(line->text, line->used);
    recursive_unlock(&sending);
    line->used = 0;
}

static int put(char c, FILE *file)
{
    (void)file;
    uint32_t irqs = irq_save();
    struct line *line = &lines[hart_id()];
    line->text[line->used++] = c;
    if (c == '\n' || line->used == sizeof line->text)
        send(line);
    irq_restore(irqs);
    return (unsigned char)c;
}

static int flush(FILE *file)
{
    (void)file;
    uint32_t irqs = irq_save();
    send(&lines[hart_id()]);
    irq_restore(irqs);
    return 0;
}

// Enter on a terminal is '\n'; Ctrl-D is the end of the input. Blocks; prompts are sent first.
static int get(FILE *file)
{
    int c;
    flush(file);
    while ((c = uart_read()) < 0) {}
    return c == CTRL_D ? _FDEV_EOF : c == '\r' ? '\n' : c;
}

void console_seize(void)
{
    recursive_lock(&sending);
    if (lines[hart_id()].used != 0)
        put('\n', stdout);
}

static FILE console = FDEV_SETUP_STREAM(put, get, flush, _FDEV_SETUP_RW);
FILE *const stdin  = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

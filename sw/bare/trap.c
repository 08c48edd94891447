// trap.c - dispatch of interrupts and exceptions, and the dump of what nobody handles.
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>
#include "console.h"
#include "frame.h"
#include "twin/hart.h"
#include "twin/irq.h"
#include "twin/trap.h"

_Static_assert(offsetof(struct trap_frame, pc) == FRAME_PC, "frame.h");
_Static_assert(offsetof(struct trap_frame, cause) == FRAME_CAUSE, "frame.h");
_Static_assert(offsetof(struct trap_frame, tval) == FRAME_TVAL, "frame.h");
_Static_assert(offsetof(struct trap_frame, status) == FRAME_STATUS, "frame.h");
_Static_assert(sizeof(struct trap_frame) == FRAME_SIZE, "frame.h");

void trap_dispatch(struct trap_frame *frame);

#define CAUSE_INTERRUPT 0x80000000u

// Written by symtab.py: sorted addresses, the last one the end of the code; names in their order.
extern const uint32_t symbol_count, symbol_addresses[];
extern const char symbol_names[];

static const char *const interrupts[] = {
    "reserved", "supervisor software interrupt", "reserved", "machine software interrupt",
    "reserved", "supervisor timer interrupt", "reserved", "machine timer interrupt",
    "reserved", "supervisor external interrupt", "reserved", "machine external interrupt",
    "reserved", "reserved", "reserved", "reserved", "bus error interrupt",
};

static const char *const exceptions[] = {
    "instruction address misaligned", "instruction access fault", "illegal instruction",
    "breakpoint", "load address misaligned", "load access fault", "store address misaligned",
    "store access fault", "ecall from U-mode", "ecall from S-mode", "reserved",
    "ecall from M-mode", "instruction page fault", "load page fault", "reserved",
    "store page fault",
};

static const char *const registers[] = {
    "pc", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0",
    "a1", "a2", "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5",
    "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
};

static void (*interrupt_handlers[IRQ_EXTERNAL + 1])(void);
static trap_fn exception_handler;

void irq_handle(enum irq irq, void (*handler)(void))
{
    interrupt_handlers[irq] = handler;
}

void trap_handle(trap_fn handler)
{
    exception_handler = handler;
}

#define NAME(names, code) ((code) < sizeof (names) / sizeof *(names) ? (names)[code] : "reserved")

const char *trap_name(uint32_t cause)
{
    uint32_t code = cause & ~CAUSE_INTERRUPT;
    return cause & CAUSE_INTERRUPT ? NAME(interrupts, code) : NAME(exceptions, code);
}

static void print_place(const char *name, uint32_t address)
{
    const char *symbol = symbol_names;
    unsigned i = 0;

    printf("  %-3s %08lx", name, (unsigned long)address);
    if (symbol_count != 0 && address >= symbol_addresses[0]
        && address < symbol_addresses[symbol_count - 1]) {
        for (; symbol_addresses[i + 1] <= address; i++)
            while (*symbol++ != '\0') {}
        printf(" %s+0x%lx", symbol, (unsigned long)(address - symbol_addresses[i]));
    }
    printf("\n");
}

static _Noreturn void dump(const struct trap_frame *frame)
{
    console_seize();
    printf("\nhart %u: trap: %s (mcause %08lx, mtval %08lx, mstatus %08lx)\n", hart_id(),
           trap_name(frame->cause), (unsigned long)frame->cause, (unsigned long)frame->tval,
           (unsigned long)frame->status);
    print_place("pc", frame->pc);
    print_place("ra", frame->x[1]);
    for (unsigned i = 1; i < 32; i++)
        printf("  %-3s %08lx%s", registers[i], (unsigned long)frame->x[i],
               i % 4 == 0 || i == 31 ? "\n" : "");
    _exit(TRAP_EXIT);
}

void panic(const char *message)
{
    irq_save();
    console_seize();
    printf("hart %u: panic: %s\n", hart_id(), message);
    _exit(TRAP_EXIT);
}

/** Caller: trap_entry, on the trap stack, interrupts off. Returns to the context in the frame. */
void trap_dispatch(struct trap_frame *frame)
{
    uint32_t code = frame->cause & ~CAUSE_INTERRUPT;

    if (frame->cause & CAUSE_INTERRUPT) {
        if (code <= IRQ_EXTERNAL && interrupt_handlers[code] != NULL) {
            interrupt_handlers[code]();
            return;
        }
    } else if (exception_handler != NULL && exception_handler(frame)) {
        return;
    }
    dump(frame);
}

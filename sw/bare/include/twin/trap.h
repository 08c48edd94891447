// twin/trap.h - exceptions: the saved registers, and catching what is expected.
//
// An exception without a handler, or an interrupt without one, ends the program: a dump of cause,
// place and registers goes to the UART, and the finisher reports TRAP_EXIT.
#ifndef TWIN_TRAP_H
#define TWIN_TRAP_H

#include <stdbool.h>
#include <stdint.h>

#define TRAP_EXIT 70u   // exit code after an unexpected trap or panic()

/** The interrupted context. A handler may change it; it is restored from here. */
struct trap_frame {
    union {
        uint32_t pc;        // mepc, in the place of x0, which is always 0
        uint32_t x[32];     // x[1] to x[31]
    };
    uint32_t cause;         // mcause
    uint32_t tval;          // mtval
    uint32_t status;        // mstatus
    uint32_t pad;           // keeps sp a multiple of 16
};

/** An exception handler. @return true: continue at frame->pc; false: unexpected, dump and end. */
typedef bool (*trap_fn)(struct trap_frame *frame);

/** Set the handler of all exceptions of all harts; NULL: none.
 * It runs on the trap stack of the hart that trapped, interrupts off. Context: any. */
void trap_handle(trap_fn handler);

/** A cause (mcause or scause, any value) in words: "load page fault". Context: any.
 * Spec: privileged table 3.6; 16 with the interrupt bit is this machine's own. */
const char *trap_name(uint32_t cause);

/** Print "hart H: panic: message" and end the program with TRAP_EXIT. Context: any. */
_Noreturn void panic(const char *message);

#endif

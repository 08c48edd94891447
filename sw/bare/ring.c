// ring.c - to another ring and back, by exchanging the frame that the trap entry restores.
//
// ring_run() is an ecall in M. Its trap returns to the context it was given instead, and the next
// exception returns to behind the ecall: no further way in or out of M is needed.
#include <stddef.h>
#include "twin/hart.h"
#include "twin/ring.h"

static struct {
    _Alignas(LINE_SIZE) struct trap_frame caller;
    struct trap_frame *context;     // NULL: nothing runs
} runs[HART_MAX];

extern const char ring_gate[];      // the ecall of ring_run()

void ring_run(struct trap_frame *context)
{
    register struct trap_frame *a0 __asm__("a0") = context;
    __asm__ volatile(".globl ring_gate\nring_gate: ecall" : : "r"(a0) : "memory");
}

bool ring_trap(struct trap_frame *frame)
{
    unsigned me = hart_id();

    if (runs[me].context != NULL) {
        *runs[me].context = *frame;
        *frame = runs[me].caller;
        runs[me].context = NULL;
    } else if (frame->pc == (uint32_t)ring_gate) {
        runs[me].context = (struct trap_frame *)frame->x[10];
        runs[me].caller = *frame;
        runs[me].caller.pc += 4;    // an ecall's mepc is its own address (3.3.1)
        *frame = *runs[me].context;
    } else {
        return false;
    }
    return true;
}

// twin/hart.h - the harts of the machine, and running a function on another one.
//
// At reset hart 0 runs main(); the others sleep in wfi until hart_start(). A function that returns
// frees its hart for the next hart_start(), after hart_join() took the result. thread_local objects
// live as long as the hart, not anew for each function. exit() from any hart ends the program.
#ifndef TWIN_HART_H
#define TWIN_HART_H

#include <stdint.h>
#include "twin/csr.h"

#define HART_MAX  2u    // what stacks (__hart_max in link.ld) and tables are sized for
#define LINE_SIZE 64u   // bytes; objects of different harts that far apart never share a cache line

/** What hart_start() and hart_join() return. */
enum hart_status {
    HART_OK      =  0,
    HART_ABSENT  = -1,  // no such hart in this machine
    HART_BUSY    = -2,  // start: it runs a function, or its last result was not joined
    HART_IDLE    = -3,  // join: nothing was started on it, or another hart joined first
    HART_SELF    = -4,  // join: the calling hart would wait for itself
    HART_INVALID = -5,  // start: fn is NULL
};

/** The calling hart's number, 0 to HART_MAX - 1. Context: any. Spec: mhartid. */
static inline unsigned hart_id(void) { return csr_read(mhartid); }

/** How many harts the machine has, 1 to HART_MAX. Context: any. */
unsigned hart_count(void);

/** Run fn(arg) on another hart, with interrupts off, on that hart's own stack.
 * @param hart  who runs it, 0 to hart_count() - 1; hart 0 is always busy
 * @param fn    what to run; its value goes to hart_join(); what it printed is flushed at its end
 * @param arg   handed to fn
 * @retval HART_OK       it will run; it sees every store made before this call
 * @retval HART_ABSENT, HART_BUSY, HART_INVALID  nothing was done
 * Context: any hart, not from a trap handler; does not block. */
int hart_start(unsigned hart, int (*fn)(void *), void *arg);

/** Wait until the function on a hart has returned.
 * @param hart    the hart given to hart_start()
 * @param result  [out] what fn returned, written only with HART_OK; may be NULL
 * @retval HART_OK       it has ended, and its stores are seen; the hart may be started again
 * @retval HART_ABSENT, HART_IDLE, HART_SELF  nothing to wait for
 * Context: any hart, not from a trap handler; blocks (spins) without limit. */
int hart_join(unsigned hart, int *result);

/** Raise or clear a hart's machine software interrupt (msip).
 * @param hart  0 to hart_count() - 1; others are ignored
 * Every earlier store of the caller is seen by a hart that takes the interrupt.
 * An idle hart ignores it, and one that is just being started may: raise it for a function only
 * when that has said it is ready. Context: any. Spec: SiFive CLINT. */
void hart_interrupt(unsigned hart);
void hart_interrupt_clear(unsigned hart);

#endif

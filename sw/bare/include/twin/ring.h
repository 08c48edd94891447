// twin/ring.h - running code in a ring, U, S or M, until it traps. Spec: privileged 3.1.6.1, 3.3.
//
//   trap_handle(ring_trap);
//   struct trap_frame context = { .pc = entry, .status = MSTATUS_IN(RING_U) };
//   context.x[2] = stack;
//   ring_run(&context);             // context is now what the exception found, and its cause
//
// Below M nothing is reached without PMP's leave (3.7.1): give it before.
#ifndef TWIN_RING_H
#define TWIN_RING_H

#include <stdbool.h>
#include <stdint.h>
#include "twin/trap.h"

/** Privilege modes, as in mstatus.MPP. */
enum ring { RING_U = 0, RING_S = 1, RING_M = 3 };

#define MSTATUS_IN(ring) ((uint32_t)(ring) << 11)   // MPP: where mret goes

/** Run code in a ring of the calling hart until M takes an exception from it. Interrupts that M
 * takes meanwhile go to their handlers (twin/irq.h) and back to the code.
 * @param context  [in] pc, x[1] to x[31], and in status all of mstatus as mret shall find it, MPP
 *                 naming the ring; [out] pc, registers, mstatus, cause and tval at the exception
 * The caller's own registers and mstatus are as before. satp, PMP and delegation are the caller's.
 * Context: thread in M, ring_trap() handling exceptions; not from code that ring_run() runs. */
void ring_run(struct trap_frame *context);

/** Begins and ends ring_run(): for trap_handle(), or called last by a handler that takes some
 * exceptions itself. @return false: no exception of ring_run() or of what it runs. */
bool ring_trap(struct trap_frame *frame);

#endif

// twin/irq.h - machine interrupts: handlers, enables, and interrupt-free sections.
//
// One handler for each cause serves all harts; enables are each hart's own. main() and functions
// started by hart_start() begin with interrupts off. A handler runs on its hart's 4 KiB trap stack
// with interrupts off, must make its cause go away, may print (into a line its hart has begun, if
// so), and must not call malloc().
#ifndef TWIN_IRQ_H
#define TWIN_IRQ_H

#include <stdint.h>
#include "twin/csr.h"

/** Interrupt causes, as in mcause, mie and mip. */
enum irq {
    IRQ_SOFTWARE = 3,   // msip: hart_interrupt(), ended by hart_interrupt_clear()
    IRQ_TIMER    = 7,   // mtime >= mtimecmp: ended by timer_set()
    IRQ_EXTERNAL = 11,  // the PLIC's context of this hart: ended by claim and complete
};

#define MSTATUS_MIE (1u << 3)

/** Set the handler of a cause for all harts; NULL: the cause is unexpected and panics.
 * Set it before the cause is enabled. Context: any; not while another hart may take the cause. */
void irq_handle(enum irq irq, void (*handler)(void));

/** Let the calling hart take a cause, or not, once interrupts are on. An enabled cause that is
 * pending ends wfi whether interrupts are on or off. Context: any. */
static inline void irq_enable(enum irq irq)  { csr_set(mie, 1u << irq); }
static inline void irq_disable(enum irq irq) { csr_clear(mie, 1u << irq); }

/** Turn the calling hart's interrupts on. Context: thread. */
static inline void irq_on(void) { csr_set(mstatus, MSTATUS_MIE); }

/** Turn them off. @return the state for irq_restore(). Calls nest. Context: any. */
static inline uint32_t irq_save(void) { return csr_read_clear(mstatus, MSTATUS_MIE) & MSTATUS_MIE; }

/** Back to the state irq_save() returned. Context: any. */
static inline void irq_restore(uint32_t saved) { csr_set(mstatus, saved); }

/** Sleep until a cause enabled by irq_enable() is pending, or less; test for what you wait, in a
 * loop, with interrupts off around test and sleep so that none slips between. Context: thread. */
static inline void irq_wait(void) { __asm__ volatile("wfi" : : : "memory"); }

#endif

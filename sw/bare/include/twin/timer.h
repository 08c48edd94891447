// twin/timer.h - the CLINT's clock and each hart's timer. Spec: SiFive CLINT; privileged 3.2.1.
//
// Times are 64-bit ticks since reset. In simulation and on QEMU a second has TIMER_HZ of them.
#ifndef TWIN_TIMER_H
#define TWIN_TIMER_H

#include <stdint.h>

#define TIMER_HZ 10000000u

/** The time in ticks. Context: any. */
uint64_t timer_now(void);

/** Make IRQ_TIMER pending on the calling hart from a time on, at once if it has passed, and not
 * pending until then. Enable it with irq_enable(). Context: any. */
void timer_set(uint64_t when);

/** No timer interrupt any more on the calling hart. Context: any. */
void timer_stop(void);

#endif

// timer.c - a periodic timer interrupt on each hart, which sleeps in wfi between two.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "twin/hart.h"
#include "twin/irq.h"
#include "twin/timer.h"

#define PERIOD 1000u    // ticks: 100 us of TIMER_HZ
#define BEATS  20u

// Written by its hart's handler, read by its thread.
static struct beat {
    _Alignas(LINE_SIZE) volatile unsigned count;
    uint64_t next;
} beats[HART_MAX];

static void on_timer(void)
{
    struct beat *beat = &beats[hart_id()];
    beat->next += PERIOD;       // from the last due time, so that no delay adds up
    if (++beat->count < BEATS)
        timer_set(beat->next);
    else
        timer_stop();
}

// Counts BEATS interrupts on the calling hart. @return how often it woke up.
static int keep_time(void *arg)
{
    (void)arg;
    struct beat *beat = &beats[hart_id()];
    int wakes = 0;

    beat->next = timer_now() + PERIOD;
    timer_set(beat->next);
    irq_enable(IRQ_TIMER);
    while (beat->count < BEATS) {   // tested with interrupts off: none comes between test and wfi
        irq_wait();
        irq_on();                   // the handler runs here
        irq_save();
        wakes++;
    }
    irq_disable(IRQ_TIMER);
    return wakes;
}

int main(void)
{
    uint64_t start = timer_now();
    int wakes[HART_MAX] = { 0 };

    irq_handle(IRQ_TIMER, on_timer);
    bool two = hart_start(1, keep_time, NULL) == HART_OK;
    wakes[0] = keep_time(NULL);
    if (two)
        hart_join(1, &wakes[1]);
    uint32_t ticks = (uint32_t)(timer_now() - start);

    bool good = ticks >= BEATS * PERIOD;
    for (unsigned hart = 0; hart < hart_count(); hart++) {
        printf("hart %u: %u interrupts, woke %d times\n", hart, beats[hart].count, wakes[hart]);
        good = good && beats[hart].count == BEATS;
    }
    printf("%lu ticks of %u Hz\n%s\n", (unsigned long)ticks, TIMER_HZ, good ? "PASS" : "FAIL");
    return good ? 0 : 1;
}

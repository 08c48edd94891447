// sleeping_owner.c - a hart in wfi still gives up its dirty lines and drains its store buffer: what it stored right
// before falling asleep is seen, and what is stored meanwhile it sees. Spec: design section 3 (wfi). Harts: 2.
// limit: 200000
#include "smp/pair.h"
#include "twin/irq.h"

#define ROUNDS 60u

static volatile uint32_t data[6][16] LINE;
static volatile uint32_t asleep LINE;
static volatile uint32_t awake LINE;

static int sleeper(void *arg)
{
    (void)arg;
    irq_enable(IRQ_SOFTWARE);                       // wakes, is not taken: interrupts are off
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        for (unsigned k = 0; k < 6; k++)
            put(&data[k][k], i);
        fence_w_w();
        __asm__ volatile("sw %0, 0(%1)\n wfi" : : "r"(i), "r"(&asleep) : "memory");
        while ((csr_read(mip) & 1u << IRQ_SOFTWARE) == 0)
            irq_wait();
        hart_interrupt_clear(1);
        for (unsigned k = 0; k < 6; k++)
            CHECK_EQ(get(&data[k][k + 1]), i * 3);
        put(&awake, i);
    }
    irq_disable(IRQ_SOFTWARE);
    return 0;
}

static int waker(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        while (get(&asleep) != i) {}
        fence_r_r();
        delay(i);                                   // sometimes it sleeps by now, sometimes not
        for (unsigned k = 0; k < 6; k++) {
            CHECK_EQ(get(&data[k][k]), i);
            put(&data[k][k + 1], i * 3);
        }
        hart_interrupt(1);
        while (get(&awake) != i) {}
    }
    return 0;
}

int main(void)
{
    pair(waker, sleeper);
    return 0;
}

// ipi_ping_pong.c - harts ring each other's msip: by handlers with interrupts on, and by wfi with them off; no ring is
// lost. Spec: SiFive CLINT; privileged 3.3.3. Harts: 2.
// limit: 300000
#include "smp/pair.h"
#include "twin/irq.h"

#define ROUNDS 60u

static volatile uint32_t rings[2][16] LINE;
static volatile uint32_t ready LINE;

static void on_ring(void)
{
    unsigned me = hart_id();
    hart_interrupt_clear(me);
    put(&rings[me][0], get(&rings[me][0]) + 1);
    if (get(&rings[me][0]) < ROUNDS || me == 1)
        hart_interrupt(1 - me);
}

static int by_handler(void *arg)
{
    (void)arg;
    unsigned me = hart_id();
    irq_handle(IRQ_SOFTWARE, on_ring);
    irq_enable(IRQ_SOFTWARE);
    irq_on();
    meet();
    if (me == 0)
        hart_interrupt(1);
    while (get(&rings[me][0]) < ROUNDS) {}
    irq_save();
    irq_disable(IRQ_SOFTWARE);
    return 0;
}

static int by_wfi(void *arg)
{
    (void)arg;
    unsigned me = hart_id();
    irq_enable(IRQ_SOFTWARE);
    meet();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (me == 0)
            hart_interrupt(1);
        while ((csr_read(mip) & 1u << IRQ_SOFTWARE) == 0)
            irq_wait();
        hart_interrupt_clear(me);
        put(&rings[me][0], get(&rings[me][0]) + 1);
        CHECK(get(&rings[1][0]) >= get(&rings[0][0]) || me == 1);
        if (me == 1)
            hart_interrupt(0);
    }
    irq_disable(IRQ_SOFTWARE);
    return 0;
}

int main(void)
{
    pair(by_handler, by_handler);
    CHECK_EQ(rings[0][0], ROUNDS);
    CHECK_EQ(rings[1][0], ROUNDS);
    rings[0][0] = rings[1][0] = 0;
    pair(by_wfi, by_wfi);
    CHECK_EQ(rings[0][0], ROUNDS);
    CHECK_EQ(rings[1][0], ROUNDS);
    return 0;
}

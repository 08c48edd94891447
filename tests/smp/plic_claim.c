// plic_claim.c - two harts race for one interrupt source: exactly one claims it each time, by polling and from handlers.
// Spec: PLIC 1.0.0, chapters 7 to 9. Harts: 2.
// limit: 400000
#include "smp/pair.h"
#include "twin/irq.h"

#define SOURCE 10u                      // the UART, which asks for characters
#define ROUNDS 100u

static volatile uint32_t *const plic = (volatile uint32_t *)0x0c000000;
static volatile uint8_t *const uart_ier = (volatile uint8_t *)0x10000001;
#define PENDING   plic[0x1000 / 4]
#define ENABLE(h) plic[(0x2000 + 0x100 * (h)) / 4]
#define CLAIM(h)  plic[(0x200004 + 0x2000 * (h)) / 4]

static volatile uint32_t got[2][16] LINE;
static volatile uint32_t served LINE;

static int by_polling(void *arg)
{
    unsigned me = hart_id();
    uint32_t state = 7 + me, wins = 0;
    (void)arg;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (me == 0) {
            *uart_ier = 2;
            while ((PENDING & 1u << SOURCE) == 0) {}
        }
        meet();
        delay(random_next(&state) % 4);
        uint32_t id = CLAIM(me);
        put(&got[me][0], id);
        meet();
        CHECK_EQ(get(&got[0][0]) + get(&got[1][0]), SOURCE);
        if (id != 0) {
            wins++;
            *uart_ier = 0;
            CLAIM(me) = id;
        }
        meet();
    }
    put(&got[me][0], wins);
    return 0;
}

static void on_external(void)
{
    unsigned me = hart_id();
    uint32_t id = CLAIM(me);            // 0: the other one was faster
    if (id == 0)
        return;
    CHECK_EQ(id, SOURCE);
    *uart_ier = 0;
    put(&got[me][0], get(&got[me][0]) + 1);
    CLAIM(me) = id;
    put(&served, get(&served) + 1);
}

static int by_handler(void *arg)
{
    unsigned me = hart_id();
    uint32_t state = 9;
    (void)arg;
    put(&got[me][0], 0);
    irq_handle(IRQ_EXTERNAL, on_external);
    irq_enable(IRQ_EXTERNAL);
    irq_on();
    meet();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (me == 0) {
            delay(random_next(&state) % 16);
            *uart_ier = 2;
        }
        while (get(&served) == i) {}
    }
    irq_save();
    irq_disable(IRQ_EXTERNAL);
    return 0;
}

int main(void)
{
    plic[SOURCE] = 1;
    ENABLE(0) = ENABLE(1) = 1u << SOURCE;
    pair(by_polling, by_polling);
    CHECK_EQ(got[0][0] + got[1][0], ROUNDS);
    pair(by_handler, by_handler);
    CHECK_EQ(got[0][0] + got[1][0], ROUNDS);
    CHECK_EQ(PENDING & 1u << SOURCE, 0);
    return 0;
}

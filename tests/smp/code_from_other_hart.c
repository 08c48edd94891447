// code_from_other_hart.c - code that one hart writes runs on the other after fence.i, told by a flag and by an
// interrupt; each time it is the newest. Spec: Zifencei; unprivileged 3. Harts: 2.
// limit: 300000
#include "smp/pair.h"
#include "twin/irq.h"

#define ROUNDS 80u

static volatile uint32_t code[2][16] LINE;      // li a0, n; ret
static volatile uint32_t told LINE, ran LINE;
static volatile uint32_t rung LINE;

static void write_code(volatile uint32_t *to, uint32_t n)
{
    put(&to[0], 0x00000513u | n << 20);         // addi a0, x0, n
    put(&to[1], 0x00008067u);                   // ret
}

static uint32_t call(volatile uint32_t *at) { return ((uint32_t (*)(void))at)(); }

static int author(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        write_code(code[0], i);
        fence_w_w();
        put(&told, i);
        while (get(&ran) != i) {}
    }
    return 0;
}

static int runner(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        while (get(&told) != i) {}
        fence_r_r();
        fence_i();
        CHECK_EQ(call(code[0]), i);
        put(&ran, i);
    }
    return 0;
}

static void on_ring(void)
{
    hart_interrupt_clear(hart_id());
    fence_i();
    put(&rung, call(code[1]));
}

static int ringer(void *arg)
{
    (void)arg;
    while (get(&ran) == 0) {}                   // the other one listens
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        write_code(code[1], 100 + i);
        hart_interrupt(0);                      // orders the stores before it
        while (get(&rung) != 100 + i) {}        // anything else never comes: the limit ends it
    }
    return 0;
}

static int listener(void *arg)
{
    (void)arg;
    irq_handle(IRQ_SOFTWARE, on_ring);
    irq_enable(IRQ_SOFTWARE);
    irq_on();
    put(&ran, 1);
    while (get(&rung) != 100 + ROUNDS) {}
    irq_save();
    return 0;
}

int main(void)
{
    pair(runner, author);
    told = ran = 0;
    pair(author, runner);
    ran = 0;
    pair(listener, ringer);
    return 0;
}

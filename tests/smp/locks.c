// locks.c - spin lock, ticket lock and an LR/SC lock each keep two harts out of each other's sections.
// Spec: RVWMO A.5. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 150u

static struct spin_lock spin LINE;
static struct ticket_lock ticket LINE;
static volatile uint32_t reserved LINE;
static volatile uint32_t guarded[3][3][16] LINE;        // lock, three lines

static void section(unsigned which)
{
    volatile uint32_t (*line)[16] = guarded[which];
    uint32_t a = get(&line[0][0]), b = get(&line[1][0]), c = get(&line[2][5]);
    CHECK_EQ(a, b);
    CHECK_EQ(a, c);
    put(&line[2][5], c + 1);
    put(&line[0][0], a + 1);
    put(&line[1][0], b + 1);
}

static int run(void *arg)
{
    (void)arg;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        spin_lock(&spin);
        section(0);
        spin_unlock(&spin);

        ticket_lock(&ticket);
        section(1);
        ticket_unlock(&ticket);

        uint32_t busy;
        __asm__ volatile("0: lr.w.aq %0, (%1)\n bnez %0, 0b\n sc.w %0, %2, (%1)\n bnez %0, 0b"
                         : "=&r"(busy) : "r"(&reserved), "r"(1) : "memory");
        section(2);
        __asm__ volatile("amoswap.w.rl x0, x0, (%0)" : : "r"(&reserved) : "memory");
    }
    return 0;
}

int main(void)
{
    pair(run, run);
    for (unsigned lock = 0; lock < 3; lock++)
        CHECK_EQ(guarded[lock][0][0], 2 * ROUNDS);
    return 0;
}

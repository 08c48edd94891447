// lr_hold_is_bounded.c - a hart that only ever executes LR does not keep the line from the other's stores, loads and
// atomics; nor do the other's stores to the line keep a constrained loop from its end.
// Spec: docs/coherence.md P1. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 300u

static volatile uint32_t line[8] LINE;
static volatile uint32_t ended LINE;

static int reserver(void *arg)
{
    (void)arg;
    while (!get(&ended)) {
        uint32_t v;
        __asm__ volatile("lr.w %0, (%1)\n lr.w %0, (%1)\n lr.w %0, (%1)" : "=&r"(v) : "r"(&line[0]) : "memory");
    }
    return 0;
}

static int user(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        put(&line[1], i);
        CHECK_EQ(get(&line[1]), i);
        __asm__ volatile("amoadd.w x0, %0, (%1)" : : "r"(2), "r"(&line[0]) : "memory");
        put(&line[2], i);
    }
    put(&ended, 1);
    return 0;
}

static int storer(void *arg)
{
    (void)arg;
    for (uint32_t i = 0; !get(&ended); i++) {
        put(&line[1], i);
        put(&line[2], i);
    }
    return 0;
}

static int looper(void *arg)
{
    (void)arg;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t v, failed;
        __asm__ volatile("0: lr.w %0, (%2)\n addi %0, %0, 1\n sc.w %1, %0, (%2)\n bnez %1, 0b"
                         : "=&r"(v), "=&r"(failed) : "r"(&line[0]) : "memory");
    }
    put(&ended, 1);
    return 0;
}

int main(void)
{
    pair(user, reserver);
    CHECK_EQ(line[0], 2 * ROUNDS);
    ended = 0;
    pair(storer, looper);
    CHECK_EQ(line[0], 3 * ROUNDS);
    return 0;
}

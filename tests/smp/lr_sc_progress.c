// lr_sc_progress.c - constrained LR/SC loops of both harts on one word all finish, and neither starves: no SC fails
// 64 times in a row. Spec: unprivileged 8.3; docs/coherence.md P1. Harts: 2.
// limit: 300000
// qemu: no (nothing bounds its retries)
#include "smp/pair.h"

#define ROUNDS 1000u

static volatile uint32_t counter LINE;
static volatile uint32_t neighbour[8] LINE;     // a line with two words, one a hart

static int increment(volatile uint32_t *word, volatile uint32_t *noise)
{
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t v, failed, turns = 0;
        do {
            __asm__ volatile("lr.w %0, (%2)\n addi %0, %0, 1\n sc.w %1, %0, (%2)"
                             : "=&r"(v), "=&r"(failed) : "r"(word) : "memory");
            turns++;
        } while (failed);
        CHECK(turns < 64);
        if (noise != NULL)
            put(noise, i);
    }
    return 0;
}

static int shared(void *arg) { (void)arg; return increment(&counter, NULL); }
static int first(void *arg) { (void)arg; return increment(&neighbour[0], &neighbour[2]); }
static int second(void *arg) { (void)arg; return increment(&neighbour[1], &neighbour[3]); }

int main(void)
{
    pair(shared, shared);
    CHECK_EQ(counter, 2 * ROUNDS);
    pair(first, second);
    CHECK_EQ(neighbour[0], ROUNDS);
    CHECK_EQ(neighbour[1], ROUNDS);
    return 0;
}

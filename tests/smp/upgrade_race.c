// upgrade_race.c - both harts hold a line shared and store to it in the same moment: both stores are kept, whoever
// comes first. Spec: BusUpgr that lost its copy becomes BusRdX (docs/coherence.md). Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 300u

static volatile uint32_t line[8] LINE;

static int run(unsigned me)
{
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        CHECK_EQ(get(&line[0]), i - 1);         // the line is shared from here on
        CHECK_EQ(get(&line[1]), i - 1);
        meet();
        if (i & 1 & me)
            __asm__ volatile("nop; nop; nop");
        put(&line[me], i);
        if ((i & 6) == 6)                       // and an atomic on what the other may just take
            __asm__ volatile("amoadd.w x0, %0, (%1)" : : "r"(1), "r"(&line[2]) : "memory");
        meet();
    }
    return 0;
}

static int zero(void *arg) { (void)arg; return run(0); }
static int one(void *arg) { (void)arg; return run(1); }

int main(void)
{
    pair(zero, one);
    CHECK_EQ(line[0], ROUNDS);
    CHECK_EQ(line[1], ROUNDS);
    uint32_t atomics = 0;
    for (uint32_t i = 1; i <= ROUNDS; i++)
        atomics += (i & 6) == 6;
    CHECK_EQ(line[2], 2 * atomics);
    return 0;
}

// load_buffering.c - two harts that each load and then store to what the other loads never both see the other's
// store: with a fence by RVWMO, without one because this machine is TSO. Spec: RVWMO; LB. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 400u

static volatile uint32_t x LINE, y LINE;
static volatile uint32_t saw[2][16] LINE;

static int run(volatile uint32_t *mine, const volatile uint32_t *theirs, unsigned me)
{
    uint32_t random = me + 7;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        meet();
        delay(random_next(&random) & 7);
        uint32_t v = get(theirs);
        if (i & 1)
            __asm__ volatile("fence r, w" : : : "memory");
        put(mine, i);
        saw[me][0] = v;
        meet();
        if (me == 0)
            CHECK(saw[0][0] != i || saw[1][0] != i);
    }
    return 0;
}

static int zero(void *arg) { (void)arg; return run(&x, &y, 0); }
static int one(void *arg) { (void)arg; return run(&y, &x, 1); }

int main(void)
{
    pair(zero, one);
    return 0;
}

// store_buffering.c - two harts that each store, fence w,r or rw,rw and then load the other's word never both miss the
// other's store. Spec: RVWMO; SB. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 250u                 // of each fence

static volatile uint32_t x LINE, y LINE;
static volatile uint32_t saw[2][16] LINE;

// Each fence in rounds of its own, so that the branch to it is predicted and the load follows the store closely.
static int run(volatile uint32_t *mine, const volatile uint32_t *theirs, unsigned me)
{
    uint32_t random = me + 1, i = 0;
    for (unsigned fence = 0; fence < 3; fence++)
        for (unsigned round = 0; round < ROUNDS; round++) {
            i++;
            (void)get(theirs);                  // so that the load hits, and would pass the store if it could
            meet();
            delay(random_next(&random) & 31);
            put(mine, i);
            if (fence == 0)
                fence_w_r();
            else if (fence == 1)
                fence_rw_rw();
            else
                __asm__ volatile("fence iorw, iorw" : : : "memory");
            saw[me][0] = get(theirs);
            meet();
            if (me == 0)
                CHECK(saw[0][0] == i || saw[1][0] == i);
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

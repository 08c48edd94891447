// store_buffering_seen.c - without a fence between them a load passes the store before it: both harts can miss the
// other's store, and the machine shows it, also with fences that do not order a store before a load.
// Spec: RVWMO; SB; docs/coherence.md section 6. Harts: 2.
// limit: 3000000
// qemu: no (what the host shows is the host's)
// reference: no (the model is sequentially consistent)
#include "smp/pair.h"

#define ROUNDS 2048u                // of each fence, at most; they end when it has been seen

static volatile uint32_t x LINE, y LINE;
static volatile uint32_t saw[2][16] LINE;
static volatile uint32_t seen[4] LINE;

// Each fence in rounds of its own, so that the branch to it is predicted and the load follows the store closely.
static int run(volatile uint32_t *mine, const volatile uint32_t *theirs, unsigned me)
{
    uint32_t random = me + 1, i = 0;
    for (unsigned fence = 0; fence < 4; fence++)
        for (unsigned round = 0; round < ROUNDS && seen[fence] == 0; round++) {
            i++;
            (void)get(theirs);                  // so that the load hits, and the store has to ask
            meet();
            delay(random_next(&random) & 31);   // either hart later, by every distance
            put(mine, i);
            switch (fence) {
            case 0: break;
            case 1: fence_w_w(); break;
            case 2: fence_r_r(); break;
            default: __asm__ volatile("fence.tso" : : : "memory"); break;
            }
            saw[me][0] = get(theirs);
            meet();
            if (me == 0 && saw[0][0] != i && saw[1][0] != i)
                seen[fence] = round + 1;
            meet();
        }
    return 0;
}

static int zero(void *arg) { (void)arg; return run(&x, &y, 0); }
static int one(void *arg) { (void)arg; return run(&y, &x, 1); }

int main(void)
{
    pair(zero, one);
    printf("seen in round: no fence %lu, fence w,w %lu, r,r %lu, tso %lu\n", (unsigned long)seen[0], (unsigned long)seen[1],
           (unsigned long)seen[2], (unsigned long)seen[3]);
    for (unsigned i = 0; i < 4; i++)
        CHECK(seen[i] > 0);
    return 0;
}

// misaligned_neighbours.c - each hart stores misaligned words that lie across lines both use; every byte ends as its
// one writer left it, and single bytes are never torn. Spec: design section 3 (misaligned). Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 120u

static volatile uint8_t area[256] LINE;

/** From each place eight bytes: the first four are hart 0's, the others hart 1's. */
static int run(unsigned me)
{
    for (uint32_t i = 1; i <= ROUNDS; i++)
        for (unsigned k = 0; k < 240; k += 24) {
            volatile uint8_t *p = &area[k + 5 + (me ? 4 : 0) + (k & 8)];
            uint32_t v = i * 0x01010101u, back;
            __asm__ volatile("sw %1, 0(%2)\n lw %0, 0(%2)" : "=&r"(back) : "r"(v), "r"(p) : "memory");
            CHECK_EQ(back, v);
        }
    return 0;
}

static int zero(void *arg) { (void)arg; return run(0); }
static int one(void *arg) { (void)arg; return run(1); }

int main(void)
{
    pair(zero, one);
    for (unsigned k = 0; k < 240; k += 24)
        for (unsigned b = 0; b < 8; b++)
            CHECK_EQ(area[k + 5 + b + (k & 8)], ROUNDS);
    CHECK_EQ(area[0], 0);
    return 0;
}

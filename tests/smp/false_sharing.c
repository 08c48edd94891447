// false_sharing.c - two harts write different words, halves and bytes of the same lines and lose nothing.
// Spec: invariant I7; byte enables. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 400u

static volatile uint32_t words[32] LINE;
static volatile uint16_t halves[32] LINE;
static volatile uint8_t bytes[64] LINE;

static int run(unsigned me)
{
    for (uint32_t i = 0; i < ROUNDS; i++) {
        unsigned at = (i * 2 + me) & 31;
        words[at] += i;
        halves[at] = (uint16_t)(halves[at] + i);
        bytes[at] = (uint8_t)(bytes[at] + 1);
        bytes[at + 32] = (uint8_t)(bytes[at + 32] + 3);
    }
    return 0;
}

static int zero(void *arg) { (void)arg; return run(0); }
static int one(void *arg) { (void)arg; return run(1); }

int main(void)
{
    pair(zero, one);
    for (unsigned at = 0; at < 32; at++) {
        uint32_t sum = 0, times = 0;
        for (uint32_t i = 0; i < ROUNDS; i++)
            if (((i * 2 + (at & 1)) & 31) == at) {
                sum += i;
                times++;
            }
        CHECK_EQ(words[at], sum);
        CHECK_EQ(halves[at], sum & 0xffff);
        CHECK_EQ(bytes[at], times & 0xff);
        CHECK_EQ(bytes[at + 32], 3 * times & 0xff);
    }
    return 0;
}

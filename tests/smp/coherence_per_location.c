// coherence_per_location.c - all harts agree on the order of the stores to one word: reads never go back (CoRR), not
// behind the reader's own store (CoWR), in every access size; racing stores end the same for both (CoWW).
// Spec: RVWMO axioms; invariant I1. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 1500u

static volatile uint32_t word LINE;
static volatile uint32_t race[4] LINE;
static volatile uint32_t ended LINE;
static volatile uint32_t agreed[2][16] LINE;

static int count_up(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        put(&word, i * 0x10001u);               // both halves the same: a torn word shows
        if ((i & 63) == 0)
            delay(i & 31);
    }
    put(&ended, 1);
    return 0;
}

static int watch(void *arg)
{
    (void)arg;
    uint32_t last = 0, done;
    do {
        done = get(&ended);
        uint32_t a, b, c, d;
        __asm__ volatile("lw %0, 0(%4)\n lw %1, 0(%4)\n lhu %2, 2(%4)\n lhu %3, 0(%4)"
                         : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d) : "r"(&word) : "memory");
        CHECK_EQ(a >> 16, a & 0xffff);
        CHECK_EQ(b >> 16, b & 0xffff);
        CHECK((a >> 16) >= last);
        CHECK((b >> 16) >= (a >> 16));
        CHECK(c >= (b >> 16));
        CHECK(d >= c);
        last = d;
    } while (!done);
    CHECK_EQ(get(&word), ROUNDS * 0x10001u);
    return 0;
}

static int racer(unsigned me)
{
    for (uint32_t i = 0; i < 250; i++) {
        meet();
        for (unsigned k = 0; k < 4; k++)
            put(&race[k], i * 2 + me);
        uint32_t mine = get(&race[3]);          // my store or the other's, nothing older
        CHECK(mine == i * 2 || mine == i * 2 + 1);
        meet();
        uint32_t sum = 0;
        for (unsigned k = 0; k < 4; k++)
            sum = sum * 2 + (get(&race[k]) & 1);
        agreed[me][0] = sum;
        meet();
        CHECK_EQ(agreed[0][0], agreed[1][0]);
    }
    return 0;
}

static int zero(void *arg) { (void)arg; return racer(0); }
static int one(void *arg) { (void)arg; return racer(1); }

int main(void)
{
    pair(watch, count_up);
    word = ended = 0;
    pair(count_up, watch);
    pair(zero, one);
    return 0;
}

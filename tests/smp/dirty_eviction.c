// dirty_eviction.c - dirty lines pushed out of a full cache set while the other hart reads and writes them: no store
// is lost, no read goes back. Spec: invariants I2, I4, I7. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define PAGES  7u               // one set, more lines than ways
#define ROUNDS 250u

static struct { _Alignas(4096) volatile uint32_t w[1024]; } page[PAGES];
static volatile uint32_t ended LINE;

static int writer(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++)
        for (unsigned p = 0; p < PAGES; p++)
            put(&page[p].w[p & 3], i);
    put(&ended, 1);
    return 0;
}

static int reader(void *arg)
{
    (void)arg;
    uint32_t last[PAGES] = { 0 }, done;
    uint32_t random = 3;
    do {
        done = get(&ended);
        unsigned p = random_next(&random) % PAGES;
        uint32_t v = get(&page[p].w[p & 3]);
        CHECK(v >= last[p]);
        last[p] = v;
        if ((random & 0x700) == 0)
            put(&page[p].w[4], get(&page[p].w[4]) + 1);     // its own word of the same line
    } while (!done);
    for (unsigned p = 0; p < PAGES; p++)
        CHECK_EQ(get(&page[p].w[p & 3]), ROUNDS);
    return 0;
}

static int both_ways(unsigned me)
{
    for (uint32_t i = 1; i <= 120; i++)
        for (unsigned p = 0; p < PAGES; p++) {
            unsigned q = me ? PAGES - 1 - p : p;
            put(&page[q].w[16 + me], get(&page[q].w[16 + me]) + i);
            __asm__ volatile("amoadd.w x0, %0, (%1)" : : "r"(i), "r"(&page[q].w[18]) : "memory");
        }
    return 0;
}

static int zero(void *arg) { (void)arg; return both_ways(0); }
static int one(void *arg) { (void)arg; return both_ways(1); }

int main(void)
{
    pair(reader, writer);
    for (unsigned p = 0; p < PAGES; p++)
        page[p].w[p & 3] = 0;
    ended = 0;
    pair(writer, reader);
    pair(zero, one);
    for (unsigned p = 0; p < PAGES; p++) {
        CHECK_EQ(page[p].w[16], 120 * 121 / 2);
        CHECK_EQ(page[p].w[17], 120 * 121 / 2);
        CHECK_EQ(page[p].w[18], 120 * 121);
    }
    return 0;
}

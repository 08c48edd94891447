// message_passing.c - data stored before a flag are there when the flag is: with fences, with acquire and release
// AMOs, in one line, in two, and with the data's line under eviction. Spec: RVWMO; MP. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 300u

static struct { _Alignas(4096) volatile uint32_t data[16]; } lines[6];  // all in one cache set
static volatile uint32_t flag LINE;
static volatile uint32_t together[2] LINE;
static volatile uint32_t seen LINE;

static int send_fenced(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        put(&lines[0].data[i & 7], i);
        put(&lines[i % 6].data[8 + (i & 7)], i);
        fence_w_w();
        put(&flag, i);
        delay(i & 15);
        while (get(&seen) + 4 < i) {}           // at most four ahead, so no word is used again
    }
    return 0;
}

static int receive_fenced(void *arg)
{
    (void)arg;
    for (uint32_t last = 0; last < ROUNDS;) {
        uint32_t i = get(&flag);
        fence_r_r();
        if (i == last)
            continue;
        CHECK(i > last);
        CHECK(get(&lines[0].data[i & 7]) >= i);
        CHECK(get(&lines[i % 6].data[8 + (i & 7)]) >= i);
        last = i;
        put(&seen, i);
    }
    return 0;
}

static int send_released(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        uint32_t old;
        put(&together[0], i);
        __asm__ volatile("amoswap.w.rl %0, %1, (%2)" : "=&r"(old) : "r"(i), "r"(&together[1]) : "memory");
        CHECK_EQ(old, i - 1);
        delay(i & 7);
    }
    return 0;
}

static int receive_acquired(void *arg)
{
    (void)arg;
    for (uint32_t i = 0; i < ROUNDS;) {
        __asm__ volatile("lr.w.aq %0, (%1)" : "=r"(i) : "r"(&together[1]) : "memory");
        CHECK(get(&together[0]) >= i);
    }
    return 0;
}

int main(void)
{
    pair(receive_fenced, send_fenced);
    flag = seen = 0;
    for (unsigned i = 0; i < 6; i++)
        for (unsigned j = 0; j < 16; j++)
            lines[i].data[j] = 0;
    pair(send_fenced, receive_fenced);
    pair(receive_acquired, send_released);
    CHECK_EQ(together[0], ROUNDS);
    return 0;
}

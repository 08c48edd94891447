// handoff.c - a flag from hart to hart and back, each in a line of its own: cycles one way.
#include "bench.h"

#define ROUNDS 256u

static struct { _Alignas(LINE_SIZE) volatile uint32_t value; } ping, pong;
static uint32_t cycles;

// Hart 0 raises ping and waits for the same value in pong; hart 1 answers. Plain loads and stores:
// each hart stores only after its own load of the other's value decided the branch before.
static void play(unsigned hart)
{
    uint32_t start = rdcycle();
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        if (hart == 0)
            ping.value = round;
        while ((hart == 0 ? pong.value : ping.value) != round) {}
        if (hart == 1)
            pong.value = round;
    }
    if (hart == 0)
        cycles = rdcycle() - start;
}

int main(void)
{
    if (bench_both("handoff", play) == 0)
        return bench_end();
    if (bench_check("handoff", "rounds", ping.value == ROUNDS && pong.value == ROUNDS))
        bench_ratio("handoff", "one_way", cycles, 2 * ROUNDS, "cycles");
    return bench_end();
}

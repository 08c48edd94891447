// sharing.c - both harts increment, each its own counter: in one line (false sharing), and 64 bytes
// apart. Cycles for a turn of lw, addi, sw, addi, bne.
#include "bench.h"

#define TURNS 20000u

static struct { _Alignas(LINE_SIZE) uint32_t value[2]; } near;
static struct { _Alignas(LINE_SIZE) uint32_t value; } far[2];

static void increment(uint32_t *counter)
{
    uint32_t turns = TURNS, value;
    __asm__ volatile(
        "1: lw   %0, 0(%2)\n"
        "   addi %0, %0, 1\n"
        "   sw   %0, 0(%2)\n"
        "   addi %1, %1, -1\n"
        "   bnez %1, 1b\n"
        : "=&r"(value), "+&r"(turns) : "r"(counter) : "memory");
}

static void falsely_shared(unsigned hart) { increment(&near.value[hart]); }
static void padded(unsigned hart)         { increment(&far[hart].value); }

int main(void)
{
    uint32_t shared_cycles = bench_both("sharing", falsely_shared);
    if (shared_cycles == 0)
        return bench_end();
    uint32_t padded_cycles = bench_both("sharing", padded);

    if (bench_check("sharing", "falsely shared", near.value[0] == TURNS && near.value[1] == TURNS))
        bench_ratio("sharing", "falsely_shared", shared_cycles, TURNS, "cycles/turn");
    if (bench_check("sharing", "padded", far[0].value == TURNS && far[1].value == TURNS))
        bench_ratio("sharing", "padded", padded_cycles, TURNS, "cycles/turn");
    return bench_end();
}

// divmul.c - latency of multiply and divide: chains of 32 in which each needs the one before.
#include "bench.h"

#define CHAIN 32u
#define TURNS 32u

// A function that runs the instruction TURNS * CHAIN times, x = x op y.
#define CHAIN_OF(name, instruction) \
    static uint32_t name(uint32_t x, uint32_t y) \
    { \
        uint32_t turns = TURNS; \
        __asm__ volatile( \
            "1: .rept 32\n" \
            "   " instruction " %0, %0, %2\n" \
            "   .endr\n" \
            "   addi %1, %1, -1\n" \
            "   bnez %1, 1b\n" \
            : "+&r"(x), "+&r"(turns) : "r"(y)); \
        return x; \
    }

CHAIN_OF(mul, "mul")
CHAIN_OF(mulhu, "mulhu")
CHAIN_OF(divu, "divu")
CHAIN_OF(div, "div")
CHAIN_OF(remu, "remu")

// The same chains without the instructions they test. mulhu by 2^32 - 1 loses exactly 1 a step
// while x is not 0.
static uint32_t power(uint32_t x, uint32_t y)
{
    for (unsigned i = 0; i < TURNS * CHAIN; i++) {
        uint32_t product = 0;
        for (unsigned bit = 0; bit < 32; bit++)
            product += (y >> bit & 1) != 0 ? x << bit : 0;
        x = product;
    }
    return x;
}

static void measure(const char *figure, uint32_t (*chain)(uint32_t, uint32_t), uint32_t x,
                    uint32_t y, uint32_t expect)
{
    chain(x, y);                    // warm: the code
    uint32_t start = rdcycle();
    uint32_t result = chain(x, y);
    uint32_t cycles = rdcycle() - start;
    if (bench_check("divmul", figure, result == expect))
        bench_ratio("divmul", figure, cycles, TURNS * CHAIN, "cycles/op");
}

int main(void)
{
    uint32_t last = UINT32_MAX;     // -1 as a signed number

    measure("mul", mul, 12345, 0x08088405, power(12345, 0x08088405));
    measure("mulhu", mulhu, 0xfedcba98, last, 0xfedcba98 - TURNS * CHAIN);
    measure("divu_by_1", divu, 0xfedcba98, 1, 0xfedcba98);      // quotient of 32 bits
    measure("divu_small", divu, 7, 1, 7);                       // quotient of 3 bits
    measure("divu_zero", divu, 7, 0, last);                     // by zero: all ones
    measure("div_by_minus_1", div, 0x12345678, last, 0x12345678);
    measure("remu", remu, 1000000007, 0xfedcba98, 1000000007);  // quotient 0
    return bench_end();
}

// instruction_cycles.c - what each instruction costs, caches warm: the table of docs/ref/hart.md but its
// rows of mispredict, taken branch, miss, fence.i and traps.
// Spec: docs/ref/hart.md, Cycles. Harts: 1.
// limit: 200000
// run: --memory-latency=10
// qemu: no (QEMU's counters follow the host's clock)
// reference: no (the model's cycle is a turn of both harts)
#include "env/check.h"

#define COPIES 32u

static _Alignas(64) uint32_t words[64];

// Cycles of 32 copies of an instruction group; t1 and t2 are free for it, a and b are its operands. Twice, the
// second time with the code and data in the caches. A CSR read waits until all before it has left the pipeline.
#define CYCLES(group, a, b) __extension__({ uint32_t from_, to_; \
    __asm__ volatile( \
        "li t0, 2\n" \
        ".balign 8\n" \
        "2: fence\n" \
        "csrr %0, mcycle\n" \
        ".rept 32\n" group "\n.endr\n" \
        "csrr %1, mcycle\n" \
        "addi t0, t0, -1\n" \
        "bnez t0, 2b\n" \
        : "=&r"(from_), "=&r"(to_) : "r"(a), "r"(b) : "t0", "t1", "t2", "memory"); \
    to_ - from_; })

static uint32_t empty;      // of two CSR reads with nothing between

// The cost of one copy. Filling and emptying the pipeline is part of every measurement and may add or
// hide some cycles, not 16: rounded to the nearest.
static uint32_t cost(uint32_t cycles)
{
    return (cycles - empty + COPIES / 2) / COPIES;
}

#define CHECK_COST(group, a, b, want) CHECK_EQ(cost(CYCLES(group, a, b)), want)

static void arithmetic(void)
{
    CHECK_COST("add t1, %2, %3", 1, 2, 1);
    CHECK_COST("add t1, t1, %3", 1, 2, 1);                     // each needs the one before
    CHECK_COST("sh2add t1, %2, %3", 1, 2, 1);
    CHECK_COST("cpop t1, %2", 1, 2, 1);
    CHECK_COST(".option push\n.option arch, +zbs\nbset t1, %2, %3\n.option pop", 1, 2, 1);
    CHECK_COST("c.addi t1, 1", 1, 2, 1);
    CHECK_COST("mul t1, %2, %3", 3, 5, 1);
    CHECK_COST("mul t1, t1, %3", 3, 5, 2);                     // its result comes a cycle late
    CHECK_COST("bne %2, %2, 1f\n1:", 1, 2, 1);
    CHECK_COST("div t1, %2, %3", 0x12345678, 1, 2 + 1 + 4 * 8);
    CHECK_COST("divu t1, %2, %3", 0x123, 1, 2 + 2 + 4 * 3);
    CHECK_COST("divu t1, %2, %3", 0x7, 1, 2 + 3 + 4 * 1);
    CHECK_COST("divu t1, %2, %3", 0x7, 0, 3);
    CHECK_COST("divu t1, %2, %3", 0x7, 8, 3);
}

static void memory(void)
{
    words[0] = 1;
    CHECK_COST("lw t1, 0(%2)", words, 0, 1);
    CHECK_COST("lw t1, 0(%2)\naddi t2, t1, 1", words, 0, 3);   // load-to-use: one bubble
    CHECK_COST("sw %3, 0(%2)", words, 2, 1);
    CHECK_COST("sw %3, 0(%2)\nlw t1, 0(%2)", words, 2, 1 + 2);
    CHECK_COST("lh t1, 1(%2)", words, 0, 5);
    CHECK_COST("lw t1, 1(%2)", words, 0, 7);                   // in two words, by offset
    CHECK_COST("lw t1, 2(%2)", words, 0, 8);
    CHECK_COST("lw t1, 3(%2)", words, 0, 9);
    CHECK_COST("sh %3, 1(%2)", words, 2, 1);
    CHECK_COST("sw %3, 2(%2)", words, 2, 2);
    CHECK_COST("amoadd.w t1, %3, (%2)", words, 2, 4);          // to the word of the one before
    CHECK_COST("amoadd.w t1, %3, (%2)\nnop\nnop\nnop", words, 2, 2 + 3);
    CHECK_COST("sc.w t1, %3, (%2)", words, 2, 3);              // none is reserved
    CHECK_COST("lr.w t1, (%2)\nsc.w t2, %3, (%2)", words, 2, 3 + 4);
}

static void devices(void)
{
    CHECK_COST("lw t1, 0(%2)", 0x0200bff8, 0, 5);              // mtime
    CHECK_COST("sw x0, 0(%2)", 0x02000000, 0, 5);              // msip of hart 0
    CHECK_COST("lbu t1, 5(%2)", 0x10000000, 0, 5);             // LSR
    CHECK_COST("lw t1, 0(%2)", 0x1000, 0, 6);                  // boot ROM
}

static void system_instructions(void)
{
    CHECK_COST("fence rw, rw", 0, 0, 1);                       // nothing to wait for
    CHECK_COST("fence r, rw", 0, 0, 1);
    CHECK_COST("fence.tso", 0, 0, 1);
    uint32_t csr = cost(CYCLES("csrr t1, mscratch", 0, 0));
    CHECK(csr >= 4 && csr <= 7);
}

int main(void)
{
    empty = CYCLES(".if 0\nnop\n.endif", 0, 0);
    arithmetic();
    memory();
    devices();
    system_instructions();
    return 0;
}

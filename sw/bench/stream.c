// stream.c - bytes a cycle through memory far larger than a cache: write and read 256 KiB, copy
// 128 KiB. The loops are assembly, eight words a turn, so that every compiler measures the same:
// write is 8 sw, read is 8 lw and one xor, copy is 8 lw and 8 sw.
#include "bench.h"

#define WORDS   65536u          // 256 KiB
#define HALF    (WORDS / 2)
#define PATTERN 0x5a17c3e1u

static uint32_t memory[WORDS] __attribute__((aligned(LINE_SIZE), section(".noinit")));

static void write_all(uint32_t *to, const uint32_t *end, uint32_t value)
{
    __asm__ volatile(
        "1: sw %2,  0(%0); sw %2,  4(%0); sw %2,  8(%0); sw %2, 12(%0)\n"
        "   sw %2, 16(%0); sw %2, 20(%0); sw %2, 24(%0); sw %2, 28(%0)\n"
        "   addi %0, %0, 32\n"
        "   bne %0, %1, 1b\n"
        : "+&r"(to) : "r"(end), "r"(value) : "memory");
}

// @return the xor of the last word of each eight.
static uint32_t read_all(const uint32_t *from, const uint32_t *end)
{
    uint32_t check = 0;
    __asm__ volatile(
        "1: lw t0,  0(%0); lw t1,  4(%0); lw t2,  8(%0); lw t3, 12(%0)\n"
        "   lw t4, 16(%0); lw t5, 20(%0); lw t6, 24(%0); lw a7, 28(%0)\n"
        "   addi %0, %0, 32\n"
        "   xor %1, %1, a7\n"
        "   bne %0, %2, 1b\n"
        : "+&r"(from), "+&r"(check) : "r"(end)
        : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a7", "memory");
    return check;
}

static void copy_all(uint32_t *to, const uint32_t *from, const uint32_t *end)
{
    __asm__ volatile(
        "1: lw t0,  0(%1); lw t1,  4(%1); lw t2,  8(%1); lw t3, 12(%1)\n"
        "   lw t4, 16(%1); lw t5, 20(%1); lw t6, 24(%1); lw a7, 28(%1)\n"
        "   sw t0,  0(%0); sw t1,  4(%0); sw t2,  8(%0); sw t3, 12(%0)\n"
        "   sw t4, 16(%0); sw t5, 20(%0); sw t6, 24(%0); sw a7, 28(%0)\n"
        "   addi %1, %1, 32\n"
        "   addi %0, %0, 32\n"
        "   bne %1, %2, 1b\n"
        : "+&r"(to), "+&r"(from) : "r"(end)
        : "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a7", "memory");
}

int main(void)
{
    uint32_t *end = memory + WORDS, *half = memory + HALF;

    uint32_t start = rdcycle();
    write_all(memory, end, PATTERN);
    uint32_t write_cycles = rdcycle() - start;

    for (unsigned i = 7; i < WORDS; i += 16)        // mark every line, in a word that read_all uses
        memory[i] = i;
    uint32_t expect = 0;
    for (unsigned i = 7; i < WORDS; i += 8)
        expect ^= i % 16 == 7 ? i : PATTERN;

    start = rdcycle();
    uint32_t check = read_all(memory, end);
    uint32_t read_cycles = rdcycle() - start;

    start = rdcycle();
    copy_all(half, memory, half);
    uint32_t copy_cycles = rdcycle() - start;

    uint32_t wrong = 0;
    for (unsigned i = 0; i < HALF; i++)
        wrong |= half[i] ^ (i % 16 == 7 ? i : PATTERN);

    if (bench_check("stream", "read", check == expect)) {
        bench_ratio("stream", "read", 4 * WORDS, read_cycles, "bytes/cycle");
        bench_ratio("stream", "write", 4 * WORDS, write_cycles, "bytes/cycle");
    }
    if (bench_check("stream", "copy", wrong == 0))
        bench_ratio("stream", "copy", 4 * HALF, copy_cycles, "bytes/cycle");
    return bench_end();
}

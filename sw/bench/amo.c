// amo.c - amoadd.w, sixteen in a row: one hart alone, then both on one word until it reaches a
// limit, with the share each got.
#include "bench.h"

#define UNROLL     16u
#define ALONE      4096u    // additions
#define CONTENDED  8192u

static struct { _Alignas(LINE_SIZE) uint32_t value; } word;
static struct { _Alignas(LINE_SIZE) uint32_t value; } done[2];      // additions of each hart

// Adds 1 sixteen times. @return the value before the last addition.
static uint32_t add16(uint32_t *to)
{
    uint32_t old, one = 1;
    __asm__ volatile(
        ".rept 16\n"
        "   amoadd.w %0, %1, (%2)\n"
        ".endr\n"
        : "=&r"(old) : "r"(one), "r"(to) : "memory");
    return old;
}

static void add_to_limit(unsigned hart)
{
    uint32_t mine = 0, old;
    do {
        old = add16(&word.value);
        mine += UNROLL;
    } while (old < CONTENDED);
    done[hart].value = mine;
}

int main(void)
{
    add16(&word.value);     // warm
    word.value = 0;
    uint32_t start = rdcycle();
    while (add16(&word.value) < ALONE - UNROLL) {}
    uint32_t alone = rdcycle() - start;
    if (bench_check("amo", "alone", word.value == ALONE))
        bench_ratio("amo", "uncontended", alone, ALONE, "cycles/op");

    word.value = 0;
    uint32_t both = bench_both("amo", add_to_limit);
    if (both == 0)
        return bench_end();
    uint32_t total = done[0].value + done[1].value;
    if (bench_check("amo", "contended", word.value == total)) {
        bench_ratio("amo", "contended", both, total, "cycles/op");
        bench_ratio("amo", "share_hart0", done[0].value * 100, total, "percent");
        bench_ratio("amo", "share_hart1", done[1].value * 100, total, "percent");
    }
    return bench_end();
}

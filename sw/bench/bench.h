// bench.h - what the benchmarks share: rows, checks, and running one function on both harts.
//
// A row is `BENCH <name> <figure> <value> <unit>`, value an integer or a number with two decimals.
// All measured parts run without printing. A wrong result gives no row but a line with WRONG, and
// exit code 1 from bench_end().
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "twin/cycles.h"
#include "twin/hart.h"
#include "twin/lock.h"

static bool bench_wrong;

/** Note that a result is wrong. @return good, for `if (bench_check(...))`. */
static inline bool bench_check(const char *name, const char *what, bool good)
{
    if (!good)
        printf("%s: %s: WRONG\n", name, what);
    bench_wrong = bench_wrong || !good;
    return good;
}

/** main()'s value. */
static inline int bench_end(void)
{
    return bench_wrong ? 1 : 0;
}

/** A row with an integer. */
static inline void bench_row(const char *name, const char *figure, uint32_t value, const char *unit)
{
    printf("BENCH %s %s %lu %s\n", name, figure, (unsigned long)value, unit);
}

/** A row with above / below in two decimals, rounded down; below is not 0. */
static inline void bench_ratio(const char *name, const char *figure, uint32_t above, uint32_t below,
                               const char *unit)
{
    uint32_t hundredths = (uint32_t)((uint64_t)above * 100 / below);
    printf("BENCH %s %s %lu.%02lu %s\n", name, figure, (unsigned long)(hundredths / 100),
           (unsigned long)(hundredths % 100), unit);
}

/** Rows of a kernel on one hart: cycles and instructions an iteration, and CPI. One iteration runs
 * first to fill caches and predictors; each iteration must return expect. */
static inline void bench_kernel(const char *name, uint32_t (*kernel)(void), uint32_t expect,
                                unsigned iterations)
{
    uint32_t result = kernel();
    if (!bench_check(name, "first iteration", result == expect))
        printf("  got %#lx, not %#lx\n", (unsigned long)result, (unsigned long)expect);

    bool good = true;
    uint32_t cycles = rdcycle(), instructions = rdinstret();
    for (unsigned i = 0; i < iterations; i++)
        good = (kernel() == expect) && good;
    instructions = rdinstret() - instructions;
    cycles = rdcycle() - cycles;
    if (!bench_check(name, "measured iterations", good))
        return;
    bench_row(name, "cycles", cycles / iterations, "cycles/iteration");
    bench_row(name, "instructions", instructions / iterations, "instructions/iteration");
    bench_ratio(name, "cpi", cycles, instructions, "cycles/instruction");
}

/** One function on both harts at once. */
struct bench_pair {
    void (*fn)(unsigned hart);
    struct barrier start;
    struct { _Alignas(LINE_SIZE) uint32_t from, to; } time[2];  // each hart's rdcycle()
};

static inline int bench_pair_hart(void *arg)
{
    struct bench_pair *pair = arg;
    unsigned hart = hart_id();
    barrier_wait(&pair->start);
    pair->time[hart].from = rdcycle();
    pair->fn(hart);
    pair->time[hart].to = rdcycle();
    return 0;
}

/** Run fn(hart) on harts 0 and 1 at the same time.
 * @return cycles from the earlier start to the later end; 0, and a line, when there is one hart.
 * Both harts' cycle counters count from the same reset, so they can be compared. */
static inline uint32_t bench_both(const char *name, void (*fn)(unsigned hart))
{
    static struct bench_pair pair;      // hart 1 reads it; one pair at a time
    pair = (struct bench_pair){ .fn = fn, .start = BARRIER_INIT(2) };
    if (hart_start(1, bench_pair_hart, &pair) != HART_OK) {
        printf("%s: needs a second hart, skipped\n", name);
        return 0;
    }
    bench_pair_hart(&pair);
    hart_join(1, NULL);
    uint32_t first = pair.time[0].from, last = pair.time[0].to;
    if ((int32_t)(pair.time[1].from - first) < 0)
        first = pair.time[1].from;
    if ((int32_t)(pair.time[1].to - last) > 0)
        last = pair.time[1].to;
    return last - first;
}

#endif

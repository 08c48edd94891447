// pair.h - two harts that do something at the same time.
#ifndef SMP_PAIR_H
#define SMP_PAIR_H

#include "env/check.h"
#include "twin/fence.h"
#include "twin/hart.h"
#include "twin/lock.h"

#define LINE __attribute__((aligned(LINE_SIZE)))

static struct barrier pair_barrier LINE = BARRIER_INIT(2);

/** Both harts leave this within a few cycles of each other. What each stored before, both see after. */
static inline void meet(void) { barrier_wait(&pair_barrier); }

/** Run zero on this hart and one on the other, until both have ended; each returns 0 when all is well. */
static inline void pair(int (*zero)(void *), int (*one)(void *))
{
    int result = -1;
    CHECK_EQ(hart_start(1, one, NULL), HART_OK);
    CHECK_EQ(zero(NULL), 0);
    CHECK_EQ(hart_join(1, &result), HART_OK);
    CHECK_EQ(result, 0);
}

/** Wait n turns of a loop. */
static inline void delay(uint32_t n)
{
    while (n-- > 0)
        __asm__ volatile("");
}

// Accesses that the compiler neither moves nor changes.
static inline uint32_t get(const volatile uint32_t *from)
{
    uint32_t v;
    __asm__ volatile("lw %0, 0(%1)" : "=r"(v) : "r"(from) : "memory");
    return v;
}

static inline void put(volatile uint32_t *to, uint32_t v)
{
    __asm__ volatile("sw %0, 0(%1)" : : "r"(v), "r"(to) : "memory");
}

/** An object in the same cache set as the one before it: way sizes are 4 KiB at most. */
#define CONFLICT 4096u

#endif

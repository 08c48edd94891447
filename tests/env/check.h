// check.h - checks of a C test on the bare layer. A failed one says where and ends the program with 1.
#ifndef ENV_CHECK_H
#define ENV_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "twin/hart.h"

static inline _Noreturn void check_failed(const char *file, int line, const char *what, uint32_t got, uint32_t want)
{
    printf("FAIL hart %u %s:%d: %s: 0x%lx, expected 0x%lx\n", hart_id(), file, line, what, (unsigned long)got,
           (unsigned long)want);
    exit(1);
}

/** Fails unless two words are equal; shows both. */
#define CHECK_EQ(got, want) do { \
    uint32_t check_got_ = (uint32_t)(got), check_want_ = (uint32_t)(want); \
    if (check_got_ != check_want_) check_failed(__FILE__, __LINE__, #got, check_got_, check_want_); \
    } while (0)

/** Fails unless the condition holds. */
#define CHECK(condition) do { \
    if (!(condition)) check_failed(__FILE__, __LINE__, #condition, 0, 1); \
    } while (0)

/** A random number for test data; xorshift32 with a state of the caller's, never 0. */
static inline uint32_t random_next(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

#endif

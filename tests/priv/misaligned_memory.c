// misaligned_memory.c - loads and stores at every byte offset, across words, lines of 32 and 64 bytes, and
// pages; behind stores that overlap them; lines hit, dirty and missing. Spec: design section 3. Harts: 1.
// limit: 600000
#include <string.h>
#include "env/check.h"

#define PAGE 4096u

static _Alignas(4096) uint8_t area[2 * PAGE];
static _Alignas(4096) uint8_t other[10 * PAGE];     // the same cache sets: loading them pushes area out
static uint8_t shadow[2 * PAGE];                    // what area must hold, written byte by byte
static uint32_t seed = 2024;

#define LOAD(insn, from) __extension__({ uint32_t v_; \
    __asm__ volatile(insn " %0, 0(%1)" : "=r"(v_) : "r"(from) : "memory"); v_; })
#define STORE(insn, to, value) \
    __asm__ volatile(insn " %0, 0(%1)" : : "r"(value), "r"(to) : "memory")

static uint32_t bytes(unsigned at, unsigned count)
{
    uint32_t v = 0;
    for (unsigned i = count; i-- > 0;)
        v = v << 8 | shadow[at + i];
    return v;
}

static void check_loads(unsigned at)
{
    const uint8_t *p = area + at;
    CHECK_EQ(LOAD("lw", p), bytes(at, 4));
    CHECK_EQ(LOAD("lhu", p), bytes(at, 2));
    CHECK_EQ(LOAD("lh", p), (uint32_t)(int16_t)bytes(at, 2));
}

static void store(unsigned at, unsigned count)
{
    uint32_t v = random_next(&seed);
    if (count == 4)
        STORE("sw", area + at, v);
    else if (count == 2)
        STORE("sh", area + at, v);
    else
        STORE("sb", area + at, v);
    for (unsigned i = 0; i < count; i++)
        shadow[at + i] = (uint8_t)(v >> 8 * i);
}

/** The eight bytes on both sides of what was stored, read by bytes. */
static void check_neighbours(unsigned at)
{
    unsigned from = at < 8 ? 0 : at - 8;
    for (unsigned i = from; i < at + 12; i++)
        CHECK_EQ(LOAD("lbu", area + i), shadow[i]);
}

static void push_out(unsigned at)
{
    for (unsigned page = 0; page < 10; page++)
        for (unsigned line = 0; line < 2; line++)
            (void)LOAD("lw", other + page * PAGE + ((at + 32 * line) & (PAGE - 1) & ~31u));
}

int main(void)
{
    static const unsigned edges[] = { 32, 64, 96, 128, PAGE };
    for (unsigned i = 0; i < sizeof area; i++)
        area[i] = shadow[i] = (uint8_t)(i * 7 + i / 256);

    for (unsigned e = 0; e < sizeof edges / sizeof edges[0]; e++) {
        for (unsigned at = edges[e] - 6; at < edges[e] + 4; at++) {
            check_loads(at);                        // present
            push_out(at);
            check_loads(at);                        // missing, one line or both
            store(at, 4);
            check_loads(at);                        // at once behind the store: forwarded, or it waits
            check_loads(at + 1);
            check_loads(at - 2);
            check_neighbours(at);
            store(at, 2);
            CHECK_EQ(LOAD("lw", area + at), bytes(at, 4));
            store(at + 1, 1);
            CHECK_EQ(LOAD("lw", area + at), bytes(at, 4));
            CHECK_EQ(LOAD("lw", area + at - 3), bytes(at - 3, 4));
            push_out(at);                           // dirty, written back
            store(at, 2);                           // a store that misses
            push_out(at);
            store(at + 1, 4);
            CHECK_EQ(LOAD("lw", area + at + 2), bytes(at + 2, 4));
            check_neighbours(at);
        }
    }

    // rd = base, and the immediate's part in the address
    uint32_t r = (uint32_t)(area + 29);
    __asm__ volatile("lw %0, 0(%0)" : "+r"(r) : : "memory");
    CHECK_EQ(r, bytes(29, 4));
    r = (uint32_t)(area + 29 + 2047);
    __asm__ volatile("lw %0, -2047(%0)" : "+r"(r) : : "memory");
    CHECK_EQ(r, bytes(29, 4));

    for (unsigned i = 0; i < 1500; i++) {           // anything, anywhere near four edges
        unsigned at = 16 + (random_next(&seed) & 127);
        switch (random_next(&seed) >> 8 & 3) {
        case 0:  store(at, 4); break;
        case 1:  store(at, 2); break;
        case 2:  store(at, 1); break;
        default: check_loads(at); break;
        }
    }
    CHECK(memcmp(area, shadow, sizeof area) == 0);
    return 0;
}

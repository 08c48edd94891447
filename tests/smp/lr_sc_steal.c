// lr_sc_steal.c - an SC fails when the other hart has stored to the reserved word since the LR, and the other's value
// stays. Spec: unprivileged 8.2. Harts: 2.
// limit: 200000
#include "smp/pair.h"

#define ROUNDS 150u

static volatile uint32_t line[2] LINE;
#define target line[0]
static volatile uint32_t go LINE, done LINE;

static int owner(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        uint32_t old, failed;
        __asm__ volatile("lr.w %0, (%1)" : "=r"(old) : "r"(&target) : "memory");
        fence_rw_rw();
        put(&go, i);
        while (get(&done) != i) {}
        if (i & 4)
            put(&line[1], i);                   // the line is this hart's again, the reservation is not
        fence_rw_rw();
        __asm__ volatile("sc.w %0, %1, (%2)" : "=&r"(failed) : "r"(0xbadu), "r"(&target) : "memory");
        CHECK(failed != 0);
        CHECK_EQ(get(&target), 1000 + i);
    }
    return 0;
}

static int thief(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        while (get(&go) != i) {}
        fence_rw_rw();
        switch (i & 3) {                        // a whole word, a part, an AMO, an SC of its own
        case 0: put(&target, 1000 + i); break;
        case 1: __asm__ volatile("sh %0, 0(%1)" : : "r"(1000 + i), "r"(&target) : "memory"); break;
        case 2: __asm__ volatile("amoadd.w x0, %0, (%1)" : : "r"(1), "r"(&target) : "memory"); break;
        default: {
            uint32_t old, failed;
            do
                __asm__ volatile("lr.w %0, (%2)\n addi %0, %0, 1\n sc.w %1, %0, (%2)"
                                 : "=&r"(old), "=&r"(failed) : "r"(&target) : "memory");
            while (failed);
        }
        }
        fence_rw_rw();
        put(&done, i);
    }
    return 0;
}

int main(void)
{
    target = 1000;
    pair(owner, thief);
    target = 1000;
    go = done = 0;
    pair(thief, owner);
    return 0;
}

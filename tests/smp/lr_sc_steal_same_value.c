// lr_sc_steal_same_value.c - an SC fails when the other hart has stored since the LR, even the value that was there.
// Spec: unprivileged 8.2. Harts: 2.
// limit: 100000
// qemu: no (QEMU's SC compares values)
#include "smp/pair.h"

#define ROUNDS 100u

static volatile uint32_t target LINE;
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
        fence_rw_rw();
        __asm__ volatile("sc.w %0, %1, (%2)" : "=&r"(failed) : "r"(0xbadu), "r"(&target) : "memory");
        CHECK(failed != 0);
        CHECK_EQ(get(&target), 77);
    }
    return 0;
}

static int thief(void *arg)
{
    (void)arg;
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        while (get(&go) != i) {}
        fence_rw_rw();
        put(&target, 77);
        fence_rw_rw();
        put(&done, i);
    }
    return 0;
}

int main(void)
{
    target = 77;
    pair(owner, thief);
    return 0;
}

// timebase.c - mtime counts once in ten cycles (TimeDiv), neither more nor less over a long while, also while the hart sleeps;
// time is mtime, on both words; timeh follows. Spec: privileged 1.12, 3.2.1; unprivileged Zicntr; docs/ref/clint.md. Harts: 1.
// limit: 400000
// qemu: no (QEMU's counters follow the host's clock)
// reference: no (the model's cycle is a turn of both harts)
#include "env/check.h"
#include "twin/csr.h"

enum { TIME_DIV = 10, WINDOW = 20000, MTIE = 1 << 7 };
static volatile uint32_t *const mtime = (uint32_t *)0x0200bff8, *const mtimecmp = (uint32_t *)0x02004000;

/** Cycles to the edge at which time changes: read again and again, one instruction apart. */
static void at_edge(uint32_t *cycle, uint32_t *time)
{
    uint32_t t = csr_read(time), now;
    while ((now = csr_read(time)) == t) {}
    *cycle = csr_read(cycle);
    *time = now;
}

static void rate(void)
{
    uint32_t c0, t0, c1, t1;
    at_edge(&c0, &t0);
    while (csr_read(cycle) - c0 < WINDOW) {}
    at_edge(&c1, &t1);
    int32_t off = (int32_t)(c1 - c0 - TIME_DIV * (t1 - t0));
    CHECK(off > -2 * TIME_DIV && off < 2 * TIME_DIV);        // how late a loop sees an edge
    CHECK(t1 - t0 > WINDOW / TIME_DIV - 3 && t1 - t0 < WINDOW / TIME_DIV + 8);
}

static void sleeping(void)
{
    uint32_t c0 = csr_read(cycle), t0 = csr_read(time);
    mtimecmp[1] = 0;
    mtimecmp[0] = t0 + 500;
    csr_set(mie, MTIE);
    while ((csr_read(mip) & MTIE) == 0)
        __asm__ volatile("wfi");
    uint32_t cycles = csr_read(cycle) - c0, ticks = csr_read(time) - t0;
    csr_clear(mie, MTIE);
    mtimecmp[1] = ~0u;
    CHECK(ticks >= 500 && ticks < 510);
    CHECK(cycles > 499 * TIME_DIV && cycles < 511 * TIME_DIV);
}

int main(void)
{
    for (unsigned i = 0; i < 50; i++) {                      // one register, seen in two ways
        uint32_t a = csr_read(time), b = mtime[0], c = csr_read(time);
        CHECK(b - a <= c - a);
        CHECK(c - a < 6);
    }
    CHECK_EQ(csr_read(timeh), mtime[1]);
    rate();
    sleeping();
    rate();
    mtime[0] = 0xfffffff0;                                   // carries into the high word
    while (csr_read(time) >= 0xfffffff0) {}
    CHECK_EQ(csr_read(timeh), 1);
    CHECK_EQ(mtime[1], 1);
    return 0;
}

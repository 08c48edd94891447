// sv32_edges.c - accesses over the end of a page, each half translated for itself: instructions, loads and stores with one
// or both pages faulting, whatever the TLBs hold: xepc, xtval = the faulting part's address (the start of the access in
// the first page, the page's start in the second), nothing stored; and with pages that lie apart, contents right.
// Spec: privileged 1.12, 4.3.2, 3.1.16, 4.1.9. Harts: 1.
// limit: 600000
#include "env/sv32_edges.h"

static uint8_t byte_of(const volatile void *p, uint32_t i) { return ((const volatile uint8_t *)p)[i]; }

/** All accesses over the edge between two pages that allow them. */
static void contents(unsigned a, unsigned b)
{
    map(pte(page[a], RWXAD), pte(page[b], RWXAD));
    for (unsigned i = 0; i < OVER; i++)
        for (unsigned warm = 0; warm < 4; warm++) {
            uint32_t at = over[i].offset, want = 0, value = 0x84a2c1e7u * (i + 1) + warm;
            poke(&page[a][1023], 0x81828384u + i);
            poke(&page[b][0], 0x91929394u + warm);
            uint32_t end = peek(&page[a][1023]), start = peek(&page[b][0]);
            touch(warm, over[i].op <= OP_LW ? OP_LW : OP_SW);
            CHECK_EQ(access_in(MODE_S, over[i].op, base + at, value), 0);
            for (unsigned n = over[i].bytes; n-- > 0;)
                want = want << 8 | (at + n < 0x1000 ? byte_of(page[a], at + n) : byte_of(page[b], at + n - 0x1000));
            if (over[i].op <= OP_LW) {
                CHECK_EQ(last.a[0], over[i].op == OP_LH ? (uint32_t)(int16_t)want : want);
                CHECK_EQ(peek(&page[a][1023]), end);
                continue;
            }
            CHECK_EQ(want, over[i].bytes == 4 ? value : value & 0xffff);
            unsigned low = 0x1000 - at;                          // bytes in the first page
            CHECK_EQ(peek(&page[a][1023]) << 8 * low, end << 8 * low);
            CHECK_EQ(peek(&page[b][0]) >> 8 * (over[i].bytes - low), start >> 8 * (over[i].bytes - low));
        }
}

/** Delegated: scause, sepc, stval say the same. */
static void delegated(void)
{
    csr_write(medeleg, 0xb0a2);                      // pages and accesses
    map(pte(page[0], RWXAD), 0);
    CHECK_TRAP(access_in(MODE_S, OP_LW, base + 0xffe, 0), LOAD_PAGE | DELEGATED, next);
    CHECK_TRAP(access_in(MODE_S, OP_SW, base + 0xfff, 0), STORE_PAGE | DELEGATED, next);
    CHECK_TRAP(access_in(MODE_S, OP_SH, next + 0xfff, 0), STORE_PAGE | DELEGATED, next + 0xfff);
    poke(&page[0][1023], 0x05130001);                // c.nop; li a0, ...
    fence_i();
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, base + 0xffe, 0), FETCH_PAGE | DELEGATED, next);
    CHECK_TRAP(access_in(MODE_U, OP_FETCH, base + 0xffe, 0), FETCH_PAGE | DELEGATED, base + 0xffe);
    csr_write(medeleg, 0);
}

/** li a0, n over the edge: the immediate is in the second page. */
static void fetch_contents(unsigned a, unsigned b)
{
    map(pte(page[a], RWXAD), pte(page[b], RWXAD));
    for (uint32_t n = 1; n < 12; n++) {
        poke(&page[a][1023], 0x05130001);
        poke(&page[b][0], n << 4 | 0x00730000);      // ..., low half of the ecall
        poke(&page[b][1], 0x00010000);
        fence_i();
        if (n % 3 == 0)
            vm_fence();
        CHECK_EQ(run_in(MODE_S, 0, base + (n & 1 ? 0xffc : 0xffe), 0, 0), 0);
        CHECK_EQ(last.a[0], n);
        CHECK_EQ(last.epc, next + 2);
    }
}

static void fetch_page_faults(void)
{
    static const uint32_t bad[] = { 0, PTE_V | PTE_R | PTE_W | PTE_A | PTE_D, RWXAD | PTE_U, PTE_V | PTE_W | PTE_X | PTE_A };
    for (unsigned i = 0; i < 4; i++)
        fetch_faults(bad[i], FETCH_PAGE);
}

/** The last page and page 0 are neighbours: addresses wrap (unprivileged 1.4). */
static void wrap(void)
{
    static _Alignas(4096) uint32_t high[1024], low[1024];
    vm_root[1023] = pte(high, PTE_V);
    vm_root[0] = pte(low, PTE_V);
    high[1023] = pte(page[0], RWXAD);
    low[0] = pte(page[1], RWXAD);
    vm_fence();
    poke(&page[0][1023], 0x05134321);
    poke(&page[1][0], 0x00730070);
    poke(&page[1][1], 0x00010000);
    fence_i();
    CHECK_EQ(access_in(MODE_S, OP_LW, 0xfffffffe, 0), 0);
    CHECK_EQ(last.a[0], 0x00700513);
    CHECK_EQ(run_in(MODE_S, 0, 0xfffffffe, 0, 0), 0);
    CHECK_EQ(last.a[0], 7);
    CHECK_EQ(last.epc, 2);
    low[0] = 0;
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_SW, 0xfffffffd, 0), STORE_PAGE, 0);
    CHECK_EQ(peek(&page[0][1023]), 0x05134321);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, 0xfffffffe, 0), FETCH_PAGE, 0);
}

int main(void)
{
    vm_open();
    vm_on(0);
    contents(0, 1);
    contents(1, 0);
    contents(2, 0);
    contents(3, 3);
    for (unsigned f = 0; f < NOWHERE; f++)
        for (unsigned s = 0; s < NOWHERE; s++)
            if (f || s)
                data_faults(f, s);
    fetch_contents(0, 1);
    fetch_contents(1, 0);
    fetch_contents(3, 0);
    fetch_contents(2, 2);
    fetch_page_faults();
    delegated();
    wrap();
    vm_off();
    return 0;
}

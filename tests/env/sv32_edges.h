// sv32_edges.h - two neighbouring pages and data accesses over the edge between them that fault. Beside sv32.h, for
// sv32_edges.c and sv32_edges_access.c.
#ifndef ENV_SV32_EDGES_H
#define ENV_SV32_EDGES_H
#include <stdbool.h>
#include "env/sv32.h"

#define FIRST 31u                                    // its neighbour has TLB index 0
static _Alignas(4096) uint32_t page[4][1024];
static uint32_t base = VM_VA + FIRST * VM_PAGE, next = VM_VA + (FIRST + 1) * VM_PAGE;

static void map(uint32_t first, uint32_t second)
{
    vm_leaves[FIRST] = first;
    vm_leaves[FIRST + 1] = second;
    vm_fence();
}

/** Fill the TLBs as the bits of warm say: first page, second page. Loads or stores, whichever is allowed. */
static void touch(unsigned warm, enum op op)
{
    vm_fence();
    if (warm & 1)
        access_in(MODE_S, op, base + 0x800, 0);
    if (warm & 2)
        access_in(MODE_S, op, next + 0x800, 0);
}

static const struct { enum op op; unsigned bytes, offset; } over[] = {
    { OP_LW, 4, 0xffd }, { OP_LW, 4, 0xffe }, { OP_LW, 4, 0xfff }, { OP_LH, 2, 0xfff }, { OP_LHU, 2, 0xfff },
    { OP_SW, 4, 0xffd }, { OP_SW, 4, 0xffe }, { OP_SW, 4, 0xfff }, { OP_SH, 2, 0xfff } };
#define OVER (sizeof over / sizeof over[0])

enum why { FINE, ABSENT, DENIED, USER, NOWHERE, KINDS };
static uint32_t entry(enum why why, unsigned p)
{
    switch (why) {
    case FINE:    return pte(page[p], RWXAD);
    case ABSENT:  return pte(page[p], RWXAD & ~(uint32_t)PTE_V);
    case DENIED:  return pte(page[p], PTE_V | PTE_X | PTE_A | PTE_D);
    case USER:    return pte(page[p], RWXAD | PTE_U);
    default:      return 0x18000u << 10 | RWXAD;
    }
}
static uint32_t fault_of(enum why why, bool store)
{
    return why == FINE ? 0 : why == NOWHERE ? (store ? STORE_ACCESS : LOAD_ACCESS) : store ? STORE_PAGE : LOAD_PAGE;
}

/** Loads and stores over the edge where the first page is of kind f and the second of kind s, one of them not fine. */
static void data_faults(unsigned f, unsigned s)
{
    map(entry((enum why)f, 0), entry((enum why)s, 1));
    for (unsigned i = 0; i < OVER; i++) {
        bool store = over[i].op > OP_LW;
        uint32_t at = base + over[i].offset, cause = fault_of((enum why)(f ? f : s), store);
        for (unsigned warm = 0; warm < 4; warm++) {
            if ((f && warm & 1) || (s && warm & 2))              // what faults is never warm
                continue;
            poke(&page[0][1023], 0x11223344);
            poke(&page[1][0], 0x55667788);
            touch(warm, store ? OP_SW : OP_LW);
            CHECK_TRAP(access_in(MODE_S, over[i].op, at, 0xdeadbeef), cause, f ? at : next);
            CHECK_EQ(peek(&page[0][1023]), 0x11223344);
            CHECK_EQ(peek(&page[1][0]), 0x55667788);
            CHECK_EQ(last.a[0], 0xa0a0a0a0);
        }
    }
}
/** Instructions over and before the edge to a page whose entry has these low bits, or beyond it. */
static void fetch_faults(uint32_t bad, uint32_t cause)
{
    uint32_t fine = pte(page[1], RWXAD), bad_first = bad >> 10 ? bad : pte(page[2], bad);
    uint32_t second = bad >> 10 ? bad : pte(page[1], bad);
    poke(&page[2][1023], 0x05130001);                // c.nop; li a0, ...
    poke(&page[3][1023], 0x45094505);                // c.li a0, 1; c.li a0, 2
    poke(&page[1][0], INSN_ECALL);
    fence_i();
    for (unsigned warm = 0; warm < 2; warm++) {
        map(pte(page[2], RWXAD), second);            // 4 bytes over the edge
        if (warm)
            access_in(MODE_S, OP_LW, base, 0);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, base + 0xffe, 0), cause, next);
        CHECK_EQ(run_in(MODE_S, 0, base + 0xffc, 0, 0), cause);          // reached, not jumped to
        CHECK_EQ(last.epc, base + 0xffe);
        CHECK_EQ(last.tval, next);
        CHECK_EQ(last.a[0], 0xa0a0a0a0);
        map(pte(page[3], RWXAD), second);            // 2 bytes before it: done, then the next one faults
        for (uint32_t from = 0xffc; from < 0x1000; from += 2) {
            CHECK_EQ(run_in(MODE_S, 0, base + from, 0, 0), cause);
            CHECK_EQ(last.a[0], 2);
            CHECK_EQ(last.epc, next);
            CHECK_EQ(last.tval, next);
        }
        for (unsigned both = 0; both < 2; both++) {  // the first page faults, the second does or does not
            map(bad_first, both ? second : fine);
            if (warm)
                CHECK_EQ(access_in(MODE_S, OP_FETCH, next, 0), both ? cause : 0);
            CHECK_TRAP(access_in(MODE_S, OP_FETCH, base + 0xffe, 0), cause, base + 0xffe);
            CHECK_TRAP(access_in(MODE_S, OP_FETCH, base + 0xffc, 0), cause, base + 0xffc);
        }
    }
}
#endif

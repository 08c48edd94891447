// sv32_second.c - what the first TLB has lost and the second level still knows: sfence.vma of one address removes it from
// both, and from neither what software may still use; an ASID is an ASID there too; an address names the whole superpage
// that it lies in, whichever of its pages were used; a right that was added shows without a fence, one that was removed
// behind it. Spec: privileged 1.12, 4.2.1. Harts: 1.
// limit: 400000
// qemu: no (QEMU 7.2 sets A and D by itself)
#include <stdbool.h>
#include "env/sv32.h"

// A page's place is its number's low 5 bits, the next 5 mixed in; in the second level the low 9.
enum { FIRST = 32, SECOND = 512, MEGA = VM_VA + (1 << 22) };
static _Alignas(4096) uint32_t root[2][1024], leaves[2][1024];
static _Alignas(4096) uint32_t page[4][1024];

static uint32_t satp_of(unsigned s) { return SATP_ON | (5 + s) << 22 | (uint32_t)root[s] >> 12; }
static void fence_va(uint32_t va) { __asm__ volatile("sfence.vma %0, zero" : : "r"(va) : "memory"); }
static uint32_t at(unsigned n) { return VM_VA + n * VM_PAGE; }

static uint32_t load(uint32_t va)
{
    CHECK_EQ(access_in(MODE_S, OP_LW, va, 0), 0);
    return last.a[0];
}

/** n's place in the first level goes to another page: what is known of n now stands in the second. */
static void displace(unsigned n) { CHECK_EQ(load(at((n ^ 1) + FIRST)), 0x1003); }

static void one_page(bool displaced)
{
    for (unsigned n = 3; n < 12; n += 4) {
        leaves[0][n] = pte(page[0], RWXAD);
        vm_fence();
        for (unsigned round = 0; round < 6; round++) {
            CHECK_EQ(load(at(n)), 0x1000 + round % 3);
            CHECK_EQ(load(at(n + 1)), 0x1000);
            if (displaced)
                displace(n);
            leaves[0][n] = pte(page[(round + 1) % 3], RWXAD);
            fence_va(at(n) + (round & 1 ? 0xffc : 0));
            CHECK_EQ(load(at(n)), 0x1000 + (round + 1) % 3);
            CHECK_EQ(load(at(n + 1)), 0x1000);
        }
        leaves[0][n] = pte(page[0], RWXAD);
        fence_va(at(n));
    }
}

static void two_spaces(void)
{
    for (unsigned round = 0; round < 6; round++) {
        csr_write(satp, satp_of(round & 1));
        CHECK_EQ(load(at(5)), 0x1000 + (round & 1));
        displace(5);
        CHECK_EQ(load(at(5)), 0x1000 + (round & 1));
    }
    csr_write(satp, satp_of(0));
}

/** Whichever page of a superpage sfence.vma names. */
static void pieces(void)
{
    static const unsigned named[] = { 7, 8, 0, 1023, 7 + FIRST, 7 + SECOND, 7 ^ 1 };
    for (unsigned i = 0; i < sizeof named / sizeof named[0]; i++) {
        for (unsigned round = 0; round < 2; round++) {
            uint32_t base = 0x80000000u + (round << 22);
            root[0][MEGA >> 22] = base >> 12 << 10 | RWXAD;
            fence_va(MEGA + named[i] * VM_PAGE);
            poke((uint32_t *)(base + 0x3f7000), 0x2000 + round);
            CHECK_EQ(load(MEGA + 0x3f7000), 0x2000 + round);
            CHECK_EQ(load(MEGA + 0x3f7000), 0x2000 + round);
        }
    }
}

static void rights(void)
{
    leaves[0][20] = pte(page[0], RWXAD & ~PTE_D & ~PTE_X);
    vm_fence();
    CHECK_EQ(load(at(20)), 0x1000);
    displace(20);
    CHECK_TRAP(access_in(MODE_S, OP_SW, at(20), 1), STORE_PAGE, at(20));
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, at(20), 1), FETCH_PAGE, at(20));
    leaves[0][20] |= PTE_D;
    CHECK_EQ(access_in(MODE_S, OP_SW, at(20), 0x1000), 0);           // no fence
    displace(20);
    CHECK_EQ(access_in(MODE_S, OP_SW, at(20), 0x1000), 0);           // by the second level
    displace(20);
    leaves[0][20] &= ~(uint32_t)(PTE_W | PTE_D);
    fence_va(at(20));
    CHECK_TRAP(access_in(MODE_S, OP_SW, at(20), 1), STORE_PAGE, at(20));
    CHECK_EQ(load(at(20)), 0x1000);
    displace(20);
    CHECK_TRAP(access_in(MODE_U, OP_LW, at(20), 0), LOAD_PAGE, at(20));
}

int main(void)
{
    for (unsigned i = 0; i < 4; i++)
        poke(&page[i][0], 0x1000 + i);
    vm_open();
    for (unsigned s = 0; s < 2; s++) {
        vm_map_gadgets(root[s]);
        root[s][VM_VA >> 22] = pte(leaves[s], PTE_V);
        for (unsigned n = 0; n < FIRST; n++) {
            leaves[s][n] = pte(page[s], RWXAD);
            leaves[s][n + FIRST] = pte(page[3], RWXAD);
        }
    }
    csr_write(satp, satp_of(0));
    vm_fence();
    one_page(false);
    one_page(true);
    two_spaces();
    rights();
    pieces();
    csr_write(satp, 0);
    return 0;
}

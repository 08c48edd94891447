// sv32_asid.c - the same virtual pages in two address spaces and in none, satp switched without sfence.vma; global
// pages, by leaf and by pointer; ASIDs that differ in any one bit; sfence.vma by ASID; more pages of one TLB index than
// there are places. Spec: privileged 1.12, 4.1.11, 4.2.1, 4.3.1. Harts: 1.
// limit: 800000
#include "env/sv32.h"

#define VA      (VM_VA + 5 * VM_PAGE)
#define GLOBAL  (VM_VA + 9 * VM_PAGE)
#define POINTED 0x50000000u                          // its pointer is global
static _Alignas(4096) uint32_t root[2][1024], leaves[2][1024], shared[1024];
static _Alignas(4096) uint32_t page[8][1024];
static uint32_t seed = 99;

static uint32_t satp_of(uint32_t asid, const uint32_t *table) { return SATP_ON | asid << 22 | (uint32_t)table >> 12; }
static void fence_asid(uint32_t asid) { __asm__ volatile("sfence.vma zero, %0" : : "r"(asid) : "memory"); }
static void fence_both(uint32_t va, uint32_t asid) { __asm__ volatile("sfence.vma %0, %1" : : "r"(va), "r"(asid) : "memory"); }
static void fence_va(uint32_t va) { __asm__ volatile("sfence.vma %0, zero" : : "r"(va) : "memory"); }

static uint32_t load(uint32_t va)
{
    CHECK_EQ(access_in(MODE_S, OP_LW, va, 0), 0);
    return last.a[0];
}
static void call(uint32_t va, uint32_t want)                     // li a0, n; ecall
{
    CHECK_EQ(run_in(MODE_S, 0, va + 8, 0, 0), 0);
    CHECK_EQ(last.a[0], want);
}

static void two_spaces(void)
{
    static const uint32_t pairs[][2] = { { 1, 2 }, { 0, 1 }, { 0, 256 }, { 3, 7 }, { 511, 510 }, { 511, 255 }, { 0, 2 }, { 0, 8 },
                                         { 16, 0 }, { 32, 0 }, { 64, 0 }, { 128, 0 } };
    for (unsigned i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        vm_fence();
        for (unsigned round = 0; round < 4; round++) {
            unsigned s = round & 1;
            csr_write(satp, satp_of(pairs[i][s], root[s]));
            CHECK_EQ(csr_read(satp), satp_of(pairs[i][s], root[s]));
            CHECK_EQ(load(VA), 0x1000u + s);
            call(VA, 100 + s);
            CHECK_EQ(access_in(MODE_S, OP_SW, VA + 64, 0xb00 + round), 0);
            CHECK_EQ(peek(&page[s][16]), 0xb00 + round);
            CHECK_EQ(load(GLOBAL), 0x1002u);
            call(GLOBAL, 102);
            CHECK_EQ(load(POINTED + VM_PAGE), 0x1003u);
        }
        CHECK_EQ(load(VA), 0x1001);
        // a page only one of them has
        leaves[0][7] = pte(page[4], RWXAD);
        leaves[1][7] = 0;
        vm_fence();
        csr_write(satp, satp_of(pairs[i][0], root[0]));
        CHECK_EQ(load(VM_VA + 7 * VM_PAGE), 0x1004u);
        csr_write(satp, satp_of(pairs[i][1], root[1]));
        CHECK_TRAP(access_in(MODE_S, OP_LW, VM_VA + 7 * VM_PAGE, 0), LOAD_PAGE, VM_VA + 7 * VM_PAGE);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + 7 * VM_PAGE, 0), FETCH_PAGE, VM_VA + 7 * VM_PAGE);
        csr_write(satp, satp_of(pairs[i][0], root[0]));
        CHECK_EQ(load(VM_VA + 7 * VM_PAGE), 0x1004u);
    }
}

/** What each form of sfence.vma must remove. */
static void fences(void)
{
    for (unsigned form = 0; form < 4; form++) {
        leaves[0][5] = pte(page[0], RWXAD);
        leaves[1][5] = pte(page[1], RWXAD);
        vm_fence();
        for (unsigned s = 0; s < 2; s++) {
            csr_write(satp, satp_of(10 + s, root[s]));
            CHECK_EQ(load(VA), 0x1000u + s);
            call(VA, 100 + s);
        }
        leaves[0][5] = pte(page[4], RWXAD);                      // of the space that is not current
        if (form == 0)
            fence_asid(10);
        else if (form == 1)
            fence_both(VA + 0x7fc, 10);
        else if (form == 2)
            fence_va(VA);
        else
            vm_fence();
        CHECK_EQ(load(VA), 0x1001);
        csr_write(satp, satp_of(10, root[0]));
        CHECK_EQ(load(VA), 0x1004);
        call(VA, 104);
    }
    leaves[0][5] = pte(page[0], RWXAD);
    // a global page changes: without an ASID
    for (unsigned form = 0; form < 2; form++) {
        CHECK_EQ(load(GLOBAL), form ? 0x1004u : 0x1002u);
        leaves[0][9] = leaves[1][9] = pte(page[form ? 2 : 4], RWXAD | PTE_G);
        if (form)
            vm_fence();
        else
            fence_va(GLOBAL);
        for (unsigned s = 0; s < 2; s++) {
            csr_write(satp, satp_of(10 + s, root[s]));
            CHECK_EQ(load(GLOBAL), form ? 0x1002u : 0x1004u);
            call(GLOBAL, form ? 102 : 104);
        }
    }
    // the table of an ASID moves: the fence is asked for (4.2.1)
    csr_write(satp, satp_of(10, root[0]));
    fence_asid(10);
    CHECK_EQ(load(VA), 0x1000);
    csr_write(satp, satp_of(10, root[1]));
    fence_asid(10);
    CHECK_EQ(load(VA), 0x1001);
}

/** 32 pages of one index, and of its neighbour, in each space, and 8 more in the first; any order. */
static void conflicts(void)
{
    for (unsigned i = 0; i < 40 * 32; i++) {
        if (((i ^ i / 32) & 31) != 5 && ((i ^ i / 32) & 31) != 6)
            continue;
        for (unsigned s = 0; s < 2 && i < 1024; s++)
            leaves[s][i] = pte(page[(i / 32 + 3 * s) % 8], RWXAD);
        if (i >= 1024)
            shared[i - 1024] = pte(page[i / 32 % 8], RWXAD);
    }
    root[0][(VM_VA >> 22) + 1] = pte(shared, PTE_V);
    vm_fence();
    for (unsigned n = 0; n < 300; n++) {
        uint32_t r = random_next(&seed), s = r & 1, which = (r >> 8) % 32;
        uint32_t va = VM_VA + (which * 32 + (which ^ (5 + (r >> 4 & 1)))) * VM_PAGE;
        csr_write(satp, satp_of(20 + s, root[s]));
        CHECK_EQ(load(va), 0x1000u + (which + 3 * s) % 8);
        if (r & 2)
            call(va, 100 + (which + 3 * s) % 8);
    }
    csr_write(satp, satp_of(20, root[0]));
    for (unsigned which = 32; which < 40; which++)
        CHECK_EQ(load(VM_VA + (which * 32 + ((which & 31) ^ 5)) * VM_PAGE), 0x1000u + which % 8);
}

int main(void)
{
    for (unsigned i = 0; i < 8; i++) {
        poke(&page[i][0], 0x1000 + i);
        poke(&page[i][2], 0x00000513u | (100 + i) << 20);        // addi a0, x0, n
        poke(&page[i][3], INSN_ECALL);
    }
    fence_i();
    vm_open();
    for (unsigned s = 0; s < 2; s++) {
        vm_map_gadgets(root[s]);
        root[s][VM_VA >> 22] = pte(leaves[s], PTE_V);
        root[s][POINTED >> 22] = pte(shared, PTE_V | PTE_G);
        leaves[s][5] = pte(page[s], RWXAD);
        leaves[s][9] = pte(page[2], RWXAD | PTE_G);
    }
    shared[1] = pte(page[3], RWXAD);
    two_spaces();
    fences();
    conflicts();
    csr_write(satp, 0);
    return 0;
}

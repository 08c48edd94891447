// sv32_nowhere.c - access faults of translation: a page table outside RAM (ROM, device, nothing, above 32 bits) and a leaf
// that goes where nothing is, or where this access may not be; rights and reserved bits come first, as page faults. A
// megapage of which RAM ends in the middle; misaligned accesses that cannot be. Spec: privileged 1.12, 4.3.2 step 2, 3.6; docs/ref/map.md. Harts: 1.
// limit: 600000
// run: --ram=61448K
// qemu: no (QEMU 7.2 reads page tables anywhere, and says page fault where there is nothing; its RAM is 64M)
#include "env/sv32.h"

#define RAM_END (0x80000000u + 61448u * 1024u)       // 15 megapages and two pages
#define VA (VM_VA + VM_PAGE)
static _Alignas(4096) uint8_t page[VM_PAGE];

static void expect_all(uint32_t va, uint32_t load, uint32_t store, uint32_t fetch)
{
    CHECK_TRAP(access_in(MODE_S, OP_LW, va + 8, 0), load, load ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_SW, va + 12, 0), store, store ? va + 12 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_LBU, va + 9, 0), load, load ? va + 9 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_SH, va + 14, 0), store, store ? va + 14 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, va + 4, 0), fetch, fetch ? va + 4 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, va + 8, 0), store, store ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_LR, va + 8, 0), load, load ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_SC, va + 8, 0), store, store ? va + 8 : 0);
}
static void expect_access(uint32_t va) { expect_all(va, LOAD_ACCESS, STORE_ACCESS, FETCH_ACCESS); }
static void expect_page(uint32_t va) { expect_all(va, LOAD_PAGE, STORE_PAGE, FETCH_PAGE); }

static const uint32_t bad_ppn[] = { 0x00001, 0x00100, 0x02000, 0x10000, 0x18000, 0x1c000, RAM_END >> 12, 0x84000, 0xfffff,
                                    0x100000, 0x180000, 0x200000, 0x280000, 0x300000, 0x380000, 0x3fffff };
#define BAD (sizeof bad_ppn / sizeof bad_ppn[0])

static void tables(void)
{
    for (unsigned i = 0; i < BAD; i++) {
        vm_root[VM_VA >> 22] = bad_ppn[i] << 10 | PTE_V;         // second level
        vm_fence();
        expect_access(VA);
        vm_root[VM_VA >> 22] |= PTE_A;                           // reserved comes first
        vm_fence();
        expect_page(VA);
    }
    // the last page of RAM is one
    vm_root[VM_VA >> 22] = ((RAM_END >> 12) - 1) << 10 | PTE_V;
    poke((void *)(RAM_END - VM_PAGE + 4), pte(page, RWXAD));
    vm_fence();
    expect_all(VA, 0, 0, 0);
    vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
    vm_fence();
    for (unsigned i = 0; i < BAD; i++) {                         // the root: not even code
        uint32_t root = SATP_ON | bad_ppn[i];
        csr_write(satp, root);
        vm_fence();
        CHECK_EQ(csr_read(satp), root);
        CHECK_EQ(run_in(MODE_S, 0, VM_CODE_S, VA, 0), FETCH_ACCESS);
        CHECK_EQ(last.epc, VM_CODE_S);
        CHECK_EQ(last.tval, VM_CODE_S);
        CHECK_EQ(run_in(MODE_U, 0, VA + 2, VA, 0), FETCH_ACCESS);
        CHECK_EQ(last.tval, VA + 2);
    }
    vm_on(0);
}

static void leaves(void)
{
    for (unsigned i = 0; i < BAD; i++) {
        uint32_t ppn = bad_ppn[i];
        if (ppn == 0x00001 || ppn == 0x00100 || ppn == 0x02000 || ppn == 0x10000)
            continue;                                            // there is something
        vm_leaves[1] = ppn << 10 | RWXAD;
        vm_fence();
        expect_access(VA);
        vm_leaves[1] = ppn << 10 | (RWXAD & ~(uint32_t)PTE_V);
        vm_fence();
        expect_page(VA);
        vm_leaves[1] = ppn << 10 | RWXAD | PTE_U;
        vm_fence();
        expect_page(VA);
        vm_leaves[1] = ppn << 10 | (RWXAD & ~(uint32_t)PTE_A);
        vm_fence();
        expect_page(VA);
    }
    for (uint32_t top = 0; top < 4; top++) {                     // megapages: RAM, and the same above 32 bits
        vm_root[VM_VA >> 22] = (0x80400u | top << 20) << 10 | RWXAD;
        vm_fence();
        if (top)
            expect_access(VA);
        else
            CHECK_EQ(access_in(MODE_S, OP_LW, VA, 0), 0);
        vm_root[VM_VA >> 22] |= 1u << 10;                        // misaligned comes first
        vm_fence();
        expect_page(VA);
    }
    // RAM ends inside a megapage
    vm_root[VM_VA >> 22] = (RAM_END >> 22 << 10) << 10 | RWXAD;
    vm_fence();
    poke((void *)(RAM_END - VM_PAGE + 4), INSN_ECALL);
    poke((void *)(RAM_END - 4), 0x600d600d);
    fence_i();
    expect_all(VA, 0, 0, 0);
    CHECK_EQ(access_in(MODE_S, OP_LW, VA + 0xffc, 0), 0);
    CHECK_EQ(last.a[0], 0x600d600d);
    expect_access(VA + VM_PAGE);
    expect_access(VM_VA + 1023 * VM_PAGE);
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 0xffe, 0), LOAD_ACCESS, VA + 0x1000);
    vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
    vm_fence();
}

/** ROM and devices: the attributes of the physical address hold (3.6). */
static void devices(void)
{
    vm_leaves[1] = 0x00001u << 10 | RWXAD;                       // boot ROM
    vm_fence();
    CHECK_EQ(access_in(MODE_S, OP_LW, VA, 0), 0);
    CHECK_EQ(last.a[0], peek((void *)0x1000));
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA, 0), STORE_ACCESS, VA);
    CHECK_TRAP(access_in(MODE_S, OP_LR, VA, 0), LOAD_ACCESS, VA);
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, VA, 0), STORE_ACCESS, VA);
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 2, 0), LOAD_ACCESS, VA + 2);
    vm_leaves[1] = 0x10000u << 10 | RWXAD;                       // UART: 256 bytes of its page
    vm_fence();
    CHECK_EQ(access_in(MODE_S, OP_SB, VA + 7, 0x5a), 0);
    CHECK_EQ(access_in(MODE_S, OP_LBU, VA + 7, 0), 0);
    CHECK_EQ(last.a[0], 0x5a);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, VA, 0), FETCH_ACCESS, VA);
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, VA + 4, 0), STORE_ACCESS, VA + 4);
    CHECK_TRAP(access_in(MODE_S, OP_LR, VA + 4, 0), LOAD_ACCESS, VA + 4);
    CHECK_TRAP(access_in(MODE_S, OP_LH, VA + 3, 0), LOAD_ACCESS, VA + 3);
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 0x100, 0), LOAD_ACCESS, VA + 0x100);
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 0xffc, 0), STORE_ACCESS, VA + 0xffc);
    vm_leaves[1] = 0x0200bu << 10 | RWXAD;                       // CLINT: mtime moves
    vm_fence();
    CHECK_EQ(access_in(MODE_S, OP_LW, VA + 0xff8, 0), 0);
    uint32_t before = last.a[0];
    for (unsigned i = 0; i < 200; i++)
        csr_read(mcycle);
    CHECK_EQ(access_in(MODE_S, OP_LW, VA + 0xff8, 0), 0);
    CHECK(last.a[0] != before);
    vm_leaves[1] = 0x0200bu << 10 | (RWXAD & ~(uint32_t)PTE_W);
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 0xff8, 0), STORE_PAGE, VA + 0xff8);
}

/** Misaligned: a device has no such access, and there are no such atomics (docs/ref/map.md). Page faults come first. */
static void misaligned(void)
{
    static const uint32_t to[] = { 0x10000, 0x0200b, 0x00001 };
    for (unsigned cold = 0; cold < 2; cold++) {
        for (unsigned i = 0; i < 3; i++) {
            vm_leaves[1] = to[i] << 10 | RWXAD;
            vm_fence();
            for (uint32_t at = 1; at < 8; at += 2) {
                CHECK_TRAP(access_in(MODE_S, OP_LH, VA + at, 0), LOAD_ACCESS, VA + at);
                if (cold) vm_fence();
                CHECK_TRAP(access_in(MODE_S, OP_SW, VA + at, 0), STORE_ACCESS, VA + at);
                if (cold) vm_fence();
                CHECK_TRAP(access_in(MODE_S, OP_LW, VA + at, 0), LOAD_ACCESS, VA + at);
                if (cold) vm_fence();
                CHECK_TRAP(access_in(MODE_S, OP_SH, VA + at, 0), STORE_ACCESS, VA + at);
                if (cold) vm_fence();
            }
        }
        vm_leaves[1] = pte(page, RWXAD);
        vm_fence();
        for (uint32_t at = 8; at < 12; at++) {
            uint32_t bad = at & 3 ? VA + at : 0;
            CHECK_TRAP(access_in(MODE_S, OP_AMOSWAP, VA + at, 3), bad ? STORE_ACCESS : 0, bad);
            if (cold) vm_fence();
            CHECK_TRAP(access_in(MODE_S, OP_LR, VA + at, 0), bad ? LOAD_ACCESS : 0, bad);
            if (cold) vm_fence();
            CHECK_TRAP(access_in(MODE_S, OP_SC, VA + at, 0), bad ? STORE_ACCESS : 0, bad);
            if (cold) vm_fence();
            CHECK_EQ(peek(page + 8), 3);
        }
        vm_leaves[1] = pte(page, PTE_V | PTE_X | PTE_A | PTE_D);
        vm_fence();
        CHECK_TRAP(access_in(MODE_S, OP_AMOSWAP, VA + 9, 3), STORE_PAGE, VA + 9);
        CHECK_TRAP(access_in(MODE_S, OP_LR, VA + 10, 3), LOAD_PAGE, VA + 10);
    }
}

int main(void)
{
    poke(page + 4, INSN_ECALL);
    fence_i();
    vm_open();
    vm_on(0);
    tables();
    leaves();
    devices();
    misaligned();
    vm_off();
    return 0;
}

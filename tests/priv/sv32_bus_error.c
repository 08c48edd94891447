// sv32_bus_error.c - a page table entry in memory that answers with an error: an access fault of the original access's kind, each time,
// with the virtual address; the entries of the next line, and code, are reached as ever; so is a failing page behind a good table.
// Spec: privileged 1.12, 4.3.2 step 2; docs/ref/mmu.md. Harts: 1.
// limit: 200000
// run: --mem-error=0x81000040,0x81002040,0x81003800
// qemu: no (no such memory)
// reference: no (no such memory)
// lockstep: no (the checker does not know which lines fail)
#include "env/sv32.h"

#define TABLE 0x81000000u                            // entries 16 to 23, at least, cannot be read
#define PAGE  0x81003000u                            // the line at 0x800 cannot be read
#define AT(n) (VM_VA + (n) * VM_PAGE)

static void expect(uint32_t va, uint32_t load, uint32_t store, uint32_t fetch)
{
    CHECK_TRAP(access_in(MODE_S, OP_LW, va + 8, 0), load, load ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_SW, va + 12, 0), store, store ? va + 12 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, va, 0), fetch, fetch ? va : 0);
    CHECK_TRAP(access_in(MODE_S, OP_LR, va + 8, 0), load, load ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, va + 8, 0), store, store ? va + 8 : 0);
    CHECK_TRAP(access_in(MODE_S, OP_LH, va + 9, 0), load, load ? va + 9 : 0);
}

int main(void)
{
    for (unsigned i = 0; i < 16; i++)
        poke((void *)(TABLE + 4 * i), pte((void *)PAGE, RWXAD));
    poke((void *)(TABLE + 4 * 32), pte((void *)PAGE, RWXAD));
    poke((void *)PAGE, INSN_ECALL);
    poke((void *)(PAGE + 0xffc), 0x00010001);
    fence_i();
    vm_open();
    vm_on(0);
    vm_root[VM_VA >> 22] = pte((void *)TABLE, PTE_V);
    vm_fence();
    for (unsigned turn = 0; turn < 6; turn++) {
        expect(AT(turn), 0, 0, 0);
        expect(AT(16 + turn), LOAD_ACCESS, STORE_ACCESS, FETCH_ACCESS);
        expect(AT(32), 0, 0, 0);
        CHECK_TRAP(access_in(MODE_S, OP_LW, AT(15) + 0xffe, 0), LOAD_ACCESS, AT(16));        // over the end of a page
        CHECK_TRAP(access_in(MODE_S, OP_SW, AT(15) + 0xfff, 0), STORE_ACCESS, AT(16));
        CHECK_TRAP(run_in(MODE_S, 0, AT(15) + 0xffe, 0, 0), FETCH_ACCESS, AT(16));
        CHECK_TRAP(access_in(MODE_S, OP_LW, AT(turn) + 0x804, 0), LOAD_ACCESS, AT(turn) + 0x804);
        CHECK_TRAP(access_in(MODE_S, OP_AMOADD, AT(turn) + 0x804, 0), STORE_ACCESS, AT(turn) + 0x804);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, AT(turn) + 0x800, 0), FETCH_ACCESS, AT(turn) + 0x800);
        if (turn & 1)
            vm_fence();
    }
    // delegated
    csr_write(medeleg, 0xb0a2);
    CHECK_TRAP(access_in(MODE_S, OP_LW, AT(17) + 4, 0), LOAD_ACCESS | DELEGATED, AT(17) + 4);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, AT(17) + 4, 0), FETCH_ACCESS | DELEGATED, AT(17) + 4);
    csr_write(medeleg, 0);
    uint32_t *root = (uint32_t *)0x81002000;         // of the root, entries 16 to 23 again: 0x04000000 to 0x05ffffff
    vm_map_gadgets(root);
    root[VM_VA >> 22] = pte((void *)TABLE, PTE_V);
    csr_write(satp, SATP_ON | 0x81002u);
    vm_fence();
    expect(AT(3), 0, 0, 0);
    expect(0x04000000, LOAD_ACCESS, STORE_ACCESS, FETCH_ACCESS);
    expect(0x05c01000, LOAD_ACCESS, STORE_ACCESS, FETCH_ACCESS);
    expect(AT(3), 0, 0, 0);
    vm_off();
    return 0;
}

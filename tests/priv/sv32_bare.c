// sv32_bare.c - satp.MODE = Bare takes effect at once, and so does its end, without sfence.vma: one address, translated
// to another page of RAM and not, by load and fetch, in S and U. Spec: privileged 1.12, 4.1.11, 4.2.1. Harts: 1.
// limit: 200000
#include "env/sv32.h"

static _Alignas(4096) uint32_t page[2][1024];

static void call(uint32_t va, uint32_t want)                     // li a0, n; ecall
{
    CHECK_EQ(run_in(MODE_S, 0, va + 8, 0, 0), 0);
    CHECK_EQ(last.a[0], want);
}

int main(void)
{
    uint32_t va = (uint32_t)page[0];
    for (unsigned i = 0; i < 2; i++) {
        poke(&page[i][0], 0x1000 + i);
        poke(&page[i][2], 0x00000513u | (100 + i) << 20);        // addi a0, x0, n
        poke(&page[i][3], INSN_ECALL);
    }
    fence_i();
    vm_open();
    vm_on(10);
    uint32_t on = csr_read(satp);
    vm_root[va >> 22] = pte(vm_leaves, PTE_V);
    vm_leaves[va >> 12 & 1023] = pte(page[1], RWXAD);
    vm_fence();
    for (unsigned i = 0; i < 4; i++) {
        csr_write(satp, on);
        CHECK_EQ(access_in(MODE_S, OP_LW, va, 0), 0);
        CHECK_EQ(last.a[0], 0x1001);
        call(va, 101);
        csr_write(satp, i & 1 ? 0 : on & ~SATP_ON);              // the other fields are kept, or zero
        CHECK_EQ(access_in(MODE_S, OP_LW, va, 0), 0);
        CHECK_EQ(last.a[0], 0x1000);
        call(va, 100);
        CHECK_EQ(access_in(MODE_U, OP_LW, va, 0), 0);
        CHECK_EQ(last.a[0], 0x1000);
        csr_write(satp, on);
        CHECK_TRAP(access_in(MODE_U, OP_LW, va, 0), LOAD_PAGE, va);
        CHECK_TRAP(access_in(MODE_U, OP_FETCH, va + 12, 0), FETCH_PAGE, va + 12);
    }
    vm_off();
    return 0;
}

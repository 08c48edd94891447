// pmp_at_once.c - a write of pmpcfg or pmpaddr counts from the next instruction on, without sfence.vma, which the specification would
// allow to be asked for: for M by locked entries, M's data as U's by MPRV, and S and U bare and translated.
// Spec: docs/ref/mmu.md; privileged 1.12, 3.7.1. Harts: 1.
// limit: 300000
#include "env/pmp.h"

#define ARENA 0x81000000u

static void expect(unsigned mode, uint32_t va, uint8_t rights)
{
    bool r = rights & PMP_R, w = rights & PMP_W, x = rights & PMP_X;
    CHECK_TRAP(access_in(mode, OP_LW, va + 8, 0), r ? 0 : LOAD_ACCESS, r ? 0 : va + 8);
    CHECK_TRAP(access_in(mode, OP_SW, va + 8, 0), w ? 0 : STORE_ACCESS, w ? 0 : va + 8);
    CHECK_TRAP(access_in(mode, OP_FETCH, va, 0), x ? 0 : FETCH_ACCESS, x ? 0 : va);
}

static void all(uint8_t rights)
{
    uint32_t satp_now = csr_read(satp);
    expect(MODE_S, satp_now ? VM_VA : ARENA, rights);
    expect(MODE_U, satp_now ? VM_VA + VM_PAGE : ARENA, rights);
    uint32_t data = satp_now ? VM_VA + VM_PAGE : ARENA;          // mret to M leaves MPP = U
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_LW, data, 0), rights & PMP_R ? 0 : LOAD_ACCESS, rights & PMP_R ? 0 : data);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_SW, data + 8, 0), rights & PMP_W ? 0 : STORE_ACCESS, rights & PMP_W ? 0 : data + 8);
}

int main(void)
{
    static const uint8_t rights[] = { PMP_RWX, 0, PMP_R, PMP_X, PMP_R | PMP_W, PMP_R | PMP_X, PMP_RWX };
    poke((void *)ARENA, INSN_ECALL);
    fence_i();
    vm_open();
    for (unsigned turn = 0; turn < 2; turn++) {
        for (unsigned bytes = 16; bytes <= 4096; bytes *= 256) {         // a mixed page, a whole one
            csr_write(pmpaddr2, napot(ARENA, bytes));
            for (unsigned i = 0; i < 7; i++) {
                csr_write(pmpcfg0, (uint32_t)(PMP_NAPOT | rights[i]) << 16);
                all(rights[i]);
                csr_write(pmpaddr2, napot(ARENA + 0x4000, bytes));       // away and back
                csr_write(pmpcfg0, (uint32_t)(PMP_NAPOT | rights[i]) << 16);     // QEMU 7.2 looks at it now
                all(PMP_RWX);
                csr_write(pmpaddr2, napot(ARENA, bytes));
                csr_write(pmpcfg0, (uint32_t)(PMP_NAPOT | rights[i]) << 16);
                all(rights[i]);
            }
        }
        vm_leaves[0] = pte((void *)ARENA, RWXAD);
        vm_leaves[1] = pte((void *)ARENA, RWXAD | PTE_U);
        vm_on(0);
    }
    csr_write(satp, 0);
    vm_fence();
    expect(MODE_M, ARENA, PMP_RWX);
    csr_write(pmpcfg0, (PMP_L | PMP_NAPOT | PMP_R) << 16);
    expect(MODE_M, ARENA, PMP_R);
    csr_write(pmpaddr1, napot(ARENA, 64));                       // in front of it, not locked
    csr_write(pmpcfg0, PMP_NAPOT << 8);
    expect(MODE_M, ARENA, PMP_RWX);
    expect(MODE_S, ARENA, 0);
    csr_write(pmpcfg0, 0);
    expect(MODE_M, ARENA, PMP_R);
    csr_write(pmpcfg0, (PMP_L | PMP_NAPOT | PMP_X) << 8);
    expect(MODE_M, ARENA, PMP_X);
    return 0;
}

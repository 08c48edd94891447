// pmp_locked.c - locked PMP entries: they bind M too, for load, store, AMO, fetch; MPRV makes M's data U's; an entry before them that
// is not locked frees M; their registers keep still, the others of the same pmpcfg do not; a locked TOR keeps the address below, a
// locked OFF or NAPOT does not. Spec: privileged 1.12, 3.7.1. Harts: 1.
// limit: 200000
#include "env/pmp.h"

#define ARENA 0x81000000u                            // not page tables, not code
static uint32_t *const word = (uint32_t *)ARENA;

/** What M may do at a word: rights, as S or U if bound. */
static void expect(unsigned mode, uint32_t pa, uint8_t rights)
{
    bool r = rights & PMP_R, w = rights & PMP_W, x = rights & PMP_X;
    CHECK_TRAP(access_in(mode, OP_LW, pa, 0), r ? 0 : LOAD_ACCESS, r ? 0 : pa);
    if (r)
        CHECK_EQ(last.a[0], INSN_ECALL);
    CHECK_TRAP(access_in(mode, OP_SW, pa, INSN_ECALL), w ? 0 : STORE_ACCESS, w ? 0 : pa);
    CHECK_TRAP(access_in(mode, OP_AMOADD, pa, 0), w ? 0 : STORE_ACCESS, w ? 0 : pa);
    CHECK_TRAP(access_in(mode, OP_LR, pa, 0), r ? 0 : LOAD_ACCESS, r ? 0 : pa);
    CHECK_TRAP(access_in(mode, OP_LBU, pa + 3, 0), r ? 0 : LOAD_ACCESS, r ? 0 : pa + 3);
    CHECK_TRAP(access_in(mode, OP_SH, pa + 2, 0), w ? 0 : STORE_ACCESS, w ? 0 : pa + 2);
    CHECK_TRAP(access_in(mode, OP_FETCH, pa, 0), x ? 0 : FETCH_ACCESS, x ? 0 : pa);
}

int main(void)
{
    for (unsigned i = 0; i < 0x2000 / 4; i++)
        poke(word + i, INSN_ECALL);
    fence_i();
    vm_open();                                       // entry 7: all, for S and U

    // not locked: M is free, S is not
    csr_write(pmpaddr3, napot(ARENA, 0x1000));
    csr_write(pmpcfg0, (uint32_t)(PMP_NAPOT | PMP_R) << 24);
    vm_fence();
    expect(MODE_M, ARENA + 0x100, PMP_RWX);
    expect(MODE_S, ARENA + 0x100, PMP_R);

    // entry 3 locked, read only
    csr_write(pmpcfg0, (uint32_t)(PMP_L | PMP_NAPOT | PMP_R) << 24);
    vm_fence();
    CHECK_EQ(csr_read(pmpcfg0), 0x99000000);
    for (uint32_t at = 0; at < 0x1000; at += 0x3f8) {
        expect(MODE_M, ARENA + at, PMP_R);
        expect(MODE_S, ARENA + at, PMP_R);
        expect(MODE_U, ARENA + at, PMP_R);
    }
    expect(MODE_M, ARENA + 0x1000, PMP_RWX);
    csr_write(pmpcfg0, 0);                           // in vain
    csr_write(pmpaddr3, 0);
    vm_fence();
    CHECK_EQ(csr_read(pmpcfg0), 0x99000000);
    CHECK_EQ(csr_read(pmpaddr3), napot(ARENA, 0x1000));
    expect(MODE_M, ARENA, PMP_R);
    csr_write(pmpcfg0, 0x1f1f1f1f);                  // the others of the word are written
    CHECK_EQ(csr_read(pmpcfg0), 0x991f1f1f);
    csr_write(pmpcfg0, 0);
    csr_write(pmpaddr2, 0x1234);                     // below a locked NAPOT: free
    CHECK_EQ(csr_read(pmpaddr2), 0x1234);

    // an entry before it, not locked: M is free where it matches
    csr_write(pmpaddr1, (ARENA + 0x40) >> 2);
    csr_write(pmpcfg0, PMP_NA4 << 8);
    vm_fence();
    expect(MODE_M, ARENA + 0x40, PMP_RWX);
    expect(MODE_S, ARENA + 0x40, 0);
    expect(MODE_M, ARENA + 0x38, PMP_R);
    expect(MODE_M, ARENA + 0x48, PMP_R);

    // a whole page in which M and S differ: what one has found is not the other's
    csr_write(pmpaddr5, napot(ARENA + 0x1000, 0x1000));
    csr_write(pmpcfg1, 0x1f000000 | (PMP_NAPOT | PMP_R) << 8);
    vm_fence();
    for (unsigned i = 0; i < 2; i++) {
        expect(MODE_M, ARENA + 0x1100, PMP_RWX);
        expect(MODE_S, ARENA + 0x1100, PMP_R);
        expect(MODE_U, ARENA + 0x1100, PMP_R);
    }

    // MPRV: mret to M has left MPP = U (3.1.6.1), so data is U's, of which entry 5 takes a part; fetch is still M's
    csr_write(pmpaddr5, napot(ARENA + 0x1800, 0x800));
    csr_write(pmpcfg1, 0x1f000000 | (PMP_NAPOT | PMP_X) << 8);
    vm_fence();
    expect(MODE_M, ARENA + 0x1800, PMP_RWX);
    expect(MODE_S, ARENA + 0x1800, PMP_X);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_LW, ARENA + 0x1800, 0), LOAD_ACCESS, ARENA + 0x1800);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_AMOADD, ARENA + 0x1ffc, 0), STORE_ACCESS, ARENA + 0x1ffc);
    CHECK_EQ(access_with(MODE_M, MSTATUS_MPRV, OP_LW, ARENA + 0x1000, 0), 0);
    CHECK_EQ(access_with(MODE_M, MSTATUS_MPRV, OP_SW, ARENA + 0x1004, INSN_ECALL), 0);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_SW, ARENA + 0x40, 0), STORE_ACCESS, ARENA + 0x40);
    CHECK_EQ(access_with(MODE_M, MSTATUS_MPRV, OP_FETCH, ARENA + 0x40, 0), 0);

    // entry 5 locked as TOR: pmpaddr4 and 5 stay, pmpcfg of entry 4 does not
    csr_write(pmpcfg1, 0x1f000000);
    csr_write(pmpaddr4, (ARENA + 0x1400) >> 2);
    csr_write(pmpaddr5, (ARENA + 0x1808) >> 2);
    csr_write(pmpcfg1, 0x1f000000 | (PMP_L | PMP_TOR | PMP_R | PMP_X) << 8);
    vm_fence();
    csr_write(pmpaddr4, 0x11);
    csr_write(pmpaddr5, 0x22);
    csr_write(pmpcfg1, 0x1f000000 | PMP_RWX);
    csr_write(pmpaddr6, 0x33);
    vm_fence();
    CHECK_EQ(csr_read(pmpaddr4), (ARENA + 0x1400) >> 2);
    CHECK_EQ(csr_read(pmpaddr5), (ARENA + 0x1808) >> 2);
    CHECK_EQ(csr_read(pmpaddr6), 0x33);
    CHECK_EQ(csr_read(pmpcfg1), 0x1f008d07);
    expect(MODE_M, ARENA + 0x13f8, PMP_RWX);
    expect(MODE_M, ARENA + 0x1400, PMP_R | PMP_X);
    expect(MODE_M, ARENA + 0x1800, PMP_R | PMP_X);
    expect(MODE_M, ARENA + 0x1808, PMP_RWX);
    expect(MODE_S, ARENA + 0x1400, PMP_R | PMP_X);

    // entry 1 locked and OFF: nothing matches, pmpaddr1 stays, pmpaddr0 does not
    csr_write(pmpcfg0, PMP_L << 8);
    csr_write(pmpaddr1, 0x44);
    csr_write(pmpaddr0, 0x55);
    vm_fence();
    CHECK_EQ(csr_read(pmpaddr1), (ARENA + 0x40) >> 2);
    CHECK_EQ(csr_read(pmpaddr0), 0x55);
    csr_write(pmpcfg0, 0x1f1f1f1f);
    CHECK_EQ(csr_read(pmpcfg0), 0x991f801f);
    csr_write(pmpcfg0, 0);
    vm_fence();
    expect(MODE_M, ARENA + 0x40, PMP_R);

    // entry 0 locked, no right at all, one word in the middle of what entry 3 lets M read
    csr_write(pmpaddr0, (ARENA + 0x80) >> 2);
    csr_write(pmpcfg0, PMP_L | PMP_NA4);
    vm_fence();
    expect(MODE_M, ARENA + 0x80, 0);
    expect(MODE_M, ARENA + 0x78, PMP_R);
    expect(MODE_M, ARENA + 0x88, PMP_R);
    csr_write(pmpaddr0, 0);
    CHECK_EQ(csr_read(pmpaddr0), (ARENA + 0x80) >> 2);

    // with the last one locked: all of M's rest, still allowed
    csr_write(pmpcfg1, 0x9f000000);
    vm_fence();
    CHECK_EQ(csr_read(pmpcfg1), 0x9f008d00);
    expect(MODE_M, ARENA + 0x1000, PMP_RWX);
    expect(MODE_M, ARENA + 0x80, 0);
    return 0;
}

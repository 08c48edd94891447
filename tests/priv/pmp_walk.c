// pmp_walk.c - page tables that PMP does not let S read: an access fault of the original access's kind with the virtual address in
// xtval, also where the PTE would have been a page fault; root or second level alone, one entry of a table alone; M's walks (MPRV)
// too; PMP on the page itself, behind a walk that is allowed. A PTE needs R only. Spec: privileged 1.12, 3.7.1, 3.7.2, 4.3.2 step 2.
// Harts: 1.
// limit: 600000
#include "env/pmp.h"

#define VA    (VM_VA + 5 * VM_PAGE)
#define NEXT  (VM_VA + (1u << 22) + 5 * VM_PAGE)     // by vm_more
#define SUPER (VM_VA + (2u << 22))                   // a megapage: the root entry only
#define ARENA 0x81000000u
static _Alignas(4096) uint32_t vm_more[1024];
static struct pmp p;

static const enum op ops[] = { OP_LW, OP_SW, OP_FETCH, OP_LBU, OP_SH, OP_LR, OP_AMOADD };
static uint32_t page_fault_of(enum op op) { return op_access_fault(op) == FETCH_ACCESS ? FETCH_PAGE : op_access_fault(op) + 8; }

enum way { DONE, ACCESS, PAGE };
static void expect_in(unsigned mode, uint32_t va, enum way way)
{
    for (unsigned i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        uint32_t want = way == DONE ? 0 : way == ACCESS ? op_access_fault(ops[i]) : page_fault_of(ops[i]);
        uint32_t at = va + (ops[i] == OP_FETCH ? 0 : 8);
        uint32_t got = access_in(mode, ops[i], at, 0);
        if (got != want)
            printf("va %lx op %d mode %u\n", (unsigned long)va, ops[i], mode);
        CHECK_TRAP(got, want, want ? at : 0);
    }
}
static void expect(uint32_t va, enum way way) { expect_in(MODE_S, va, way); }

/** Entry 0 over some memory, with some rights; the rest is open. */
static void over(const volatile void *at, uint32_t bytes, uint8_t rights)
{
    p.addr[0] = bytes == 4 ? (uint32_t)at >> 2 : napot((uint32_t)at, bytes);
    p.cfg[0] = (uint8_t)((bytes == 4 ? PMP_NA4 : PMP_NAPOT) | rights);
    pmp_set(&p);
}

int main(void)
{
    vm_open();
    vm_on(0);
    p.addr[7] = ~0u;
    p.cfg[7] = PMP_NAPOT | PMP_RWX;
    vm_root[NEXT >> 22] = pte(vm_more, PTE_V);
    vm_root[SUPER >> 22] = pte((void *)ARENA, RWXAD);
    poke((void *)ARENA, INSN_ECALL);
    poke((void *)(ARENA + VM_PAGE), INSN_ECALL);
    fence_i();
    vm_leaves[5] = vm_more[5] = pte((void *)(ARENA + VM_PAGE), RWXAD);
    vm_leaves[4] = pte((void *)ARENA, RWXAD);
    vm_leaves[7] = pte((void *)ARENA, RWXAD | PTE_U);

    static const uint8_t rights[] = { 0, PMP_X, PMP_R, PMP_R | PMP_W, PMP_R | PMP_X, PMP_RWX };
    for (unsigned i = 0; i < 6; i++) {               // the second level
        bool may = rights[i] & PMP_R;
        over(vm_leaves, 4096, rights[i]);
        expect(VA, may ? DONE : ACCESS);
        expect(VM_VA, may ? PAGE : ACCESS);          // an empty entry: not even that is known
        expect_in(MODE_U, VM_VA + 7 * VM_PAGE, may ? DONE : ACCESS);
        expect_in(MODE_U, VA, may ? PAGE : ACCESS);
        expect(NEXT, DONE);
        expect(SUPER, DONE);
        expect(VM_VA - VM_PAGE, PAGE);               // an empty entry of the root
    }
    for (unsigned i = 0; i < 6; i++) {               // one entry of each level
        bool may = rights[i] & PMP_R;
        over(&vm_leaves[5], 4, rights[i]);
        expect(VA, may ? DONE : ACCESS);
        expect(VA - VM_PAGE, DONE);
        expect(VA + VM_PAGE, PAGE);
        over(&vm_root[NEXT >> 22], 4, rights[i]);
        expect(NEXT, may ? DONE : ACCESS);
        expect(NEXT - 5 * VM_PAGE, may ? PAGE : ACCESS);
        expect(VA, DONE);
        over(&vm_root[SUPER >> 22], 4, rights[i]);
        expect(SUPER, may ? DONE : ACCESS);
        expect(SUPER + 0x1000, may ? DONE : ACCESS);
        over(&vm_root[(SUPER >> 22) + 1], 4, rights[i]);
        expect(SUPER + (1u << 22), may ? PAGE : ACCESS);
    }
    for (unsigned i = 0; i < 2; i++) {               // the root: code is not found either
        over(vm_root, 4096, rights[i]);
        CHECK_TRAP(run_in(MODE_S, 0, VM_CODE_S, 0, 0), FETCH_ACCESS, VM_CODE_S);
        CHECK_EQ(last.epc, VM_CODE_S);
        CHECK_TRAP(run_in(MODE_U, 0, VA + 2, 0, 0), FETCH_ACCESS, VA + 2);
    }
    // what has been walked before is forgotten with the PMP write and the fence asked for behind it (3.7.2)
    for (unsigned i = 0; i < 4; i++) {
        over(vm_leaves, 4096, PMP_RWX);
        expect(VA, DONE);
        over(vm_leaves, 4096, i & 1 ? PMP_X : 0);
        expect(VA, ACCESS);
    }
    // the page itself, behind tables that may be read
    for (unsigned i = 0; i < 6; i++) {
        over((void *)(ARENA + VM_PAGE), 4096, rights[i]);
        for (unsigned n = 0; n < sizeof ops / sizeof ops[0]; n++) {
            uint32_t want = rights[i] & op_right(ops[n]) ? 0 : op_access_fault(ops[n]), at = VA + (ops[n] == OP_FETCH ? 0 : 8);
            CHECK_TRAP(access_in(MODE_S, ops[n], at, 0), want, want ? at : 0);
        }
    }
    vm_leaves[5] = pte((void *)(ARENA + VM_PAGE), PTE_V | PTE_R | PTE_A | PTE_D);      // page fault comes first
    over((void *)(ARENA + VM_PAGE), 4096, 0);
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 8, 0), STORE_PAGE, VA + 8);
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 8, 0), LOAD_ACCESS, VA + 8);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, VA, 0), FETCH_PAGE, VA);
    vm_leaves[5] = pte((void *)(ARENA + VM_PAGE), RWXAD);
    // M by MPRV: mret to M leaves MPP = U
    over(vm_leaves, 4096, 0);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_LW, VM_VA + 7 * VM_PAGE + 8, 0), LOAD_ACCESS, VM_VA + 7 * VM_PAGE + 8);
    CHECK_TRAP(access_with(MODE_M, MSTATUS_MPRV, OP_SW, VM_VA + 7 * VM_PAGE + 8, 0), STORE_ACCESS, VM_VA + 7 * VM_PAGE + 8);
    over(vm_leaves, 4096, PMP_R);
    CHECK_EQ(access_with(MODE_M, MSTATUS_MPRV, OP_LW, VM_VA + 7 * VM_PAGE + 8, 0), 0);
    // over the end of a page whose neighbour's table entry is denied
    vm_leaves[6] = pte((void *)ARENA, RWXAD);
    over(&vm_leaves[6], 4, 0);
    poke((void *)(ARENA + 2 * VM_PAGE - 4), 0x05130001);
    fence_i();
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 0xffe, 0), LOAD_ACCESS, VA + VM_PAGE);
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 0xfff, 0), STORE_ACCESS, VA + VM_PAGE);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, VA + 0xffe, 0), FETCH_ACCESS, VA + VM_PAGE);
    CHECK_EQ(peek((void *)(ARENA + 2 * VM_PAGE - 4)), 0x05130001);
    // delegated: stval
    csr_write(medeleg, 0xb0a2);
    over(&vm_leaves[5], 4, 0);
    CHECK_TRAP(access_in(MODE_S, OP_LW, VA + 4, 0), LOAD_ACCESS | DELEGATED, VA + 4);
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, VA + 4, 0), STORE_ACCESS | DELEGATED, VA + 4);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, VA + 4, 0), FETCH_ACCESS | DELEGATED, VA + 4);
    csr_write(medeleg, 0);
    vm_off();
    return 0;
}

// sv32_smode.c - S itself changes what accesses go by, right before and behind them: sstatus.SUM and MXR, satp, PTEs with
// sfence.vma, sret to U and back by a trap that is delegated; each counts from the next instruction on, for loads, stores and fetch.
// Spec: privileged 1.12, 4.1.1.2, 4.1.11, 4.2.1, 4.1.1.1. Harts: 1.
// limit: 600000
#include "env/sv32.h"

#define CODE  VM_VA                                  // of S, and the same in each space
#define USER  (VM_VA + 3 * VM_PAGE)                  // data of U
#define EXEC  (VM_VA + 4 * VM_PAGE)                  // X only, of S
#define SWAP  (VM_VA + 5 * VM_PAGE)                  // another page in each space; data and code
#define TABLE (VM_VA + 6 * VM_PAGE)                  // vm_leaves itself
#define UCODE (VM_VA + 7 * VM_PAGE)
static _Alignas(4096) uint32_t page[4][1024], root[1024], leaves[1024];

// t2 gathers 5 for each fault; a digit of a4: faults, and what was loaded or returned last.
extern uint32_t s_code[], s_rights[], s_satp[], s_satp_call[], s_pte[], s_pte_call[], s_user[], s_handler[], u_code[];
__asm__(".pushsection .text.s_code, \"ax\"\n.balign 4096\ns_code:\n"
        ".option push\n.option norvc\n"
        ".macro begin\n    li a4, 0; li a0, 0; li t2, 0\n.endm\n"
        ".macro gather\n    slli a4, a4, 4; add a4, a4, a0; add a4, a4, t2; li t2, 0; li a0, 0\n.endm\n"
        // behind the instruction that faulted; after U's ecall to t5 in S
        "s_handler: csrr t4, scause; addi t4, t4, -8; beqz t4, 1f\n"
        "    csrr t3, sepc; addi t3, t3, 4; csrw sepc, t3; addi t2, t2, 5; sret\n"
        "1:  csrw sepc, t5; li t3, 0x100; csrs sstatus, t3; sret\n"
        // a1: where, a2: SUM or MXR
        "s_rights: begin\n"
        "    lw a0, 0(a1); gather\n"
        "    csrs sstatus, a2; lw a0, 0(a1); csrc sstatus, a2; gather\n"
        "    csrs sstatus, a2; csrc sstatus, a2; lw a0, 0(a1); gather\n"
        "    csrs sstatus, a2; lw a0, 0(a1); csrc sstatus, a2; lw t3, 0(a1); gather\n"
        "    lw a0, 0(a1); csrs sstatus, a2; gather\n    lw a0, 0(a1); csrc sstatus, a2; gather\n"
        "    csrr t3, sstatus; or t3, t3, a2; csrw sstatus, t3; lw a0, 0(a1); gather\n"
        "    xor t3, t3, a2; csrw sstatus, t3; lw a0, 0(a1); gather; ecall\n"
        // a1: where, a2, a3: satp
        "s_satp: begin; li a5, 3\n"
        "1:  csrw satp, a2; lw a0, 0(a1); gather\n    csrw satp, a3; lw a0, 0(a1); gather\n"
        "    addi a5, a5, -1; bnez a5, 1b; csrw satp, a2; ecall\n"
        "s_satp_call: begin; li a5, 3\n"
        "1:  csrw satp, a2; jalr t1, 32(a1); gather\n    csrw satp, a3; jalr t1, 32(a1); gather\n"
        "    addi a5, a5, -1; bnez a5, 1b; csrw satp, a2; ecall\n"
        // a1: where, a2, a3: its PTEs; a5: where they are
        "s_pte: begin; mv t5, a5; li a5, 3\n"
        "1:  sw a2, 0(t5); sfence.vma; lw a0, 0(a1); gather\n    sw a3, 0(t5); sfence.vma a1; lw a0, 0(a1); gather\n"
        "    addi a5, a5, -1; bnez a5, 1b; ecall\n"
        "s_pte_call: begin; mv t5, a5; li a5, 3\n"
        "1:  sw a2, 0(t5); sfence.vma; jalr t1, 32(a1); gather\n    sw a3, 0(t5); sfence.vma a1; jalr t1, 32(a1); gather\n"
        "    addi a5, a5, -1; bnez a5, 1b; ecall\n"
        // a1: code of U, a2: data of U, a3: data of S
        "s_user: begin; li a5, 4; la t5, 2f\n"
        "1:  csrw sepc, a1; li t3, 0x100; csrc sstatus, t3; lw a0, 0(a3); gather; sret\n"
        "2:  gather; lw a0, 0(a2); addi a5, a5, -1; bnez a5, 1b; ecall\n"
        "    .balign 4096\nu_code: lw a0, 0(a2); lw t3, 0(a3); ecall\n"
        ".option pop\n.balign 4096\n.popsection\n");

static uint32_t va_of(const uint32_t *code) { return CODE + ((uint32_t)code - (uint32_t)s_code); }
static uint32_t go(const uint32_t *code, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a5)
{
    csr_write(stvec, va_of(s_handler));
    last = (struct run){ .pc = va_of(code), .status = MODE_S << 11, .a = { 0, a1, a2, a3, 0, a5 } };
    run_below(&last);
    CHECK_EQ(last.cause, ECALL_S);
    return last.a[4];
}

int main(void)
{
    for (uint32_t i = 0; i < 4; i++) {
        page[i][0] = i + 1;
        page[i][8] = 0x00000513u | (i + 1) << 20;    // li a0, n; jr t1
        page[i][9] = 0x00030067;
    }
    fence_i();
    vm_open();
    vm_leaves[0] = pte(s_code, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_leaves[3] = pte(page[0], RWXAD | PTE_U);
    vm_leaves[4] = pte(page[0], PTE_V | PTE_X | PTE_A | PTE_D);
    vm_leaves[5] = pte(page[1], RWXAD);
    vm_leaves[6] = pte(vm_leaves, RWXAD & ~(uint32_t)PTE_X);
    vm_leaves[7] = pte(u_code, PTE_V | PTE_R | PTE_X | PTE_U | PTE_A);
    for (unsigned i = 0; i < 8; i++)
        leaves[i] = vm_leaves[i];
    leaves[5] = pte(page[2], RWXAD);
    vm_on(4);
    for (unsigned i = 0; i < 1024; i++)
        root[i] = vm_root[i];
    root[VM_VA >> 22] = pte(leaves, PTE_V);
    vm_fence();
    csr_write(medeleg, 0xb1a2);                      // faults, and ecall of U
    for (unsigned n = 0; n < 6; n++) {
        uint32_t a = csr_read(satp), b = SATP_ON | 5u << 22 | (uint32_t)root >> 12;
        if (n & 1)
            vm_fence();
        CHECK_EQ(go(s_rights, USER, MSTATUS_SUM, 0, 0), 0x51565115);
        CHECK_EQ(go(s_rights, EXEC, MSTATUS_MXR, 0, 0), 0x51565115);
        CHECK_EQ(go(s_satp, SWAP, a, b, 0), 0x232323);
        CHECK_EQ(go(s_satp_call, SWAP, a, b, 0), 0x232323);
        CHECK_EQ(go(s_pte, SWAP, pte(page[2], RWXAD), pte(page[1], RWXAD), TABLE + 20), 0x323232);
        CHECK_EQ(go(s_pte_call, SWAP, pte(page[3], RWXAD), pte(page[1], RWXAD), TABLE + 20), 0x424242);
        CHECK_EQ(go(s_user, UCODE, USER, SWAP, 0), 0x26767676);          // S's word is 2; 1 and a fault in U; a fault in S
    }
    csr_write(medeleg, 0);
    vm_off();
    return 0;
}

// sv32.h - page tables, and single accesses made in S or U and what came of them. For C tests; once per program.
//
//   vm_open();                            PMP lets S and U do everything; nothing is delegated
//   vm_on(0);                             satp: vm_root, ASID 0; vm_root and vm_code have the gadgets already
//   vm_leaves[3] = pte(page, RWXAD);      VM_VA + 0x3000, if vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V)
//   vm_fence();                           sfence.vma
//   CHECK_EQ(access_in(MODE_S, OP_LW, va, 0), 0);       0: it was done; else mcause, and last.tval
//
// An access is made by one instruction of the gadget page, which is mapped for S and for U, followed by an ecall. M
// takes every trap that medeleg does not give away; what S takes goes to g_strap: cause | DELEGATED.
#ifndef ENV_SV32_H
#define ENV_SV32_H
#include "env/check.h"
#include "twin/csr.h"
#include "twin/fence.h"

enum { MODE_U, MODE_S, MODE_M = 3 };
enum { PTE_V = 1, PTE_R = 2, PTE_W = 4, PTE_X = 8, PTE_U = 16, PTE_G = 32, PTE_A = 64, PTE_D = 128,
       RWXAD = PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D };
enum { FETCH_ACCESS = 1, ILLEGAL = 2, LOAD_ACCESS = 5, STORE_ACCESS = 7, ECALL_U = 8, ECALL_S = 9,
       FETCH_PAGE = 12, LOAD_PAGE = 13, STORE_PAGE = 15, DELEGATED = 0x100 };
enum { MSTATUS_MPP = 0x1800, MSTATUS_MPRV = 1 << 17, MSTATUS_SUM = 1 << 18, MSTATUS_MXR = 1 << 19 };
enum op { OP_LB, OP_LBU, OP_LH, OP_LHU, OP_LW, OP_SB, OP_SH, OP_SW, OP_LR, OP_SC, OP_AMOADD, OP_AMOSWAP, OP_STRAP,
          OP_FETCH };

#define VM_PAGE   0x1000u
#define VM_VA     0x18000000u              // for the test's own pages; bare, nothing is there
#define VM_CODE_S 0xc0000000u              // the gadgets, for S
#define VM_CODE_U 0xc0001000u              // and for U
#define SATP_ON   0x80000000u

struct run {
    uint32_t pc, status;                   // status: of mstatus, besides MPP: SUM, MXR, MPRV
    uint32_t a[6];                         // a0 to a5, before and after
    uint32_t cause, epc, tval;             // offsets 32, 36, 40
    uint32_t saved[5];
};
_Static_assert(offsetof(struct run, cause) == 32 && offsetof(struct run, saved) == 44, "struct run");

// Before the include: labels of the test's own, where exceptions and the timer interrupt go. mscratch is a struct run.
#ifndef VM_ON_EXCEPTION
#define VM_ON_EXCEPTION "vm_trap"
#endif
#ifndef VM_ON_TIMER
#define VM_ON_TIMER "vm_trap"
#endif

/** Go to pc in the mode of r->status' MPP until M takes a trap. Registers but a0-a5 must stay, t0-t6 may not. */
void run_below(struct run *r);
extern uint32_t vm_gadgets[];              // a page: 8 bytes for each op

__asm__(
    ".pushsection .text.run_below, \"ax\"\n"
    ".globl run_below\n"
    "run_below:\n"
    "    sw ra, 44(a0); sw gp, 48(a0)\n"
    "    csrrw t0, mscratch, a0; sw t0, 52(a0)\n"
    "    lla t1, 1f + 1; csrrw t0, mtvec, t1; sw t0, 56(a0)\n"       // vectored
    "    li t0, 0xe1800; csrc mstatus, t0\n"
    "    lw t1, 4(a0); csrs mstatus, t1\n"
    "    lw t0, 0(a0); csrw mepc, t0\n"
    "    lw a1, 12(a0); lw a2, 16(a0); lw a3, 20(a0); lw a4, 24(a0); lw a5, 28(a0); lw a0, 8(a0)\n"
    "    mret\n"
    "    .balign 4\n"
    ".option push\n.option norvc\n"
    "1:  j " VM_ON_EXCEPTION "\n    .rept 6\n    j vm_trap\n    .endr\n    j " VM_ON_TIMER "\n    .rept 9\n    j vm_trap\n    .endr\n"
    ".option pop\n"
    "vm_trap: csrrw t6, mscratch, t6\n"
    "    sw a0, 8(t6); sw a1, 12(t6); sw a2, 16(t6); sw a3, 20(t6); sw a4, 24(t6); sw a5, 28(t6)\n"
    "    csrr t0, mcause; sw t0, 32(t6); csrr t0, mepc; sw t0, 36(t6); csrr t0, mtval; sw t0, 40(t6)\n"
    "    lw ra, 44(t6); lw gp, 48(t6); lw t0, 52(t6); csrw mscratch, t0; lw t0, 56(t6); csrw mtvec, t0\n"
    "    li t0, 0xe0000; csrc mstatus, t0\n"
    "    ret\n"
    ".popsection\n"
    ".pushsection .text.vm_gadgets, \"ax\"\n"
    ".balign 4096\n"
    ".option push\n.option norvc\n"
    ".globl vm_gadgets\n"
    "vm_gadgets:\n"
    "    lb a0, 0(a1); ecall\n"
    "    lbu a0, 0(a1); ecall\n"
    "    lh a0, 0(a1); ecall\n"
    "    lhu a0, 0(a1); ecall\n"
    "    lw a0, 0(a1); ecall\n"
    "    sb a2, 0(a1); ecall\n"
    "    sh a2, 0(a1); ecall\n"
    "    sw a2, 0(a1); ecall\n"
    "    lr.w a0, (a1); ecall\n"
    "    sc.w a0, a2, (a1); ecall\n"
    "    amoadd.w a0, a2, (a1); ecall\n"
    "    amoswap.w a0, a2, (a1); ecall\n"
    "    csrr a3, scause; csrr a4, stval; csrr a5, sepc; ecall\n"
    ".option pop\n"
    ".balign 4096\n"
    ".popsection\n");

static _Alignas(4096) uint32_t vm_root[1024], vm_leaves[1024], vm_code[1024];
static struct run last;                    // of the last access

static inline uint32_t pte(const volatile void *pa, uint32_t bits) { return (uint32_t)pa >> 12 << 10 | bits; }
static inline void vm_fence(void) { __asm__ volatile("sfence.vma" : : : "memory"); }

/** All of memory for S and U, by the last of eight PMP entries. */
static inline void vm_open(void)
{
    csr_write(pmpaddr7, ~0u);
    csr_write(pmpcfg1, 0x1f000000);
    csr_write(medeleg, 0);
    csr_write(mideleg, 0);
}

/** The gadgets into a root table. */
static inline void vm_map_gadgets(uint32_t *root)
{
    vm_code[0] = pte(vm_gadgets, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_code[1] = pte(vm_gadgets, PTE_V | PTE_R | PTE_X | PTE_U | PTE_A);
    root[VM_CODE_S >> 22] = pte(vm_code, PTE_V);
}

/** satp on: vm_root with the gadgets, and vm_leaves at VM_VA. */
static inline void vm_on(uint32_t asid)
{
    vm_map_gadgets(vm_root);
    vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
    csr_write(satp, SATP_ON | asid << 22 | (uint32_t)vm_root >> 12);
    vm_fence();
}
static inline void vm_off(void)
{
    csr_write(satp, 0);
    vm_fence();
}

static inline uint32_t gadget(unsigned mode, enum op op)
{
    uint32_t page = mode == MODE_M || !(csr_read(satp) & SATP_ON) ? (uint32_t)vm_gadgets : mode == MODE_S ? VM_CODE_S : VM_CODE_U;
    return page + 8 * op;
}

/** Run pc in mode with status bits; the cause of the trap that ends it, 0: an ecall of that mode, not of g_strap. */
static inline uint32_t run_in(unsigned mode, uint32_t status, uint32_t pc, uint32_t a1, uint32_t a2)
{
    uint32_t strap = gadget(MODE_S, OP_STRAP);
    last.pc = pc;
    last.status = mode << 11 | status;
    last.a[0] = 0xa0a0a0a0;
    last.a[1] = a1;
    last.a[2] = a2;
    csr_write(stvec, strap);
    run_below(&last);
    if (last.cause == ECALL_S && last.epc == strap + 12) {     // S took it
        last.cause = last.a[3];
        last.tval = last.a[4];
        last.epc = last.a[5];
        return last.cause | DELEGATED;
    }
    return last.cause == ECALL_U + mode ? 0 : last.cause;
}

/** One access with status bits. 0, or the cause: then mepc was checked and last.tval is xtval. last.a[0]: what was
 * loaded. OP_FETCH: an ecall must stand at va. */
static inline uint32_t access_with(unsigned mode, uint32_t status, enum op op, uint32_t va, uint32_t value)
{
    uint32_t pc = op == OP_FETCH ? va : gadget(mode, op);
    uint32_t cause = run_in(mode, status, pc, va, value);
    CHECK_EQ(last.epc, pc + (cause == 0 && op != OP_FETCH ? 4 : 0));
    return cause;
}
static inline uint32_t access_in(unsigned mode, enum op op, uint32_t va, uint32_t value)
{
    return access_with(mode, 0, op, va, value);
}

/** An access that must trap. */
#define CHECK_TRAP(outcome, want_cause, want_tval) do { \
    CHECK_EQ(outcome, want_cause); \
    CHECK_EQ(last.tval, want_tval); \
    } while (0)

#define INSN_ECALL 0x00000073u
#define INSN_NOP   0x00000013u

// Words that the compiler neither moves nor keeps.
static inline uint32_t peek(const volatile void *from) { return *(const volatile uint32_t *)from; }
static inline void poke(volatile void *to, uint32_t v) { *(volatile uint32_t *)to = v; }

#endif

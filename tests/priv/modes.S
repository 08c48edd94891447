// modes.S - mret and sret into each mode, ecall from each, what they leave in mstatus, and what a mode may not do.
// Spec: privileged 1.12 2.1, 3.1.6.1, 3.1.6.3, 3.3.1-3.3.3. Harts: 1.
// limit: 60000
// qemu: no (QEMU 7.2 keeps MPRV on mret and sret below M, and without an MMU has no TVM)
#include "env/test.h"
#include "env/modes.h"

.macro ILLEGAL_HERE mode, insn:vararg   // not delegated: M sees it
    .option push
    .option norvc
    \insn
    .option pop
    CHECK_EQ s4, 1
    CHECK_EQ s5, (MODE_M * 16 + \mode)
    CHECK_EQ s6, ILLEGAL
    lhu     t1, 0(s8)
    lhu     t2, 2(s8)
    slli    t2, t2, 16
    or      t1, t1, t2
    bne     t1, s7, fail
    li      s4, 0
.endm

TEST_BEGIN
    MODES_BEGIN
TEST_CASE 1                             // mret to U: MPP becomes U, MPIE 1, MIE what MPIE was; MPRV dies
    li      a0, MSTATUS_MPIE | 1 << 17
    csrs    mstatus, a0
    IN_MODE MODE_U, 1f
    j       fail
1:  ecall
    WANT    MODE_M, MODE_U, ECALL_U, 0
    BACK
    csrr    a0, mstatus
    li      a1, 1 << 17 | MSTATUS_MPP
    and     a0, a0, a1
    CHECK_EQ a0, 0
    csrci   mstatus, MSTATUS_MIE
TEST_CASE 2                             // mret to S
    IN_MODE MODE_S, 1f
    j       fail
1:  ecall
    WANT    MODE_M, MODE_S, ECALL_S, 0
    BACK
TEST_CASE 3                             // mret to M keeps MPRV
    li      a0, 1 << 17
    csrs    mstatus, a0
    IN_MODE MODE_M, 1f
    j       fail
1:  csrr    a1, mstatus
    csrc    mstatus, a0
    and     a1, a1, a0
    beqz    a1, fail
TEST_CASE 4                             // sret from M to S and to U: SPP becomes U, SPIE 1, SIE what SPIE was
    li      a0, 0x100 | 0x20
    csrs    sstatus, a0
    csrci   sstatus, 2
    la      a0, 1f
    csrw    sepc, a0
    li      a0, 1 << 17
    csrs    mstatus, a0
    sret
    j       fail
1:  csrr    a0, sstatus
    CHECK_EQ a0, 0x22
    BACK
    csrr    a0, mstatus
    li      a1, 1 << 17
    and     a0, a0, a1
    CHECK_EQ a0, 0
    li      a0, 0x122                   // SPP 0, SPIE 0, SIE 1
    csrc    sstatus, a0
    csrsi   sstatus, 2
    la      a0, 1f
    csrw    sepc, a0
    sret
    j       fail
1:  ecall
    WANT    MODE_M, MODE_U, ECALL_U, 0
    BACK
    csrr    a0, sstatus
    CHECK_EQ a0, 0x20
    csrw    sstatus, zero
TEST_CASE 5                             // U has no CSR of S or M, no return, no wfi, no sfence.vma, no counter
    csrw    mcounteren, zero
    IN_MODE MODE_U, 1f
1:  ILLEGAL_HERE MODE_U, csrr a0, sstatus
    ILLEGAL_HERE MODE_U, csrw sscratch, a0
    ILLEGAL_HERE MODE_U, csrr a0, satp
    ILLEGAL_HERE MODE_U, csrr a0, mstatus
    ILLEGAL_HERE MODE_U, csrr a0, mhartid
    ILLEGAL_HERE MODE_U, csrr a0, 0xfc1
    ILLEGAL_HERE MODE_U, sret
    ILLEGAL_HERE MODE_U, mret
    ILLEGAL_HERE MODE_U, wfi
    ILLEGAL_HERE MODE_U, sfence.vma
    ILLEGAL_HERE MODE_U, sfence.vma a0, a1
    ILLEGAL_HERE MODE_U, csrr a0, cycle
    ILLEGAL_HERE MODE_U, csrr a0, timeh
    BACK
TEST_CASE 6                             // S has no CSR of M and no mret, but all of its own
    IN_MODE MODE_S, 1f
1:  ILLEGAL_HERE MODE_S, csrr a0, mstatus
    ILLEGAL_HERE MODE_S, csrr a0, mideleg
    ILLEGAL_HERE MODE_S, csrw mscratch, a0
    ILLEGAL_HERE MODE_S, csrr a0, mhartid
    ILLEGAL_HERE MODE_S, csrr a0, mcycle
    ILLEGAL_HERE MODE_S, mret
    ILLEGAL_HERE MODE_S, csrr a0, cycle
    ILLEGAL_HERE MODE_S, csrr a0, instreth
    li      a0, 0x12345678
    csrw    sscratch, a0
    csrr    a1, sscratch
    bne     a0, a1, fail
    csrr    a1, satp
    csrw    satp, a1
    sfence.vma
    sfence.vma a0, a1
    WANT_NONE
    BACK
TEST_CASE 7                             // TVM, TSR, TW deny S satp and sfence.vma, sret, wfi
    li      a0, 1 << 20 | 1 << 21 | 1 << 22
    csrs    mstatus, a0
    csrw    satp, zero                  // not M
    sfence.vma
    IN_MODE MODE_S, 1f
1:  ILLEGAL_HERE MODE_S, csrr a0, satp
    ILLEGAL_HERE MODE_S, csrw satp, a0
    ILLEGAL_HERE MODE_S, sfence.vma
    ILLEGAL_HERE MODE_S, sret
    ILLEGAL_HERE MODE_S, wfi
    BACK
    li      a0, 1 << 20 | 1 << 21 | 1 << 22
    csrc    mstatus, a0
TEST_CASE 8                             // a denial counts from the next instruction on
    .irp    bit, 20, 22
    li      a0, 1 << \bit
    csrs    mstatus, a0
    csrc    mstatus, a0
    .endr
    IN_MODE MODE_S, 1f
1:  csrr    a0, satp
    la      a0, 2f
    csrw    sepc, a0
    sret                                // SPP is 0: to U
    j       fail
2:  ecall
    WANT    MODE_M, MODE_U, ECALL_U, 0
    BACK
TEST_CASE 9                             // counters: mcounteren for S, both for U; each bit its own counter
    .macro COUNTERS mode, cy, tm, ir
    .irp    csr, cycle, cycleh
    .if \cy
    csrr    a0, \csr
    .else
    ILLEGAL_HERE \mode, csrr a0, \csr
    .endif
    .endr
    .irp    csr, time, timeh
    .if \tm
    csrr    a0, \csr
    .else
    ILLEGAL_HERE \mode, csrr a0, \csr
    .endif
    .endr
    .irp    csr, instret, instreth
    .if \ir
    csrr    a0, \csr
    .else
    ILLEGAL_HERE \mode, csrr a0, \csr
    .endif
    .endr
    .endm
    csrwi   mcounteren, 5
    csrwi   scounteren, 6
    IN_MODE MODE_S, 1f
1:  COUNTERS MODE_S, 1, 0, 1
    BACK
    IN_MODE MODE_U, 1f
1:  COUNTERS MODE_U, 0, 0, 1
    BACK
    csrwi   mcounteren, 2
    csrwi   scounteren, 3
    IN_MODE MODE_U, 1f
1:  COUNTERS MODE_U, 0, 1, 0
    BACK
    WANT_NONE
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS
TEST_DATA

// nested_traps.S - a handler that traps, after it has saved mepc and mcause, comes back from both; mret
// obeys MPIE. Spec: privileged 1.12 3.1.6.1, 3.3.2. Harts: 1.
// limit: 20000
#include "env/test.h"

TEST_BEGIN
    la      t0, outer
    csrw    mtvec, t0
    la      sp, stack_top
    li      s0, 0
    li      s1, 0
TEST_CASE 1
    ecall
    CHECK_EQ s0, 5                      // five levels deep
    CHECK_EQ s1, 5
TEST_CASE 2                             // the outermost mret brought MIE back as it was: 0
    csrr    a0, mstatus
    andi    a0, a0, MSTATUS_MIE
    CHECK_EQ a0, 0
TEST_CASE 3                             // mret with MPIE 1 sets MIE, and sets MPIE
    la      t0, 1f
    csrw    mepc, t0
    li      t0, MSTATUS_MPIE | MSTATUS_MPP
    csrs    mstatus, t0
    mret
    j       fail
1:  csrr    a0, mstatus
    andi    a0, a0, MSTATUS_MIE | MSTATUS_MPIE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ a0, MSTATUS_MIE | MSTATUS_MPIE
TEST_CASE 4                             // mret with MPIE 0 clears MIE
    la      t0, 1f
    csrw    mepc, t0
    li      t0, MSTATUS_MPIE
    csrc    mstatus, t0
    li      t0, MSTATUS_MPP
    csrs    mstatus, t0
    csrsi   mstatus, MSTATUS_MIE
    mret
    j       fail
1:  csrr    a0, mstatus
    andi    a0, a0, MSTATUS_MIE | MSTATUS_MPIE
    CHECK_EQ a0, MSTATUS_MPIE
TEST_CASE 5                             // mret right behind csrw mepc, to a 2-byte boundary
    .balign 4
    la      t0, 1f
    li      t1, MSTATUS_MPP
    csrs    mstatus, t1
    csrw    mepc, t0
    mret
    .balign 4
    c.nop
1:  la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

    .balign 4
outer:
    addi    sp, sp, -16
    csrr    t0, mepc
    sw      t0, 0(sp)
    csrr    t0, mcause
    sw      t0, 4(sp)
    csrr    t0, mstatus
    sw      t0, 8(sp)
    addi    s0, s0, 1
    li      t0, 5
    bgeu    s0, t0, 1f
    ecall                               // one deeper
1:  addi    s1, s1, 1
    lw      t0, 4(sp)
    li      t1, ECALL_M
    beq     t0, t1, 2f
    j       fail
2:  lw      t0, 8(sp)
    csrw    mstatus, t0
    lw      t0, 0(sp)
    addi    t0, t0, 4
    csrw    mepc, t0
    addi    sp, sp, 16
    mret
    .data
    .balign 16
    .zero   256
stack_top:
TEST_DATA

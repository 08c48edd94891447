// s_interrupts.S - S's interrupts, delegated or not: which mode takes them, held back by which enable, in which order;
// vectored stvec; wfi in S. Spec: privileged 1.12 3.1.9, 3.3.3, 4.1.2, 4.1.3. Harts: 1.
// limit: 60000
// qemu: no (QEMU 7.2 takes the lowest number first)
#include "env/test.h"
#include "env/modes.h"
#define SSIP 0x002
#define STIP 0x020
#define SEIP 0x200

TEST_BEGIN
    MODES_BEGIN
    li      s2, SSIP | STIP | SEIP
    li      s3, MSIP0
TEST_CASE 1                             // not delegated: M's interrupts, from M with MIE, by priority
    csrw    mie, s2
    csrw    mip, s2
    la      t0, clears
    csrw    mtvec, t0
    li      s0, 0                       // a nibble for each, newest lowest
    SETTLE
    CHECK_EQ s0, 0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x915
    csrr    a0, mip
    CHECK_EQ a0, 0
TEST_CASE 2                             // delegated: never in M
    csrw    mideleg, s2
    csrw    mip, s2
    csrsi   mstatus, MSTATUS_MIE
    csrsi   sstatus, 2
    SETTLE
    CHECK_EQ s0, 0x915
    la      t0, m_handler
    csrw    mtvec, t0
TEST_CASE 3                             // in S with SIE at once, to S; each in its turn, the others still pending
    la      t0, s_clears
    csrw    stvec, t0
    li      s0, 0
    csrci   sstatus, 2
    IN_MODE MODE_S, 1f
1:  SETTLE
    CHECK_EQ s0, 0
    csrsi   sstatus, 2
    SETTLE
    CHECK_EQ s0, 0x915
    WANT_NONE
    csrci   sstatus, 2
    BACK
TEST_CASE 4                             // in U without SIE
    csrw    mip, s2
    li      s0, 0
    IN_MODE MODE_U, 1f
1:  SETTLE
    CHECK_EQ s0, 0x915
    BACK
TEST_CASE 5                             // some delegated: M's come first, and in S without MIE
    csrci   mstatus, MSTATUS_MIE
    la      t0, clears
    csrw    mtvec, t0
    li      a0, STIP
    csrw    mideleg, a0
    li      a0, SSIP | STIP
    csrw    mip, a0
    li      s0, 0
    li      t0, MSTATUS_MPIE
    csrc    mstatus, t0
    csrsi   sstatus, 2
    IN_MODE MODE_S, 1f
1:  SETTLE
    CHECK_EQ s0, 0x15
    csrci   sstatus, 2
    BACK
    la      t0, m_handler
    csrw    mtvec, t0
    csrw    sstatus, zero
TEST_CASE 6                             // vectored stvec
    la      t0, s_vectors
    addi    t0, t0, 1
    csrw    stvec, t0
    csrw    mideleg, s2
    csrw    mip, s2
    li      s0, 0
    IN_MODE MODE_U, 1f
1:  SETTLE
    CHECK_EQ s0, 0x915
    BACK
    csrr    a0, stvec
    la      a1, s_vectors + 1
    bne     a0, a1, fail
TEST_CASE 7                             // S raises its own software interrupt through sip; sie holds it back
    la      t0, s_clears
    csrw    stvec, t0
    li      s0, 0
    li      a0, STIP | SEIP
    csrw    mie, a0
    IN_MODE MODE_S, 1f
1:  csrsi   sstatus, 2
    csrsi   sip, SSIP
    SETTLE
    CHECK_EQ s0, 0
    csrsi   sie, SSIP
    SETTLE
    CHECK_EQ s0, 1
    csrci   sstatus, 2
    BACK
TEST_CASE 8                             // wfi in S ends with what is pending and enabled, taken or not, whoever it is for
    csrw    mie, s2
    li      a0, STIP
    csrw    mip, a0
    IN_MODE MODE_S, 1f
1:  wfi
    BACK
    csrw    mip, zero
    csrw    mideleg, zero
    csrw    mie, zero
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

// Note the interrupt and take its pending bit away; all else is for the other handlers.
    .macro NOTE x
    csrr    t1, \x\()cause
    andi    t2, t1, 15
    slli    s0, s0, 4
    or      s0, s0, t2
    li      t3, 1
    sll     t3, t3, t2
    .endm
    .balign 4
clears:
    csrr    t1, mcause
    bgez    t1, m_handler
    NOTE    m
    csrc    mip, t3
    mret
    .balign 4
s_clears:                               // STIP and SEIP are M's to clear: by a call
    csrr    t1, scause
    bgez    t1, s_handler
    NOTE    s
    li      t2, SSIP
    beq     t3, t2, 2f
    mv      a6, t3
    li      t4, BACK_CALL
    mv      t5, a7
    mv      a7, t4
    csrr    t6, sepc
    .option push
    .option norvc
    ecall                               // now in M
    .option pop
    mv      a7, t5
    csrc    mip, a6
    csrw    sepc, t6
    li      t0, 0x100                   // sret from M: to the mode that was interrupted, which SPP still says
    sret
2:  csrc    sip, t3
    sret
    .balign 256
    .option push
    .option norvc
s_vectors:
    j       fail
    j       s_clears                    // 1
    .rept   3
    j       fail
    .endr
    j       s_clears                    // 5
    .rept   3
    j       fail
    .endr
    j       s_clears                    // 9
    .option pop
TEST_DATA

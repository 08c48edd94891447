// modes.h - going to S or U and coming back, and the two handlers of it. Beside env/test.h, once per program.
//
//   MODES_BEGIN             first: mtvec and stvec take the handlers below; nothing is delegated
//   IN_MODE S, label        mret to label in that mode (U, S, M); interrupts of M stay as MPIE says
//   WANT where, mode, cause, tval   exactly one trap since the last WANT: taken in M or S (3, 1), from mode
//   BACK                    to M-mode at the next instruction, from anywhere: an ecall whose a7 is BACK_CALL
//
// Each trap is noted in s4-s7: count, where it was taken * 16 + the mode it came from, cause, tval; s8 is its epc. The
// handlers go on after the trapping instruction, at s9 if that is not 0. t0-t6 and a7 are the handlers' too.
#ifndef ENV_MODES_H
#define ENV_MODES_H
#define BACK_CALL 0x7ea
#define MODE_U 0
#define MODE_S 1
#define MODE_M 3
#define ECALL_U 8
#define ECALL_S 9

.macro HANDLER x, ret, where, back
    csrr    s6, \x\()cause
    csrr    s8, \x\()epc
    csrr    s7, \x\()tval
    csrr    t0, \x\()status
.if \where == MODE_M
    srli    t0, t0, 11
    andi    t0, t0, 3
.else
    srli    t0, t0, 8
    andi    t0, t0, 1
.endif
    addi    s5, t0, \where * 16
    li      t1, -ECALL_U
    add     t1, t1, s6
    li      t2, 4                       // an ecall, which asks to go back?
    bgeu    t1, t2, 8021f
    li      t1, BACK_CALL
    beq     a7, t1, \back
8021:
    addi    s4, s4, 1
    mv      t1, s9
    li      s9, 0
    bnez    t1, 8022f
    mv      t1, s8
    bltz    s6, 8022f                   // an interrupt: the same instruction again
    lhu     t0, 0(s8)
    not     t0, t0
    andi    t0, t0, 3
    seqz    t0, t0
    slli    t0, t0, 1
    add     t1, s8, t0
    addi    t1, t1, 2
8022:
    csrw    \x\()epc, t1
    \ret
.endm

.macro MODES_BEGIN
    j       8031f
    .balign 4
m_handler:
    HANDLER m, mret, MODE_M, m_back
m_back:
    la      t1, s_asks                  // passed on by S's handler?
    addi    t0, s8, 4
    bne     s8, t1, 8030f
    mv      t0, t3
8030:
    csrw    mepc, t0
    li      t0, MSTATUS_MPP
    csrs    mstatus, t0
    mret
    .balign 4
s_handler:
    HANDLER s, sret, MODE_S, s_back
s_back:                                 // an ecall from S must not be delegated
    addi    t3, s8, 4
    .option push
    .option norvc
s_asks:
    ecall
    .option pop
8031:
    li      t0, -1                      // S and U may do nothing without PMP (3.7.1)
    csrw    pmpaddr0, t0
    li      t0, 0x1f
    csrw    pmpcfg0, t0
    la      t0, m_handler
    csrw    mtvec, t0
    la      t0, s_handler
    csrw    stvec, t0
    li      s4, 0
    li      s9, 0
.endm

.macro IN_MODE mode, target
    li      t0, MSTATUS_MPP
    csrc    mstatus, t0
    li      t0, \mode << 11
    csrs    mstatus, t0
    la      t0, \target
    csrw    mepc, t0
    mret
.endm

.macro BACK
    .option push
    .option norvc
    li      a7, BACK_CALL
    ecall
    .option pop
    li      a7, 0
.endm

.macro WANT where, mode, cause, tval
    CHECK_EQ s4, 1
    CHECK_EQ s5, (\where * 16 + \mode)
    CHECK_EQ s6, \cause
    CHECK_EQ s7, \tval
    li      s4, 0
.endm
.macro WANT_NONE
    CHECK_EQ s4, 0
.endm
#endif

// delegation.S - exceptions that medeleg gives to S: from U and S to stvec, from M never; nested ones; what each
// handler finds, and that the other mode's registers stay. Spec: privileged 1.12 3.1.8, 4.1.1-4.1.9. Harts: 1.
// limit: 60000
// qemu: no (QEMU 7.2 gives ebreak no xtval)
#include "env/test.h"
#include "env/modes.h"

TEST_BEGIN
    MODES_BEGIN
    li      s2, NOWHERE
    li      a0, 1 << ECALL_U | 1 << ILLEGAL | 1 << BREAKPOINT | 1 << LOAD_ACCESS | 1 << STORE_ACCESS | 1 << FETCH_ACCESS
    csrw    medeleg, a0
    li      a0, 0x5eed
    csrw    mcause, a0                  // 6 bits of it stay: 0x2d
    csrw    mtval, a0
TEST_CASE 1                             // from U: each cause with its value, none seen by M
    IN_MODE MODE_U, 1f
1:  ecall
    WANT    MODE_S, MODE_U, ECALL_U, 0
    .balign 4
    .4byte  0xffffffff
    WANT    MODE_S, MODE_U, ILLEGAL, 0xffffffff
2:  ebreak
    la      a0, 2b
    bne     a0, s7, fail
    bne     a0, s8, fail
    mv      a1, s7
    li      s7, 0
    WANT    MODE_S, MODE_U, BREAKPOINT, 0
    lw      a0, 8(s2)
    WANT    MODE_S, MODE_U, LOAD_ACCESS, NOWHERE + 8
    sw      a0, 12(s2)
    WANT    MODE_S, MODE_U, STORE_ACCESS, NOWHERE + 12
    la      s9, 3f
    jr      s2
    j       fail
3:  WANT    MODE_S, MODE_U, FETCH_ACCESS, NOWHERE
    csrr    a0, mstatus                 // illegal in U: to S as well
    CHECK_EQ s5, (MODE_S * 16 + MODE_U)
    CHECK_EQ s6, ILLEGAL
    li      s4, 0
    BACK
    csrr    a0, mcause                  // the BACK's own
    CHECK_EQ a0, ECALL_S
TEST_CASE 2                             // from S: to S, with SPP = S; ecall from S is not delegated
    IN_MODE MODE_S, 1f
1:  lw      a0, 8(s2)
    WANT    MODE_S, MODE_S, LOAD_ACCESS, NOWHERE + 8
    .balign 4
    .4byte  0
    addi    s4, s4, -1                  // compressed zeros: two traps of two bytes
    WANT    MODE_S, MODE_S, ILLEGAL, 0
    ecall
    WANT    MODE_M, MODE_S, ECALL_S, 0
    csrr    a0, scause                  // M's trap left S's registers alone
    CHECK_EQ a0, ILLEGAL
    BACK
TEST_CASE 3                             // from M: to M, delegated or not
    lw      a0, 8(s2)
    WANT    MODE_M, MODE_M, LOAD_ACCESS, NOWHERE + 8
    .4byte  0xffffffff
    WANT    MODE_M, MODE_M, ILLEGAL, 0xffffffff
TEST_CASE 4                             // SIE, SPIE, SPP across a delegated trap; MIE, MPIE untouched
    csrw    mie, zero
    la      t0, look
    csrw    stvec, t0
    li      a0, 0x122
    csrc    sstatus, a0
    li      a0, 2
    csrs    sstatus, a0
    IN_MODE MODE_S, 1f
1:  lw      a0, 0(s2)
    csrr    a3, sstatus
    CHECK_EQ a2, 0x120                  // in the handler: SPIE, SPP = S, SIE 0
    CHECK_EQ a3, 0x22                   // after it: SIE back, SPIE 1, SPP = U
    la      t0, s_handler
    csrw    stvec, t0
    BACK
    csrw    sstatus, zero
TEST_CASE 5                             // nested: the handler in S traps into M; both go back
    la      t0, deeper
    csrw    stvec, t0
    IN_MODE MODE_U, 1f
1:  lw      a0, 0(s2)
    WANT    MODE_M, MODE_S, ECALL_S, 0  // as the handler's ecall left it
    la      a4, s_handler
    .4byte  0x00000073                  // ecall from U: deeper again, which gives stvec back
    WANT    MODE_M, MODE_S, ECALL_S, 0
    BACK
TEST_CASE 6                             // no longer delegated: M again, at once
    csrw    medeleg, zero
    IN_MODE MODE_U, 1f
1:  lw      a0, 4(s2)
    WANT    MODE_M, MODE_U, LOAD_ACCESS, NOWHERE + 4
    ecall
    WANT    MODE_M, MODE_U, ECALL_U, 0
    BACK
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

    .balign 4
look:
    csrr    a2, sstatus
    csrr    t0, sepc
    addi    t0, t0, 4
    csrw    sepc, t0
    sret
    .balign 4
deeper:                                 // an ecall in the handler: sepc and scause are as they were behind it
    csrr    a1, scause
    csrr    a2, sepc
    ecall
    csrr    t3, scause
    csrr    t4, sepc
    bne     a1, t3, 1f
    bne     a2, t4, 1f
    addi    a2, a2, 4
    csrw    sepc, a2
    li      a2, ECALL_U
    bne     a1, a2, 2f
    csrw    stvec, a4
2:  sret
1:  j       fail
TEST_DATA

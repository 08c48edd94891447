// sstc.S - stimecmp, stimecmph: the comparison is mip.STIP with menvcfgh.STCE and software's bit without; who may touch them;
// the interrupt in S, delegated, again and again until the compare value is moved. Spec: Sstc 1.0; privileged 1.12 3.1.9, 3.1.18.
// Harts: 1.
// limit: 60000
// qemu: no (QEMU 7.2 compares without STCE too)
#include "env/test.h"
#include "env/modes.h"
#define STIMECMP  0x14d
#define STIMECMPH 0x15d
#define MENVCFGH  0x31a
#define STIP 0x020
#define STCE (1 << 31)
#define ILLEGAL 2

TEST_BEGIN
    MODES_BEGIN
    li      s2, STIP
    li      s3, STCE
TEST_CASE 1                             // WARL; without STCE the comparison is not seen
    li      t0, -1
    csrw    STIMECMPH, t0
    csrw    STIMECMP, t0
    csrw    MENVCFGH, s3
    csrr    a0, MENVCFGH
    and     a0, a0, s3
    CHECK_EQ a0, STCE
    li      t0, 0x12345678
    csrw    STIMECMP, t0
    li      t0, 0x9abcdef0
    csrw    STIMECMPH, t0
    csrr    a0, STIMECMP
    CHECK_EQ a0, 0x12345678
    csrr    a0, STIMECMPH
    CHECK_EQ a0, 0x9abcdef0
    csrw    MENVCFGH, x0
    csrw    STIMECMPH, x0
    csrw    STIMECMP, x0                // time has come
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, 0
    csrs    mip, s2                     // software's
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, STIP
    csrc    mip, s2
TEST_CASE 2                             // with it, and writes of mip change nothing
    csrw    MENVCFGH, s3
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, STIP
    csrc    mip, s2
    csrw    mip, x0
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, STIP
    li      t0, -1
    csrw    STIMECMPH, t0
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, 0
    csrs    mip, s2
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, 0
    csrw    STIMECMPH, x0               // compared whole: both halves above the time, then the high one alone
    csrr    t0, time
    lui     t1, 0x10000
    add     t0, t0, t1
    csrw    STIMECMP, t0
    SETTLE
    csrr    a0, mip
    and     a0, a0, s2
    CHECK_EQ a0, 0
TEST_CASE 3                             // it comes when its time has come, not before
    csrr    t0, time
    addi    t0, t0, 200
    csrw    STIMECMP, t0
1:  csrr    t1, time
    csrr    a0, mip
    csrr    t2, time
    and     a0, a0, s2
    bnez    a0, 2f
    sub     t1, t1, t0                  // not there: it was not late by more than its way into mip
    addi    t1, t1, -8
    bltz    t1, 1b
    j       fail
2:  sub     t2, t2, t0
    srli    t2, t2, 31
    CHECK_EQ t2, 0
TEST_CASE 4                             // rights: S with STCE and TM, never U
    li      t0, 2
    csrw    mcounteren, t0
    li      t0, 0x40000000
    csrw    STIMECMP, t0
    IN_MODE MODE_S, 1f
1:  csrr    a0, STIMECMP
    csrr    a1, STIMECMPH
    csrw    STIMECMPH, a1
    BACK
    CHECK_EQ a0, 0x40000000
    CHECK_EQ s4, 0
    csrw    mcounteren, x0
    IN_MODE MODE_S, 1f
1:  csrr    a0, STIMECMP
    csrr    a0, STIMECMPH
    csrw    STIMECMP, x0
    CHECK_EQ s4, 3
    CHECK_EQ s6, ILLEGAL
    BACK
    li      t0, 7
    csrw    mcounteren, t0
    csrw    scounteren, t0
    IN_MODE MODE_U, 1f
1:  csrr    a0, STIMECMP
    csrw    STIMECMPH, x0
    BACK
    CHECK_EQ s4, 5
    csrw    MENVCFGH, x0
    IN_MODE MODE_S, 1f
1:  csrr    a0, STIMECMP
    BACK
    CHECK_EQ s4, 6
    csrr    a0, STIMECMP                // M always; nothing of all that was written
    CHECK_EQ a0, 0x40000000
TEST_CASE 5                             // S's timer: three times, each moved on by its handler; wfi in between
    csrw    MENVCFGH, s3
    csrw    mideleg, s2
    csrw    mie, s2
    la      t0, tick
    csrw    stvec, t0
    li      s0, 0
    csrr    t0, time
    addi    t0, t0, 100
    csrw    STIMECMP, t0
    csrsi   sstatus, 2
    IN_MODE MODE_S, 1f
1:  wfi
    li      t0, 3
    bne     s0, t0, 1b
    BACK
    csrw    mie, x0
    csrw    mideleg, x0
    csrw    MENVCFGH, x0
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

    .balign 4
tick:
    csrr    t0, scause
    li      t1, 0x80000005
    bne     t0, t1, fail
    addi    s0, s0, 1
    csrr    t0, time
    addi    t0, t0, 50
    csrw    STIMECMP, t0
    sret
TEST_DATA

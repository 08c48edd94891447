// wfi.S - wfi ends when an interrupt enabled in mie is pending, whatever mstatus.MIE says: without it no trap is
// taken; with it the trap returns behind the wfi. Spec: privileged 1.12 3.3.3; design section 3. Harts: 1.
// limit: 100000
#include "env/test.h"

.macro TIMER_IN ticks
    li      s2, MTIMECMP0
    li      a0, -1
    sw      a0, 0(s2)
    li      a1, MTIME
    lw      s3, 0(a1)
    addi    s4, s3, \ticks
    sw      zero, 4(s2)
    sw      s4, 0(s2)
.endm

TEST_BEGIN
    li      s2, MTIMECMP0
    li      a0, -1
    sw      a0, 4(s2)
    li      a0, MIE_TIMER
    csrw    mie, a0
TEST_CASE 1                             // MIE off: wakes, goes on, no trap
    TIMER_IN 30
1:  wfi
    csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    beqz    a0, 1b                      // the manual allows it to end early
    li      a1, MTIME
    lw      a0, 0(a1)
    bgeu    a0, s4, 2f
    j       fail
2:  EXPECT_NO_TRAP
TEST_CASE 2                             // already pending: does not sleep
    wfi
    wfi
    EXPECT_NO_TRAP
TEST_CASE 3                             // MIE on: the trap, and mepc behind the wfi
    la      t0, on_interrupt
    csrw    mtvec, t0
    li      s0, 0
    TIMER_IN 30
    csrsi   mstatus, MSTATUS_MIE
    .balign 4
asleep:
    wfi
behind:
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 1
    CHECK_EQ s1, IRQ_TIMER
    la      a0, behind
    CHECK_REG s5, a0
TEST_CASE 4                             // pending but not enabled in mie: no reason to wake; the timer is one
    la      t0, trap_handler
    csrw    mtvec, t0
    li      a0, 1
    li      a1, MSIP0
    sw      a0, 0(a1)
    fence   iorw, iorw
    TIMER_IN 40
1:  wfi
    csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    beqz    a0, 1b
    EXPECT_NO_TRAP
    csrr    a0, mip
    andi    a0, a0, MIE_SOFTWARE
    CHECK_EQ a0, MIE_SOFTWARE
    li      a1, MSIP0
    sw      zero, 0(a1)
    csrw    mie, zero
    TEST_PASS

    .balign 4
on_interrupt:
    csrr    s1, mcause
    csrr    s5, mepc
    la      t1, behind
    beq     s5, t1, 2f
    li      t1, MTIME                   // it came before the wfi, on a slow machine: once more, or it sleeps for ever
    lw      t2, 0(t1)
    addi    t2, t2, 2000
    li      t1, MTIMECMP0
    sw      t2, 0(t1)
    j       3f
2:  addi    s0, s0, 1
    li      t1, MTIMECMP0
    li      t2, -1
    sw      t2, 4(t1)
3:  fence   iorw, iorw
1:  csrr    t2, mip
    andi    t2, t2, MIE_TIMER
    bnez    t2, 1b
    mret
TEST_DATA

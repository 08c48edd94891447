// timer_interrupt.S - mtime against mtimecmp raises cause 7, direct and vectored, at or after its time and not
// before; it stays until mtimecmp is moved. Spec: privileged 1.12 3.2.1; SiFive CLINT. Harts: 1.
// limit: 100000
#include "env/test.h"

// s3 = mtime now (low word); mtimecmp0 = s4 = now + ticks
.macro TIMER_IN ticks
    li      s2, MTIMECMP0
    li      a0, -1
    sw      a0, 0(s2)                   // as the manual shows: never an earlier time in between
    li      a1, MTIME
    lw      s3, 0(a1)
    li      a2, \ticks
    add     s4, s3, a2
    sw      zero, 4(s2)
    sw      s4, 0(s2)
.endm

TEST_BEGIN
    li      s2, MTIMECMP0
    li      a0, -1
    sw      a0, 4(s2)
    la      t0, on_interrupt
    csrw    mtvec, t0
    li      s0, 0
    li      a0, MIE_TIMER
    csrw    mie, a0
TEST_CASE 1                             // taken in a loop, at its time
    csrsi   mstatus, MSTATUS_MIE
    TIMER_IN 20
1:  beqz    s0, 1b
    CHECK_EQ s0, 1
    CHECK_EQ s1, IRQ_TIMER
    bgeu    s5, s4, 1f                  // s5: mtime in the handler
    j       fail
1:
TEST_CASE 2                             // a time that has passed: at once
    TIMER_IN 0
    SETTLE
    CHECK_EQ s0, 2
TEST_CASE 3                             // equal is due: mtime >= mtimecmp; far off is not
    TIMER_IN 0x10000000
    SETTLE
    CHECK_EQ s0, 2
    csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    CHECK_EQ a0, 0
TEST_CASE 4                             // pending stays, untaken, while MIE is off
    csrci   mstatus, MSTATUS_MIE
    TIMER_IN 3
1:  csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    beqz    a0, 1b
    CHECK_EQ s0, 2
    li      a0, -1
    sw      a0, 4(s2)
    li      a1, 200
1:  csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    beqz    a0, 2f
    addi    a1, a1, -1
    bnez    a1, 1b
    j       fail
2:
TEST_CASE 5                             // vectored: base + 28
    la      t0, vectors
    addi    t0, t0, 1
    csrw    mtvec, t0
    li      s7, 0
    csrsi   mstatus, MSTATUS_MIE
    TIMER_IN 5
1:  beqz    s7, 1b
    CHECK_EQ s7, 7
    CHECK_EQ s0, 3
TEST_CASE 6                             // the time CSRs are the CLINT's
    csrci   mstatus, MSTATUS_MIE
    li      a1, MTIME
    lw      a2, 0(a1)
    csrr    a3, time
    lw      a4, 0(a1)
    bltu    a3, a2, 1f
    bltu    a4, a3, 1f
    csrr    a0, timeh
    CHECK_EQ a0, 0
    lw      a0, 4(a1)
    CHECK_EQ a0, 0
    TEST_PASS
1:  j       fail

    .balign 4
on_interrupt:
    csrr    s1, mcause
    bgez    s1, wrong
    li      t1, MTIME
    lw      s5, 0(t1)
    li      t1, MTIMECMP0
    li      t2, -1
    sw      t2, 4(t1)
    fence   iorw, iorw
1:  csrr    t2, mip
    andi    t2, t2, MIE_TIMER
    bnez    t2, 1b
    addi    s0, s0, 1
    mret
wrong:
    j       fail
    .balign 256
    .option push
    .option norvc
vectors:
    .rept   7
    j       wrong
    .endr
    j       vector7
    .rept   24
    j       wrong
    .endr
vector7:
    li      s7, 7
    j       on_interrupt
    .option pop
TEST_DATA

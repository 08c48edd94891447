// hpm_events.S - mhpmcounter3 and up: each counts exactly the instructions of the class that mhpmevent names; inhibited they stand
// still; writes take effect at once; both halves. Spec: privileged 1.12 3.1.10, 3.1.12; Sscofpmf. Harts: 1.
// limit: 60000
// qemu: no (these events are ours)
#include "env/test.h"
#include "env/hpm.h"

// Counters by number.
.macro SELECT counter, event
    li      a0, \event
    csrw    (0x320 + \counter), a0
.endm
.macro COUNTS counter, want
    csrr    a0, (0xb00 + \counter)
    CHECK_EQ a0, \want
    csrr    a0, (0xc00 + \counter)
    CHECK_EQ a0, \want
    csrr    a0, (0xb80 + \counter)
    CHECK_EQ a0, 0
.endm
.macro RESTART
    .set    n, 3
    .rept   HPMS
    csrw    (0xb00 + n), zero
    csrw    (0xb80 + n), zero
    .set    n, n + 1
    .endr
    csrw    mcountinhibit, zero
.endm
.macro STOP
    li      a0, HPM_BITS
    csrw    mcountinhibit, a0
.endm
// mix counts so much in each of three counters, the last of all among them.
.macro CLASSES first, events, second, happen, third, times
    SELECT  3, \first
    SELECT  5, \second
    SELECT  HPM_LAST, \third
    RESTART
    jal     ra, mix
    STOP
    COUNTS  3, \events
    COUNTS  5, \happen
    COUNTS  HPM_LAST, \times
.endm

TEST_BEGIN
    la      s2, cell
    li      s3, 1
TEST_CASE 1                             // no event: nothing is counted
    STOP
    RESTART
    jal     ra, mix
    STOP
    .set    n, 3
    .rept   HPMS
    COUNTS  n, 0
    csrr    a0, (0x320 + n)
    CHECK_EQ a0, 0
    .set    n, n + 1
    .endr
TEST_CASE 2                             // by class, in different counters
    CLASSES EV_LOAD, 3, EV_STORE, 2, EV_ATOMIC, 3
    csrr    a0, mhpmevent5
    CHECK_EQ a0, EV_STORE
    CLASSES EV_BRANCH, 11, EV_TAKEN, 9, EV_JUMP, 5
    CLASSES EV_RETURN, 2, EV_FENCE, 3, EV_MUL_DIV, 3
    CLASSES EV_ATOMIC, 3, EV_JUMP, 5, EV_STORE, 2
    CLASSES EV_TAKEN, 9, EV_LOAD, 3, EV_BRANCH, 11
TEST_CASE 3                             // instructions: mix, its jal, and both that stop: the one that starts is not counted
    SELECT  6, EV_LOAD
    CLASSES CPI_RETIRE, 48, EV_MUL_DIV, 3, EV_RETIRE, 48
    csrr    a0, mhpmcounter6            // (the last is 6, or has counted loads)
    .if HPMS > 4
    CHECK_EQ a0, 3
    .endif
TEST_CASE 4                             // inhibited one by one
    SELECT  3, EV_LOAD
    SELECT  4, EV_RETIRE
    SELECT  5, EV_FENCE
    SELECT  6, EV_RETURN
    RESTART
    STOP
    li      a0, HPM_BITS & ~0x30        // 4 and 5 go
    csrw    mcountinhibit, a0
    csrr    a1, mcountinhibit
    CHECK_REG a0, a1
    jal     ra, mix
    STOP
    csrr    s0, mhpmcounter4
    CHECK_EQ s0, 2 + 50                 // what stopped after RESTART; then csrr, beq, jal, mix, and what stops
    COUNTS  3, 0
    COUNTS  5, 3
    COUNTS  6, 0
TEST_CASE 5                             // a written value is the next one read; its writer is not counted
    csrw    mcountinhibit, zero
    li      a2, 1000
    csrw    mhpmcounter4, a2
    csrr    a0, mhpmcounter4
    CHECK_EQ a0, 1000
    csrw    mhpmcounter4, a2
    nop
    csrr    a0, mhpmcounter4
    CHECK_EQ a0, 1001
    csrw    mhpmcounter4, a2
    csrw    mhpmcounter4h, a2           // nor does that of the high half
    csrr    a0, mhpmcounter4
    CHECK_EQ a0, 1000
    csrr    a0, mhpmcounter4h
    CHECK_EQ a0, 1000
    csrr    a0, hpmcounter4             // six since
    CHECK_EQ a0, 1006
    csrw    mhpmcounter4h, zero
TEST_CASE 6                             // the instruction that selects counts by the selection before
    csrw    mhpmcounter4, zero
    csrw    mhpmevent4, zero            // one
    nop
    nop
    csrr    a0, mhpmcounter4
    CHECK_EQ a0, 1
    li      a1, EV_RETIRE
    csrw    mhpmevent4, a1
    csrr    a0, mhpmcounter4
    CHECK_EQ a0, 1
    csrr    a0, mhpmcounter4            // that csrr, and the check's two
    CHECK_EQ a0, 4
TEST_CASE 7                             // carry into the high half, seen at once
    li      a2, -2
    csrw    mhpmcounter4, a2
    csrw    mhpmcounter4h, zero
    nop
    nop
    csrr    a1, mhpmcounter4h
    csrr    a0, mhpmcounter4
    CHECK_EQ a1, 1
    CHECK_EQ a0, 1
TEST_CASE 8                             // cycles: no fewer than instructions, no more than mcycle
    SELECT  3, EV_CYCLE
    csrr    a2, mcycle
    csrr    a0, mhpmcounter3
    csrr    a4, minstret
    SETTLE
    csrr    a5, minstret
    csrr    a1, mhpmcounter3
    csrr    a3, mcycle
    sub     a1, a1, a0
    sub     a3, a3, a2
    sub     a5, a5, a4
    bltu    a3, a1, 9f
    bltu    a1, a5, 9f
TEST_CASE 9                             // traps
    SELECT  3, EV_TRAP
    SELECT  4, EV_INTERRUPT
    RESTART
    EXPECT_TRAP ECALL_M, 0, ecall
    EXPECT_ILLEGAL 0xffffffff
    li      a0, MIE_SOFTWARE
    csrw    mie, a0
    la      t0, on_soft
    csrw    mtvec, t0
    li      a0, 1
    li      a1, MSIP0
    csrsi   mstatus, MSTATUS_MIE
    sw      a0, 0(a1)
    fence   iorw, iorw
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    la      t0, trap_handler
    csrw    mtvec, t0
    COUNTS  3, 2
    COUNTS  4, 1
TEST_CASE 10                            // numbers: seven bits, of 64 and up four
    .irp    n, 3,HPM_LAST
    SELECT  \n, 0x7f
    csrr    a0, (0x320 + \n)
    CHECK_EQ a0, 0x4f
    SELECT  \n, -1
    csrr    a0, (0x320 + \n)
    CHECK_EQ a0, 0x4f
    SELECT  \n, 0x3f
    csrr    a0, (0x320 + \n)
    CHECK_EQ a0, 0x3f
    .endr
    TEST_PASS
9:  j       fail

    .balign 4
on_soft:
    li      a1, MSIP0
    sw      zero, 0(a1)
    fence   iorw, iorw
1:  csrr    a1, mip
    andi    a1, a1, MIE_SOFTWARE
    bnez    a1, 1b
    mret

// 45 instructions: 3 loads, 2 stores, 3 atomics, 11 branches of which 9 are taken, 4 jumps of which 2 are returns, 3 fences,
// 3 multiplications and divisions.
    .balign 4
mix:
    mv      s1, ra                      // 1
    lw      a0, 0(s2)                   // 2
    lbu     a1, 3(s2)
    lh      a2, 1(s2)                   // misaligned: one
    sw      a0, 4(s2)
    sw      a0, 9(s2)
    amoadd.w a0, a1, (s2)
    lr.w    a0, (s2)
    sc.w    a0, a1, (s2)                // 9
    li      a3, 8                       // 10
1:  addi    a3, a3, -1
    bnez    a3, 1b                      // 26: 8 branches, 7 taken
    beqz    a3, 2f                      // taken
    nop
2:  bnez    a3, 2b                      // not
    bgeu    a3, a3, 3f                  // taken, to the next instruction
3:  j       4f                          // 30
    nop
4:  jal     ra, 5f                      // 31, and the return 32
    fence                               // 33
    fence.i
    fence.tso
    mul     a0, a1, a2                  // 36
    divu    a0, a1, a2
    rem     a0, a1, a2                  // 38
    li      a0, 1                       // 39
    li      a0, 2
    li      a0, 3
    li      a0, 4
    li      a0, 5
    mv      ra, s1                      // 44
    ret                                 // 45
5:  ret

    .data
    .balign 64
cell: .zero 64
TEST_DATA

// counters.S - minstret counts exactly what retires; mcountinhibit stops it and mcycle; writes take effect at
// once; the user shadows show the same. Spec: privileged 1.12 3.1.10-3.1.12; Zicntr. Harts: 1.
// limit: 40000
// qemu: no (QEMU's counters follow the host's clock)
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1                             // n instructions between two reads: n + 1
    csrr    a0, minstret
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 1
    csrr    a0, minstret
    nop
    mul     a2, a0, a0
    div     a3, a2, a0
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 4
TEST_CASE 2                             // loops, taken and not taken branches, jumps
    csrr    a0, minstret
    li      a2, 10
1:  addi    a2, a2, -1
    bnez    a2, 1b
    j       2f
    nop
2:  csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 1 + 20 + 1 + 1
TEST_CASE 3                             // fences, AMOs, csr accesses, lr, sc and stores are one each
    la      s2, cell
    csrr    a0, minstret
    fence
    fence.i
    fence.tso
    amoadd.w a2, a0, (s2)
    lr.w    a2, (s2)
    sc.w    a2, a2, (s2)
    sw      a2, 0(s2)
    sw      a2, 2(s2)                   // misaligned, two accesses, one instruction
    lw      a2, 1(s2)
    csrrw   a2, mscratch, a0
    csrrw   a0, mscratch, a2
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 12
TEST_CASE 4                             // what traps does not retire; the handler and its mret do
    la      t0, count_trap
    csrw    mtvec, t0
    csrr    a0, minstret
    ecall
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 5
    csrr    a0, minstret
    .4byte  0xffffffff
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 5
    li      s2, NOWHERE
    csrr    a0, minstret
    lw      a2, 0(s2)
    csrr    a1, minstret
    sub     a1, a1, a0
    CHECK_EQ a1, 5
    la      t0, trap_handler
    csrw    mtvec, t0
TEST_CASE 5                             // a written value is the next one read; then it counts on
    li      a2, 1000
    csrw    minstret, a2
    csrr    a0, minstret
    CHECK_EQ a0, 1000
    csrw    minstret, a2
    nop
    csrr    a0, minstret
    CHECK_EQ a0, 1001
TEST_CASE 6                             // carry into the high half
    li      a2, -2
    csrw    minstreth, zero
    csrw    minstret, a2
    nop
    nop
    nop
    csrr    a0, minstret
    csrr    a1, minstreth
    CHECK_EQ a0, 1
    CHECK_EQ a1, 1
    li      a2, 0x1234
    csrw    minstreth, a2
    csrr    a1, instreth
    CHECK_EQ a1, 0x1234
TEST_CASE 7                             // inhibited: stands still, both halves writable
    csrwi   mcountinhibit, 4
    csrr    a0, minstret
    nop
    nop
    csrr    a1, minstret
    CHECK_REG a0, a1
    li      a2, 77
    csrw    minstret, a2
    nop
    csrr    a1, instret
    CHECK_EQ a1, 77
    csrwi   mcountinhibit, 0
    csrr    a0, minstret
    addi    a0, a0, -77
    li      a1, 2
    bltu    a1, a0, 9f                  // whether the csrwi itself counts is left open
TEST_CASE 8                             // the shadow of mcycle
    csrr    a0, mcycle
    csrr    a1, cycle
    csrr    a2, mcycle
    bltu    a1, a0, 9f
    bltu    a2, a1, 9f
TEST_CASE 9                             // writing mcycle
    li      a0, 0x40000000
    csrw    mcycle, a0
    csrr    a1, mcycle
    sub     a1, a1, a0
    li      a2, 200
    bltu    a2, a1, 9f
    li      a0, 5
    csrw    mcycleh, a0
    csrr    a1, cycleh
    CHECK_EQ a1, 5
TEST_CASE 10                            // inhibited: stands still
    csrwi   mcountinhibit, 1
    csrr    a0, mcycle
    .rept   10
    nop
    .endr
    csrr    a1, mcycle
    CHECK_REG a0, a1
    csrr    a2, minstret                // minstret goes on
    csrr    a3, minstret
    sub     a3, a3, a2
    CHECK_EQ a3, 1
    csrwi   mcountinhibit, 0
    csrr    a1, mcycle
    SETTLE
    csrr    a2, mcycle
    beq     a1, a2, 9f
    TEST_PASS
9:  j       fail

    .balign 4
count_trap:                              // four instructions
    csrr    t0, mepc
    addi    t0, t0, 4
    csrw    mepc, t0
    mret
    .data
    .balign 64
cell: .zero 16
TEST_DATA

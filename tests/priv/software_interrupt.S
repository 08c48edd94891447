// software_interrupt.S - msip raises cause 3 when mie and mstatus let it, direct and vectored, and not otherwise.
// Spec: privileged 1.12 3.1.7, 3.1.9; SiFive CLINT. Harts: 1.
// limit: 40000
#include "env/test.h"

.macro RAISE
    li      s2, MSIP0
    li      a0, 1
    sw      a0, 0(s2)
    fence   iorw, iorw
.endm

TEST_BEGIN
    li      s2, MTIMECMP0               // QEMU's timer is due from the start
    li      a0, -1
    sw      a0, 4(s2)
    la      s10, on_interrupt
    csrw    mtvec, s10
    li      s0, 0                       // interrupts taken
TEST_CASE 1                             // pending is not taken while either enable is off
    RAISE
    li      a1, 100                     // the wire takes its time
1:  csrr    a0, mip
    andi    a0, a0, MIE_SOFTWARE
    bnez    a0, 2f
    addi    a1, a1, -1
    bnez    a1, 1b
    j       fail
2:  csrsi   mstatus, MSTATUS_MIE
    nop
    nop
    csrci   mstatus, MSTATUS_MIE
    csrsi   mie, MIE_SOFTWARE
    nop
    nop
    CHECK_EQ s0, 0
TEST_CASE 2                             // and once both are on, before the next instructions get far
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    CHECK_EQ s0, 1
    CHECK_EQ s1, IRQ_SOFTWARE
    csrr    a0, mstatus
    andi    a0, a0, MSTATUS_MIE
    CHECK_EQ a0, MSTATUS_MIE
TEST_CASE 3                             // mip goes with the wire; writing mip does not
    csrr    a0, mip
    andi    a0, a0, MIE_SOFTWARE
    CHECK_EQ a0, 0
    csrsi   mip, MIE_SOFTWARE
    csrr    a0, mip
    andi    a0, a0, MIE_SOFTWARE
    CHECK_EQ a0, 0
    CHECK_EQ s0, 1
TEST_CASE 4                             // ten times, and no instruction is lost or done twice
    li      s3, 10
    li      s4, 0
1:  RAISE
    .rept   40
    addi    s4, s4, 1
    .endr
    addi    s3, s3, -1
    bnez    s3, 1b
    CHECK_EQ s0, 11
    CHECK_EQ s4, 400
TEST_CASE 5                             // vectored: base + 12; exceptions still go to the base
    la      t0, vectors
    addi    t0, t0, 1
    csrw    mtvec, t0
    li      s6, 0
    li      s7, 0
    RAISE
    SETTLE
    CHECK_EQ s6, 3
    CHECK_EQ s0, 12
    ecall
    CHECK_EQ s7, 1
TEST_CASE 6                             // only bit 0 of msip is there
    csrci   mstatus, MSTATUS_MIE
    li      s2, MSIP0
    li      a0, -1
    sw      a0, 0(s2)
    lw      a1, 0(s2)
    sw      zero, 0(s2)
    CHECK_EQ a1, 1
    lw      a1, 0(s2)
    CHECK_EQ a1, 0
    csrw    mie, zero
    TEST_PASS

    .balign 4
on_interrupt:
    csrr    s1, mcause
    bgez    s1, wrong
    li      t1, MSIP0
    sw      zero, 0(t1)
    fence   iorw, iorw
1:  csrr    t2, mip                     // until the wire has gone: it would be taken again
    andi    t2, t2, MIE_SOFTWARE
    bnez    t2, 1b
    csrr    t2, mstatus                 // off inside
    andi    t2, t2, MSTATUS_MIE
    bnez    t2, wrong
    addi    s0, s0, 1
    mret
wrong:
    j       fail

    .balign 256
    .option push
    .option norvc
vectors:
    j       vector0
    j       wrong
    j       wrong
    j       vector3
    .rept   28
    j       wrong
    .endr
vector3:
    li      s6, 3
    j       on_interrupt
vector0:
    addi    s7, s7, 1
    csrr    t0, mcause
    bltz    t0, wrong
    csrr    t0, mepc
    addi    t0, t0, 4
    csrw    mepc, t0
    mret
    .option pop
TEST_DATA

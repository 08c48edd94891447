// interrupt_priority.S - with both pending, software comes before timer; each is held back by its own enable;
// an interrupt comes before the exception of the instruction it interrupts. Spec: privileged 1.12 3.1.9. Harts: 1.
// limit: 40000
#include "env/test.h"

TEST_BEGIN
    la      t0, on_trap
    csrw    mtvec, t0
    li      s2, MTIMECMP0
    li      s3, MSIP0
    li      s0, 0                       // a nibble for each trap, newest lowest

.macro BOTH_PENDING
    sw      zero, 4(s2)
    sw      zero, 0(s2)
    li      a0, 1
    sw      a0, 0(s3)
    fence   iorw, iorw
1:  csrr    a0, mip
    andi    a0, a0, MIE_TIMER | MIE_SOFTWARE
    addi    a0, a0, -(MIE_TIMER | MIE_SOFTWARE)
    bnez    a0, 1b
.endm

TEST_CASE 1                             // software, then timer
    BOTH_PENDING
    li      a0, MIE_TIMER | MIE_SOFTWARE
    csrw    mie, a0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x37
TEST_CASE 2                             // software masked: timer only, software stays
    li      s0, 0
    BOTH_PENDING
    li      a0, MIE_TIMER
    csrw    mie, a0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    CHECK_EQ s0, 7
    csrsi   mie, MIE_SOFTWARE           // unmasked while MIE is on
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x73
TEST_CASE 3                             // mret into an ecall with both pending: both before the ecall
    li      s0, 0
    BOTH_PENDING
    la      t0, 1f
    csrw    mepc, t0
    li      t0, MSTATUS_MPIE | MSTATUS_MPP
    csrs    mstatus, t0
    mret
1:  ecall
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x37b
TEST_CASE 4                             // setting MIE right before an illegal instruction
    li      s0, 0
    BOTH_PENDING
    csrsi   mstatus, MSTATUS_MIE
    .4byte  0xffffffff
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x372
    csrw    mie, zero
    TEST_PASS

    .balign 4
on_trap:
    csrr    t0, mcause
    slli    s0, s0, 4
    andi    t1, t0, 15
    or      s0, s0, t1
    bltz    t0, 1f
    csrr    t0, mepc
    addi    t0, t0, 4
    csrw    mepc, t0
    mret
1:  li      t2, MIE_SOFTWARE
    addi    t1, t1, -3
    bnez    t1, 2f
    sw      zero, 0(s3)
    j       3f
2:  li      t2, MIE_TIMER
    li      t1, -1
    sw      t1, 4(s2)
3:  fence   iorw, iorw
4:  csrr    t1, mip
    and     t1, t1, t2
    bnez    t1, 4b
    mret
TEST_DATA

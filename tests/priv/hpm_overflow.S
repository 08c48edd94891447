// hpm_overflow.S - overflow sets OF and asks for interrupt 13 once, until software clears OF; never by a write; scountovf shows
// S what mcounteren gives; taken in M, or in S when delegated, last of all. Spec: Sscofpmf; privileged 1.12 3.1.9. Harts: 1.
// limit: 80000
// qemu: no (these events are ours)
#include "env/test.h"
#include "env/modes.h"
#include "env/hpm.h"

// Counter n counts loads, and stands n short of its overflow.
.macro ARM n, short
    li      a0, \short
    neg     a0, a0
    csrw    mhpmcounter\n, a0
    li      a0, -1
    csrw    mhpmcounter\n\()h, a0
.endm
.macro LOADS n
    .rept   \n
    lw      a0, 0(s2)
    .endr
.endm
// Enough for an overflow to be found: no CSR instruction in it.
.macro FOUND
    SETTLE
    SETTLE
.endm
.macro OVERFLOWS want
    FOUND
    csrr    a0, SCOUNTOVF
    CHECK_EQ a0, \want
.endm
.macro PENDING want
    csrr    a0, mip
    li      a1, LCOFI
    and     a0, a0, a1
    CHECK_EQ a0, \want
.endm

TEST_BEGIN
    MODES_BEGIN
    la      s2, cell
    li      s3, LCOFI
    li      a0, EV_LOAD
    .irp    n, 3,4,5,6
    csrw    mhpmevent\n, a0
    .endr
TEST_CASE 1                             // one short: nothing; then OF and the interrupt, and the count goes on
    ARM     3, 2
    LOADS   1
    OVERFLOWS 0
    PENDING 0
    csrr    a0, mhpmcounter3
    CHECK_EQ a0, -1
    csrr    a0, mhpmcounter3h
    CHECK_EQ a0, -1
    LOADS   1
    OVERFLOWS 0x8
    PENDING LCOFI
    csrr    a0, MHPMEVENT3H
    CHECK_EQ a0, OF
    LOADS   3
    csrr    a0, mhpmcounter3
    CHECK_EQ a0, 3
    csrr    a0, mhpmcounter3h
    CHECK_EQ a0, 0
TEST_CASE 2                             // OF stays, and asks for no other
    csrc    mip, s3
    PENDING 0
    ARM     3, 1
    LOADS   1
    OVERFLOWS 0x8
    PENDING 0
    csrw    MHPMEVENT3H, zero           // cleared: the next does
    OVERFLOWS 0
    PENDING 0
    ARM     3, 1
    LOADS   1
    OVERFLOWS 0x8
    PENDING LCOFI
TEST_CASE 3                             // writes neither overflow nor ask: of OF, of the counter
    csrw    MHPMEVENT3H, zero
    csrc    mip, s3
    li      a0, OF
    csrs    MHPMEVENT3H, a0
    OVERFLOWS 0x8
    PENDING 0
    csrw    MHPMEVENT3H, zero
    ARM     3, 1
    csrw    mhpmcounter3, zero
    csrw    mhpmcounter3h, zero
    OVERFLOWS 0
    PENDING 0
    li      a0, -1                      // half of it is not all
    csrw    mhpmcounter3, a0
    LOADS   1
    OVERFLOWS 0
    PENDING 0
    csrr    a0, mhpmcounter3h
    CHECK_EQ a0, 1
TEST_CASE 4                             // each counter has its own
    ARM     6, 1
    ARM     5, 2
    ARM     4, 3
    LOADS   1
    OVERFLOWS 0x40
    PENDING LCOFI
    csrc    mip, s3
    LOADS   1
    OVERFLOWS 0x60
    PENDING LCOFI
    csrc    mip, s3
    LOADS   1
    OVERFLOWS 0x70
    PENDING LCOFI
    csrc    mip, s3
    csrr    a0, MHPMEVENT3H + 3
    CHECK_EQ a0, OF
    csrr    a0, MHPMEVENT3H
    CHECK_EQ a0, 0
TEST_CASE 5                             // scountovf in S: of mcounteren
    li      a0, (HPM_BITS & ~0x10) | 7
    csrw    mcounteren, a0
    IN_MODE MODE_S, 1f
1:  csrr    s0, SCOUNTOVF
    BACK
    WANT_NONE
    CHECK_EQ s0, 0x60
    csrw    mcounteren, zero
    IN_MODE MODE_S, 1f
1:  csrr    s0, SCOUNTOVF
    BACK
    CHECK_EQ s0, 0
    csrr    a0, SCOUNTOVF
    CHECK_EQ a0, 0x70
    .irp    csr, 0x723,0x724,0x725,0x726
    csrw    \csr, zero
    .endr
TEST_CASE 6                             // in M: taken as soon as MIE allows, once
    la      t0, takes
    csrw    mtvec, t0
    li      s0, 0                       // a nibble for each, newest lowest
    csrci   mstatus, MSTATUS_MIE
    csrw    mie, s3
    ARM     6, 1
    LOADS   1
    FOUND
    CHECK_EQ s0, 0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0xd
    csrr    a0, MHPMEVENT3H + 3
    CHECK_EQ a0, OF
TEST_CASE 7                             // from U, not delegated, without MIE
    csrw    MHPMEVENT3H + 3, zero
    ARM     6, 1
    li      s0, 0
    IN_MODE MODE_U, 1f
1:  LOADS   1
    FOUND
    CHECK_EQ s0, 0xd
    la      s9, 2f                      // takes goes on there after an ecall
    ecall
2:
TEST_CASE 8                             // delegated: to S, from S with SIE; LCOFIP is S's to clear and to set
    csrw    mideleg, s3
    csrr    a0, mideleg
    CHECK_EQ a0, LCOFI
    la      t0, m_handler
    csrw    mtvec, t0
    la      t0, s_takes
    csrw    stvec, t0
    csrw    MHPMEVENT3H + 3, zero
    ARM     6, 1
    li      s0, 0
    li      s4, 0
    li      s9, 0
    csrci   sstatus, 2
    IN_MODE MODE_S, 1f
1:  LOADS   1
    FOUND
    csrr    a0, sip
    CHECK_EQ a0, LCOFI
    csrr    a0, sie
    CHECK_EQ a0, LCOFI
    CHECK_EQ s0, 0
    csrsi   sstatus, 2
    SETTLE
    CHECK_EQ s0, 0xd
    csrr    a0, sip
    CHECK_EQ a0, 0
    csrs    sip, s3
    SETTLE
    CHECK_EQ s0, 0xdd
    csrci   sstatus, 2
    csrw    sip, s3
    csrr    a0, sip
    CHECK_EQ a0, LCOFI
    csrw    sip, zero
    csrw    sie, zero
    csrr    a0, sie
    CHECK_EQ a0, 0
    csrw    sie, s3
    BACK
    WANT_NONE
    PENDING 0
TEST_CASE 9                             // delegated, in M: never; sip is not S's without delegation
    la      t0, takes
    csrw    mtvec, t0
    li      s0, 0
    csrw    mip, s3
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0
    csrw    mideleg, zero
    csrw    sip, zero
    PENDING LCOFI
    csrw    mip, zero
TEST_CASE 10                            // last of all: S's timer comes first
    li      a0, LCOFI | 0x20
    csrw    mie, a0
    csrw    mip, a0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ s0, 0x5d
    csrw    mie, zero
    la      t0, m_handler
    csrw    mtvec, t0
TEST_CASE 11                            // all at once, behind CSR instructions
    li      a1, EV_RETIRE
    li      a2, -200
    li      a3, -1
    .set    n, 3
    .rept   HPMS
    csrw    (0x320 + n), a1
    csrw    (0xb00 + n), a2
    csrw    (0xb80 + n), a3
    csrw    (0x720 + n), zero
    .set    n, n + 1
    .endr
    .rept   220
    csrr    a0, mhpmcounter3h
    .endr
    OVERFLOWS HPM_BITS
    PENDING LCOFI
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

    .balign 4
takes:                                  // M's: notes an interrupt and clears it; an ecall goes to s9, in M
    csrr    a4, mcause
    bgez    a4, 1f
    slli    s0, s0, 4
    andi    a5, a4, 15
    or      s0, s0, a5
    li      a5, 1
    sll     a5, a5, a4
    csrc    mip, a5
    mret
1:  csrw    mepc, s9
    li      a4, MSTATUS_MPP
    csrs    mstatus, a4
    mret
    .balign 4
s_takes:
    csrr    a4, scause
    slli    s0, s0, 4
    andi    a5, a4, 15
    or      s0, s0, a5
    csrc    sip, s3
    sret
    .data
    .balign 64
cell: .zero 64
TEST_DATA

// hpm_modes.S - MINH, SINH, UINH: events count by the mode of their cycle; mcounteren and scounteren say who may read;
// counters that are not there read zero in M and are not there below. Spec: privileged 1.12 3.1.10, 3.1.11, 4.1.5; Sscofpmf. Harts: 1.
// limit: 60000
// qemu: no (these events are ours)
#include "env/test.h"
#include "env/modes.h"
#include "env/hpm.h"
#define ILLEGAL_COUNTER(csr, rd) (0x00002073 | (csr) << 20 | (rd) << 7)

// Three instructions and an ecall in S, the same in U, with whatever M does in between: mret and the handler.
.macro VISIT mode
    IN_MODE \mode, 1f
1:  .option push
    .option norvc
    nop
    nop
    .option pop
    BACK                                // li, ecall: the ecall does not retire; li after it is M's
.endm

// Counter 3 counts instructions, with these bits: S's and U's three, or many of M.
.macro FILTER bits
    li      a0, \bits
    csrw    MHPMEVENT3H, a0
    csrr    a1, MHPMEVENT3H
    CHECK_REG a0, a1
    csrw    mhpmcounter3, zero
    VISIT   MODE_S
    VISIT   MODE_U
    csrr    s0, mhpmcounter3
.endm

TEST_BEGIN
    MODES_BEGIN
    li      a0, EV_RETIRE
    csrw    mhpmevent3, a0
TEST_CASE 1                             // two nops and a li in each of the lower modes
    FILTER  MINH
    CHECK_EQ s0, 6
    FILTER  (MINH | SINH)
    CHECK_EQ s0, 3
    FILTER  (MINH | UINH)
    CHECK_EQ s0, 3
    FILTER  (MINH | SINH | UINH)
    CHECK_EQ s0, 0
TEST_CASE 2                             // and in M the rest
    FILTER  (SINH | UINH)
    mv      s1, s0
    FILTER  0
    addi    s0, s0, -6
    CHECK_REG s0, s1
    FILTER  SINH
    addi    s0, s0, -3
    CHECK_REG s0, s1
    FILTER  UINH
    addi    s0, s0, -3
    CHECK_REG s0, s1
    li      a0, 10
    bgeu    a0, s1, 9f
TEST_CASE 3                             // a trap counts in the mode that it comes from
    li      a0, EV_TRAP
    csrw    mhpmevent3, a0
    FILTER  (MINH | SINH)
    CHECK_EQ s0, 1
    FILTER  (MINH | UINH)
    CHECK_EQ s0, 1
    FILTER  (SINH | UINH)
    CHECK_EQ s0, 0
    csrw    mhpmevent3, zero
TEST_CASE 4                             // who may read: a bit a counter, S by mcounteren, U by both
    li      a0, -1
    csrw    mcounteren, a0
    csrr    a1, mcounteren
    CHECK_EQ a1, HPM_BITS | 7
    csrw    scounteren, a0
    csrr    a1, scounteren
    CHECK_EQ a1, HPM_BITS | 7
    li      a0, 0x55
    csrw    mhpmcounter3, a0
    csrw    (0xb80 + HPM_LAST), a0
    IN_MODE MODE_U, 1f
1:  csrr    a0, hpmcounter3
    csrr    a1, (0xc80 + HPM_LAST)
    BACK
    WANT_NONE
    CHECK_EQ a0, 0x55
    CHECK_EQ a1, 0x55
    li      a0, (HPM_BITS & ~8) | 7     // 3 is not U's
    csrw    scounteren, a0
    IN_MODE MODE_U, 1f
1:  csrr    a1, hpmcounter3
    WANT    MODE_M, MODE_U, ILLEGAL, ILLEGAL_COUNTER(0xc03, 11)
    BACK
    IN_MODE MODE_U, 1f
1:  csrr    a1, hpmcounter3h
    WANT    MODE_M, MODE_U, ILLEGAL, ILLEGAL_COUNTER(0xc83, 11)
    BACK
    IN_MODE MODE_S, 1f
1:  csrr    a1, hpmcounter3
    BACK
    WANT_NONE
    li      a0, (HPM_BITS >> 1) | 7     // the last is not S's, and so not U's
    csrw    mcounteren, a0
    IN_MODE MODE_S, 1f
1:  csrr    a1, (0xc00 + HPM_LAST)
    WANT    MODE_M, MODE_S, ILLEGAL, ILLEGAL_COUNTER(0xc00 + HPM_LAST, 11)
    BACK
    IN_MODE MODE_U, 1f
1:  csrr    a1, (0xc80 + HPM_LAST)
    WANT    MODE_M, MODE_U, ILLEGAL, ILLEGAL_COUNTER(0xc80 + HPM_LAST, 11)
    BACK
    csrr    a1, (0xc00 + HPM_LAST)             // M may
    csrr    a1, (0xb80 + HPM_LAST)
    CHECK_EQ a1, 0x55
TEST_CASE 5                             // nobody below M may touch what selects
    IN_MODE MODE_S, 1f
1:  csrr    a1, mhpmevent3
    WANT    MODE_M, MODE_S, ILLEGAL, ILLEGAL_COUNTER(0x323, 11)
    BACK
    IN_MODE MODE_S, 1f
1:  csrr    a1, MHPMEVENT3H
    WANT    MODE_M, MODE_S, ILLEGAL, ILLEGAL_COUNTER(0x723, 11)
    BACK
    IN_MODE MODE_U, 1f
1:  csrr    a1, SCOUNTOVF
    WANT    MODE_M, MODE_U, ILLEGAL, ILLEGAL_COUNTER(SCOUNTOVF, 11)
    BACK
TEST_CASE 6                             // counters that are not there: zero for M, whatever is written; not for S
    li      a0, -1
    csrw    mcounteren, a0
    csrw    mcountinhibit, a0
    csrr    a1, mcountinhibit
    CHECK_EQ a1, HPM_BITS | 5
    csrw    mcountinhibit, zero
    .irp    csr, 0xb09,0xb10,0xb1f,0xb89,0xb9f,0x329,0x33f,0x729,0x730,0x73f
    csrw    \csr, a0
    csrr    a1, \csr
    CHECK_EQ a1, 0
    .endr
    .irp    csr, 0xc09,0xc10,0xc1f,0xc89,0xc9f
    csrr    a1, \csr
    CHECK_EQ a1, 0
    .endr
    IN_MODE MODE_S, 1f
1:  csrr    a1, 0xc09
    WANT    MODE_M, MODE_S, ILLEGAL, ILLEGAL_COUNTER(0xc09, 11)
    BACK
    IN_MODE MODE_S, 1f
1:  csrr    a1, 0xc9f
    WANT    MODE_M, MODE_S, ILLEGAL, ILLEGAL_COUNTER(0xc9f, 11)
    BACK
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS
9:  j       fail
TEST_DATA

// hpm_wfi.S - a counter of cycles runs in wfi, which its overflow ends. Spec: privileged 1.12 3.3.3; Sscofpmf. Harts: 1.
// limit: 40000
// qemu: no (these events are ours)
// reference: no (the model's cycles are instructions)
#include "env/test.h"
#include "env/hpm.h"

TEST_BEGIN
TEST_CASE 1
    li      a0, LCOFI
    csrw    mie, a0
    li      a0, EV_CYCLE
    csrw    mhpmevent6, a0
    li      a0, -1000
    csrw    mhpmcounter6, a0
    li      a0, -1
    csrw    mhpmcounter6h, a0
    csrr    a1, mcycle
    wfi
    csrr    a2, mcycle
    csrr    a0, mip
    CHECK_EQ a0, LCOFI
    csrr    a0, SCOUNTOVF
    CHECK_EQ a0, (1 << 6)
    sub     a2, a2, a1
    addi    a2, a2, -980
    li      a0, 100
    bltu    a0, a2, 9f
    csrr    a0, mhpmcounter6h
    CHECK_EQ a0, 0
    TEST_PASS
9:  j       fail
TEST_DATA

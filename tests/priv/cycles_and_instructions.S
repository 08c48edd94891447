// cycles_and_instructions.S - one hart retires at most one instruction a cycle, and not fewer than one in 50 here.
// Spec: privileged 1.12 3.1.10; design section 4. Harts: 1.
// limit: 20000
// qemu: no (QEMU's counters follow the host's clock)
// reference: no (the model's cycle is a turn of both harts)
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1                             // mcycle runs, no slower than instructions retire
    csrr    a0, mcycle
    csrr    a2, minstret
    .rept   20
    nop
    .endr
    csrr    a1, mcycle
    csrr    a3, minstret
    sub     a1, a1, a0
    sub     a3, a3, a2
    CHECK_EQ a3, 22
    li      a2, 21
    bltu    a1, a2, 9f
    li      a2, 2000
    bltu    a2, a1, 9f
    TEST_PASS
9:  j       fail
TEST_DATA

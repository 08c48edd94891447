// wfi_sleeps.S - wfi really stops the hart: nothing retires while it waits, and mcycle runs on.
// Spec: design section 3. Harts: 1.
// limit: 40000
// qemu: no (counts of QEMU follow the host's clock)
#include "env/test.h"

TEST_BEGIN
    li      a0, MIE_TIMER
    csrw    mie, a0
TEST_CASE 1
    li      s2, MTIMECMP0
    li      a1, MTIME
    lw      a0, 0(a1)
    addi    a0, a0, 200
    csrr    s4, mcycle
    csrr    s3, minstret
    sw      a0, 0(s2)
    sw      zero, 4(s2)
1:  wfi
    csrr    a0, mip
    andi    a0, a0, MIE_TIMER
    beqz    a0, 1b
    csrr    a2, minstret
    csrr    a3, mcycle
    sub     a2, a2, s3
    sub     a3, a3, s4
    li      a4, 24                      // 200 ticks of 10 cycles, and a handful of instructions
    bltu    a4, a2, 2f
    li      a4, 1800
    bltu    a3, a4, 2f
    li      a4, 2600
    bltu    a4, a3, 2f
    EXPECT_NO_TRAP
    TEST_PASS
2:  j       fail
TEST_DATA

// fetch_faults.S - jumps to where no instruction can be: mepc is the target, mtval the part that is missing.
// Spec: privileged 1.12 3.1.16; design section 3. Harts: 1.
// limit: 40000
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1                             // nowhere
    .irp    where, 0x00000800, NOWHERE, RAM_END, 0x84001000, 0xfffffffe
    li      s2, \where
    EXPECT_FETCH_TRAP s2, s2, jr s2
    EXPECT_FETCH_TRAP s2, s2, jalr ra, 0(s2)
    .endr
TEST_CASE 2                             // the link is written: jalr itself is done
    li      s2, NOWHERE
    li      ra, 0
    EXPECT_FETCH_TRAP s2, s2, jalr ra, 0(s2)
    bnez    ra, 1f
    j       fail
1:
    TEST_PASS
TEST_DATA

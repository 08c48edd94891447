// misaligned_edges.S - misaligned accesses half in RAM: they fault with the address of the half that is not
// there, load nothing, and store nothing of the other half either. Spec: design section 3 (misaligned, mtval).
// Harts: 1.
// limit: 20000
// qemu: no (QEMU reports the address of the whole access)
#include "env/test.h"

TEST_BEGIN
    li      s3, RAM_END
    li      s4, RAM
    li      a0, 0x55667788
    lw      s5, 0(s4)
    sw      a0, -4(s3)
TEST_CASE 1                             // over the end
    .irp    back, 1, 2, 3
    addi    s2, s3, -\back
    li      a1, 42
    EXPECT_TRAP_REG LOAD_ACCESS, s3, lw a1, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s3, sw a1, 0(s2)
    CHECK_EQ a1, 42
    lw      a1, -4(s3)
    CHECK_EQ a1, 0x55667788
    .endr
    addi    s2, s3, -1
    li      a1, 42
    EXPECT_TRAP_REG LOAD_ACCESS, s3, lh a1, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s3, lhu a1, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s3, sh a1, 0(s2)
    CHECK_EQ a1, 42
    lw      a1, -4(s3)
    CHECK_EQ a1, 0x55667788
TEST_CASE 2                             // over the beginning: the lower half is the one that is missing
    .irp    back, 1, 2, 3
    addi    s2, s4, -\back
    li      a1, 42
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a1, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a1, 0(s2)
    CHECK_EQ a1, 42
    lw      a1, 0(s4)
    CHECK_REG a1, s5
    .endr
TEST_CASE 3                             // the last bytes that are there
    lb      a1, -1(s3)
    CHECK_EQ a1, 0x55
    lhu     a1, -2(s3)
    CHECK_EQ a1, 0x5566
    lhu     a1, -3(s3)
    CHECK_EQ a1, 0x6677
    EXPECT_NO_TRAP
    TEST_PASS
TEST_DATA

// clint_access.S - CLINT registers take bytes, halfwords and words; absent harts and gaps read 0.
// Spec: design section 3; SiFive CLINT. Harts: 1.
// limit: 20000
// qemu: no (QEMU's CLINT takes words only)
#include "env/test.h"

TEST_BEGIN
    li      s2, MTIMECMP0
TEST_CASE 1                             // mtimecmp, byte by byte, other hart's untouched
    lw      s3, 8(s2)
    lw      s4, 12(s2)
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
    li      a0, 0x91 + \n * 0x11
    sb      a0, \n(s2)
    .endr
    lw      a0, 0(s2)
    CHECK_EQ a0, 0xc4b3a291
    lw      a0, 4(s2)
    CHECK_EQ a0, 0x08f7e6d5
    lw      a0, 8(s2)
    CHECK_REG a0, s3
    lw      a0, 12(s2)
    CHECK_REG a0, s4
TEST_CASE 2                             // and read so
    lbu     a0, 5(s2)
    CHECK_EQ a0, 0xe6
    lb      a0, 3(s2)
    CHECK_EQ a0, 0xffffffc4
    lhu     a0, 2(s2)
    CHECK_EQ a0, 0xc4b3
    lh      a0, 6(s2)
    CHECK_EQ a0, 0x08f7
TEST_CASE 3                             // halfwords
    li      a0, 0x1234
    sh      a0, 2(s2)
    li      a0, 0x7fff
    sh      a0, 6(s2)
    lw      a0, 0(s2)
    CHECK_EQ a0, 0x1234a291
    lw      a0, 4(s2)
    CHECK_EQ a0, 0x7fffe6d5
TEST_CASE 4                             // the other hart's
    li      a0, 0x01020304
    sw      a0, 8(s2)
    lw      a1, 8(s2)
    CHECK_REG a0, a1
    li      a0, -1
    sw      a0, 8(s2)
    sw      a0, 12(s2)
TEST_CASE 5                             // msip: bit 0 by byte; its upper bytes are 0
    li      s3, MSIP0
    li      a0, 0xff
    sb      a0, 1(s3)
    lw      a1, 0(s3)
    CHECK_EQ a1, 0
    sb      a0, 0(s3)
    lw      a1, 0(s3)
    CHECK_EQ a1, 1
    sh      zero, 2(s3)
    lbu     a1, 0(s3)
    CHECK_EQ a1, 1
    sb      zero, 0(s3)
    lbu     a1, 0(s3)
    CHECK_EQ a1, 0
TEST_CASE 6                             // gaps and harts that are not there
    sw      a0, 8(s3)
    lw      a1, 8(s3)
    CHECK_EQ a1, 0
    li      s4, 0x02004010
    sw      a0, 0(s4)
    lw      a1, 0(s4)
    CHECK_EQ a1, 0
    li      s4, 0x02008000
    lw      a1, 0(s4)
    CHECK_EQ a1, 0
TEST_CASE 7                             // mtime: written by bytes and words, counts on from there
    li      s4, MTIME
    li      a0, 0x12
    sb      a0, 7(s4)
    lw      a1, 4(s4)
    CHECK_EQ a1, 0x12000000
    li      a0, 0x5000
    sw      a0, 0(s4)
    lw      a1, 0(s4)
    sub     a1, a1, a0
    li      a2, 20
    bgeu    a2, a1, 1f
    j       fail
1:  csrr    a2, timeh
    CHECK_EQ a2, 0x12000000
    EXPECT_NO_TRAP
    TEST_PASS
TEST_DATA

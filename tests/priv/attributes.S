// attributes.S - what each region refuses: stores to ROM, atomics and fetches on devices, misaligned
// atomics and device accesses. Spec: design section 3, physical memory attributes. Harts: 1.
// limit: 60000
// qemu: no (QEMU reports an AMO's fault as a load's, ignores ROM stores, allows atomics on devices, and reports misaligned atomics otherwise)
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1                             // ROM: no stores, no atomics
    li      s2, 0x1000
    li      a0, 5
    lw      s3, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sb a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoadd.w a0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sc.w a0, a0, (s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lr.w a0, (s2)
    lw      a1, 0(s2)
    CHECK_REG a1, s3
    CHECK_EQ a0, 5
TEST_CASE 2                             // devices: no atomics
    .irp    where, MSIP0, MTIMECMP0, UART, FINISHER
    li      s2, \where
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoor.w a0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoswap.w x0, x0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sc.w a0, a0, (s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lr.w a0, (s2)
    .endr
    CHECK_EQ a0, 5
TEST_CASE 3                             // devices: aligned only
    .irp    offset, 1, 2, 3
    li      s2, MTIMECMP0 + \offset
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a0, 0(s2)
    .endr
    .irp    offset, 1, 3
    li      s2, MTIMECMP0 + \offset
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lh a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lhu a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sh a0, 0(s2)
    .endr
    CHECK_EQ a0, 5
TEST_CASE 4                             // RAM: atomics aligned only, cached or not
    la      s3, words
    .irp    offset, 1, 2, 3, 30, 62
    addi    s2, s3, \offset
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lr.w a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sc.w a0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoadd.w a0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amomaxu.w a0, a0, (s2)
    .endr
    CHECK_EQ a0, 5
    lw      a1, 0(s3)
    CHECK_EQ a1, 0x01020304
    lw      a1, 28(s3)
    CHECK_EQ a1, 0x11121314
TEST_CASE 5                             // a faulting SC ends no one's right to trap again, and stores nothing
    addi    s2, s3, 2
    lr.w    a1, (s3)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sc.w a0, a0, (s2)
    lw      a1, 0(s3)
    CHECK_EQ a1, 0x01020304
TEST_CASE 6                             // a trap and its mret end the reservation
    li      a0, 9
    lr.w    a1, (s3)
    EXPECT_TRAP ECALL_M, 0, ecall
    sc.w    a1, a0, (s3)
    bnez    a1, 1f
    j       fail
1:  lw      a1, 0(s3)
    CHECK_EQ a1, 0x01020304
TEST_CASE 7                             // nothing lies right below RAM, nor beside the CLINT
    .irp    where, 0x7ffffffc, 0x7fffffc0, 0x70000000, 0x03000000, 0x08000000
    li      s2, \where
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lbu a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a0, 0(s2)
    EXPECT_FETCH_TRAP s2, s2, jr s2
    .endr
    .irp    where, 0, NOWHERE, 0x7ffffffc, RAM_END, 0xfffffffc
    li      s2, \where
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoadd.w a0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoswap.w x0, a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sc.w a0, a0, (s2)
    .endr
    CHECK_EQ a0, 9
    TEST_PASS
TEST_DATA
    .balign 64
words:
    .word   0x01020304, 2, 3, 4, 5, 6, 7, 0x11121314, 9, 10, 11, 12, 13, 14, 15, 0x21222324, 17, 18

// writeback_error.S - memory refuses a dirty line on its way out: local interrupt 16 becomes pending, mbeaddr names the line,
// mbecount counts it once; reads of the line succeed before and after, and find what memory kept.
// Spec: design section 5 (err). Harts: 1.
// limit: 60000
// run: --mem-error=w:0x80100040
// qemu: no (no such memory)
// reference: no (no such memory)
// lockstep: no (the checker does not know which lines fail)
#include "env/test.h"

#define MBEADDR  0xfc0
#define MBECOUNT 0xfc1
#define BUS_ERROR 0x10000
#define NO_LINE  63                     // of an address, dropped: lines are 32 or 64 bytes
#define STRIDE   4096                   // lines so far apart share a set

TEST_BEGIN
TEST_CASE 1                             // it can be read and written while it stays in the cache
    li      s2, 0x80100044
    lw      a0, 0(s2)
    CHECK_EQ a0, 0
    li      a1, 0x5a5
    sw      a1, 0(s2)
    fence
    lw      a0, 0(s2)
    CHECK_EQ a0, 0x5a5
    EXPECT_NO_TRAP
    csrr    a0, MBECOUNT
    CHECK_EQ a0, 0
    csrr    a0, mip
    CHECK_EQ a0, 0
TEST_CASE 2                             // others drive it out; the interrupt comes when memory has answered
    li      t0, STRIDE
    li      t1, 8                       // twice the ways
    mv      s3, s2
1:  add     s3, s3, t0
    lw      a0, 0(s3)
    addi    t1, t1, -1
    bnez    t1, 1b
    li      a1, 2000
    li      a3, BUS_ERROR
2:  csrr    a2, mip
    and     a2, a2, a3
    bnez    a2, 3f
    addi    a1, a1, -1
    bnez    a1, 2b
    j       fail
3:  EXPECT_NO_TRAP
    csrr    a0, MBEADDR
    andi    a1, s2, ~NO_LINE
    CHECK_REG a0, a1
    csrr    a0, MBECOUNT
    CHECK_EQ a0, 1
TEST_CASE 3                             // once: what comes back is clean, and has the old contents
    csrw    mip, zero
    lw      a0, 0(s2)
    CHECK_EQ a0, 0
    li      t0, STRIDE
    li      t1, 8
    mv      s3, s2
4:  add     s3, s3, t0
    lw      a0, 0(s3)
    addi    t1, t1, -1
    bnez    t1, 4b
    SETTLE
    EXPECT_NO_TRAP
    csrr    a0, MBECOUNT
    CHECK_EQ a0, 1
    csrr    a0, mip
    CHECK_EQ a0, 0
    TEST_PASS
TEST_DATA

// self_modifying.S - a hart's own stores to code are fetched after fence.i: whole functions, single halves, words
// across lines, code in another cache set's conflict, the next instruction, and a store that waits behind others. Spec: Zifencei. Harts: 1.
// limit: 200000
#include "env/test.h"

TEST_BEGIN
    li      s11, 0x00000513             // addi a0, x0, 0
    li      s10, 0x8082                 // c.jr ra
TEST_CASE 1                             // one place, 40 times: li a0, n; ret
    la      s2, place
    li      s3, 0
1:  slli    a1, s3, 20
    or      a1, a1, s11
    sw      a1, 0(s2)
    sh      s10, 4(s2)
    fence.i
    jalr    ra, 0(s2)
    CHECK_REG a0, s3
    addi    s3, s3, 1
    li      a1, 40
    bne     s3, a1, 1b
TEST_CASE 2                             // every 2-byte offset in two lines of 64: the instruction lies across them
    li      s3, 0
1:  add     s4, s2, s3
    slli    a1, s3, 20
    or      a1, a1, s11
    sh      a1, 0(s4)
    srli    a1, a1, 16
    sh      a1, 2(s4)
    sh      s10, 4(s4)
    fence.i
    jalr    ra, 0(s4)
    CHECK_REG a0, s3
    addi    s3, s3, 2
    li      a1, 130
    bne     s3, a1, 1b
TEST_CASE 3                             // only the upper half changes
    li      s3, 0
    sw      s11, 28(s2)
    sw      s11, 30(s2)                 // misaligned: bytes 30 to 33
    sh      s10, 34(s2)
1:  slli    a1, s3, 4
    sh      a1, 32(s2)
    fence.i
    addi    a2, s2, 30
    jalr    ra, 0(a2)
    CHECK_REG a0, s3
    addi    s3, s3, 1
    li      a1, 20
    bne     s3, a1, 1b
TEST_CASE 4                             // the instruction right behind the fence
    li      s3, 5
    la      s4, next
1:  slli    a1, s3, 20
    or      a1, a1, s11
    sw      a1, 0(s4)
    fence.i
    .balign 4
    .option push
    .option norvc
next:
    addi    a0, x0, 99
    .option pop
    CHECK_REG a0, s3
    addi    s3, s3, -1
    bnez    s3, 1b
TEST_CASE 5                             // six places of one set: each was written after the last ran
    li      s5, 0
2:  li      s3, 0
    la      s4, place
1:  add     a1, s3, s5
    slli    a1, a1, 20
    or      a1, a1, s11
    sw      a1, 0(s4)
    sh      s10, 4(s4)
    fence.i
    jalr    ra, 0(s4)
    add     a1, s3, s5
    CHECK_REG a0, a1
    li      a1, 4096
    add     s4, s4, a1
    addi    s3, s3, 1
    li      a1, 6
    bne     s3, a1, 1b
    la      s4, place                   // and all are still what they were
    li      s3, 0
3:  jalr    ra, 0(s4)
    add     a1, s3, s5
    CHECK_REG a0, a1
    li      a1, 4096
    add     s4, s4, a1
    addi    s3, s3, 1
    li      a1, 6
    bne     s3, a1, 3b
    addi    s5, s5, 100
    li      a1, 300
    bne     s5, a1, 2b
TEST_CASE 6                             // a warm loop body is replaced
    la      s4, body
    li      s6, 0
    li      s3, 0
1:
    .balign 4
body:
    .option push
    .option norvc
    addi    s6, s6, 1                   // becomes addi s6, s6, 16 after ten turns
    .option pop
    addi    s3, s3, 1
    li      a1, 10
    bne     s3, a1, 2f
    li      a1, 0x010b0b13
    sw      a1, 0(s4)
    fence.i
2:  li      a1, 20
    bne     s3, a1, 1b
    CHECK_EQ s6, 10 + 160
TEST_CASE 7                             // the code's store waits behind others that miss
    la      s2, place
    li      s3, 0
    li      s6, 4096
1:  slli    a1, s3, 20
    or      a1, a1, s11
    slli    s4, s3, 7                   // five lines that nobody has, each in another page
    add     s4, s4, s2
    addi    s4, s4, 1024
    .rept   5
    add     s4, s4, s6
    sw      x0, 0(s4)
    .endr
    sw      a1, 0(s2)
    fence.i
    jalr    ra, 0(s2)
    CHECK_REG a0, s3
    addi    s3, s3, 1
    li      a1, 16
    bne     s3, a1, 1b
    EXPECT_NO_TRAP
    TEST_PASS
    .section .noinit, "aw", @nobits
    .balign 4096
place:
    .zero   6 * 4096
TEST_DATA

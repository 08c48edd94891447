// store_forwarding.S - a load behind stores that still wait gets the youngest one's bytes: of two to one word, of a part
// written over a whole, of a whole over a part, and of the store just before it. Spec: unprivileged 1.4 (program order of
// a hart's own accesses). Harts: 1.
// limit: 60000
#include "env/test.h"

// Three stores to lines that nobody has: what is stored next waits behind them.
.macro DELAY_STORES
    sw      x0, 0(s4)
    add     s5, s4, s7
    sw      x0, 0(s5)
    add     s5, s5, s7
    sw      x0, 0(s5)
    addi    s4, s4, 128
.endm

TEST_BEGIN
    la      s2, word
    la      s4, far
    li      s7, 4096
    li      s3, 0x11223344
    li      s6, 0x55667788
    li      s8, 7
1:
TEST_CASE 1                             // the younger of two words
    DELAY_STORES
    sw      s3, 0(s2)
    sw      s6, 0(s2)
    lw      a0, 0(s2)
    CHECK_REG a0, s6
TEST_CASE 2                             // a byte over a word
    DELAY_STORES
    sw      s6, 0(s2)
    sb      s3, 1(s2)
    lbu     a0, 1(s2)
    CHECK_EQ a0, 0x44
    lw      a0, 0(s2)
    CHECK_EQ a0, 0x55664488
TEST_CASE 3                             // a word over a byte
    DELAY_STORES
    sb      s3, 2(s2)
    sw      s6, 0(s2)
    lhu     a0, 2(s2)
    CHECK_EQ a0, 0x5566
TEST_CASE 4                             // the store just before
    sw      s3, 0(s2)
    lw      a0, 0(s2)
    sw      a0, 4(s2)
    lw      a1, 4(s2)
    CHECK_REG a1, s3
    addi    s8, s8, -1
    bnez    s8, 1b
    EXPECT_NO_TRAP
    TEST_PASS
    .section .noinit, "aw", @nobits
    .balign 4096
far:
    .zero   3 * 4096
word:
    .zero   64
TEST_DATA

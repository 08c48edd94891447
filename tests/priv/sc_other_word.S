// sc_other_word.S - an SC to another word near the reserved one may succeed (the reservation set may be larger than a
// word: here it is the line) or fail; memory goes with what it says, and the reservation is used up either way.
// Spec: unprivileged 8.2; docs/coherence.md section 6. Harts: 1.
// limit: 20000
#include "env/test.h"

TEST_BEGIN
    la      s2, line
    li      s3, 50
1:
TEST_CASE 1
    li      a0, 0x111
    sw      a0, 0(s2)
    sw      a0, 20(s2)
    addi    a3, s2, 20
    li      a1, 0x222
    lr.w    a2, (s2)
    sc.w    a4, a1, (a3)
    CHECK_EQ a2, 0x111
    lw      a2, 20(s2)
    bnez    a4, 2f
    CHECK_EQ a2, 0x222
    j       3f
2:  CHECK_EQ a2, 0x111
3:  lw      a2, 0(s2)
    CHECK_EQ a2, 0x111
TEST_CASE 2                             // no reservation is left
    sc.w    a4, a1, (s2)
    bnez    a4, 4f
    j       fail
4:  lw      a2, 0(s2)
    CHECK_EQ a2, 0x111
    addi    s3, s3, -1
    bnez    s3, 1b
    TEST_PASS
    .data
    .balign 64
line: .zero 64
TEST_DATA

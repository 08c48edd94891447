// csr_ops.S - the six CSR instructions: old value, new value, aliased registers, x0, zero immediates.
// Spec: Zicsr 9.1. Harts: 1.
// limit: 20000
#include "env/test.h"

TEST_BEGIN
    csrr    s0, mscratch                // lent for the test; no trap is expected while it is away
TEST_CASE 1
    li      a0, 0x12345678
    csrrw   x0, mscratch, a0
    csrrs   a1, mscratch, x0
    CHECK_EQ a1, 0x12345678
TEST_CASE 2                             // rd = rs1 swaps
    li      a0, 0x0ff00ff0
    csrrw   a0, mscratch, a0
    CHECK_EQ a0, 0x12345678
    csrrw   a1, mscratch, a0
    CHECK_EQ a1, 0x0ff00ff0
TEST_CASE 3                             // set: old value out, bits in
    li      a2, 0x0f0000f1
    csrrs   a1, mscratch, a2
    CHECK_EQ a1, 0x12345678
    csrr    a1, mscratch
    CHECK_EQ a1, 0x1f3456f9
TEST_CASE 4                             // clear, rd = rs1
    li      a2, 0x10000009
    csrrc   a2, mscratch, a2
    CHECK_EQ a2, 0x1f3456f9
    csrr    a1, mscratch
    CHECK_EQ a1, 0x0f3456f0
TEST_CASE 5                             // immediates are five unsigned bits
    csrrwi  a1, mscratch, 31
    CHECK_EQ a1, 0x0f3456f0
    csrrsi  a1, mscratch, 0
    CHECK_EQ a1, 31
    csrrci  a1, mscratch, 0x15
    CHECK_EQ a1, 31
    csrrsi  a1, mscratch, 0x10
    CHECK_EQ a1, 0x0a
    csrrwi  x0, mscratch, 0
    csrr    a1, mscratch
    CHECK_EQ a1, 0x1a & 0
TEST_CASE 6                             // set and clear with all ones, used at once
    li      a0, -1
    csrrs   x0, mscratch, a0
    csrr    a1, mscratch
    addi    a1, a1, 1
    CHECK_EQ a1, 0
    csrrc   a1, mscratch, a0
    CHECK_EQ a1, -1
    csrr    a1, mscratch
    CHECK_EQ a1, 0
TEST_CASE 7                             // a write is seen by the next instruction, a long row of them too
    .irp    n, 1,2,3,4,5,6,7
    li      a0, \n * 0x1112
    csrw    mscratch, a0
    csrr    a1, mscratch
    csrw    mepc, a1
    csrr    a2, mepc
    CHECK_REG a0, a1
    CHECK_REG a0, a2
    .endr
    csrw    mscratch, s0
    TEST_PASS
TEST_DATA

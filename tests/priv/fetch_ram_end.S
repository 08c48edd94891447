// fetch_ram_end.S - instructions at the very end of RAM: whole ones run, halves fault with the address of
// the missing half. Spec: privileged 1.12 3.1.16; design section 3. Harts: 1.
// limit: 40000
// qemu: no (QEMU 7.2 dies on an assertion there)
#include "env/test.h"

TEST_BEGIN
    li      s3, RAM_END
TEST_CASE 1                             // the last two bytes of RAM hold a whole instruction: it runs
    li      s2, RAM_END - 2
    li      a0, 0x8082                  // c.jr ra
    sh      a0, 0(s2)
    fence.i
    jalr    ra, 0(s2)
    EXPECT_NO_TRAP
TEST_CASE 2                             // half of a 4-byte instruction is there, half is not
    li      a0, 0x0013                  // the low half of a nop
    sh      a0, 0(s2)
    fence.i
    EXPECT_FETCH_TRAP s2, s3, jr s2
TEST_CASE 3                             // the last four bytes: nop, then past the end
    li      s2, RAM_END - 4
    li      a0, 0x00000013
    sw      a0, 0(s2)
    fence.i
    EXPECT_FETCH_TRAP s3, s3, jr s2
TEST_CASE 4                             // two nops of 2 bytes, then past the end
    li      a0, 0x00010001
    sw      a0, 0(s2)
    fence.i
    EXPECT_FETCH_TRAP s3, s3, jr s2
TEST_CASE 5                             // a branch over the end of RAM that is taken never traps
    li      a0, 0x8082                  // at -4: c.jr ra; what follows it is never wanted
    sh      a0, 0(s2)
    fence.i
    jalr    ra, 0(s2)
    jalr    ra, 0(s2)
    EXPECT_NO_TRAP
    TEST_PASS
TEST_DATA

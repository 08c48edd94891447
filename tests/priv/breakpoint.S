// breakpoint.S - ebreak and c.ebreak trap with their own address in mepc and mtval.
// Spec: privileged 1.12 3.1.16, 3.3.1; design section 3. Harts: 1.
// limit: 20000
// qemu: no (QEMU leaves mtval 0)
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1
    .option push
    .option norvc
    EXPECT_TRAP_PC BREAKPOINT, ebreak
    .option pop
    EXPECT_TRAP_PC BREAKPOINT, c.ebreak
    .balign 4
    c.nop
    EXPECT_TRAP_PC BREAKPOINT, c.ebreak
TEST_CASE 2                             // over the end of a cache line
    .balign 64
    .option push
    .option norvc
    .rept   15
    nop
    .endr
    .option pop
    c.nop
    EXPECT_TRAP_PC BREAKPOINT, .4byte 0x00100073
    TEST_PASS
TEST_DATA

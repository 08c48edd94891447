// bus_errors.S - memory that answers with an error: load, LR, AMO and fetch trap precisely; a store's fill makes local
// interrupt 16 pending, with the line in mbeaddr and the number in mbecount. A failing write-back
// is writeback_error.S's: a line that cannot be read is never filled, so it never becomes dirty.
// Spec: design section 5 (err). Harts: 1.
// limit: 60000
// run: --mem-error=0x80100000,0x80101020,0x80102040,0x80103000,0x80104000
// qemu: no (no such memory)
// reference: no (no such memory)
// lockstep: no (the checker does not know which lines fail)
#include "env/test.h"

#define MBEADDR  0xfc0
#define MBECOUNT 0xfc1
#define BUS_ERROR 0x10000
#define NO_LINE  63                     // of an address, dropped: lines are 32 or 64 bytes

TEST_BEGIN
    csrr    a0, MBECOUNT
    CHECK_EQ a0, 0
TEST_CASE 1                             // load: an access fault each time, nothing is installed
    li      s2, 0x80100000
    li      a0, 5
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s2)
    addi    s3, s2, 7
    EXPECT_TRAP_REG LOAD_ACCESS, s3, lbu a0, 0(s3)
    CHECK_EQ a0, 5
TEST_CASE 2                             // LR and AMO
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lr.w a0, (s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, amoadd.w a0, a0, (s2)
    CHECK_EQ a0, 5
TEST_CASE 3                             // misaligned over two lines: the faulting part's address
    li      s2, 0x80101020
    addi    s3, s2, -2
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s3)
    CHECK_EQ a0, 5
TEST_CASE 4                             // fetch
    li      s2, 0x80102040
    fence.i
    EXPECT_FETCH_TRAP s2, s2, jr s2
    EXPECT_FETCH_TRAP s2, s2, jr s2
TEST_CASE 5                             // store: it retires; the interrupt comes later
    csrr    s5, MBECOUNT
    csrw    mip, zero
    li      s2, 0x80103000
    li      a0, 9
    sw      a0, 0(s2)
    li      a1, 2000
1:  csrr    a2, mip
    li      a3, BUS_ERROR
    and     a2, a2, a3
    bnez    a2, 2f
    addi    a1, a1, -1
    bnez    a1, 1b
    j       fail
2:  EXPECT_NO_TRAP
    csrr    a0, MBEADDR
    andi    a0, a0, ~NO_LINE
    CHECK_REG a0, s2
    csrr    a0, MBECOUNT
    sub     a0, a0, s5
    CHECK_EQ a0, 1
TEST_CASE 6                             // as an interrupt: cause 16; software clears it
    la      t0, on_interrupt
    csrw    mtvec, t0
    li      a0, BUS_ERROR
    csrw    mie, a0
    li      s0, 0
    csrsi   mstatus, MSTATUS_MIE
    SETTLE
    csrci   mstatus, MSTATUS_MIE
    li      a0, 0x80000010
    CHECK_REG s0, a0
    csrr    a0, mip
    CHECK_EQ a0, 0
    la      t0, trap_handler
    csrw    mtvec, t0
TEST_CASE 7                             // the other lines still work
    la      s3, cell
    sw      a0, 0(s3)
    fence
    lw      a0, 0(s3)
    EXPECT_NO_TRAP
    TEST_PASS
    .balign 4
on_interrupt:
    csrr    s0, mcause
    csrw    mip, zero
    mret
    .data
    .balign 64
cell: .word 0
TEST_DATA

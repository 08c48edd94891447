// plic_gateway.S - the gateway: a level makes one request, which outlives it, and the next one after completion in a
// context that has the source enabled; claims whatever the threshold; narrow accesses, sources that are not wired, gaps;
// no atomics and no fetch. Spec: PLIC 1.0.0; design section 3. Harts: 1.
// limit: 60000
// qemu: no (QEMU 7.2 takes a request back with its level, completes whatever is written, and claims by threshold)
#include "env/test.h"
#define PLIC    0x0c000000
#define SOURCE  10                      // the UART
#define WIRED   (1 << 10 | 1 << 12 | 1 << 13)

.macro RAISE
    li      t0, 2
    sb      t0, 1(s2)
    SETTLE
.endm
.macro LOWER
    sb      zero, 1(s2)
    SETTLE
.endm
.macro CLAIM context, want
    lw      a0, 4(\context)
    CHECK_EQ a0, \want
.endm
.macro COMPLETE context, id
    li      a0, \id
    sw      a0, 4(\context)
    SETTLE
.endm
.macro PENDING_IS bits
    lw      a0, 0(a4)
    CHECK_EQ a0, \bits
.endm

TEST_BEGIN
    li      s2, UART
    li      s3, PLIC                    // priorities
    li      a4, PLIC + 0x1000           // pending
    li      s10, PLIC + 0x2000          // enables: M's at 0, S's at 0x80
    li      s11, PLIC + 0x200000        // M's threshold, claim
    li      a5, PLIC + 0x201000         // S's
    li      a3, 1 << SOURCE
    li      a1, 5
    sw      a1, 4 * SOURCE(s3)
    sw      a3, 0(s10)
    sw      zero, 0x80(s10)
TEST_CASE 1                             // still high at completion: pending again, and not before
    RAISE
    CLAIM   s11, SOURCE
    SETTLE
    PENDING_IS 0
    COMPLETE s11, SOURCE
    PENDING_IS 1 << SOURCE
TEST_CASE 2                             // fallen before the claim: the request stands
    LOWER
    PENDING_IS 1 << SOURCE
    CLAIM   s11, SOURCE
    COMPLETE s11, SOURCE
    PENDING_IS 0
TEST_CASE 3                             // completion of another source, and where it is not enabled, is ignored
    RAISE
    CLAIM   s11, SOURCE
    COMPLETE a5, SOURCE
    COMPLETE s11, 0
    COMPLETE s11, SOURCE + 16
    PENDING_IS 0
    COMPLETE s11, SOURCE
    PENDING_IS 1 << SOURCE
TEST_CASE 4                             // a claim does not look at the threshold
    li      a1, 7
    sw      a1, 0(s11)
    SETTLE
    csrr    a0, mip
    CHECK_EQ a0, 0
    CLAIM   s11, SOURCE
    CLAIM   s11, 0
    COMPLETE s11, SOURCE
TEST_CASE 5                             // words only
    lbu     a0, 4(s11)
    CHECK_EQ a0, 0
    lhu     a0, 4(s11)
    CHECK_EQ a0, 0
    PENDING_IS 1 << SOURCE
    sb      zero, 4 * SOURCE(s3)
    sh      zero, 0(s10)
    lbu     a0, 4 * SOURCE(s3)
    CHECK_EQ a0, 0
    lw      a0, 4 * SOURCE(s3)
    CHECK_EQ a0, 5
    lw      a0, 0(s10)
    CHECK_EQ a0, 1 << SOURCE
    addi    a2, s11, 2
    EXPECT_TRAP_REG LOAD_ACCESS, a2, lw a0, 0(a2)
TEST_CASE 6                             // what is not wired, and what lies between and behind
    li      a1, -1
    .irp    where, 0, 4, 4 * SOURCE - 4, 4 * 31, 0x80, 0xffc, 0x1004, 0x2004, 0x2200, 0x200008, 0x204000, 0x204004, 0x3fffffc
    li      s4, PLIC + \where
    sw      a1, 0(s4)
    lw      a0, 0(s4)
    CHECK_EQ a0, 0
    .endr
    sw      a1, 0x80(s10)
    lw      a0, 0x80(s10)
    CHECK_EQ a0, WIRED
    sw      a1, 0(a4)                   // pending is read-only
    PENDING_IS 1 << SOURCE
TEST_CASE 7                             // no fetch, no atomics
    EXPECT_FETCH_TRAP s3, s3, jr s3
    EXPECT_TRAP_REG STORE_ACCESS, s10, amoadd.w a0, a0, (s10)
    EXPECT_TRAP_REG LOAD_ACCESS, s10, lr.w a0, (s10)
    lw      a0, 0(s10)
    CHECK_EQ a0, 1 << SOURCE
    TEST_PASS
TEST_DATA

// plic.S - the PLIC's registers of one hart: priority, enable and threshold hold a source back, a claim takes it from
// both contexts, completion lets it come again; its lines in mip, taken in M and, delegated, in S; SEIP is the line or
// software's bit, of which only the latter is written back. Spec: PLIC 1.0.0; privileged 1.12 3.1.9. Harts: 1.
// limit: 60000
#include "env/test.h"
#include "env/modes.h"
#define PLIC    0x0c000000
#define SOURCE  10                      // the UART
#define MEIP    0x800
#define SEIP    0x200
#define SSIP    0x002

// The UART's line: its transmitter is empty.
.macro RAISE
    li      t0, 2
    sb      t0, 1(s2)
    SETTLE
.endm
.macro LOWER
    sb      zero, 1(s2)
.endm
.macro SERVE context
    lw      a0, 4(\context)
    CHECK_EQ a0, SOURCE
    LOWER
    sw      a0, 4(\context)
    SETTLE
.endm
.macro SERVE_CHARACTER
    lw      a0, 4(a5)
    CHECK_EQ a0, SOURCE
    lbu     a1, 0(s2)
    sw      a0, 4(a5)
    SETTLE
    csrr    a1, sip
    CHECK_EQ a1, 0
.endm
.macro PENDING_IS bits
    lw      a0, 0(a4)
    andi    a0, a0, 1 << SOURCE
    CHECK_EQ a0, \bits
.endm
.macro MIP_IS bits
    SETTLE
    csrr    a0, mip
    li      t1, MEIP | SEIP
    and     a0, a0, t1
    CHECK_EQ a0, \bits
.endm

TEST_BEGIN
    MODES_BEGIN
    li      s2, UART
    li      s3, PLIC                    // priorities
    li      a4, PLIC + 0x1000           // pending
    li      s10, PLIC + 0x2000          // enables: M's at 0, S's at 0x80
    li      s11, PLIC + 0x200000        // M's threshold, claim
    li      a5, PLIC + 0x201000         // S's
    li      a3, 1 << SOURCE
TEST_CASE 1                             // three bits of priority and threshold
    li      a0, -1
    sw      a0, 4 * SOURCE(s3)
    sw      a0, 0(s11)
    lw      a1, 4 * SOURCE(s3)
    CHECK_EQ a1, 7
    lw      a1, 0(s11)
    CHECK_EQ a1, 7
    li      a0, 3
    sw      a0, 4 * SOURCE(s3)
    lw      a1, 4 * SOURCE(s3)
    CHECK_EQ a1, 3
    sw      zero, 0(s11)
    sw      zero, 0(a5)
TEST_CASE 2                             // pending, and nobody wants it
    RAISE
    PENDING_IS 1 << SOURCE
    MIP_IS  0
    lw      a0, 4(s11)
    CHECK_EQ a0, 0
TEST_CASE 3                             // enabled for M, then for S too (QEMU looks when a threshold is written)
    sw      a3, 0(s10)
    sw      zero, 0(s11)
    MIP_IS  MEIP
    sw      a3, 0x80(s10)
    sw      zero, 0(a5)
    lw      a0, 0x80(s10)
    CHECK_EQ a0, 1 << SOURCE
    MIP_IS  MEIP | SEIP
TEST_CASE 4                             // a threshold holds back what is not above it, in its context
    li      a0, 3
    sw      a0, 0(s11)
    MIP_IS  SEIP
    li      a0, 2
    sw      a0, 0(s11)
    MIP_IS  MEIP | SEIP
    li      a0, 7
    sw      a0, 0(a5)
    sw      a0, 4 * SOURCE(s3)
    MIP_IS  MEIP
    sw      zero, 0(a5)
TEST_CASE 5                             // priority 0: never
    sw      zero, 4 * SOURCE(s3)
    MIP_IS  0
    lw      a0, 4(s11)
    CHECK_EQ a0, 0
    li      a0, 1
    sw      a0, 4 * SOURCE(s3)
    sw      zero, 0(s11)
    MIP_IS  MEIP | SEIP
TEST_CASE 6                             // one claim for both contexts; not again before it is completed
    lw      a0, 4(a5)
    CHECK_EQ a0, SOURCE
    PENDING_IS 0
    MIP_IS  0
    lw      a0, 4(s11)
    CHECK_EQ a0, 0
    LOWER
    li      a0, SOURCE
    sw      a0, 4(a5)
    PENDING_IS 0
    MIP_IS  0
    RAISE
    MIP_IS  MEIP | SEIP
    SERVE   s11
    MIP_IS  0
TEST_CASE 7                             // taken in M
    la      t0, m_serves
    csrw    mtvec, t0
    li      t0, MEIP
    csrw    mie, t0
    csrsi   mstatus, MSTATUS_MIE
    li      s0, 0
    RAISE
    CHECK_EQ s0, 1
    CHECK_EQ s1, 0x8000000b
    csrci   mstatus, MSTATUS_MIE
TEST_CASE 8                             // it ends wfi, when it is there before and when it comes later
    RAISE
    wfi
    SERVE   s11
    li      a0, 0x10                    // in loopback a character takes its time
    sb      a0, 4(s2)
    li      a0, 1
    sb      a0, 1(s2)
    li      a0, 0x55
    sb      a0, 0(s2)
1:  wfi
    csrr    a0, mip
    li      a1, MEIP
    and     a0, a0, a1
    beqz    a0, 1b
    lw      a0, 4(s11)
    CHECK_EQ a0, SOURCE
    lbu     a1, 0(s2)
    CHECK_EQ a1, 0x55
    LOWER
    sb      zero, 4(s2)
    sw      a0, 4(s11)
    MIP_IS  0
TEST_CASE 9                             // delegated, taken in S from U
    la      t0, m_handler
    csrw    mtvec, t0
    la      t0, s_serves
    csrw    stvec, t0
    li      t0, SEIP
    csrw    mie, t0
    csrw    mideleg, t0
    csrsi   mstatus, MSTATUS_MIE
    li      s0, 0
    RAISE                               // not in M
    CHECK_EQ s0, 0
    csrr    a0, sip
    CHECK_EQ a0, SEIP
    IN_MODE MODE_U, 1f
1:  SETTLE
    CHECK_EQ s0, 1
    CHECK_EQ s1, 0x80000009
    BACK
    csrci   mstatus, MSTATUS_MIE
    csrw    mie, zero
    csrw    mideleg, zero
    MIP_IS  0
TEST_CASE 10                            // the line is read, and not written back
    RAISE
    csrrsi  a0, mip, SSIP
    andi    a0, a0, SEIP
    CHECK_EQ a0, SEIP
    csrci   mip, SSIP
    SERVE   a5
    MIP_IS  0
    RAISE
    csrsi   mip, SSIP                   // the same, unread
    csrci   mip, SSIP
    SERVE   a5
    MIP_IS  0
TEST_CASE 11                            // software's bit: set and cleared while the line is high ...
    li      a1, SEIP
    RAISE
    csrs    mip, a1
    SERVE   a5
    MIP_IS  SEIP
    RAISE
    csrc    mip, a1
    MIP_IS  MEIP | SEIP
    SERVE   a5
    MIP_IS  0
TEST_CASE 12                            // ... written, and kept by csrrs of another bit
    RAISE
    csrw    mip, a1
    csrsi   mip, SSIP
    SERVE   a5
    MIP_IS  SEIP
    RAISE
    csrw    mip, zero
    MIP_IS  MEIP | SEIP
    SERVE   a5
    MIP_IS  0
TEST_CASE 13                            // sip shows the line as soon as it comes, in whatever cycle of the loop
    csrw    mideleg, a1
    li      a0, 0x10                    // in loopback
    sb      a0, 4(s2)
    li      a0, 1
    sb      a0, 1(s2)
    li      a2, 4
2:  .irp    later, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    sb      a0, 0(s2)
    .rept   \later
    nop
    .endr
1:  csrr    a0, sip
    beqz    a0, 1b
    CHECK_EQ a0, SEIP
    SERVE_CHARACTER
    .endr
    addi    a2, a2, -1
    bnez    a2, 2b
    LOWER
    sb      zero, 4(s2)
    csrw    mideleg, zero
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

.macro HANDLE x, ret, context
    csrr    s1, \x\()cause
    lw      t1, 4(\context)
    LOWER
    sw      t1, 4(\context)
    addi    s0, s0, 1
    \ret
.endm
    .balign 4
m_serves:
    HANDLE  m, mret, s11
    .balign 4
s_serves:
    HANDLE  s, sret, a5
TEST_DATA

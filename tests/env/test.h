// test.h - what a stand-alone assembly test needs: entry, case numbers, expected traps, pass and fail.
//
//   #include "env/test.h"
//   TEST_BEGIN              both harts enter at _start; hart 1 sleeps, or goes to hart1 (TEST_TWO_HARTS)
//   TEST_CASE 1             names what follows; a failure shows it
//   li a0, 5 ...
//   CHECK_EQ a0, 5          fails unless the register has the value
//   EXPECT_TRAP 2, 0xffffffff, .4byte 0xffffffff
//   TEST_PASS               fails if a trap came that nobody expected
//   TEST_DATA               once, last: handler records, signature
//
// Before the include, CASE_REG may name the register that holds the case number (x31).
// Clobbered: CASE_REG by TEST_CASE; t0-t3 by CHECK_EQ and EXPECT_*; nothing else.
// A failure prints "FAIL hart H case N" and ends the run with exit code 1; N is in hex.
#ifndef ENV_TEST_H
#define ENV_TEST_H

#ifndef CASE_REG
#define CASE_REG x31
#endif

#define FINISHER 0x00100000
#define UART     0x10000000
#define CLINT    0x02000000
#define MSIP0    0x02000000
#define MTIMECMP0 0x02004000
#define MTIME    0x0200bff8
#define RAM      0x80000000
#define NOWHERE  0x18000000             // no device of ours or of QEMU's
#define RAM_END  0x84000000             // --ram=64M, the default

// Offsets in a hart's trap record; mscratch points to it.
#define REC_T1     0
#define REC_T2     4
#define REC_COUNT  8                    // traps since the last check
#define REC_CAUSE  12
#define REC_EPC    16
#define REC_TVAL   20
#define REC_RESUME 24                   // where the next trap returns to; 0: after the instruction
#define REC_SIZE   64

// Causes.
#define FETCH_ACCESS 1
#define ILLEGAL      2
#define BREAKPOINT   3
#define LOAD_ACCESS  5
#define STORE_ACCESS 7
#define ECALL_M      11
#define IRQ_SOFTWARE 0x80000003
#define IRQ_TIMER    0x80000007
#define MIE_SOFTWARE 0x8
#define MIE_TIMER    0x80
#define MSTATUS_MIE  0x8
#define MSTATUS_MPIE 0x80
#define MSTATUS_MPP  0x1800

.macro TEST_BEGIN
    .section .text.init, "ax"
    .globl  _start
_start:
    csrw    mie, zero
    csrci   mstatus, MSTATUS_MIE
    csrr    t0, mhartid
    la      t1, trap_records
    slli    t2, t0, 6
    add     t1, t1, t2
    csrw    mscratch, t1
    la      t1, trap_handler
    csrw    mtvec, t1
    li      CASE_REG, 0
    beqz    t0, test_main
#ifdef TEST_TWO_HARTS
    li      t1, 1
    bne     t0, t1, 8001f
    j       hart1
#endif
8001:
    wfi
    j       8001b

// Records cause, pc and value, counts, and goes on after the instruction or at REC_RESUME.
    .align  6
trap_handler:
    csrrw   t0, mscratch, t0
    sw      t1, REC_T1(t0)
    sw      t2, REC_T2(t0)
    csrr    t1, mcause
    sw      t1, REC_CAUSE(t0)
    csrr    t1, mtval
    sw      t1, REC_TVAL(t0)
    csrr    t1, mepc
    sw      t1, REC_EPC(t0)
    lw      t2, REC_COUNT(t0)
    addi    t2, t2, 1
    sw      t2, REC_COUNT(t0)
    lw      t2, REC_RESUME(t0)
    sw      zero, REC_RESUME(t0)
    bnez    t2, 8001f
    lhu     t2, 0(t1)                   // 4 bytes when the low two bits are ones, else 2
    not     t2, t2
    andi    t2, t2, 3
    seqz    t2, t2
    slli    t2, t2, 1
    add     t2, t2, t1
    addi    t2, t2, 2
8001:
    csrw    mepc, t2
    lw      t1, REC_T1(t0)
    lw      t2, REC_T2(t0)
    csrrw   t0, mscratch, t0
    mret

// t0 = expected mepc, t1 = mcause, t2 = mtval; back to t3. Wants exactly one trap.
check_trap:
    csrrw   t3, mscratch, t3            // no trap in here: mscratch lends itself
    sw      t0, REC_T1(t3)
    lw      t0, REC_COUNT(t3)
    sw      zero, REC_COUNT(t3)
    addi    t0, t0, -1
    bnez    t0, fail
    lw      t0, REC_CAUSE(t3)
    bne     t0, t1, fail
    lw      t0, REC_TVAL(t3)
    bne     t0, t2, fail
    lw      t0, REC_EPC(t3)
    lw      t1, REC_T1(t3)
    bne     t0, t1, fail
    csrrw   t3, mscratch, t3
    jr      t3

no_trap:                                // wants none since the last check; back to t3
    csrr    t0, mscratch
    lw      t0, REC_COUNT(t0)
    bnez    t0, fail
    jr      t3

pass:
    jal     t3, no_trap
    li      t0, FINISHER
    li      t1, 0x5555
    sw      t1, 0(t0)
8001:
    j       8001b

fail:
    la      s0, 8010f                   // nothing of the test is needed any more
    la      s1, 8011f
    csrw    mtvec, s1                   // a trap while printing must not hide the failure
    li      s2, UART
    sb      zero, 4(s2)                 // not into a loopback
8002:
    lbu     a0, 0(s0)
    addi    s0, s0, 1
    beqz    a0, 8011f
    li      a1, 'H'
    bne     a0, a1, 8003f
    csrr    a2, mhartid
    li      s3, 0
    j       8004f
8003:
    li      a1, 'N'
    bne     a0, a1, 8007f
    mv      a2, CASE_REG
    li      s3, 28
8004:
    srl     a0, a2, s3                  // hex digits from bit s3 + 3 down
    andi    a0, a0, 15
    addi    a0, a0, '0'
    li      a1, '9'
    bgeu    a1, a0, 8005f
    addi    a0, a0, 'a' - '0' - 10
8005:
    lbu     a3, 5(s2)
    andi    a3, a3, 0x20                // room for one character
    beqz    a3, 8005b
    sb      a0, 0(s2)
    addi    s3, s3, -4
    bgez    s3, 8004b
    j       8002b
8007:
    lbu     a3, 5(s2)
    andi    a3, a3, 0x20
    beqz    a3, 8007b
    sb      a0, 0(s2)
    j       8002b
8010:
    .asciz  "FAIL hart H case 0xN\n"
    .balign 4
8011:
    li      t0, FINISHER
    li      t1, 0x13333                 // exit code 1
    sw      t1, 0(t0)
8012:
    j       8012b

    .balign 4
test_main:
.endm

.macro TEST_CASE number
    li      CASE_REG, \number
.endm

// Fails unless reg has the number. Not for t0.
.macro CHECK_EQ reg, value
    li      t0, \value
    beq     \reg, t0, .Leq\@
    j       fail
.Leq\@:
.endm

.macro CHECK_REG reg, other
    beq     \reg, \other, .Leq\@
    j       fail
.Leq\@:
.endm

// The instruction traps once, with this cause and mtval (a number), at its own address.
.macro EXPECT_TRAP cause, tval, insn:vararg
.Ltrap\@:
    \insn
    la      t0, .Ltrap\@
    li      t1, \cause
    li      t2, \tval
    jal     t3, check_trap
.endm

// The same, with mtval in a register that is not t0-t3.
.macro EXPECT_TRAP_REG cause, reg, insn:vararg
.Ltrap\@:
    \insn
    la      t0, .Ltrap\@
    li      t1, \cause
    mv      t2, \reg
    jal     t3, check_trap
.endm

// The same, with mtval = the instruction's own address.
.macro EXPECT_TRAP_PC cause, insn:vararg
.Ltrap\@:
    \insn
    la      t0, .Ltrap\@
    mv      t2, t0
    li      t1, \cause
    jal     t3, check_trap
.endm

.macro EXPECT_ILLEGAL word
    EXPECT_TRAP ILLEGAL, \word, .4byte \word
.endm

// A jump to the address in a register must trap there; the run goes on after the jump.
// mepc = \reg, mtval = \tval (a register).
.macro EXPECT_FETCH_TRAP reg, tval, jump:vararg
    csrr    t0, mscratch
    la      t1, .Lback\@
    sw      t1, REC_RESUME(t0)
    \jump
    j       fail
.Lback\@:
    mv      t0, \reg
    li      t1, FETCH_ACCESS
    mv      t2, \tval
    jal     t3, check_trap
.endm

// Time enough for an interrupt that is due, with jumps, where QEMU looks for one. Clobbers t0.
.macro SETTLE
    li      t0, 24
.Lsettle\@:
    addi    t0, t0, -1
    bnez    t0, .Lsettle\@
.endm

.macro EXPECT_NO_TRAP
    jal     t3, no_trap
.endm

.macro TEST_PASS
    j       pass
.endm

.macro TEST_DATA
    .data
    .balign 64
trap_records:
    .zero   2 * REC_SIZE
.endm

#endif

// exceptions.S - ecall and access faults of loads and stores: mcause, mepc, mtval, and nothing
// changed but them. Spec: privileged 1.12 3.1.14-3.1.16, 3.3.1; design section 3 (mtval, attributes). Harts: 1.
// limit: 60000
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1
    EXPECT_TRAP ECALL_M, 0, ecall
    .balign 4
    c.nop
    EXPECT_TRAP ECALL_M, 0, ecall
TEST_CASE 2                             // mstatus on a trap: MIE to MPIE, MIE cleared; mret the other way
    csrsi   mstatus, MSTATUS_MIE
    la      a0, look_at_status
    csrw    mtvec, a0
    ecall
    la      a0, trap_handler
    csrw    mtvec, a0
    li      a2, MSTATUS_MIE | MSTATUS_MPIE
    and     a3, s0, a2
    CHECK_EQ a3, MSTATUS_MPIE           // inside
    csrr    a3, mstatus
    and     a3, a3, a2
    CHECK_EQ a3, MSTATUS_MIE | MSTATUS_MPIE     // after: MPIE is set by mret
    csrci   mstatus, MSTATUS_MIE
    j       1f
    .balign 4
look_at_status:
    csrr    s0, mstatus
    csrr    a1, mepc
    addi    a1, a1, 4
    csrw    mepc, a1
    mret
1:
TEST_CASE 3                             // loads from nowhere: rd keeps its value, base too
    .irp    where, 0x0ffc, NOWHERE, RAM_END, 0x84000ffc, 0xfffffffc
    li      s2, \where
    li      a0, 0x5ca1ab1e
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lh a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lhu a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lb a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lbu a0, 0(s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lr.w a0, (s2)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw x0, 0(s2)
    CHECK_EQ a0, 0x5ca1ab1e
    .endr
TEST_CASE 4                             // stores to nowhere
    .irp    where, 0x0ffc, NOWHERE, RAM_END, 0xfffffffc
    li      s2, \where
    li      a0, 0x5ca1ab1e
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sh a0, 0(s2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, sb a0, 0(s2)
    CHECK_EQ a0, 0x5ca1ab1e
    .endr
TEST_CASE 5                             // mtval is the address, offset included; c.lw and c.sw trap 2 bytes on
    li      a2, NOWHERE
    addi    s2, a2, 64
    li      a0, 77
    EXPECT_TRAP_REG LOAD_ACCESS, s2, c.lw a0, 64(a2)
    EXPECT_TRAP_REG STORE_ACCESS, s2, c.sw a0, 64(a2)
    addi    s2, a2, -3
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lbu a0, -3(a2)
    CHECK_EQ a0, 77
TEST_CASE 6                             // a fault right behind a store, a load, a divide: those are done
    la      s3, cell
    li      s2, NOWHERE
    li      a0, 0x1357
    li      a2, 100
    li      a3, 7
    sw      a0, 0(s3)
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a1, 0(s2)
    lw      a1, 0(s3)
    CHECK_EQ a1, 0x1357
    div     a4, a2, a3
    EXPECT_TRAP_REG STORE_ACCESS, s2, sw a1, 0(s2)
    CHECK_EQ a4, 14
    mul     a4, a2, a3
    EXPECT_TRAP_REG STORE_ACCESS, s2, sb a1, 0(s2)
    CHECK_EQ a4, 700
TEST_CASE 7                             // what stands behind a fault is not done twice, nor before it
    sw      zero, 0(s3)
    li      a0, 1
    EXPECT_TRAP_REG LOAD_ACCESS, s2, lw a1, 0(s2)
    amoadd.w x0, a0, (s3)
    EXPECT_TRAP ECALL_M, 0, ecall
    amoadd.w x0, a0, (s3)
    lw      a1, 0(s3)
    CHECK_EQ a1, 2
TEST_CASE 8                             // not reached: a fault after a taken branch
    j       1f
    lw      a1, 0(s2)
    .4byte  0
1:  beq     a0, a0, 1f
    lw      a1, 0(s2)
    ecall
1:  EXPECT_NO_TRAP
TEST_CASE 9                             // ROM reads
    li      s2, 0x1000
    lw      a0, 0(s2)
    lbu     a0, 3(s2)
    EXPECT_NO_TRAP
    TEST_PASS
    .data
    .balign 64
cell: .word 0
TEST_DATA

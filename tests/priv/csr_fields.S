// csr_fields.S - each field takes what its WARL or read-only rule allows, and no more.
// Spec: privileged 1.12 3.1. Harts: 1.
// limit: 60000
// qemu: no (QEMU's fields take more: MPP, mtvec mode, mip, mcountinhibit)
#include "env/test.h"

// Write a value; the register must then read as want. The CSR is put back to 0.
.macro FIELD csr, write, want
    li      a0, \write
    csrw    \csr, a0
    csrr    a1, \csr
    csrw    \csr, zero
    CHECK_EQ a1, \want
.endm

TEST_BEGIN
TEST_CASE 1                             // misa: 32 bits wide, I M A C, read-only
    csrr    a0, misa
    CHECK_EQ a0, 0x40001105
    csrw    misa, zero
    csrr    a0, misa
    CHECK_EQ a0, 0x40001105
    li      a1, -1
    csrw    misa, a1
    csrr    a0, misa
    CHECK_EQ a0, 0x40001105
TEST_CASE 2                             // mstatus: MIE, MPIE; MPP is always M
    li      a0, 0xfffffff7              // all but MIE: nothing may interrupt
    csrw    mstatus, a0
    csrr    a1, mstatus
    CHECK_EQ a1, 0x1880
    csrw    mstatus, zero
    csrr    a1, mstatus
    CHECK_EQ a1, 0x1800
    li      a0, 0x1000                  // MPP = 2 does not stay, nor does U or S
    csrw    mstatus, a0
    csrr    a1, mstatus
    CHECK_EQ a1, 0x1800
    csrsi   mstatus, MSTATUS_MIE
    csrr    a1, mstatus
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ a1, 0x1808
    EXPECT_TRAP ECALL_M, 0, ecall       // nor does a trap, and an mret, change it
    csrr    a1, mstatus
    andi    a1, a1, MSTATUS_MIE
    CHECK_EQ a1, 0
    csrr    a1, mstatus
    li      a2, MSTATUS_MPP
    and     a1, a1, a2
    CHECK_EQ a1, MSTATUS_MPP
TEST_CASE 3                             // mstatush: little-endian only
    FIELD   mstatush, -1, 0
TEST_CASE 4                             // mie: bus error 16, external 11, timer 7, software 3
    FIELD   mie, -1, 0x10888
    FIELD   mie, 0x80, 0x80
TEST_CASE 5                             // mtvec: direct or vectored, base in words
    csrr    s0, mtvec
    li      a0, 0x80000101
    csrw    mtvec, a0
    csrr    a1, mtvec
    csrw    mtvec, s0
    CHECK_EQ a1, 0x80000101
    li      a0, 0xfffffffc
    csrw    mtvec, a0
    csrr    a1, mtvec
    csrw    mtvec, s0
    CHECK_EQ a1, 0xfffffffc
    li      a0, 0x80000102              // modes 2 and 3 are reserved: bit 1 stays 0
    csrw    mtvec, a0
    csrr    a1, mtvec
    csrw    mtvec, s0
    andi    a1, a1, 2
    CHECK_EQ a1, 0
TEST_CASE 6                             // mepc: bit 0 is 0
    FIELD   mepc, -1, -2
    FIELD   mepc, 0x80000003, 0x80000002
TEST_CASE 7                             // mcause holds every cause the hart has
    FIELD   mcause, 0x80000003, 0x80000003
    FIELD   mcause, 0x8000000b, 0x8000000b
    FIELD   mcause, 0x80000010, 0x80000010
    FIELD   mcause, 11, 11
    FIELD   mcause, 0, 0
TEST_CASE 8
    FIELD   mtval, -1, -1
    FIELD   mtval, 0xa5a51234, 0xa5a51234
TEST_CASE 9                             // mip: wires, nothing to write but the bus error
    li      a0, -1
    csrw    mip, a0
    csrr    a1, mip
    csrw    mip, zero
    li      a2, ~0x10000
    and     a1, a1, a2
    CHECK_EQ a1, 0
    csrr    a1, mip
    CHECK_EQ a1, 0
TEST_CASE 10                            // mcountinhibit: CY and IR; bit 1 is 0, no other counters
    FIELD   mcountinhibit, -1, 5
    FIELD   mcountinhibit, 4, 4
TEST_CASE 11                            // counters 3 to 31 and their events read 0
    .irp    csr, 0xb03,0xb04,0xb10,0xb1f,0xb83,0xb90,0xb9f,0x323,0x324,0x330,0x33f
    FIELD   \csr, -1, 0
    .endr
TEST_CASE 12                            // identity
    csrr    a0, mhartid
    CHECK_EQ a0, 0
    csrr    a0, mvendorid
    CHECK_EQ a0, 0
    csrr    a0, marchid
    CHECK_EQ a0, 0
    csrr    a0, mconfigptr
    CHECK_EQ a0, 0
    csrr    a0, mimpid                  // the version
    bnez    a0, 1f
    j       fail
1:
TEST_CASE 13                            // all of S, U and PMP trap until they are there
    .irp    csr, 0x100,0x104,0x105,0x106,0x140,0x141,0x142,0x143,0x144,0x180,0x302,0x303,0x306,0x30a,0x31a,0x34a,0x3a0,0x3b0,0x7a0,0x7b0,0x001,0x002,0x003,0x321,0x322,0xb01,0xb81
    EXPECT_ILLEGAL (0x00002573 | \csr << 20)
    EXPECT_ILLEGAL (0x00051073 | \csr << 20)
    .endr
    TEST_PASS
TEST_DATA

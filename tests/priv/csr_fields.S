// csr_fields.S - each field takes what its WARL or read-only rule allows, and no more.
// Spec: privileged 1.12 3.1, 4.1. Harts: 1.
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
TEST_CASE 1                             // misa: 32 bits wide, I M A C S U, read-only
    csrr    a0, misa
    CHECK_EQ a0, 0x40141105
    csrw    misa, zero
    csrr    a0, misa
    CHECK_EQ a0, 0x40141105
    li      a1, -1
    csrw    misa, a1
    csrr    a0, misa
    CHECK_EQ a0, 0x40141105
TEST_CASE 2                             // mstatus: every field there is; MPP is U, S or M
    li      a0, 0xfffffff7              // all but MIE: nothing may interrupt
    csrw    mstatus, a0
    csrr    a1, mstatus
    CHECK_EQ a1, 0x007e19a2
    csrw    mstatus, zero
    csrr    a1, mstatus
    CHECK_EQ a1, 0
    li      a0, 0x1000                  // 2 is none
    csrw    mstatus, a0
    csrr    a1, mstatus
    CHECK_EQ a1, 0
    li      a0, 0x0800
    csrw    mstatus, a0
    csrr    a1, mstatus
    CHECK_EQ a1, 0x0800
    csrsi   mstatus, MSTATUS_MIE
    csrr    a1, mstatus
    csrci   mstatus, MSTATUS_MIE
    CHECK_EQ a1, 0x0808
    EXPECT_TRAP ECALL_M, 0, ecall       // a trap sets it, an mret leaves it U
    csrr    a1, mstatus
    andi    a1, a1, MSTATUS_MIE
    CHECK_EQ a1, 0
    csrr    a1, mstatus
    li      a2, MSTATUS_MPP
    and     a1, a1, a2
    CHECK_EQ a1, 0
    li      a0, 0x000c0122              // sstatus is a part of it, and writes no more than that
    csrw    mstatus, zero
    li      a1, -1
    csrw    sstatus, a1
    csrr    a1, mstatus
    CHECK_EQ a1, 0x000c0122
    li      a1, 0x007e19a2
    csrw    mstatus, a1
    csrr    a1, sstatus
    CHECK_EQ a1, 0x000c0122
    csrw    sstatus, zero
    csrr    a1, mstatus
    csrw    mstatus, zero
    CHECK_EQ a1, 0x00721880
TEST_CASE 3                             // mstatush: little-endian only
    FIELD   mstatush, -1, 0
TEST_CASE 4                             // mie: bus error 16; external, timer, software: M 11 7 3, S 9 5 1
    FIELD   mie, -1, 0x10aaa
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
TEST_CASE 9                             // mip: lines of M, registers of S and the bus error
    FIELD   mip, 0x222, 0x222
    li      a0, -1
    csrw    mip, a0
    csrr    a1, mip
    csrw    mip, zero
    li      a2, ~0x10222
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
TEST_CASE 13                            // what is not there traps
    .irp    csr, 0x34a,0x3a4,0x3af,0x7a0,0x7b0,0x001,0x002,0x003,0x321,0x322,0xb01,0xb81
    EXPECT_ILLEGAL (0x00002573 | \csr << 20)
    EXPECT_ILLEGAL (0x00051073 | \csr << 20)
    .endr
TEST_CASE 14                            // delegation, counter enables, environment, S's own
    FIELD   medeleg, -1, 0xb3ae
    FIELD   mideleg, -1, 0x222
    FIELD   mcounteren, -1, 7
    FIELD   scounteren, -1, 7
    FIELD   0x30a, -1, 1                // menvcfg, menvcfgh, senvcfg: FIOM
    FIELD   0x14d, -1, -1               // stimecmp, stimecmph
    FIELD   0x15d, -1, -1
    FIELD   0x31a, -1, 0xa0000000       // STCE, ADUE
    FIELD   0x10a, -1, 1
    FIELD   satp, -1, -1                // 9 bits of ASID
    FIELD   sscratch, -1, -1
    FIELD   sepc, -1, -2
    FIELD   scause, -1, 0x8000003f
    FIELD   stval, -1, -1
    FIELD   stvec, -1, 0xfffffffd
    FIELD   sie, -1, 0                  // nothing is delegated
    FIELD   sip, -1, 0
TEST_CASE 15                            // sie, sip: what is delegated of mie and mip; only SSIP can be written
    li      a0, 0x202
    csrw    mideleg, a0
    li      a0, -1
    csrw    sie, a0
    csrr    a1, mie
    CHECK_EQ a1, 0x202
    li      a0, 0x10aaa
    csrw    mie, a0
    csrr    a1, sie
    CHECK_EQ a1, 0x202
    csrw    sie, zero
    csrr    a1, mie
    CHECK_EQ a1, 0x108a8
    csrw    mie, zero
    li      a0, 0x222
    csrw    sip, a0
    csrr    a1, mip
    CHECK_EQ a1, 2
    csrw    mip, a0
    csrr    a1, sip
    CHECK_EQ a1, 0x202
    csrw    sip, zero
    csrr    a1, mip
    CHECK_EQ a1, 0x220
    csrw    mip, zero
    csrw    mideleg, zero
    li      a0, 2                       // not delegated: sip writes nothing
    csrw    sip, a0
    csrr    a1, mip
    CHECK_EQ a1, 0
    TEST_PASS
TEST_DATA

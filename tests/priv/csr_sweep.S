// csr_sweep.S - each of the 4,096 CSR numbers is there or traps as it must; no read-only one takes a write.
// Spec: privileged 1.12 2.1, table 2.5 for a hart with M, S and U modes; ours: 0xfc0, 0xfc1. Harts: 1.
// limit: 600000
// qemu: no (QEMU has CSRs of other extensions, and none of ours)
#include "env/test.h"

TEST_BEGIN
    la      t0, count_absent
    csrw    mtvec, t0
    la      s0, absent
    .option push
    .option norvc

TEST_CASE 1                             // reads: the handler notes the numbers that trapped
    .set    number, 0
    .rept   4096
    .4byte  0x00002573 | number << 20   // csrrs a0, number, x0
    .set    number, number + 1
    .endr
    la      a1, absent
    la      a2, present_ranges
    li      a3, 0                       // the CSR number
1:  lhu     a4, 0(a2)                   // a4 <= present <= a5
    lhu     a5, 2(a2)
    addi    a2, a2, 4
2:  li      a6, 1                       // absent up to a4
    beq     a3, a4, 3f
    add     a7, a1, a3
    lbu     a7, 0(a7)
    bne     a7, a6, wrong_csr
    addi    a3, a3, 1
    j       2b
3:  li      a6, 4096
    beq     a3, a6, 5f
4:  add     a7, a1, a3
    lbu     a7, 0(a7)
    bnez    a7, wrong_csr
    addi    a3, a3, 1
    bgeu    a5, a3, 4b
    j       1b
wrong_csr:                              // the case is the number of the CSR
    mv      x31, a3
    j       fail
5:

TEST_CASE 2                             // every write to a number whose bits 11:10 are ones traps
    li      s1, 0
    .set    number, 0xc00
    .rept   1024
    .4byte  0x00001073 | number << 20   // csrrw x0, number, x0
    .set    number, number + 1
    .endr
    CHECK_EQ s1, 1024

TEST_CASE 3                             // writing is what csrrw does, or rs1 or zimm that is not 0
    li      s1, 0
    li      a0, 0
    csrrs   a1, cycle, x0
    csrrc   a1, mhartid, x0
    csrrsi  a1, instret, 0
    csrrci  a1, mvendorid, 0
    CHECK_EQ s1, 0
    csrrs   x0, cycle, a0               // rs1 is not x0, though it holds 0
    csrrc   x0, mhartid, a0
    csrrsi  x0, instret, 1
    csrrci  x0, mvendorid, 31
    csrrwi  x0, marchid, 0
    CHECK_EQ s1, 5

TEST_CASE 4                             // a trapping read leaves rd alone
    li      a0, 1234
    csrrw   a0, cycle, x0
    csrrs   a0, 0x181, x0
    CHECK_EQ a0, 1234
    .option pop
    la      t0, trap_handler
    csrw    mtvec, t0
    TEST_PASS

// Any trap must be an illegal instruction with itself in mtval. s1 counts; absent[csr] notes.
    .balign 4
count_absent:
    csrr    t0, mcause
    addi    t0, t0, -ILLEGAL
    bnez    t0, fail
    csrr    t1, mepc
    lhu     t0, 0(t1)
    lhu     t2, 2(t1)
    slli    t2, t2, 16
    or      t0, t0, t2
    csrr    t2, mtval
    bne     t0, t2, fail
    srli    t0, t0, 20
    add     t0, t0, s0
    li      t2, 1
    sb      t2, 0(t0)
    addi    s1, s1, 1
    addi    t1, t1, 4
    csrw    mepc, t1
    mret

    .section .rodata
    .balign 4
present_ranges:
    .half   0x100, 0x100, 0x104, 0x106, 0x10a, 0x10a, 0x140, 0x144, 0x14d, 0x14d, 0x15d, 0x15d, 0x180, 0x180
    .half   0x300, 0x306, 0x30a, 0x30a, 0x310, 0x310, 0x31a, 0x31a, 0x320, 0x320, 0x323, 0x33f, 0x340, 0x344, 0x3a0, 0x3a3, 0x3b0, 0x3bf, 0x723, 0x73f
    .half   0xb00, 0xb00, 0xb02, 0xb1f, 0xb80, 0xb80, 0xb82, 0xb9f
    .half   0xc00, 0xc1f, 0xc80, 0xc9f, 0xda0, 0xda0, 0xf11, 0xf15, 0xfc0, 0xfc1, 4096, 4096
    .bss
absent:
    .zero   4096
TEST_DATA

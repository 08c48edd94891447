// pmp_user.S - PMP without S-mode and page tables: what U may load, store, fetch and change atomically, word by word; the
// second half of an instruction in a word of its own; MPRV; an entry that is locked binds M, too.
// Spec: privileged 1.12 3.1.6.3, 3.7. Harts: 1.
// limit: 60000
// qemu: no (version 7.2 lets U do everything while no entry is on; 3.7.1 denies it)
#include "env/test.h"

#define R 1
#define W 2
#define X 4
#define TOR 0x08
#define NA4 0x10
#define NAPOT 0x18
#define L 0x80
#define CFG(e0, e1, e2, e3) ((e0) | (e1) << 8 | (e2) << 16 | (e3) << 24)
#define ECALL_U 8
#define MODE_U 0
#define MODE_M 3

// From U at a label, one trap: its cause and tval, and the mode it came from. Goes on in M.
.macro IN_U label, cause, tval
    la      s9, 8001f
    li      t0, MSTATUS_MPP
    csrc    mstatus, t0
    la      t0, \label
    csrw    mepc, t0
    mret
8001:
    CHECK_EQ s4, 1
    CHECK_EQ s5, MODE_U
    CHECK_EQ s6, \cause
    la      t0, \tval
    bne     s7, t0, fail
    li      s4, 0
.endm
.macro IN_U_FINE label                  // it gets as far as its ecall
    IN_U    \label, ECALL_U, 0
.endm
.macro IN_M_TRAPS cause, tval, insn:vararg
    la      s9, 8001f
    \insn
8001:
    CHECK_EQ s4, 1
    CHECK_EQ s5, MODE_M
    CHECK_EQ s6, \cause
    la      t0, \tval
    bne     s7, t0, fail
    li      s4, 0
.endm

TEST_BEGIN
    la      t0, handler
    csrw    mtvec, t0
    li      s4, 0
    la      s0, denied
    la      s1, readonly
    li      s2, CLINT
TEST_CASE 1                             // no entry matches: nothing is U's, all is M's
    csrw    pmpcfg0, zero
    IN_U    load_ram, FETCH_ACCESS, load_ram
    lw      a0, 0(s0)
    lw      a0, 0(s2)
TEST_CASE 2                             // RAM is, but for two words and some that are read only
    srli    a0, s0, 2
    csrw    pmpaddr0, a0                // NAPOT, 8 bytes
    srli    a0, s1, 2
    ori     a0, a0, 1
    csrw    pmpaddr1, a0                // NAPOT, 16 bytes
    li      a0, RAM >> 2
    csrw    pmpaddr2, a0
    li      a0, RAM_END >> 2
    csrw    pmpaddr3, a0
    li      a0, CFG(NAPOT, NAPOT | R, 0, TOR | R | W | X)
    csrw    pmpcfg0, a0
    IN_U_FINE load_ram
    IN_U_FINE store_ram
TEST_CASE 3                             // the two words, and those beside them
    IN_U    load_denied, LOAD_ACCESS, denied
    IN_U    load_denied_byte, LOAD_ACCESS, denied + 7
    IN_U    store_denied, STORE_ACCESS, denied + 4
    IN_U_FINE load_beside
    IN_U    fetch_denied, FETCH_ACCESS, denied
TEST_CASE 4                             // read only
    IN_U_FINE load_readonly
    IN_U    store_readonly, STORE_ACCESS, readonly + 12
    IN_U    amo_readonly, STORE_ACCESS, readonly
    IN_U_FINE lr_readonly
    IN_U    sc_readonly, STORE_ACCESS, readonly
    IN_U    fetch_readonly, FETCH_ACCESS, readonly
TEST_CASE 5                             // devices match nothing
    IN_U    load_device, LOAD_ACCESS, CLINT
    IN_U    store_device, STORE_ACCESS, CLINT
TEST_CASE 6                             // of an instruction across words the second half is denied: its own address
    IN_U    across, FETCH_ACCESS, denied
    la      a0, across
    bne     s8, a0, fail
TEST_CASE 7                             // M as U, by MPRV
    li      a0, MSTATUS_MPP
    csrc    mstatus, a0
    li      s3, 1 << 17
    la      s9, 1f
    csrs    mstatus, s3
    lw      a0, 0(s0)
1:  csrc    mstatus, s3
    CHECK_EQ s4, 1
    CHECK_EQ s6, LOAD_ACCESS
    li      s4, 0
TEST_CASE 8                             // M itself is free, until the entry is locked
    sw      zero, 0(s1)
    lw      a0, 0(s0)
    li      a0, CFG(NAPOT | L, NAPOT | R | L, 0, TOR | R | W | X)
    csrw    pmpcfg0, a0
    IN_M_TRAPS LOAD_ACCESS, denied, lw a0, 0(s0)
    IN_M_TRAPS STORE_ACCESS, denied, sw a0, 0(s0)
    IN_M_TRAPS STORE_ACCESS, readonly, amoadd.w a0, a1, (s1)
    lw      a0, 0(s1)
    lw      a0, 0(s2)
    IN_M_TRAPS FETCH_ACCESS, denied, jalr s0
TEST_CASE 9                             // what is locked stays
    csrw    pmpcfg0, zero
    csrw    pmpaddr0, zero
    csrr    a0, pmpcfg0
    li      a1, CFG(NAPOT | L, NAPOT | R | L, 0, 0)
    bne     a0, a1, fail
    csrr    a0, pmpaddr0
    srli    a1, s0, 2
    bne     a0, a1, fail
    la      t0, trap_handler
    csrw    mtvec, t0
TEST_PASS

    .align  2
handler:
    csrr    s6, mcause
    csrr    s7, mtval
    csrr    s8, mepc
    csrr    s5, mstatus
    srli    s5, s5, 11
    andi    s5, s5, 3
    addi    s4, s4, 1
    li      t1, MSTATUS_MPP
    csrs    mstatus, t1
    csrw    mepc, s9
    mret

load_ram:
    lw      a0, 0(s1)
    ecall
store_ram:
    sw      a0, 32(s1)
    ecall
load_denied:
    lw      a0, 0(s0)
    ecall
load_denied_byte:
    lb      a0, 7(s0)
    ecall
store_denied:
    sw      a0, 4(s0)
    ecall
load_beside:
    lhu     a0, -2(s0)
    lw      a0, 8(s0)
    ecall
fetch_denied:
    jr      s0
load_readonly:
    lw      a0, 12(s1)
    ecall
store_readonly:
    sb      a0, 12(s1)
    ecall
amo_readonly:
    amoor.w a0, a1, (s1)
    ecall
lr_readonly:
    lr.w    a0, (s1)
    ecall
sc_readonly:
    sc.w    a0, a1, (s1)
    ecall
fetch_readonly:
    jr      s1
load_device:
    lw      a0, 0(s2)
    ecall
store_device:
    sw      a0, 0(s2)
    ecall

    .balign 16
    .zero   14
    .option push
    .option norvc
across:
    addi    a0, a0, 1                   // its upper half is denied's first
    .option pop
    .equ    denied, across + 2
    .hword  0
    .word   0, 0
    .balign 16
readonly:
    .word   1, 2, 3, 4
    .zero   64
TEST_DATA

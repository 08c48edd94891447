// start.S - reset entry of both harts and the trap entry.
//
// Both harts enter _start with a0 = hartid, a1 = device tree, interrupts off. Hart 0 clears .bss and
// goes to boot_main(a1); hart 1 touches nothing in .bss and goes to hart_park(), which sleeps until hart 0
// asks for it. A third hart (QEMU -smp 3) sleeps for ever.
//
// mscratch holds the top of the hart's trap stack, so a trap after a stack overflow still reports.

#include "frame.h"

    .section .text.init, "ax"
    .globl  _start
_start:
    .option push
    .option norelax                     // gp is what relaxation would use
    la      gp, __global_pointer$
    .option pop
    mv      s2, a1
    csrw    mie, zero
    la      t0, trap_entry
    csrw    mtvec, t0
    csrr    s0, mhartid
    lui     t0, %hi(__hart_max)
    addi    t0, t0, %lo(__hart_max)
    bgeu    s0, t0, sleep

    addi    s1, s0, 1                   // stacks grow down: hart h starts at the end of slot h
    lui     t0, %hi(__stack_size)
    addi    t0, t0, %lo(__stack_size)
    mul     t0, t0, s1
    la      sp, __stacks
    add     sp, sp, t0
    lui     t0, %hi(__trap_stack_size)
    addi    t0, t0, %lo(__trap_stack_size)
    mul     t0, t0, s1
    la      t1, __trap_stacks
    add     t1, t1, t0
    csrw    mscratch, t1

    lui     t0, %hi(__tls_size)
    addi    t0, t0, %lo(__tls_size)
    mul     t0, t0, s0
    la      tp, __tls_blocks
    add     tp, tp, t0

    bnez    s0, 2f
    la      t0, __bss_start             // both ends are multiples of 64
    la      t1, __bss_end
    bgeu    t0, t1, 2f
1:  sw      zero, 0(t0)
    sw      zero, 4(t0)
    sw      zero, 8(t0)
    sw      zero, 12(t0)
    addi    t0, t0, 16
    bltu    t0, t1, 1b

2:  mv      a0, tp
    call    _init_tls                   // picolibc: copies .tdata, clears .tbss
    bnez    s0, 3f
    mv      a0, s2
    tail    boot_main
3:  tail    hart_park

sleep:
    wfi
    j       sleep

// Saves every register in a struct trap_frame on the trap stack and calls trap_dispatch(frame).
// Handlers run with interrupts off. A trap inside a handler is caught too, but its frame
// overwrites what the handler had on the trap stack: it can be reported, not returned from.
    .text
    .align  2                           // mtvec, direct mode
    .globl  trap_entry
trap_entry:
    csrrw   sp, mscratch, sp
    addi    sp, sp, -FRAME_SIZE
    sw      ra,   1*4(sp)
    sw      gp,   3*4(sp)
    sw      tp,   4*4(sp)
    .irp    n, 5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    sw      x\n,  \n*4(sp)
    .endr
    addi    t0, sp, FRAME_SIZE
    csrrw   t0, mscratch, t0            // t0 = the interrupted sp; mscratch is ready again
    sw      t0,   2*4(sp)
    .option push
    .option norelax
    la      gp, __global_pointer$       // C below must work whatever the program did to gp
    .option pop
    csrr    t0, mepc
    sw      t0,   FRAME_PC(sp)
    csrr    t0, mcause
    sw      t0,   FRAME_CAUSE(sp)
    csrr    t0, mtval
    sw      t0,   FRAME_TVAL(sp)
    csrr    t0, mstatus
    sw      t0,   FRAME_STATUS(sp)

    mv      a0, sp
    call    trap_dispatch

    lw      t0,   FRAME_STATUS(sp)
    csrw    mstatus, t0
    lw      t0,   FRAME_PC(sp)
    csrw    mepc, t0
    lw      ra,   1*4(sp)
    lw      gp,   3*4(sp)
    lw      tp,   4*4(sp)
    .irp    n, 5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    lw      x\n,  \n*4(sp)
    .endr
    lw      sp,   2*4(sp)
    mret

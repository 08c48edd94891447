// rom_fetch_dirty.S - the boot ROM's lines are fetched from the ROM, also while the D-cache holds dirty lines of RAM whose
// addresses differ from theirs in bit 31 alone. Spec: docs/ref/map.md, docs/coherence.md (BusFetch). Harts: 1.
// limit: 20000
#include "env/test.h"

#define VISITS 0x80002000

    .section .text.init, "ax"
    .globl  _start
_start:
    csrr    t0, mhartid
1:  bnez    t0, 1b
    li      s0, VISITS
    lw      t0, 0(s0)
    bnez    t0, pass
    li      t0, 1
    sw      t0, 0(s0)
    li      t0, RAM + 0x1000
    li      t1, RAM + 0x1060            // as far as the ROM's code goes
    li      t2, 0x0000006f              // whoever executes this stays there
2:  sw      t2, 0(t0)
    addi    t0, t0, 4
    bltu    t0, t1, 2b
    fence.i
    li      t0, 0x1000
    jr      t0                          // it comes back to _start, with cleared registers
pass:
    li      t0, FINISHER
    li      t1, 0x5555
    sw      t1, 0(t0)
3:  j       3b

// counters_slow_memory.S - nothing is lost while an mret waits behind a load that takes longer than the counters' events fit
// beside their RAM: mcycle runs on. Spec: privileged 1.12 3.1.10. Harts: 1.
// limit: 60000
// run: --memory-latency=250
// qemu: no (QEMU's counters follow the host's clock)
// reference: no (the model's memory answers at once)
#include "env/test.h"

TEST_BEGIN
    li      s0, RAM + 0x100000
    li      s1, 20                      // lines that are in no cache
TEST_CASE 1
1:  la      t0, 2f
    csrw    mepc, t0
    li      t0, MSTATUS_MPP
    csrs    mstatus, t0
    csrr    a0, mcycle
    lw      t1, 0(s0)
    mret
2:  csrr    a1, mcycle
    sub     a1, a1, a0
    li      a2, 250
    bltu    a1, a2, 9f
    lui     t2, 1
    add     s0, s0, t2
    addi    s1, s1, -1
    bnez    s1, 1b
    TEST_PASS
9:  j       fail
TEST_DATA

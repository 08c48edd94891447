// sv32_first.S - a page translated in two levels and a megapage: load, store and fetch through them, in S and by
// MPRV; page faults of an empty entry, of a page without the right, of A and D clear; sfence.vma makes a change seen.
// Spec: privileged 1.12, 4.3, 3.1.6.3. Harts: 1.
// limit: 200000
// qemu: no (QEMU 7.2 sets A and D by itself: no Svade)
#include "env/test.h"
#include "env/modes.h"

#define VA      0x40003000              // root entry 256, leaf entry 3
#define BASE    0xcf                    // D A X W R V of a page of S: 1100 1111
#define SUPER   0x80000000

TEST_BEGIN
    MODES_BEGIN
    // root: 512 = RAM's first megapage, 256 = the second table
    la      a0, root
    la      a1, leaves
    srli    t0, a1, 2
    ori     t0, t0, 1
    li      t1, 4 * 256
    add     t1, t1, a0
    sw      t0, 0(t1)
    li      t0, (0x80000 << 10) | BASE
    li      t1, 4 * 512
    add     t1, t1, a0
    sw      t0, 0(t1)
    la      a2, page
    srli    a3, a2, 2
    ori     t0, a3, BASE
    sw      t0, 12(a1)
    srli    t0, a0, 12
    li      t1, 0x80000000
    or      t0, t0, t1
    csrw    satp, t0
    sfence.vma

TEST_CASE 1                             // in S: code by the megapage, data by both
    li      s0, VA
    li      s1, 0x12345678
    IN_MODE MODE_S, 1f
1:  sw      s1, 8(s0)
    lw      s2, 8(s0)
    lw      s3, 8(a2)
    BACK
    CHECK_EQ s2, 0x12345678
    CHECK_EQ s3, 0x12345678

TEST_CASE 2                             // an empty entry: load, store, AMO
    li      s0, VA + 0x1000
    IN_MODE MODE_S, 1f
1:  lw      s2, 4(s0)
    WANT    MODE_M, MODE_S, 13, VA + 0x1004
    BACK
    IN_MODE MODE_S, 1f
1:  sw      s2, 8(s0)
    WANT    MODE_M, MODE_S, 15, VA + 0x1008
    BACK
    IN_MODE MODE_S, 1f
1:  amoadd.w s2, s2, (s0)
    WANT    MODE_M, MODE_S, 15, VA + 0x1000
    BACK

TEST_CASE 3                             // no right to write; seen after sfence.vma
    la      a1, leaves
    ori     t0, a3, BASE & ~4
    sw      t0, 12(a1)
    sfence.vma
    li      s0, VA
    IN_MODE MODE_S, 1f
1:  sw      s1, 8(s0)
    WANT    MODE_M, MODE_S, 15, VA + 8
    BACK

TEST_CASE 4                             // A clear: any access; D clear: a store
    ori     t0, a3, BASE & ~0xc0
    sw      t0, 12(a1)
    sfence.vma
    IN_MODE MODE_S, 1f
1:  lw      s2, 8(s0)
    WANT    MODE_M, MODE_S, 13, VA + 8
    BACK
    ori     t0, a3, BASE & ~0x80
    sw      t0, 12(a1)
    sfence.vma
    IN_MODE MODE_S, 1f
1:  lw      s2, 8(s0)
    sw      s2, 12(s0)
    WANT    MODE_M, MODE_S, 15, VA + 12
    BACK
    CHECK_EQ s2, 0x12345678

    csrw    satp, zero
    TEST_PASS

    .bss
    .balign 4096
root:   .zero 4096
leaves: .zero 4096
page:   .zero 4096
TEST_DATA

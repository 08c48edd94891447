// walk_cycles.c - what translation costs with the page tables in the D-cache: a TLB hit nothing, a hit in the second level 5 cycles at
// most, a walk of two levels 14 at most; a walk of one level less. Loads and stores of M with MPRV as S, so that fetch is bare.
// Spec: docs/ref/mmu.md, Cycles. Harts: 1.
// limit: 200000
// run: --memory-latency=10
// qemu: no (QEMU's counters follow the host's clock)
// reference: no (the model's cycle is a turn of both harts)
#include "env/sv32.h"

enum { COPIES = 32, TLB = 32, SECOND = 512, MEGA = 1 << 22, FOUND = 4, LEVELS2 = 9, LEVEL1 = 7, PMP = 3 };
static _Alignas(4096) uint32_t page[2][1024];

// As in instruction_cycles.c: of 32 copies, the second time, a CSR read waits until all before it is done.
#define CYCLES(group, a, b, mprv) __extension__({ uint32_t from_, to_; \
    __asm__ volatile( \
        "li t0, 2\n" \
        ".balign 8\n" \
        "2: fence\n" \
        "csrs mstatus, %4\n" \
        "csrr %0, mcycle\n" \
        ".rept 32\n" group "\n.endr\n" \
        "csrr %1, mcycle\n" \
        "csrc mstatus, %4\n" \
        "addi t0, t0, -1\n" \
        "bnez t0, 2b\n" \
        : "=&r"(from_), "=&r"(to_) : "r"(a), "r"(b), "r"(mprv) : "t0", "t1", "t2", "memory"); \
    to_ - from_; })

static uint32_t empty;

static uint32_t cost(uint32_t cycles) { return (cycles - empty + COPIES / 2) / COPIES; }

int main(void)
{
    const uint32_t near = VM_VA + TLB * VM_PAGE;         // has the same place in the TLB
    const uint32_t far = VM_VA + SECOND * VM_PAGE;       // ... and in the second level
    vm_open();
    vm_on(0);
    vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
    vm_leaves[0] = pte(page[0], RWXAD);
    vm_leaves[TLB] = vm_leaves[SECOND] = pte(page[1], RWXAD);
    vm_root[(VM_VA >> 22) + 1] = 0x80000u << 10 | RWXAD;
    vm_root[(VM_VA >> 22) + 2] = 0x80000u << 10 | RWXAD;
    vm_fence();
    csr_clear(mstatus, MSTATUS_MPP);
    csr_set(mstatus, MODE_S << 11);
    empty = CYCLES(".if 0\nnop\n.endif", 0, 0, MSTATUS_MPRV);

    uint32_t bare = cost(CYCLES("lw t1, 0(%2)\nlw t2, 32(%2)\nsw t1, 64(%2)", page[0], 0, 0));
    CHECK_EQ(bare, 3);
    CHECK_EQ(cost(CYCLES("lw t1, 0(%2)\nlw t2, 32(%2)\nsw t1, 64(%2)", VM_VA, 0, MSTATUS_MPRV)), bare);

    CHECK_EQ(cost(CYCLES("lw t1, 0(%2)\nlw t1, 0(%3)", VM_VA, near, MSTATUS_MPRV)), 2 * (1 + FOUND));
    CHECK_EQ(cost(CYCLES("lw t1, 0(%2)\nlw t1, 0(%3)", VM_VA, far, MSTATUS_MPRV)), 2 * (1 + LEVELS2));
    CHECK_EQ(cost(CYCLES("lw t1, 0(%2)\nlw t1, 0(%3)", VM_VA + MEGA, VM_VA + 2 * MEGA, MSTATUS_MPRV)), 2 * (1 + LEVEL1));
    csr_write(pmpaddr3, 0x40);                            // elsewhere: one more entry to be looked at, in each of three scans
    csr_write(pmpcfg0, 0x10000000);
    CHECK_EQ(cost(CYCLES("lw t1, 0(%2)\nlw t1, 0(%3)", VM_VA, far, MSTATUS_MPRV)), 2 * (1 + LEVELS2 + PMP));
    return 0;
}

// pmp_fetch_words.c - instructions of both words of one 8-byte block of which PMP lets one be executed: jumped to, run into, 4 bytes
// over the middle, 2 bytes before it; bare and translated. mepc and mtval of the half that fails.
// Spec: privileged 1.12, 3.7.1. Harts: 1.
// limit: 300000
// qemu: no (QEMU 7.2 checks a fetch once for a block of translated code)
#include "env/pmp.h"

#define ARENA 0x81000000u
static struct pmp p;

static void region(uint32_t from, uint32_t end, uint8_t rights)      // entries 0 and 1; entry 7 is behind
{
    p.addr[0] = from >> 2;
    p.cfg[0] = 0;
    p.addr[1] = end >> 2;
    p.cfg[1] = PMP_TOR | rights;
    pmp_set(&p);
}

/** Run from an offset in the block: a0 and the fault as they must be. */
static void run(uint32_t block, uint32_t from, uint32_t fault_pc, uint32_t fault_at, uint32_t a0)
{
    uint32_t got = run_in(MODE_S, 0, block + from, 0, 0);
    uint32_t want = fault_at == ~0u ? 0 : FETCH_ACCESS;
    if (got != want || last.a[0] != a0)
        printf("block %lx from %lu entries 0x%lx-0x%lx\n", (unsigned long)block, (unsigned long)from,
               (unsigned long)p.addr[0] << 2, (unsigned long)p.addr[1] << 2);
    CHECK_EQ(got, want);
    CHECK_EQ(last.a[0], a0);
    if (want) {
        CHECK_EQ(last.epc, block + fault_pc);
        CHECK_EQ(last.tval, block + fault_at);
    }
}

static void block_at(uint32_t pa, uint32_t va)
{
    enum { NONE = 0xa0a0a0a0 };
    // c.li a0, 1; c.li a0, 2; c.li a0, 3; ...; ecall in the next block
    poke((void *)pa, 0x45094505);
    poke((void *)(pa + 4), 0x4511450d);
    poke((void *)(pa + 8), INSN_ECALL);
    fence_i();
    region(pa + 4, pa + 8, PMP_R);                   // the second word may not
    run(va, 0, 4, 4, 2);
    run(va, 2, 4, 4, 2);
    run(va, 4, 4, 4, NONE);
    run(va, 6, 6, 6, NONE);
    region(pa, pa + 4, PMP_R);                       // the first may not
    run(va, 0, 0, 0, NONE);
    run(va, 2, 2, 2, NONE);
    run(va, 4, 0, ~0u, 4);
    run(va, 6, 0, ~0u, 4);
    region(pa + 8, pa + 12, PMP_R);                  // the next block's first may not
    run(va, 0, 8, 8, 4);
    run(va, 6, 8, 8, 4);
    region(pa + 12, pa + 16, PMP_R);                 // its second: all of this block and the ecall may
    run(va, 0, 0, ~0u, 4);
    run(va, 4, 0, ~0u, 4);
    // c.li a0, 1; li a0, 7 over the middle; c.li a0, 4
    poke((void *)pa, 0x05134505);
    poke((void *)(pa + 4), 0x45110070);
    fence_i();
    region(pa + 4, pa + 8, PMP_R);
    run(va, 0, 2, 4, 1);
    run(va, 2, 2, 4, NONE);
    region(pa, pa + 4, PMP_R);
    run(va, 2, 2, 2, NONE);
    region(pa, pa + 8, PMP_X);
    run(va, 2, 0, ~0u, 4);
    // the ecall over the middle, and nothing allowed behind it
    poke((void *)pa, 0x00734505);
    poke((void *)(pa + 4), 0x00010000);
    fence_i();
    region(pa + 8, pa + 0x100, PMP_R);
    run(va, 0, 0, ~0u, 1);
    region(pa + 4, pa + 0x100, PMP_R);
    run(va, 0, 2, 4, 1);
}

int main(void)
{
    static const uint32_t at[] = { 0x10, 0x38, 0x40, 0x7f8, 0x800, 0xff0, 0xff8 };
    vm_open();
    p.addr[6] = napot(0x80000000, 1u << 24);
    p.cfg[6] = PMP_NAPOT | PMP_RWX;
    p.addr[7] = ~0u;
    p.cfg[7] = PMP_NAPOT | PMP_RWX;
    for (unsigned i = 0; i < 7; i++)
        block_at(ARENA + at[i], ARENA + at[i]);
    pmp_set(&p);
    vm_on(0);
    vm_leaves[0] = pte((void *)ARENA, RWXAD);
    vm_leaves[1] = pte((void *)(ARENA + VM_PAGE), RWXAD);
    vm_fence();
    for (unsigned i = 0; i < 7; i++)
        block_at(ARENA + at[i], VM_VA + at[i]);
    vm_off();
    return 0;
}

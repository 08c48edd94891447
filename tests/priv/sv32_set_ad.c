// sv32_set_ad.c - hardware sets A and D (Svadu, menvcfgh.ADUE): A at any access that is allowed, D at one that writes, of leaves at
// both levels, and nothing else of the word; neither where the access faults, for whatever reason; an entry that PMP lets
// nobody write is an access fault of the access's kind if a bit is to be set. Without ADUE they are page faults again.
// Spec: privileged 1.12, 4.3.1, 4.3.2 step 7; Svadu. Harts: 1.
// limit: 900000
// qemu: no (QEMU 7.2 sets A and D whatever menvcfgh says)
#include "env/pmp.h"

#define ADUE   (1u << 29)                            // of menvcfgh: 0x31a
#define VA     (VM_VA + 5 * VM_PAGE)
#define NEXT   (VA + VM_PAGE)
#define SUPER  (VM_VA + (1u << 22))
#define DEVICE (VM_VA + 8 * VM_PAGE)
enum { A = PTE_A, D = PTE_D, RWX = PTE_V | PTE_R | PTE_W | PTE_X, SOFT = 0x300 };
static _Alignas(4096) uint32_t page[2][1024];
static struct pmp p;

static void open_all(void)
{
    p = (struct pmp){ .addr[7] = ~0u, .cfg[7] = PMP_NAPOT | PMP_RWX };
    pmp_set(&p);
}

/** One access through an entry that reads was; what comes of it, and of the entry. */
static void expect(uint32_t *entry, uint32_t was, enum op op, uint32_t va, uint32_t cause, uint32_t is)
{
    poke(entry, was);
    vm_fence();
    CHECK_EQ(access_in(MODE_S, op, va, 1), cause);
    if (cause)
        CHECK_EQ(last.tval, va);
    CHECK_EQ(peek(entry), is);
    if (!cause) {                                    // known now: nothing changes
        CHECK_EQ(access_in(MODE_S, op, va, 1), 0);
        CHECK_EQ(peek(entry), is);
    }
}

static void allowed_of(uint32_t *entry, uint32_t leaf, uint32_t va)
{
    static const enum op reads[] = { OP_LW, OP_LBU, OP_LR, OP_FETCH };
    static const enum op writes[] = { OP_SW, OP_SB, OP_AMOADD, OP_AMOSWAP };
    for (unsigned i = 0; i < 4; i++) {
        uint32_t at = reads[i] == OP_FETCH ? va : va + 64;
        expect(entry, leaf, reads[i], at, 0, leaf | A);
        expect(entry, leaf | SOFT | D, reads[i], at, 0, leaf | SOFT | D | A);
        expect(entry, leaf | A, reads[i], at, 0, leaf | A);
        expect(entry, leaf, writes[i], va + 64, 0, leaf | A | D);
        expect(entry, leaf | SOFT | A, writes[i], va + 64, 0, leaf | SOFT | A | D);
        expect(entry, leaf | D, writes[i], va + 64, 0, leaf | A | D);
    }
    poke(entry, leaf);                               // first a load, then a store
    vm_fence();
    CHECK_EQ(access_in(MODE_S, OP_LW, va + 64, 0), 0);
    CHECK_EQ(peek(entry), leaf | A);
    CHECK_EQ(access_in(MODE_S, OP_SW, va + 64, 77), 0);
    CHECK_EQ(peek(entry), leaf | A | D);
    CHECK_EQ(access_in(MODE_S, OP_LW, va + 64, 0), 0);
    CHECK_EQ(last.a[0], 77);
}

static void refused(uint32_t *entry, uint32_t leaf)
{
    expect(entry, leaf & ~(uint32_t)PTE_W, OP_SW, VA + 64, STORE_PAGE, leaf & ~(uint32_t)PTE_W);
    expect(entry, leaf & ~(uint32_t)PTE_W, OP_AMOADD, VA + 64, STORE_PAGE, leaf & ~(uint32_t)PTE_W);
    expect(entry, leaf & ~(uint32_t)PTE_X, OP_FETCH, VA, FETCH_PAGE, leaf & ~(uint32_t)PTE_X);
    expect(entry, leaf | PTE_U, OP_LW, VA + 64, LOAD_PAGE, leaf | PTE_U);
    expect(entry, leaf & ~(uint32_t)PTE_V, OP_SW, VA + 64, STORE_PAGE, leaf & ~(uint32_t)PTE_V);
    poke(entry, leaf);                               // misaligned; A may be set, D may not
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_AMOADD, VA + 65, 1), STORE_ACCESS, VA + 65);
    CHECK_EQ(peek(entry) & D, 0);
}

/** PMP over the page, then over the entry. */
static void protected(uint32_t *entry, uint32_t leaf)
{
    p.addr[0] = napot((uint32_t)page[0], 4096);
    p.cfg[0] = PMP_NAPOT | PMP_R | PMP_X;
    pmp_set(&p);
    poke(entry, leaf);
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 64, 0), STORE_ACCESS, VA + 64);
    CHECK_EQ(peek(entry) & D, 0);
    p.addr[0] = napot((uint32_t)page[0] + 64, 8);            // two words of it
    pmp_set(&p);
    CHECK_TRAP(access_in(MODE_S, OP_SW, VA + 68, 0), STORE_ACCESS, VA + 68);
    CHECK_EQ(peek(entry) & D, 0);
    CHECK_EQ(access_in(MODE_S, OP_SW, VA + 72, 5), 0);
    CHECK_EQ(peek(entry), leaf | A | D);

    p.addr[0] = napot((uint32_t)entry & ~7u, 8);
    pmp_set(&p);
    expect(entry, leaf, OP_LW, VA + 64, LOAD_ACCESS, leaf);
    expect(entry, leaf, OP_FETCH, VA, FETCH_ACCESS, leaf);
    expect(entry, leaf | A, OP_SW, VA + 64, STORE_ACCESS, leaf | A);
    expect(entry, leaf | A, OP_LW, VA + 64, 0, leaf | A);
    expect(entry, leaf | A | D, OP_SW, VA + 64, 0, leaf | A | D);
    open_all();
}

static void devices(uint32_t *entry)
{
    const uint32_t rom = 0x1000u >> 2 | RWX, uart = 0x10000000u >> 2 | RWX;
    expect(entry, rom, OP_LW, DEVICE, 0, rom | A);
    expect(entry, rom | A, OP_SW, DEVICE, STORE_ACCESS, rom | A);
    expect(entry, uart | A, OP_AMOADD, DEVICE, STORE_ACCESS, uart | A);
    expect(entry, uart | A, OP_SH, DEVICE + 7, STORE_ACCESS, uart | A);
    expect(entry, uart, OP_SB, DEVICE + 7, 0, uart | A | D);
    expect(entry, uart, OP_LBU, DEVICE + 7, 0, uart | A);
    expect(entry, 0x40000000u >> 2 | RWX | A, OP_SW, DEVICE, STORE_ACCESS, 0x40000000u >> 2 | RWX | A);      // nothing is there
}

/** A store over the end of a page. */
static void split(uint32_t *entry, uint32_t *next)
{
    const uint32_t leaf = pte(page[0], RWX), leaf1 = pte(page[1], RWX);
    for (unsigned d = 0; d < 4; d++) {
        poke(entry, leaf | (d & 1 ? A | D : 0));
        poke(next, leaf1 | (d & 2 ? A | D : 0));
        vm_fence();
        CHECK_EQ(access_in(MODE_S, OP_SW, NEXT - 2, 0x12345678 + d), 0);
        CHECK_EQ(peek(entry), leaf | A | D);
        CHECK_EQ(peek(next), leaf1 | A | D);
        CHECK_EQ(access_in(MODE_S, OP_LW, NEXT - 2, 0), 0);
        CHECK_EQ(last.a[0], 0x12345678 + d);
    }
    poke(next, leaf1 & ~(uint32_t)PTE_W);
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_SW, NEXT - 2, 0), STORE_PAGE, NEXT);
    CHECK_EQ(peek(next), leaf1 & ~(uint32_t)PTE_W);
    CHECK_EQ(peek(&page[0][1023]) >> 16, 0x5678 + 3);
}

int main(void)
{
    uint32_t *entry = &vm_leaves[5], *next = &vm_leaves[6], *super = &vm_root[SUPER >> 22];
    uint32_t leaf = pte(page[0], RWX);
    for (unsigned i = 0; i < 2; i++)
        poke(&page[i][0], INSN_ECALL);
    fence_i();
    vm_open();
    vm_on(0);
    open_all();
    csr_write(0x31a, ADUE);
    CHECK_EQ(csr_read(0x31a), ADUE);

    allowed_of(entry, leaf, VA);
    poke((uint32_t *)0x81400000u, INSN_ECALL);
    fence_i();
    allowed_of(super, 0x81400000u >> 2 | RWX, SUPER);
    expect(super, 0x81401000u >> 2 | RWX, OP_LW, SUPER, LOAD_PAGE, 0x81401000u >> 2 | RWX);      // misaligned
    expect(super, pte(vm_leaves, PTE_V | A), OP_LW, SUPER, LOAD_PAGE, pte(vm_leaves, PTE_V | A));
    refused(entry, leaf);
    protected(entry, leaf);
    devices(&vm_leaves[8]);
    split(entry, next);

    csr_write(0x31a, 0);
    expect(entry, leaf, OP_LW, VA + 64, LOAD_PAGE, leaf);
    expect(entry, leaf | A, OP_SW, VA + 64, STORE_PAGE, leaf | A);
    expect(entry, leaf | D, OP_FETCH, VA, FETCH_PAGE, leaf | D);
    csr_write(0x31a, ADUE);
    expect(entry, leaf, OP_SW, VA + 64, 0, leaf | A | D);
    vm_off();
    return 0;
}

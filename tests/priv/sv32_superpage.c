// sv32_superpage.c - a megapage's pieces go to the right places, for load, store and fetch; a misaligned one is a page
// fault; sfence.vma of any address in it makes a change of it seen in all; pointers with A, D or U are reserved.
// Spec: privileged 1.12, 4.2.1, 4.3.1, 4.3.2 step 6. Harts: 1.
// limit: 600000
#include "env/sv32.h"

#define MEGA (1u << 22)
static _Alignas(4 << 20) uint8_t mega[2][MEGA] __attribute__((section(".noinit")));
static uint32_t seed = 77;

static void fence_at(uint32_t va) { __asm__ volatile("sfence.vma %0, zero" : : "r"(va) : "memory"); }
static void super(uint32_t va, uint32_t entry) { vm_root[va >> 22] = entry; }

/** The first word of each of some pages says where it is; behind it is an ecall. */
static uint32_t name_of(unsigned which, uint32_t page) { return 0x50000000u + which * 0x10000 + page; }
static void name(unsigned which, uint32_t page)
{
    poke(mega[which] + page * VM_PAGE, name_of(which, page));
    poke(mega[which] + page * VM_PAGE + 4, INSN_ECALL);
}

static void pieces(unsigned which, uint32_t va)
{
    for (unsigned i = 0; i < 96; i++) {                          // twice a stride of 32 pages, then any
        uint32_t page = i < 64 ? (i % 32 * 32 + i / 32 * 3) & 1023 : random_next(&seed) & 1023;
        uint8_t *pa = mega[which] + page * VM_PAGE;
        name(which, page);
        fence_i();
        CHECK_EQ(access_in(MODE_S, OP_LW, va + page * VM_PAGE, 0), 0);
        CHECK_EQ(last.a[0], name_of(which, page));
        poke(pa + 0xffc, 0);
        CHECK_EQ(access_in(MODE_S, OP_SW, va + page * VM_PAGE + 0xffc, ~page), 0);
        CHECK_EQ(peek(pa + 0xffc), ~page);
        CHECK_EQ(access_in(MODE_S, OP_FETCH, va + page * VM_PAGE + 4, 0), 0);
    }
}

static void misaligned(void)
{
    for (unsigned bit = 0; bit < 10; bit++) {
        super(VM_VA, pte(mega[0], RWXAD) | 1u << (10 + bit));
        vm_fence();
        CHECK_TRAP(access_in(MODE_S, OP_LW, VM_VA + 8, 0), LOAD_PAGE, VM_VA + 8);
        CHECK_TRAP(access_in(MODE_S, OP_SW, VM_VA + MEGA - 4, 0), STORE_PAGE, VM_VA + MEGA - 4);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + 4, 0), FETCH_PAGE, VM_VA + 4);
        CHECK_TRAP(access_in(MODE_S, OP_AMOADD, VM_VA + 8, 0), STORE_PAGE, VM_VA + 8);
        CHECK_TRAP(access_in(MODE_S, OP_LR, VM_VA + 8, 0), LOAD_PAGE, VM_VA + 8);
    }
}

static const uint32_t some[] = { 0, 1, 31, 32, 33, 500, 1023 };
#define SOME (sizeof some / sizeof some[0])

static void expect_all(unsigned which, uint32_t va)
{
    for (unsigned i = 0; i < SOME; i++) {
        CHECK_EQ(access_in(MODE_S, OP_LW, va + some[i] * VM_PAGE, 0), 0);
        CHECK_EQ(last.a[0], name_of(which, some[i]));
    }
}

/** An address in a megapage names all of it: the leaf's entry is one. */
static void changes(void)
{
    for (unsigned i = 0; i < SOME; i++)
        for (unsigned which = 0; which < 2; which++)
            name(which, some[i]);
    fence_i();
    super(VM_VA, pte(mega[1], RWXAD));
    vm_fence();
    for (unsigned i = 0; i < SOME; i++) {
        expect_all(1, VM_VA);
        super(VM_VA, pte(mega[0], RWXAD));
        fence_at(VM_VA + some[i] * VM_PAGE + 0x123);
        expect_all(0, VM_VA);
        super(VM_VA, pte(mega[0], RWXAD & ~(uint32_t)PTE_X));          // a right goes: fetch too
        fence_at(VM_VA + some[i] * VM_PAGE);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + 4, 0), FETCH_PAGE, VM_VA + 4);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + 33 * VM_PAGE + 4, 0), FETCH_PAGE, VM_VA + 33 * VM_PAGE + 4);
        super(VM_VA, pte(mega[1], RWXAD));
        fence_at(VM_VA);
    }
    // into a table whose pages lie elsewhere, and back
    for (unsigned i = 0; i < SOME; i++)
        vm_leaves[some[i]] = pte(mega[0] + some[SOME - 1 - i] * VM_PAGE, RWXAD);
    super(VM_VA, pte(vm_leaves, PTE_V));
    fence_at(VM_VA + 500 * VM_PAGE);
    for (unsigned i = 0; i < SOME; i++) {
        CHECK_EQ(access_in(MODE_S, OP_LW, VM_VA + some[i] * VM_PAGE, 0), 0);
        CHECK_EQ(last.a[0], name_of(0, some[SOME - 1 - i]));
    }
    super(VM_VA, pte(mega[1], RWXAD));
    vm_fence();
    expect_all(1, VM_VA);
}

static void pointers(void)
{
    static const uint32_t reserved[] = { PTE_A, PTE_D, PTE_U, PTE_A | PTE_D | PTE_U };
    vm_leaves[1] = pte(mega[0] + VM_PAGE, RWXAD);
    for (unsigned i = 0; i < 4; i++) {
        super(VM_VA, pte(vm_leaves, PTE_V | reserved[i]));
        vm_fence();
        CHECK_TRAP(access_in(MODE_S, OP_LW, VM_VA + VM_PAGE, 0), LOAD_PAGE, VM_VA + VM_PAGE);
        CHECK_TRAP(access_in(MODE_S, OP_SW, VM_VA + VM_PAGE + 8, 0), STORE_PAGE, VM_VA + VM_PAGE + 8);
        CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + VM_PAGE + 4, 0), FETCH_PAGE, VM_VA + VM_PAGE + 4);
        super(VM_VA, pte(vm_leaves, PTE_V | PTE_G));                   // G and RSW are no fault
        vm_fence();
        CHECK_EQ(access_in(MODE_S, OP_LW, VM_VA + VM_PAGE, 0), 0);
        super(VM_VA, pte(vm_leaves, PTE_V | 0x300));
        vm_fence();
        CHECK_EQ(access_in(MODE_S, OP_FETCH, VM_VA + VM_PAGE + 4, 0), 0);
    }
    vm_leaves[1] = pte(vm_leaves, PTE_V);                              // a pointer at the last level
    vm_fence();
    CHECK_TRAP(access_in(MODE_S, OP_LW, VM_VA + VM_PAGE, 0), LOAD_PAGE, VM_VA + VM_PAGE);
    CHECK_TRAP(access_in(MODE_S, OP_FETCH, VM_VA + VM_PAGE, 0), FETCH_PAGE, VM_VA + VM_PAGE);
}

int main(void)
{
    vm_open();
    vm_on(0);
    super(VM_VA, pte(mega[0], RWXAD));
    super(VM_VA + MEGA, pte(mega[1], RWXAD));
    super(0xffc00000, pte(mega[1], RWXAD));
    vm_fence();
    pieces(0, VM_VA);
    pieces(1, VM_VA + MEGA);
    pieces(1, 0xffc00000);
    super(VM_VA + MEGA, 0);
    misaligned();
    changes();
    pointers();
    vm_off();
    return 0;
}

// set_ad.c - hardware sets A and D of entries that the other hart changes meanwhile: no change is lost, of either. Hart 1
// changes the software bits of every entry by AMOs, and now and then the page, while hart 0 clears A and D, forgets, and
// loads, stores and fetches.
// Spec: privileged 1.12, 4.3.1; Svadu. Harts: 2.
// limit: 900000
// qemu: no (QEMU 7.2 sets A and D whatever menvcfgh says)
#include "env/sv32.h"
#include "smp/pair.h"

enum { PAGES = 4, ROUNDS = 150, ADUE = 1 << 29, SOFT0 = 0x100, SOFT1 = 0x200 };
static _Alignas(2 * PAGES * 4096) uint32_t page[2 * PAGES][1024];
static volatile uint32_t ready LINE, done LINE;
static uint32_t toggles[PAGES];

static uint32_t amo_xor(uint32_t *at, uint32_t bits) { return __atomic_fetch_xor(at, bits, __ATOMIC_SEQ_CST); }

static int toggler(void *arg)
{
    uint32_t seed = 12345;
    (void)arg;
    while (!get(&ready)) {}
    while (!get(&done)) {
        uint32_t r = random_next(&seed), n = r >> 4 & (PAGES - 1);
        (void)amo_xor(&vm_leaves[n], SOFT0);
        toggles[n]++;
        if (r & 1)
            (void)amo_xor(&vm_leaves[n], (uint32_t)sizeof page[0] * PAGES >> 2);     // to its other page and back
        if (r & 2)
            delay(r >> 8 & 63);
    }
    return 0;
}

static int owner(void *arg)
{
    uint32_t seed = 777, soft[PAGES] = { 0 };
    (void)arg;
    vm_open();
    for (unsigned n = 0; n < PAGES; n++)
        vm_leaves[n] = pte(page[n], PTE_V | PTE_R | PTE_W | PTE_X);
    vm_on(1);
    csr_write(0x31a, ADUE);                              // menvcfgh
    put(&ready, 1);
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint32_t r = random_next(&seed), n = r >> 4 & (PAGES - 1), va = VM_VA + n * VM_PAGE;
        uint32_t bits = PTE_A;
        __atomic_fetch_and(&vm_leaves[n], ~(uint32_t)(PTE_A | PTE_D), __ATOMIC_SEQ_CST);
        (void)amo_xor(&vm_leaves[n], SOFT1);
        soft[n] ^= SOFT1;
        __asm__ volatile("sfence.vma %0, zero" : : "r"(va) : "memory");
        if (r & 1) {
            CHECK_EQ(access_in(MODE_S, OP_SW, va + 8 * (r >> 12 & 255), i), 0);
            bits |= PTE_D;
        } else if (r & 2) {
            CHECK_EQ(access_in(MODE_S, OP_LW, va + 64, 0), 0);
        } else {
            CHECK_EQ(access_in(MODE_S, OP_FETCH, va, 0), 0);
        }
        CHECK_EQ(vm_leaves[n] & (PTE_A | PTE_D), bits);
        CHECK_EQ(vm_leaves[n] & SOFT1, soft[n]);
    }
    put(&done, 1);
    return 0;
}

int main(void)
{
    for (unsigned n = 0; n < 2 * PAGES; n++)
        poke(&page[n][0], INSN_ECALL);
    fence_i();
    pair(owner, toggler);
    for (unsigned n = 0; n < PAGES; n++) {
        CHECK_EQ(vm_leaves[n] & SOFT0, toggles[n] & 1 ? SOFT0 : 0);
        CHECK(toggles[n] > 20);
    }
    return 0;
}

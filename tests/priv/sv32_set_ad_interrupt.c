// sv32_set_ad_interrupt.c - a timer interrupt at any time of a store whose page's D is to be set (Svadu): while the handler runs
// D stays as it was when it began, and after it the store is done once, with D set. Spec: privileged 1.12, 4.3.1; Svadu. Harts: 1.
// limit: 1500000
// qemu: no (QEMU 7.2 sets A and D whatever menvcfgh says)
#define VM_ON_TIMER "on_timer"
#include "env/sv32.h"

#define ADUE  (1u << 29)                             // of menvcfgh: 0x31a
#define VA    (VM_VA + 5 * VM_PAGE)
enum { ROUNDS = 600, MTIE = 1 << 7 };
static _Alignas(4096) uint32_t page[1024];
uint32_t *watched;
volatile uint32_t interrupts, early, late;

// Looks at the entry when it begins and 96 turns later; then the timer is silent.
__asm__(".pushsection .text.on_timer, \"ax\"\n"
        "on_timer: csrrw t6, mscratch, t6\n"         // a struct run: its saved[] has no use for words 60 on
        "    sw t0, 60(t6); sw t1, 8(t6); sw t2, 12(t6)\n"
        "    la t0, watched; lw t0, 0(t0); lw t1, 0(t0); la t2, early; sw t1, 0(t2)\n"
        "    li t2, 96\n1:  addi t2, t2, -1; bnez t2, 1b\n"
        "    lw t1, 0(t0); la t2, late; sw t1, 0(t2)\n"
        "    la t0, interrupts; lw t1, 0(t0); addi t1, t1, 1; sw t1, 0(t0)\n"
        "    li t0, 0x02004000; li t1, -1; sw t1, 4(t0)\n"
        "    lw t0, 60(t6); lw t1, 8(t6); lw t2, 12(t6); csrrw t6, mscratch, t6; mret\n"
        ".popsection\n");

int main(void)
{
    const uint32_t leaf = pte(page, PTE_V | PTE_R | PTE_W | PTE_A);
    volatile uint32_t *const mtime = (uint32_t *)0x0200bff8, *const mtimecmp = (uint32_t *)0x02004000;
    uint32_t before = 0;
    vm_open();
    vm_on(0);
    csr_write(0x31a, ADUE);
    watched = &vm_leaves[5];
    mtimecmp[1] = ~0u;
    csr_set(mie, MTIE);
    for (uint32_t n = 0; n < ROUNDS; n++) {
        uint32_t seen = interrupts;
        poke(watched, leaf);
        vm_fence();
        access_in(MODE_S, OP_LW, VA + 64, 0);
        mtimecmp[0] = mtime[0] + 8 + n % 40;
        mtimecmp[1] = 0;
        for (uint32_t i = n / 40; i > 0; i--)                // 15 places in the ten cycles of a tick
            __asm__ volatile("nop");
        CHECK_EQ(access_in(MODE_S, OP_SW, VA + 64, n), 0);
        mtimecmp[1] = ~0u;
        CHECK_EQ(peek(watched), leaf | PTE_D);
        CHECK_EQ(peek(&page[16]), n);
        if (interrupts != seen) {
            CHECK_EQ(early, late);
            before += (late & PTE_D) == 0;
        }
    }
    CHECK(before > 10);
    csr_clear(mie, MTIE);
    vm_off();
    return 0;
}

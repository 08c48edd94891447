// shootdown.c - one hart changes the page table that the other translates by, interrupts it, and after that one's sfence.vma loads
// and fetches of S go to the new pages only, whatever happens to the old ones. Spec: privileged 1.12, 4.2.1, 4.3.2. Harts: 2.
// limit: 300000
#include "env/sv32.h"
#include "smp/pair.h"

#define ROUNDS   60u
#define CODE     VM_VA                               // of hart 1's S-mode
#define DATA     (VM_VA + 3 * VM_PAGE)
#define CALL     (VM_VA + 4 * VM_PAGE)
#define POISON   0xdeadu
static _Alignas(4096) uint32_t data[4][1024], calls[4][1024];
static volatile uint32_t ready LINE, acked LINE;
static struct run there;                             // of hart 1

// a1: DATA, a2 and a4: what may be loaded; a3: CALL, a5 - a0 of the called: a call gives what a load may.
extern uint32_t shoot_code[], shoot_spin[];
__asm__(".pushsection .text.shoot_code, \"ax\"\n.balign 4096\nshoot_code:\n"
        "shoot_spin: lw a0, 0(a1); beq a0, a2, 1f; bne a0, a4, 9f\n"
        "1:  jalr t1, 0(a3); beq a0, a2, shoot_spin; beq a0, a4, shoot_spin\n"
        "    li a5, -1\n"
        "9:  ecall\n"
        ".balign 4096\n.popsection\n");

/** What a page says that loads and calls find in a round. */
static uint32_t tag(uint32_t round) { return 0x400u + round % 4; }

static void begin(void)
{
    vm_open();
    vm_leaves[0] = pte(shoot_code, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_on(1);
}

static uint32_t go(const uint32_t *code, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    there = (struct run){ .pc = CODE + ((uint32_t)code - (uint32_t)shoot_code), .status = MODE_S << 11,
                          .a = { 0, a1, a2, a3, a4, 0 } };
    run_below(&there);
    return there.cause;
}

/** The pages of a round. */
static void point(uint32_t round)
{
    vm_leaves[3] = pte(data[round % 4], RWXAD);
    vm_leaves[4] = pte(calls[round % 4], RWXAD);
}

static int author(void *arg)
{
    (void)arg;
    while (!get(&ready)) {}
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        put(&data[i % 4][0], tag(i));
        fence_w_w();
        point(i);
        hart_interrupt(1);                                       // orders the stores before it
        while (get(&acked) != i) {}
        put(&data[(i - 1) % 4][0], POISON);                      // nobody may see it
        if (i % 3 == 0)
            delay(i * 7);
    }
    return 0;
}

static int target(void *arg)
{
    (void)arg;
    begin();
    csr_set(mie, 8);
    fence_i();
    put(&ready, 1);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        CHECK_EQ(go(shoot_spin, DATA, tag(i), CALL, tag(i + 1)), 0x80000003u);     // or something else was loaded, or called
        hart_interrupt_clear(1);
        if (i & 1)
            vm_fence();
        else
            __asm__ volatile("sfence.vma %0, zero\n sfence.vma %1, zero" : : "r"(DATA), "r"(CALL) : "memory");
        put(&acked, i + 1);
    }
    csr_clear(mie, 8);
    vm_off();
    return 0;
}

int main(void)
{
    for (uint32_t i = 0; i < 4; i++) {
        calls[i][0] = 0x00000513u | tag(i) << 20;                // li a0, n; jr t1
        calls[i][1] = 0x00030067;
    }
    data[0][0] = tag(0);
    point(0);
    pair(author, target);
    return 0;
}

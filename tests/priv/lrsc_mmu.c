// lrsc_mmu.c - LR/SC with translation: succeeds within a few tries though TLBs miss at either, or between; a reservation ends
// with a trap to M or to S and its return, with an SC elsewhere, failing or not; faults of LR are a load's, of SC and AMO a
// store's, and leave memory alone. Spec: unprivileged 8.2, 8.3; privileged 1.12, 4.3.2, 3.1.15; docs/ref/hart.md. Harts: 1.
// limit: 600000
#include "env/sv32.h"

#define CODE  (VM_VA + 500 * VM_PAGE)
#define WORD  (VM_VA + 3 * VM_PAGE + 0x40)
#define OTHER (VM_VA + 35 * VM_PAGE + 0x40)          // equal TLB index
#define AWAY  (VM_VA + 4 * VM_PAGE)                  // not there
#define TRIES 8u
static _Alignas(4096) uint32_t page[2][1024];

// a1: word, a3: another, a2: value. loop_n: a4 tries, gives up after 64; the others try once: a5 = 0 if stored.
extern uint32_t lrsc_code[], loop_plain[], loop_load[], loop_fetch[], loop_walk[], once_trap[], once_elsewhere[], once_there[], once_handler[];
__asm__(".pushsection .text.lrsc_code, \"ax\"\n.balign 4096\nlrsc_code:\n.option push\n.option norvc\n"
        ".macro again\n    addi a0, a0, 1; sc.w a5, a0, (a1); beqz a5, 2f; li t0, 64; bltu a4, t0, 1b\n2:  ecall\n.endm\n"
        "loop_plain: li a4, 0\n1:  addi a4, a4, 1; lr.w a0, (a1)\n    again\n"
        "loop_load:  li a4, 0\n1:  addi a4, a4, 1; lr.w a0, (a1); lw t1, 0(a3)\n    again\n"
        "loop_walk:  li a4, 0\n1:  addi a4, a4, 1; lw t1, 0(a3); lr.w a0, (a1); lw t1, 64(a3)\n    again\n"
        "once_trap:  lr.w a0, (a1); lw t1, 0(a3); sc.w a5, a2, (a1); ecall\n"
        "once_elsewhere: lr.w a0, (a1); sc.w a4, a2, (a3); sc.w a5, a2, (a1); ecall\n"
        "once_there: lr.w a0, (a1); sc.w a4, a2, (a1); sc.w a5, a0, (a1); ecall\n"
        "    .balign 4\nonce_handler: csrr t2, sepc; addi t2, t2, 4; csrw sepc, t2; sret\n"
        "    .balign 2048\n    .skip 2048 - 40\n"
        "loop_fetch: li a4, 0\n1:  addi a4, a4, 1; j 3f\n3:  nop; nop; nop; nop\n"
        "    lr.w a0, (a1)\n    nop\n    nop\n"      // LR at the end of the page, SC in the next one
        "    .balign 4096\n"
        "    again\n"
        ".option pop\n.balign 4096\n.popsection\n");

static uint32_t go(const uint32_t *code, uint32_t a1, uint32_t a2, uint32_t a3)
{
    last = (struct run){ .pc = CODE + ((uint32_t)code - (uint32_t)lrsc_code), .status = MODE_S << 11, .a = { 0, a1, a2, a3, 0, 0 } };
    run_below(&last);
    return last.cause == ECALL_S ? 0 : last.cause;
}

static void loops(void)
{
    static const uint32_t *const loop[] = { loop_plain, loop_load, loop_walk, loop_fetch };
    uint32_t value = 100;
    poke(&page[0][16], value);
    for (unsigned n = 0; n < 64; n++) {
        if (n & 4)
            vm_fence();
        CHECK_EQ(go(loop[n % 4], WORD, 0, n & 8 ? OTHER : WORD + 0x1c0), 0);
        CHECK_EQ(last.a[5], 0);
        CHECK(last.a[4] <= TRIES);
        CHECK_EQ(peek(&page[0][16]), ++value);
    }
}

static void ends(void)
{
    poke(&page[0][16], 7);
    poke(&page[1][16], 8);
    CHECK_EQ(go(once_there, WORD, 9, 0), 0);         // the first one stores, the second does not
    CHECK_EQ(last.a[4], 0);
    CHECK_EQ(last.a[5], 1);
    CHECK_EQ(peek(&page[0][16]), 9);
    for (unsigned n = 0; n < 4; n++) {
        uint32_t to = n & 1 ? OTHER : WORD + 0x400;
        if (n & 2)
            vm_fence();
        CHECK_EQ(go(once_elsewhere, WORD, 10, to), 0);
        CHECK_EQ(last.a[4], 1);
        CHECK_EQ(last.a[5], 1);
        CHECK_EQ(peek(&page[0][16]), 9);
        CHECK_EQ(peek(&page[1][16]), 8);
    }
    CHECK_EQ(access_in(MODE_S, OP_LR, WORD, 0), 0);  // a trap to M, and mret
    CHECK_EQ(last.a[0], 9);
    CHECK_EQ(access_in(MODE_S, OP_SC, WORD, 11), 0);
    CHECK_EQ(last.a[0], 1);
    CHECK_EQ(peek(&page[0][16]), 9);
    CHECK_TRAP(go(once_trap, WORD, 12, AWAY), LOAD_PAGE, AWAY);
    CHECK_EQ(access_in(MODE_S, OP_SC, WORD, 12), 0);
    CHECK_EQ(last.a[0], 1);
    csr_write(medeleg, 1u << LOAD_PAGE);             // to S, and sret
    for (unsigned n = 0; n < 2; n++) {
        csr_write(stvec, CODE + ((uint32_t)once_handler - (uint32_t)lrsc_code));
        CHECK_EQ(go(once_trap, WORD, 13, n ? AWAY : OTHER), 0);
        CHECK_EQ(last.a[5], n);
        CHECK_EQ(peek(&page[0][16]), n ? 9 : 13);
        poke(&page[0][16], 9);
    }
    csr_write(medeleg, 0);
}

static void faults(void)
{
    static const uint32_t bits[] = { RWXAD, PTE_V | PTE_R | PTE_A | PTE_D, PTE_V | PTE_X | PTE_A | PTE_D,
                                     PTE_V | PTE_R | PTE_X | PTE_A | PTE_D, RWXAD | PTE_U, 0 };
    poke(&page[0][16], 5);
    for (unsigned i = 0; i < 6; i++)
        for (unsigned warm = 0; warm < 2; warm++) {
            vm_leaves[3] = pte(page[0], bits[i]);
            vm_fence();
            uint32_t load = i == 0 || i == 1 || i == 3 ? 0 : LOAD_PAGE, store = i == 0 ? 0 : STORE_PAGE;
            if (warm)
                CHECK_EQ(access_in(MODE_S, OP_LW, WORD, 0), load);
            CHECK_TRAP(access_in(MODE_S, OP_LR, WORD, 0), load, load ? WORD : 0);
            CHECK_EQ(last.a[0], load ? 0xa0a0a0a0 : 5);
            CHECK_TRAP(go(once_there, WORD, 5, 0), load ? load : store, store ? WORD : 0);       // SC with a reservation
            CHECK_EQ(last.a[0], load ? 0 : 5);
            CHECK_TRAP(access_in(MODE_S, OP_AMOSWAP, WORD, 5), store, store ? WORD : 0);
            CHECK_TRAP(access_in(MODE_S, OP_AMOADD, WORD, 0), store, store ? WORD : 0);
            CHECK_EQ(last.a[0], store ? 0xa0a0a0a0 : 5);
            CHECK_EQ(peek(&page[0][16]), 5);
            CHECK_TRAP(access_with(MODE_S, MSTATUS_MXR, OP_LR, WORD, 0), i < 4 ? 0 : LOAD_PAGE, i < 4 ? 0 : WORD);
            CHECK_TRAP(access_with(MODE_S, MSTATUS_MXR, OP_AMOADD, WORD, 0), store, store ? WORD : 0);
            CHECK_TRAP(access_with(MODE_S, MSTATUS_SUM, OP_AMOADD, WORD, 0), i == 4 ? 0 : store, i == 4 || !store ? 0 : WORD);
        }
    vm_leaves[3] = pte(page[0], RWXAD);
    vm_fence();
}

int main(void)
{
    vm_open();
    vm_on(0);
    vm_leaves[500] = pte(lrsc_code, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_leaves[501] = pte((uint8_t *)lrsc_code + VM_PAGE, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_leaves[3] = pte(page[0], RWXAD);
    vm_leaves[35] = pte(page[1], RWXAD);
    vm_fence();
    loops();
    ends();
    faults();
    vm_off();
    return 0;
}

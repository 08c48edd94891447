// sv32_interrupts.c - timer interrupts at any time while S works on fresh pages: walks that are interrupted, misaligned accesses and
// AMOs over them, jumps: everything is done exactly once. Spec: privileged 1.12, 3.1.9, 4.3.2. Harts: 1.
// limit: 600000
#define VM_ON_TIMER "on_timer"
#include "env/sv32.h"

#define CODE   VM_VA
#define CALL   (VM_VA + 64 * VM_PAGE)
#define DATA   (VM_VA + 200 * VM_PAGE)
#define TURNS  100u
static _Alignas(4096) uint32_t data[4][1024];
volatile uint32_t interrupts, delta_state = 12345;

extern uint32_t work[], work_calls[];
__asm__(".pushsection .text.on_timer, \"ax\"\n"
        "on_timer: csrrw t6, mscratch, t6\n"         // a struct run: its saved[] has no use for words 60 on
        "    sw t0, 60(t6); sw t1, 8(t6); sw t2, 12(t6)\n"
        "    la t0, interrupts; lw t1, 0(t0); addi t1, t1, 1; sw t1, 0(t0)\n"
        "    la t0, delta_state; lw t1, 0(t0); slli t2, t1, 13; xor t1, t1, t2; srli t2, t1, 17; xor t1, t1, t2\n"
        "    slli t2, t1, 5; xor t1, t1, t2; sw t1, 0(t0); andi t1, t1, 15; addi t1, t1, 8\n"
        "    li t0, 0x0200bff8; lw t2, 0(t0); add t2, t2, t1; li t0, 0x02004000; sw t2, 0(t0)\n"
        "    lw t0, 60(t6); lw t1, 8(t6); lw t2, 12(t6); csrrw t6, mscratch, t6; mret\n"
        ".popsection\n"
        // a1: DATA, a2: turns, a3: CALL; a4 gathers, a5: words to count in
        ".pushsection .text.work, \"ax\"\n.balign 4096\nwork:\n"
        "    li a4, 0; lui t3, 1; li t4, 1\n"
        "1:  lw t0, 0(a1); jalr t1, 0(a3)\n"
        "    amoadd.w t0, t4, (a5); add a4, a4, t0\n"
        "    add t2, a1, t3; sw a2, -2(t2); lw t0, -2(t2); add a4, a4, t0; lhu t0, -1(t2); add a4, a4, t0\n"
        "2:  lr.w t0, (a5); addi t0, t0, 1; sc.w t2, t0, (a5); bnez t2, 2b\n"
        "    div t0, a4, a2; add a4, a4, t0; mul t0, a4, a2; xor a4, a4, t0; sfence.vma\n"
        "    lw t0, 4(a1); sub a4, a4, t0; addi t0, t0, 1; sw t0, 4(a1); jalr t1, 0(a3)\n"
        "    add a1, a1, t3; add a3, a3, t3; addi a2, a2, -1; bnez a2, 1b\n"
        "    ecall\n"
        "    .balign 4096\nwork_calls:\n"
        ".irp i, 1, 10, 100, 1000\n    add a4, a4, t0; addi a4, a4, \\i; jr t1\n    .balign 4096\n.endr\n"
        ".popsection\n");

static uint32_t expected(void)                       // the same in C, on copies
{
    static const uint32_t adds[] = { 1, 10, 100, 1000 };
    uint32_t a4 = 0, count = 0, words[4];
    for (uint32_t i = 0; i < 4; i++)
        words[i] = 0x100 + i;
    for (uint32_t i = 0, n = TURNS; n > 0; i++, n--) {
        uint32_t t0 = 0x10000 * (i % 4 + 1);
        if (i > 0)                                   // its low half: the store of the turn before, over the page's end
            t0 = (t0 & 0xffff0000) | (n + 1) >> 16;
        a4 += t0 + adds[i % 4];
        a4 += count++;
        a4 += n + (n >> 8 & 0xffff);
        count++;
        a4 += (uint32_t)((int32_t)a4 / (int32_t)n);
        a4 ^= a4 * n;
        a4 -= words[i % 4];
        words[i % 4]++;
        a4 += words[i % 4] + adds[i % 4];
    }
    return a4;
}

int main(void)
{
    struct run r = { .pc = CODE, .status = MODE_S << 11, .a = { 0 } };
    vm_open();
    vm_leaves[0] = pte(work, PTE_V | PTE_R | PTE_X | PTE_A);
    for (uint32_t i = 0; i < TURNS + 2; i++) {
        vm_leaves[64 + i] = pte((uint8_t *)work_calls + i % 4 * VM_PAGE, PTE_V | PTE_R | PTE_X | PTE_A);
        vm_leaves[200 + i] = pte(data[i % 4], RWXAD);
    }
    for (unsigned round = 0; round < 3 || interrupts < 10; round++) {
        for (uint32_t i = 0; i < 4; i++) {
            poke(&data[i][0], 0x10000 * (i + 1));
            poke(&data[i][1], 0x100 + i);
            poke(&data[i][512], 0);
        }
        r.a[1] = DATA;
        r.a[2] = TURNS;
        r.a[3] = CALL;
        r.a[5] = DATA + 0x800;
        r.pc = CODE;
        vm_on(round & 511);
        poke((void *)0x02004004, 0);
        poke((void *)0x02004000, peek((void *)0x0200bff8) + 20);
        csr_set(mie, 0x80);
        run_below(&r);
        csr_clear(mie, 0x80);
        CHECK_EQ(r.cause, ECALL_S);
        CHECK_EQ(peek(&data[0][512]), 2 * TURNS);
        CHECK_EQ(r.a[4], expected());
    }
    vm_off();
    return 0;
}

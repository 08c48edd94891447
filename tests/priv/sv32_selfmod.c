// sv32_selfmod.c - code written through one virtual address and run at another after fence.i, in S and U: whole instructions, one
// half of an instruction over the end of a page, by a store and by an AMO; and a page exchanged by its PTE and sfence.vma alone,
// whose code has been there long enough. Spec: Zifencei; privileged 1.12, 4.2.1. Harts: 1.
// limit: 600000
#include "env/sv32.h"

#define CODE  (VM_VA + 500 * VM_PAGE)
#define RUN   (VM_VA + 3 * VM_PAGE)                  // two pages, to fetch
#define WRITE (VM_VA + 35 * VM_PAGE)                 // the same, to write; of equal TLB index
static _Alignas(4096) uint32_t page[4][1024];

// a1: where to write, a2: what, a3: where to go. For S and U: two entries of the table.
extern uint32_t write_and_run[];
__asm__(".pushsection .text.write_and_run, \"ax\"\n.balign 4096\nwrite_and_run:\n.option push\n.option norvc\n"
        "    sw a2, 0(a1); fence.i; jalr t1, 0(a3); ecall\n"
        "    sh a2, 0(a1); fence.i; jalr t1, 0(a3); ecall\n"
        "    amoswap.w t0, a2, (a1); fence.i; jalr t1, 0(a3); ecall\n"
        "    jalr t1, 0(a3); ecall\n"
        ".option pop\n.balign 4096\n.popsection\n");

static uint32_t go(unsigned mode, unsigned how, uint32_t at, uint32_t what, uint32_t to)
{
    last = (struct run){ .pc = CODE + (mode == MODE_U ? VM_PAGE : 0) + 16 * how, .status = mode << 11,
                         .a = { 0, at, what, to, 0, 0 } };
    run_below(&last);
    CHECK_EQ(last.cause, ECALL_U + mode);
    return last.a[0];
}

static void map(unsigned mode, unsigned first, unsigned second)
{
    uint32_t user = mode == MODE_U ? PTE_U : 0;
    vm_leaves[500] = pte(write_and_run, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_leaves[501] = pte(write_and_run, PTE_V | PTE_R | PTE_X | PTE_A | PTE_U);
    vm_leaves[3] = pte(page[first], PTE_V | PTE_X | PTE_A | user);
    vm_leaves[4] = pte(page[second], PTE_V | PTE_X | PTE_A | user);
    vm_leaves[35] = pte(page[first], (RWXAD & ~(uint32_t)PTE_X) | user);
    vm_leaves[36] = pte(page[second], (RWXAD & ~(uint32_t)PTE_X) | user);
    vm_fence();
}
#define LI_A0(n) (0x00000513u | (uint32_t)(n) << 20)
#define JR_T1    0x00030067u

int main(void)
{
    vm_open();
    vm_on(0);
    for (unsigned mode = 0; mode < 2; mode++)
        for (unsigned turn = 0; turn < 2; turn++) {
            map(mode, turn ? 2 : 0, turn ? 1 : 3);
            for (uint32_t n = 1; n < 20; n++) {
                uint32_t off = n * 200 & 0xff8;
                page[turn ? 2 : 0][off / 4 + 1] = JR_T1;
                CHECK_EQ(go(mode, n & 1 ? 0 : 2, WRITE + off, LI_A0(n), RUN + off), n);
                CHECK_EQ(go(mode, 2, WRITE + off, LI_A0(n + 100), RUN + off), n + 100);
                CHECK_EQ(go(mode, 0, WRITE + off, LI_A0(n + 200), RUN + off), n + 200);
            }
            // the upper half of an instruction, in the second page
            poke(&page[turn ? 2 : 0][1023], 0x05130001);
            poke(&page[turn ? 1 : 3][0], 0x83020000);            // c.jr t1 behind it
            for (uint32_t n = 1; n < 20; n++) {
                CHECK_EQ(go(mode, 1, WRITE + VM_PAGE, n << 4, RUN + 0xffe), n);
                if (n % 4 == 0)
                    vm_fence();
            }
            // and the lower one: c.nop, then back
            for (uint32_t n = 1; n < 6; n++) {
                CHECK_EQ(go(mode, 1, WRITE + 0xffe, n & 1 ? 0x0593 : 0x0513, RUN + 0xffe), n & 1 ? 0 : 19);
                CHECK_EQ(last.a[1], n & 1 ? 19 : WRITE + 0xffe);
            }
        }
    // pages exchanged: no fence.i is needed for what was there before the last one
    for (unsigned i = 0; i < 4; i++) {
        page[i][8] = LI_A0(i);
        page[i][9] = JR_T1;
    }
    fence_i();
    for (unsigned n = 0; n < 24; n++) {
        map(MODE_S, n * 3 & 3, n & 3);
        CHECK_EQ(go(MODE_S, 3, 0, 0, RUN + 32), n * 3 & 3);
        CHECK_EQ(go(MODE_S, 3, 0, 0, RUN + VM_PAGE + 32), n & 3);
    }
    vm_off();
    return 0;
}

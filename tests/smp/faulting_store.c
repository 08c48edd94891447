// faulting_store.c - a store that faults in translation leaves none of the stores and atomics behind it to be seen by the other hart,
// nor a part of itself, while the store before it is done. Spec: privileged 1.12, 4.3.2; unprivileged 1.6. Harts: 2.
// limit: 300000
#include "env/sv32.h"
#include "smp/pair.h"

#define ROUNDS   60u
#define CODE     VM_VA                               // of hart 1's S-mode
#define DATA     (VM_VA + 3 * VM_PAGE)
#define BEFORE   (VM_VA + 4 * VM_PAGE)
#define AWAY     (VM_VA + 5 * VM_PAGE)
static _Alignas(4096) uint32_t data[1024], before[1024];
static volatile uint32_t stop LINE;
static struct run there;                             // of hart 1

// a1: DATA, a2: value, a3: where the fault is. One store before it, the others behind it.
extern uint32_t faulting_code[];
__asm__(".pushsection .text.faulting_code, \"ax\"\n.balign 4096\n"
        "faulting_code: sw a2, 0(a1)\n"
        "    sw a2, 0(a3)\n"
        "    sw a2, 4(a1); sw a2, 64(a1); sh a2, 8(a1); sw a2, 128(a1); addi a4, a1, 12\n"
        "    amoswap.w a5, a2, (a4); lr.w a5, (a4); sc.w a5, a2, (a4); sw a2, 0(a4)\n"
        "    ecall\n"
        ".balign 4096\n.popsection\n");

static int watcher(void *arg)
{
    uint32_t seen = 0;
    (void)arg;
    while (!get(&stop)) {
        uint32_t now = get(&data[0]);
        CHECK(now >= seen);
        seen = now;
        CHECK_EQ(get(&data[1]), 0);
        CHECK_EQ(get(&data[2]), 0);
        CHECK_EQ(get(&data[3]), 0);
        CHECK_EQ(get(&data[16]), 0);
        CHECK_EQ(get(&data[32]), 0);
        CHECK_EQ(get(&before[1023]), 0x77777777);
    }
    CHECK_EQ(get(&data[0]), ROUNDS);
    return 0;
}

static int faulting(void *arg)
{
    (void)arg;
    vm_open();
    vm_leaves[0] = pte(faulting_code, PTE_V | PTE_R | PTE_X | PTE_A);
    vm_leaves[3] = pte(data, RWXAD);
    vm_leaves[4] = pte(before, RWXAD);
    vm_on(1);
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        if (i & 4)
            vm_fence();
        there = (struct run){ .pc = CODE, .status = MODE_S << 11,
                              .a = { 0, DATA, i, i & 1 ? AWAY : i & 2 ? AWAY - 2 : AWAY - 3, 0, 0 } };
        run_below(&there);
        CHECK_EQ(there.cause, STORE_PAGE);
        CHECK_EQ(there.epc, CODE + 2);
        CHECK_EQ(there.tval, AWAY);
        CHECK_EQ(get(&data[0]), i);
    }
    fence_rw_rw();
    put(&stop, 1);
    vm_off();
    return 0;
}

int main(void)
{
    before[1023] = 0x77777777;
    pair(watcher, faulting);
    return 0;
}

// sv32_mprv.c - loads, stores and atomics in M with MPRV: translated and allowed as in MPP's mode, SUM and MXR with it; faults
// are M's, delegated or not; fetch stays bare; MPP = M is bare. MPRV and SUM toggled right before and behind accesses, at an
// address that means another page of RAM with MPRV than without. Spec: privileged 1.12, 3.1.6.3, 3.1.8, 4.1.1.2. Harts: 1.
// limit: 800000
#include <stdbool.h>
#include "env/sv32.h"

enum { MEGA = 1 << 22 };
static _Alignas(4096) uint32_t leaves[1024];         // of the root entry in which page[] and the code lie
static _Alignas(4096) uint32_t page[2][1024];        // at page[0] is page[1]; code is not mapped
static uint32_t seed = 31;

extern uint32_t m_gadgets[];                         // 16 bytes an op: mstatus = a3, access, mstatus = a4, ecall
__asm__(".pushsection .text.m_gadgets, \"ax\"\n.balign 4\n.option push\n.option norvc\nm_gadgets:\n"
        ".irp insn, lb, lbu, lh, lhu, lw\n csrw mstatus, a3; \\insn a0, 0(a1); csrw mstatus, a4; ecall\n.endr\n"
        ".irp insn, sb, sh, sw\n csrw mstatus, a3; \\insn a2, 0(a1); csrw mstatus, a4; ecall\n.endr\n"
        " csrw mstatus, a3; lr.w a0, (a1); csrw mstatus, a4; ecall\n"
        " csrw mstatus, a3; sc.w a0, a2, (a1); csrw mstatus, a4; ecall\n"
        ".irp insn, amoadd.w, amoswap.w\n csrw mstatus, a3; \\insn a0, a2, (a1); csrw mstatus, a4; ecall\n.endr\n"
        // a store with MPRV and a load without, and the reverse: a0, and a5
        "m_both:   csrw mstatus, a3; sw a2, 0(a1); csrw mstatus, a4; lw a0, 0(a1); ecall\n"
        "m_both2:  sw a2, 0(a1); csrw mstatus, a3; lw a0, 0(a1); csrw mstatus, a4; lw a5, 0(a1); ecall\n"
        ".option pop\n.popsection\n");
extern uint32_t m_both[], m_both2[];

static uint32_t in_m(uint32_t pc, unsigned mpp, uint32_t status, uint32_t a1, uint32_t a2)
{
    uint32_t now = csr_read(mstatus) & ~(uint32_t)(MSTATUS_MPP | MSTATUS_MPRV | MSTATUS_SUM | MSTATUS_MXR);
    last = (struct run){ .pc = pc, .status = MSTATUS_MPP, .a = { 0xa0a0a0a0, a1, a2, now | mpp << 11 | status, now, 0 } };
    run_below(&last);
    return last.cause == 11 ? 0 : last.cause;
}

/** One access with MPRV; 0 or the cause, which must come at the access. */
static uint32_t mprv(unsigned mpp, uint32_t status, enum op op, uint32_t va, uint32_t value)
{
    uint32_t pc = (uint32_t)(m_gadgets + 4 * op);
    uint32_t cause = in_m(pc, mpp, status | MSTATUS_MPRV, va, value);
    CHECK_EQ(last.epc, pc + (cause ? 4 : 12));
    return cause;
}

static void rights(void)
{
    static const uint32_t bits[] = { 0, RWXAD, RWXAD | PTE_U, PTE_V | PTE_X | PTE_A | PTE_D, PTE_V | PTE_X | PTE_U | PTE_A | PTE_D,
                                     PTE_V | PTE_R | PTE_A | PTE_D, PTE_V | PTE_R | PTE_U | PTE_A | PTE_D };
    static const enum op ops[] = { OP_LW, OP_SW, OP_LR, OP_AMOADD, OP_LBU, OP_SH };
    poke(&page[1][4], 0);
    for (unsigned b = 0; b < sizeof bits / sizeof bits[0]; b++)
        for (unsigned super = 0; super < 2; super++) {
            uint32_t va = VM_VA + 5 * VM_PAGE + 16;
            if (super) {
                va = VM_VA + ((uint32_t)&page[1][4] & (MEGA - 1));
                vm_root[VM_VA >> 22] = 0x80000u << 10 | bits[b];
            } else {
                vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
                vm_leaves[5] = pte(page[1], bits[b]);
            }
            vm_fence();
            for (unsigned n = 0; n < 48; n++) {
                unsigned mpp = n & 1;
                bool sum = n & 2, mxr = n & 4, user = bits[b] & PTE_U;
                enum op op = ops[n / 8];
                bool store = op == OP_SW || op == OP_SH || op == OP_AMOADD;
                bool ok = store ? bits[b] & PTE_W : bits[b] & PTE_R || (mxr && bits[b] & PTE_X);
                if (mpp == MODE_U ? !user : user && !sum)
                    ok = false;
                uint32_t got = mprv(mpp, (sum ? MSTATUS_SUM : 0u) | (mxr ? MSTATUS_MXR : 0u), op, va, 0x11);
                uint32_t want = ok ? 0 : store ? STORE_PAGE : LOAD_PAGE;
                if (got != want)
                    printf("PTE %lx super %u mpp %u sum %d mxr %d op %d\n", (unsigned long)bits[b], super, mpp, sum, mxr, op);
                CHECK_TRAP(got, want, want ? va : 0);
            }
            CHECK_EQ(mprv(MODE_M, MSTATUS_SUM, OP_LW, va, 0), LOAD_ACCESS);      // bare: nothing is there
            CHECK_EQ(mprv(MODE_M, 0, OP_SW, va, 0), STORE_ACCESS);
        }
}

/** The page at page[0] in translation is page[1]. */
static void toggled(void)
{
    uint32_t va = (uint32_t)page[0];
    for (unsigned n = 0; n < 200; n++) {
        uint32_t r = random_next(&seed), at = va + (r & 0xffc), status = MSTATUS_MPRV | (r >> 12 & 1 ? MSTATUS_SUM : 0u);
        uint32_t *bare = &page[0][(r & 0xffc) / 4], *there = &page[1][(r & 0xffc) / 4];
        if (n % 5 == 0)
            vm_fence();
        poke(bare, r);
        poke(there, ~r);
        CHECK_EQ(in_m((uint32_t)m_both, MODE_S, status, at, n), 0);      // the load must not see the store
        CHECK_EQ(last.a[0], r);
        CHECK_EQ(peek(there), n);
        CHECK_EQ(in_m((uint32_t)m_both2, MODE_S, status, at, n + 1000), 0);
        CHECK_EQ(last.a[0], n);
        CHECK_EQ(last.a[5], n + 1000);
        CHECK_EQ(in_m((uint32_t)m_both2, MODE_M, status, at, n + 2000), 0);      // MPP = M: the same page
        CHECK_EQ(last.a[0], n + 2000);
        CHECK_EQ(in_m((uint32_t)m_both, MODE_U, status, at, n), STORE_PAGE);     // not a page of U
        CHECK_EQ(last.tval, at);
        CHECK_EQ(mprv(MODE_S, 0, OP_LW, at, 0), 0);
        CHECK_EQ(last.a[0], n);
        CHECK_EQ(mprv(MODE_S, 0, OP_AMOSWAP, at, 5), 0);
        CHECK_EQ(last.a[0], n);
        CHECK_EQ(mprv(MODE_S, 0, OP_LR, at, 0), 0);
        CHECK_EQ(last.a[0], 5);
        CHECK_EQ(peek(bare), n + 2000);
    }
}

static void edges(void)
{
    uint32_t va = VM_VA + 6 * VM_PAGE;
    vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
    vm_leaves[5] = pte(page[1], RWXAD);
    vm_leaves[6] = 0;
    vm_fence();
    poke(&page[1][1023], 0x01020304);
    CHECK_TRAP(mprv(MODE_S, 0, OP_LW, va - 2, 0), LOAD_PAGE, va);
    CHECK_TRAP(mprv(MODE_S, 0, OP_SW, va - 1, 0), STORE_PAGE, va);
    CHECK_TRAP(mprv(MODE_U, 0, OP_SW, va - 3, 0), STORE_PAGE, va - 3);
    CHECK_EQ(peek(&page[1][1023]), 0x01020304);
    CHECK_EQ(csr_read(mstatus) & MSTATUS_MPRV, 0);
}

int main(void)
{
    uint32_t va = (uint32_t)page[0];
    vm_open();
    csr_write(medeleg, 0xb0a2);                      // traps from M are M's all the same
    vm_on(3);
    vm_root[va >> 22] = pte(leaves, PTE_V);
    leaves[va >> 12 & 1023] = pte(page[1], RWXAD);
    vm_fence();
    rights();
    toggled();
    edges();
    csr_write(medeleg, 0);
    vm_off();
    return 0;
}

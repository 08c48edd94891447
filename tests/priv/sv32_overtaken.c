// sv32_overtaken.c - a walk that has read a PTE when the PTE is changed and sfence.vma executed: what it found must not be
// used after. The walk is fetch's, ahead into the next page while a division holds up the store; or fetch's when an ecall
// traps; or a load's that a timer interrupt replaces, also
// by another load, which the fault of the first one's page must not reach. At many phases each. Spec: privileged 1.12, 4.2.1. Harts: 1.
// limit: 1500000
#define VM_ON_EXCEPTION "on_exception"
#define VM_ON_TIMER "on_timer"
#include "env/sv32.h"

#define CODE  VM_VA                                  // its end, and the page behind it
#define NEXT  (VM_VA + VM_PAGE)
#define TABLE (VM_VA + 2 * VM_PAGE)                  // vm_leaves
#define DATA  (VM_VA + 3 * VM_PAGE)
#define FAR   0x20000000u
#define NOWHERE (0x30000000u >> 2)
static _Alignas(4096) uint32_t page[4][1024];        // code, old, new, table of a far address

// M's part. a3: a PTE, a5: where it stands; a4: 0 at first; a2: where to go on.
__asm__(".pushsection .text.overtaken, \"ax\"\n.option push\n.option norvc\n.balign 4\n"
        "on_exception: bnez a4, vm_trap; sw a3, 0(a5); sfence.vma; csrw mepc, a2; li a4, 1; mret\n"
        // the timer, where a5 is 0: on at a2
        "on_timer: bnez a5, 1f; csrw mie, zero; csrw mepc, a2; mret\n"
        // the timer: a4 says where it came, if it did
        "1:  sw a3, 0(a5); sfence.vma; csrr a4, mepc; li t0, 0x02004000; li t1, -1; sw t1, 0(t0); mret\n"
        ".option pop\n.popsection\n");

static uint16_t *at;
static void half(uint32_t h) { *at++ = (uint16_t)h; }
static void word(uint32_t w) { half(w); half(w >> 16); }
static void nops(unsigned n) { while (n-- > 0) half(1); }

static void prepare(void)
{
    vm_leaves[1] = pte(page[1], RWXAD);
    vm_leaves[3] = pte(page[1], RWXAD);
    vm_fence();
}
static uint32_t go(uint32_t pc, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4, uint32_t a5)
{
    last = (struct run){ .pc = pc, .status = MODE_S << 11, .a = { 0, a1, a2, a3, a4, a5 } };
    run_below(&last);
    CHECK_EQ(last.cause, ECALL_S);
    return last.a[0];
}

/** divu; c.nop ...; sw; sfence.vma; then the next page. */
static void ahead(void)
{
    for (unsigned n = 0; n < 160; n++) {
        unsigned between = n & 3, digits = n >> 2 & 7, before = n / 32;
        unsigned bytes = 2 * before + 4 + 2 * between + 4 + 4;
        at = (uint16_t *)page[1] - bytes / 2;
        nops(before);
        word(0x02c5d533);                            // divu a0, a1, a2
        nops(between);
        word(0x00d72023);                            // sw a3, 0(a4)
        word(0x12000073);                            // sfence.vma
        CHECK(at == (uint16_t *)page[1]);
        fence_i();
        prepare();
        if (n & 4)
            access_in(MODE_S, OP_LW, TABLE, 0);      // with the table's page in the TLB
        CHECK_EQ(go(NEXT - bytes, 0xfu << 4 * digits, 1, pte(page[2], RWXAD), TABLE + 4, 0), 2);
    }
}

/** An ecall at the end of the page; M changes what the next one is. */
static void trapped(void)
{
    for (unsigned n = 0; n < 48; n++) {
        unsigned before = n & 7, digits = n >> 3;
        unsigned bytes = (digits ? 4 : 0) + 2 * before + 4;
        at = (uint16_t *)page[1] - bytes / 2;
        if (digits)
            word(0x02c5d533);
        nops(before);
        word(INSN_ECALL);
        fence_i();
        prepare();
        CHECK_EQ(go(NEXT - bytes, 0xfu << 4 * digits, NEXT, pte(page[2], RWXAD), 0, (uint32_t)&vm_leaves[1]), 2);
    }
}

/** nops, and a load of a page whose PTE the timer's handler changes. */
static void replaced(void)
{
    enum { NOPS = 40 };
    at = (uint16_t *)page[0];
    nops(NOPS);
    word(0x0085a503);                                // lw a0, 8(a1)
    word(INSN_ECALL);
    fence_i();
    for (unsigned n = 0; n < 200; n++) {
        prepare();
        poke((void *)0x02004004, 0);
        poke((void *)0x02004000, peek((void *)0x0200bff8) + 12 + n % 12);
        csr_set(mie, 0x80);
        uint32_t got = go(CODE + n * 7 % 40 * 2, DATA, 0, pte(page[2], RWXAD), ~0u, (uint32_t)&vm_leaves[3]);
        csr_clear(mie, 0x80);
        uint32_t came = last.a[4];
        poke((void *)0x02004000, ~0u);
        CHECK_EQ(got, came <= CODE + 2 * NOPS ? 2 : 1);
    }
}

/** nops, and a load whose page is not there, which takes a while to be found; the handler goes on at another load. */
static void another(void)
{
    enum { NOPS = 40 };
    static _Alignas(4096) uint32_t far[16][1024];
    at = (uint16_t *)page[0];
    nops(NOPS);
    word(0x0005a503);                                // lw a0, 0(a1)
    word(INSN_NOP);
    word(0x0086a503);                                // lw a0, 8(a3)
    word(INSN_ECALL);
    fence_i();
    for (unsigned i = 0; i < 16; i++)
        vm_root[(FAR >> 22) + 4 * i] = pte(far[i], PTE_V);       // its lines are nobody's any more
    for (unsigned n = 0; n < 200; n++) {
        uint32_t va = FAR + (n % 16 * 4 << 22) + (n * 37 % 1024 << 12);
        prepare();
        poke((void *)0x02004000, peek((void *)0x0200bff8) + 12 + n % 12);
        csr_set(mie, 0x80);
        last = (struct run){ .pc = CODE + n * 7 % 40 * 2, .status = MODE_S << 11, .a = { 0, va, CODE + 2 * NOPS + 8, DATA, ~0u, 0 } };
        run_below(&last);
        csr_write(mie, 0);
        poke((void *)0x02004000, ~0u);
        if (last.cause == LOAD_PAGE) {
            CHECK_EQ(last.epc, CODE + 2 * NOPS);
            CHECK_EQ(last.tval, va);
        } else {
            CHECK_EQ(last.cause, ECALL_S);
            CHECK_EQ(last.a[0], 1);
        }
    }
}

int main(void)
{
    for (unsigned i = 1; i < 3; i++) {
        page[i][0] = 0x00000513u | i << 20;          // li a0, i; ecall
        page[i][1] = INSN_ECALL;
        page[i][2] = i;
    }
    vm_open();
    csr_write(pmpaddr0, NOWHERE); csr_write(pmpaddr1, NOWHERE); csr_write(pmpaddr2, NOWHERE); csr_write(pmpaddr3, NOWHERE);
    csr_write(pmpaddr4, NOWHERE); csr_write(pmpaddr5, NOWHERE); csr_write(pmpaddr6, NOWHERE);
    csr_write(pmpcfg0, 0x10101010);                  // NA4: all entries are in use, so that walks take long
    csr_write(pmpcfg1, 0x1f101010);
    vm_on(0);
    vm_leaves[0] = pte(page[0], RWXAD);
    vm_leaves[2] = pte(vm_leaves, RWXAD);
    ahead();
    trapped();
    replaced();
    another();
    vm_off();
    return 0;
}

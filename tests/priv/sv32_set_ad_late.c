// sv32_set_ad_late.c - fetch walks ahead into the next page, whose A is to be set (Svadu), when another table takes the place of that
// page's and sfence.vma is executed: behind it the old table is not written any more, for it may be one no longer. At many phases.
// Spec: privileged 1.12, 4.2.1, 4.3.1; Svadu. Harts: 1.
// limit: 900000
// qemu: no (QEMU 7.2 sets A and D whatever menvcfgh says)
#include "env/sv32.h"

#define ADUE  (1u << 29)                             // of menvcfgh: 0x31a
#define NEXT  (VM_VA + VM_PAGE)
#define TABLE (VM_VA + 2 * VM_PAGE)                  // vm_leaves
#define ROOT  (VM_VA + 3 * VM_PAGE)                  // vm_root
static _Alignas(4096) uint32_t code[1024], page[2][1024], other[1024];

static uint16_t *at;
static void half(uint32_t h) { *at++ = (uint16_t)h; }
static void word(uint32_t w) { half(w); half(w >> 16); }
static void nops(unsigned n) { while (n-- > 0) half(1); }

static void shared(uint32_t *leaves)
{
    leaves[0] = pte(code, RWXAD);
    leaves[2] = pte(vm_leaves, RWXAD);
    leaves[3] = pte(vm_root, RWXAD);
}

int main(void)
{
    static const uint32_t unset = PTE_V | PTE_R | PTE_W | PTE_X;
    unsigned set = 0, not_set = 0;
    vm_open();
    vm_on(0);
    csr_write(0x31a, ADUE);
    shared(vm_leaves);
    shared(other);
    other[1] = pte(page[1], RWXAD);
    for (unsigned i = 0; i < 2; i++) {
        page[i][0] = 0x00000513u | i << 20;          // li a0, i; ecall
        page[i][1] = INSN_ECALL;
    }
    for (unsigned n = 0; n < 512; n++) {
        unsigned between = n & 3, digits = n >> 2 & 7, before = n >> 5 & 3, warm = n >> 7;
        unsigned bytes = 2 * before + 4 + 2 * between + 4 + 4 + 4;
        at = (uint16_t *)(code + 1024) - bytes / 2;
        nops(before);
        word(0x02c5d533);                            // divu a0, a1, a2
        nops(between);
        word(0x00d72023);                            // sw a3, 0(a4): the table
        word(0x12000073);                            // sfence.vma
        word(0x0007a583);                            // lw a1, 0(a5): the old entry
        CHECK(at == (uint16_t *)(code + 1024));
        fence_i();
        vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
        vm_leaves[1] = pte(page[0], unset);
        vm_fence();
        if (warm & 1)
            access_in(MODE_S, OP_LW, TABLE, 0);      // with these pages in the TLB
        if (warm & 2)
            access_in(MODE_S, OP_LW, ROOT, 0);
        last = (struct run){ .pc = NEXT - bytes, .status = MODE_S << 11,
                             .a = { 0, 0xfu << 4 * digits, 1, pte(other, PTE_V), ROOT + 4 * (VM_VA >> 22), TABLE + 4 } };
        run_below(&last);
        CHECK_EQ(last.cause, ECALL_S);
        CHECK_EQ(last.a[0], 1);
        CHECK_EQ(peek(&vm_leaves[1]), last.a[1]);
        if (last.a[1] == pte(page[0], unset))
            not_set++;
        else if (last.a[1] == pte(page[0], unset | PTE_A))
            set++;
    }
    CHECK_EQ(set + not_set, 512);
    vm_off();
    return 0;
}

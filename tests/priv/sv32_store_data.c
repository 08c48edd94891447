// sv32_store_data.c - translated stores whose data, or address, an instruction right before makes: ALU, load, product, quotient,
// CSR, AMO, count; to a page in the TLB, in the second level, or in neither; whole, in a part, or over the end of a page. The
// right value gets there, and the page behind the alias is the one written. Spec: privileged 1.12, 4.3.2. Harts: 1.
// limit: 900000
#include "env/sv32.h"

#define CODE  VM_VA
#define DATA  (VM_VA + 16 * VM_PAGE)
#define WAYS  7u
static _Alignas(4096) uint32_t page[3][1024];

// a1: where; a2, a3: operands; a0: what was made. For each maker: sw, then sb, then a sw whose address is made.
extern uint32_t makers[];
#define MAKER(text) \
    text "; sw a0, 0(a1); ecall\n.balign 32\n" \
    text "; sb a0, 0(a1); ecall\n.balign 32\n" \
    text "; andi a4, a0, 0x7c; add a4, a4, a1; sw a3, 0(a4); ecall\n.balign 32\n"
__asm__(".pushsection .text.makers, \"ax\"\n.balign 4096\nmakers:\n"
        MAKER("add a0, a2, a3")
        MAKER("lw a0, -4(a1)")
        MAKER("mul a0, a2, a3")
        MAKER("divu a0, a2, a3")
        MAKER("csrr a0, sscratch")
        MAKER("addi a5, a1, -8; amoadd.w a0, a3, (a5)")
        MAKER("cpop a0, a2")
        ".popsection\n");

static uint32_t swapped, before[2];

static uint32_t made(unsigned way, uint32_t a, uint32_t b)
{
    switch (way) {
    case 0:  return a + b;
    case 1:  return before[1];
    case 2:  return a * b;
    case 3:  return a / b;
    case 4:  return swapped;
    case 5:  return before[0];
    default: return (uint32_t)__builtin_popcount(a);
    }
}

int main(void)
{
    uint32_t seed = 4242;
    vm_open();
    vm_leaves[0] = pte(makers, PTE_V | PTE_R | PTE_X | PTE_A);
    for (unsigned i = 0; i < 2; i++) {
        vm_leaves[16 + i] = pte(page[i], RWXAD);
        vm_leaves[48 + i] = pte(page[2], RWXAD);             // they have the places of DATA's
    }
    vm_on(0);
    for (unsigned n = 0; n < 3 * 3 * WAYS * 4; n++) {
        unsigned way = n % WAYS, form = n / WAYS % 3, known = n / WAYS / 3 % 3;
        uint32_t offset = form == 1 || way == 5 ? 64 : n & 1 ? 4094 : 64;
        uint32_t at = DATA + offset, a = random_next(&seed), b = random_next(&seed) >> 8 | 1;
        if (way == 1 && offset != 64)
            continue;                                        // its load is of the same page
        swapped = random_next(&seed);
        csr_write(sscratch, swapped);
        for (unsigned i = 0; i < 48; i++)
            poke(&page[0][i + 10], 0x11111111u * (i & 15)), poke(&page[1][i], 0x01010101u * (i & 15));
        poke(&page[0][1023], 0xabcd1234);
        before[0] = peek(&page[0][offset == 64 ? 14 : 1021]);
        before[1] = peek(&page[0][offset == 64 ? 15 : 1022]);
        vm_fence();
        for (unsigned warm = 0; warm < known; warm++) {      // once, or once and then pushed out of the first level
            access_in(MODE_S, OP_LW, DATA + 512, 0);
            access_in(MODE_S, OP_LW, DATA + VM_PAGE, 0);
            if (warm) {
                access_in(MODE_S, OP_LW, VM_VA + 48 * VM_PAGE, 0);
                access_in(MODE_S, OP_LW, VM_VA + 49 * VM_PAGE, 0);
            }
        }
        last = (struct run){ .pc = CODE + 96 * way + 32 * form, .status = MODE_S << 11, .a = { 0, at, a, b } };
        run_below(&last);
        CHECK_EQ(last.cause, ECALL_S);
        uint32_t want = made(way, a, b);
        CHECK_EQ(last.a[0], want);
        if (form == 2)
            at += want & 0x7c;
        uint8_t *to = (uint8_t *)page + (at - DATA);
        uint32_t value = form == 2 ? b : want;
        for (unsigned i = 0; i < (form == 1 ? 1u : 4u); i++)
            CHECK_EQ(*(volatile uint8_t *)(to + i), value >> 8 * i & 255);
        if (form == 1)
            CHECK_EQ(*(volatile uint8_t *)(to + 1), peek(to) >> 8 & 255);
    }
    vm_off();
    return 0;
}

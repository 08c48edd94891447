// sv32_alias.c - loads right behind stores through other virtual addresses: of the same physical word they see the store, of
// another page with the same low 12 bits they do not, nor where a virtual address is the other's physical one. Random short sequences of loads, stores and AMOs of all sizes and
// offsets over two aliases of one page and a third page, with and without room in the TLB for all three.
// Spec: privileged 1.12, 4.3.2; unprivileged RVWMO (same address, load value axiom). Harts: 1.
// limit: 2000000
#include <string.h>
#include "env/sv32.h"

#define PROGRAMS 300u
#define CODE (VM_VA + 500 * VM_PAGE)
static _Alignas(4096) uint32_t page[2][1024], code[1024], low[1024];
static uint8_t shadow[2][32];                        // of each page's first bytes
static uint32_t seed = 1234;
static uint32_t *emit_at;

enum { X_A0 = 10, X_T0 = 5 };
static const uint8_t base_of[] = { 11, 12, 13 };     // a1, a2: the same page; a3: the other
static const uint8_t results[] = { 5, 6, 7, 14, 15, 28, 29, 30 };
static uint32_t expected[8];
static unsigned loads;

static void emit(uint32_t insn) { *emit_at++ = insn; }

static uint32_t shadow_get(unsigned p, unsigned at, unsigned bytes)
{
    uint32_t v = 0;
    memcpy(&v, shadow[p] + at, bytes);
    return v;
}

/** One access at random: its code, and what it does to the shadow. */
static void any(void)
{
    uint32_t r = random_next(&seed), size = (r >> 3 & 3) % 3, which = (r >> 6 & 3) % 3, bytes = 1u << size;
    unsigned at = r >> 10 & 15, p = which == 2, rs1 = base_of[which];
    if (r & 0x100000)
        at &= 3;                                     // near each other
    if (r & 0x200000)
        at &= ~(bytes - 1);
    uint32_t address = rs1 << 15;
    if ((r & 7) < 3) {                               // a store of t6
        uint32_t value = random_next(&seed) & 0xfffff000;
        emit(value | 31u << 7 | 0x37);               // lui t6
        if (r & 0x400000)
            emit(0x000f8f93 | (r >> 23 & 0xff) << 20), value += r >> 23 & 0xff;
        emit((at & 31) << 7 | 31u << 20 | address | size << 12 | 0x23);
        memcpy(shadow[p] + at, &value, bytes);
    } else if (loads < 8) {
        unsigned rd = results[loads];
        if ((r & 7) == 7) {                          // amoadd.w rd, t6, (base): aligned at 0
            emit(0x00100f93);                        // li t6, 1
            emit(31u << 20 | address | 2u << 12 | rd << 7 | 0x2f);
            expected[loads] = shadow_get(p, 0, 4);
            uint32_t sum = expected[loads] + 1;
            memcpy(shadow[p], &sum, 4);
        } else {
            emit(at << 20 | address | (size == 2 ? 2u : size + 4) << 12 | rd << 7 | 0x03);
            expected[loads] = shadow_get(p, at, bytes);
        }
        loads++;
    }
}

int main(void)
{
    vm_open();
    vm_on(0);
    vm_leaves[500] = pte(code, RWXAD);
    vm_root[(uint32_t)page >> 22] = pte(low, PTE_V);
    low[(uint32_t)page[0] >> 12 & 1023] = pte(page[1], RWXAD);
    low[(uint32_t)page[1] >> 12 & 1023] = pte(page[0], RWXAD);
    for (unsigned n = 0; n < PROGRAMS; n++) {
        // Three pages: side by side, or of one TLB index, or the last two at each other's physical address.
        unsigned stride = n & 1 ? 32 : 1;
        uint32_t va[3] = { VM_VA + (n & 7) * VM_PAGE, VM_VA + ((n & 7) + stride) * VM_PAGE, VM_VA + ((n & 7) + 2 * stride) * VM_PAGE };
        memset(vm_leaves, 0, 100 * sizeof vm_leaves[0]);
        for (unsigned i = 0; i < 3; i++) {
            if (n % 3 == 2 && i)
                va[i] = (uint32_t)page[i == 1];
            else
                vm_leaves[(va[i] - VM_VA) / VM_PAGE] = pte(page[i == 2], RWXAD);
        }
        for (unsigned i = 0; i < 32; i++)
            shadow[0][i] = (uint8_t)(n + i), shadow[1][i] = (uint8_t)~(n + i);
        memcpy(page[0], shadow[0], 32);
        memcpy(page[1], shadow[1], 32);
        emit_at = code;
        loads = 0;
        if (n & 2)
            emit(0x12000073);                        // sfence.vma
        while (loads < 8 && emit_at < code + 60)
            any();
        emit(0x00000513);                            // a0: all of them, rotated and added
        for (unsigned i = 0; i < loads; i++) {
            emit(0x60155513);                        // rori a0, a0, 1
            emit((uint32_t)results[i] << 20 | 10u << 15 | 10u << 7 | 0x33);
        }
        emit(INSN_ECALL);
        fence_i();
        vm_fence();
        last = (struct run){ .pc = CODE, .status = MODE_S << 11, .a = { 0, va[0], va[1], va[2], 0, 0 } };
        run_below(&last);
        CHECK_EQ(last.cause, ECALL_S);
        uint32_t want = 0;
        for (unsigned i = 0; i < loads; i++)
            want = (want >> 1 | want << 31) + expected[i];
        if (last.a[0] != want)
            printf("program %u at %p\n", n, (void *)code);
        CHECK_EQ(last.a[0], want);
        CHECK(memcmp(page[0], shadow[0], 32) == 0);
        CHECK(memcmp(page[1], shadow[1], 32) == 0);
    }
    vm_off();
    return 0;
}

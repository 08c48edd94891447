// pmp_words.c - accesses of two words, each checked for itself before either is done: misaligned loads and stores and an
// instruction over a region's end: tval is the start, or the second word's address; nothing stored. Registers: W without R is
// reserved and reads as no W, bits 6:5 zero, entries from 8 up zero; empty TOR, TOR of entry 0, regions above 32 bits.
// Spec: privileged 1.12, 3.7.1. Harts: 1.
// limit: 2000000
// qemu: no (QEMU 7.2 wants one entry for all of an access, takes W without R, has 16 entries)
#include "env/pmp.h"

#define ARENA 0x81000000u
static struct pmp p;

static void begin(void)
{
    p = (struct pmp){ 0 };
    p.addr[6] = napot(0x80000000, 1u << 24);
    p.cfg[6] = PMP_NAPOT | PMP_RWX;
    p.addr[7] = ~0u;                                 // OFF: of no use to entry 0, as TOR
}

static const struct { enum op op; unsigned bytes, offset; } over[] = {       // from the word below at
    { OP_LW, 4, 1 }, { OP_LW, 4, 2 }, { OP_LW, 4, 3 }, { OP_LH, 2, 3 }, { OP_LHU, 2, 3 },
    { OP_SW, 4, 1 }, { OP_SW, 4, 2 }, { OP_SW, 4, 3 }, { OP_SH, 2, 3 } };

static void accesses(uint32_t at, uint32_t va_s)
{
    uint32_t *low = (uint32_t *)(at - 4), *high = (uint32_t *)at;
    for (unsigned i = 0; i < sizeof over / sizeof over[0]; i++) {
        enum op op = over[i].op;
        for (unsigned mode = 0; mode < 2; mode++) {
            bool first = pmp_may(&p, mode, at - 4, op_right(op)), second = pmp_may(&p, mode, at, op_right(op));
            uint32_t va = mode == MODE_U && va_s != at ? va_s + 8 * VM_PAGE : va_s, from = va - 4 + over[i].offset, value = 0xa1b2c3d4u;
            poke(low, 0x11223344);
            poke(high, 0x55667788);
            uint32_t got = access_in(mode, op, from, value), want = first && second ? 0 : op_access_fault(op);
            if (got != want)
                printf("at %lx op %d mode %u\n", (unsigned long)at, op, mode);
            CHECK_TRAP(got, want, !want ? 0 : first ? va : from);
            uint64_t both = 0x5566778811223344u, mask = (over[i].bytes == 4 ? 0xffffffffu : 0xffffu);
            unsigned shift = 8 * over[i].offset;
            if (!want && op_stores(op))
                both = (both & ~(mask << shift)) | (value & mask) << shift;
            CHECK_EQ(peek(low), both);
            CHECK_EQ(peek(high), both >> 32);
            if (!want && (op == OP_LW || op == OP_LHU))
                CHECK_EQ(last.a[0], both >> shift & mask);
        }
    }
}

/** An instruction of 4 bytes with its halves in both words, in two blocks of 8; and one of 2 before the end. */
static void fetches(uint32_t at, uint32_t va)
{
    poke((void *)(at - 4), 0x05130001);              // c.nop; li a0, 7
    poke((void *)at, 0x00730070);                    // ...; ecall
    poke((void *)(at + 4), 0x00010000);
    fence_i();
    bool first = pmp_may(&p, MODE_S, at - 4, PMP_X), second = pmp_may(&p, MODE_S, at, PMP_X);
    for (uint32_t from = 4; from > 0; from -= 2) {
        uint32_t want = first && second ? 0 : FETCH_ACCESS;
        CHECK_EQ(run_in(MODE_S, 0, va - from, 0, 0), want);
        CHECK_EQ(last.a[0], want ? 0xa0a0a0a0 : 7);
        if (want) {
            CHECK_EQ(last.epc, first ? va - 2 : va - from);
            CHECK_EQ(last.tval, first ? va : va - from);
        }
    }
}

static void two_words(bool translated)
{
    static const uint8_t rights[] = { 0, PMP_R, PMP_R | PMP_W, PMP_X, PMP_RWX };
    static const uint32_t ends[] = { 0x10, 0x20, 0x7f8, 0x800, 0x1000, 0x1008 };
    for (unsigned e = 0; e < 6; e++)
        for (unsigned a = 0; a < 5; a++)
            for (unsigned b = 0; b < 5; b++) {
                begin();
                p.addr[0] = ARENA >> 2;
                p.addr[1] = (ARENA + ends[e]) >> 2;              // TOR, below the end
                p.cfg[1] = PMP_TOR | rights[a];
                p.addr[2] = (ARENA + 0x2000) >> 2;
                p.cfg[2] = PMP_TOR | rights[b];
                pmp_set(&p);
                uint32_t va = (translated ? VM_VA : ARENA) + ends[e];
                if ((a + b + e) % 3 == 0)
                    accesses(ARENA + ends[e], va);
                fetches(ARENA + ends[e], va);
            }
}

static void expect_word(uint32_t pa, bool may)
{
    CHECK_TRAP(access_in(MODE_S, OP_LW, pa, 0), may ? 0 : LOAD_ACCESS, may ? 0 : pa);
}

static void registers(void)
{
    begin();
    csr_write(pmpcfg0, 0);
    csr_write(pmpcfg1, 0x001f0000);
    csr_write(pmpcfg0, 0x7f62021a);                              // byte 1: W; 0: NAPOT W... R clear
    CHECK_EQ(csr_read(pmpcfg0), 0x1f000018);
    csr_write(pmpcfg0, 0x06120a02);                              // W X; NA4 W; TOR W; W
    CHECK_EQ(csr_read(pmpcfg0), 0x04100800);
    csr_write(pmpcfg2, ~0u);
    csr_write(pmpcfg3, ~0u);
    csr_write(pmpaddr8, ~0u);
    csr_write(pmpaddr15, ~0u);
    CHECK_EQ(csr_read(pmpcfg2) | csr_read(pmpcfg3) | csr_read(pmpaddr8) | csr_read(pmpaddr15), 0);
    csr_write(pmpaddr5, 0xffffffff);
    CHECK_EQ(csr_read(pmpaddr5), 0xffffffff);
    csr_write(pmpaddr5, 0x12345678);
    CHECK_EQ(csr_read(pmpaddr5), 0x12345678);
}

static void odd_regions(void)
{
    begin();                                                     // TOR with nothing inside: equal, and falling
    p.addr[0] = p.addr[1] = (ARENA + 0x100) >> 2;
    p.cfg[1] = PMP_TOR;
    p.addr[2] = (ARENA + 0x80) >> 2;
    p.cfg[2] = PMP_TOR;
    p.addr[3] = napot(ARENA, 0x2000);
    p.cfg[3] = PMP_NAPOT | PMP_R;
    pmp_set(&p);
    for (uint32_t at = 0x78; at < 0x108; at += 4)
        expect_word(ARENA + at, true);
    p.cfg[0] = PMP_TOR;                                          // of entry 0: from address 0; then of nothing
    p.addr[0] = (ARENA + 4) >> 2;
    p.cfg[1] = p.cfg[2] = 0;
    p.addr[4] = napot(0x80000000, 1u << 24);                     // code is denied by entry 0 now
    pmp_set(&p);
    CHECK_TRAP(run_in(MODE_S, 0, (uint32_t)vm_gadgets, 0, 0), FETCH_ACCESS, (uint32_t)vm_gadgets);
    p.addr[0] = 0;
    pmp_set(&p);
    expect_word(ARENA, true);
    p.cfg[0] = PMP_TOR;                                          // code allowed by entry 0, up to the arena and a word
    p.addr[0] = (ARENA + 4) >> 2;
    p.cfg[0] = PMP_TOR | PMP_X;
    pmp_set(&p);
    expect_word(ARENA, false);
    expect_word(ARENA + 4, true);
    CHECK_EQ(access_in(MODE_S, OP_LW, ARENA + 2, 0), LOAD_ACCESS);
    begin();                                                     // above 32 bits: the same low bits do not match
    p.addr[0] = (ARENA >> 2) | 0x40000000;
    p.cfg[0] = PMP_NA4;
    p.addr[1] = napot(ARENA, 0x1000) | 0x80000000;
    p.cfg[1] = PMP_NAPOT;
    p.addr[2] = napot(ARENA, 0x2000);
    p.cfg[2] = PMP_NAPOT | PMP_R;
    pmp_set(&p);
    expect_word(ARENA, true);
    expect_word(ARENA + 0x800, true);
    p.addr[1] = ARENA >> 2;                                      // TOR with its end above 32 bits
    p.addr[2] = 0x40000000 | 5;
    p.cfg[0] = p.cfg[1] = 0;
    p.cfg[2] = PMP_TOR | PMP_R;
    pmp_set(&p);
    expect_word(ARENA, true);
    expect_word(ARENA + 0x1ffc, true);
    p.addr[2] = 0x3fffffff;                                      // NAPOT: 30 ones, 8 GiB from 0
    p.cfg[2] = PMP_NAPOT | PMP_R | PMP_X;
    pmp_set(&p);
    expect_word(ARENA, true);
    CHECK_TRAP(access_in(MODE_S, OP_SW, ARENA, 0), STORE_ACCESS, ARENA);
}

int main(void)
{
    vm_open();
    registers();
    two_words(false);
    odd_regions();
    begin();
    pmp_set(&p);
    vm_on(0);
    vm_leaves[0] = pte((void *)ARENA, RWXAD);
    vm_leaves[1] = pte((void *)(ARENA + VM_PAGE), RWXAD);
    vm_leaves[8] = pte((void *)ARENA, RWXAD | PTE_U);
    vm_leaves[9] = pte((void *)(ARENA + VM_PAGE), RWXAD | PTE_U);
    vm_fence();
    two_words(true);
    vm_off();
    return 0;
}

// pmp_regions.c - random PMP entries (OFF, TOR, NA4, NAPOT; all legal rights) over two pages, and aligned loads, stores, LR, AMOs
// and fetches in S and U at and around their boundaries: the lowest-numbered entry that holds the access decides, none denies;
// access faults with tval. Bare, by 4 KiB pages and by a megapage. M, which nothing is locked for, may do all. Fetches are of
// the first word of 8-byte blocks: pmp_fetch_words.c has the other. Spec: privileged 1.12, 3.7.1. Harts: 1.
// limit: 3500000
#include "env/pmp.h"

#define ARENA  0x81000000u                           // two pages in a megapage of their own
#define SPOTS  4u
#define MEGA   (VM_VA + (1u << 22))
static const uint32_t spot[SPOTS] = { 0, 0x7f0, 0xff0, 0x1810 };
static uint32_t seed = 20211203;

static uint32_t any_word(void)                       // near a spot; also the page's last word and the next one's first
{
    uint32_t r = random_next(&seed);
    return ARENA + spot[r & 3] + (r >> 8 & 7) * 4;
}

static void make(struct pmp *p)
{
    static const uint8_t rights[] = { 0, 1, 3, 4, 5, 7 };        // W without R is reserved
    for (unsigned i = 0; i < 6; i++) {
        uint32_t r = random_next(&seed), at = any_word();
        p->cfg[i] = (uint8_t)(rights[(r & 0xff) % 6] | (r >> 8 & 3) << 3);
        p->addr[i] = at >> 2;
        if ((p->cfg[i] & PMP_MATCH) == PMP_NAPOT)
            p->addr[i] |= (1u << (r >> 12) % 11) - 1;            // 8 bytes to 8 KiB, aligned downwards
        if ((p->cfg[i] & PMP_MATCH) == PMP_TOR && (!i || p->addr[i - 1] >= p->addr[i]))
            p->cfg[i] &= PMP_RWX;                                // OFF: an empty one, and from 0 up: pmp_words.c
    }
    p->addr[6] = napot(0x80000000, 1u << 24);                    // the program and its tables
    p->cfg[6] = PMP_NAPOT | PMP_RWX;
    p->addr[7] = ~0u;
    p->cfg[7] = (uint8_t)(PMP_NAPOT | rights[random_next(&seed) % 6]);
    if (random_next(&seed) & 1)
        p->cfg[7] = 0;                                           // what nothing matches is denied
}

static void try_one(const struct pmp *p, unsigned turn)
{
    static const enum op ops[] = { OP_LW, OP_SW, OP_FETCH, OP_LBU, OP_SB, OP_LH, OP_SH, OP_LR, OP_AMOADD, OP_FETCH };
    uint32_t r = random_next(&seed), pa = any_word(), size = 0, va;
    enum op op = ops[(r & 0xffff) % 10];
    unsigned mode = r >> 16 & 1;
    if (op == OP_FETCH) {
        pa &= ~7u;
    } else {                                                     // data is in odd words, code in even ones
        pa |= 4;
        size = op_bytes(op);
        pa += (r >> 20 & 3) & ~(size - 1);
    }
    va = turn == 0 ? pa : turn == 1 ? VM_VA + (mode == MODE_U ? 0x8000 : 0) + (pa - ARENA)
                                    : MEGA + (mode == MODE_U ? 1u << 22 : 0) + (pa - ARENA);
    uint32_t *word = (uint32_t *)(pa & ~3u);
    if (op != OP_FETCH)
        poke(word, r);
    bool may = pmp_may(p, mode, pa, op_right(op));
    uint32_t got = access_in(mode, op, va, 0x5a6b7c8d), want = may ? 0 : op_access_fault(op);
    if (got != want || last.tval != (may ? 0 : va))
        printf("mode %u op %d pa %lx turn %u entry %d\n", mode, op, (unsigned long)pa, turn, pmp_entry_of(p, pa));
    CHECK_TRAP(got, want, may ? 0 : va);
    if (op == OP_FETCH)
        return;
    uint32_t mask = size == 4 ? ~0u : (1u << 8 * size) - 1, shift = 8 * (pa & 3);
    if (op == OP_AMOADD)
        CHECK_EQ(peek(word), may ? r + 0x5a6b7c8d : r);
    else if (op_stores(op) && may)
        CHECK_EQ(peek(word), (r & ~(mask << shift)) | (0x5a6b7c8d & mask) << shift);
    else
        CHECK_EQ(peek(word), r);
    if (!may)
        CHECK_EQ(last.a[0], 0xa0a0a0a0);
    else if (op == OP_LW || op == OP_LR || op == OP_AMOADD)
        CHECK_EQ(last.a[0], r);
    else if (op == OP_LBU)
        CHECK_EQ(last.a[0], r >> shift & 0xff);
}

int main(void)
{
    struct pmp p;
    for (uint32_t i = 0; i < 0x2000; i += 4)
        poke((void *)(ARENA + i), INSN_ECALL);
    fence_i();
    vm_open();
    vm_on(0);
    for (unsigned i = 0; i < 2; i++) {
        vm_leaves[i] = pte((void *)(ARENA + i * VM_PAGE), RWXAD);
        vm_leaves[8 + i] = pte((void *)(ARENA + i * VM_PAGE), RWXAD | PTE_U);
        vm_root[(MEGA >> 22) + i] = pte((void *)ARENA, RWXAD | (i ? PTE_U : 0u));
    }
    uint32_t on = csr_read(satp);
    for (unsigned n = 0; n < 80; n++) {
        make(&p);
        pmp_set(&p);
        CHECK_EQ(csr_read(pmpcfg0), pmp_cfg_word(&p, 0));
        CHECK_EQ(csr_read(pmpcfg1), pmp_cfg_word(&p, 1));
        CHECK_EQ(csr_read(pmpaddr3), p.addr[3]);
        for (unsigned turn = 0; turn < 3; turn++) {
            csr_write(satp, turn ? on : 0);
            vm_fence();
            for (unsigned i = 0; i < 10; i++)
                try_one(&p, turn);
        }
        if (n % 16 == 0)
            for (unsigned i = 0; i < 8; i++) {                   // M
                uint32_t pa = any_word() | 4;
                CHECK_EQ(access_in(MODE_M, OP_SW, pa, n), 0);
                CHECK_EQ(access_in(MODE_M, OP_LW, pa, 0), 0);
                CHECK_EQ(last.a[0], n);
                CHECK_EQ(access_in(MODE_M, OP_FETCH, pa & ~7u, 0), 0);
            }
    }
    csr_write(satp, 0);
    return 0;
}

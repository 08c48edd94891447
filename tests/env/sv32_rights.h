// sv32_rights.h - every access through one PTE of given low bits, as a leaf or pointer at either level, against
// 4.3.2 as it reads. Beside sv32.h, for sv32_rights.c and sv32_rights_ad.c.
#ifndef ENV_SV32_RIGHTS_H
#define ENV_SV32_RIGHTS_H
#include <stdbool.h>
#include "env/sv32.h"

#define RIGHTS_PAGE 5u                               // of the megapage; also entry of the table at its begin
static _Alignas(4 << 20) uint8_t rights_mega[(RIGHTS_PAGE + 1) * VM_PAGE] __attribute__((section(".noinit")));

enum kind { KIND_LOAD, KIND_STORE, KIND_FETCH };

/** Cause of an access, 0: allowed. level: 1 at the root. below: what a pointer there leads to. */
static uint32_t rights_expected(uint32_t bits, unsigned level, uint32_t below, unsigned mode, bool sum, bool mxr, enum kind kind)
{
    static const uint32_t fault[] = { LOAD_PAGE, STORE_PAGE, FETCH_PAGE };
    bool r = bits & PTE_R, w = bits & PTE_W, x = bits & PTE_X, user = bits & PTE_U, ok;
    if (!(bits & PTE_V) || (w && !r))                            // 3
        return fault[kind];
    if (!r && !x) {                                              // 4; A, D and U of a pointer are reserved (4.3.1)
        if (level == 0 || bits & (PTE_A | PTE_D | PTE_U))
            return fault[kind];
        return rights_expected(below, 0, 0, mode, sum, mxr, kind);
    }
    if (kind == KIND_FETCH)                                      // 5
        ok = x && user == (mode == MODE_U);
    else
        ok = (kind == KIND_STORE ? w : r || (x && mxr)) && (mode == MODE_U ? user : !user || sum);
    if (!ok || !(bits & PTE_A) || (kind == KIND_STORE && !(bits & PTE_D)))       // 7, Svade
        return fault[kind];
    return 0;
}

/** 24 accesses in an order of its own, with one sfence.vma before them. */
static void rights_try(uint32_t bits, unsigned level)
{
    static uint32_t stored = 0x1000;
    uint8_t *page = rights_mega + RIGHTS_PAGE * VM_PAGE;
    uint32_t va = VM_VA + RIGHTS_PAGE * VM_PAGE;
    uint32_t below = bits & 0x100 ? RWXAD : RWXAD | PTE_U;
    if (level) {
        vm_root[VM_VA >> 22] = pte(rights_mega, bits & 0xff);
        poke(rights_mega + 4 * RIGHTS_PAGE, pte(page, below));
    } else {
        vm_root[VM_VA >> 22] = pte(vm_leaves, PTE_V);
        vm_leaves[RIGHTS_PAGE] = pte(page, bits & 0xff);
    }
    vm_fence();
    for (unsigned i = 0; i < 24; i++) {
        unsigned n = (i * 7 + bits) % 24;
        enum kind kind = (enum kind)(n % 3);
        unsigned mode = n / 3 & 1;
        bool sum = n / 6 & 1, mxr = n / 12;
        uint32_t want = rights_expected(bits & 0xff, level, below, mode, sum, mxr, kind), got, before = peek(page + 8);
        uint32_t status = (sum ? MSTATUS_SUM : 0u) | (mxr ? MSTATUS_MXR : 0u);
        uint32_t at = kind == KIND_FETCH ? va + 4 : va + 8;
        stored += 0x10001;
        got = access_with(mode, status, kind == KIND_LOAD ? OP_LW : kind == KIND_STORE ? OP_SW : OP_FETCH, at, stored);
        if (got != want) {
            printf("PTE %lx level %u mode %u sum %d mxr %d kind %d\n", (unsigned long)bits, level, mode, sum, mxr, kind);
            CHECK_EQ(got, want);
        }
        CHECK_EQ(last.tval, want ? at : 0);
        CHECK_EQ(peek(page + 8), kind == KIND_STORE && !want ? stored : before);
        if (kind == KIND_LOAD && !want)
            CHECK_EQ(last.a[0], before);
    }
}

static void rights_begin(void)
{
    vm_open();
    poke(rights_mega + RIGHTS_PAGE * VM_PAGE + 4, INSN_ECALL);
    poke(rights_mega + RIGHTS_PAGE * VM_PAGE + 8, 0x600d600d);
    fence_i();
    vm_on(0);
}
#endif

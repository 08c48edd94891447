// pmp.h - PMP entries of a test: set all eight, and what an access to a word must give, by 3.7.1 as it reads. Beside sv32.h.
#ifndef ENV_PMP_H
#define ENV_PMP_H
#include <stdbool.h>
#include "env/sv32.h"

enum { PMP_R = 1, PMP_W = 2, PMP_X = 4, PMP_RWX = 7, PMP_OFF = 0, PMP_TOR = 8, PMP_NA4 = 16, PMP_NAPOT = 24, PMP_L = 0x80,
       PMP_MATCH = 24, PMP_ENTRIES = 8 };
struct pmp { uint32_t addr[PMP_ENTRIES]; uint8_t cfg[PMP_ENTRIES]; };

/** pmpaddr of a NAPOT region; bytes: a power of two from 8 up, base a multiple of it. */
static inline uint32_t napot(uint32_t base, uint32_t bytes) { return base >> 2 | (bytes / 8 - 1); }

static inline uint32_t pmp_cfg_word(const struct pmp *p, unsigned n)
{
    return p->cfg[4 * n] | (uint32_t)p->cfg[4 * n + 1] << 8 | (uint32_t)p->cfg[4 * n + 2] << 16 | (uint32_t)p->cfg[4 * n + 3] << 24;
}

/** Addresses first: QEMU 7.2 looks at them when the cfg is written. */
static inline void pmp_set(const struct pmp *p)
{
    csr_write(pmpaddr0, p->addr[0]);
    csr_write(pmpaddr1, p->addr[1]);
    csr_write(pmpaddr2, p->addr[2]);
    csr_write(pmpaddr3, p->addr[3]);
    csr_write(pmpaddr4, p->addr[4]);
    csr_write(pmpaddr5, p->addr[5]);
    csr_write(pmpaddr6, p->addr[6]);
    csr_write(pmpaddr7, p->addr[7]);
    csr_write(pmpcfg0, pmp_cfg_word(p, 0));
    csr_write(pmpcfg1, pmp_cfg_word(p, 1));
    vm_fence();                            // asked for after a change (3.7.2)
}

/** The lowest-numbered entry that holds this byte; -1: none. */
static inline int pmp_entry_of(const struct pmp *p, uint32_t pa)
{
    for (int i = 0; i < PMP_ENTRIES; i++) {
        uint64_t a = p->addr[i], low = 0, high = 0, size = 4;        // 34-bit addresses
        switch (p->cfg[i] & PMP_MATCH) {
        case PMP_TOR:
            low = i ? (uint64_t)p->addr[i - 1] << 2 : 0;
            high = a << 2;
            break;
        case PMP_NA4:
            low = a << 2;
            high = low + 4;
            break;
        case PMP_NAPOT:
            for (size = 8; a & 1; a >>= 1)
                size *= 2;
            low = ((uint64_t)p->addr[i] << 2) & ~(size - 1);
            high = low + size;
            break;
        default:
            break;
        }
        if (pa >= low && pa < high)
            return i;
    }
    return -1;
}

/** May this mode do so at a byte? right: PMP_R, W or X. */
static inline bool pmp_may(const struct pmp *p, unsigned mode, uint32_t pa, uint8_t right)
{
    int i = pmp_entry_of(p, pa);
    if (i < 0)
        return mode == MODE_M;
    return p->cfg[i] & right || (mode == MODE_M && !(p->cfg[i] & PMP_L));
}

static inline bool op_stores(enum op op) { return (op >= OP_SB && op <= OP_SW) || (op >= OP_SC && op <= OP_AMOSWAP); }
static inline unsigned op_bytes(enum op op)
{
    return op == OP_LB || op == OP_LBU || op == OP_SB ? 1 : op == OP_LH || op == OP_LHU || op == OP_SH ? 2 : 4;
}
static inline uint8_t op_right(enum op op) { return op == OP_FETCH ? PMP_X : op_stores(op) ? PMP_W : PMP_R; }
static inline uint32_t op_access_fault(enum op op)
{
    return op == OP_FETCH ? FETCH_ACCESS : op_stores(op) ? STORE_ACCESS : LOAD_ACCESS;
}
#endif

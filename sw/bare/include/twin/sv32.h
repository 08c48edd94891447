// twin/sv32.h - page tables of Sv32 and the CSR that points to them. Spec: privileged 4.1.11, 4.3.
//
// A table is 1024 entries, aligned to PAGE_SIZE. Physical addresses here have 32 bits.
// Software sets A, and D of what is written: this machine faults where they are clear (4.3.1), unless menvcfgh.ADUE
// lets hardware set them.
#ifndef TWIN_SV32_H
#define TWIN_SV32_H

#include <stdint.h>

#define PAGE_SIZE 4096u

/** Bits of an entry. Without R, W and X it points to the next table, and has V only. */
enum { PTE_V = 1, PTE_R = 2, PTE_W = 4, PTE_X = 8, PTE_U = 16, PTE_G = 32, PTE_A = 64,
       PTE_D = 128 };

/** An entry for the page or table at an address, a multiple of PAGE_SIZE. Context: any. */
static inline uint32_t pte_make(const volatile void *physical, uint32_t bits)
{
    return (uint32_t)physical >> 12 << 10 | bits;
}

/** Where an entry points to. Context: any. */
static inline uint32_t *pte_target(uint32_t entry) { return (uint32_t *)(entry >> 10 << 12); }

/** Index of the entry for an address in a table of level 1, the root, or 0. Context: any. */
static inline unsigned sv32_index(uint32_t address, unsigned level)
{
    return address >> (12 + 10 * level) & 1023;
}

/** satp for a root table. @param asid  0 to 511. Context: any. */
static inline uint32_t sv32_satp(const uint32_t *root, uint32_t asid)
{
    return 1u << 31 | asid << 22 | (uint32_t)root >> 12;
}

/** Entries this hart stored so far, before its translations from now on: of all addresses and
 * spaces. Other harts do their own. Context: M or S. */
static inline void sfence_vma(void) { __asm__ volatile("sfence.vma" : : : "memory"); }

/** The same for one page of one space. @param asid  0 to 511; entries with G excepted. */
static inline void sfence_vma_page(uint32_t address, uint32_t asid)
{
    __asm__ volatile("sfence.vma %0, %1" : : "r"(address), "r"(asid) : "memory");
}

#endif

// twin/atomic.h - the two ordered accesses that flags and locks are made of.
//
// The same as C11's atomic_load_explicit(acquire) and atomic_store_explicit(release), but with the
// fences that RVWMO needs and no more: GCC 12 makes the load with a full fence and the store with
// an amoswap behind one, which drain the store buffer and cost an AMO. Read-modify-write operations
// of C11 and __atomic_* are as good as they can be. Context: any. Spec: RVWMO A.5, table A.6.
#ifndef TWIN_ATOMIC_H
#define TWIN_ATOMIC_H

#include <stdint.h>

/** Load a word; every later load and store of this hart comes after it, and so sees what the hart
 * that stored the word had stored before it with store_release(). */
static inline uint32_t load_acquire(const volatile uint32_t *from)
{
    uint32_t value = *from;
    __asm__ volatile("fence r, rw" : : : "memory");
    return value;
}

/** Store a word; every earlier load and store of this hart comes before it. The compiler does not
 * move later ones before it either: it might, but that would lengthen a lock's section. */
static inline void store_release(volatile uint32_t *to, uint32_t value)
{
    __asm__ volatile("fence rw, w" : : : "memory");
    *to = value;
    __asm__ volatile("" : : : "memory");
}

#endif

// twin/fence.h - fences by what they order. Context: any. Spec: RV32I 2.7, Zifencei.
//
// Flags and locks need none of these: see twin/atomic.h, twin/lock.h and C11 <stdatomic.h>. These
// are for devices, new instructions and litmus tests. All are compiler barriers too.
#ifndef TWIN_FENCE_H
#define TWIN_FENCE_H

#define FENCE_(before, after) __asm__ volatile("fence " #before ", " #after : : : "memory")

/** Full memory fence: this hart's earlier loads and stores before its later ones. */
static inline void fence_rw_rw(void) { FENCE_(rw, rw); }

/** Publish: earlier stores are seen by every hart before later stores. */
static inline void fence_w_w(void) { FENCE_(w, w); }

/** Earlier loads are done before later loads. */
static inline void fence_r_r(void) { FENCE_(r, r); }

/** Earlier stores are seen by every hart before later loads are done (Dekker, store buffering). */
static inline void fence_w_r(void) { FENCE_(w, r); }

/** Earlier stores to memory before later writes to devices: fill a buffer, then ring a bell. */
static inline void fence_w_o(void) { FENCE_(w, o); }

/** Earlier device accesses before later loads and stores: hear the bell, then read the buffer. */
static inline void fence_io_rw(void) { FENCE_(io, rw); }

/** Earlier stores of this hart before its own later instruction fetches. */
static inline void fence_i(void) { __asm__ volatile("fence.i" : : : "memory"); }

#endif

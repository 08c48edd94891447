// twin/cycles.h - the calling hart's counters. Context: any. Spec: Zicntr.
//
// The 32-bit forms wrap (cycles: 86 s at 50 MHz); differences of two are right up to 2^32 - 1.
// On QEMU the cycle counter follows the host's clock and means nothing.
#ifndef TWIN_CYCLES_H
#define TWIN_CYCLES_H

#include <stdint.h>
#include "twin/csr.h"

/** Cycles since reset, low 32 bits; one instruction. */
static inline uint32_t rdcycle(void) { return csr_read(cycle); }

/** Instructions retired by this hart, low 32 bits; one instruction. */
static inline uint32_t rdinstret(void) { return csr_read(instret); }

/** Cycles since reset, 64 bits. */
uint64_t rdcycle64(void);

/** Instructions retired by this hart, 64 bits. */
uint64_t rdinstret64(void);

#endif

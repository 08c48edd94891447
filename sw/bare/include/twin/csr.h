// twin/csr.h - control and status registers by name or number.
//
// Each macro is one instruction; the name is a CSR name the assembler knows, or a number:
// csr_read(mepc), csr_set(mie, 1u << 7), csr_read(0xc00). Values are uint32_t.
// All are compiler barriers: memory accesses in C stay on their side. They order nothing in the
// machine (see twin/fence.h). A CSR that is absent or out of reach traps as illegal instruction.
// Context: any. Spec: Zicsr.
#ifndef TWIN_CSR_H
#define TWIN_CSR_H

#include <stdint.h>

/** The value of a CSR. */
#define csr_read(csr) __extension__({ \
    uint32_t csr_value_; \
    __asm__ volatile("csrr %0, " #csr : "=r"(csr_value_) : : "memory"); \
    csr_value_; })

/** Write a CSR. */
#define csr_write(csr, value) \
    __asm__ volatile("csrw " #csr ", %0" : : "rK"((uint32_t)(value)) : "memory")

/** Set the bits of a mask. */
#define csr_set(csr, mask) \
    __asm__ volatile("csrs " #csr ", %0" : : "rK"((uint32_t)(mask)) : "memory")

/** Clear the bits of a mask. */
#define csr_clear(csr, mask) \
    __asm__ volatile("csrc " #csr ", %0" : : "rK"((uint32_t)(mask)) : "memory")

/** Write a CSR and return its old value, in one instruction. */
#define csr_swap(csr, value) __extension__({ \
    uint32_t csr_old_; \
    __asm__ volatile("csrrw %0, " #csr ", %1" \
                     : "=r"(csr_old_) : "rK"((uint32_t)(value)) : "memory"); \
    csr_old_; })

/** Clear the bits of a mask and return the old value, in one instruction. */
#define csr_read_clear(csr, mask) __extension__({ \
    uint32_t csr_old_; \
    __asm__ volatile("csrrc %0, " #csr ", %1" \
                     : "=r"(csr_old_) : "rK"((uint32_t)(mask)) : "memory"); \
    csr_old_; })

#endif

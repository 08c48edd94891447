/* model_asm.h - instruction formats (unprivileged spec 2.3) for the C tests of the model and the checker. */
#ifndef MODEL_ASM_H
#define MODEL_ASM_H
#include <stdint.h>

static inline uint32_t I(uint32_t op, uint32_t f3, uint32_t rd, uint32_t rs1, uint32_t imm)
{
  return op | rd << 7 | f3 << 12 | rs1 << 15 | imm << 20;
}
static inline uint32_t R(uint32_t op, uint32_t f7, uint32_t f3, uint32_t rd, uint32_t rs1, uint32_t rs2)
{
  return I(op, f3, rd, rs1, rs2) | f7 << 25;
}
static inline uint32_t S(uint32_t f3, uint32_t rs1, uint32_t rs2, uint32_t imm)
{
  return 0x23u | (imm & 31) << 7 | f3 << 12 | rs1 << 15 | rs2 << 20 | (imm >> 5 & 0x7f) << 25;
}
static inline uint32_t csrw(uint32_t csr, uint32_t rs1) { return I(0x73, 1, 0, rs1, csr); }
static inline uint32_t csrr(uint32_t rd, uint32_t csr) { return I(0x73, 2, rd, 0, csr); }
#endif

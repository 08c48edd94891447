/* insn.h - one decoded instruction. Spec: unprivileged ISA 20191213 chapters 2, 7, 8, 9, 16, 24 and the
 * ratified bit-manipulation extensions. A reserved encoding decodes to OP_ILLEGAL; HINTs decode to what
 * they are (an instruction without effect), so they need no case of their own. */
#ifndef TH_INSN_H
#define TH_INSN_H
#include <stdbool.h>
#include <stdint.h>

enum th_op {
  OP_ILLEGAL,
  OP_LUI, OP_AUIPC, OP_JAL, OP_JALR,
  OP_BEQ, OP_BNE, OP_BLT, OP_BGE, OP_BLTU, OP_BGEU,
  OP_LB, OP_LH, OP_LW, OP_LBU, OP_LHU, OP_SB, OP_SH, OP_SW,
  OP_ADDI, OP_SLTI, OP_SLTIU, OP_XORI, OP_ORI, OP_ANDI, OP_SLLI, OP_SRLI, OP_SRAI,
  OP_ADD, OP_SUB, OP_SLL, OP_SLT, OP_SLTU, OP_XOR, OP_SRL, OP_SRA, OP_OR, OP_AND,
  OP_FENCE, OP_FENCE_I, OP_ECALL, OP_EBREAK, OP_MRET, OP_SRET, OP_WFI, OP_SFENCE_VMA,
  OP_CSRRW, OP_CSRRS, OP_CSRRC, OP_CSRRWI, OP_CSRRSI, OP_CSRRCI,
  OP_MUL, OP_MULH, OP_MULHSU, OP_MULHU, OP_DIV, OP_DIVU, OP_REM, OP_REMU,
  OP_LR, OP_SC, OP_AMOSWAP, OP_AMOADD, OP_AMOXOR, OP_AMOAND, OP_AMOOR,
  OP_AMOMIN, OP_AMOMAX, OP_AMOMINU, OP_AMOMAXU,
  OP_SH1ADD, OP_SH2ADD, OP_SH3ADD,
  OP_ANDN, OP_ORN, OP_XNOR, OP_CLZ, OP_CTZ, OP_CPOP, OP_MAX, OP_MAXU, OP_MIN, OP_MINU,
  OP_SEXT_B, OP_SEXT_H, OP_ZEXT_H, OP_ROL, OP_ROR, OP_RORI, OP_ORC_B, OP_REV8,
  OP_BCLR, OP_BEXT, OP_BINV, OP_BSET, OP_BCLRI, OP_BEXTI, OP_BINVI, OP_BSETI
};

/* Which register fields the instruction uses: a field not used is 0 in th_insn. */
struct th_insn {
  uint32_t raw;           /* as in memory; a 16-bit one zero-extended */
  uint32_t imm;           /* sign-extended immediate, shift amount, CSR address in 11:0; csrr?i: uimm in rs1 */
  uint8_t  op;            /* enum th_op */
  uint8_t  rd, rs1, rs2;
  uint8_t  len;           /* bytes: 2 or 4 */
};

/* What a small machine leaves out. */
struct th_lacks {
  bool smode;             /* S-mode and what it is there for: its CSRs, delegation, sret, sfence.vma */
  bool bitmanip;          /* Zba, Zbb, Zbs */
  bool misaligned;        /* misaligned loads and stores are not done: they trap */
};

/** Decode the instruction whose bits are raw: 16 bits (raw[1:0] != 3, upper half ignored) or 32. */
void th_decode(uint32_t raw, struct th_insn *out);

/** Expand a 16-bit instruction to its 32-bit form (unprivileged spec 16.8, RV32); 0 when it is reserved
 * (0 itself is an illegal 32-bit pattern). */
uint32_t th_expand(uint16_t raw);

#endif

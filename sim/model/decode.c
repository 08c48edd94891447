/* decode.c - 32-bit encodings: unprivileged spec chapter 24 (instruction listings), chapter 9 (Zicsr) and
 * the Zba, Zbb, Zbs pages. Everything not listed there for RV32 traps. */
#include "insn.h"

static uint32_t field(uint32_t w, unsigned hi, unsigned lo) { return (w >> lo) & ((2u << (hi - lo)) - 1u); }
static uint32_t asr(uint32_t w, unsigned n) { return (w >> n) | (w >> 31 ? ~(0xffffffffu >> n) : 0u); }

static uint32_t imm_i(uint32_t w) { return asr(w, 20); }
static uint32_t imm_s(uint32_t w) { return (asr(w, 20) & ~31u) | field(w, 11, 7); }
static uint32_t imm_b(uint32_t w)
{
  return (asr(w, 19) & ~0xfffu) | field(w, 7, 7) << 11 | field(w, 30, 25) << 5 | field(w, 11, 8) << 1;
}
static uint32_t imm_j(uint32_t w)
{
  return (asr(w, 11) & ~0xfffffu) | field(w, 19, 12) << 12 | field(w, 20, 20) << 11 | field(w, 30, 21) << 1;
}

static enum th_op op_imm(uint32_t w)
{
  static const uint8_t plain[8] = { OP_ADDI, 0, OP_SLTI, OP_SLTIU, OP_XORI, 0, OP_ORI, OP_ANDI };
  uint32_t f3 = field(w, 14, 12), f7 = field(w, 31, 25), sub = field(w, 24, 20);
  if (f3 != 1 && f3 != 5) return plain[f3];
  /* shifts: bits 31:25 choose; shamt[5] is bit 25, so one set never matches (RV32) */
  if (f3 == 1)
    switch (f7) {
    case 0x00: return OP_SLLI;
    case 0x14: return OP_BSETI;
    case 0x24: return OP_BCLRI;
    case 0x34: return OP_BINVI;
    case 0x30:
      switch (sub) {
      case 0: return OP_CLZ;
      case 1: return OP_CTZ;
      case 2: return OP_CPOP;
      case 4: return OP_SEXT_B;
      case 5: return OP_SEXT_H;
      default: return OP_ILLEGAL;
      }
    default: return OP_ILLEGAL;
    }
  switch (f7) {
  case 0x00: return OP_SRLI;
  case 0x20: return OP_SRAI;
  case 0x24: return OP_BEXTI;
  case 0x30: return OP_RORI;
  case 0x14: return sub == 7 ? OP_ORC_B : OP_ILLEGAL;
  case 0x34: return sub == 24 ? OP_REV8 : OP_ILLEGAL;
  default: return OP_ILLEGAL;
  }
}

static enum th_op op_reg(uint32_t w)
{
  static const uint8_t base[8] = { OP_ADD, OP_SLL, OP_SLT, OP_SLTU, OP_XOR, OP_SRL, OP_OR, OP_AND };
  static const uint8_t mul[8] = { OP_MUL, OP_MULH, OP_MULHSU, OP_MULHU, OP_DIV, OP_DIVU, OP_REM, OP_REMU };
  static const uint8_t neg[8] = { OP_SUB, 0, 0, 0, OP_XNOR, OP_SRA, OP_ORN, OP_ANDN };
  static const uint8_t minmax[8] = { 0, 0, 0, 0, OP_MIN, OP_MINU, OP_MAX, OP_MAXU };
  static const uint8_t shadd[8] = { 0, 0, OP_SH1ADD, 0, OP_SH2ADD, 0, OP_SH3ADD, 0 };
  uint32_t f3 = field(w, 14, 12);
  switch (field(w, 31, 25)) {
  case 0x00: return base[f3];
  case 0x01: return mul[f3];
  case 0x20: return neg[f3];
  case 0x05: return minmax[f3];
  case 0x10: return shadd[f3];
  case 0x04: return f3 == 4 && field(w, 24, 20) == 0 ? OP_ZEXT_H : OP_ILLEGAL;
  case 0x30: return f3 == 1 ? OP_ROL : f3 == 5 ? OP_ROR : OP_ILLEGAL;
  case 0x14: return f3 == 1 ? OP_BSET : OP_ILLEGAL;
  case 0x24: return f3 == 1 ? OP_BCLR : f3 == 5 ? OP_BEXT : OP_ILLEGAL;
  case 0x34: return f3 == 1 ? OP_BINV : OP_ILLEGAL;
  default: return OP_ILLEGAL;
  }
}

static enum th_op op_amo(uint32_t w)
{
  if (field(w, 14, 12) != 2) return OP_ILLEGAL;
  switch (field(w, 31, 27)) {
  case 0x02: return field(w, 24, 20) ? OP_ILLEGAL : OP_LR;
  case 0x03: return OP_SC;
  case 0x01: return OP_AMOSWAP;
  case 0x00: return OP_AMOADD;
  case 0x04: return OP_AMOXOR;
  case 0x0c: return OP_AMOAND;
  case 0x08: return OP_AMOOR;
  case 0x10: return OP_AMOMIN;
  case 0x14: return OP_AMOMAX;
  case 0x18: return OP_AMOMINU;
  case 0x1c: return OP_AMOMAXU;
  default: return OP_ILLEGAL;
  }
}

static enum th_op op_system(uint32_t w)
{
  static const uint8_t csr[8] = { 0, OP_CSRRW, OP_CSRRS, OP_CSRRC, 0, OP_CSRRWI, OP_CSRRSI, OP_CSRRCI };
  if ((w & 0xfe007fffu) == 0x12000073u) return OP_SFENCE_VMA;
  switch (w) {                          /* rd and rs1 must be 0: whole words */
  case 0x00000073u: return OP_ECALL;
  case 0x00100073u: return OP_EBREAK;
  case 0x30200073u: return OP_MRET;
  case 0x10200073u: return OP_SRET;
  case 0x10500073u: return OP_WFI;
  default: return csr[field(w, 14, 12)];
  }
}

/* Fill the register fields of an I-type (rd, rs1) or R-type (and rs2) instruction. */
static void regs(struct th_insn *d, uint32_t w, int rd, int rs1, int rs2)
{
  if (rd) d->rd = (uint8_t)field(w, 11, 7);
  if (rs1) d->rs1 = (uint8_t)field(w, 19, 15);
  if (rs2) d->rs2 = (uint8_t)field(w, 24, 20);
}

static void decode32(uint32_t w, struct th_insn *d)
{
  static const uint8_t br[8] = { OP_BEQ, OP_BNE, 0, 0, OP_BLT, OP_BGE, OP_BLTU, OP_BGEU };
  static const uint8_t ld[8] = { OP_LB, OP_LH, OP_LW, 0, OP_LBU, OP_LHU, 0, 0 };
  static const uint8_t st[8] = { OP_SB, OP_SH, OP_SW, 0, 0, 0, 0, 0 };
  uint32_t f3 = field(w, 14, 12);
  switch (w & 0x7f) {
  case 0x37: d->op = OP_LUI;   d->imm = w & 0xfffff000u; regs(d, w, 1, 0, 0); break;
  case 0x17: d->op = OP_AUIPC; d->imm = w & 0xfffff000u; regs(d, w, 1, 0, 0); break;
  case 0x6f: d->op = OP_JAL;   d->imm = imm_j(w);        regs(d, w, 1, 0, 0); break;
  case 0x67: d->op = f3 ? OP_ILLEGAL : OP_JALR; d->imm = imm_i(w); regs(d, w, 1, 1, 0); break;
  case 0x63: d->op = br[f3];   d->imm = imm_b(w);        regs(d, w, 0, 1, 1); break;
  case 0x03: d->op = ld[f3];   d->imm = imm_i(w);        regs(d, w, 1, 1, 0); break;
  case 0x23: d->op = st[f3];   d->imm = imm_s(w);        regs(d, w, 0, 1, 1); break;
  case 0x13:
    d->op = (uint8_t)op_imm(w);
    d->imm = f3 == 1 || f3 == 5 ? field(w, 24, 20) : imm_i(w);
    regs(d, w, 1, 1, 0);
    break;
  case 0x33:
    d->op = (uint8_t)op_reg(w);
    regs(d, w, 1, 1, d->op != OP_ZEXT_H);
    break;
  case 0x2f:
    d->op = (uint8_t)op_amo(w);
    regs(d, w, 1, 1, d->op != OP_LR);
    break;
  case 0x0f: d->op = f3 == 0 ? OP_FENCE : f3 == 1 ? OP_FENCE_I : OP_ILLEGAL; break;   /* other fields: ignored */
  case 0x73:
    d->op = (uint8_t)op_system(w);
    d->imm = field(w, 31, 20);
    if (d->op >= OP_CSRRW) regs(d, w, 1, 1, 0);
    if (d->op == OP_SFENCE_VMA) regs(d, w, 0, 1, 1);
    break;
  default: d->op = OP_ILLEGAL; break;
  }
}

void th_decode(uint32_t raw, struct th_insn *out)
{
  struct th_insn d = { 0 };
  uint32_t w = raw;
  d.len = 4;
  if ((raw & 3) != 3) {
    raw &= 0xffff;
    w = th_expand((uint16_t)raw);
    d.len = 2;
  }
  d.raw = raw;
  decode32(w, &d);
  if (d.op == OP_ILLEGAL) d.rd = d.rs1 = d.rs2 = 0;
  *out = d;
}

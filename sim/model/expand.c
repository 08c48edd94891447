/* expand.c - 16-bit to 32-bit instructions, RV32C without F and D: unprivileged spec chapter 16, tables of
 * 16.8. Immediates are gathered bit by bit as the tables list them. */
#include "insn.h"

static uint32_t bit(uint32_t w, unsigned from, unsigned to) { return ((w >> from) & 1u) << to; }
static uint32_t field(uint32_t w, unsigned hi, unsigned lo) { return (w >> lo) & ((2u << (hi - lo)) - 1u); }
static uint32_t sext(uint32_t v, unsigned bits) { return (v ^ (1u << (bits - 1))) - (1u << (bits - 1)); }

/* The 32-bit formats (2.3). */
static uint32_t i_type(uint32_t op, uint32_t f3, uint32_t rd, uint32_t rs1, uint32_t imm)
{
  return op | rd << 7 | f3 << 12 | rs1 << 15 | (imm & 0xfffu) << 20;
}
static uint32_t r_type(uint32_t f7, uint32_t f3, uint32_t rd, uint32_t rs1, uint32_t rs2)
{
  return 0x33u | rd << 7 | f3 << 12 | rs1 << 15 | rs2 << 20 | f7 << 25;
}
static uint32_t sw(uint32_t rs1, uint32_t rs2, uint32_t imm)
{
  return 0x23u | field(imm, 4, 0) << 7 | 2u << 12 | rs1 << 15 | rs2 << 20 | field(imm, 11, 5) << 25;
}
static uint32_t lw(uint32_t rd, uint32_t rs1, uint32_t imm) { return i_type(0x03, 2, rd, rs1, imm); }
static uint32_t addi(uint32_t rd, uint32_t rs1, uint32_t imm) { return i_type(0x13, 0, rd, rs1, imm); }
static uint32_t jal(uint32_t rd, uint32_t imm)
{
  return 0x6fu | rd << 7 | field(imm, 19, 12) << 12 | bit(imm, 11, 20) | field(imm, 10, 1) << 21 | bit(imm, 20, 31);
}
static uint32_t branch(uint32_t f3, uint32_t rs1, uint32_t imm)
{
  return 0x63u | bit(imm, 11, 7) | field(imm, 4, 1) << 8 | f3 << 12 | rs1 << 15 | field(imm, 10, 5) << 25 |
         bit(imm, 12, 31);
}

static uint32_t quadrant0(uint32_t c)
{
  uint32_t rd = 8 + field(c, 4, 2), rs1 = 8 + field(c, 9, 7), imm;
  switch (field(c, 15, 13)) {
  case 0:                                               /* c.addi4spn; nzuimm 0 is reserved, all zeros too */
    imm = field(c, 12, 11) << 4 | field(c, 10, 7) << 6 | bit(c, 6, 2) | bit(c, 5, 3);
    return imm ? addi(rd, 2, imm) : 0;
  case 2:                                               /* c.lw */
    return lw(rd, rs1, field(c, 12, 10) << 3 | bit(c, 6, 2) | bit(c, 5, 6));
  case 6:                                               /* c.sw: rs2' stands where rd' does */
    return sw(rs1, rd, field(c, 12, 10) << 3 | bit(c, 6, 2) | bit(c, 5, 6));
  default: return 0;                                    /* 1 3 5 7: floating point; 4: reserved */
  }
}

static uint32_t misc_alu(uint32_t c, uint32_t imm6)
{
  uint32_t rd = 8 + field(c, 9, 7), rs2 = 8 + field(c, 4, 2);
  static const uint8_t f3[4] = { 0, 4, 6, 7 };          /* sub xor or and */
  switch (field(c, 11, 10)) {
  case 0: return field(c, 12, 12) ? 0 : i_type(0x13, 5, rd, rd, field(c, 6, 2));             /* c.srli */
  case 1: return field(c, 12, 12) ? 0 : i_type(0x13, 5, rd, rd, 0x400u | field(c, 6, 2));    /* c.srai */
  case 2: return i_type(0x13, 7, rd, rd, imm6);                                              /* c.andi */
  default:                                              /* bit 12: c.subw, c.addw and reserved */
    return field(c, 12, 12) ? 0 : r_type(field(c, 6, 5) == 0 ? 0x20 : 0, f3[field(c, 6, 5)], rd, rd, rs2);
  }
}

static uint32_t quadrant1(uint32_t c)
{
  uint32_t rd = field(c, 11, 7), rs1p = 8 + field(c, 9, 7), imm;
  uint32_t imm6 = sext(bit(c, 12, 5) | field(c, 6, 2), 6);
  switch (field(c, 15, 13)) {
  case 0: return addi(rd, rd, imm6);                    /* c.nop, c.addi and their HINTs */
  case 1:
  case 5:                                               /* c.jal, c.j */
    imm = bit(c, 12, 11) | bit(c, 11, 4) | field(c, 10, 9) << 8 | bit(c, 8, 10) | bit(c, 7, 6) | bit(c, 6, 7) |
          field(c, 5, 3) << 1 | bit(c, 2, 5);
    return jal(field(c, 15, 15) ? 0 : 1, sext(imm, 12));
  case 2: return addi(rd, 0, imm6);                     /* c.li */
  case 3:
    if (imm6 == 0) return 0;                            /* nzimm 0 is reserved, with rd = x0 too */
    if (rd == 2) {                                      /* c.addi16sp */
      imm = bit(c, 12, 9) | bit(c, 6, 4) | bit(c, 5, 6) | field(c, 4, 3) << 7 | bit(c, 2, 5);
      return addi(2, 2, sext(imm, 10));
    }
    return 0x37u | rd << 7 | imm6 << 12;                /* c.lui */
  case 4: return misc_alu(c, imm6);
  default:                                              /* c.beqz, c.bnez */
    imm = bit(c, 12, 8) | field(c, 11, 10) << 3 | field(c, 6, 5) << 6 | field(c, 4, 3) << 1 | bit(c, 2, 5);
    return branch(field(c, 13, 13), rs1p, sext(imm, 9));
  }
}

static uint32_t quadrant2(uint32_t c)
{
  uint32_t rd = field(c, 11, 7), rs2 = field(c, 6, 2);
  switch (field(c, 15, 13)) {
  case 0: return field(c, 12, 12) ? 0 : i_type(0x13, 1, rd, rd, rs2);                        /* c.slli */
  case 2:                                               /* c.lwsp; rd = x0 is reserved */
    return rd ? lw(rd, 2, bit(c, 12, 5) | field(c, 6, 4) << 2 | field(c, 3, 2) << 6) : 0;
  case 4:
    if (rs2) return r_type(0, 0, rd, field(c, 12, 12) ? rd : 0, rs2);                        /* c.add, c.mv */
    if (field(c, 12, 12)) return rd ? i_type(0x67, 0, 1, rd, 0) : 0x00100073u;               /* c.jalr, c.ebreak */
    return rd ? i_type(0x67, 0, 0, rd, 0) : 0;          /* c.jr; rs1 = x0 is reserved */
  case 6: return sw(2, rs2, field(c, 12, 9) << 2 | field(c, 8, 7) << 6);                     /* c.swsp */
  default: return 0;                                    /* 1 3 5 7: floating point */
  }
}

uint32_t th_expand(uint16_t raw)
{
  switch (raw & 3) {
  case 0: return quadrant0(raw);
  case 1: return quadrant1(raw);
  case 2: return quadrant2(raw);
  default: return 0;
  }
}

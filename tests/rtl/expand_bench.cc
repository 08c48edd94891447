// expand_bench.cc - all 65,536 16-bit encodings against tables 16.5 to 16.7 of the unprivileged
// specification 20191213, written down here as they are printed there: fields from bit 15 down, with the
// immediate's bits in their order. Custom and NSE encodings, and those of F and D, are illegal.
// Build: see test_expand.py. No arguments.
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include "Vexpand.h"
#include "verilated.h"

// A row: fields from the left; a constraint after '!' (what must not be zero, or must be): the 32-bit form
struct Row { const char *name, *fields, *rule; };
// Field: bits, "rd" "rs2" "rd/rs1" (5 bits), "rd'" "rs1'" "rs2'" "rd'/rs1'" (3 bits), "imm[..]".
static const Row table[] = {
  {"addi4spn", "000 imm[5:4|9:6|2|3] rd' 00",                 "imm!=0"},
  {"lw",       "010 imm[5:3] rs1' imm[2|6] rd' 00",           ""},
  {"sw",       "110 imm[5:3] rs1' imm[2|6] rs2' 00",          ""},
  {"addi",     "000 imm[5] rd/rs1 imm[4:0] 01",               ""},              // c.nop too
  {"jal",      "001 imm[11|4|9:8|10|6|7|3:1|5] 01",           ""},
  {"li",       "010 imm[5] rd imm[4:0] 01",                   ""},
  {"addi16sp", "011 imm[9] 00010 imm[4|6|8:7|5] 01",          "imm!=0"},
  {"lui",      "011 imm[17] rd imm[16:12] 01",                "imm!=0 rd!=2"},
  {"srli",     "100 imm[5] 00 rd'/rs1' imm[4:0] 01",          "imm<32"},
  {"srai",     "100 imm[5] 01 rd'/rs1' imm[4:0] 01",          "imm<32"},
  {"andi",     "100 imm[5] 10 rd'/rs1' imm[4:0] 01",          ""},
  {"sub",      "100 0 11 rd'/rs1' 00 rs2' 01",                ""},
  {"xor",      "100 0 11 rd'/rs1' 01 rs2' 01",                ""},
  {"or",       "100 0 11 rd'/rs1' 10 rs2' 01",                ""},
  {"and",      "100 0 11 rd'/rs1' 11 rs2' 01",                ""},
  {"j",        "101 imm[11|4|9:8|10|6|7|3:1|5] 01",           ""},
  {"beqz",     "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",       ""},
  {"bnez",     "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",       ""},
  {"slli",     "000 imm[5] rd/rs1 imm[4:0] 10",               "imm<32"},
  {"lwsp",     "010 imm[5] rd imm[4:2|7:6] 10",               "rd!=0"},
  {"jr",       "100 0 rs1 00000 10",                          "rs1!=0"},
  {"mv",       "100 0 rd rs2 10",                             "rs2!=0"},
  {"ebreak",   "100 1 00000 00000 10",                        ""},
  {"jalr",     "100 1 rs1 00000 10",                          "rs1!=0"},
  {"add",      "100 1 rd/rs1 rs2 10",                         "rs2!=0"},
  {"swsp",     "110 imm[5:2|7:6] rs2 10",                     ""},
};

struct Ops { uint32_t rd = 0, rs1 = 0, rs2 = 0, imm = 0; int top = 0; };

static bool match(const Row &r, uint32_t c, Ops &o) {
  int bit = 15;
  auto take = [&](int n) { uint32_t v = c >> (bit - n + 1) & ((1u << n) - 1); bit -= n; return v; };
  for (const char *f = r.fields; *f;) {
    size_t len = strcspn(f, " ");
    std::string s(f, len);
    f += len + (f[len] != 0);
    if (isdigit(s[0])) {
      if (take(static_cast<int>(len)) != std::stoul(s, nullptr, 2)) return false;
    } else if (s.rfind("imm[", 0) == 0) {
      for (const char *p = s.c_str() + 4; *p && *p != ']';) {
        int hi = static_cast<int>(strtol(p, const_cast<char **>(&p), 10)), lo = hi;
        if (*p == ':') lo = static_cast<int>(strtol(p + 1, const_cast<char **>(&p), 10));
        if (*p == '|') p++;
        for (int b = hi; b >= lo; b--) o.imm |= take(1) << b;
        if (hi > o.top) o.top = hi;
      }
    } else {
      bool prime = s.back() == '\'';
      uint32_t v = prime ? take(3) + 8 : take(5);
      if (s.find("rd") != std::string::npos) o.rd = v;
      if (s.find("rs1") != std::string::npos) o.rs1 = v;
      if (s.find("rs2") != std::string::npos) o.rs2 = v;
    }
  }
  if (bit != -1) { printf("row %s has %d bits left\n", r.name, bit + 1); exit(1); }
  std::string q = r.rule;
  auto has = [&](const char *w) { return q.find(w) != std::string::npos; };
  return !(has("imm!=0") && o.imm == 0) && !(has("imm<32") && o.imm >= 32) && !(has("rd!=0") && o.rd == 0) &&
         !(has("rd!=2") && o.rd == 2) && !(has("rs1!=0") && o.rs1 == 0) && !(has("rs2!=0") && o.rs2 == 0);
}

// 32-bit formats, chapter 2
static uint32_t R(uint32_t f7, uint32_t rs2, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t op) {
  return f7 << 25 | rs2 << 20 | rs1 << 15 | f3 << 12 | rd << 7 | op;
}
static uint32_t I(uint32_t imm, uint32_t rs1, uint32_t f3, uint32_t rd, uint32_t op) { return R(0, 0, rs1, f3, rd, op) | imm << 20; }
static uint32_t S(uint32_t imm, uint32_t rs2, uint32_t rs1, uint32_t f3) { return R(imm >> 5 & 127, rs2, rs1, f3, imm & 31, 0x23); }
static uint32_t B(uint32_t i, uint32_t rs2, uint32_t rs1, uint32_t f3) {
  return R((i >> 12 & 1) << 6 | (i >> 5 & 63), rs2, rs1, f3, (i & 30) | (i >> 11 & 1), 0x63);
}
static uint32_t J(uint32_t i, uint32_t rd) {
  return (i >> 20 & 1) << 31 | (i >> 1 & 1023) << 21 | (i >> 11 & 1) << 20 | (i >> 12 & 255) << 12 | rd << 7 | 0x6f;
}

static uint32_t form(const Row &r, const Ops &o) {
  std::string n = r.name;
  uint32_t sx = o.imm >> o.top & 1 ? o.imm | ~0u << o.top : o.imm;      // sign-extended
  if (n == "addi4spn") return I(o.imm, 2, 0, o.rd, 0x13);
  if (n == "lw")       return I(o.imm, o.rs1, 2, o.rd, 0x03);
  if (n == "sw")       return S(o.imm, o.rs2, o.rs1, 2);
  if (n == "addi")     return I(sx, o.rd, 0, o.rd, 0x13);
  if (n == "jal")      return J(sx, 1);
  if (n == "j")        return J(sx, 0);
  if (n == "li")       return I(sx, 0, 0, o.rd, 0x13);
  if (n == "addi16sp") return I(sx, 2, 0, 2, 0x13);
  if (n == "lui")      return (sx & 0xfffff000u) | o.rd << 7 | 0x37;
  if (n == "srli")     return I(o.imm, o.rd, 5, o.rd, 0x13);
  if (n == "srai")     return I(o.imm | 0x400, o.rd, 5, o.rd, 0x13);
  if (n == "andi")     return I(sx, o.rd, 7, o.rd, 0x13);
  if (n == "sub")      return R(0x20, o.rs2, o.rd, 0, o.rd, 0x33);
  if (n == "xor")      return R(0, o.rs2, o.rd, 4, o.rd, 0x33);
  if (n == "or")       return R(0, o.rs2, o.rd, 6, o.rd, 0x33);
  if (n == "and")      return R(0, o.rs2, o.rd, 7, o.rd, 0x33);
  if (n == "beqz")     return B(sx, 0, o.rs1, 0);
  if (n == "bnez")     return B(sx, 0, o.rs1, 1);
  if (n == "slli")     return I(o.imm, o.rd, 1, o.rd, 0x13);
  if (n == "lwsp")     return I(o.imm, 2, 2, o.rd, 0x03);
  if (n == "jr")       return I(0, o.rs1, 0, 0, 0x67);
  if (n == "jalr")     return I(0, o.rs1, 0, 1, 0x67);
  if (n == "mv")       return R(0, o.rs2, 0, 0, o.rd, 0x33);
  if (n == "add")      return R(0, o.rs2, o.rd, 0, o.rd, 0x33);
  if (n == "ebreak")   return 0x00100073;
  if (n == "swsp")     return S(o.imm, o.rs2, 2, 2);
  printf("no form for %s\n", r.name);
  exit(1);
}

int main() {
  Vexpand t;
  int legal = 0, wrong = 0;
  for (uint32_t c = 0; c < 0x10000; c++) {
    for (uint32_t upper : {0u, 0xffff0000u, 0xa5a50000u}) {          // the next halfword must not matter
      t.en_i = 1;
      t.insn_i = upper | c;
      t.eval();
      if ((c & 3) == 3) {
        if (t.illegal_o || t.insn_o != t.insn_i) wrong++;
        continue;
      }
      int rows = 0;
      uint32_t want = 0;
      const char *name = "illegal";
      for (const Row &r : table) {
        Ops o;
        if (match(r, c, o)) { rows++; want = form(r, o); name = r.name; }
      }
      if (rows > 1) { printf("%04x: the table has two rows, one is %s\n", c, name); return 1; }
      legal += rows && upper == 0;
      if (bool(t.illegal_o) != !rows || (rows && t.insn_o != want)) {
        if (wrong++ < 20) printf("%04x %s: got %08x%s, want %08x\n", c, name, t.insn_o, t.illegal_o ? " illegal" : "", want);
      }
    }
  }
  printf("%d legal, %d wrong\n", legal, wrong);
  return wrong != 0;
}

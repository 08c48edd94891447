// arith_bench.cc - ALU, bit counts, multiplier and divider against their definitions in the manuals, on all
// pairs of corner values and on random ones. Claims: every result is right; the divider takes as
// many cycles as div_limit says; kill drops a division in any cycle and the next one is right; a result stays
// until it is taken.
// Argument: seed.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>
#include "Varith_tb.h"
#include "verilated.h"

// As uop_pkg's alu_e
enum { UNone, UAdd, UArith, ULogic, USet, UPick, UShift, UBit, UExt, ULink };
// An operation as decode gives it. Any funct3 or alt where it must not matter.
constexpr int Any = -1;
struct Op { int unit, funct3, alt; };
enum { Plain, Add, Sub, Sh1Add, Sh2Add, Sh3Add, And, Or, Xor, Andn, Orn, Xnor, Bset, Bclr, Binv, Slt, Sltu, Min, Minu, Max,
       Maxu, Sll, Srl, Sra, Rol, Ror, Bext, SextB, SextH, ZextH, OrcB, Link, BranchS, BranchU, Ops };
static const Op op_table[Ops] = {
  {UAdd, Any, Any}, {UArith, 0, 0}, {UArith, 0, 2}, {UArith, 2, 1}, {UArith, 4, 1}, {UArith, 6, 1},
  {ULogic, 7, 0}, {ULogic, 6, 0}, {ULogic, 4, 0}, {ULogic, 7, 2}, {ULogic, 6, 2}, {ULogic, 4, 2},
  {UBit, 1, 1}, {UBit, 1, 2}, {UBit, 1, 3}, {USet, 2, Any}, {USet, 3, Any},
  {UPick, 4, Any}, {UPick, 5, Any}, {UPick, 6, Any}, {UPick, 7, Any},
  {UShift, 1, 0}, {UShift, 5, 0}, {UShift, 5, 2}, {UShift, 1, 3}, {UShift, 5, 3}, {UBit, 5, 2},
  {UExt, 1, 3}, {UExt, 1, 3}, {UExt, 4, 0}, {UBit, 5, 1}, {ULink, Any, Any}, {UNone, 4, Any}, {UNone, 6, Any}};

static Varith_tb *top;
static long checks;
static std::mt19937_64 rng;

static int32_t s(uint32_t v) { return static_cast<int32_t>(v); }

static uint32_t alu(int op, uint32_t a, uint32_t b, uint32_t link) {
  uint32_t n = b & 31, bit = 1u << n, r = 0;
  switch (op) {
    case Plain: case Add: return a + b;
    case Sub: return a - b;
    case Sh1Add: return 2 * a + b;
    case Sh2Add: return 4 * a + b;
    case Sh3Add: return 8 * a + b;
    case And: return a & b;
    case Or: return a | b;
    case Xor: return a ^ b;
    case Andn: return a & ~b;
    case Orn: return a | ~b;
    case Xnor: return ~(a ^ b);
    case Bset: return a | bit;
    case Bclr: return a & ~bit;
    case Binv: return a ^ bit;
    case Bext: return (a & bit) != 0;
    case Slt: return s(a) < s(b);
    case Sltu: return a < b;
    case Min: return s(a) < s(b) ? a : b;
    case Minu: return a < b ? a : b;
    case Max: return s(a) < s(b) ? b : a;
    case Maxu: return a < b ? b : a;
    case Sll: return a << n;
    case Srl: return a >> n;
    case Sra: return static_cast<uint32_t>(static_cast<int64_t>(s(a)) >> n);
    case Rol: return n ? a << n | a >> (32 - n) : a;
    case Ror: return n ? a >> n | a << (32 - n) : a;
    case SextB: return static_cast<uint32_t>(static_cast<int8_t>(a));
    case SextH: return static_cast<uint32_t>(static_cast<int16_t>(a));
    case ZextH: return a & 0xffff;
    case OrcB: for (int i = 0; i < 32; i += 8) if (a >> i & 0xff) r |= 0xffu << i; return r;
    case Link: return link;
    default: return 0;
  }
}
static bool is_unsigned(int op) { return op == Sltu || op == Minu || op == Maxu || op == BranchU; }

enum { Clz = 0, Ctz = 1, Cpop = 2, Rev8 = 4 };      // as count_op_e
static uint32_t count(int op, uint32_t a) {
  switch (op) {
    case Clz: return a ? static_cast<uint32_t>(__builtin_clz(a)) : 32u;
    case Ctz: return a ? static_cast<uint32_t>(__builtin_ctz(a)) : 32u;
    case Cpop: return static_cast<uint32_t>(__builtin_popcount(a));
    default: return __builtin_bswap32(a);
  }
}
static uint32_t mul(int op, uint32_t a, uint32_t b) {   // mul mulh mulhsu mulhu
  int64_t x = op == 1 || op == 2 ? s(a) : static_cast<int64_t>(a), y = op == 1 ? s(b) : static_cast<int64_t>(b);
  uint64_t p = static_cast<uint64_t>(x) * static_cast<uint64_t>(y);
  return static_cast<uint32_t>(op ? p >> 32 : p);
}
static uint32_t div(int op, uint32_t a, uint32_t b) {   // div divu rem remu, 7.2
  bool overflow = a == 0x80000000u && b == 0xffffffffu;
  switch (op) {
    case 0: return b == 0 ? ~0u : overflow ? a : static_cast<uint32_t>(s(a) / s(b));
    case 1: return b == 0 ? ~0u : a / b;
    case 2: return b == 0 ? a : overflow ? 0 : static_cast<uint32_t>(s(a) % s(b));
    default: return b == 0 ? a : a % b;
  }
}
static unsigned div_limit(int op, uint32_t a, uint32_t b) {
  uint32_t x = op % 2 == 0 && s(a) < 0 ? 0 - a : a, y = op % 2 == 0 && s(b) < 0 ? 0 - b : b;
  unsigned bits = 0, zeros = 0;
  if (y == 0 || x < y) return 2;
  while (bits < 32 && x >> bits) bits += 4;
  zeros = (32 - bits) / 4;                              // nibbles, dropped four, two or one a cycle
  zeros = zeros / 4 + zeros / 2 % 2 + zeros % 2;
  return 1 + (zeros ? zeros : 1) + bits;
}

static void check(const char *unit, int op, uint32_t a, uint32_t b, uint32_t got, uint32_t want) {
  checks++;
  if (got == want) return;
  printf("%s op %d: %08x, %08x gives %08x, not %08x\n", unit, op, a, b, got, want);
  exit(1);
}
static void tick() {
  top->clk_i = 0; top->eval();
  top->clk_i = 1; top->eval();
}

// One division, killed after kill cycles if kill >= 0, its result left standing for hold cycles.
static void divide(int op, uint32_t a, uint32_t b, int kill, int hold) {
  unsigned cycles = 0, limit = div_limit(op, a, b);
  top->a_i = a; top->b_i = b; top->div_op_i = op; top->div_start_i = 1; top->div_kill_i = 0; top->div_ack_i = 0;
  top->clk_i = 0; top->eval();
  check("div idle", op, a, b, top->div_idle_o, 1);
  check("div result while idle", op, a, b, top->div_o, 0);
  tick();
  top->div_start_i = 0;
  top->a_i = static_cast<uint32_t>(rng()); top->b_i = static_cast<uint32_t>(rng()); top->div_op_i = rng() & 3;
  for (cycles = 1; ; cycles++) {
    if (kill >= 0 && cycles > static_cast<unsigned>(kill)) {
      top->div_kill_i = 1; tick(); top->div_kill_i = 0;
      return;
    }
    top->clk_i = 0; top->eval();
    if (top->div_done_o) break;
    if (cycles > limit) check("div cycles", op, a, b, cycles, limit);
    tick();
  }
  check("div cycles", op, a, b, cycles, limit);
  for (int i = 0; i < hold; i++) { check("div", op, a, b, top->div_o, div(op, a, b)); tick(); }
  check("div", op, a, b, top->div_o, div(op, a, b));
  top->div_ack_i = 1; tick(); top->div_ack_i = 0;
}

// The same of muldiv: 34 cycles and the one of the start, one more for a negative dividend.
static void muldiv(int op, uint32_t a, uint32_t b, int kill, int hold) {
  unsigned cycles = 0, takes = op >= 4 && op % 2 == 0 && s(a) < 0 ? 35 : 34;
  uint32_t want = op < 4 ? mul(op, a, b) : div(op - 4, a, b);
  top->a_i = a; top->b_i = b; top->md_op_i = op; top->md_start_i = 1;
  top->clk_i = 0; top->eval();
  check("muldiv idle", op, a, b, top->md_idle_o, 1);
  check("muldiv result while idle", op, a, b, top->md_o, 0);
  tick();
  top->md_start_i = 0;
  top->a_i = static_cast<uint32_t>(rng()); top->b_i = static_cast<uint32_t>(rng()); top->md_op_i = rng() & 7;
  for (cycles = 1; !top->md_done_o && cycles <= takes; cycles++) {
    if (kill >= 0 && cycles > static_cast<unsigned>(kill)) {
      top->md_kill_i = 1; tick(); top->md_kill_i = 0;
      return;
    }
    tick();
  }
  check("muldiv done", op, a, b, top->md_done_o, 1);
  check("muldiv cycles", op, a, b, cycles, takes);
  for (int i = 0; i < hold; i++) tick();
  check("muldiv", op, a, b, top->md_o, want);
  top->md_ack_i = 1; tick(); top->md_ack_i = 0;
}

static void pair(uint32_t a, uint32_t b) {
  top->a_i = a; top->b_i = b; top->clk_i = 0;
  for (int op = 0; op < Ops; op++) {
    const Op &u = op_table[op];
    uint32_t ob = op == SextB ? b & ~1u : op == SextH ? b | 1 : op == ZextH ? 0 : b, link = static_cast<uint32_t>(rng());
    top->unit_i = static_cast<uint8_t>(u.unit);
    top->funct3_i = u.funct3 == Any ? rng() & 7 : static_cast<uint8_t>(u.funct3);
    top->alt_i = u.alt == Any ? rng() & 3 : static_cast<uint8_t>(u.alt);
    top->b_i = ob; top->link_i = link; top->eval();
    check("alu", op, a, ob, top->alu_o, alu(op, a, ob, link));
    check("eq", op, a, ob, top->eq_o, a == ob);
    if (u.unit == UNone || u.unit == USet || u.unit == UPick)
      check("lt", op, a, ob, top->lt_o, is_unsigned(op) ? a < ob : s(a) < s(ob));
  }
  top->b_i = b;
  for (int op : {Clz, Ctz, Cpop, Rev8}) {
    top->count_i = static_cast<uint8_t>(op); top->eval();
    check("count", op, a, b, top->count_o, count(op, a));
  }
  for (int op = 0; op < 4; op++) {
    top->mul_op_i = op; top->mul_load_i = 1; tick(); top->mul_load_i = 0;
    check("mul", op, a, b, top->mul_o, mul(op, a, b));
  }
  for (int op = 0; op < 4; op++) {
    if (rng() % 4 == 0) divide(static_cast<int>(rng() & 3), b, a, static_cast<int>(rng() % 36), 0);
    divide(op, a, b, -1, static_cast<int>(rng() % 3));
    top->a_i = a; top->b_i = b;
  }
  if (rng() % 4 == 0) muldiv(static_cast<int>(rng() & 7), b, a, static_cast<int>(rng() % 34), 0);
  for (int op = 0; op < 8; op++) muldiv(op, a, b, -1, static_cast<int>(rng() % 2));
}

int main(int argc, char **argv) {
  rng.seed(argc > 1 ? strtoull(argv[1], nullptr, 0) : 1);
  VerilatedContext context;
  top = new Varith_tb(&context);
  top->rst_ni = 0; top->div_start_i = 0; top->div_kill_i = 0; top->div_ack_i = 0; top->mul_load_i = 0;
  top->md_start_i = 0; top->md_kill_i = 0; top->md_ack_i = 0;
  tick(); tick();
  top->rst_ni = 1;
  std::vector<uint32_t> corner = {0, 1, 2, 3, 5, 7, 0xff, 0x100, 0xffff, 0x10000, 0x1ffff, 0x7fffffff, 0x80000000, 0x80000001,
                                  0xfffffffe, 0xffffffff, 0xffff0000, 0xffff8000, 0x7fff, 0x8000, 0x55555555, 0xaaaaaaaa,
                                  0x00ff00ff, 0x12345678};
  for (int i = 0; i < 32; i++) corner.push_back(1u << i);
  for (uint32_t a : corner) for (uint32_t b : corner) pair(a, b);
  for (int i = 0; i < 20000; i++)
    pair(static_cast<uint32_t>(rng()) >> rng() % 32, static_cast<uint32_t>(rng()) >> rng() % 32);
  printf("%ld checks, 0 wrong\n", checks);
  top->final();
  delete top;
}

// predict_bench.cc - runs a program behind the front end, one instruction a cycle, and counts what the
// predictor gets wrong. The back end is d, x and one cycle more, as in the hart: an instruction popped in
// cycle t updates in t + 2 and redirects fetch in it; wrong-path instructions are popped meanwhile.
// Build: see test_predict.py. Arguments: binary image (at 0x8000_0000), memory latency, most cycles, seed of
// the memories' initial contents (which must not matter).
// Prints: instructions, cycles, branches, mispredicted in % of branches, bubbles not due to a mispredict.
// Repair: in the cycle after each redirect the predictor's history and return stack must be those of the
// program so far; counted, since a prediction undone at decode leaves a trace behind.
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>
#include "fetch_model.h"

static constexpr uint32_t kRam = 0x80000000u, kSize = 1u << 20;
static std::vector<uint8_t> ram(kSize);
static uint32_t x[32];

static uint32_t load(uint32_t a, int n) { uint32_t v = 0; memcpy(&v, &ram.at(a - kRam), static_cast<size_t>(n)); return v; }
static void store(uint32_t a, uint32_t v, int n) { memcpy(&ram.at(a - kRam), &v, static_cast<size_t>(n)); }

// One instruction, expanded; returns the next pc, or 1 at ebreak.
static uint32_t execute(uint32_t pc, uint32_t i, uint32_t len) {
  uint32_t op = i & 0x7f, rd = i >> 7 & 31, f3 = i >> 12 & 7, rs2 = i >> 20 & 31, f7 = i >> 25, next = pc + len;
  uint32_t a = x[i >> 15 & 31], b = x[rs2], r = 0, imm = static_cast<uint32_t>(static_cast<int32_t>(i) >> 20);
  int32_t sa = static_cast<int32_t>(a);
  bool write = true;
  auto rot = [](uint32_t v, uint32_t n) { n &= 31; return n ? v >> n | v << (32 - n) : v; };
  auto bad = [&]() { printf("pc %08x: %08x not known here\n", pc, i); exit(1); };
  switch (op) {
    case 0x37: r = i & 0xfffff000u; break;
    case 0x17: r = pc + (i & 0xfffff000u); break;
    case 0x6f: r = next; next = transfer(pc, i).target; break;
    case 0x67: r = next; next = (a + imm) & ~1u; break;
    case 0x63: {
      int32_t sb = static_cast<int32_t>(b);
      bool t = f3 == 0 ? a == b : f3 == 1 ? a != b : f3 == 4 ? sa < sb : f3 == 5 ? sa >= sb : f3 == 6 ? a < b : a >= b;
      if (t) next = transfer(pc, i).target;
      write = false;
      break;
    }
    case 0x03: {
      static const int size[] = {1, 2, 4, 0, 1, 2};
      r = load(a + imm, size[f3]);
      if (f3 == 0) r = static_cast<uint32_t>(static_cast<int8_t>(r));
      if (f3 == 1) r = static_cast<uint32_t>(static_cast<int16_t>(r));
      break;
    }
    case 0x23: store(a + ((imm & ~31u) | rd), b, 1 << f3); write = false; break;
    case 0x13: case 0x33: {
      bool im = op == 0x13;
      if (im) b = imm;
      int32_t sb = static_cast<int32_t>(b);
      if (!im && f7 == 1) {
        int64_t la = sa, lb = sb;
        switch (f3) {
          case 0: r = a * b; break;
          case 1: r = static_cast<uint32_t>(la * lb >> 32); break;
          case 2: r = static_cast<uint32_t>(la * static_cast<int64_t>(static_cast<uint64_t>(b)) >> 32); break;
          case 3: r = static_cast<uint32_t>(static_cast<uint64_t>(a) * b >> 32); break;
          case 4: r = b == 0 ? ~0u : static_cast<uint32_t>(la / lb); break;
          case 5: r = b == 0 ? ~0u : a / b; break;
          case 6: r = b == 0 ? a : static_cast<uint32_t>(la % lb); break;
          default: r = b == 0 ? a : a % b;
        }
        break;
      }
      if (im && f3 != 1 && f3 != 5) f7 = 0;
      switch (f7 << 3 | f3) {
        case 0: r = a + b; break;
        case 0x20 << 3: r = a - b; break;
        case 1: r = a << (b & 31); break;
        case 2: r = sa < sb; break;
        case 3: r = a < b; break;
        case 4: r = a ^ b; break;
        case 5: r = a >> (b & 31); break;
        case 0x20 << 3 | 5: r = static_cast<uint32_t>(sa >> (b & 31)); break;
        case 6: r = a | b; break;
        case 7: r = a & b; break;
        case 0x10 << 3 | 2: r = 2 * a + b; break;
        case 0x10 << 3 | 4: r = 4 * a + b; break;
        case 0x10 << 3 | 6: r = 8 * a + b; break;
        case 0x20 << 3 | 7: r = a & ~b; break;
        case 0x20 << 3 | 6: r = a | ~b; break;
        case 0x20 << 3 | 4: r = ~(a ^ b); break;
        case 5 << 3 | 4: r = sa < sb ? a : b; break;
        case 5 << 3 | 5: r = a < b ? a : b; break;
        case 5 << 3 | 6: r = sa > sb ? a : b; break;
        case 5 << 3 | 7: r = a > b ? a : b; break;
        case 4 << 3 | 4: r = a & 0xffff; break;
        case 0x14 << 3 | 1: r = a | 1u << (b & 31); break;
        case 0x24 << 3 | 1: r = a & ~(1u << (b & 31)); break;
        case 0x34 << 3 | 1: r = a ^ 1u << (b & 31); break;
        case 0x24 << 3 | 5: r = a >> (b & 31) & 1; break;
        case 0x30 << 3 | 5: r = rot(a, b); break;
        case 0x30 << 3 | 1:
          if (!im) { r = rot(a, 32 - (b & 31)); break; }
          switch (rs2) {
            case 0: r = a ? static_cast<uint32_t>(__builtin_clz(a)) : 32; break;
            case 1: r = a ? static_cast<uint32_t>(__builtin_ctz(a)) : 32; break;
            case 2: r = static_cast<uint32_t>(__builtin_popcount(a)); break;
            case 4: r = static_cast<uint32_t>(static_cast<int8_t>(a)); break;
            case 5: r = static_cast<uint32_t>(static_cast<int16_t>(a)); break;
            default: bad();
          }
          break;
        case 0x34 << 3 | 5: r = __builtin_bswap32(a); break;
        default: bad();
      }
      break;
    }
    case 0x73: return 1;
    default: bad();
  }
  if (write && rd) x[rd] = r;
  return next;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  Verilated::randSeed(atoi(argv[4]));
  Verilated::randReset(2);
  std::ifstream in(argv[1], std::ios::binary);
  std::vector<char> image((std::istreambuf_iterator<char>(in)), {});
  memcpy(ram.data(), image.data(), image.size());
  Bench b;
  b.bus.latency = atoi(argv[2]);
  b.bus.delay = [](int n) { return n; };
  b.bus.bad = [](uint32_t) { return false; };
  b.bus.read = [&](uint32_t a) -> uint64_t {
    uint64_t d = 0x1000000000000000ull;
    if (a == 0x1000) d = 0x00028067800002b7ull;                  // lui t0, 0x80000; jr t0
    if (a >= kRam && a - kRam < kSize) memcpy(&d, &ram[a - kRam], 8);
    return d;
  };
  b.t->halt_i = b.t->inval_i = b.t->redir_i = b.t->upd_valid_i = b.t->pop_i = 0;
  b.t->gnt_i = b.t->beat_i = 0;
  b.reset(kSize);
  Vfrontend_tb *t = b.t;
  struct Event { bool upd, redir; uint32_t pc, rvc, kind, taken, target, to, ptaken, ptarget, meta; };
  std::deque<Event> pipe(1, Event{});
  uint32_t expect = 0x1000;
  bool dead = false;
  uint64_t insns = 0, branches = 0, missed = 0, transfers = 0, jmissed = 0, decode = 0, empty = 0, misses = 0;
  uint64_t first_insn = 0;
  uint64_t hist = 0, returns = 0, rmissed = 0, repairs = 0, hist_wrong = 0, top_wrong = 0;
  std::vector<uint32_t> stack;
  bool check = false;
  struct Count { uint64_t n = 0, miss = 0; };
  std::map<uint32_t, Count> sites;
  for (uint64_t most = strtoull(argv[3], nullptr, 0); b.cycle < most;) {
    Event e = pipe.front();
    pipe.pop_front();
    t->redir_i = e.redir;
    t->redir_pc_i = e.to;
    t->upd_valid_i = e.upd;
    t->upd_mispredict_i = e.redir;
    t->upd_kind_i = static_cast<uint8_t>(e.kind);
    t->upd_taken_i = e.taken;
    t->upd_pc_i = e.pc;
    t->upd_rvc_i = e.rvc;
    t->upd_target_i = e.target;
    t->upd_pred_taken_i = e.ptaken;
    t->upd_pred_target_i = e.ptarget;
    t->upd_meta_i = static_cast<uint8_t>(e.meta);
    if (e.redir) { dead = false; pipe.assign(1, Event{}); }
    b.bus_inputs();
    if (check) {
      repairs++;
      hist_wrong += t->hist_o != hist;
      top_wrong += !stack.empty() && stack.size() < 8 && t->top_o != stack.back();
    }
    check = e.redir;
    Event out{};
    t->pop_i = t->valid_o && !t->redir_i;
    decode += t->ev_decode_redirect_o;
    misses += t->ev_miss_o;
    if (!t->pop_i && !dead && !e.redir && first_insn) empty++;
    if (t->pop_i && !dead) {
      uint32_t pc = t->pc_o, len = t->rvc_o ? 2 : 4;
      if (pc != expect) b.fail("pc", pc, expect);
      if (t->fault_o || t->illegal_o) b.fail("fault", pc, t->insn_o);
      if (!first_insn) first_insn = b.cycle;
      Transfer f = transfer(pc, t->insn_o);
      uint32_t next = execute(pc, t->insn_o, len);
      if (next == 1) break;
      insns++;
      bool taken = next != pc + len || f.kind == CfJump || f.kind == CfCall;
      if (!f.direct) f.target = next;
      bool miss = next != (t->taken_o ? t->target_o : pc + len);
      if (f.kind != CfNone || t->taken_o) {
        out = {true, miss, pc, len == 2, f.kind, taken, f.target, next, t->taken_o, t->target_o, t->meta_o};
        (f.kind == CfBranch ? branches : transfers)++;
        if (miss) (f.kind == CfBranch ? missed : jmissed)++;
        bool pops = f.kind == CfReturn || f.kind == CfReturnCall;
        returns += pops;
        rmissed += pops && miss;
        if (pops && !stack.empty()) stack.pop_back();
        if (f.kind == CfCall || f.kind == CfIndirectCall || f.kind == CfReturnCall) stack.push_back(pc + len);
        if (taken) {                                           // as hist_push of predict_pkg
          uint32_t last = (pc + len - 2) >> 1;
          hist = (hist << 2 | ((last ^ last >> 2 ^ last >> 4) & 3)) & ((1ull << 44) - 1);
        }
        auto &s = sites[pc];
        s.n++;
        s.miss += miss;
      }
      dead = miss;
      expect = next;
    }
    pipe.push_back(out);
    b.tick();
  }
  if (expect != 0 && getenv("SITES"))
    for (auto &s : sites)
      if (s.second.miss * 200 > missed) printf("  %08x %8llu %6llu\n", s.first, (unsigned long long)s.second.n, (unsigned long long)s.second.miss);
  printf("result %08x instructions %llu cycles %llu branches %llu mispredicted %.2f %% other transfers %llu mispredicted %llu "
         "decode redirects %llu bubbles %llu misses %llu returns %llu mispredicted %llu repairs %llu history wrong %llu top wrong %llu\n",
         x[10], (unsigned long long)insns, (unsigned long long)(b.cycle - first_insn), (unsigned long long)branches,
         100.0 * static_cast<double>(missed) / static_cast<double>(branches), (unsigned long long)transfers,
         (unsigned long long)jmissed, (unsigned long long)decode, (unsigned long long)empty, (unsigned long long)misses, (unsigned long long)returns,
         (unsigned long long)rmissed, (unsigned long long)repairs, (unsigned long long)hist_wrong, (unsigned long long)top_wrong);
  return 0;
}

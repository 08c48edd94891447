// dcache_bench.cc - random traffic of two load/store units over the snoop bus against a golden memory.
// Claim: every load returns what the order of visible stores and its own older stores say; no store is
// lost, reordered or doubled; AMO and SC are atomic; one writer or many readers; all operations finish.
// Build: see test_dcache.py. Arguments: seed, operations, memory latency, percent of stall cycles.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <random>
#include <vector>
#include "Vdcache_tb.h"
#include "verilated.h"

enum { Load, Store, Lr, Sc, Amo };
static constexpr uint32_t kBase = 0x80000000u, kSize = 0x10000u;
#ifndef LINE
#define LINE 32
#endif

struct Op { int kind, size, uns, amo; uint32_t addr, wdata; };
struct Piece { uint32_t addr; uint32_t mask, data; };              // part of a store in one word
struct Sample { uint32_t word[2]; size_t visible; uint32_t addr[2]; };

static std::mt19937_64 rng;
static uint32_t rnd(uint32_t n) { return static_cast<uint32_t>(rng() % n); }
static uint64_t cycle;
static uint8_t golden[kSize], memory[kSize];

[[noreturn]] static void fail(const char *what, int hart, uint32_t addr, uint32_t got, uint32_t want) {
  printf("cycle %llu hart %d: %s at %08x: got %08x, want %08x\n", (unsigned long long)cycle, hart, what, addr, got, want);
  exit(1);
}
static uint32_t word_at(const uint8_t *m, uint32_t a) {
  a = (a & ~3u) - kBase;
  return m[a] | m[a + 1] << 8 | m[a + 2] << 16 | static_cast<uint32_t>(m[a + 3]) << 24;
}
static void put(uint8_t *m, uint32_t a, uint32_t mask, uint32_t data) {
  a = (a & ~3u) - kBase;
  for (int b = 0; b < 4; b++) if (mask >> b & 1) m[a + b] = static_cast<uint8_t>(data >> 8 * b);
}
static uint32_t bytes(uint32_t mask) { uint32_t r = 0; for (int b = 0; b < 4; b++) if (mask >> b & 1) r |= 0xffu << 8 * b; return r; }

struct Hart {
  std::deque<Op> flight;                 // taken, not retired
  std::vector<Piece> stores;             // all store pieces in program order
  size_t visible = 0;                    // of them, visible so far
  Sample s{};
  bool resv = false; uint32_t resv_addr = 0; bool resv_broken = false;
  uint64_t retired = 0, last = 0;
  Op next{}; bool has = false;
};
static Hart H[2];

static Op make() {
  static const int weights[] = {45, 35, 4, 4, 12};
  Op o{};
  int w = static_cast<int>(rnd(100));
  for (o.kind = 0; w >= weights[o.kind]; o.kind++) w -= weights[o.kind];
  o.size = o.kind >= Lr ? 2 : static_cast<int>(rnd(3));
  o.uns = static_cast<int>(rnd(2)) && o.size < 2;
  static const int amos[] = {0, 1, 4, 8, 12, 16, 20, 24, 28};
  o.amo = amos[rnd(9)];
  // four sets, seven tags: conflicts in a 4-way set; a few words of each line
  o.addr = kBase + (rnd(7) << 12 & (kSize - 1)) + rnd(4) * LINE + rnd(LINE);
  if (rnd(20) == 0) o.addr = kBase + rnd(kSize - 8);
  if (o.kind >= Lr || rnd(100) < 80) o.addr &= ~((1u << o.size) - 1);
  o.wdata = static_cast<uint32_t>(rng());
  return o;
}
static uint32_t amo_new(int f, uint32_t a, uint32_t b) {
  switch (f) {
    case 0: return a + b; case 4: return a ^ b; case 12: return a & b; case 8: return a | b;
    case 16: return (int32_t)a < (int32_t)b ? a : b; case 20: return (int32_t)a > (int32_t)b ? a : b;
    case 24: return a < b ? a : b; case 28: return a > b ? a : b; default: return b;
  }
}
static void break_resv(int by, uint32_t addr, uint32_t mask) {
  Hart &o = H[1 - by];
  if (o.resv && (o.resv_addr & ~3u) == addr && mask) o.resv_broken = true;
}

static void performed(int h, uint32_t addr, int part) {
  H[h].s.word[part] = word_at(golden, addr);
  H[h].s.addr[part] = addr;
  if (part == 0) H[h].s.visible = H[h].visible;
}
static uint32_t own(const Hart &h, uint32_t addr, uint32_t w, size_t from) {
  for (size_t i = from; i < h.stores.size(); i++)
    if (h.stores[i].addr == (addr & ~3u)) w = (w & ~bytes(h.stores[i].mask)) | (h.stores[i].data & bytes(h.stores[i].mask));
  return w;
}

static void retire(int h, bool fault, uint32_t data) {
  Hart &x = H[h];
  if (x.flight.empty()) fail("retired nothing", h, 0, 0, 0);
  Op o = x.flight.front();
  x.flight.pop_front();
  x.retired++;
  x.last = cycle;
  if (fault) fail("unexpected fault", h, o.addr, 0, 0);
  unsigned n = 1u << o.size, off = o.addr & 3;
  if (o.kind == Store) {
    uint64_t d = static_cast<uint64_t>(n == 4 ? o.wdata : o.wdata & ((1u << 8 * n) - 1)) << 8 * off;
    uint32_t m = ((1u << n) - 1) << off;
    x.stores.push_back({o.addr & ~3u, m & 15, static_cast<uint32_t>(d)});
    if (m >> 4) x.stores.push_back({(o.addr & ~3u) + 4, m >> 4, static_cast<uint32_t>(d >> 32)});
  } else if (o.kind == Load) {
    uint64_t v = own(x, o.addr, x.s.word[0], x.s.visible);
    if (off + n > 4) v |= static_cast<uint64_t>(own(x, o.addr + 4, x.s.word[1], x.s.visible)) << 32;
    v >>= 8 * off;
    uint32_t want = static_cast<uint32_t>(v);
    if (n == 1) want = o.uns ? (uint8_t)want : (uint32_t)(int32_t)(int8_t)want;
    if (n == 2) want = o.uns ? (uint16_t)want : (uint32_t)(int32_t)(int16_t)want;
    if ((x.s.addr[0] & ~3u) != (o.addr & ~3u)) fail("performed another address", h, o.addr, x.s.addr[0], o.addr);
    if (want != data) fail("load", h, o.addr, data, want);
  } else if (o.kind == Lr || o.kind == Amo) {
    if (data != x.s.word[0]) fail(o.kind == Lr ? "lr" : "amo", h, o.addr, data, x.s.word[0]);
  }
  if (o.kind == Sc) x.resv = false;
  if (o.kind == Lr) { x.resv = true; x.resv_addr = o.addr; x.resv_broken = false; }
}

struct Req { uint32_t addr; uint64_t due; int beats; };

int main(int argc, char **argv) {
  uint64_t seed = argc > 1 ? strtoull(argv[1], nullptr, 0) : 1, ops = argc > 2 ? strtoull(argv[2], nullptr, 0) : 20000;
  unsigned latency = argc > 3 ? (unsigned)atoi(argv[3]) : 10, stall = argc > 4 ? (unsigned)atoi(argv[4]) : 0;
  rng.seed(seed);
  Verilated::randReset(2);
  Verilated::randSeed(static_cast<int>(seed));
  VerilatedContext ctx;
  ctx.randReset(2);
  ctx.randSeed(static_cast<int>(seed & 0x7fffffff) | 1);
  Vdcache_tb t(&ctx);
  for (auto &b : golden) b = static_cast<uint8_t>(rng());
  for (uint32_t i = 0; i < kSize; i++) memory[i] = golden[i];
  std::deque<Req> reads;
  bool writing = false; uint32_t waddr = 0; int wleft = 0; int bpending = 0;
  std::map<uint32_t, int> state[2];                   // line -> MESI, mirror of the tags
  std::map<uint32_t, uint32_t> where[2];              // set/way -> line
  t.rst_ni = 0;
  for (int k = 0; k < 4; k++) { t.clk_i = 1; t.eval(); t.clk_i = 0; t.eval(); }
  t.rst_ni = 1;
  uint64_t done = 0, limit = ops * 400 + 10000, forwards = 0, sc_ok = 0, sc_bad = 0;
  for (cycle = 0; done < ops; cycle++) {
    if (cycle > limit) fail("too slow", 0, 0, 0, 0);
    // inputs of this cycle
    for (int h = 0; h < 2; h++) {
      if (!H[h].has) { H[h].has = rnd(10) != 0; if (H[h].has) H[h].next = make(); }
      Op &o = H[h].next;
      if (H[h].has) t.op_valid_i |= 1 << h; else t.op_valid_i &= ~(1 << h);
      auto set = [h](auto &v, unsigned w, uint64_t x) { uint64_t m = ((1ull << w) - 1) << (w * h); v = (v & ~m) | (x << (w * h)); };
      { uint64_t v = t.op_kind_i; set(v, 3, o.kind); t.op_kind_i = v; }
      { uint64_t v = t.op_size_i; set(v, 2, o.size); t.op_size_i = v; }
      { uint64_t v = t.op_uns_i;  set(v, 1, o.uns);  t.op_uns_i = v; }
      { uint64_t v = t.op_amo_i;  set(v, 5, o.amo);  t.op_amo_i = v; }
      if (h == 0) { t.op_addr_i = (t.op_addr_i & ~0xffffffffull) | o.addr; t.op_wdata_i = (t.op_wdata_i & ~0xffffffffull) | o.wdata; }
      else { t.op_addr_i = (t.op_addr_i & 0xffffffffull) | (uint64_t)o.addr << 32; t.op_wdata_i = (t.op_wdata_i & 0xffffffffull) | (uint64_t)o.wdata << 32; }
    }
    bool ok = rnd(100) >= stall;
    t.mem_ready_i = ok && reads.size() < 2 && !writing && bpending == 0;
    t.mem_wready_i = writing && rnd(100) >= stall;
    bool rv = !reads.empty() && reads.front().due <= cycle && rnd(100) >= stall;
    if (t.mem_rvalid_i && !t.mem_rready_o) rv = true;   // stable until taken (rready of last cycle)
    rv = rv && !reads.empty() && reads.front().due <= cycle;
    t.mem_rvalid_i = rv;
    if (rv) {
      uint32_t a = reads.front().addr - kBase;
      uint64_t d = 0; for (int b = 7; b >= 0; b--) d = d << 8 | memory[a + b];
      t.mem_rdata_i = d;
    }
    t.mem_bvalid_i = bpending > 0 && rnd(3) == 0;
    if (t.mem_bvalid_i) bpending--;
    t.eval();
    // outputs of this cycle
    constexpr int kWords = sizeof t.chk_o / sizeof(uint32_t) / 2;   // of chk_t
    auto chk = [&](int h, int w) { return t.chk_o[h * kWords + w]; };
    for (int h = 0; h < 2; h++) {
      uint32_t f = chk(h, 0);
      if (f & 1) { performed(h, chk(h, 1), chk(h, 2) >> 8 & 1); }
    }
    for (int h = 0; h < 2; h++) {
      uint32_t f = chk(h, 0);
      if (f >> 3 & 1) {
        uint32_t a = chk(h, 9);
        if (word_at(golden, a) != chk(h, 10)) fail("fill", h, a, chk(h, 10), word_at(golden, a));
        if (word_at(golden, a + 4) != chk(h, 11)) fail("fill", h, a + 4, chk(h, 11), word_at(golden, a + 4));
      }
      if (!(f >> 1 & 1)) continue;
      Hart &x = H[h];
      uint32_t a = chk(h, 3), m = chk(h, 4) & 15, src = chk(h, 4) >> 8 & 3, d = chk(h, 5);
      break_resv(h, a, m);
      if (src == 0) {
        uint32_t mm = 0, dd = 0;
        size_t k = x.visible;
        while (mm != m) {
          if (k >= x.stores.size() || x.stores[k].addr != a || (x.stores[k].mask & ~m)) fail("store visible out of order", h, a, d, 0);
          dd = (dd & ~bytes(x.stores[k].mask)) | (x.stores[k].data & bytes(x.stores[k].mask));
          mm |= x.stores[k].mask; k++;
        }
        while (k < x.stores.size() && x.stores[k].addr == a && !(x.stores[k].mask & ~m) && (dd & bytes(m)) != (d & bytes(m))) {
          dd = (dd & ~bytes(x.stores[k].mask)) | (x.stores[k].data & bytes(x.stores[k].mask)); k++;
        }
        if ((dd & bytes(m)) != (d & bytes(m))) fail("store data", h, a, d, dd);
        x.visible = k;
        // The state must be M or be made so now.
      } else {
        if (x.visible != x.stores.size()) fail("atomic overtakes a store", h, a, 0, 0);
        Op o{}; bool found = false;
        for (auto &q : x.flight) if (q.kind == Amo || q.kind == Sc) { o = q; found = true; break; }
        if (!found || (o.addr & ~3u) != a) fail("atomic at the wrong place", h, a, 0, o.addr);
        uint32_t want = o.kind == Sc ? o.wdata : amo_new(o.amo, word_at(golden, a), o.wdata);
        if (d != want) fail("atomic data", h, a, d, want);
        if (src == 2) { sc_ok++; if (!x.resv || (x.resv_addr ^ a) >= LINE) fail("sc without lr", h, a, 0, 0);
                        if (x.resv_broken) fail("sc after foreign write", h, a, 0, 0); }
      }
      put(golden, a, m, d);
    }
    for (int h = 0; h < 2; h++) {
      uint32_t f = t.mon_o[h * 4];
      if (f & 1) {
        uint32_t line = t.mon_o[h * 4 + 1], st = f >> 1 & 3, way = f >> 4 & 15;
        uint32_t key = (line & (WAYBYTES - 1)) | way << 24;
        if (where[h].count(key) && where[h][key] != line) state[h][where[h][key]] = 0;
        where[h][key] = line;
        state[h][line] = (int)st;
        if (st >= 2 && state[1 - h][line] != 0) fail("two owners", h, line, st, state[1 - h][line]);
        if (st == 1 && state[1 - h][line] >= 2) fail("reader beside writer", h, line, st, state[1 - h][line]);
      }
    }
    for (int h = 0; h < 2; h++) {
      if (t.ret_o >> h & 1) {
        retire(h, t.ret_fault_o >> h & 1, (uint32_t)(t.ret_data_o >> 32 * h));
        done++;
      } else if (!H[h].flight.empty() && cycle - H[h].last > 5000) fail("stuck", h, H[h].flight.front().addr, 0, 0);
      if (t.op_take_o >> h & 1) { H[h].flight.push_back(H[h].next); H[h].has = false; }
    }
    // memory
    if (rv && t.mem_rready_o) {
      Req &r = reads.front();
      r.addr = (r.addr & ~(LINE - 1u)) | ((r.addr + 8) & (LINE - 1u));
      if (--r.beats == 0) reads.pop_front();
    }
    if (t.mem_wvalid_o && t.mem_wready_i) {
      uint64_t d = t.mem_wdata_o;
      for (int b = 0; b < 8; b++) memory[waddr - kBase + b] = (uint8_t)(d >> 8 * b);
      waddr = (waddr & ~(LINE - 1u)) | ((waddr + 8) & (LINE - 1u));
      if (--wleft == 0) { writing = false; bpending++; }
    }
    uint32_t mr = t.mem_req_o;                             // {valid, write, addr[31:3]}
    if ((mr >> 30 & 1) && t.mem_ready_i) {
      uint32_t a = (mr & 0x1fffffff) << 3;
      if (a < kBase || a >= kBase + kSize) fail("request outside RAM", 0, a, 0, 0);
      if (mr >> 29 & 1) { writing = true; waddr = a; wleft = LINE / 8; }
      else reads.push_back({a, std::max(cycle + latency, reads.empty() ? 0 : reads.back().due + LINE / 8), LINE / 8});
    }
    t.clk_i = 1; t.eval(); t.clk_i = 0;
  }
  (void)forwards; (void)sc_bad;
  if (sc_ok == 0 && ops >= 10000) fail("no SC succeeded", 0, 0, 0, 0);
  printf("ok: seed %llu, %llu operations in %llu cycles, %llu SC\n", (unsigned long long)seed, (unsigned long long)done, (unsigned long long)cycle, (unsigned long long)sc_ok);
  t.final();
  return 0;
}

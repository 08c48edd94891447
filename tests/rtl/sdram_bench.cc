// sdram_bench.cc - the SDRAM controller between a memory port that does what the machine's may do and the chip model, which
// refuses what a data sheet forbids (docs/ref/sdram.md). Built once for each set of parameters (test_sdram.py).
//   bench random SEED REQUESTS STALL [TIMING]   random traffic, STALL percent of cycles held back; data compared
//   bench refused RULE SEED [TIMING]            the same, and the chip must refuse for RULE
//   bench figures                               bandwidth and latency, lines of `FIGURE name value unit`
// TIMING: a name of sdram_chip.h, or "worst" with one limit a clock longer: worst,trcd+1
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "Vsdram.h"
#include "sdram_chip.h"
#include "sdram_map.h"
#include "verilated.h"

using namespace sim;

static const SdramShape kShape = {DQ, ROWS, COLS, 2};
static const unsigned kBeats = LINE / 8;
static const uint32_t kBytes = sdram_bytes(kShape);
static std::mt19937_64 rng;
static uint32_t rnd(uint32_t n) { return (uint32_t)(rng() % n); }

[[noreturn]] static void fail(const char *what, uint64_t cycle, uint32_t address)
{
  printf("cycle %llu: %s, line %08x\n", (unsigned long long)cycle, what, address);
  exit(1);
}

static SdramTiming timing_by(const std::string &text)
{
  size_t comma = text.find(',');
  const SdramTiming *known = sdram_timing(text.substr(0, comma));
  if (!known) {
    printf("no timing %s\n", text.c_str());
    exit(2);
  }
  SdramTiming t = *known;
  if (comma == std::string::npos) return t;
  std::string limit = text.substr(comma + 1);
  auto more = [](unsigned ns) {                // the least limit that needs one clock more
    unsigned clocks = (unsigned)(((uint64_t)ns * KHZ + 999999) / 1000000);
    return (unsigned)((uint64_t)clocks * 1000000 / KHZ + 1);
  };
  if (limit == "trcd+1") t.trcd = more(t.trcd);
  else if (limit == "trp+1") t.trp = more(t.trp);
  else if (limit == "trfc+1") t.trfc = more(t.trfc);
  else if (limit == "twr+1") t.twr_clocks = std::max(t.twr_clocks, (unsigned)(((uint64_t)t.twr * KHZ + 999999) / 1000000)) + 1;
  else if (limit == "tmrd+1") t.tmrd_clocks++;
  else exit(2);
  return t;
}

struct Request {
  bool write;
  uint32_t address;
  uint64_t accepted = 0, first = 0;
  unsigned beat = 0;
  uint64_t data[kBeats] = {};
};

struct Bench {
  VerilatedContext context;
  std::unique_ptr<Vsdram> top;
  std::vector<uint8_t> cells = std::vector<uint8_t>(kBytes), golden = std::vector<uint8_t>(kBytes);
  SdramChip chip;
  uint64_t cycle = 0;
  uint32_t late = 0;
  unsigned stall = 0;

  std::deque<Request> waiting;               // for the port; the first is being asked for
  std::deque<Request> reads, writes, owed;   // accepted: beats to come, beats to go, answers to come
  unsigned outstanding = 0;
  uint64_t last_read_cycle = 0, done = 0, worst_wait = 0;
  Request last;                              // the last read that has begun to come
  bool offered = false;

  explicit Bench(const SdramTiming &t, unsigned seed)
      : top(new Vsdram(&context)), chip(kShape, t, KHZ, [this](unsigned bank, unsigned row, unsigned column) {
          return &cells[sdram_address(kShape, bank, row, column)];
        })
  {
    rng.seed(seed);
    context.randReset(2);
    context.randSeed((int)seed + 1);
    for (auto &b : cells) b = 0;
    top->mem_req_i = 0;
    top->mem_wvalid_i = 0;
    for (unsigned i = 0; i < 8; i++) {
      top->rst_ni = 0;
      clock();
    }
    top->rst_ni = 1;
    while (!top->up_o && chip.violation().empty()) {
      if (top->mem_ready_o) fail("ready before it is up", cycle, 0);
      clock();
    }
  }
  void clock()
  {
    SdramPins pins = {};
    pins.cke = top->cke_o;
    pins.ras_n = top->cmd_o >> 2 & 1;
    pins.cas_n = top->cmd_o >> 1 & 1;
    pins.we_n = top->cmd_o & 1;
    pins.dqm = top->dqm_o;
    pins.ba = top->ba_o;
    pins.a = top->a_o;
    pins.driven = top->dq_oe_o;
    pins.dq = top->dq_o;
    chip.edge(pins);
    top->dq_i = LATE ? late : chip.dq();
    late = chip.dq();
    top->clk_i = 1;
    top->eval();
    top->clk_i = 0;
    top->eval();
    cycle++;
  }
  bool held() { return stall && rnd(100) < stall; }
  uint8_t *at(uint32_t address) { return &golden[address % kBytes]; }
  void ask(bool write, uint32_t address) { waiting.push_back({write, address % kBytes & ~7u}); }

  static uint32_t beat_at(const Request &r, unsigned beat)
  {
    return (r.address & ~(LINE - 1)) | ((r.address + 8 * beat) & (LINE - 1));
  }

  // One cycle at the port.
  void step()
  {
    bool valid = !waiting.empty() && (offered || !held());
    offered = valid;
    top->mem_req_i = valid ? 1u << 30 | (uint32_t)waiting[0].write << 29 | (0x80000000u + waiting[0].address) >> 3 : 0;
    bool wvalid = !writes.empty() && !held();
    top->mem_wvalid_i = wvalid;
    if (wvalid) top->mem_wdata_i = writes[0].data[writes[0].beat];
    else top->mem_wdata_i = rng();
    bool rready = !held();
    top->mem_rready_i = rready;

    if (top->mem_bvalid_o) {
      if (owed.empty() || owed[0].beat != kBeats) fail("an answer that no write waits for", cycle, 0);
      owed.pop_front();
      outstanding--;
      done++;
    }
    if (top->mem_rvalid_o) {
      if (reads.empty()) fail("a beat that no read waits for", cycle, 0);
      Request &r = reads[0];
      if (r.beat == 0 && !r.first) {
        r.first = cycle;
        worst_wait = std::max(worst_wait, cycle - r.accepted);
      }
      if (top->mem_rdata_o != r.data[r.beat]) {
        printf("beat %u is %016llx, must be %016llx\n", r.beat, (unsigned long long)top->mem_rdata_o,
               (unsigned long long)r.data[r.beat]);
        fail("wrong data", cycle, r.address);
      }
      if (rready && ++r.beat == kBeats) {
        last = r;
        last_read_cycle = cycle;
        reads.pop_front();
        outstanding--;
        done++;
      }
    }
    if (wvalid && top->mem_wready_o) {
      Request &r = writes[0];
      if (++r.beat == kBeats) writes.pop_front();
      for (Request &o : owed)
        if (o.beat != kBeats) {
          o.beat++;
          break;
        }
    }
    if (valid && top->mem_ready_o) {
      Request r = waiting[0];
      waiting.pop_front();
      offered = false;
      r.accepted = cycle;
      if (++outstanding > 2) fail("a third request is accepted", cycle, r.address);
      for (unsigned b = 0; b < kBeats; b++) {
        uint64_t &word = r.data[b];
        if (r.write) {
          word = rng();
          memcpy(at(beat_at(r, b)), &word, 8);
        } else {
          memcpy(&word, at(beat_at(r, b)), 8);
        }
      }
      (r.write ? writes : reads).push_back(r);
      if (r.write) owed.push_back(r);
    }
    clock();
  }
  void drain()
  {
    while ((outstanding || !waiting.empty()) && chip.violation().empty()) step();
    for (unsigned i = 0; i < 64 && chip.violation().empty(); i++) step();
  }
  // Everything is in the cell that the address map says: the model's cells are kept by address.
  void compare_cells()
  {
    for (uint32_t a = 0; a < kBytes; a += 8)
      if (memcmp(at(a), &cells[a], 8)) fail("the chip holds other data", cycle, a);
  }
};

// Runs of lines, few rows of one bank, distant lines, pauses; both directions.
static void random_traffic(Bench &b, unsigned requests)
{
  uint32_t address = 0, hot[6];
  for (uint32_t &h : hot) h = rnd(kBytes) & ~(LINE - 1);
  for (unsigned i = 0; i < requests && b.chip.violation().empty(); i++) {
    bool write = rnd(100) < 45;
    switch (rnd(8)) {
    case 0: address = rnd(kBytes); break;
    case 1: case 2: address = hot[rnd(6)] + rnd(4) * LINE; break;
    case 3: address ^= 0x1000u << rnd(12); break;
    default: address += LINE;
    }
    b.ask(write, address + 8 * rnd(kBeats));
    while (b.waiting.size() > 2) b.step();
    if (rnd(16) == 0)
      for (uint32_t n = rnd(rnd(8) ? 20 : 2000); n--; ) b.step();
    if (rnd(64) == 0) b.drain();
  }
  b.drain();
}

static int random_run(unsigned seed, unsigned requests, unsigned stall, const std::string &timing)
{
  Bench b(timing_by(timing), seed);
  b.stall = stall;
  random_traffic(b, requests);
  if (!b.chip.violation().empty()) {
    printf("SDRAM: %s\n", b.chip.violation().c_str());
    return 3;
  }
  b.compare_cells();
  printf("%llu requests, %llu cycles, %u refreshes, %llu activates, longest read %llu: all rules hold\n",
         (unsigned long long)b.done, (unsigned long long)b.cycle, b.chip.refreshes(),
         (unsigned long long)b.chip.activates(), (unsigned long long)b.worst_wait);
  return 0;
}

static int refused(const std::string &rule, unsigned seed, const std::string &timing)
{
  Bench b(timing_by(timing), seed);
  random_traffic(b, 4000);
  printf("SDRAM: %s\n", b.chip.violation().c_str());
  return b.chip.violation().compare(0, rule.size() + 1, rule + ":") == 0 ? 0 : 1;
}

#include "sdram_figures.h"

int main(int argc, char **argv)
{
  std::string what = argc > 1 ? argv[1] : "";
  if (what == "random" && argc >= 5)
    return random_run((unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]), (unsigned)atoi(argv[4]), argc > 5 ? argv[5] : "worst");
  if (what == "refused" && argc >= 4) return refused(argv[2], (unsigned)atoi(argv[3]), argc > 4 ? argv[4] : "worst");
  if (what == "figures") return figures();
  return 2;
}

// sdram_bench.cc - the SDRAM controller between a memory port that does what the machine's may do and the chip model, which
// refuses what a data sheet forbids (docs/ref/sdram.md). KIND picks a shape of sdram_tb.sv.
//   bench KIND random SEED REQUESTS STALL [TIMING]  random traffic, STALL percent of cycles held back; data compared
//   bench KIND wrong RULE                           the same, and the chip must refuse it for RULE
//   bench KIND figures                              bandwidth and latency, lines of `FIGURE name value unit`
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "Vsdram_tb.h"
#include "sdram_chip.h"
#include "sdram_map.h"
#include "verilated.h"

using namespace sim;

static const unsigned kMostBeats = 8;
static std::mt19937_64 rng;
static uint32_t rnd(uint32_t n) { return (uint32_t)(rng() % n); }

[[noreturn]] static void fail(const char *what, uint64_t cycle, uint32_t address)
{
  printf("cycle %llu: %s, line %08x\n", (unsigned long long)cycle, what, address);
  exit(1);
}

struct Request {
  bool write;
  uint32_t address;
  uint64_t accepted = 0, first = 0;
  unsigned beat = 0;
  uint64_t data[kMostBeats] = {};
};

// What the chip says against the controller.
struct Refused { std::string why; };

// A model of the wanted kind, which tells its shape.
struct Model {
  VerilatedContext context;
  Vsdram_tb top{&context};
  SdramShape shape;
  unsigned line, khz, late;

  Model(unsigned kind, unsigned seed)
  {
    rng.seed(seed);
    context.randReset(2);
    context.randSeed((int)seed + 1);
    top.kind_i = (uint8_t)kind;
    top.eval();
    shape = {top.shape_o[0], top.shape_o[1], top.shape_o[2], 2};
    line = top.shape_o[3], khz = top.shape_o[4], late = top.shape_o[6];
  }
};

struct Bench : Model {
  const uint32_t bytes = sdram_bytes(shape);
  const unsigned beats = line / 8;
  std::vector<uint8_t> cells = std::vector<uint8_t>(bytes), golden = std::vector<uint8_t>(bytes);
  SdramChip chip;
  uint64_t cycle = 0;
  uint32_t dq_before = 0;
  unsigned stall = 0;

  std::deque<Request> waiting;               // for the port; the first is being asked for
  std::deque<Request> reads, writes, owed;   // accepted: beats to come, beats to go, answers to come
  unsigned outstanding = 0;
  uint64_t done = 0, worst_wait = 0;
  Request last;                              // the last read that is through
  bool offered = false;

  explicit Bench(unsigned kind, unsigned seed, const char *timing = "worst")
      : Model(kind, seed), chip(shape, *sdram_timing(timing), khz, [this](unsigned bank, unsigned row, unsigned column) {
          return &cells[sdram_address(shape, bank, row, column)];
        })
  {
    top.mem_req_i = 0;
    top.mem_wvalid_i = 0;
    top.rst_ni = 0;
    for (unsigned i = 0; i < 2; i++) tick();     // before the chip has power
    top.rst_ni = 1;
    while (!top.up_o) {
      if (top.mem_ready_o) fail("ready before it is up", cycle, 0);
      clock();
    }
  }
  void tick()
  {
    top.clk_i = 1;
    top.eval();
    top.clk_i = 0;
    top.eval();
  }
  void clock()
  {
    SdramPins pins = {};
    pins.cke = top.cke_o;
    pins.ras_n = top.cmd_o >> 2 & 1;
    pins.cas_n = top.cmd_o >> 1 & 1;
    pins.we_n = top.cmd_o & 1;
    pins.dqm = top.dqm_o;
    pins.ba = top.ba_o;
    pins.a = top.a_o;
    pins.driven = top.dq_oe_o;
    pins.dq = top.dq_o;
    chip.edge(pins);
    if (!chip.violation().empty()) throw Refused{chip.violation()};
    top.dq_i = late ? dq_before : chip.dq();
    dq_before = chip.dq();
    tick();
    cycle++;
  }
  bool held() { return stall && rnd(100) < stall; }
  uint8_t *at(uint32_t address) { return &golden[address % bytes]; }
  void ask(bool write, uint32_t address) { waiting.push_back({write, address % bytes & ~7u}); }

  uint32_t beat_at(const Request &r, unsigned beat) const
  {
    return (r.address & ~(line - 1)) | ((r.address + 8 * beat) & (line - 1));
  }

  // One cycle at the port.
  void step()
  {
    bool valid = !waiting.empty() && (offered || !held());
    offered = valid;
    top.mem_req_i = valid ? 1u << 30 | (uint32_t)waiting[0].write << 29 | (0x80000000u + waiting[0].address) >> 3 : 0;
    bool wvalid = !writes.empty() && !held();
    top.mem_wvalid_i = wvalid;
    if (wvalid) top.mem_wdata_i = writes[0].data[writes[0].beat];
    else top.mem_wdata_i = rng();
    bool rready = !held();
    top.mem_rready_i = rready;

    if (top.mem_bvalid_o) {
      if (owed.empty() || owed[0].beat != beats) fail("an answer that no write waits for", cycle, 0);
      owed.pop_front();
      outstanding--;
      done++;
    }
    if (top.mem_rvalid_o) {
      if (reads.empty()) fail("a beat that no read waits for", cycle, 0);
      Request &r = reads[0];
      if (r.beat == 0 && !r.first) {
        r.first = cycle;
        worst_wait = std::max(worst_wait, cycle - r.accepted);
      }
      if (top.mem_rdata_o != r.data[r.beat]) {
        printf("beat %u is %016llx, must be %016llx\n", r.beat, (unsigned long long)top.mem_rdata_o,
               (unsigned long long)r.data[r.beat]);
        fail("wrong data", cycle, r.address);
      }
      if (rready && ++r.beat == beats) {
        last = r;
        reads.pop_front();
        outstanding--;
        done++;
      }
    }
    if (wvalid && top.mem_wready_o) {
      Request &r = writes[0];
      if (++r.beat == beats) writes.pop_front();
      for (Request &o : owed)
        if (o.beat != beats) {
          o.beat++;
          break;
        }
    }
    if (valid && top.mem_ready_o) {
      Request r = waiting[0];
      waiting.pop_front();
      offered = false;
      r.accepted = cycle;
      if (++outstanding > 2) fail("a third request is accepted", cycle, r.address);
      for (unsigned b = 0; b < beats; b++) {
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
    while (outstanding || !waiting.empty()) step();
    for (unsigned i = 0; i < 64; i++) step();
  }
  // Everything is in the cell that the address map says: the model's cells are kept by address.
  void compare_cells()
  {
    for (uint32_t a = 0; a < bytes; a += 8)
      if (memcmp(at(a), &cells[a], 8)) fail("the chip holds other data", cycle, a);
  }
};

// Runs of lines, few rows of one bank, distant lines, pauses; both directions.
static void random_traffic(Bench &b, unsigned requests)
{
  uint32_t address = 0, hot[6];
  for (uint32_t &h : hot) h = rnd(b.bytes) & ~(b.line - 1);
  for (unsigned i = 0; i < requests; i++) {
    bool write = rnd(100) < 45;
    switch (rnd(8)) {
    case 0: address = rnd(b.bytes); break;
    case 1: case 2: address = hot[rnd(6)] + rnd(4) * b.line; break;
    case 3: address ^= 0x1000u << rnd(12); break;
    default: address += b.line;
    }
    b.ask(write, address + 8 * rnd(b.beats));
    while (b.waiting.size() > 2) b.step();
    if (rnd(16) == 0)
      for (uint32_t n = rnd(rnd(8) ? 20 : 2000); n--; ) b.step();
    if (rnd(64) == 0) b.drain();
  }
  b.drain();
}

static int random_run(unsigned kind, unsigned seed, unsigned requests, unsigned stall, const char *timing)
{
  Bench b(kind, seed, timing);
  b.stall = stall;
  random_traffic(b, requests);
  b.compare_cells();
  printf("%llu requests, %llu cycles, %u refreshes, %llu activates, longest read %llu: all rules hold\n",
         (unsigned long long)b.done, (unsigned long long)b.cycle, b.chip.refreshes(),
         (unsigned long long)b.chip.activates(), (unsigned long long)b.worst_wait);
  return 0;
}

static int wrong(unsigned kind, const std::string &rule)
{
  try {
    Bench b(kind, 1);
    random_traffic(b, 4000);
  } catch (const Refused &r) {
    printf("SDRAM: %s\n", r.why.c_str());
    return r.why.compare(0, rule.size() + 1, rule + ":") != 0;
  }
  puts("not refused");
  return 1;
}

#include "sdram_figures.h"

int main(int argc, char **argv)
try {
  auto number = [&](int i) { return (unsigned)atoi(argv[i]); };
  std::string what = argc > 2 ? argv[2] : "";
  if (what == "random" && argc >= 6)
    return random_run(number(1), number(3), number(4), number(5), argc > 6 ? argv[6] : "worst");
  if (what == "wrong" && argc == 4) return wrong(number(1), argv[3]);
  if (what == "figures") return figures(number(1));
  return 2;
} catch (const Refused &r) {
  printf("SDRAM: %s\n", r.why.c_str());
  return 3;
}

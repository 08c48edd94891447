// clint_bench.cc - the CLINT's registers and interrupts, then random accesses of every width against a
// model that is compared in every cycle. docs/ref/clint.md. Argument: seed. TIMEDIV is the build's TimeDiv.
#include <cstring>
#include <random>

#include "Vclint.h"
#include "io_port.h"

static constexpr uint32_t kCmp = 0x4000, kTime = 0xbff8;

// Registers as bytes, as software sees them.
struct Model {
  uint8_t msip[2] = {0, 0};
  uint64_t cmp[2] = {~0ull, ~0ull}, time = 0;
  unsigned div = 0;
  bool timer[2] = {false, false};

  uint64_t *at(uint32_t addr)
  {
    uint32_t a = addr & 0xffff & ~7u;
    return a == kCmp ? &cmp[0] : a == kCmp + 8 ? &cmp[1] : a == kTime ? &time : nullptr;
  }
  uint32_t read(uint32_t addr, int bytes)
  {
    uint8_t word[8] = {0};
    if (uint64_t *reg = at(addr)) memcpy(word, reg, 8);
    else if ((addr & 0xffff) < 8) word[0] = msip[0], word[4] = msip[1];
    uint32_t value = 0;
    memcpy(&value, word + (addr & 7), bytes);
    return value;
  }
  void tick()
  {
    for (int h = 0; h < 2; h++) timer[h] = time >= cmp[h];
    if (++div == TIMEDIV) div = 0, time++;
  }
  void write(uint32_t addr, uint32_t value, int bytes)
  {
    if (uint64_t *reg = at(addr)) memcpy(reinterpret_cast<uint8_t *>(reg) + (addr & 7), &value, bytes);
    else if ((addr & 0xffff) < 8 && (addr & 3) == 0) msip[addr >> 2 & 1] = value & 1;
  }
};

struct Clint : IoDevice<Vclint> {
  Model model;
  bool writing = false;
  uint32_t addr = 0, value = 0;
  int bytes = 0;

  Clint()
  {
    reset();
    before_edge = [this] {
      compare();
      model.tick();
      if (writing) model.write(addr, value, bytes), writing = false;
    };
  }
  void compare()
  {
    CHECK_EQ(top.mtime_o, model.time);
    CHECK_EQ(top.irq_soft_o, model.msip[0] | model.msip[1] << 1);
    CHECK_EQ(top.irq_timer_o, model.timer[0] | model.timer[1] << 1);
  }
  void put(uint32_t a, uint32_t v, int n)
  {
    writing = true, addr = a, value = v, bytes = n;
    write(a, v, n);
  }
  void get(uint32_t a, int n)
  {
    uint32_t want = model.read(a, n);
    CHECK_EQ(read(a, n), want);
  }
};

static void directed()
{
  Clint c;
  CHECK_EQ(c.read(kCmp, 4), 0xffffffffu);
  CHECK_EQ(c.read(kCmp + 12, 4), 0xffffffffu);
  CHECK_EQ(c.top.irq_timer_o, 0);
  uint64_t from = c.top.mtime_o;
  c.steps(100 * TIMEDIV);
  CHECK_EQ(c.top.mtime_o, from + 100);         // exactly one tick in TimeDiv clocks
  c.put(0, ~0u, 4);                            // one bit of msip exists
  CHECK_EQ(c.read(0, 4), 1);
  CHECK_EQ(c.top.irq_soft_o, 1);
  c.put(1, 0xff, 1), c.put(2, 0, 2);           // other bytes do not reach it
  CHECK_EQ(c.top.irq_soft_o, 1);
  c.put(4, 1, 1), c.put(0, 0, 1);
  CHECK_EQ(c.top.irq_soft_o, 2);
  c.put(8, 1, 4);                              // no third hart
  CHECK_EQ(c.read(8, 4), 0);
  // carry into the upper half, with the lower half written at the moment of a tick and off it
  for (unsigned phase = 0; phase < TIMEDIV; phase++) {
    c.put(kTime + 4, 7, 4), c.put(kTime, 0xffffffffu, 4), c.steps(TIMEDIV);
    CHECK_EQ(c.top.mtime_o >> 32, 8);
    c.step();
  }
  // an interrupt while mtime is at or past mtimecmp, and not before
  c.put(kTime + 4, 0, 4), c.put(kTime, 0, 4), c.put(kCmp + 4, 0, 4), c.put(kCmp, 5, 4);
  while (c.top.mtime_o < 5) CHECK_EQ(c.top.irq_timer_o & 1, 0), c.step();
  c.steps(2);
  CHECK_EQ(c.top.irq_timer_o, 1);
  c.put(kCmp + 4, 1, 4), c.step();
  CHECK_EQ(c.top.irq_timer_o, 0);
}

static void random_accesses(unsigned seed)
{
  std::mt19937 rng(seed);
  Clint c;
  static const uint32_t bases[] = {0, 4, kCmp, kCmp + 4, kCmp + 8, kCmp + 12, kTime, kTime + 4, 8, 0x4010, 0xbff0, 0x2000, 0xfffc};
  for (int n = 0; n < 100000; n++) {
    int bytes = 1 << rng() % 3;
    uint32_t a = 0x02000000 + bases[rng() % 13] + (rng() % 4 & ~uint32_t(bytes - 1));
    // mostly small values, so that time meets its compare values
    uint32_t v = rng() % 3 ? uint32_t(rng() % 4) : uint32_t(rng());
    if (bytes < 4) v &= (1u << 8 * bytes) - 1;
    switch (rng() % 4) {
    case 0: c.put(a, v, bytes); break;
    case 1: c.get(a, bytes); break;
    default: c.steps(rng() % 30);
    }
  }
}

int main(int argc, char **argv)
{
  directed();
  random_accesses(argc > 1 ? unsigned(atoi(argv[1])) : 1);
  printf("clint: all rules hold\n");
}

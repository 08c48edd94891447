// gpio_bench.cc - the pins against the rules written out, cycle by cycle, under random accesses and inputs; then by hand
// what a driver of edges and levels does. Rules: FU540-C000 manual, chapter GPIO; docs/ref/gpio.md. Arguments: seed, width.
#include <random>

#include "Vgpio.h"
#include "io_port.h"

enum {
  IN = 0x00, IN_EN = 0x04, OUT_EN = 0x08, OUT = 0x0c, RISE_IE = 0x18, RISE_IP = 0x1c, FALL_IE = 0x20, FALL_IP = 0x24,
  HIGH_IE = 0x28, HIGH_IP = 0x2c, LOW_IE = 0x30, LOW_IP = 0x34, OUT_XOR = 0x40
};

static uint32_t mask;

// The specification: two registers for the input, one more for edges; pending bits are set whoever listens.
struct Golden {
  uint32_t first = 0, value = 0, before = 0, in_en = 0, out_en = 0, out = 0, ie[4] = {}, ip[4] = {};
  bool irq = false;

  void edge(uint32_t pins, bool write, uint32_t at, uint32_t data)
  {
    uint32_t cause[4] = {value & ~before, ~value & before, value, ~value & mask};
    bool line = false;
    for (int k = 0; k < 4; k++) {
      line |= (ie[k] & ip[k]) != 0;
      if (write && at == RISE_IP + 8u * k) ip[k] &= ~data;
      ip[k] |= cause[k];
      if (write && at == RISE_IE + 8u * k) ie[k] = data & mask;
    }
    before = value, value = first, first = pins & in_en & mask;
    irq = line;
    if (write && at == IN_EN) in_en = data & mask;
    if (write && at == OUT_EN) out_en = data & mask;
    if (write && at == OUT) out = data & mask;
  }
  uint32_t read(uint32_t at) const
  {
    if (at == IN) return value;
    if (at == IN_EN) return in_en;
    if (at == OUT_EN) return out_en;
    if (at == OUT) return out;
    for (int k = 0; k < 4; k++) {
      if (at == RISE_IE + 8u * k) return ie[k];
      if (at == RISE_IP + 8u * k) return ip[k];
    }
    return 0;
  }
};

struct Gpio : IoDevice<Vgpio> {
  Golden golden;
  Gpio()
  {
    reset();
    before_edge = [this] {
      bool write = (top.req_i[2] >> 4 & 3) == 3 && (top.req_i[1] & 15) == 15;
      CHECK_EQ(top.irq_o, golden.irq);
      CHECK_EQ(top.pin_o, golden.out);
      CHECK_EQ(top.pin_oe_o, golden.out_en);
      golden.edge(top.pin_i, write, top.req_i[1] >> 4 & 0xfff, top.req_i[0]);
    };
    step();                                      // the first after reset: low is seen
  }
  uint32_t rd(uint32_t a)
  {
    uint32_t want = golden.read(a), got = read(a, 4);
    CHECK(got == want, "register %x is %x, not %x, in cycle %d", a, got, want, int(cycle));
    return got;
  }
  void wr(uint32_t a, uint32_t v) { write(a, v, 4); }
  void pins(uint32_t v) { top.pin_i = v & mask, steps(4); }
};

static void random_traffic(unsigned seed)
{
  std::mt19937 rng(seed);
  Gpio g;
  for (int n = 0; n < 200000; n++) {
    if (rng() % 3 == 0) g.top.pin_i = uint32_t(rng() & (rng() % 4 ? rng() : ~0u)) & mask;
    uint32_t at = 4 * (rng() % 18);
    switch (rng() % 8) {
    case 0: case 1: g.rd(at); break;
    case 2: case 3: case 4: g.wr(at, uint32_t(rng() & rng())); break;
    case 5: g.write(at & ~3u, uint32_t(rng()), 2); break;          // narrow: nothing
    default: g.steps(rng() % 6);
    }
  }
}

static void by_hand()
{
  Gpio g;
  CHECK_EQ(g.top.pin_oe_o, 0);
  for (uint32_t at = 0; at <= OUT_XOR; at += 4) CHECK_EQ(g.rd(at), at == LOW_IP ? mask : 0);
  g.pins(mask);
  CHECK_EQ(g.rd(IN), 0);                         // not enabled
  g.wr(IN_EN, 1), g.steps(4);
  CHECK_EQ(g.rd(IN), 1);
  CHECK_EQ(g.rd(RISE_IP), 1);                    // enabling a pin that is high is an edge
  g.wr(RISE_IE, 1), g.steps(2);
  CHECK(g.top.irq_o, "rise");
  g.wr(RISE_IP, 1), g.steps(2);
  CHECK(!g.top.irq_o, "cleared, and high is no edge");
  g.pins(0);
  CHECK(!g.top.irq_o, "nor is falling one");
  CHECK_EQ(g.rd(FALL_IP), 1);
  g.wr(RISE_IE, 0), g.wr(HIGH_IE, 1), g.wr(HIGH_IP, mask), g.steps(2);
  CHECK(!g.top.irq_o, "low");
  g.pins(1);
  CHECK(g.top.irq_o, "high");
  g.wr(HIGH_IP, 1), g.steps(2);
  CHECK(g.top.irq_o, "still high: pending again");
  g.pins(0);
  CHECK(g.top.irq_o, "stays until cleared");
  g.wr(HIGH_IP, 1), g.steps(2);
  CHECK(!g.top.irq_o, "gone");
  CHECK_EQ(g.read(OUT, 1), 0);
  g.wr(OUT, ~0u);
  CHECK_EQ(g.read(OUT, 1), 0);                   // narrow reads are 0
  CHECK_EQ(g.read(OUT, 4), mask);
}

int main(int argc, char **argv)
{
  unsigned width = unsigned(atoi(argv[2]));
  mask = width == 32 ? ~0u : (1u << width) - 1;
  by_hand();
  random_traffic(unsigned(atoi(argv[1])));
  (void)argc;
  printf("gpio: %u pins, all rules hold\n", width);
}

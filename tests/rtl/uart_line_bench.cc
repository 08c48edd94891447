// uart_line_bench.cc - the serial line at its pins: every format sent bit by bit, and heard from a sender of another clock,
// with glitches, wrong parity, missing stop bits and breaks. docs/ref/uart.md. Argument: seed.
#include <deque>
#include <random>
#include <vector>

#include "Vuart_line.h"
#include "io_port.h"

enum { ErrParity = 1, ErrFrame = 2, ErrBreak = 4 };

struct Format {
  unsigned bit = 16;                           // clocks
  unsigned length = 8, stops = 1;
  bool parity = false, even = false, stick = false, send_break = false;

  uint32_t line() const                        // line_t of uart_pkg
  {
    return bit << 7 | unsigned(send_break) << 6 | unsigned(stick) << 5 | unsigned(even) << 4 | unsigned(parity) << 3 |
           (stops - 1) << 2 | (length - 5);
  }
  uint8_t kept(unsigned c) const { return uint8_t(c & ((1u << length) - 1)); }
  bool parity_of(unsigned c) const
  {
    bool ones = __builtin_popcount(kept(c)) & 1;
    return stick ? !even : even ? ones : !ones;
  }
  /** Levels of a character's bits, its start bit first, one stop bit. */
  std::vector<bool> bits(unsigned c) const
  {
    std::vector<bool> b{false};
    for (unsigned i = 0; i < length; i++) b.push_back(c >> i & 1);
    if (parity) b.push_back(parity_of(c));
    b.push_back(true);
    return b;
  }
};

struct Heard {
  uint8_t data;
  unsigned errors;
};

struct Bench {
  Vuart_line top;
  std::mt19937 rng;
  std::deque<Heard> heard;
  std::deque<uint8_t> to_send;
  uint64_t cycle = 0;

  explicit Bench(unsigned seed) : rng(seed)
  {
    top.rx_i = 1;
    top.line_i = Format().line();
    top.rst_ni = 0;
    for (int i = 0; i < 4; i++) step();
    top.rst_ni = 1;
    step();
  }
  unsigned rnd(unsigned n) { return unsigned(rng() % n); }
  double real(double low, double high) { return std::uniform_real_distribution<>(low, high)(rng); }

  void step()
  {
    top.clk_i = 0;
    top.tx_valid_i = !to_send.empty();
    if (!to_send.empty()) top.tx_data_i = to_send.front();
    top.eval();
    if (top.tx_ready_o) {
      CHECK(!to_send.empty(), "ready for nothing");
      to_send.pop_front();
    }
    if (top.rx_valid_o) heard.push_back({top.rx_data_o, top.rx_err_o});
    top.clk_i = 1;
    top.eval();
    cycle++;
  }
  void steps(uint64_t n) { while (n--) step(); }

  Format format(unsigned most_divisor = 4)
  {
    Format f;
    f.bit = 16 + rnd(16 * most_divisor);
    f.length = 5 + rnd(4), f.stops = 1 + rnd(2);
    f.parity = rnd(2), f.even = rnd(2), f.stick = rnd(4) == 0;
    top.line_i = f.line();
    return f;
  }
  /** Drives the line with levels of so many clocks each; fractions add up as time does. */
  double at = 0;
  void drive(bool level, double clocks)
  {
    top.rx_i = level;
    for (at += clocks; at >= 1; at -= 1) step();
  }
  void say(const std::vector<bool> &bits, double bit, double gap)
  {
    for (bool b : bits) drive(b, bit);
    drive(true, gap);
  }
  void expect(uint8_t data, unsigned errors)
  {
    CHECK(!heard.empty(), "nothing was heard");
    CHECK_EQ(heard.front().data, data);
    CHECK_EQ(heard.front().errors, errors);
    heard.pop_front();
  }
};

// Each clock of each bit is as the format says, one clock lies between two characters, and ready comes with the last one.
static void sends(unsigned seed)
{
  Bench b(seed);
  for (int round = 0; round < 300; round++) {
    Format f = b.format();
    std::vector<uint8_t> text(1 + b.rnd(4));
    for (uint8_t &c : text) c = uint8_t(b.rng());
    b.to_send.assign(text.begin(), text.end());
    b.steps(2);                                // taken; out of the pin's register
    for (uint8_t c : text) {
      std::vector<bool> bits = f.bits(c);
      if (f.stops == 2) bits.push_back(true);
      for (size_t i = 0; i < bits.size(); i++)
        for (unsigned n = 0; n < f.bit; n++) {
          CHECK(b.top.tx_o == bits[i], "round %d, bit %zu, clock %u of %u\n", round, i, n, f.bit);
          b.step();
        }
      CHECK(b.top.tx_o, "one clock of idle line");
      b.step();
    }
    CHECK(b.to_send.empty(), "all was taken");
    for (unsigned n = 0; n < 3 * f.bit; n++) b.step(), CHECK(b.top.tx_o, "idle line");
    f.send_break = true;
    b.top.line_i = f.line();
    b.steps(2);
    for (unsigned n = 0; n < b.rnd(100); n++) b.step(), CHECK(!b.top.tx_o, "break");
    f.send_break = false;
    b.top.line_i = f.line();
    b.steps(2);
    CHECK(b.top.tx_o, "end of the break");
  }
}

/** Random characters from a sender whose bits are longer by so much. @return characters that did not come as they were sent */
static int hears(Bench &b, double off, int characters)
{
  int lost = 0;
  for (int round = 0; round < characters / 20; round++) {
    Format f = b.format();
    std::vector<uint8_t> text;
    b.drive(true, b.real(20, 60) * f.bit);
    b.heard.clear();
    for (int i = 0; i < 20; i++) {
      text.push_back(f.kept(uint8_t(b.rng())));
      b.say(f.bits(text.back()), f.bit * (1 + off), b.rnd(2) ? 0 : b.real(0, 3) * f.bit);
    }
    b.drive(true, 12 * f.bit);
    for (size_t i = 0; i < text.size(); i++)
      lost += i >= b.heard.size() || b.heard[i].data != text[i] || b.heard[i].errors;
    lost += b.heard.size() > text.size();
  }
  b.heard.clear();
  return lost;
}

static void hears_other_clocks(unsigned seed)
{
  Bench b(seed);
  for (double off : {0.0, 0.01, -0.01, 0.02, -0.02, 0.03, -0.03}) CHECK_EQ(hears(b, off, 2000), 0);
  for (double off : {0.09, -0.09}) CHECK(hears(b, off, 200) > 0, "a bench that mistakes speeds\n");
}

static void errors(unsigned seed)
{
  Bench b(seed);
  for (int round = 0; round < 1000; round++) {
    Format f = b.format();
    unsigned c = f.kept(uint8_t(b.rng())), want = 0;
    std::vector<bool> bits = f.bits(c);
    if (f.parity && b.rnd(2)) bits[f.length + 1].flip(), want |= ErrParity;
    if (b.rnd(2)) bits.back() = false, want |= ErrFrame;
    bool ones = false;
    for (bool bit : bits) ones |= bit;
    if (!ones) want |= ErrBreak;
    b.drive(true, b.real(2, 3) * f.bit);
    b.say(bits, f.bit, b.real(1, 3) * f.bit);
    b.expect(uint8_t(c), want);
    b.say(f.bits(0x55), f.bit, 2 * f.bit);     // and all is well again
    b.expect(f.kept(0x55), 0);
    CHECK(b.heard.empty(), "heard once\n");
  }
}

// However long it is, a break is one character, and nothing more until the line is high again.
static void breaks(unsigned seed)
{
  Bench b(seed);
  for (int round = 0; round < 200; round++) {
    Format f = b.format();
    bool odd = f.parity && f.parity_of(0);     // the parity bit should have been 1
    b.drive(true, 2 * f.bit);
    b.drive(false, b.real(13, 60) * f.bit);
    b.drive(true, b.real(1, 2) * f.bit);
    b.expect(0, ErrBreak | ErrFrame | (odd ? ErrParity : 0));
    b.say(f.bits(0x2a), f.bit, f.bit);
    b.expect(f.kept(0x2a), 0);
    CHECK(b.heard.empty(), "a break is heard once\n");
  }
}

// A low pulse of less than 5/16 of a bit begins nothing; a pulse of less than a sixteenth in a character spoils one
// sample of three, and nothing.
static void glitches(unsigned seed)
{
  Bench b(seed);
  for (int round = 0; round < 1000; round++) {
    Format f = b.format(8);
    b.drive(true, b.real(2, 3) * f.bit);
    b.drive(false, b.real(1, f.bit * 5 / 16));
    b.drive(true, b.real(1, 2) * f.bit);
    CHECK(b.heard.empty(), "a glitch was heard\n");
    unsigned c = f.kept(uint8_t(b.rng())), hit = 1 + b.rnd(f.length);
    std::vector<bool> bits = f.bits(c);
    for (size_t i = 0; i < bits.size(); i++) {
      double before = i == hit ? b.real(0, f.bit - f.bit / 16) : 0, pulse = i == hit ? f.bit / 16 : 0;
      b.drive(bits[i], before);
      b.drive(!bits[i], pulse);
      b.drive(bits[i], f.bit - before - pulse);
    }
    b.drive(true, 2 * f.bit);
    b.expect(uint8_t(c), 0);
  }
}

int main(int argc, char **argv)
{
  unsigned seed = argc > 1 ? unsigned(atoi(argv[1])) : 1;
  sends(seed);
  hears_other_clocks(seed);
  errors(seed);
  breaks(seed);
  glitches(seed);
  printf("all rules hold\n");
}

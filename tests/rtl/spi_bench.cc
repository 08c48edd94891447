// spi_bench.cc - the SPI host against byte slaves at its pins: the four modes with random divisors and ways of selecting,
// times between edges and selects, FIFOs at their ends, watermarks, what a driver does; then random traffic.
// Rules: FU540-C000 manual, chapter SPI; docs/ref/spi.md. Argument: seed.
#include <deque>
#include <random>
#include <vector>

#include "Vspi.h"
#include "io_port.h"

enum {
  SCKDIV = 0x00, SCKMODE = 0x04, CSID = 0x10, CSDEF = 0x14, CSMODE = 0x18, DELAY0 = 0x28, DELAY1 = 0x2c, FMT = 0x40,
  TXDATA = 0x48, RXDATA = 0x4c, TXMARK = 0x50, RXMARK = 0x54, FCTRL = 0x60, IE = 0x70, IP = 0x74
};
enum { Auto = 0, Hold = 2, Off = 3 };
enum { Lsb = 4, TransmitOnly = 8 };
static const uint32_t kFlag = 1u << 31;

struct Spi : IoDevice<Vspi> {
  // The line as it was, and what the slaves have seen. A slave hears everything; `selected` says with which selects.
  struct Heard { uint8_t byte; unsigned selected; uint64_t first, last; };   // first, last: its first and last edge
  std::vector<Heard> heard;
  std::deque<uint8_t> answers;                   // what they send; 0xa5 when it is used up
  struct Change { uint64_t cycle; unsigned cs; };
  std::vector<Change> selects;
  unsigned pol = 0, pha = 0, delay = 0;          // cycles from an edge to miso
  unsigned sck = 0, cs = 3, bits = 0;
  uint8_t in = 0, out = 0;
  uint64_t first = 0, rise = 0;
  std::deque<std::pair<uint64_t, unsigned>> late;

  Spi()
  {
    before_edge = [this] { line(); };
    reset();
    selects.clear();
  }
  void drive(unsigned bit) { late.push_back({cycle + delay, bit}); }
  void load()
  {
    out = answers.empty() ? 0xa5 : answers.front();
    if (!answers.empty()) answers.pop_front();
    bits = 0;
  }
  void configure(unsigned mode)                  // the slave's side, on a quiet line
  {
    pol = mode >> 1, pha = mode & 1, sck = pol;
    load();
    if (!pha) drive(out >> 7);
  }
  void line()
  {
    if (top.cs_o != cs) selects.push_back({cycle, cs = top.cs_o});
    if (top.sck_o != sck) {
      sck = top.sck_o;
      bool leading = sck != pol;
      if (leading == !pha) {                     // sampled
        if (bits == 0 && !pha) first = cycle;
        in = uint8_t(in << 1 | top.mosi_o);
        if (++bits == 8) {
          heard.push_back({in, cs ^ 3u, first, cycle});
          load();
          if (!pha) bits = 0;
        }
      } else if (pha) {
        if (bits == 0) first = cycle;
        drive(out >> (7 - bits) & 1);
      }
      if (!leading && !pha) {
        if (!heard.empty() && bits == 0) heard.back().last = cycle;
        drive(out >> (7 - bits) & 1);
      }
    }
    while (!late.empty() && late.front().first <= cycle) top.miso_i = late.front().second, late.pop_front();
  }
  uint32_t rd(uint32_t a) { return read(a, 4); }
  void wr(uint32_t a, uint32_t v) { write(a, v, 4); }
  void quiet()                                   // until no edge for four periods
  {
    uint64_t still = 0, before = heard.size() + selects.size() + sck;
    uint64_t limit = 8 * (rd(SCKDIV) + 1) + 8;
    while (still < limit) {
      step();
      uint64_t now = heard.size() + selects.size() + sck;
      still = now == before ? still + 1 : 0;
      before = now;
    }
  }
  bool irq() { return step(), step(), top.irq_o; }
};

static uint8_t reversed(uint8_t v)
{
  uint8_t r = 0;
  for (int i = 0; i < 8; i++) r |= uint8_t((v >> i & 1) << (7 - i));
  return r;
}

static void reset_values()
{
  Spi s;
  static const struct { uint32_t at, value; } table[] = {
      {SCKDIV, 3}, {SCKMODE, 0}, {CSID, 0}, {CSDEF, 3}, {CSMODE, 0}, {DELAY0, 0x10001}, {DELAY1, 1}, {FMT, 0x80000},
      {TXDATA, 0}, {RXDATA, kFlag}, {TXMARK, 0}, {RXMARK, 0}, {FCTRL, 0}, {IE, 0}, {IP, 0}, {0x08, 0}, {0xffc, 0}};
  for (auto &t : table) CHECK(s.rd(t.at) == t.value, "register %x is %x", t.at, s.rd(t.at));
  CHECK_EQ(s.top.cs_o, 3);
  CHECK_EQ(s.top.sck_o, 0);
  for (auto &t : table)
    if (t.at != TXDATA) s.wr(t.at, 0xffffffff);
  CHECK_EQ(s.rd(SCKDIV), 0xfff);
  CHECK_EQ(s.rd(SCKMODE), 3);
  CHECK_EQ(s.rd(CSID), 1);
  CHECK_EQ(s.rd(CSDEF), 3);                      // so a driver finds two selects
  CHECK_EQ(s.rd(CSMODE), 3);
  CHECK_EQ(s.rd(DELAY0), 0x10001);
  CHECK_EQ(s.rd(DELAY1), 1);
  CHECK_EQ(s.rd(FMT), 0x8000c);
  CHECK_EQ(s.rd(TXMARK), 7);
  CHECK_EQ(s.rd(RXMARK), 7);
  CHECK_EQ(s.rd(IE), 3);
  CHECK_EQ(s.rd(IP), 1);
  CHECK_EQ(s.rd(FCTRL), 0);
  CHECK_EQ(s.rd(0x1000 + SCKDIV), 0xfff);        // the fabric decodes what is above the page
  CHECK_EQ(s.rd(0x80 + SCKDIV), 0);
  CHECK_EQ(s.top.sck_o, 1);                      // idle level of mode 3
  s.write(SCKDIV, 0x12, 2), s.write(CSMODE, 0, 1), s.write(TXDATA, 1, 1);      // narrow: nothing
  CHECK_EQ(s.rd(SCKDIV), 0xfff);
  CHECK_EQ(s.read(SCKDIV, 2), 0);
  CHECK_EQ(s.rd(CSMODE), 3);
  CHECK_EQ(s.rd(IP), 1);
  s.wr(CSDEF, 1);
  CHECK_EQ(s.top.cs_o, 1);
}

// One burst: bytes out and in, every edge and select where it belongs.
static void burst(std::mt19937 &rng, unsigned mode, unsigned div, unsigned csmode, unsigned id, bool lsb, unsigned csdef)
{
  auto rnd = [&](unsigned n) { return unsigned(rng() % n); };
  Spi s;
  s.wr(SCKDIV, div), s.wr(SCKMODE, mode), s.wr(CSID, id), s.wr(CSDEF, csdef), s.wr(FMT, lsb ? Lsb : 0);
  s.steps(4);
  s.delay = rnd(2 * (div + 1));
  std::vector<uint8_t> out, in;
  for (unsigned i = 0, n = 1 + rnd(8); i < n; i++) out.push_back(uint8_t(rng())), in.push_back(uint8_t(rng()));
  s.answers.assign(in.begin(), in.end());
  s.configure(mode);
  s.selects.clear(), s.cs = csdef;
  s.wr(CSMODE, csmode);
  for (uint8_t b : out) s.wr(TXDATA, b);
  s.quiet();
  CHECK_EQ(s.heard.size(), out.size());
  unsigned active = csdef ^ (csmode == Off ? 0 : 1u << id), half = div + 1;
  for (size_t i = 0; i < out.size(); i++) {
    const auto &h = s.heard[i];
    CHECK_EQ(h.byte, lsb ? reversed(out[i]) : out[i]);
    CHECK_EQ(h.selected ^ 3, active);
    CHECK_EQ(h.last - h.first, 15 * half);       // sixteen edges
    CHECK_EQ(s.rd(RXDATA), lsb ? reversed(in[i]) : in[i]);
    if (i && csmode != Auto) CHECK_EQ(h.first - s.heard[i - 1].first, 16 * half + 1);
  }
  CHECK_EQ(s.rd(RXDATA), kFlag);
  // selects: a period before the first edge, a period after the last, a period between two
  if (csmode == Off) CHECK_EQ(s.selects.size(), 0);
  if (csmode == Hold) {
    CHECK_EQ(s.selects.size(), 1);
    s.wr(CSMODE, rnd(2) ? Auto : Off);
    s.quiet();
    CHECK_EQ(s.selects.size(), 2);
  }
  if (csmode == Auto) CHECK_EQ(s.selects.size(), 2 * out.size());
  for (size_t i = 0; i < s.selects.size(); i += 2) {
    uint64_t on = s.selects[i].cycle, off = s.selects[i + 1].cycle;
    const auto &one = s.heard[i / 2], &last = csmode == Hold ? s.heard.back() : one;
    CHECK_EQ(s.selects[i].cs, active);
    CHECK_EQ(s.selects[i + 1].cs, csdef);
    CHECK_EQ(one.first - on, (mode & 1 ? 2 : 3) * half);
    CHECK(off - last.last >= (mode & 1 ? 3u : 2u) * half, "select is held after the last edge");
    if (i) CHECK(on - s.selects[i - 1].cycle >= 2 * half, "select rests");
  }
}

static void fifos()
{
  Spi s;
  s.wr(SCKDIV, 100), s.wr(CSMODE, Off);
  s.configure(0);
  // one goes into the shift register, eight wait: a driver finds the depth so
  unsigned n = 0;
  while (!(s.rd(TXDATA) & kFlag)) s.wr(TXDATA, n++);
  CHECK_EQ(n, 9);
  s.wr(TXDATA, 0x77);                            // lost
  s.quiet();
  CHECK_EQ(s.heard.size(), 9);
  for (unsigned i = 0; i < 9; i++) CHECK_EQ(s.heard[i].byte, i);
  // of nine received eight are kept, the first ones
  for (unsigned i = 0; i < 8; i++) CHECK_EQ(s.rd(RXDATA), 0xa5);
  CHECK_EQ(s.rd(RXDATA), kFlag);
  CHECK_EQ(s.rd(RXDATA), kFlag);
  s.wr(SCKDIV, 1);
  for (unsigned i = 0; i < 12; i++) s.answers.push_back(uint8_t(i));
  s.load();
  s.wr(TXDATA, 1), s.quiet();                    // what was loaded when the line was still
  s.rd(RXDATA);
  for (unsigned round = 0; round < 20; round++) {   // pointers go round
    uint8_t want = s.out;
    s.wr(TXDATA, round), s.quiet();
    CHECK_EQ(s.rd(RXDATA), want);
    CHECK_EQ(s.heard.back().byte, round);
  }
}

static void watermarks()
{
  for (unsigned mark = 0; mark < 8; mark++) {
    Spi s;
    s.wr(SCKDIV, 60), s.wr(CSMODE, Off), s.wr(TXMARK, mark), s.wr(RXMARK, mark);
    s.configure(0);
    s.wr(TXDATA, 0);                             // leaves the FIFO at once
    for (unsigned n = 0; n <= 8; n++) {
      CHECK_EQ(s.rd(IP) & 1, n < mark);
      s.wr(IE, 1), CHECK_EQ(s.irq(), n < mark);
      s.wr(IE, 2), CHECK(!s.irq(), "not the receiver's");
      if (n < 8) s.wr(TXDATA, n);
    }
    s.wr(IE, 2);
    size_t seen = 0;
    for (unsigned n = 0; n < 8; n++) {
      CHECK_EQ(s.rd(IP) >> 1, n > mark);
      CHECK_EQ(s.irq(), n > mark);
      while (s.heard.size() == seen) s.step();
      seen = s.heard.size();
      s.steps(70);                               // to the frame's end
    }
    CHECK_EQ(s.rd(IP) >> 1, 8 > mark);
    s.quiet();
    for (unsigned n = 8; n; n--) {
      CHECK_EQ(s.irq(), n > mark);
      s.rd(RXDATA);
    }
    CHECK(!s.irq(), "read empty");
    CHECK_EQ(s.rd(IP), mark ? 1 : 0);
  }
}

// A driver's messages: the end of one and the begin of the next while the last byte is still on its way.
static void driver()
{
  Spi s;
  s.wr(SCKDIV, 40), s.wr(TXMARK, 1);
  s.configure(0);
  s.wr(CSMODE, Hold), s.wr(FMT, TransmitOnly);
  s.wr(TXDATA, 0x9f), s.wr(TXDATA, 0x12);
  while (!(s.rd(IP) & 1)) {}                     // empty: the last byte is in the shift register
  uint64_t before = s.heard.size();
  s.wr(CSMODE, Auto), s.wr(FMT, 0), s.wr(SCKDIV, 5), s.wr(SCKMODE, 0), s.wr(CSMODE, Hold);
  CHECK_EQ(s.heard.size(), before);              // all that within one byte
  s.quiet();
  s.wr(TXDATA, 0x33);
  s.quiet();
  CHECK_EQ(s.heard.size(), 3);
  CHECK_EQ(s.heard[1].last - s.heard[1].first, 15 * 41);   // a frame keeps its divisor
  CHECK_EQ(s.selects.size(), 3);                 // on, off, on
  CHECK_EQ(s.rd(IP), 1 | 2);                     // the third one's, and it was the only one kept
  CHECK_EQ(s.rd(RXDATA) & kFlag, 0);
  CHECK_EQ(s.rd(RXDATA), kFlag);
  // another select ends the first
  s.wr(CSID, 1), s.wr(TXDATA, 0x44);
  s.quiet();
  CHECK_EQ(s.selects.size(), 5);
  CHECK_EQ(s.selects[3].cs, 3);
  CHECK_EQ(s.selects[4].cs, 1);
  CHECK_EQ(s.heard.back().selected, 2);
  // back and forth between two accesses ends it too
  s.wr(CSID, 0), s.wr(CSID, 1);
  s.quiet();
  CHECK_EQ(s.selects.size(), 6);
}

static void random_traffic(std::mt19937 &rng)
{
  auto rnd = [&](unsigned n) { return unsigned(rng() % n); };
  Spi s;
  s.wr(CSMODE, Hold), s.wr(SCKDIV, 0), s.wr(TXMARK, 4), s.wr(RXMARK, 3);
  s.delay = 1;
  std::deque<uint8_t> in;                        // what the slaves will answer, from the first frame on
  for (int i = 0; i < 40000; i++) in.push_back(uint8_t(rng()));
  s.answers = in;
  s.configure(0);
  std::vector<uint8_t> sent;
  size_t taken = 0;                              // received bytes that were read
  for (int n = 0; n < 60000; n++) {
    switch (rnd(6)) {
    case 0: case 1:
      if (!(s.rd(TXDATA) & kFlag) && sent.size() - taken < 8) {
        uint8_t c = uint8_t(rng());
        s.wr(TXDATA, c), sent.push_back(c);
      }
      break;
    case 2: case 3: {
      uint32_t v = s.rd(RXDATA);
      if (!(v & kFlag)) CHECK_EQ(v, in[taken++]);
      break;
    }
    case 4:
      if (rnd(50) == 0) {
        s.quiet();
        CHECK_EQ(s.heard.size(), sent.size());
        CHECK_EQ(s.rd(IP), 1u | (sent.size() - taken > 3 ? 2u : 0u));
        s.wr(SCKDIV, rnd(8));
      }
      break;
    default: s.steps(rnd(20));
    }
  }
  s.quiet();
  CHECK_EQ(s.heard.size(), sent.size());
  for (size_t i = 0; i < sent.size(); i++) CHECK_EQ(s.heard[i].byte, sent[i]);
  CHECK(sent.size() > 5000, "only %zu bytes", sent.size());
}

int main(int argc, char **argv)
{
  std::mt19937 rng(argc > 1 ? unsigned(atoi(argv[1])) : 1);
  reset_values();
  unsigned bursts = 0;
  for (unsigned mode = 0; mode < 4; mode++)
    for (unsigned csmode : {Auto, Hold, Off})
      for (int i = 0; i < 60; i++, bursts++)
        burst(rng, mode, i < 4 ? unsigned(i) : unsigned(rng() % 40), csmode, rng() & 1, rng() & 1, rng() & 3);
  fifos();
  watermarks();
  driver();
  random_traffic(rng);
  printf("spi: %u bursts in four modes, all rules hold\n", bursts);
}

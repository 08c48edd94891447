// sdram_figures.h - what sdram_bench measures: the port always asks, and takes and gives beats at once.
// Bandwidth is told as bytes a clock and as part of what the data pins can carry. Other address maps are had by permuting
// addresses before they are asked for.
#pragma once

using Map = uint32_t (*)(uint32_t);

static uint32_t as_it_is(uint32_t a) { return a; }
// Undoes the exclusive-or: the bank is bits 11:10.
static uint32_t without_fold(uint32_t a) { return a ^ sdram_fold(kShape, a >> 12 & ((1u << ROWS) - 1)) << 10; }
// Lines alternate banks: the bank is the two bits above the line.
static uint32_t line_interleaved(uint32_t a)
{
  constexpr uint32_t low = LINE == 32 ? 5 : 6, middle = 12 - low;
  uint32_t field = a >> low & ((1u << middle) - 1);
  field = field >> 2 | (field & 3) << (middle - 2);
  return (a & ~(0xfffu & ~(LINE - 1))) | field << low;
}

static void figure(const char *name, double value, const char *unit) { printf("FIGURE %s %.2f %s\n", name, value, unit); }

static const unsigned kLines = 4096;

// Keeps the port asked until all is through; returns bytes a clock, refreshes included.
template <class Next> static double bandwidth(Next next, Map map = as_it_is)
{
  Bench b(*sdram_timing("worst"), 1);
  for (unsigned i = 0; i < 2; i++) {
    auto [write, address] = next(i);
    b.ask(write, map(address));
  }
  uint64_t begin = b.cycle;
  for (unsigned i = 2; i < kLines; i++) {
    auto [write, address] = next(i);
    b.ask(write, map(address));
    while (b.waiting.size() > 2) b.step();
  }
  while (b.outstanding || !b.waiting.empty()) b.step();
  if (!b.chip.violation().empty()) {
    printf("SDRAM: %s\n", b.chip.violation().c_str());
    exit(3);
  }
  return (double)kLines * LINE / (double)(b.cycle - begin);
}

struct Ask { bool write; uint32_t address; };

static void rate(const char *name, double bytes)
{
  figure(name, bytes, "bytes/clock");
  figure((std::string(name) + "_of_pins").c_str(), 100 * bytes / (DQ / 8), "percent");
}

// Clocks from a request's acceptance to its first beat, the least of many: a refresh lengthens some.
static unsigned latency(Bench &b, uint32_t before, uint32_t address)
{
  uint64_t best = UINT64_MAX;
  for (unsigned i = 0; i < 40; i++) {
    b.ask(false, before);
    while (b.outstanding || !b.waiting.empty()) b.step();
    for (unsigned n = 0; n < 4; n++) b.step();
    b.ask(false, address);
    while (b.outstanding || !b.waiting.empty()) b.step();
    best = std::min(best, b.last.first - b.last.accepted);
  }
  return (unsigned)best;
}

static int figures()
{
  const uint32_t far = 128 * 1024;
  auto read = [](unsigned i) { return Ask{false, i * LINE}; };
  auto write = [](unsigned i) { return Ask{true, i * LINE}; };
  // A copy at this port: a line is read, and one of the destination goes out.
  auto copy = [=](unsigned i) { return Ask{(i & 1) != 0, (i & 1 ? far : 0) + i / 2 * LINE}; };
  // A stream of stores through a cache of 16 KiB, 4 ways: each line is read, and the one 16 KiB before it goes out.
  auto victims = [](unsigned i) { return Ask{(i & 1) != 0, (i & 1 ? 0 : 16384) + i / 2 * LINE}; };
  // Two harts read buffers of their own.
  auto two = [=](unsigned i) { return Ask{false, (i & 1 ? far : 0) + i / 2 * LINE}; };
  auto random = [](unsigned) { return Ask{rnd(3) == 0, rnd(kBytes) & ~(LINE - 1)}; };
  rate("read", bandwidth(read));
  rate("write", bandwidth(write));
  rate("copy", bandwidth(copy));
  rate("stores", bandwidth(victims));
  rate("two_reads", bandwidth(two));
  rate("random", bandwidth(random));
  struct { const char *name; Map map; } maps[] = {{"without_fold", without_fold}, {"line_interleaved", line_interleaved}};
  for (auto &m : maps) {
    std::string name = m.name;
    figure((name + "_read").c_str(), bandwidth(read, m.map), "bytes/clock");
    figure((name + "_copy").c_str(), bandwidth(copy, m.map), "bytes/clock");
    figure((name + "_stores").c_str(), bandwidth(victims, m.map), "bytes/clock");
    figure((name + "_two_reads").c_str(), bandwidth(two, m.map), "bytes/clock");
    figure((name + "_random").c_str(), bandwidth(random, m.map), "bytes/clock");
  }
  {
    Bench b(*sdram_timing("worst"), 1);
    figure("first_beat_open_row", latency(b, 0, 2 * LINE), "clocks");
    figure("first_beat_other_row", latency(b, 0, without_fold(0x2000) ^ without_fold(0)), "clocks");
  }
  Bench b(*sdram_timing("worst"), 1);
  b.stall = 0;
  random_traffic(b, 20000);
  figure("first_beat_longest", (double)b.worst_wait, "clocks");
  return 0;
}

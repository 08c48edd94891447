// sdram_figures.h - what sdram_bench measures: the port always asks, and takes and gives beats at once.
// Other address maps are had by permuting addresses before they are asked for.
#pragma once
#include <functional>

struct Ask { bool write; uint32_t address; };
using Pattern = std::function<Ask(const Bench &, unsigned)>;
using Map = std::function<uint32_t(const Bench &, uint32_t)>;

static const unsigned kLines = 2048;
static const uint32_t kFar = 128 * 1024;

static const struct { const char *name; Pattern next; } kPatterns[] = {
    {"read", [](const Bench &b, unsigned i) { return Ask{false, i * b.line}; }},
    {"write", [](const Bench &b, unsigned i) { return Ask{true, i * b.line}; }},
    // A line is read, one of a buffer 128 KiB further is written.
    {"copy", [](const Bench &b, unsigned i) { return Ask{(i & 1) != 0, (i & 1 ? kFar : 0) + i / 2 * b.line}; }},
    // A stream of stores through a cache of 16 KiB: each line is read, and the one 16 KiB before it goes out.
    {"stores", [](const Bench &b, unsigned i) { return Ask{(i & 1) != 0, (i & 1 ? 0 : 16384) + i / 2 * b.line}; }},
    // Two harts read a buffer each.
    {"two_reads", [](const Bench &b, unsigned i) { return Ask{false, (i & 1 ? kFar : 0) + i / 2 * b.line}; }},
    {"random", [](const Bench &b, unsigned) { return Ask{rnd(3) == 0, rnd(b.bytes) & ~(b.line - 1)}; }},
};

static const struct { const char *name; Map map; } kMaps[] = {
    {"", [](const Bench &, uint32_t a) { return a; }},
    // Undoes the exclusive-or: the bank is bits 11:10.
    {"plain_", [](const Bench &b, uint32_t a) {
       return a ^ sdram_fold(b.shape, a >> 12 & ((1u << b.shape.row_bits) - 1)) << 10;
     }},
    // Lines alternate banks: those are the two bits above the line, and the row's other bits above them.
    {"lines_", [](const Bench &b, uint32_t a) {
       unsigned low = b.line == 32 ? 5 : 6, middle = 12 - low;
       uint32_t field = a >> low & ((1u << middle) - 1);
       field = field >> 2 | (field & 3) << (middle - 2);
       return (a & ~(0xfffu & ~(b.line - 1))) | field << low;
     }},
};

static void figure(const std::string &name, double value, const char *unit)
{
  printf("FIGURE %s %.2f %s\n", name.c_str(), value, unit);
}

// Bytes a clock, refreshes included, of a port that is always asked.
static double bandwidth(unsigned kind, const Pattern &next, const Map &map)
{
  Bench b(kind, 1);
  uint64_t begin = b.cycle;
  for (unsigned i = 0; i < kLines; i++) {
    Ask a = next(b, i);
    b.ask(a.write, map(b, a.address));
    while (b.waiting.size() > 2) b.step();
  }
  while (b.outstanding || !b.waiting.empty()) b.step();
  return (double)kLines * b.line / (double)(b.cycle - begin);
}

// Clocks from a request's acceptance to its first beat, the least of many: a refresh lengthens some.
static double latency(Bench &b, uint32_t before, uint32_t address)
{
  uint64_t best = UINT64_MAX;
  for (unsigned i = 0; i < 80; i++) {
    b.ask(false, i & 1 ? address : before);
    while (b.outstanding || !b.waiting.empty()) b.step();
    for (unsigned n = 0; n < 4; n++) b.step();
    if (i & 1) best = std::min(best, b.last.first - b.last.accepted);
  }
  return (double)best;
}

// One bench at a time: Verilator's context of a thread is the one that was made last.
static int figures(unsigned kind)
{
  const unsigned pins = Bench(kind, 1).shape.dq_bits / 8;
  figure("pins", pins, "bytes/clock");
  for (auto &m : kMaps)
    for (auto &p : kPatterns) figure(std::string(m.name) + p.name, 100 * bandwidth(kind, p.next, m.map) / pins, "percent");
  Bench b(kind, 1);
  figure("open_row", latency(b, 0, 2 * b.line), "clocks");
  figure("other_row", latency(b, 0, kMaps[1].map(b, 0x2000)), "clocks");
  return 0;
}

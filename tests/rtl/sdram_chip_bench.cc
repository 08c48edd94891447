// sdram_chip_bench.cc - the chip model by itself: for each rule a script that keeps it by nothing to spare, which must pass,
// and the same a clock too early or with one thing wrong, which must be refused by that rule's name. No RTL.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "sdram_chip.h"

using namespace sim;

static int failures;

struct Script {
  std::vector<uint8_t> cells = std::vector<uint8_t>(1 << 16);
  SdramChip chip;
  SdramPins pins = {};

  explicit Script(unsigned khz = 100000, const char *timing = "worst")
      : chip({16, 13, 9, 2}, *sdram_timing(timing), khz, [this](unsigned bank, unsigned row, unsigned column) {
          return &cells[(bank << 13 | (row & 7) << 10 | column << 1) & 0xffff];
        })
  {
    pins.cke = true;
    command(7);
  }
  void command(unsigned code) { pins.ras_n = code >> 2, pins.cas_n = code >> 1 & 1, pins.we_n = code & 1; }
  Script &nop(unsigned clocks)
  {
    command(7);
    for (unsigned i = 0; i < clocks; i++) chip.edge(pins);
    return *this;
  }
  // The command's own clock and further NOPs: the next command comes so many clocks after this one.
  Script &send(unsigned code, unsigned bank, unsigned a, unsigned clocks)
  {
    command(code);
    pins.ba = bank, pins.a = a;
    chip.edge(pins);
    return nop(clocks - 1);
  }
  Script &act(unsigned bank, unsigned row, unsigned clocks) { return send(3, bank, row, clocks); }
  Script &read(unsigned bank, unsigned column, unsigned clocks) { return send(5, bank, column, clocks); }
  Script &write(unsigned bank, unsigned column, unsigned clocks, unsigned driven = 4)   // of words of four
  {
    command(4);
    pins.ba = bank, pins.a = column;
    for (unsigned i = 0; i < clocks; i++) {
      pins.driven = i < driven;
      pins.dq = 0x1100 + i;
      chip.edge(pins);
      command(7);
    }
    pins.driven = false;
    return *this;
  }
  Script &pre(unsigned bank, unsigned clocks) { return send(2, bank, 0, clocks); }
  Script &all(unsigned clocks) { return send(2, 0, 1 << 10, clocks); }
  Script &ref(unsigned clocks) { return send(1, 0, 0, clocks); }
  Script &mode(unsigned value, unsigned clocks) { return send(0, 0, value, clocks); }
  Script &init() { return nop(20000).all(3).refs(8).mode(0x22, 2); }
  Script &refs(unsigned n)
  {
    while (n--) ref(10);
    return *this;
  }
};

static void passes(const char *name, const Script &s)
{
  if (s.chip.violation().empty()) return;
  failures++;
  printf("%s: must pass, but: %s\n", name, s.chip.violation().c_str());
}

static void refused(const char *rule, const Script &s)
{
  const std::string &said = s.chip.violation(), start = std::string(rule) + ": ";
  printf("  %s\n", said.c_str());
  if (said.compare(0, start.size(), start) == 0) return;
  failures++;
  printf("%s: must be refused\n", rule);
}

// script(clocks) keeps the rule with `enough` clocks and breaks it with one fewer.
template <class F> static void bound(const char *rule, unsigned enough, F script)
{
  Script good, bad;
  script(good, enough);
  passes(rule, good);
  script(bad, enough - 1);
  refused(rule, bad);
}

template <class F> static void wrong(const char *rule, F script, unsigned khz = 100000, const char *timing = "worst")
{
  Script s(khz, timing);
  script(s);
  refused(rule, s);
}

template <class F> static void right(const char *name, F script, unsigned khz = 100000, const char *timing = "worst")
{
  Script s(khz, timing);
  script(s);
  passes(name, s);
}

static void times()
{
  bound("init", 20000, [](Script &s, unsigned n) { s.nop(n).all(3).refs(8).mode(0x22, 2); });
  bound("tRCD", 3, [](Script &s, unsigned n) { s.init().act(1, 5, n).read(1, 0, 4); });
  bound("tRCD", 3, [](Script &s, unsigned n) { s.init().act(1, 5, n).write(1, 0, 4); });
  bound("tRP", 3, [](Script &s, unsigned n) { s.init().act(1, 5, 5).pre(1, n).act(1, 6, 9); });
  bound("tRP", 3, [](Script &s, unsigned n) { s.init().act(1, 5, 5).all(n).ref(7); });
  bound("tRP", 3, [](Script &s, unsigned n) { s.nop(20000).all(n).refs(8); });
  bound("tRAS", 5, [](Script &s, unsigned n) { s.init().act(2, 5, n).pre(2, 3); });
  bound("tRRD", 2, [](Script &s, unsigned n) { s.init().act(2, 5, n).act(3, 5, 3); });
  bound("tWR", 2, [](Script &s, unsigned n) { s.init().act(0, 5, 3).write(0, 4, 3 + n).pre(0, 3); });
  bound("tRFC", 7, [](Script &s, unsigned n) { s.init().ref(n).act(0, 5, 3); });
  bound("tRFC", 7, [](Script &s, unsigned n) { s.init().ref(n).ref(7); });
  bound("tMRD", 2, [](Script &s, unsigned n) { s.nop(20000).all(3).refs(8).mode(0x22, n).act(0, 5, 3); });
  // tRC is more than tRAS and tRP together at few clocks only: 10, 6 and 3 clocks.
  wrong("tRC", [](Script &s) { s.nop(30000).all(5).refs(16).mode(0x32, 9).act(0, 1, 6).pre(0, 3).act(0, 2, 9); }, 133000, "IS42S16160");
  right("tRC", [](Script &s) { s.nop(30000).all(5).refs(16).mode(0x32, 9).act(0, 1, 6).pre(0, 4).act(0, 2, 9); }, 133000, "IS42S16160");
  // Two clocks of write recovery, though 20 ns are one at 50 MHz: two chips of three.
  auto recovery = [](Script &s) { s.nop(10000).all(2).refs(8).mode(0x22, 2).act(0, 5, 2).write(0, 4, 4).pre(0, 3); };
  wrong("tWR", recovery, 50000);
  wrong("tWR", recovery, 50000, "AS4C32M16");
  right("tWR", recovery, 50000, "MT48LC16M16");
  // 20 ns are enough for two of the three chips.
  auto clock20 = [](Script &s) { s.nop(10000).all(2).refs(8).mode(0x22, 2).act(0, 5, 1).read(0, 4, 4); };
  wrong("tRCD", clock20, 50000);
  wrong("tRCD", clock20, 50000, "AS4C32M16");
  right("tRCD", clock20, 50000, "MT48LC16M16");
  right("tRCD", clock20, 50000, "IS42S16160");
  right("init", [](Script &s) { s.nop(5000).all(2).refs(2).mode(0x22, 2).act(0, 5, 2); }, 50000, "MT48LC16M16");
}

static void states()
{
  wrong("init", [](Script &s) { s.nop(20000).ref(7); });
  wrong("init", [](Script &s) { s.nop(20000).all(3).refs(7).mode(0x22, 2); });
  wrong("init", [](Script &s) { s.nop(20000).all(3).refs(8).act(0, 5, 3); });
  wrong("init", [](Script &s) { s.nop(20000).mode(0x22, 2); });
  wrong("bank state", [](Script &s) { s.init().act(0, 5, 9).act(0, 6, 3); });
  wrong("bank state", [](Script &s) { s.init().act(0, 5, 9).read(1, 0, 4); });
  wrong("bank state", [](Script &s) { s.init().act(0, 5, 9).pre(0, 3).write(0, 0, 4); });
  wrong("bank state", [](Script &s) { s.init().act(3, 5, 9).ref(7); });
  wrong("bank state", [](Script &s) { s.init().act(3, 5, 9).mode(0x22, 7); });
  wrong("address", [](Script &s) { s.init().act(3, 1 << 13, 9); });
  wrong("auto precharge", [](Script &s) { s.init().act(0, 5, 3).read(0, 1 << 10, 9); });
  wrong("command", [](Script &s) { s.init().act(0, 5, 3).read(0, 0, 9).send(6, 0, 0, 1); });
  wrong("CKE", [](Script &s) { s.init().pins.cke = false, s.nop(1); });
  wrong("mode", [](Script &s) { s.nop(20000).all(3).refs(8).mode(0x42, 2); });
  wrong("mode", [](Script &s) { s.nop(20000).all(3).refs(8).mode(0x2a, 2); });
  wrong("CAS latency", [](Script &s) { s.nop(30000).all(5).refs(16).mode(0x22, 2); }, 133000, "IS42S16160");
  right("deselected", [](Script &s) {
    s.init().pins.cs_n = true;
    s.act(0, 5, 1).act(0, 6, 1).read(2, 0, 1);
  });
}

static void bursts()
{
  auto open = [](Script &s) -> Script & { return s.init().act(0, 5, 3).act(1, 5, 3); };
  bound("burst", 4, [&](Script &s, unsigned n) { open(s).read(0, 0, n).read(1, 8, 9); });
  bound("burst", 4, [&](Script &s, unsigned n) { open(s).write(0, 0, n).write(0, 8, 9); });
  bound("burst", 4, [&](Script &s, unsigned n) { open(s).write(0, 0, n).read(0, 8, 9); });
  bound("burst", 4, [&](Script &s, unsigned n) { open(s).read(0, 0, n).pre(0, 9); });
  wrong("burst", [&](Script &s) { open(s).write(0, 0, 3).pre(0, 9); });
  right("burst", [&](Script &s) { open(s).read(0, 0, 2).pre(1, 9); });                // of another bank
  // With latency 2 the last word is there 5 clocks after READ; WRITE not before 7.
  bound("turnaround", 7, [&](Script &s, unsigned n) { open(s).read(0, 0, n).write(0, 8, 4); });
  wrong("contention", [&](Script &s) { open(s).read(0, 0, 3).pins.driven = true, s.nop(1); });
  wrong("contention", [&](Script &s) { open(s).read(0, 0, 1).pins.driven = true, s.nop(1); });
  wrong("contention", [&](Script &s) { open(s).read(0, 0, 6).pins.driven = true, s.nop(1); });
  right("contention", [&](Script &s) { open(s).read(0, 0, 7).pins.driven = true, s.nop(1); });
  wrong("write data", [&](Script &s) { open(s).write(0, 0, 4, 3); });
  wrong("mask", [&](Script &s) { open(s).pins.dqm = true, s.write(0, 0, 4); });
}

static void refreshes()
{
  // 9 may be owed: at 78 us and a little the tenth is. 64 clocks pass between two looks.
  right("refresh", [](Script &s) { s.init().nop(7700); });
  wrong("refresh", [](Script &s) { s.init().nop(7900); });
  right("refresh", [](Script &s) { s.init().nop(7700).refs(9).nop(6900).refs(9).nop(6900); });
  // A row may not be open for ever, however many refreshes came before.
  right("tRAS max", [](Script &s) { s.init().refs(20).act(1, 5, 9900); });
  wrong("tRAS max", [](Script &s) { s.init().refs(20).act(1, 5, 10100); });
}

// Words come back from where they were put, in the burst's order, latency after READ.
static void data()
{
  for (unsigned latency : {2, 3}) {
    Script s;
    s.nop(20000).all(3).refs(8).mode(latency << 4 | 2, 2).act(2, 5, 3).write(2, 6, 4).command(5);
    s.pins.ba = 2, s.pins.a = 6;
    for (unsigned i = 0; i < latency + 4; i++) {
      s.chip.edge(s.pins);
      s.command(7);
      unsigned word = i + 1 - latency;
      if (i + 1 >= latency && word < 4 && s.chip.dq() != 0x1100 + word) {
        failures++;
        printf("latency %u: word %u is %x\n", latency, word, s.chip.dq());
      }
    }
    // Column 6 of a block of four: 6, 7, 4, 5.
    static const unsigned order[] = {6, 7, 4, 5};
    for (unsigned i = 0; i < 4; i++)
      if (s.cells[(2 << 13 | 5 << 10 | order[i] << 1) & 0xffff] != i) failures++, printf("word %u is elsewhere\n", i);
    passes("data", s);
  }
}

int main()
{
  times();
  states();
  bursts();
  refreshes();
  data();
  if (sdram_timing("MT48LC64M4")) failures++, printf("a name that is none\n");
  if (failures) return 1;
  puts("all rules hold");
  return 0;
}

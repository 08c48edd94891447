// plic_bench.cc - the PLIC against chapters 3 to 9 of its specification, written out for every id and context: rules
// one by one, then random levels and random accesses of every width; all lines are compared in every cycle.
// docs/ref/plic.md. Argument: seed. IDS are the build's wired sources, ascending.
#include <iterator>
#include <random>
#include <vector>

#include "Vplic.h"
#include "io_port.h"

static const std::vector<unsigned> kIds = {IDS};
static constexpr uint32_t kBase = 0x0c000000, kPending = 0x1000, kEnable = 0x2000, kThreshold = 0x200000, kClaim = 0x200004;
static constexpr unsigned kContexts = 4;

static uint32_t enable_at(unsigned c) { return kEnable + 0x80 * c; }
static uint32_t threshold_at(unsigned c) { return kThreshold + 0x1000 * c; }
static uint32_t claim_at(unsigned c) { return kClaim + 0x1000 * c; }

struct Spec {
  bool wired[32] = {}, level[32] = {}, pending[32] = {}, claimed[32] = {}, enabled[kContexts][32] = {};
  uint32_t priority[32] = {}, threshold[kContexts] = {};
  bool line[kContexts] = {};

  Spec()
  {
    for (unsigned id : kIds) wired[id] = true;
  }
  unsigned best(unsigned c) const                // chapter 8: whatever the threshold
  {
    unsigned found = 0;
    for (unsigned id = 1; id < 32; id++)
      if (pending[id] && enabled[c][id] && priority[id] > (found ? priority[found] : 0)) found = id;
    return found;
  }
  uint32_t read(uint32_t offset) const
  {
    uint32_t bits = 0;
    if (offset < 0x80) return priority[offset / 4];
    if (offset == kPending) {
      for (unsigned id = 0; id < 32; id++) bits |= uint32_t(pending[id]) << id;
      return bits;
    }
    for (unsigned c = 0; c < kContexts; c++) {
      if (offset == enable_at(c))
        for (unsigned id = 0; id < 32; id++) bits |= uint32_t(enabled[c][id]) << id;
      if (offset == threshold_at(c)) return threshold[c];
      if (offset == claim_at(c)) return best(c);
    }
    return bits;
  }
  // A cycle: levels reach the gateways, and an access does what it does.
  void tick(bool access, bool write, uint32_t offset, uint32_t value)
  {
    for (unsigned c = 0; c < kContexts; c++) {
      line[c] = false;
      for (unsigned id = 1; id < 32; id++) line[c] |= pending[id] && enabled[c][id] && priority[id] > threshold[c];
    }
    Spec before = *this;
    for (unsigned id = 1; id < 32; id++)
      if (wired[id] && level[id] && !claimed[id]) pending[id] = true;
    if (!access) return;
    if (write && offset < 0x80 && wired[offset / 4]) priority[offset / 4] = value & 7;
    for (unsigned c = 0; c < kContexts; c++) {
      if (write && offset == enable_at(c))
        for (unsigned id = 1; id < 32; id++) enabled[c][id] = wired[id] && (value >> id & 1);
      if (write && offset == threshold_at(c)) threshold[c] = value & 7;
      unsigned id = write ? value & 31 : before.best(c);
      if (offset != claim_at(c) || !id) continue;
      if (!write) pending[id] = false, claimed[id] = true;
      else if (before.enabled[c][id]) claimed[id] = false;
    }
  }
};

struct Plic : IoDevice<Vplic> {
  Spec spec;
  bool access = false, writing = false;
  uint32_t offset = 0, value = 0;

  Plic()
  {
    top.irq_i = 0;
    reset();
    before_edge = [this] {
      for (unsigned c = 0; c < kContexts; c++) CHECK_EQ((c & 1 ? top.irq_s_o : top.irq_m_o) >> c / 2 & 1, spec.line[c]);
      spec.tick(access, writing, offset, value);
      access = writing = false;
    };
  }
  void raise(unsigned id, bool on)
  {
    spec.level[id] = on;
    for (unsigned i = 0; i < kIds.size(); i++)
      if (kIds[i] == id) top.irq_i = on ? top.irq_i | 1u << i : top.irq_i & ~(1u << i);
  }
  void put(uint32_t at, uint32_t v, int bytes = 4)
  {
    access = bytes == 4, writing = true, offset = at, value = v;
    write(kBase + at, bytes == 4 ? v : v & ((1u << 8 * bytes) - 1), bytes);
  }
  uint32_t get(uint32_t at, int bytes = 4)
  {
    uint32_t want = bytes == 4 ? spec.read(at) : 0;
    access = bytes == 4, offset = at;
    uint32_t got = read(kBase + at, bytes);
    CHECK_EQ(got, want);
    return got;
  }
};

static void directed()
{
  Plic p;
  unsigned first = kIds.front(), last = kIds.back();
  for (unsigned id : kIds) p.put(4 * id, 0xffffffff), CHECK_EQ(p.get(4 * id), 7);
  p.put(0, 7), CHECK_EQ(p.get(0), 0);                    // there is no source 0
  for (unsigned c = 0; c < kContexts; c++) p.put(enable_at(c), ~0u), CHECK_EQ(p.get(threshold_at(c)), 0);
  p.raise(first, true), p.raise(last, true), p.steps(3);
  CHECK_EQ(p.top.irq_m_o, 3), CHECK_EQ(p.top.irq_s_o, 3);
  CHECK_EQ(p.get(kPending), 1u << first | 1u << last);
  p.put(threshold_at(3), 7), p.steps(2);                 // hart 1's S-mode does not want to be told ...
  CHECK_EQ(p.top.irq_s_o, 1);
  CHECK_EQ(p.get(claim_at(3)), first);                   // ... but may ask: the lowest id of equals
  CHECK_EQ(p.get(claim_at(0), 1), 0);                    // no claim by a byte
  if (first != last) CHECK_EQ(p.get(claim_at(2)), last);
  CHECK_EQ(p.get(claim_at(2)), 0);                       // everything is claimed, though both are still high
  CHECK_EQ(p.top.irq_m_o, 0);
  p.put(enable_at(1), 0), p.put(claim_at(1), first), p.steps(2);
  CHECK_EQ(p.get(kPending), 0);                          // completed where it is not enabled: ignored
  p.put(claim_at(0), first), p.steps(2);                 // by another context than the claimer: that is enough
  CHECK_EQ(p.get(kPending), 1u << first);
  p.raise(first, false), p.steps(2);
  CHECK_EQ(p.get(kPending), 1u << first);                // the level fell, the request stands
  CHECK_EQ(p.get(claim_at(0)), first);
  p.put(claim_at(0), first), p.steps(2);
  CHECK_EQ(p.get(kPending), 0);
  p.raise(last, true), p.put(4 * last, 0), p.put(claim_at(0), last), p.steps(2);
  CHECK_EQ(p.get(kPending), 1u << last);                 // priority 0: pending, and that is all
  CHECK_EQ(p.top.irq_m_o, 0), CHECK_EQ(p.get(claim_at(0)), 0);
}

static void random_traffic(unsigned seed)
{
  std::mt19937 rng(seed);
  auto rnd = [&](unsigned n) { return unsigned(rng() % n); };
  auto id = [&] { return rnd(8) ? kIds[rnd(unsigned(kIds.size()))] : rnd(32); };
  static const uint32_t empty[] = {0x80, 0xffc, 0x1004, 0x2004, 0x207c, 0x2200, 0x204000, 0x200008, 0x201ffc, 0x3fffffc, 0x400004};
  Plic p;
  uint64_t claims = 0;
  for (int n = 0; n < 150000; n++) {
    unsigned c = rnd(kContexts);
    uint32_t at[] = {4 * id(), kPending, enable_at(c), threshold_at(c), claim_at(c), claim_at(c), claim_at(c),
                     empty[rnd(std::size(empty))]};
    uint32_t a = at[rnd(std::size(at))];
    int bytes = rnd(16) ? 4 : 1 << rnd(2);
    if (rnd(3) == 0) p.raise(kIds[rnd(unsigned(kIds.size()))], rnd(2));
    switch (rnd(4)) {
    case 0: p.put(a, (a & 0xffffff & ~0xf000u) == kClaim ? id() : rnd(2) ? uint32_t(rng()) : rnd(8), bytes); break;
    case 1: case 2: claims += p.get(a, bytes) && a >= kClaim; break;
    default: p.steps(rnd(4));
    }
  }
  CHECK(claims > 1000, "%llu claims", (unsigned long long)claims);
}

int main(int argc, char **argv)
{
  directed();
  random_traffic(argc > 1 ? unsigned(atoi(argv[1])) : 1);
  printf("plic: all rules hold\n");
}

// monitors.cc - see monitors.h.
#include "monitors.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace sim {

void Violation::report(const char *format, ...)
{
  char text[16384];            // a lockstep report has many lines
  va_list args;
  if (!text_.empty()) return;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  text_ = text;
}

// ------------------------------------------------------------------ MESI

MesiMonitor::MesiMonitor(Violation &violation) : violation_(violation), mirror_(NumHarts * kCacheSets * CacheWays) {}

unsigned MesiMonitor::tag_write(unsigned hart, uint32_t line, unsigned way, unsigned state)
{
  if (way >= CacheWays) {
    violation_.report("MESI: hart %u writes way %u of %u", hart, way, CacheWays);
    return MesiI;
  }
  Entry &e = entry(hart, line, way);
  unsigned before = e.line == line ? e.state : MesiI;
  e = {line, state};
  if (state != MesiI) written_.push_back(line);
  return before;
}

unsigned MesiMonitor::state(unsigned hart, uint32_t line) const
{
  const Entry *set = &mirror_[(hart * kCacheSets + line / LineBytes % kCacheSets) * CacheWays];
  for (unsigned w = 0; w < CacheWays; w++)
    if (set[w].line == line && set[w].state != MesiI) return set[w].state;
  return MesiI;
}

void MesiMonitor::check()
{
  for (uint32_t line : written_) {
    unsigned copies = 0, owners = 0;
    for (unsigned h = 0; h < NumHarts; h++) {
      const Entry *set = &mirror_[(h * kCacheSets + line / LineBytes % kCacheSets) * CacheWays];
      unsigned here = 0;
      for (unsigned w = 0; w < CacheWays; w++) {
        if (set[w].line != line || set[w].state == MesiI) continue;
        here++;
        owners += set[w].state != MesiS;
      }
      if (here > 1) violation_.report("MESI: hart %u holds line 0x%08x in %u ways", h, line, here);
      copies += here;
    }
    if (owners && copies > 1) {
      std::string states;
      for (unsigned h = 0; h < NumHarts; h++)
        states += " hart " + std::to_string(h) + " " + "ISEM"[state(h, line)];
      violation_.report("MESI: one writer or many readers is broken for line 0x%08x:%s", line, states.c_str());
    }
  }
  written_.clear();
}

// ------------------------------------------------------------------ service bound

ServiceMonitor::ServiceMonitor(Violation &violation, uint32_t latency, unsigned stall)
    : violation_(violation), bound_(4096ull * std::max(10u, latency) / 10 * 100 / (100 - stall))
{
}

void ServiceMonitor::look(uint64_t cycle)
{
  auto check = [&](unsigned r, uint32_t bits, uint64_t since, const char *what) {
    if ((bits >> r & 1) && cycle - since > bound_)
      violation_.report("bus: requester %u of hart %u has %s for %llu cycles (bound %llu)", r % ReqPerHart,
                        r / ReqPerHart, what, (unsigned long long)(cycle - since), (unsigned long long)bound_);
  };
  for (unsigned r = 0; r < NumReq; r++) {
    check(r, wait_, wait_since_[r], "waited for a grant");
    check(r, busy_, busy_since_[r], "held a granted line");
  }
}

}  // namespace sim

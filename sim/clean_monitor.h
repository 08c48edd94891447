// clean_monitor.h - I2 of docs/coherence.md: a copy in E or S equals memory once no write-back of the line
// is under way. Looked at when a cache installs a line and when memory has taken one. Checking build.
#pragma once
#include <cstdint>
#include <deque>

#include "coherent.h"
#include "memory_port.h"
#include "monitors.h"

namespace sim {

class CleanMonitor {
 public:
  CleanMonitor(Violation &violation, Ram &ram, const MemoryPort &port)
      : violation_(violation), ram_(ram), port_(port), view_(ram)
  {
  }

  /** A tag went from before to state. A cache that gives up M still owes memory the line: not looked at. */
  void tag_write(uint64_t cycle, uint32_t line, unsigned before, unsigned state)
  {
    if (before == MesiI && (state == MesiE || state == MesiS)) due_.push_back({cycle + kSettle, line});
  }
  /** The bus grants a line to a requester. */
  void granted(unsigned requester, uint32_t line) { granted_[requester] = line; }

  void memory_written(uint64_t cycle, uint32_t line) { due_.push_back({cycle + kSettle, line}); }

  /** busy: a bit for each requester that holds its line. */
  void step(uint64_t cycle, uint32_t busy)
  {
    while (!due_.empty() && due_.front().cycle <= cycle) {
      uint32_t line = due_.front().line;
      due_.pop_front();
      if (held(busy, line)) due_.push_back({cycle + kSettle, line});
      else look(line);
    }
  }

 private:
  static constexpr uint64_t kSettle = 4;  // until the last beat and the tag are in the arrays
  struct Due {
    uint64_t cycle;
    uint32_t line;
  };
  void look(uint32_t line);

  // While the bus is at work on a line, its owner may have given up M without having asked memory yet.
  bool held(uint32_t busy, uint32_t line) const
  {
    for (unsigned r = 0; busy; r++, busy >>= 1)
      if ((busy & 1) && granted_[r] == line) return true;
    return false;
  }

  Violation &violation_;
  Ram &ram_;
  const MemoryPort &port_;
  CoherentView view_;
  uint32_t granted_[NumReq] = {};
  std::deque<Due> due_;
};

}  // namespace sim

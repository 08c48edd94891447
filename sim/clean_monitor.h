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
  void memory_written(uint64_t cycle, uint32_t line) { due_.push_back({cycle + kSettle, line}); }

  void step(uint64_t cycle)
  {
    while (!due_.empty() && due_.front().cycle <= cycle) {
      look(due_.front().line);
      due_.pop_front();
    }
  }

 private:
  static constexpr uint64_t kSettle = 4;  // until the last beat and the tag are in the arrays
  struct Due {
    uint64_t cycle;
    uint32_t line;
  };
  void look(uint32_t line);

  Violation &violation_;
  Ram &ram_;
  const MemoryPort &port_;
  CoherentView view_;
  std::deque<Due> due_;
};

}  // namespace sim

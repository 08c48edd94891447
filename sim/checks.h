// checks.h - what only the checking build does each cycle: lockstep, commit log, pipeline log, waves, clean
// copies. In the fast build the same calls are there and empty.
#pragma once
#include <cstdint>

#include "Vsoc.h"
#include "chk_words.h"
#include "image.h"
#include "memory_port.h"
#include "monitors.h"
#include "options.h"

#ifdef TH_CHECK
#include <deque>
#include <memory>

#include "clean_monitor.h"
#include "commit_log.h"
#include "konata.h"
#include "lockstep_feed.h"
#include "wave.h"
#endif

namespace sim {

#ifdef TH_CHECK

class Checks {
 public:
  Checks(const Options &options, const Image &image, Vsoc &top, Ram &ram, MemoryPort &port,
         Violation &violation);

  /** The cycle's wires, before its inputs are set. */
  void observe(uint64_t cycle);

  void tag_write(uint64_t cycle, uint32_t line, unsigned before, unsigned state)
  {
    clean_.tag_write(cycle, line, before, state);
  }
  void memory_written(uint64_t cycle, uint32_t line) { clean_.memory_written(cycle, line); }
  void granted(unsigned requester, uint32_t line) { clean_.granted(requester, line); }

  /** The harness has changed memory and the caches' arrays in this cycle. */
  void outside_write(uint64_t cycle, uint32_t address, uint64_t value)
  {
    outside_.push_back({cycle + kArrayToSample, address, value});
  }

  void dump(uint64_t cycle, unsigned half)
  {
    if (wave_) wave_->dump(cycle, half);
  }
  void toggle_wave()
  {
    if (wave_) wave_->toggle();
  }
  void finish();
  uint64_t checked() const { return lockstep_ ? lockstep_->checked() : 0; }

 private:
  void retire(unsigned hart, const uint32_t *rvfi);
  void lockstep_failed();

  Vsoc &top_;
  Violation &violation_;
  CleanMonitor clean_;
  // A load that reports its sample in cycle n has read the array at the edge into n - 1.
  static constexpr uint64_t kArrayToSample = 2;
  struct OutsideWrite {
    uint64_t due;
    uint32_t address;
    uint64_t value;
  };
  std::deque<OutsideWrite> outside_;
  std::unique_ptr<LockstepFeed> lockstep_;
  std::unique_ptr<CommitLog> commit_log_;
  std::unique_ptr<Konata> konata_;
  std::unique_ptr<Wave> wave_;
  const uint32_t *mip_[NumHarts];
  const uint8_t *ext_s_[NumHarts];
  const uint8_t *of_[NumHarts];
};

#else

class Checks {
 public:
  Checks(const Options &, const Image &, Vsoc &, Ram &, MemoryPort &, Violation &) {}
  void observe(uint64_t) {}
  void tag_write(uint64_t, uint32_t, unsigned, unsigned) {}
  void memory_written(uint64_t, uint32_t) {}
  void granted(unsigned, uint32_t) {}
  void outside_write(uint64_t, uint32_t, uint64_t) {}
  void dump(uint64_t, unsigned) {}
  void toggle_wave() {}
  void finish() {}
  uint64_t checked() const { return 0; }
};

#endif

}  // namespace sim

// monitors.h - run-time checks of every build, on by default; each acts on events, not on every cycle.
// The first violation stops the run (exit code 3).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "machine_shape.h"

namespace sim {

/** Where a monitor puts what it found. */
class Violation {
 public:
  explicit operator bool() const { return !text_.empty(); }
  void report(const char *format, ...) __attribute__((format(printf, 2, 3)));
  const std::string &text() const { return text_; }

 private:
  std::string text_;
};

/** I1 of docs/coherence.md, one writer or many readers: a mirror of all D-caches' states. */
class MesiMonitor {
 public:
  explicit MesiMonitor(Violation &violation);

  /** All tag writes of one cycle, then check(). Returns the state that the cache had for this line. */
  unsigned tag_write(unsigned hart, uint32_t line, unsigned way, unsigned state);
  void check();

  unsigned state(unsigned hart, uint32_t line) const;

 private:
  struct Entry {
    uint32_t line;
    unsigned state;
  };
  Entry &entry(unsigned hart, uint32_t line, unsigned way)
  {
    return mirror_[(hart * kCacheSets + line / LineBytes % kCacheSets) * CacheWays + way];
  }

  Violation &violation_;
  std::vector<Entry> mirror_;
  std::vector<uint32_t> written_;   // lines of this cycle
};

/** Every request is served within a bound: from asking to the grant, and from the grant to the line's
 * being given free. Bound: 4096 cycles x latency / 10 (at least 1) x 100 / (100 - stall). */
class ServiceMonitor {
 public:
  ServiceMonitor(Violation &violation, uint32_t latency, unsigned stall);

  /** When the wait or busy bits have changed. */
  void change(uint64_t cycle, uint32_t wait, uint32_t busy)
  {
    start(cycle, wait & ~wait_, wait_since_);
    start(cycle, busy & ~busy_, busy_since_);
    wait_ = wait;
    busy_ = busy;
  }

  /** A grant ends a wait, even where the requester asks again at once. */
  void grant(uint64_t cycle, unsigned requester) { wait_since_[requester] = busy_since_[requester] = cycle; }

  /** Now and then. */
  void look(uint64_t cycle);

 private:
  void start(uint64_t cycle, uint32_t bits, uint64_t *since)
  {
    for (; bits; bits &= bits - 1) since[__builtin_ctz(bits)] = cycle;
  }

  Violation &violation_;
  uint64_t bound_;
  uint32_t wait_ = 0, busy_ = 0;
  uint64_t wait_since_[32] = {}, busy_since_[32] = {};
};

/** Sent characters stay until taken. */
class UartMonitor {
 public:
  explicit UartMonitor(Violation &violation) : violation_(violation) {}

  /** In each cycle in which a character is offered or was offered in the cycle before. */
  void step(bool valid, uint8_t data, bool ready)
  {
    if (refused_ && (!valid || data != data_)) violation_.report("UART: a character changed before it was taken");
    refused_ = valid && !ready;
    data_ = data;
  }
  bool refused() const { return refused_; }

 private:
  Violation &violation_;
  bool refused_ = false;
  uint8_t data_ = 0;
};

}  // namespace sim

// latency_memory.h - memory of a fixed latency, the machine's default (docs/ref/memory-port.md):
//   two requests outstanding, a write until its answer, a read until its last beat is taken;
//   a read's first beat comes `latency` cycles after its acceptance, then one beat a cycle;
//   latencies overlap, data of requests come in their order and do not overlap;
//   a write takes its beats and no latency; its answer comes in the cycle after its last beat.
#pragma once
#include <algorithm>
#include <vector>

#include "memory_port.h"
#include "options.h"
#include "rng.h"

namespace sim {

class LatencyMemory : public MemoryPort {
 public:
  LatencyMemory(Ram &ram, uint32_t latency, unsigned stall, uint64_t seed,
                std::vector<Options::MemError> errors);

  bool empty() const override { return count_ == 0; }
  void step(uint64_t cycle, const MemoryOut &out) override;
  bool write_pending(uint32_t line) const override;
  bool fails(uint32_t line, bool write) const override
  {
    return std::any_of(errors_.begin(), errors_.end(), [=](const Options::MemError &e) {
      return e.address == line && (write || !e.writes_only);
    });
  }

 private:
  static constexpr unsigned kBeats = LineBytes / 8;
  static constexpr unsigned kSlots = 2;
  struct Request {
    bool write;
    bool moved;          // all its beats are through; a write still owes its answer
    bool error;
    uint32_t address;
    unsigned beat;
    uint64_t ready_at;   // cycle of the first beat; of the answer once moved
  };

  Request &slot(unsigned i) { return slots_[(head_ + i) % kSlots]; }
  const Request &slot(unsigned i) const { return slots_[(head_ + i) % kSlots]; }
  Request *moving(uint64_t cycle);
  uint8_t *beat_bytes(const Request &r);
  void accept(uint64_t cycle, const MemoryOut &out);
  void move(uint64_t cycle, Request &r, const MemoryOut &out);
  void make_wires(uint64_t cycle);
  bool held() { return stall_ && rng_.percent(stall_); }

  Ram &ram_;
  uint32_t latency_;
  unsigned stall_;
  Rng rng_;
  std::vector<Options::MemError> errors_;   // addresses of lines
  Request slots_[kSlots] = {};
  unsigned head_ = 0, count_ = 0;
  bool read_shown_ = false;          // rvalid was high and not taken: it stays
};

}  // namespace sim

// memory_port.h - RAM behind the machine's memory port, with its timing (docs/ref/memory-port.md):
//   two requests outstanding, a write until its answer, a read until its last beat is taken;
//   a read's first beat comes `latency` cycles after its acceptance, then one beat a cycle;
//   latencies overlap, data of requests come in their order and do not overlap;
//   a write takes its beats and no latency; its answer comes in the cycle after its last beat.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "chk_words.h"
#include "options.h"
#include "rng.h"

namespace sim {

/** RAM's bytes, from RamBase on, all zero at first. */
class Ram {
 public:
  explicit Ram(uint32_t bytes);
  ~Ram();
  Ram(const Ram &) = delete;
  Ram &operator=(const Ram &) = delete;

  uint32_t size() const { return size_; }
  uint8_t *at(uint32_t address) { return bytes_ + (address - RamBase); }
  const uint8_t *at(uint32_t address) const { return bytes_ + (address - RamBase); }

 private:
  uint8_t *bytes_;
  uint32_t size_;
};

/** What the machine says and hears at its memory port in one cycle. */
struct MemoryOut {
  bool valid, write;
  uint32_t address;
  bool wvalid;
  uint64_t wdata;
  uint8_t wmask;
  bool rready;
};
struct MemoryIn {
  bool ready, wready, rvalid, rerr, bvalid, berr;
  uint64_t rdata;

  bool operator==(const MemoryIn &o) const   // rdata apart: it counts with rvalid only
  {
    return ready == o.ready && wready == o.wready && rvalid == o.rvalid && rerr == o.rerr && bvalid == o.bvalid &&
           berr == o.berr;
  }
};

class MemoryPort {
 public:
  MemoryPort(Ram &ram, uint32_t latency, unsigned stall, uint64_t seed,
             std::vector<Options::MemError> errors);

  /** Nothing is outstanding and nothing is held back at random: step() may be left out while the
   * machine asks for nothing. */
  bool idle() const { return empty() && !stall_; }

  /** Nothing is outstanding. */
  bool empty() const { return count_ == 0; }

  /** Wires into the machine in the cycle that step() is called for next: they do not depend on what the
   * machine says in it. */
  const MemoryIn &wires() const { return in_; }

  /** Take the handshakes of this cycle, and make the wires of the next. */
  void step(uint64_t cycle, const MemoryOut &out);

  /** A write to this line is accepted and not complete. */
  bool write_pending(uint32_t line) const;

  /** Memory fails for this line: when it is read, or written. */
  bool fails(uint32_t line, bool write) const
  {
    return std::any_of(errors_.begin(), errors_.end(), [=](const Options::MemError &e) {
      return e.address == line && (write || !e.writes_only);
    });
  }

  /** Line of the write that completed in the last step(), or 1. */
  uint32_t written_line() const { return written_line_; }

  /** What the machine did against the protocol in the last step(); empty: nothing. */
  const std::string &violation() const { return violation_; }

  uint64_t reads() const { return reads_; }
  uint64_t writes() const { return writes_; }
  uint64_t busy_cycles() const { return busy_; }

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
  void check(const MemoryOut &out);
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
  uint32_t written_line_ = 1;
  uint64_t reads_ = 0, writes_ = 0, busy_ = 0;

  MemoryIn in_ = {true, false, false, false, false, false, 0};
  MemoryOut last_out_ = {};          // for the stability rules
  bool request_refused_ = false, wbeat_refused_ = false;
  uint64_t wbeat_ = 0;
  uint8_t wmask_ = 0;
  std::string violation_;
};

}  // namespace sim

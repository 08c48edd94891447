// memory_port.h - RAM's bytes, and what answers at the machine's memory port (docs/ref/memory-port.md): memory of a fixed
// latency (latency_memory.h), or the SDRAM controller with a chip (sdram_memory.h).
#pragma once
#include <cstdint>
#include <string>

#include "chk_words.h"

class VerilatedFstC;

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
  virtual ~MemoryPort() = default;

  /** step() may be left out while the machine asks for nothing. */
  bool idle() const { return idle_; }

  /** Nothing is outstanding, and RAM's bytes are as the machine has written them. */
  virtual bool empty() const = 0;

  /** Wires into the machine in the cycle that step() is called for next: they do not depend on what the
   * machine says in it. */
  const MemoryIn &wires() const { return in_; }

  /** Take the handshakes of this cycle, and make the wires of the next. */
  virtual void step(uint64_t cycle, const MemoryOut &out) = 0;

  /** A write to this line is accepted and not complete. */
  virtual bool write_pending(uint32_t line) const = 0;

  /** Memory fails for this line: when it is read, or written. */
  virtual bool fails(uint32_t line, bool write) const = 0;

  /** Its own signals, if it has any, into the waves. */
  virtual void trace(VerilatedFstC &) {}

  /** Line of the write that completed in the last step(), or 1. */
  uint32_t written_line() const { return written_line_; }

  /** What was done against a protocol or a chip's rules in the last step(); empty: nothing. */
  const std::string &violation() const { return violation_; }

  uint64_t reads() const { return reads_; }
  uint64_t writes() const { return writes_; }
  uint64_t busy_cycles() const { return busy_; }

 protected:
  explicit MemoryPort(uint32_t ram_bytes) : ram_bytes_(ram_bytes) {}

  /** The machine's side of the protocol. write_owed: an accepted write has beats to come. */
  void check(const MemoryOut &out, bool write_owed);

  bool idle_ = true;
  MemoryIn in_ = {true, false, false, false, false, false, 0};
  uint32_t written_line_ = 1;
  uint64_t reads_ = 0, writes_ = 0, busy_ = 0;
  std::string violation_;

 private:
  uint32_t ram_bytes_;
  MemoryOut last_out_ = {};          // for the stability rules
  bool request_refused_ = false, wbeat_refused_ = false;
  uint64_t wbeat_ = 0;
  uint8_t wmask_ = 0;
};

}  // namespace sim

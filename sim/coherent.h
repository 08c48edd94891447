// coherent.h - memory as the harts see it, from outside: RAM, and over it the lines that a D-cache holds.
// Correct while nothing moves between caches and memory; quiet() says when.
#pragma once
#include <cstdint>
#include <vector>

#include "machine_shape.h"
#include "memory_port.h"

namespace sim {

class CoherentView {
 public:
  /** Finds the D-caches' arrays in the RTL. */
  explicit CoherentView(Ram &ram);

  /** Call once a cycle while waiting: who asks, whose request is under way, memory busy. True once
   * nothing has been moving for long enough that no line is outside a cache or memory. */
  bool quiet(uint32_t waiting, uint32_t busy, bool memory_busy);

  uint32_t read32(uint32_t address) const;
  uint64_t read64(uint32_t address) const { return read32(address) | (uint64_t)read32(address + 4) << 32; }

  /** Write RAM and every cached copy. */
  void write32(uint32_t address, uint32_t value);
  void write64(uint32_t address, uint64_t value)
  {
    write32(address, (uint32_t)value);
    write32(address + 4, (uint32_t)(value >> 32));
  }

  /** A cached copy of a line as one hart holds it: its state (mesi_e), its beats in *beats. */
  uint32_t line(unsigned hart, uint32_t address, uint64_t beats[LineBytes / 8]) const;

 private:
  static constexpr uint32_t kQuietCycles = 64;
  struct Way {
    const uint32_t *tags;
    uint64_t *data;
  };

  /** The way's beat that holds the address, or nullptr; *state is the line's. */
  uint64_t *find(const Way &way, uint32_t address, uint32_t *state) const;

  Ram &ram_;
  std::vector<Way> ways_;    // hart by hart
  uint32_t quiet_for_ = 0;
};

}  // namespace sim

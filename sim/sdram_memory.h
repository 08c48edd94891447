// sdram_memory.h - the SDRAM controller (rtl/periph/sdram.sv, verilated by itself) and the chip model behind the machine's
// memory port (docs/ref/sdram.md). The controller's outputs follow from its registers, as step() wants it: a cycle here is
// the one in which controller and machine are wired to each other. The chip's cells are RAM's bytes.
#pragma once
#include <deque>
#include <memory>

#include "memory_port.h"
#include "rng.h"
#include "sdram_chip.h"

class Vsdram;
class VerilatedContext;

namespace sim {

class SdramMemory : public MemoryPort {
 public:
  /** Initialises the chip: the machine's reset ends after that, as on a board. */
  SdramMemory(Ram &ram, unsigned stall, uint64_t seed, VerilatedContext &context);
  ~SdramMemory() override;

  bool empty() const override { return read_beats_ == 0 && writes_under_way_.empty(); }
  void step(uint64_t cycle, const MemoryOut &out) override;
  bool write_pending(uint32_t line) const override;
  bool fails(uint32_t, bool) const override { return false; }
  void trace(VerilatedFstC &fst) override;

 private:
  struct Write {
    uint32_t line;
    unsigned words;      // that the chip has still to store
  };
  void tick();
  void clock();
  void make_wires();
  bool held() { return stall_ && rng_.percent(stall_); }

  Ram &ram_;
  unsigned stall_;
  Rng rng_;
  std::unique_ptr<Vsdram> top_;
  SdramChip chip_;
  std::deque<Write> writes_under_way_;
  unsigned write_beats_ = 0, read_beats_ = 0;   // of accepted requests, to come
  bool read_shown_ = false;                     // a beat was shown and not taken: it stays
  uint64_t beyond_ = 0;                         // where a word goes that is not in RAM
};

}  // namespace sim

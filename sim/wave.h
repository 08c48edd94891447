// wave.h - --trace: FST waves, in a window of cycles or between two symbols, or as SIGUSR1 says.
// Checking build only.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "options.h"
#include "symbols.h"

class Vsoc;
class VerilatedFstC;

namespace sim {

class Wave {
 public:
  Wave(const Options &options, const Symbols &symbols, Vsoc &top, class MemoryPort &port);
  ~Wave();

  /** Before a cycle's dump: the window opens and closes. pcs: retired in this cycle. */
  void cycle(uint64_t cycle);
  void reached(uint32_t pc)
  {
    if (from_.symbol && pc == from_.address) on_ = true;
    if (to_.symbol && pc == to_.address && on_) closing_ = true;
  }
  void toggle() { on_ = !on_; }

  /** Half: 0 after the rising edge, 1 after the falling one. */
  void dump(uint64_t cycle, unsigned half);

 private:
  struct Bound {
    bool given = false, symbol = false;
    uint64_t cycle = 0;
    uint32_t address = 0;
  };
  static Bound bound(const char *option, const std::string &text, const Symbols &symbols);

  std::unique_ptr<VerilatedFstC> fst_;
  Bound from_, to_;
  bool on_, closing_ = false;
};

}  // namespace sim

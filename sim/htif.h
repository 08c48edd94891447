// htif.h - tohost and fromhost as Spike has them: exit, and the system calls write and exit.
// A store to tohost becomes visible; when its doubleword's bit 0 is set the rest is the exit code; otherwise
// it is the address of {call, a0, a1, a2} as doublewords, answered through the coherent view.
#pragma once
#include <cstdint>
#include <functional>

#include "coherent.h"
#include "console.h"

namespace sim {

class Htif {
 public:
  Htif(uint32_t tohost, uint32_t fromhost, uint32_t ram_bytes, Console &console)
      : tohost_(tohost), fromhost_(fromhost), ram_bytes_(ram_bytes), console_(console)
  {
  }

  /** A word became visible. True: the program has exited, code() is its code. */
  bool store(uint32_t address, uint32_t value);

  /** A system call waits until the coherent view is quiet. */
  bool pending() const { return pending_; }

  /** Do it. wrote: called for each doubleword written. True: the program has exited. */
  bool serve(CoherentView &view, const std::function<void(uint32_t, uint64_t)> &wrote);

  int code() const { return code_; }

 private:
  uint32_t tohost_, fromhost_, ram_bytes_;
  Console &console_;
  bool pending_ = false;
  int code_ = 0;
};

}  // namespace sim

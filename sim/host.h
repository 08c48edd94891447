// host.h - what the host tells a running simulation: signals, time, a terminal for the heartbeat.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "symbols.h"

namespace sim {

/** From now on Ctrl-C and SIGTERM only set a flag; a second Ctrl-C ends the process at once. */
void catch_signals();
bool interrupted();

/** SIGUSR1 came since the last call. */
bool toggle_requested();

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/** One line that is written over itself, only when stderr is a terminal. */
class Heartbeat {
 public:
  explicit Heartbeat(const Symbols &symbols);
  ~Heartbeat() { wipe(); }

  /** Call it as often as you like: it speaks twice a second. */
  void beat(uint64_t cycles, const std::vector<uint32_t> &pcs);
  void wipe();
  bool on() const { return on_; }
  static void wipe_hook(void *self) { ((Heartbeat *)self)->wipe(); }

 private:
  const Symbols &symbols_;
  Stopwatch watch_;
  bool on_, shown_ = false;
  double last_time_ = 0;
  uint64_t last_cycles_ = 0;
};

}  // namespace sim

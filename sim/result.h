// result.h - how a run ended and what it counted, for the summary and for --stats.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "options.h"

namespace sim {

constexpr const char kExited[] = "the program exited";

struct HartResult {
  uint64_t instructions = 0;
  uint32_t pc = 0;                       // where it is, for the summary
  std::string state;                     // and its registers, when the program has not ended by itself
  std::array<uint64_t, 16> cpi{};        // cycles by cpi_e
  std::array<uint64_t, 64> events{};     // by number; those without a name do not happen
};

struct Result {
  int exit_code = 0;
  std::string reason;                    // a phrase, kExited for a program's own end
  uint64_t cycles = 0;
  double seconds = 0;                    // of host time in the loop
  bool detailed = false;                 // cpi, events, bus and memory are counted
  std::vector<HartResult> harts;
  std::array<uint64_t, 8> bus{};         // grants by bus_op_e
  uint64_t memory_reads = 0, memory_writes = 0, memory_busy = 0;
};

/** On stderr: why it ended, cycles, speed, where each hart is and in what state. */
void print_summary(const Result &result, const class Symbols &symbols);

/** --stats: text on stderr or in the file, JSON if its name ends in .json. */
void write_stats(const Result &result, const Options &options);

/** Turns per second of a fixed loop of this host, in millions: what a simulation speed is to be
 * compared with on another machine or at another minute. Takes about 50 ms. */
double host_loop_rate();

}  // namespace sim

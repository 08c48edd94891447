// options.h - the command line. Design section 6 is the contract; --help has every default.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sim {

struct Options {
  enum class Uart { Stdio, Pty };
  enum class Model { Rtl, Reference };
  struct Load {
    uint32_t address;
    std::string file;
  };
  struct MemError {
    uint32_t address;                 // in the line that fails
    bool writes_only;
  };

  std::vector<std::string> programs;  // the first one's entry is where the machine starts, without rom_file
  std::vector<Load> loads;
  std::string initrd_file;
  std::string dtb_file;               // empty: the boot ROM's own
  std::string rom_file;               // empty: the one that jumps to the first program
  std::optional<std::string> bootargs;

  uint64_t max_cycles = UINT64_MAX;
  uint64_t seed = 1;
  uint32_t ram_bytes = 64u << 20;     // 32 MiB with sdram
  uint32_t memory_latency = 10;
  bool sdram = false;                 // the controller and a chip instead
  uint32_t uart_cycles = 16;          // 0: as the UART's divisor says, with sdram
  bool uart_pins = false;
  unsigned stall = 0;                 // percent
  Uart uart = Uart::Stdio;
  std::string sd_file, flash_file;    // empty: no card; an erased flash
  uint32_t gpio_in = 0;               // levels at the pins
  Model model = Model::Rtl;
  bool sticky_tlb = false;            // the reference model's

  bool stats = false;
  std::string stats_file;             // empty: text on stderr
  std::string signature_file;

  bool lockstep = false;
  std::string commit_log_file;
  std::string konata_file;
  std::string trace_file, trace_from, trace_to;

  std::vector<MemError> mem_errors;
  unsigned mutant = 0;

  /** Something that only the checking build can do. */
  bool needs_check_build() const
  {
    return model == Model::Rtl &&
           (lockstep || !commit_log_file.empty() || !konata_file.empty() || !trace_file.empty());
  }
};

/** Parse, or leave with one line and exit code 2; --help and --version leave with 0. */
Options parse_options(int argc, char **argv);

/** An unsigned number, decimal or 0x hexadecimal, whole string; false if it is not one. */
bool parse_number(const char *text, uint64_t *value);

}  // namespace sim

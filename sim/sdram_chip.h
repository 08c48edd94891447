// sdram_chip.h - an SDR SDRAM at its pins: keeps data, and refuses whatever its data sheet forbids. Times are counted in
// whole clocks of a given period, so a rule of 21 ns holds from the second edge on at 20 ns. The harness calls edge()
// once a clock with the pins as the chip's rising edge sees them. docs/ref/sdram.md has the rules.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace sim {

/** A data sheet's limits, ns unless said otherwise. */
struct SdramTiming {
  const char *name;
  unsigned trcd, trp, tras, trc, trrd, twr, trfc;
  unsigned tras_max;       // a row may be open so long
  unsigned trefi;          // between two refreshes, on average
  unsigned twr_clocks, tmrd_clocks;  // ... and at least so many clocks; tMRD in clocks only
  unsigned init_us;        // from power and clock to the first command
  unsigned init_refreshes;
  unsigned cl2, cl3;       // shortest clock period with CAS latency 2, 3
};

/** By name: "MT48LC16M16", "AS4C32M16", "IS42S16160" (their slowest common grades), "worst" (of each the worst);
 * nullptr for another name. */
const SdramTiming *sdram_timing(const std::string &name);

struct SdramShape {
  unsigned dq_bits;        // 16 or 32
  unsigned row_bits, col_bits, bank_bits;
};

/** Active-low pins have their electrical level. */
struct SdramPins {
  bool cke, cs_n, ras_n, cas_n, we_n, dqm;
  unsigned ba, a;
  bool driven;             // the controller drives dq
  uint32_t dq;
};

class SdramChip {
 public:
  /** Where a word is kept: dq_bits / 8 bytes. */
  using Cell = std::function<uint8_t *(unsigned bank, unsigned row, unsigned column)>;

  /** timing is copied; clock_khz is the clock's. */
  SdramChip(const SdramShape &shape, const SdramTiming &timing, unsigned clock_khz, Cell cell);

  /** A rising edge of the chip's clock. Nothing happens any more after a violation. */
  void edge(const SdramPins &pins);

  /** It drives the data pins from this edge to past the next one. */
  bool drives() const { return drives_; }

  /** What it drives: it is to be caught between the two edges. Noise while it drives nothing. */
  uint32_t dq() const { return drives_ ? out_ : noise_; }

  /** The first rule that was broken, with times and bank; empty: none. */
  const std::string &violation() const { return violation_; }

  /** A word was stored in the last edge(). */
  bool stored() const { return stored_; }

  unsigned refreshes() const { return refreshes_; }
  uint64_t activates() const { return activates_; }

 private:
  static constexpr unsigned kBanks = 4;
  static constexpr uint64_t kNever = UINT64_MAX;
  static constexpr uint32_t kBefore = 1, kNow = 2, kNext = 4;   // bits of due_
  static constexpr int64_t kSlack = 9;      // refreshes that may be owed at a time
  enum class Burst { None, Read, Write };
  struct Bank {
    bool open = false;
    unsigned row = 0;
    uint64_t activated = kNever, closed = kNever, written = kNever;   // cycles
  };

  double ns(uint64_t cycles) const { return (double)cycles * period_ns_; }
  void fail(const char *rule, unsigned bank, const char *format, ...) __attribute__((format(printf, 4, 5)));
  bool since(const char *rule, unsigned bank, const char *what, const char *after, uint64_t then, unsigned limit_ns,
             unsigned limit_clocks = 0);
  bool ready(const char *what, unsigned bank);
  void command(const SdramPins &pins);
  void activate(const SdramPins &pins);
  void column(const SdramPins &pins, bool write);
  void precharge(const SdramPins &pins);
  void refresh();
  void load_mode(const SdramPins &pins);
  void data(const SdramPins &pins);
  void background();

  const SdramShape shape_;
  const SdramTiming t_;
  const double period_ns_;
  const Cell cell_;

  Bank bank_[kBanks];
  uint64_t now_ = 0;                        // this edge
  uint64_t refreshed_ = kNever, moded_ = kNever, any_activated_ = kNever, precharged_all_ = kNever;
  unsigned any_activated_bank_ = 0;
  bool ready_ = false;                      // initialised
  uint64_t ready_at_ = 0;
  unsigned refreshes_ = 0, ready_refreshes_ = 0;
  uint64_t activates_ = 0;
  unsigned length_ = 0, latency_ = 0;       // of the mode register

  Burst burst_ = Burst::None;               // the last column command ...
  unsigned burst_bank_ = 0, burst_column_ = 0;
  uint64_t burst_at_ = 0;
  bool drives_ = false, stored_ = false;
  uint32_t due_ = 0;                        // edges that have words of the chip: bit 1 this one, 0 the one before
  uint32_t line_[4] = {};                   // words on their way to the pins, by edge
  uint32_t out_ = 0, noise_ = 0x5eed5eed;
  std::string violation_;
};

}  // namespace sim

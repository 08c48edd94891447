// bit_counters.h - 64 counters that each advance by one bit of a word per call, kept bit-sliced: bit i of
// plane k is bit k of counter i. A call costs two planes on average.
#pragma once
#include <array>
#include <cstdint>

namespace sim {

class BitCounters {
 public:
  void add(uint64_t bits)
  {
    for (unsigned k = 0; bits && k < kPlanes; k++) {
      uint64_t carry = planes_[k] & bits;
      planes_[k] ^= bits;
      bits = carry;
    }
    if (++since_flush_ == (1u << kPlanes) - 1) flush();
  }

  /** Values so far. */
  const std::array<uint64_t, 64> &values()
  {
    flush();
    return sums_;
  }

 private:
  static constexpr unsigned kPlanes = 16;

  void flush()
  {
    for (unsigned k = 0; k < kPlanes; k++) {
      for (uint64_t left = planes_[k]; left; left &= left - 1) sums_[(unsigned)__builtin_ctzll(left)] += 1ull << k;
      planes_[k] = 0;
    }
    since_flush_ = 0;
  }

  uint64_t planes_[kPlanes] = {};
  unsigned since_flush_ = 0;
  std::array<uint64_t, 64> sums_{};
};

}  // namespace sim

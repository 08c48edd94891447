// rng.h - xorshift64* (Vigna 2016): fast, one word of state, reproducible from the seed.
#pragma once
#include <cstdint>

namespace sim {

class Rng {
 public:
  explicit Rng(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 0x1234567u) {}

  uint64_t next()
  {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1du;
  }

  bool percent(unsigned p) { return (next() >> 32) % 100 < p; }

 private:
  uint64_t state_;
};

}  // namespace sim

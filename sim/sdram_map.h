// sdram_map.h - which cell of the chip an address is in: the controller's map (docs/ref/sdram.md), and back.
#pragma once
#include <cstdint>

#include "sdram_chip.h"

namespace sim {

inline uint32_t sdram_bytes(const SdramShape &s)
{
  return (s.dq_bits / 8) << (s.row_bits + s.col_bits + s.bank_bits);
}

/** All of a row's bits, exclusive-or'ed in groups as wide as a bank number. */
inline unsigned sdram_fold(const SdramShape &s, unsigned row)
{
  unsigned folded = 0;
  for (; row; row >>= s.bank_bits) folded ^= row;
  return folded & ((1u << s.bank_bits) - 1);
}

/** Address, from RAM's start, of a cell's first byte. */
inline uint32_t sdram_address(const SdramShape &s, unsigned bank, unsigned row, unsigned column)
{
  uint32_t byte = column * (s.dq_bits / 8);      // the first KiB of a row stands below bank and row, the others above
  uint32_t high = byte >> 10 << (10 + s.bank_bits + s.row_bits);
  return high | row << (10 + s.bank_bits) | (bank ^ sdram_fold(s, row)) << 10 | (byte & 1023);
}

}  // namespace sim

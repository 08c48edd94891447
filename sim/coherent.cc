// coherent.cc - see coherent.h. The layout is rtl/cache/dcache_arrays.sv's.
#include "coherent.h"

#include <cstring>

#include "peek.h"

namespace sim {

CoherentView::CoherentView(Ram &ram) : ram_(ram)
{
  for (unsigned h = 0; h < NumHarts; h++)
    for (unsigned w = 0; w < kCacheWays; w++) {
      std::string way = "u_dcache.u_arrays.gen_way[" + std::to_string(w) + "].";
      ways_.push_back({(const uint32_t *)must_peek(hart_scope(h), way + "u_tag", "mem", 4),
                       (uint64_t *)must_peek(hart_scope(h), way + "u_data", "mem", 8)});
    }
}

bool CoherentView::quiet(uint32_t waiting, uint32_t busy, bool memory_busy)
{
  if (waiting || busy || memory_busy) quiet_for_ = 0;
  else quiet_for_++;
  return quiet_for_ >= kQuietCycles;
}

uint64_t *CoherentView::find(const Way &way, uint32_t address, uint32_t *state) const
{
  constexpr unsigned low = __builtin_ctz(kCacheSets * LineBytes);  // tag: address bits 30..low
  constexpr unsigned tag_bits = 31 - low;
  uint32_t set = address / LineBytes % kCacheSets;
  uint32_t tag = way.tags[set];
  *state = tag >> tag_bits & 3;
  if (*state == MesiI || (tag & ((1u << tag_bits) - 1)) != (address & 0x7fffffff) >> low) return nullptr;
  return &way.data[(set * LineBytes + address % LineBytes) / 8];
}

uint32_t CoherentView::read32(uint32_t address) const
{
  uint32_t state, value;
  for (const Way &way : ways_) {
    const uint64_t *beat = find(way, address, &state);
    if (beat && state == MesiM) return (uint32_t)(*beat >> 8 * (address & 4));
  }
  memcpy(&value, ram_.at(address), 4);
  return value;
}

void CoherentView::write32(uint32_t address, uint32_t value)
{
  uint32_t state;
  memcpy(ram_.at(address), &value, 4);
  for (const Way &way : ways_)
    if (uint64_t *beat = find(way, address, &state)) memcpy((uint8_t *)beat + (address & 4), &value, 4);
}

uint32_t CoherentView::line(unsigned hart, uint32_t address, uint64_t beats[LineBytes / 8]) const
{
  uint32_t state;
  for (unsigned w = 0; w < kCacheWays; w++)
    if (const uint64_t *beat = find(ways_[hart * kCacheWays + w], address & ~(LineBytes - 1), &state)) {
      memcpy(beats, beat, LineBytes);
      return state;
    }
  return MesiI;
}

}  // namespace sim

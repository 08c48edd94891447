// latency_memory.cc - see latency_memory.h.
#include "latency_memory.h"

#include <cstring>

namespace sim {

LatencyMemory::LatencyMemory(Ram &ram, uint32_t latency, unsigned stall, uint64_t seed,
                             std::vector<Options::MemError> errors)
    : MemoryPort(ram.size()), ram_(ram), latency_(latency), stall_(stall), rng_(seed), errors_(std::move(errors))
{
  idle_ = !stall_;
  for (Options::MemError &e : errors_) e.address &= ~(LineBytes - 1);
}

// One beat a cycle, read or write. Reads keep their order, and so do writes; a write's beats use the
// cycles in which the oldest read still waits for its latency.
LatencyMemory::Request *LatencyMemory::moving(uint64_t cycle)
{
  Request *waiting = nullptr;
  for (unsigned i = 0; i < count_; i++) {
    Request &r = slot(i);
    if (r.moved || (waiting && !r.write)) continue;
    if (r.write || cycle >= r.ready_at) return &r;
    waiting = &r;
  }
  return waiting;
}

uint8_t *LatencyMemory::beat_bytes(const Request &r)
{
  uint32_t line = r.address & ~(LineBytes - 1);
  return ram_.at(line + ((r.address + 8 * r.beat) & (LineBytes - 1)));
}

bool LatencyMemory::write_pending(uint32_t line) const
{
  for (unsigned i = 0; i < count_; i++)
    if (slot(i).write && !slot(i).moved && (slot(i).address & ~(LineBytes - 1)) == line) return true;
  return false;
}

void LatencyMemory::accept(uint64_t cycle, const MemoryOut &out)
{
  uint32_t line = out.address & ~(LineBytes - 1);
  slot(count_++) = {out.write, false, fails(line, out.write), out.address, 0, cycle + (out.write ? 1 : latency_)};
  (out.write ? writes_ : reads_)++;
}

static void write_lanes(uint8_t *bytes, const MemoryOut &out)
{
  if (out.wmask == 0xff) memcpy(bytes, &out.wdata, 8);
  else
    for (unsigned b = 0; b < 8; b++)
      if (out.wmask >> b & 1) bytes[b] = (uint8_t)(out.wdata >> 8 * b);
}

void LatencyMemory::move(uint64_t cycle, Request &r, const MemoryOut &out)
{
  if (r.write && in_.wready && out.wvalid) {
    if (!r.error) write_lanes(beat_bytes(r), out);
    if (++r.beat == kBeats) {
      r.moved = true;
      r.ready_at = cycle + 1;
      written_line_ = r.address & ~(LineBytes - 1);
    }
    busy_++;
  } else if (!r.write && in_.rvalid) {
    read_shown_ = !out.rready;
    if (!out.rready) return;
    if (++r.beat == kBeats) r.moved = true;
    busy_++;
  }
}

void LatencyMemory::make_wires(uint64_t cycle)
{
  const Request *r = moving(cycle), &oldest = slot(0);
  in_ = {};
  in_.ready = count_ < kSlots && !held();
  if (r && r->write) in_.wready = cycle >= r->ready_at && !held();
  if (r && !r->write && cycle >= r->ready_at && (read_shown_ || !held())) {
    in_.rvalid = true;
    in_.rerr = r->error;
    memcpy(&in_.rdata, beat_bytes(*r), 8);
  }
  if (count_ && oldest.write && oldest.moved && cycle >= oldest.ready_at && !held()) {
    in_.bvalid = true;
    in_.berr = oldest.error;
  }
}

void LatencyMemory::step(uint64_t cycle, const MemoryOut &out)
{
  written_line_ = 1;
  bool write_owed = false;
  for (unsigned i = 0; i < count_; i++) write_owed |= slot(i).write && !slot(i).moved;
  check(out, write_owed);
  if (!violation_.empty()) return;
  if (Request *r = moving(cycle)) move(cycle, *r, out);
  if (in_.bvalid || (count_ && !slot(0).write && slot(0).moved)) {
    head_ = (head_ + 1) % kSlots;
    count_--;
  }
  if (out.valid && in_.ready) accept(cycle, out);
  make_wires(cycle + 1);
  idle_ = !count_ && !stall_;
}

}  // namespace sim

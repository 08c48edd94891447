// lockstep_feed.h - from the checking build's wires to sim/check/lockstep.h. Checking build only.
#pragma once
#include <cstdint>
#include <string>

#include "check/lockstep.h"
#include "machine_shape.h"
#include "image.h"
#include "options.h"

namespace sim {

/** The retirement record of an RVFI channel (RvWords words); false: nothing happened in it. */
bool read_rvfi(const uint32_t *words, th_retire *r);

class LockstepFeed {
 public:
  LockstepFeed(const Options &options, const Image &image);
  ~LockstepFeed();
  LockstepFeed(const LockstepFeed &) = delete;
  LockstepFeed &operator=(const LockstepFeed &) = delete;

  /** In this order for each cycle; false from the first difference on. */
  bool cycle(uint64_t cycle, uint64_t mtime, const uint32_t mip[NumHarts], const uint32_t of[NumHarts]);
  bool events(unsigned hart, const uint32_t *chk, const uint32_t *mon);
  bool retire(unsigned hart, const th_retire &r) { return th_lockstep_retire(checker_, hart, &r); }
  bool finish() { return th_lockstep_finish(checker_); }

  /** Memory changed from outside. */
  void write(uint32_t address, uint64_t value) { th_lockstep_write(checker_, address, &value, 8); }

  std::string report() const { return th_lockstep_report(checker_); }
  uint64_t checked() const { return th_lockstep_checked(checker_); }

 private:
  bool event(th_event &e) { return th_lockstep_event(checker_, &e); }

  th_lockstep *checker_;
};

}  // namespace sim

// konata.h - --konata: pipeline log in Kanata 0004 for the Konata viewer, from the checking build's wires.
// Stages F0 F1 Q D X M W; what is flushed or traps ends as flushed; thread = hart; lane 1 shows waits: a fetch
// that took longer than its pipeline, the reason (cpi_e) for which the oldest instruction stood still, and page
// walks, walk1 while the root table's entry is looked at, walk0 the next one's.
#pragma once
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "chk_words.h"

namespace sim {

class Konata {
 public:
  explicit Konata(const std::string &file);
  ~Konata();
  Konata(const Konata &) = delete;
  Konata &operator=(const Konata &) = delete;

  /** One hart's wires of one cycle. */
  void step(uint64_t cycle, unsigned hart, const uint32_t *chk, const uint32_t *rvfi);

 private:
  enum { kWalk0 = 16, kWalk1, kWaitFetch };   // behind cpi_e's
  enum Stage : int8_t { kF0, kF1, kQ, kD, kX, kM, kW };
  struct Insn {
    uint32_t uid;
    uint64_t op;
    Stage stage;
    int wait = -1;           // shown in lane 1: cpi_e, kWalk0 or kWalk1
  };
  struct Step {              // of the walks for fetch: what lane 1 shows from a cycle on
    uint64_t cycle;
    int shows;               // kWaitFetch, kWalk0 or kWalk1
  };
  struct Hart {
    std::deque<Insn> flight; // in program order
    std::vector<Step> walks; // the last walk for fetch, until what it was for is fetched
    uint32_t walk_page = 0;
    bool walking = false;
    uint64_t since = 0;      // what is pushed from now on was in f0 no earlier
  };
  struct Event {             // a line of the log, without the ids
    char command;
    uint64_t op;
    std::string text;
  };

  void fetch_walk(uint64_t cycle, Hart &h, const uint32_t *chk);
  void fetch_waits(uint64_t from, uint64_t to, const std::vector<Step> &walks, uint64_t op);
  void push(uint64_t cycle, unsigned hart, uint32_t uid, uint32_t pc, uint32_t insn, uint32_t fetched);
  void enter(uint64_t cycle, Insn &i, Stage stage);
  void wait(uint64_t cycle, Insn &i, int reason);
  void end(uint64_t cycle, Insn &i, bool flushed);
  void change(uint64_t cycle, uint64_t op, int lane, const char *from, const char *to);
  void say(uint64_t cycle, char command, uint64_t op, const char *format, ...) __attribute__((format(printf, 5, 6)));
  void write_before(uint64_t cycle);

  FILE *out_;
  std::vector<Hart> harts_;
  uint64_t next_op_ = 0;     // names an instruction until it is written
  std::map<uint64_t, std::vector<Event>> events_;  // by cycle: a push tells of cycles that have passed
  std::map<uint64_t, uint64_t> ids_;               // in the file, of what has begun in it, by op
  uint64_t next_id_ = 0, retired_ = 0;             // of the file, not of a hart
  uint64_t written_ = 0;
  uint64_t end_ = 0;         // of the last cycle seen
};

}  // namespace sim

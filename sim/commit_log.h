// commit_log.h - --commit-log: one file per hart in the format of Spike 1.1's --log-commits
// (riscv/execute.cc, commit_log_print_insn), fed with retirement records.
#pragma once
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "check/lockstep.h"

namespace sim {

class CommitLog {
 public:
  /** Hart h's file: x.log -> x.hart0.log, x -> x.hart0. Exit code 2 if one cannot be made. */
  CommitLog(const std::string &file, unsigned harts);
  ~CommitLog();
  CommitLog(const CommitLog &) = delete;
  CommitLog &operator=(const CommitLog &) = delete;

  void retire(unsigned hart, const th_retire &r);

 private:
  struct Hart {
    FILE *out;
    // What traps and returns change, or other registers show a part of, and the records do not say.
    uint32_t mstatus = 0, mie = 0, mip = 0, medeleg = 0, mideleg = 0;
  };
  void csr(Hart &h, const th_retire &r);
  void trap(Hart &h, const th_retire &r);

  std::vector<Hart> harts_;
};

}  // namespace sim

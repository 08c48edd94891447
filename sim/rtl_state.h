// rtl_state.h - the architectural state of the RTL's harts, for the dump at the end of a run that failed.
#pragma once
#include "chk_words.h"
extern "C" {
#include "model/hart.h"
}

namespace sim {

class RtlState {
 public:
  /** Finds the registers in the RTL. */
  RtlState();

  /** A hart as a th_hart for th_dump(): x, mode, mstatus, satp, menvcfgh, pmp, trap CSRs. A
   * trap's CSRs are up to four cycles late. h is initialised already. */
  void read(unsigned hart, th_hart *h) const;

 private:
  struct Hart {
    const uint32_t *x, *words;              // register file; words of csr.sv's RAM (csr_pkg)
    const uint8_t *mode, *mpp, *flags[11];  // mstatus' bits in the order of kFlags
    const uint32_t *mtvec, *stvec;          // bits 31:2
    const uint8_t *stce, *adue, *satp_on;
    const uint16_t *asid;
    const uint32_t *root, *pmp_addr;
    const uint8_t *pmp_cfg;                 // 6 bits an entry: L, A, X, W, R
  };
  Hart hart_[NumHarts];
};

}  // namespace sim

// rtl_state.cc - see rtl_state.h. What is read here is made readable in sim/verilator.vlt.
#include "rtl_state.h"

#include "machine_shape.h"
#include "peek.h"

namespace sim {

namespace {

const struct {
  const char *name;
  uint32_t bit;
} kFlags[] = {{"sie_q", TH_SIE},   {"mie_q", TH_MIE},   {"spie_q", TH_SPIE}, {"mpie_q", TH_MPIE},
              {"spp_q", TH_SPP},   {"mprv_q", TH_MPRV}, {"sum_q", TH_SUM},   {"mxr_q", TH_MXR},
              {"tvm_q", TH_TVM},   {"tw_q", TH_TW},     {"tsr_q", TH_TSR}};

const uint32_t kOfS = 16;                   // csr_pkg: a word of S stands 16 above M's
const unsigned kCfgBits = 6;
const unsigned kCfgBytes = kCfgBits * PmpEntries > 32 ? 8 : kCfgBits * PmpEntries > 16 ? 4 : 2;

template <class T> void find(const T *&at, unsigned hart, const char *scope, const char *var)
{
  at = (const T *)must_peek(hart_scope(hart), scope, var, sizeof(T));
}

}  // namespace

RtlState::RtlState()
{
  for (unsigned i = 0; i < NumHarts; i++) {
    Hart &h = hart_[i];
    find(h.x, i, ".u_regfile.u_copy1", "mem");
    find(h.words, i, ".u_csr.u_ram", "mem");
    find(h.mode, i, ".u_csr", "mode_q");
    find(h.mpp, i, ".u_csr", "mpp_q");
    for (unsigned f = 0; f < sizeof kFlags / sizeof *kFlags; f++) find(h.flags[f], i, ".u_csr", kFlags[f].name);
    find(h.mtvec, i, ".u_csr", "mtvec_q");
    find(h.stvec, i, ".u_csr", "stvec_q");
    find(h.stce, i, ".u_csr", "stce_q");
    find(h.adue, i, ".u_csr", "adue_q");
    if (kMmu) {
      find(h.satp_on, i, ".u_mmu", "on_q");
      find(h.asid, i, ".u_mmu", "asid_q");
      find(h.root, i, ".u_mmu", "root_q");
    }
    if (!kPmp) continue;
    find(h.pmp_addr, i, ".u_pmp.u_scan", "mem");
    h.pmp_cfg = (const uint8_t *)must_peek(hart_scope(i), ".u_pmp", "cfg_q", kCfgBytes);
  }
}

void RtlState::read(unsigned hart, th_hart *h) const
{
  const Hart &r = hart_[hart];
  for (unsigned i = 1; i < 32; i++) h->x[i] = r.x[i];
  h->mode = *r.mode;
  h->mstatus = (uint32_t)*r.mpp << TH_MPP_AT;
  for (unsigned f = 0; f < sizeof kFlags / sizeof *kFlags; f++)
    if (*r.flags[f]) h->mstatus |= kFlags[f].bit;
  h->mtvec = *r.mtvec << 2;
  h->stvec = *r.stvec << 2;
  h->menvcfgh = (*r.stce ? TH_STCE : 0) | (*r.adue ? (uint32_t)TH_ADUE : 0);
  // WARL as csr.sv reads them: xcause keeps 6 bits and the sign, xepc no bit 0.
  h->mepc = r.words[WordMepc] & ~1u;
  h->mcause = r.words[WordMcause] & 0x8000003f;
  h->mtval = r.words[WordMtval];
  h->sepc = r.words[kOfS + WordMepc] & ~1u;
  h->scause = r.words[kOfS + WordMcause] & 0x8000003f;
  h->stval = r.words[kOfS + WordMtval];
  h->lacks = kLacks;
  h->sv32 = Smode;
  if (kMmu) h->satp = (uint32_t)*r.satp_on << 31 | (uint32_t)*r.asid << TH_SATP_ASID_AT | *r.root;
  h->pmp.entries = PmpEntries;
  for (unsigned i = 0; i < PmpEntries; i++) {
    unsigned cfg = 0;
    for (unsigned b = 0; b < kCfgBits; b++) {
      unsigned at = i * kCfgBits + b;
      cfg |= (unsigned)(r.pmp_cfg[at / 8] >> at % 8 & 1) << b;
    }
    h->pmp.cfg[i] = (uint8_t)((cfg & 0x20) << 2 | (cfg & 0x1f));   // L is bit 7 of pmpcfg
    h->pmp.addr[i] = r.pmp_addr[i];
  }
}

}  // namespace sim

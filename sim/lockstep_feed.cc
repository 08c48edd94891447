// lockstep_feed.cc - see lockstep_feed.h.
#include "lockstep_feed.h"

#include "diag.h"

namespace sim {

static uint8_t field(uint32_t word, unsigned low, unsigned bits) { return (uint8_t)(word >> low & ((1u << bits) - 1)); }
static uint64_t pair(const uint32_t *words, unsigned low) { return words[low] | (uint64_t)words[low + 1] << 32; }

bool read_rvfi(const uint32_t *w, th_retire *r)
{
  uint32_t flags = w[RvFlags];
  bool interrupt = flags >> 9 & 1;
  if (!(flags & 1) && !interrupt) return false;
  *r = {};
  r->order = pair(w, RvOrderLo);
  r->interrupt = interrupt;
  r->trap = field(flags, 1, 1);
  r->intr = field(flags, 3, 1);
  r->mode = field(flags, 4, 2);
  r->insn = w[RvInsn];
  r->pc_rdata = w[RvPc];
  r->pc_wdata = w[RvNextPc];
  r->rs1 = field(w[RvRegs], 0, 5);
  r->rs2 = field(w[RvRegs], 8, 5);
  r->rd = field(w[RvRegs], 16, 5);
  r->rs1_data = w[RvRs1];
  r->rs2_data = w[RvRs2];
  r->rd_data = w[RvRd];
  r->mem_addr = w[RvMemAddr];
  r->mem_rmask = field(w[RvMemMask], 0, 4);
  r->mem_wmask = field(w[RvMemMask], 8, 4);
  r->mem_rdata = w[RvMemRead];
  r->mem_wdata = w[RvMemWrite];
  r->mem_pa[0] = w[RvMemPa];
  r->mem_pa[1] = w[RvMemPa2];
  r->csr_addr = (uint16_t)(w[RvCsr] & 0xfff);
  r->csr_read = field(w[RvCsr], 16, 1);
  r->csr_write = field(w[RvCsr], 17, 1);
  r->csr_rdata = w[RvCsrRead];
  r->csr_wdata = w[RvCsrWrite];
  r->cause = w[RvCause];
  r->tval = w[RvTval];
  r->mip = w[RvMip];
  return true;
}

LockstepFeed::LockstepFeed(const Options &o, const Image &image)
{
  th_ls_config config = {};
  config.harts = NumHarts;
  config.ram_bytes = o.ram_bytes;
  config.rom = image.rom.data();
  config.rom_bytes = image.rom.size();
  config.line_bytes = LineBytes;
  config.pmp_entries = PmpEntries;
  config.hpm_counters = HpmCounters;
  config.lacks = kLacks;
  // One access may wait for a victim, a fill and a write-back, each behind another of the other hart.
  uint32_t miss = (o.memory_latency + 4 * LineBytes / 8 + 20) * 100 / (100 - o.stall);
  config.irq_cycles = 64 + 8 * miss;
  config.ifill_cycles = 64 + miss;
  config.store_cycles = 20000 + 64 * miss;
  checker_ = th_lockstep_new(&config);
  if (!checker_) usage_error("--lockstep: out of memory");
  for (const Segment &s : image.segments) th_lockstep_write(checker_, s.address, s.bytes.data(), s.bytes.size());
}

LockstepFeed::~LockstepFeed() { th_lockstep_free(checker_); }

bool LockstepFeed::cycle(uint64_t cycle, uint64_t mtime, const uint32_t mip[NumHarts], const uint32_t of[NumHarts])
{
  th_wires wires = {};
  wires.cycle = cycle;
  wires.mtime = mtime;
  for (unsigned h = 0; h < NumHarts; h++) {
    wires.mip[h] = mip[h];
    wires.of[h] = of[h];
  }
  return th_lockstep_cycle(checker_, &wires);
}

bool LockstepFeed::events(unsigned hart, const uint32_t *chk, const uint32_t *mon)
{
  uint32_t flags = chk[CkFlags];
  bool ok = true;
  th_event e = {};
  e.hart = (uint8_t)hart;
  auto is = [&](uint32_t bit) { return flags >> bit & 1; };

  if (is(CkPerformed)) {
    e.kind = TH_EV_PERFORMED;
    e.pa = chk[CkPerfAddr];
    e.mask = field(chk[CkPerfMask], 0, 4);
    e.part = field(chk[CkPerfMask], 8, 1);
    ok &= event(e);
  }
  if (is(CkIFill)) {
    e.kind = TH_EV_IFILL;
    e.pa = chk[CkIFillAddr];
    e.data = pair(chk, CkIFillLo);
    ok &= event(e);
  }
  if (is(CkDFill)) {
    e.kind = TH_EV_DFILL;
    e.pa = chk[CkDFillAddr];
    e.data = pair(chk, CkDFillLo);
    ok &= event(e);
  }
  if (is(CkIoRead)) {
    e.kind = TH_EV_IOREAD;
    e.pa = chk[CkIoAddr];
    e.mask = field(chk[CkIoMask], 0, 4);
    e.data = chk[CkIoData];
    ok &= event(e);
  }
  if (is(CkWalkRead)) {
    e.kind = TH_EV_PTE;
    e.pa = chk[CkWalkAddr] & ~3u;
    e.part = !(chk[CkWalkAddr] & 1);
    e.data = chk[CkWalkData];
    ok &= event(e);
  }
  if (is(CkWalkEnd) && field(chk[CkWalkVa], 2, 2) == 0) {
    e.kind = TH_EV_WALK;
    e.part = field(chk[CkWalkVa], 1, 1);
    e.pa = chk[CkWalkVa] & ~0xfffu;
    e.state = field(chk[CkWalkVa], 6, 1) ? TH_WALK_VOID : field(chk[CkWalkVa], 4, 2) ? TH_WALK_FAULT : TH_WALK_FOUND;
    e.data = chk[CkWalkSatp];
    ok &= event(e);
  }
  if (is(CkResvSet) || is(CkResvClear)) {
    e.kind = TH_EV_RESV;
    e.pa = chk[CkResvAddr];
    e.state = is(CkResvSet) ? 1 : 0;
    ok &= event(e);
  }
  if (is(CkVisible)) {
    e.kind = TH_EV_VISIBLE;
    e.pa = chk[CkVisAddr];
    e.mask = field(chk[CkVisMask], 0, 4);
    e.source = field(chk[CkVisMask], 8, 3);
    e.data = chk[CkVisData];
    ok &= event(e);
  }
  if (mon[MnFlags] & 1) {
    e.kind = TH_EV_TAGW;
    e.pa = mon[MnLine];
    e.state = field(mon[MnFlags], 1, 2);
    e.way = field(mon[MnFlags], 4, 4);
    e.set = (uint16_t)(e.pa / LineBytes % kCacheSets);
    ok &= event(e);
  }
  return ok;
}

}  // namespace sim

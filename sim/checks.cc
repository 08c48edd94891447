// checks.cc - see checks.h. Empty in the fast build.
#ifdef TH_CHECK
#include "checks.h"

#include "peek.h"

namespace sim {

static const uint32_t kSoftware = 0x222;     // SSIP, STIP, SEIP of mip: registers that software writes, no lines

Checks::Checks(const Options &o, const Image &image, Vsoc &top, Ram &ram, MemoryPort &port,
               Violation &violation)
    : top_(top), violation_(violation), clean_(violation, ram, port)
{
  if (o.lockstep) lockstep_ = std::make_unique<LockstepFeed>(o, image);
  if (!o.commit_log_file.empty()) commit_log_ = std::make_unique<CommitLog>(o.commit_log_file, NumHarts);
  if (!o.konata_file.empty()) konata_ = std::make_unique<Konata>(o.konata_file);
  if (!o.trace_file.empty()) wave_ = std::make_unique<Wave>(o, image.symbols, top, port);
  for (unsigned h = 0; h < NumHarts; h++) {
    mip_[h] = (const uint32_t *)must_peek(hart_scope(h), ".u_csr", "mip", 4);
    of_[h] = (const uint8_t *)must_peek(hart_scope(h), ".u_hpm", "of_q", 1);
    ext_s_[h] = (const uint8_t *)must_peek(hart_scope(h), ".u_interrupts", "ext_s_q", 1);
  }
}

void Checks::lockstep_failed() { violation_.report("%s", lockstep_->report().c_str()); }

void Checks::retire(unsigned hart, const uint32_t *rvfi)
{
  th_retire r;
  if (!read_rvfi(rvfi, &r)) return;
  if (commit_log_) commit_log_->retire(hart, r);
  if (wave_) wave_->reached(r.pc_rdata);
  if (lockstep_ && !lockstep_->retire(hart, r)) lockstep_failed();
}

void Checks::observe(uint64_t cycle)
{
  if (wave_) wave_->cycle(cycle);
  if (lockstep_) {
    uint32_t mip[NumHarts], of[NumHarts];
    for (unsigned h = 0; h < NumHarts; h++) {
      mip[h] = (*mip_[h] & ~kSoftware) | (uint32_t)*ext_s_[h] << 9;
      of[h] = (uint32_t)*of_[h] << 3;
    }
    bool ok = lockstep_->cycle(cycle, top_.mtime_o, mip, of);
    for (; !outside_.empty() && outside_.front().due <= cycle; outside_.pop_front())
      lockstep_->write(outside_.front().address, outside_.front().value);
    for (unsigned h = 0; h < NumHarts; h++)
      ok &= lockstep_->events(h, &top_.chk_o[h * CkWords], &top_.mon_o[h * MnWords]);
    if (!ok) lockstep_failed();
  }
  for (unsigned h = 0; h < NumHarts; h++) {
    const uint32_t *channels = &top_.rvfi_o[h * IssueWidth * RvWords];
    for (unsigned i = 0; i < IssueWidth; i++) retire(h, channels + i * RvWords);
    if (konata_) konata_->step(cycle, h, &top_.chk_o[h * CkWords], channels);
  }
  clean_.step(cycle, top_.monbus_o[MbBusy]);
}

void Checks::finish()
{
  if (lockstep_ && !violation_ && !lockstep_->finish()) lockstep_failed();
}

}  // namespace sim
#endif

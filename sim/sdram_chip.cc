// sdram_chip.cc - see sdram_chip.h.
#include "sdram_chip.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace sim {

// MT48LC16M16A2-75, AS4C32M16SB-7, IS42S16160B-7. tRC and tRFC of the last are one figure. The first waits 100 us and wants
// two refreshes, the others 200 us and eight, or say less; a controller that keeps to "worst" suits them all.
static const SdramTiming kTimings[] = {
    // name        tRCD tRP tRAS tRC tRRD tWR tRFC tRASmax tREFI  tWR tMRD  init  CL2  CL3
    {"MT48LC16M16", 20, 20,  44, 66,  15, 15,  66, 120000, 7812,  1,  2, 100, 2,  10,   8},
    {"AS4C32M16",   21, 21,  42, 63,  14, 14,  63, 120000, 7800,  2,  2, 200, 2,  10,   7},
    {"IS42S16160",  20, 20,  45, 70,  15, 20,  70, 100000, 7812,  2,  2, 200, 8,  10,   7},
    {"worst",       21, 21,  45, 70,  15, 20,  70, 100000, 7800,  2,  2, 200, 8,  10,   8},
};

const SdramTiming *sdram_timing(const std::string &name)
{
  for (const SdramTiming &t : kTimings)
    if (name == t.name) return &t;
  return nullptr;
}

SdramChip::SdramChip(const SdramShape &shape, const SdramTiming &timing, unsigned clock_khz, Cell cell)
    : shape_(shape), t_(timing), period_ns_(1e6 / clock_khz), cell_(std::move(cell))
{
}

void SdramChip::fail(const char *rule, unsigned bank, const char *format, ...)
{
  char what[160], text[256], where[16] = "";
  va_list args;
  if (!violation_.empty()) return;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  if (bank < kBanks) snprintf(where, sizeof where, ", bank %u", bank);
  snprintf(text, sizeof text, "%s: %s%s, at %.1f ns (clock %llu)", rule, what, where, ns(now_), (unsigned long long)now_);
  violation_ = text;
}

// True when the limit since then is kept, or nothing was then.
bool SdramChip::since(const char *rule, unsigned bank, const char *what, const char *after, uint64_t then, unsigned limit_ns,
                      unsigned limit_clocks)
{
  if (then == kNever) return true;
  uint64_t clocks = now_ - then;
  if (ns(clocks) < limit_ns - 1e-6)
    fail(rule, bank, "%s %.1f ns after %s, must be %u ns", what, ns(clocks), after, limit_ns);
  else if (clocks < limit_clocks)
    fail(rule, bank, "%s %llu clocks after %s, must be %u", what, (unsigned long long)clocks, after, limit_clocks);
  return violation_.empty();
}

// What every command but NOP must wait for.
bool SdramChip::ready(const char *what, unsigned bank)
{
  if (ns(now_) < t_.init_us * 1000.0) {
    fail("init", bank, "%s before %u us have passed", what, t_.init_us);
    return false;
  }
  return since("tRFC", bank, what, "REFRESH", refreshed_, t_.trfc) &&
         since("tMRD", bank, what, "LOAD MODE REGISTER", moded_, 0, t_.tmrd_clocks);
}

void SdramChip::activate(const SdramPins &pins)
{
  Bank &b = bank_[pins.ba];
  if (!ready("ACTIVATE", pins.ba)) return;
  if (!ready_) return fail("init", pins.ba, "ACTIVATE before the mode register is loaded");
  if (b.open) return fail("bank state", pins.ba, "ACTIVATE of row 0x%x while row 0x%x is open", pins.a, b.row);
  if (!since("tRP", pins.ba, "ACTIVATE", "PRECHARGE", b.closed, t_.trp)) return;
  if (!since("tRC", pins.ba, "ACTIVATE", "ACTIVATE", b.activated, t_.trc)) return;
  if (any_activated_bank_ != pins.ba &&
      !since("tRRD", pins.ba, "ACTIVATE", "ACTIVATE of another bank", any_activated_, t_.trrd))
    return;
  if (pins.a >> shape_.row_bits) return fail("address", pins.ba, "ACTIVATE of row 0x%x", pins.a);
  b.open = true;
  b.row = pins.a;
  b.activated = any_activated_ = now_;
  b.written = kNever;
  any_activated_bank_ = pins.ba;
  activates_++;
}

void SdramChip::column(const SdramPins &pins, bool write)
{
  const char *what = write ? "WRITE" : "READ";
  Bank &b = bank_[pins.ba];
  unsigned column = (pins.a & 0x3ff) | (pins.a >> 1 & 0xc00);
  if (!ready(what, pins.ba)) return;
  if (!b.open) return fail("bank state", pins.ba, "%s while no row is open", what);
  if (!since("tRCD", pins.ba, what, "ACTIVATE", b.activated, t_.trcd)) return;
  if (pins.a >> 10 & 1) return fail("auto precharge", pins.ba, "%s with A10, which this model has not", what);
  if (burst_ != Burst::None && now_ < burst_at_ + length_)
    return fail("burst", pins.ba, "%s cuts a burst short after %llu of %u words", what, (unsigned long long)(now_ - burst_at_),
                length_);
  if (write && due_)
    return fail("turnaround", pins.ba, "WRITE %s the last word read, must be 2 clocks after it",
                due_ >= kNext ? "before" : due_ & kNow ? "with" : "1 clock after");
  // A chip with fewer columns looks at fewer bits.
  burst_ = write ? Burst::Write : Burst::Read;
  burst_bank_ = pins.ba;
  burst_column_ = column & ((1u << shape_.col_bits) - 1);
  burst_at_ = now_;
  if (!write) due_ |= ((1u << length_) - 1) * (kNow << latency_);
}

void SdramChip::precharge(const SdramPins &pins)
{
  bool all = pins.a >> 10 & 1;
  for (unsigned i = 0; i < kBanks; i++) {
    Bank &b = bank_[i];
    if (!all && i != pins.ba) continue;
    if (!ready("PRECHARGE", i)) return;
    if (burst_ != Burst::None && burst_bank_ == i && now_ < burst_at_ + length_)
      return fail("burst", i, "PRECHARGE cuts a burst short after %llu of %u words", (unsigned long long)(now_ - burst_at_),
                  length_);
    if (!b.open) continue;
    if (!since("tRAS", i, "PRECHARGE", "ACTIVATE", b.activated, t_.tras)) return;
    if (!since("tWR", i, "PRECHARGE", "the last word written", b.written, t_.twr, t_.twr_clocks)) return;
    b.open = false;
    b.closed = now_;
  }
  if (all) precharged_all_ = now_;
}

void SdramChip::refresh()
{
  if (!ready("REFRESH", kBanks)) return;
  if (precharged_all_ == kNever) return fail("init", kBanks, "REFRESH before PRECHARGE ALL");
  if (!since("tRP", kBanks, "REFRESH", "PRECHARGE ALL", precharged_all_, t_.trp)) return;
  for (unsigned i = 0; i < kBanks; i++) {
    if (bank_[i].open) return fail("bank state", i, "REFRESH while row 0x%x is open", bank_[i].row);
    if (!since("tRP", i, "REFRESH", "PRECHARGE", bank_[i].closed, t_.trp)) return;
  }
  refreshed_ = now_;
  refreshes_++;
}

void SdramChip::load_mode(const SdramPins &pins)
{
  unsigned latency = pins.a >> 4 & 7, length = 1u << (pins.a & 7);
  if (!ready("LOAD MODE REGISTER", kBanks)) return;
  if (precharged_all_ == kNever) return fail("init", kBanks, "LOAD MODE REGISTER before PRECHARGE ALL");
  if (!since("tRP", kBanks, "LOAD MODE REGISTER", "PRECHARGE ALL", precharged_all_, t_.trp)) return;
  for (unsigned i = 0; i < kBanks; i++)
    if (bank_[i].open) return fail("bank state", i, "LOAD MODE REGISTER while row 0x%x is open", bank_[i].row);
  if (refreshes_ < t_.init_refreshes)
    return fail("init", kBanks, "LOAD MODE REGISTER after %u refreshes, must be %u", refreshes_, t_.init_refreshes);
  if (latency < 2 || latency > 3 || length > 8 || (pins.a & ~0x77u) || pins.ba)
    return fail("mode", kBanks, "0x%x is none that this model has", pins.a);
  unsigned shortest = latency == 2 ? t_.cl2 : t_.cl3;
  if (period_ns_ < shortest - 1e-6)
    return fail("CAS latency", kBanks, "%u at a clock of %.1f ns, must be %u ns or more", latency, period_ns_, shortest);
  latency_ = latency;
  length_ = length;
  moded_ = now_;
  if (!ready_) {
    ready_ = true;
    ready_at_ = now_;
    ready_refreshes_ = refreshes_;
  }
}

void SdramChip::command(const SdramPins &pins)
{
  if (pins.cs_n) return;
  switch (pins.ras_n << 2 | pins.cas_n << 1 | pins.we_n) {
  case 7: break;                                                    // NOP
  case 3: activate(pins); break;
  case 5: column(pins, false); break;
  case 4: column(pins, true); break;
  case 2: precharge(pins); break;
  case 1: refresh(); break;
  case 0: load_mode(pins); break;
  default: fail("command", pins.ba, "BURST TERMINATE, which this model has not");
  }
}

// The words of the burst under way, and who drives the pins.
void SdramChip::data(const SdramPins &pins)
{
  // READ data are on the pins from the edge before to past the edge they belong to.
  drives_ = due_ & kNext;
  if (pins.driven && due_ & (kBefore | kNow | kNext))
    return fail("contention", kBanks, "the controller drives the data pins %s the chip does",
                due_ & (kNow | kNext) ? "while" : "right after");
  noise_ = noise_ * 1664525 + 1013904223;

  bool writes = burst_ == Burst::Write && now_ < burst_at_ + length_;
  bool reads = burst_ == Burst::Read && now_ < burst_at_ + length_;
  if ((writes || reads) && pins.dqm) return fail("mask", burst_bank_, "DQM is high in a burst");
  unsigned bytes = shape_.dq_bits / 8, mask = length_ - 1, word = (unsigned)(now_ - burst_at_);
  if (writes) {
    if (!pins.driven) return fail("write data", burst_bank_, "nobody drives word %u of a burst", word);
    Bank &b = bank_[burst_bank_];
    memcpy(cell_(burst_bank_, b.row, (burst_column_ & ~mask) | ((burst_column_ + word) & mask)), &pins.dq, bytes);
    b.written = now_;
    stored_ = true;
  } else if (reads) {
    // Read now for latency_ edges later: nothing can write in between, nor close the row.
    uint32_t value = 0;
    memcpy(&value, cell_(burst_bank_, bank_[burst_bank_].row, (burst_column_ & ~mask) | ((burst_column_ + word) & mask)), bytes);
    line_[(now_ + latency_) % 4] = value;
  }
  if (drives_) out_ = line_[(now_ + 1) % 4];
}

// What must happen without being asked for.
void SdramChip::background()
{
  for (unsigned i = 0; i < kBanks; i++)
    if (bank_[i].open && ns(now_ - bank_[i].activated) > t_.tras_max)
      return fail("tRAS max", i, "the row is open for more than %u ns", t_.tras_max);
  if (!ready_) return;
  auto due = (int64_t)(ns(now_ - ready_at_) / t_.trefi);
  if (due - (int64_t)(refreshes_ - ready_refreshes_) > kSlack)
    fail("refresh", kBanks, "%lld refreshes of one in %u ns are missing", (long long)(due - (refreshes_ - ready_refreshes_)), t_.trefi);
}

void SdramChip::edge(const SdramPins &pins)
{
  stored_ = false;
  if (!violation_.empty()) return;
  if (pins.cke) command(pins);
  else if (ready_) fail("CKE", kBanks, "low after initialisation");
  if (violation_.empty()) data(pins);
  if (violation_.empty() && now_ % 64 == 0) background();
  due_ >>= 1;
  now_++;
}

}  // namespace sim

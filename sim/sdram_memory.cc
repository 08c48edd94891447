// sdram_memory.cc - see sdram_memory.h.
#include "sdram_memory.h"

#include "Vsdram.h"
#include "chk_words.h"
#include "sdram_map.h"
#ifdef TH_CHECK
#include "verilated_fst_c.h"
#endif

namespace sim {

static const SdramShape kShape = {SdramDqBits, SdramRowBits, SdramColBits, 2};
static const unsigned kBeats = LineBytes / 8;

SdramMemory::SdramMemory(Ram &ram, unsigned stall, uint64_t seed, VerilatedContext &context)
    : MemoryPort(ram.size()), ram_(ram), stall_(stall), rng_(seed), top_(new Vsdram(&context, "SDRAM")),
      chip_(kShape, *sdram_timing("worst"), SdramKhz, [this](unsigned bank, unsigned row, unsigned column) {
        uint32_t at = sdram_address(kShape, bank, row, column);
        return at < ram_.size() ? ram_.at(RamBase + at) : (uint8_t *)&beyond_;
      })
{
  idle_ = false;                           // refreshes go on
  top_->mem_req_i = 0;
  top_->mem_wvalid_i = 0;
  top_->rst_ni = 0;
  for (unsigned i = 0; i < 2; i++) tick();     // before the chip has power: pins had any value
  top_->rst_ni = 1;
  while (!top_->up_o && chip_.violation().empty()) clock();
  make_wires();
}

SdramMemory::~SdramMemory() { top_->final(); }

void SdramMemory::trace(VerilatedFstC &fst)
{
#ifdef TH_CHECK
  top_->trace(&fst, 99);
#else
  (void)fst;
#endif
}

void SdramMemory::tick()
{
  top_->clk_i = 1;
  top_->eval();
  top_->clk_i = 0;
  top_->eval();
}

// One clock of chip and controller. The chip's edge lies between two of the controller's: it sees the pins as they are
// now, and what it drives then is caught at the controller's next edge.
void SdramMemory::clock()
{
  SdramPins pins = {};
  pins.cke = top_->cke_o;
  pins.ras_n = top_->cmd_o >> 2 & 1;
  pins.cas_n = top_->cmd_o >> 1 & 1;
  pins.we_n = top_->cmd_o & 1;
  pins.dqm = top_->dqm_o;
  pins.ba = top_->ba_o;
  pins.a = top_->a_o;
  pins.driven = top_->dq_oe_o;
  pins.dq = top_->dq_o;
  chip_.edge(pins);
  top_->dq_i = chip_.dq();
  busy_ += pins.driven || chip_.drives();
  tick();
}

void SdramMemory::make_wires()
{
  in_ = {};
  in_.ready = top_->mem_ready_o && !held();
  in_.wready = top_->mem_wready_o && write_beats_ && !held();
  in_.rvalid = top_->mem_rvalid_o && (read_shown_ || !held());
  in_.rdata = top_->mem_rdata_o;
  in_.rerr = top_->mem_rerr_o;
  in_.bvalid = top_->mem_bvalid_o;
  in_.berr = top_->mem_berr_o;
}

bool SdramMemory::write_pending(uint32_t line) const
{
  for (const Write &w : writes_under_way_)
    if (w.line == line) return true;
  return false;
}

void SdramMemory::step(uint64_t, const MemoryOut &out)
{
  written_line_ = 1;
  check(out, write_beats_ != 0);
  if (!violation_.empty()) return;

  bool accept = out.valid && in_.ready, give = out.wvalid && in_.wready, take = in_.rvalid && out.rready;
  top_->mem_req_i = (uint32_t)accept << 30 | (uint32_t)out.write << 29 | out.address >> 3;
  top_->mem_wvalid_i = give;
  top_->mem_wdata_i = out.wdata;
  top_->mem_rready_i = take;
  read_shown_ = in_.rvalid && !take;
  if (give) write_beats_--;
  if (take) read_beats_--;
  if (accept) {
    if (out.write) {
      writes_under_way_.push_back({out.address & ~(LineBytes - 1), LineBytes * 8 / SdramDqBits});
      write_beats_ += kBeats;
      writes_++;
    } else {
      read_beats_ += kBeats;
      reads_++;
    }
  }
  clock();
  if (chip_.stored() && !writes_under_way_.empty() && --writes_under_way_.front().words == 0) {
    written_line_ = writes_under_way_.front().line;
    writes_under_way_.pop_front();
  }
  if (!chip_.violation().empty()) violation_ = "SDRAM: " + chip_.violation();
  make_wires();
}

}  // namespace sim

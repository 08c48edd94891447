// rtl_run.cc - see rtl_run.h.
#include "rtl_run.h"

#include <algorithm>
#include <cstring>

#include "diag.h"
#include "latency_memory.h"
#include "peek.h"
#include "sdram_memory.h"
#include "state_text.h"
#include "step.h"

namespace sim {

static const uint64_t kLookCycles = 2048;       // between looks at the host
static const uint64_t kInputStart = 1000000;    // a silent program gets its input from here on
static const unsigned kResetCycles = 8;
static const uint32_t kCoreHz = 100000000;      // as the device tree says: BOOT_CLOCK of firmware/boot/boot.mk
static const uint64_t kSettleCycles = 100000;   // at most, until nothing moves between the caches
static const uint32_t kSdramLatency = 40;       // that of a memory as slow, for the service monitor's bound
static const uint64_t kSettleToDump = 2000;     // the same for a dump, of a machine that may never be quiet

// Ports that not every build has.
template <class Top> static auto set_mutant(Top &top, unsigned n, int) -> decltype(top.mutant_i, void())
{
  top.mutant_i = n & 0xff;
}
template <class Top> static void set_mutant(Top &, unsigned n, long)
{
  if (n) usage_error("--mutant: this build has no mutants");
}
template <class Top> static auto set_char_cycles(Top &top, uint32_t n, int) -> decltype(top.uart_char_cycles_i, void())
{
  top.uart_char_cycles_i = (uint16_t)n;
}
template <class Top> static void set_char_cycles(Top &, uint32_t, long) {}

static std::unique_ptr<VerilatedContext> make_context(const Options &o)
{
  auto context = std::make_unique<VerilatedContext>();
  context->randReset(o.seed ? 2 : 0);           // initial contents: random, or zero
  context->randSeed((int)(o.seed & 0x7fffffff));
  context->traceEverOn(!o.trace_file.empty());
  return context;
}

static std::unique_ptr<MemoryPort> make_memory(const Options &o, Ram &ram, VerilatedContext &context)
{
  if (o.sdram) return std::make_unique<SdramMemory>(ram, o.stall, o.seed, context);
  return std::make_unique<LatencyMemory>(ram, o.memory_latency, o.stall, o.seed, o.mem_errors);
}

RtlRun::RtlRun(const Options &o, const Image &image, Console &console, const std::string &command)
    : o_(o), image_(image), console_(console), command_(command),
      ram_(o.ram_bytes),
      context_(make_context(o)), top_(new Vsoc(context_.get(), "TOP")),
      port_(make_memory(o, ram_, *context_)), line_(console, o.uart_cycles),
      storage_(o), spi_(storage_.slaves()),
      htif_(image.tohost, image.fromhost, o.ram_bytes, console), view_(ram_), mesi_(violation_),
      service_(violation_, o.sdram ? kSdramLatency : o.memory_latency, o.stall), uart_monitor_(violation_),
      checks_(o, image, *top_, ram_, *port_, violation_), heartbeat_(image.symbols),
      rx_count_((const uint8_t *)must_peek("", ".u_uart", "rx_count_d", 1)),
      rx_fifos_on_((const uint8_t *)must_peek("", ".u_uart", "fifo_d", 1)),
      mtimecmp_(must_peek("", ".u_clint", "mtimecmp_q", 8 * NumHarts)),
      uart_divisor_((const uint16_t *)must_peek("", ".u_uart", "divisor_q", 2)),
      uart_format_((const uint8_t *)must_peek("", ".u_uart", "lcr_q", 1)),
      uart_ier_((const uint8_t *)must_peek("", ".u_uart", "ier_q", 1)),
      plic_enable_((const uint16_t *)must_peek("", ".u_plic", "enable_q", 2))
{
  for (const Segment &s : image.segments) memcpy(ram_.at(s.address), s.bytes.data(), s.bytes.size());
  for (unsigned h = 0; h < NumHarts; h++) pc_[h] = (const uint32_t *)must_peek("", hart_scope(h) + "u_hart", "mw_pc_q", 4);
  console_.on_output(Heartbeat::wipe_hook, &heartbeat_);
  fill_rom();
}

RtlRun::~RtlRun()
{
  console_.on_output(nullptr, nullptr);
  top_->final();
}

void RtlRun::fill_rom()
{
  auto *words = (uint64_t *)must_peek("", ".u_bootrom", "mem", 8);
  memcpy(words, image_.rom.data(), image_.rom.size());
}

void RtlRun::reset()
{
  top_->ram_size_i = o_.ram_bytes;
  top_->ev_on_i = o_.stats;
  drive_memory();
  top_->uart_tx_ready_i = line_.ready();
  top_->uart_rx_valid_i = 0;
  top_->uart_rx_data_i = 0;
  top_->spi_miso_i = 1;
  top_->gpio_i = o_.gpio_in;
  set_mutant(*top_, o_.mutant, 0);
  set_char_cycles(*top_, o_.uart_pins ? 0 : o_.uart_cycles, 0);
  top_->uart_pins_i = o_.uart_pins;
  top_->uart_far_bit_i = kCoreHz / console_.baud();
  for (unsigned i = 0; i < kResetCycles; i++) {
    top_->rst_ni = i == kResetCycles - 1;     // the machine has it after the edge
    top_->clk_i = 1;
    top_->eval();
    top_->clk_i = 0;
    top_->eval();
  }
}

void RtlRun::stop(const char *reason, int code)
{
  if (stopped_) return;
  stopped_ = true;
  reason_ = reason;
  exit_code_ = code;
}

// ------------------------------------------------------------------ what the machine shows

template <bool kCount> void RtlRun::count()
{
  const uint32_t *ev = (const uint32_t *)&top_->ev_o;  // two words a hart
  for (unsigned h = 0; h < NumHarts; h++)
    if (ev[2 * h + EvRetire / 32] >> EvRetire % 32 & 1) {
      retired_[h]++;
      last_pc_[h] = *pc_[h];
    }
  if (!kCount) return;
  for (unsigned h = 0; h < NumHarts; h++) {
    cpi_[h][top_->cpi_o >> 4 * h & 15]++;
    events_[h].add(ev[2 * h] | (uint64_t)ev[2 * h + 1] << 32);
  }
}

void RtlRun::observe_caches()
{
  for (unsigned h = 0; h < NumHarts; h++) {
    const uint32_t *mon = &top_->mon_o[h * MnWords];
    uint32_t flags = mon[MnFlags];
    if (flags & 1) {
      unsigned state = flags >> 1 & 3;
      unsigned before = mesi_.tag_write(h, mon[MnLine], flags >> 4 & 15, state);
      checks_.tag_write(cycle_, mon[MnLine], before, state);
    }
    if ((flags >> 8 & 1) && htif_.store(mon[MnVisAddr], mon[MnVisData])) stop(kExited, htif_.code());
  }
  mesi_.check();
}

void RtlRun::observe_bus(uint32_t wait, uint32_t busy)
{
  uint32_t flags = top_->monbus_o[MbFlags];
  if ((wait ^ wait_) | (busy ^ busy_)) service_.change(cycle_, wait_ = wait, busy_ = busy);
  if (flags & 1) {
    grants_[flags >> 1 & 7]++;
    service_.grant(cycle_, flags >> 4 & 15);
    checks_.granted(flags >> 4 & 15, top_->monbus_o[MbLine]);
  }
}

void RtlRun::observe()
{
  uint32_t caches = 0;
  for (unsigned h = 0; h < NumHarts; h++) caches |= top_->mon_o[h * MnWords + MnFlags];
  if (caches & 0x101) observe_caches();
  uint32_t wait = top_->monbus_o[MbWait], busy = top_->monbus_o[MbBusy];
  if ((top_->monbus_o[MbFlags] & 1) | (wait ^ wait_) | (busy ^ busy_)) observe_bus(wait, busy);
  if (top_->fin_valid_o) {
    uint32_t code = top_->fin_code_o;
    bool fail = (code & 0xffff) == 0x3333;
    stop((code & 0xffff) == 0x7777 ? "the program asked for a reset" : kExited, fail ? code >> 16 & 0xff : 0);
  }
  checks_.observe(cycle_);
  if (htif_.pending()) serve_htif();
  if (violation_) violated();
}

void RtlRun::serve_htif()
{
  if (!view_.quiet(wait_, busy_, !port_->empty())) return;
  bool exited = htif_.serve(view_, [&](uint32_t a, uint64_t value) { checks_.outside_write(cycle_, a, value); });
  if (exited) stop(kExited, htif_.code());
}

void RtlRun::violated()
{
  heartbeat_.wipe();
  console_.flush();
  bool lockstep = violation_.text().compare(0, 9, "lockstep:") == 0;
  note("%s%s", lockstep ? "" : ("monitor, cycle " + std::to_string(cycle_) + ": ").c_str(), violation_.text().c_str());
  note("replay with: %s", command_.c_str());
  stop("a check failed", kExitViolation);
}

// ------------------------------------------------------------------ what the machine hears

void RtlRun::step_memory()
{
  uint32_t request = top_->mem_req_o;     // valid, write, addr[31:3]
  port_->step(cycle_, {(request >> 30 & 1) != 0, (request >> 29 & 1) != 0, request << 3, top_->mem_wvalid_o != 0,
                      top_->mem_wdata_o, (uint8_t)top_->mem_wmask_o, top_->mem_rready_o != 0});
  if (port_->written_line() != 1) checks_.memory_written(cycle_, port_->written_line());
  if (!port_->violation().empty()) violation_.report("%s", port_->violation().c_str());
}

void RtlRun::drive_memory()
{
  const MemoryIn &in = port_->wires();
  top_->mem_ready_i = in.ready;
  top_->mem_wready_i = in.wready;
  top_->mem_rvalid_i = in.rvalid;
  top_->mem_rdata_i = in.rdata;
  top_->mem_rerr_i = in.rerr;
  top_->mem_bvalid_i = in.bvalid;
  top_->mem_berr_i = in.berr;
}

// With --sdram a character takes 16 divisors a bit: start, 5 to 8 of data, parity, stop.
void RtlRun::pace_uart()
{
  if (!o_.sdram) return;
  unsigned format = *uart_format_;
  line_.pace(16u * std::max<uint32_t>(*uart_divisor_, 1) * (7 + (format & 3) + (format >> 3 & 1) + (format >> 2 & 1)));
}

void RtlRun::drive_uart()
{
  pace_uart();
  // Input waits while the receiver is full: a file comes faster than programs read. A character that
  // arrives in the next cycle is not counted yet.
  bool room = *rx_fifos_on_ ? *rx_count_ < 16 : *rx_count_ == 0;
  rx_driven_ = room && !rx_driven_ && line_.may_arrive(cycle_ + 1);
  top_->uart_rx_valid_i = rx_driven_;
  if (rx_driven_) top_->uart_rx_data_i = line_.arrive(cycle_ + 1);
}

// --uart-pins: what has arrived at the other end; and the next character to it once the last one is on its way.
void RtlRun::drive_pins()
{
  if (top_->uart_tx_valid_o) console_.put(top_->uart_tx_data_o);
  if (top_->uart_rx_ready_o) top_->uart_rx_valid_i = 0;
  if (top_->uart_rx_valid_i || !console_.has_input()) return;
  top_->uart_rx_valid_i = 1;
  top_->uart_rx_data_i = (uint8_t)console_.get();
}

// A clock cycle: handshakes, the next cycle's inputs, rising edge.
inline void RtlRun::advance()
{
  bool memory = !port_->idle() || (top_->mem_req_o >> 30 & 1) || top_->mem_wvalid_o;
  if (memory) {
    step_memory();
    drive_memory();
  }
  if (o_.uart_pins) {
    drive_pins();
  } else {
    if (top_->uart_tx_valid_o | uart_monitor_.refused()) {
      uart_monitor_.step(top_->uart_tx_valid_o, top_->uart_tx_data_o, line_.ready());
      pace_uart();
      if (top_->uart_tx_valid_o) line_.send(cycle_, top_->uart_tx_data_o);
    }
    top_->uart_tx_ready_i = line_.ready();
    if (rx_driven_ || line_.may_arrive(cycle_ + 1)) drive_uart();
  }
  if (spi_.moves(top_->spi_sck_o, top_->spi_cs_o))
    top_->spi_miso_i = spi_.step(cycle_, top_->spi_sck_o, top_->spi_mosi_o, top_->spi_cs_o);
  step_rising(*top_);
  cycle_++;
  checks_.dump(cycle_, 0);
  step_falling(*top_);
  checks_.dump(cycle_, 1);
}

// ------------------------------------------------------------------ the run

// Nothing has retired since the last look, all are in wfi, and no timer will go off: it never does, or it
// had before that look and nobody listens. Software interrupts come from harts, bus errors from memory that
// is at work, external ones from the UART while it has input, or a character in it, or from the SPI
// host while it is at work.
bool RtlRun::asleep_for_ever()
{
  uint64_t compare[NumHarts], retired = 0;
  memcpy(compare, mtimecmp_, sizeof compare);
  bool asleep = port_->empty() && !(wait_ | busy_) && spi_.quiet(cycle_);
  if (*uart_ier_ && *plic_enable_) asleep &= !console_.may_have_input() && !top_->uart_tx_valid_o && !top_->uart_rx_valid_i && !*rx_count_;
  for (unsigned h = 0; h < NumHarts; h++) {
    retired += retired_[h];
    asleep &= (top_->cpi_o >> 4 * h & 15) == CpiWfi && (compare[h] == UINT64_MAX || compare[h] < looked_at_);
  }
  asleep &= retired == retired_then_;
  retired_then_ = retired;
  looked_at_ = top_->mtime_o;
  return asleep;
}

void RtlRun::look()
{
  next_look_ = std::min(cycle_ + kLookCycles, o_.max_cycles);
  service_.look(cycle_);
  if (violation_) violated();
  console_.poll();
  if (o_.uart_pins) top_->uart_far_bit_i = kCoreHz / console_.baud();
  if (cycle_ >= kInputStart) console_.start_input();
  if (interrupted()) stop("interrupted", kExitInterrupt);
  if (console_.left()) stop("the console was left", kExitInterrupt);
  if (toggle_requested()) checks_.toggle_wave();
  if (heartbeat_.on()) heartbeat_.beat(cycle_, {std::begin(last_pc_), std::end(last_pc_)});
  if (cycle_ >= o_.max_cycles) stop("--max-cycles reached", kExitMaxCycles);
  if (asleep_for_ever()) stop("all harts asleep for ever", kExitMaxCycles);
}

template <bool kCount> void RtlRun::loop()
{
  while (!stopped_) {
    if (cycle_ == next_look_) {
      look();
      if (stopped_) break;
    }
    count<kCount>();
    observe();
    advance();
  }
}

// Runs on until nothing is under way, so that the coherent view is complete.
void RtlRun::settle(uint64_t most)
{
  for (uint64_t i = 0; i < most; i++) {
    if (view_.quiet(top_->monbus_o[MbWait], top_->monbus_o[MbBusy], !port_->empty())) return;
    advance();
  }
}

void RtlRun::signature()
{
  uint32_t begin, end;
  signature_range(image_, o_.ram_bytes, &begin, &end);
  settle(kSettleCycles);
  write_signature(o_.signature_file, begin, end, [&](uint32_t a) { return view_.read32(a); });
}

std::unique_ptr<th_hart> RtlRun::state(unsigned hart)
{
  static const th_bus bus = [] {
    th_bus b = {};
    b.pte_read = [](void *view, unsigned, uint32_t pa) { return ((CoherentView *)view)->read32(pa); };
    return b;
  }();
  auto h = std::make_unique<th_hart>();
  th_hart_init(h.get(), hart, &bus, &view_, o_.ram_bytes);
  state_.read(hart, h.get());
  return h;
}

Result RtlRun::result(double seconds)
{
  Result r;
  r.exit_code = exit_code_;
  r.reason = reason_;
  r.cycles = cycle_;
  r.seconds = seconds;
  r.detailed = o_.stats;
  r.memory_reads = port_->reads();
  r.memory_writes = port_->writes();
  r.memory_busy = port_->busy_cycles();
  std::copy(std::begin(grants_), std::end(grants_), r.bus.begin());
  for (unsigned h = 0; h < NumHarts; h++) {
    HartResult hart;
    hart.instructions = retired_[h];
    hart.pc = last_pc_[h];
    std::copy(std::begin(cpi_[h]), std::end(cpi_[h]), hart.cpi.begin());
    hart.events = events_[h].values();
    r.harts.push_back(hart);
  }
  if (reason_ != kExited) {
    std::unique_ptr<th_hart> harts[NumHarts];
    for (unsigned h = 0; h < NumHarts; h++) harts[h] = state(h);
    settle(kSettleToDump);    // for what state_text() reads of page tables
    for (unsigned h = 0; h < NumHarts; h++) r.harts[h].state = state_text(*harts[h]);
  }
  return r;
}

Result RtlRun::run()
{
  uint32_t begin, end;
  if (!o_.signature_file.empty()) signature_range(image_, o_.ram_bytes, &begin, &end);  // complain now, not at the end
  reset();
  Stopwatch watch;
  if (o_.stats) loop<true>();
  else loop<false>();
  double seconds = watch.seconds();
  heartbeat_.wipe();
  console_.flush();
  checks_.finish();
  if (violation_ && exit_code_ != kExitViolation) {
    stopped_ = false;
    violated();
  }
  Result r = result(seconds);
  if (!o_.signature_file.empty() && exit_code_ != kExitViolation) signature();
  if (o_.lockstep && exit_code_ != kExitViolation)
    note("lockstep: %llu instructions checked, no difference", (unsigned long long)checks_.checked());
  return r;
}

Result run_rtl(const Options &o, const Image &image, Console &console, const std::string &command)
{
  return RtlRun(o, image, console, command).run();
}

}  // namespace sim

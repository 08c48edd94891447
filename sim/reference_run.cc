// reference_run.cc - --model=reference: sim/model alone, behind the same command line and devices.
#include <algorithm>
#include <memory>

#include "machine_shape.h"
#include "commit_log.h"
#include "diag.h"
#include "host.h"
#include "model/model.h"
#include "run.h"
#include "state_text.h"
#include "storage.h"
extern "C" {
#include "model/hart.h"
}

namespace sim {

namespace {

const uint64_t kChunk = 1000000;   // model cycles between looks at the host

struct Context {
  Console &console;
  std::unique_ptr<CommitLog> log;
};

void on_tx(void *ctx, uint8_t c) { ((Context *)ctx)->console.put(c); }

int on_rx(void *ctx)
{
  Console &console = ((Context *)ctx)->console;
  return console.may_have_input() ? console.get() : -2;
}

void on_write(void *ctx, int fd, const uint8_t *bytes, size_t count) { ((Context *)ctx)->console.put(fd, bytes, count); }

void on_retired(void *ctx, unsigned hart, const th_record *record)
{
  th_retire r = {};
  r.interrupt = record->interrupt;
  r.trap = record->trap;
  r.mode = record->mode;
  r.insn = record->insn;
  r.pc_rdata = record->pc;
  r.rd = record->rd;
  r.rd_data = record->rd_value;
  r.mem_addr = record->mem_addr;
  r.mem_rmask = record->mem_rmask;
  r.mem_wmask = record->mem_wmask;
  r.mem_wdata = record->mem_wdata;
  r.csr_addr = record->csr_addr;
  r.csr_write = record->csr_write;
  r.csr_wdata = record->csr_wdata;
  ((Context *)ctx)->log->retire(hart, r);
}

struct FreeModel {
  void operator()(th_model *m) const { th_model_free(m); }
};

void run_model(const Options &o, th_model *m, Console &console, Heartbeat &heartbeat, Result &r)
{
  auto stop = [&](const char *reason, int code) {
    r.reason = reason;
    r.exit_code = code;
  };
  while (r.reason.empty()) {
    uint64_t limit = std::min(o.max_cycles, th_model_cycles(m) + kChunk);
    th_stop why = th_model_run(m, limit);
    console.poll();
    console.start_input();   // a silent program gets it after the first chunk
    if (why == TH_STOP_EXIT) stop(kExited, th_model_exit_code(m));
    else if (why == TH_STOP_RESET) stop("the program asked for a reset", 0);
    else if (why == TH_STOP_ASLEEP) stop("all harts asleep for ever", kExitMaxCycles);
    else if (th_model_cycles(m) >= o.max_cycles) stop("--max-cycles reached", kExitMaxCycles);
    else if (interrupted()) stop("interrupted", kExitInterrupt);
    else if (console.left()) stop("the console was left", kExitInterrupt);
    std::vector<uint32_t> pcs;
    for (unsigned h = 0; h < NumHarts; h++) pcs.push_back(th_model_pc(m, h));
    heartbeat.beat(th_model_cycles(m), pcs);
  }
  heartbeat.wipe();
}

}  // namespace

Result run_reference(const Options &o, const Image &image, Console &console)
{
  Context context{console, nullptr};
  Storage storage(o);
  th_model_config config = {};
  config.harts = NumHarts;
  config.ram_bytes = o.ram_bytes;
  config.rom = image.rom.data();
  config.rom_bytes = image.rom.size();
  config.time_div = TimeDiv;
  config.uart_cycles = o.uart_cycles;
  config.slaves = &storage.slaves();
  config.gpio_in = o.gpio_in;
  config.seed = o.seed;
  config.pmp_entries = PmpEntries;
  config.lacks = kLacks;
  config.hpm_counters = HpmCounters;
  config.sv32 = config.sstc = config.svadu = Smode;
  config.sticky_tlb = o.sticky_tlb;
  config.tohost = image.tohost;
  config.fromhost = image.fromhost;
  config.ctx = &context;
  config.uart_tx = on_tx;
  config.uart_rx = on_rx;
  config.console = on_write;
  if (!o.commit_log_file.empty()) {
    context.log = std::make_unique<CommitLog>(o.commit_log_file, NumHarts);
    config.retired = on_retired;
  }
  uint32_t begin = 0, end = 0;
  if (!o.signature_file.empty()) signature_range(image, o.ram_bytes, &begin, &end);

  std::unique_ptr<th_model, FreeModel> model(th_model_new(&config));
  if (!model) usage_error("--model=reference: out of memory");
  for (const Segment &s : image.segments) th_model_write(model.get(), s.address, s.bytes.data(), s.bytes.size());

  Result r;
  Heartbeat heartbeat(image.symbols);
  console.on_output(Heartbeat::wipe_hook, &heartbeat);
  Stopwatch watch;
  run_model(o, model.get(), console, heartbeat, r);
  r.seconds = watch.seconds();
  console.on_output(nullptr, nullptr);
  r.cycles = th_model_cycles(model.get());
  for (unsigned h = 0; h < NumHarts; h++) {
    HartResult hart;
    hart.instructions = th_model_instret(model.get(), h);
    hart.pc = th_model_pc(model.get(), h);
    if (r.reason != kExited) hart.state = state_text(*th_model_hart(model.get(), h));
    r.harts.push_back(hart);
  }
  if (!o.signature_file.empty())
    write_signature(o.signature_file, begin, end, [&](uint32_t a) {
      uint32_t word = 0;
      th_model_read(model.get(), a, &word, 4);
      return word;
    });
  return r;
}

}  // namespace sim

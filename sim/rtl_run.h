// rtl_run.h - one run of the RTL: the clock loop and everything at the machine's ports.
// Outputs are looked at after the rising edge that begins a cycle; the next cycle's inputs are set before
// the next one. None of them depends on an output of its own cycle.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "Vsoc.h"
#include "bit_counters.h"
#include "checks.h"
#include "coherent.h"
#include "host.h"
#include "htif.h"
#include "memory_port.h"
#include "monitors.h"
#include "rtl_state.h"
#include "run.h"
#include "spi_line.h"
#include "storage.h"
#include "uart_line.h"
#include "verilated.h"

namespace sim {

class RtlRun {
 public:
  RtlRun(const Options &options, const Image &image, Console &console, const std::string &command);
  ~RtlRun();
  Result run();

 private:
  void reset();
  void fill_rom();
  template <bool kCount> void loop();
  template <bool kCount> void count();
  void observe();
  void observe_caches();
  void observe_bus(uint32_t wait, uint32_t busy);
  void step_memory();
  void drive_memory();
  void drive_uart();
  void drive_pins();
  void pace_uart();
  void advance();
  bool asleep_for_ever();
  void look();
  void serve_htif();
  void settle(uint64_t most);
  std::unique_ptr<th_hart> state(unsigned hart);
  void stop(const char *reason, int code);
  void violated();
  void signature();
  Result result(double seconds);

  const Options &o_;
  const Image &image_;
  Console &console_;
  std::string command_;
  Ram ram_;
  Violation violation_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vsoc> top_;
  std::unique_ptr<MemoryPort> port_;
  UartLine line_;
  Storage storage_;
  SpiLine spi_;
  Htif htif_;
  CoherentView view_;
  MesiMonitor mesi_;
  ServiceMonitor service_;
  UartMonitor uart_monitor_;
  RtlState state_;
  Checks checks_;
  Heartbeat heartbeat_;

  uint64_t cycle_ = 0, next_look_ = 0;
  uint32_t wait_ = 0, busy_ = 0;
  bool rx_driven_ = false;
  uint64_t retired_[NumHarts] = {};
  uint64_t retired_then_ = 0, looked_at_ = 0;  // at the last look: by all; mtime
  bool stopped_ = false;
  std::string reason_;
  int exit_code_ = 0;

  uint64_t cpi_[NumHarts][16] = {};
  uint64_t grants_[8] = {};
  BitCounters events_[NumHarts];

  const uint32_t *pc_[NumHarts];           // of the instruction in w ...
  uint32_t last_pc_[NumHarts] = {};        // ... and of the last that retired
  const uint8_t *rx_count_, *rx_fifos_on_;  // of the UART, as they will be in the next cycle
  const void *mtimecmp_;                   // of the CLINT, 64 bits a hart
  const uint16_t *uart_divisor_;
  const uint8_t *uart_format_;             // LCR
  const uint8_t *uart_ier_;                // interrupts: that the UART asks for,
  const uint16_t *plic_enable_;            // ... that anybody listens to: a bit a source and context
};

}  // namespace sim

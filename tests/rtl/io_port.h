// io_port.h - drives a device's io port (io_req_t, io_rsp_t of bus_pkg) in a bench.
// Time runs in cycles: inputs change after a rising edge, outputs are looked at before the next one.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "verilated.h"

[[noreturn]] inline void check_failed(const char *file, int line, const char *what)
{
  printf("\n%s:%d: %s\n", file, line, what);
  exit(1);
}
inline void check_equal(uint64_t got, uint64_t want, const char *file, int line, const char *what)
{
  if (got == want) return;
  printf("got %llx, want %llx", (unsigned long long)got, (unsigned long long)want);
  check_failed(file, line, what);
}
// Expressions, so that they stand in comma lists; what follows cond says more, as printf does.
#define CHECK(cond, ...) ((cond) ? (void)0 : (printf(__VA_ARGS__), check_failed(__FILE__, __LINE__, #cond)))
#define CHECK_EQ(got, want) check_equal((got), (want), __FILE__, __LINE__, #got)

template <class Top> class IoDevice {
 public:
  Top top;
  uint64_t cycle = 0;
  std::function<void()> before_edge = [] {};   // looks at outputs, sets inputs for the next cycle

  void reset()
  {
    top.rst_ni = 0;
    for (int i = 0; i < 4; i++) step();
    top.rst_ni = 1;
  }
  void step()
  {
    top.clk_i = 0;
    top.eval();
    before_edge();
    top.eval();
    top.clk_i = 1;
    top.eval();
    cycle++;
  }
  void steps(uint64_t n)
  {
    while (n--) step();
  }

  /** A naturally aligned access of 1, 2 or 4 bytes; the read value is in its low bits. */
  uint32_t read(uint32_t addr, int bytes = 1) { return access(addr, bytes, false, 0); }
  void write(uint32_t addr, uint32_t data, int bytes = 1) { access(addr, bytes, true, data); }

 private:
  uint32_t access(uint32_t addr, int bytes, bool write, uint32_t data)
  {
    unsigned lane = addr & 3;
    uint32_t mask = ((1u << bytes) - 1) << lane;
    // valid 69, write 68, addr 67:36, mask 35:32, wdata 31:0
    top.req_i[0] = data << 8 * lane;
    top.req_i[1] = mask | addr << 4;
    top.req_i[2] = addr >> 28 | uint32_t(write) << 4 | 1u << 5;
    top.clk_i = 0;
    top.eval();
    uint64_t rsp = top.rsp_o;                  // ready 33, rdata 32:1, err 0
    CHECK(rsp >> 33 & 1, "ready at %08x", addr);
    CHECK(!(rsp & 1), "no error at %08x", addr);
    step();
    top.req_i[2] = 0;
    step();                                    // the fabric leaves two cycles between accesses
    uint32_t value = uint32_t(rsp >> 1) >> 8 * lane;
    return bytes == 4 ? value : value & ((1u << 8 * bytes) - 1);
  }
};

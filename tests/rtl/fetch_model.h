// fetch_model.h - what the front end's benches share: the clock, a bus that answers line fetches, and
// a back end of d, x and the cycle after it, in which updates and redirects arrive.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include "Vfrontend_tb.h"
#include "verilated.h"

#ifndef LINE
#define LINE 32
#endif

enum Kind { CfBranch, CfJump, CfCall, CfReturn, CfIndirect, CfIndirectCall, CfReturnCall, CfNone };

// Control transfer of an expanded instruction; link registers as in the table of rd/rs1 hints.
struct Transfer { Kind kind; uint32_t target; bool direct; };
static inline Transfer transfer(uint32_t pc, uint32_t i) {
  auto link = [](uint32_t r) { return r == 1 || r == 5; };
  uint32_t op = i & 0x7f, rd = i >> 7 & 31, rs1 = i >> 15 & 31;
  if (op == 0x63 && (i >> 12 & 7) != 2 && (i >> 12 & 7) != 3) {
    uint32_t imm = (i >> 31 ? 0xfffff000u : 0) | (i << 4 & 0x800) | (i >> 20 & 0x7e0) | (i >> 7 & 0x1e);
    return {CfBranch, pc + imm, true};
  }
  if (op == 0x6f) {
    uint32_t imm = (i >> 31 ? 0xfff00000u : 0) | (i & 0xff000) | (i >> 9 & 0x800) | (i >> 20 & 0x7fe);
    return {link(rd) ? CfCall : CfJump, pc + imm, true};
  }
  if (op == 0x67 && (i >> 12 & 7) == 0) {
    Kind k = link(rd) ? (link(rs1) && rs1 != rd ? CfReturnCall : CfIndirectCall) : link(rs1) ? CfReturn : CfIndirect;
    return {k, 0, false};
  }
  return {CfNone, 0, false};
}

struct Bus {                                                   // one line at a time
  std::function<uint64_t(uint32_t)> read;                      // a beat of memory, at the time of the grant
  std::function<bool(uint32_t)> bad;                           // does memory fail there
  std::function<int(int)> delay;                               // a delay around the given one
  int latency = 12, gap = 0;
  bool busy = false;
  uint32_t first = 0;
  int wait = 0, n = 0;
  uint64_t data[8];
};

struct Bench {
  Vfrontend_tb *t = new Vfrontend_tb;
  Bus bus;
  uint64_t cycle = 0;
  bool was_req = false;
  uint32_t was_addr = 0;
  int gnt_wait = -1;

  [[noreturn]] void fail(const char *what, uint32_t a = 0, uint32_t b = 0) {
    printf("cycle %llu: %s: %08x %08x\n", (unsigned long long)cycle, what, a, b);
    exit(1);
  }
  // Before the rising edge: answers of the bus.
  void bus_inputs() {
    t->gnt_i = 0;
    t->beat_i = 0;
    t->beat_err_i = 0;
    t->beat_last_i = 0;
    t->beat_data_i = 0x5aa55aa5deadbeefull;
    t->eval();                                                 // outputs of this cycle
    if (was_req && !(t->req_o && t->req_addr_o == was_addr)) fail("request changed before its grant", was_addr, t->req_addr_o);
    was_req = t->req_o;
    was_addr = t->req_addr_o;
    if (bus.busy != bool(t->hold_o)) fail("hold is wrong", bus.busy, t->hold_o);
    if (bus.busy && (t->hold_addr_o ^ bus.first) / LINE) fail("hold names another line", bus.first, t->hold_addr_o);
    if (bus.busy) {
      if (bus.wait > 0) bus.wait--;
      else {
        uint32_t a = (bus.first & ~uint32_t(LINE - 1)) | ((bus.first + 8 * bus.n) & (LINE - 1));
        t->beat_i = 1;
        t->beat_data_i = bus.data[bus.n];
        t->beat_err_i = bus.bad(a);
        t->beat_last_i = bus.n == LINE / 8 - 1;
        bus.wait = bus.delay(bus.gap);
        if (++bus.n == LINE / 8) bus.busy = false;
      }
    } else if (t->req_o) {
      if (gnt_wait < 0) gnt_wait = bus.delay(1);
      if (gnt_wait-- == 0) {
        gnt_wait = -1;
        was_req = false;
        t->gnt_i = 1;
        bus.busy = true;
        bus.first = t->req_addr_o;
        bus.n = 0;
        bus.wait = 2 + bus.delay(bus.latency);
        for (int b = 0; b < LINE / 8; b++)
          bus.data[b] = bus.read((bus.first & ~uint32_t(LINE - 1)) | ((bus.first + 8 * b) & (LINE - 1)));
      }
    }
  }
  void tick() {
    t->eval();
    t->clk_i = 1;
    t->eval();
    t->clk_i = 0;
    cycle++;
  }
  void reset(uint32_t ram_size) {
    t->rst_ni = 0;
    t->ram_size_i = ram_size;
    for (int i = 0; i < 3; i++) tick();
    t->rst_ni = 1;
  }
};

// uart_bench.cc - the 16550A's registers, FIFOs, interrupts and loopback, rule by rule, then random traffic
// against a model. Rules: PC16550D data sheet; docs/ref/uart.md. Argument: seed.
#include <deque>
#include <random>
#include <vector>

#include "Vuart.h"
#include "io_port.h"

enum { RBR = 0, THR = 0, DLL = 0, IER = 1, DLM = 1, IIR = 2, FCR = 2, LCR = 3, MCR = 4, LSR = 5, MSR = 6, SCR = 7, FRACTION = 8 };
enum { ErrParity = 1, ErrFrame = 2, ErrBreak = 4 };
static constexpr unsigned kChar = 16;          // cycles a character takes

struct Uart : IoDevice<Vuart> {
  std::vector<uint8_t> sent;
  bool line_stuck = false;                     // the taker never takes
  unsigned pace = kChar, busy = 0;
  bool was_valid = false;
  uint8_t was_data = 0;

  Uart()
  {
    top.char_cycles_i = kChar;
    before_edge = [this] { line(); };
    reset();
  }
  void line()
  {
    if (was_valid) CHECK(top.tx_valid_o && top.tx_data_o == was_data, "tx stays until ready");
    bool ready = top.tx_valid_o && !line_stuck && ++busy >= pace;
    top.tx_ready_i = ready;
    if (ready) sent.push_back(top.tx_data_o), busy = 0;
    was_valid = top.tx_valid_o && !ready && top.rst_ni;
    was_data = top.tx_data_o;
  }
  void receive(uint8_t c, unsigned errors = 0)
  {
    top.rx_valid_i = 1, top.rx_data_i = c, top.rx_err_i = errors;
    step();
    top.rx_valid_i = 0, top.rx_err_i = 0;
    step();
  }
  void drain() { while (!(read(LSR) & 0x40)) {} }
  unsigned iir() { return read(IIR) & 0x0f; }
  bool irq() { return step(), step(), top.irq_o; }
};

static void reset_values()
{
  Uart u;
  CHECK_EQ(u.read(IER), 0);
  CHECK_EQ(u.read(IIR), 0x01);
  CHECK_EQ(u.read(LCR), 0);
  CHECK_EQ(u.read(MCR), 0);
  CHECK_EQ(u.read(LSR), 0x60);
  CHECK_EQ(u.read(MSR), 0xb0);
  CHECK(!u.irq(), "no interrupt after reset");
  u.write(SCR, 0x5a);
  CHECK_EQ(u.read(SCR), 0x5a);
  u.write(MCR, 0xff), u.write(IER, 0xff);
  CHECK_EQ(u.read(MCR), 0x1f);                 // upper bits read 0
  CHECK_EQ(u.read(IER), 0x0f);
  u.write(IER, 0), u.write(MCR, 0);
  CHECK_EQ(u.read(MSR), 0xb4);                 // that was loopback: its ring indicator fell
  CHECK_EQ(u.read(FRACTION), 0);
  CHECK_EQ(u.read(0x0c, 4), 0);                // nothing behind
  CHECK_EQ(u.read(0xfc, 4), 0);
  u.write(0x0f, 0x77);
  CHECK_EQ(u.read(SCR), 0x5a);
  CHECK_EQ(u.read(4, 4), 0x5ab06000u);         // a wide access has every register in its lanes
}

static void divisor_latch()
{
  Uart u;
  u.write(LCR, 0x83);
  u.write(DLL, 0x34), u.write(DLM, 0x12);
  CHECK_EQ(u.read(DLL), 0x34);
  CHECK_EQ(u.read(DLM), 0x12);
  u.write(LCR, 0x03);
  CHECK_EQ(u.read(IER), 0);                    // untouched behind the latch
  CHECK_EQ(u.read(LSR), 0x60);                 // and nothing was sent
  u.write(LCR, 0x80);
  CHECK_EQ(u.read(DLM), 0x12);
}

// What a serial driver does to find out what it talks to, 8250 to 16750 and their relatives.
static void detection()
{
  Uart u;
  u.write(IER, 0);
  CHECK_EQ(u.read(IER) & 0x0f, 0);
  u.write(IER, 0x0f);
  CHECK_EQ(u.read(IER) & 0x0f, 0x0f);
  u.write(IER, 0);
  u.write(MCR, 0x1a);
  CHECK_EQ(u.read(MSR) & 0xf0, 0x90);          // loopback: RTS to CTS, OUT2 to DCD
  u.write(MCR, 0);
  u.write(LCR, 0xbf), u.write(FCR, 0), u.write(LCR, 0);
  u.write(FCR, 1);
  CHECK_EQ(u.read(IIR) >> 6, 3);               // FIFOs that work: 16550A
  u.write(LCR, 0x80);
  CHECK(u.read(2) != 0, "no extended feature register");
  u.write(LCR, 0), u.write(FCR, 0x21);
  unsigned before = u.read(IIR) >> 5;
  u.write(LCR, 0x80), u.write(FCR, 0x21);
  CHECK_EQ(u.read(IIR) >> 5, before);          // no 64-byte FIFO
  u.write(LCR, 0);
  u.write(IER, 0x40);
  CHECK_EQ(u.read(IER), 0);                    // no UART unit enable
  // FIFO size by loopback: too many characters at once, then count what came back
  u.write(FCR, 0x07), u.write(MCR, 0x10), u.write(LCR, 0x03);
  for (int i = 0; i < 256; i++) u.write(THR, i);
  u.steps(30 * kChar);
  int size = 0;
  for (; u.read(LSR) & 1; size++) CHECK_EQ(u.read(RBR), size);
  CHECK_EQ(size, 16);
  CHECK_EQ(u.sent.size(), 0);
}

static void transmit_fifo()
{
  Uart u;
  u.write(FCR, 0x01);
  u.line_stuck = true;
  u.write(THR, 100);
  CHECK_EQ(u.read(LSR) & 0x60, 0x20);          // in the shift register: THR is empty, the transmitter is not
  for (int i = 1; i <= 16; i++) u.write(THR, 100 + i);
  CHECK_EQ(u.read(LSR) & 0x60, 0x00);
  u.write(THR, 99);                            // the 18th has no place
  u.line_stuck = false;
  u.drain();
  CHECK_EQ(u.sent.size(), 17);
  for (int i = 0; i < 17; i++) CHECK_EQ(u.sent[i], 100 + i);
  // without FIFOs: shift register and one holding register
  u.sent.clear(), u.write(FCR, 0), u.line_stuck = true;
  u.write(THR, 1), u.step(), u.write(THR, 2);
  CHECK_EQ(u.read(LSR) & 0x60, 0x00);
  u.line_stuck = false;
  u.drain();
  CHECK_EQ(u.sent.size(), 2);
  CHECK_EQ(u.sent[1], 2);
  // emptied by FCR: what is in the shift register still leaves
  u.sent.clear(), u.write(FCR, 1);
  for (int i = 0; i < 5; i++) u.write(THR, i);
  u.write(FCR, 0x05);
  CHECK_EQ(u.read(LSR) & 0x60, 0x20);
  u.drain();
  CHECK_EQ(u.sent.size(), 1);
}

static void thre_interrupt()
{
  Uart u;
  u.write(FCR, 0x01), u.read(IIR);
  u.write(IER, 0x02);                          // enabled while empty: at once
  CHECK(u.irq(), "THRE when enabled");
  CHECK_EQ(u.iir(), 0x2);
  CHECK_EQ(u.iir(), 0x1);                      // reading IIR took it back
  CHECK(!u.irq(), "THRE cleared by IIR");
  u.write(IER, 0), u.write(IER, 0x02);         // and again: a driver tests for this
  CHECK_EQ(u.iir(), 0x2);
  u.write(IER, 0x02);                          // set while set is no event
  CHECK_EQ(u.iir(), 0x1);
  u.line_stuck = true;
  for (int i = 0; i < 3; i++) u.write(THR, i); // one in the shift register, two wait
  CHECK_EQ(u.iir(), 0x1);
  u.line_stuck = false;
  while (u.sent.size() < 2) u.step();
  u.step();
  CHECK(u.irq(), "THRE when the FIFO ran empty");
  u.write(THR, 9);                             // writing THR takes it back too
  u.line_stuck = true;
  u.write(THR, 9), u.write(THR, 9);
  CHECK_EQ(u.iir(), 0x1);
  // an IIR read that shows something else leaves it pending
  u.line_stuck = false;
  u.drain();
  u.write(IER, 0x03), u.receive('x');
  CHECK_EQ(u.iir(), 0x4);
  CHECK_EQ(u.read(RBR), 'x');
  CHECK_EQ(u.iir(), 0x2);
  CHECK_EQ(u.iir(), 0x1);
  // switching the FIFOs is an event
  u.write(FCR, 0);
  CHECK_EQ(u.iir(), 0x2);
}

static void receive_trigger()
{
  static const int levels[4] = {1, 4, 8, 14};
  for (int t = 0; t < 4; t++) {
    Uart u;
    u.write(FCR, 0x01 | t << 6), u.write(IER, 0x01);
    for (int i = 1; i <= 16; i++) {
      u.receive(uint8_t(i));
      CHECK_EQ(u.read(IIR), i >= levels[t] ? 0xc4 : 0xc1);
      CHECK_EQ(u.irq(), i >= levels[t]);
    }
    for (int i = 1; i <= 16; i++) {
      CHECK_EQ(u.read(RBR), i);
      CHECK_EQ(u.read(IIR), 16 - i >= levels[t] ? 0xc4 : 0xc1);
    }
    CHECK_EQ(u.read(LSR), 0x60);
  }
}

static void receive_timeout()
{
  Uart u;
  u.write(FCR, 0xc1), u.write(IER, 0x01);
  auto wait = [&] {                            // cycles until the interrupt, or 10 characters
    uint64_t from = u.cycle;
    while (!u.top.irq_o && u.cycle - from < 10 * kChar) u.step();
    return u.cycle - from;
  };
  u.receive('a');
  uint64_t first = wait();
  CHECK(first >= 4 * kChar - 2 && first <= 5 * kChar + 4, "timeout after %d cycles", int(first));
  CHECK_EQ(u.read(IIR), 0xcc);
  CHECK_EQ(u.read(IIR), 0xcc);                 // reading IIR does not clear it
  u.receive('b');
  CHECK_EQ(u.read(IIR), 0xcc);                 // nor does another character
  CHECK_EQ(u.read(RBR), 'a');
  CHECK_EQ(u.read(IIR), 0xc1);                 // reading one does
  CHECK(wait() <= 5 * kChar + 4, "and it comes again for the rest");
  u.read(RBR);
  CHECK_EQ(wait(), 10 * kChar);                // nothing there: no timeout
  // a character every three character times keeps it away
  for (int i = 0; i < 8; i++) {
    u.receive('c');
    for (unsigned n = 0; n < 3 * kChar; n++) u.step(), CHECK(!u.top.irq_o, "no timeout while they come");
  }
  // a FIFO reset takes it back
  wait();
  CHECK_EQ(u.read(IIR), 0xcc);
  u.write(FCR, 0xc3);
  CHECK_EQ(u.read(IIR), 0xc1);
  // at the trigger level it is a data interrupt
  u.write(FCR, 0x03), u.receive('d'), u.steps(10 * kChar);
  CHECK_EQ(u.read(IIR), 0xc4);
  // without FIFOs there is none
  u.write(FCR, 0), u.write(IER, 0), u.receive('e'), u.steps(10 * kChar), u.write(IER, 1);
  CHECK_EQ(u.read(IIR), 0x04);
}

// With no fixed time a character lasts its bits times 16 times the divisor.
static void character_time()
{
  static const struct { unsigned lcr, bits; } formats[] = {
      {0x00, 7}, {0x01, 8}, {0x03, 10}, {0x07, 11}, {0x0b, 11}, {0x0f, 12}, {0x1b, 11}, {0x04, 8}};
  for (auto &f : formats)
    for (unsigned divisor : {1u, 3u}) {
      Uart u;
      unsigned fraction = divisor == 1 ? f.bits & 15 : 0, bit = 16 * divisor + fraction;
      u.top.char_cycles_i = 0;
      u.write(FRACTION, 0xf0 | fraction);
      CHECK_EQ(u.read(FRACTION), fraction);
      u.write(LCR, 0x80), u.write(DLL, divisor), u.write(DLM, 0), u.write(LCR, f.lcr);
      u.steps(16 * 12 * 12);                   // the old divisor has run out
      u.write(FCR, 0x01), u.write(MCR, 0x10), u.write(IER, 0x01);
      for (int i = 0; i < 4; i++) u.write(THR, i);
      uint64_t at[4];
      for (int i = 0; i < 4; i++) {
        while (!u.top.irq_o) u.step();
        at[i] = u.cycle;
        CHECK_EQ(u.read(RBR), i);
        u.step();
      }
      CHECK_EQ(at[3] - at[2], bit * f.bits);
      CHECK_EQ(at[2] - at[1], bit * f.bits);
    }
}

static void overrun()
{
  Uart u;
  u.write(FCR, 0x01), u.write(IER, 0x04);
  for (int i = 0; i < 16; i++) u.receive(uint8_t(i));
  CHECK_EQ(u.read(LSR), 0x61);
  u.receive(99);
  CHECK_EQ(u.read(IIR), 0xc6);
  CHECK_EQ(u.read(LSR), 0x63);
  CHECK_EQ(u.read(LSR), 0x61);                 // cleared by reading it
  CHECK_EQ(u.read(IIR), 0xc1);
  for (int i = 0; i < 16; i++) CHECK_EQ(u.read(RBR), i);   // the FIFO kept its own
  CHECK_EQ(u.read(LSR), 0x60);
  u.write(FCR, 0);
  u.receive(1), u.receive(2);                  // without FIFOs the old one is lost
  CHECK_EQ(u.read(LSR), 0x63);
  CHECK_EQ(u.read(RBR), 2);
  CHECK_EQ(u.read(LSR), 0x60);
}

static void line_errors()
{
  Uart u;
  u.write(FCR, 0x01), u.write(IER, 0x04);
  u.receive(1), u.receive(2, ErrParity), u.receive(3), u.receive(4, ErrFrame), u.receive(0, ErrBreak | ErrFrame);
  CHECK_EQ(u.read(LSR), 0xe1);                 // some error in the FIFO, none of the oldest
  CHECK_EQ(u.read(IIR), 0xc1);
  CHECK_EQ(u.read(RBR), 1);
  CHECK(u.irq(), "line status when the bad one is oldest");
  CHECK_EQ(u.read(IIR), 0xc6);
  CHECK_EQ(u.read(LSR), 0xe5);
  CHECK_EQ(u.read(LSR), 0xe1);                 // told once; more are behind
  CHECK_EQ(u.read(IIR), 0xc1);
  u.read(RBR), u.read(RBR);
  CHECK_EQ(u.read(LSR), 0xe9);
  CHECK_EQ(u.read(RBR), 4);
  CHECK_EQ(u.read(LSR), 0xf9);                 // break with framing error, the last
  CHECK_EQ(u.read(LSR), 0x61);
  CHECK_EQ(u.read(RBR), 0);
  CHECK_EQ(u.read(LSR), 0x60);
  u.receive(5, ErrParity), u.write(FCR, 0x03); // thrown away together with its character
  u.read(LSR);
  CHECK_EQ(u.read(LSR), 0x60);
  u.write(FCR, 0), u.receive(6, ErrParity);
  CHECK_EQ(u.read(LSR), 0x65);                 // bit 7 is 0 without FIFOs
}

static void priorities()
{
  Uart u;
  u.write(FCR, 0x41), u.write(MCR, 0x10), u.read(MSR), u.write(MCR, 0), u.write(IER, 0x0f);
  for (int i = 0; i < 4; i++) u.receive(uint8_t(i), i == 0 ? ErrParity : 0);
  CHECK_EQ(u.iir(), 0x6);
  u.read(LSR);
  CHECK_EQ(u.iir(), 0x4);
  u.read(RBR);                                 // three left: below the trigger
  u.steps(6 * kChar);
  CHECK_EQ(u.iir(), 0xc);
  while (u.read(LSR) & 1) u.read(RBR);
  CHECK_EQ(u.iir(), 0x2);
  CHECK_EQ(u.iir(), 0x0);                      // modem status
  CHECK(u.irq(), "modem status");
  u.read(MSR);
  CHECK_EQ(u.iir(), 0x1);
  CHECK(!u.irq(), "all served");
}

static void modem_and_loopback()
{
  Uart u;
  u.write(MCR, 0x10);
  CHECK_EQ(u.read(MSR), 0x0b);                 // CTS, DSR, DCD went away; RI was off
  CHECK_EQ(u.read(MSR), 0x00);
  u.write(MCR, 0x14);
  CHECK_EQ(u.read(MSR), 0x40);                 // RI rising is no event
  u.write(MCR, 0x10);
  CHECK_EQ(u.read(MSR), 0x04);                 // RI falling is
  u.write(MCR, 0x12);
  CHECK_EQ(u.read(MSR), 0x11);
  u.write(MCR, 0x11);
  CHECK_EQ(u.read(MSR), 0x23);
  u.write(MCR, 0x18);
  CHECK_EQ(u.read(MSR), 0x8a);
  u.write(IER, 0x08), u.write(MCR, 0x10);
  CHECK_EQ(u.iir(), 0x0);
  u.read(MSR);
  CHECK_EQ(u.iir(), 0x1);
  // characters go round, none leaves, none comes in
  u.write(FCR, 0x01), u.write(THR, 0x41), u.write(THR, 0x42);
  u.receive('z');
  u.steps(5 * kChar);
  CHECK_EQ(u.read(RBR), 0x41);
  CHECK_EQ(u.read(RBR), 0x42);
  CHECK_EQ(u.read(LSR), 0x60);
  CHECK_EQ(u.sent.size(), 0);
  // a character on its way out when loopback starts still goes out
  u.write(MCR, 0), u.read(MSR), u.write(THR, 0x43), u.step(), u.write(MCR, 0x10);
  u.steps(3 * kChar);
  CHECK_EQ(u.sent.size(), 1);
  CHECK_EQ(u.read(LSR), 0x60);
}

static void fifo_control()
{
  Uart u;
  u.write(FCR, 0x80);                          // without bit 0 the rest is not programmed
  u.write(FCR, 0x01), u.write(IER, 0x01);
  u.receive(1);
  CHECK_EQ(u.read(IIR), 0xc4);                 // trigger 1
  u.write(FCR, 0x00);
  CHECK_EQ(u.read(LSR), 0x60);                 // switched off: emptied
  CHECK_EQ(u.read(IIR), 0x01);
  u.receive(1), u.write(FCR, 0x01);
  CHECK_EQ(u.read(LSR), 0x60);                 // switched on: emptied
  u.receive(1), u.receive(2), u.write(FCR, 0x03), u.receive(3);
  CHECK_EQ(u.read(RBR), 3);
  CHECK_EQ(u.read(LSR), 0x60);
}

// Random accesses, arrivals and pace against two queues.
static void random_traffic(unsigned seed)
{
  std::mt19937 rng(seed);
  auto rnd = [&](unsigned n) { return unsigned(rng() % n); };
  Uart u;
  u.write(FCR, 0x01), u.write(IER, 0x05);
  std::deque<uint8_t> in;
  std::vector<uint8_t> out;
  bool overrun = false;
  for (int n = 0; n < 200000; n++) {
    if (n % 1000 == 0) u.pace = 1 + rnd(40);
    switch (rnd(8)) {
    case 0: case 1: {
      uint8_t c = uint8_t(rng());
      u.receive(c);
      if (in.size() < 16) in.push_back(c);
      else overrun = true;
      break;
    }
    case 2: case 3:
      if (!in.empty()) CHECK_EQ(u.read(RBR), in.front()), in.pop_front();
      else CHECK_EQ(u.read(RBR), 0);
      break;
    case 4: {
      unsigned lsr = u.read(LSR);
      CHECK_EQ(lsr & 0x9f, unsigned(!in.empty()) | (overrun ? 2 : 0));
      overrun = false;
      if (lsr & 0x20)
        for (unsigned k = rnd(17); k > 0; k--) {
          uint8_t c = uint8_t(rng());
          u.write(THR, c), out.push_back(c);
        }
      break;
    }
    case 5: {
      u.step();                                // irq_o follows by one cycle
      bool line = overrun, irq = u.top.irq_o;
      unsigned want = line ? 0x6 : !in.empty() ? 0x4 : 0x1;
      CHECK_EQ(u.iir(), want);
      CHECK_EQ(irq, want != 1);
      break;
    }
    default: u.steps(rnd(20));
    }
  }
  u.drain();
  CHECK(u.sent == out, "what was sent is what was written, %zu characters", out.size());
  printf("%zu characters sent\n", out.size());
}

int main(int argc, char **argv)
{
  reset_values();
  divisor_latch();
  detection();
  transmit_fifo();
  thre_interrupt();
  receive_trigger();
  receive_timeout();
  character_time();
  overrun();
  line_errors();
  priorities();
  modem_and_loopback();
  fifo_control();
  random_traffic(argc > 1 ? unsigned(atoi(argv[1])) : 1);
  printf("uart: all rules hold\n");
}

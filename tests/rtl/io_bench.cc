// io_bench.cc - two harts on the device side at once, with instruction fetch from the ROM beside them.
// Claim: every access is answered once, to the hart that asked, with its device's data or err; the harts
// take turns, so that neither waits for more than one access of the other; the ROM's two readers never get
// each other's words; the finisher keeps the first exit code. Argument: seed.
#include <cstdio>
#include <cstdlib>
#include <random>

#include "Vio_tb.h"
#include "io_port.h"

static Vio_tb top;
static uint64_t cycle;

static constexpr unsigned kRomWords = 1024;       // of 64 bits: RomBytes of config_pkg
static uint64_t rom_word(unsigned index) { return 0x0001000100010001ull * index ^ 0xfedcba9876543210ull; }

static void tick()
{
  top.clk_i = 1;
  top.eval();
  top.clk_i = 0;
  top.eval();
  cycle++;
}

struct Access {
  bool busy = false, write = false;
  uint32_t addr = 0, want = 0;
  bool err = false;
  uint64_t since = 0;
  int others = 0;                 // accesses of the other hart answered meanwhile
};

int main(int argc, char **argv)
{
  std::mt19937 rng(argc > 1 ? unsigned(atoi(argv[1])) : 1);
  auto rnd = [&](unsigned n) { return unsigned(rng() % n); };
  FILE *file = fopen(argv[2], "w");                     // the ROM's contents, read when the model starts
  for (unsigned i = 0; i < kRomWords; i++) fprintf(file, "%016llx\n", (unsigned long long)rom_word(i));
  fclose(file);
  top.rst_ni = 0;
  for (int i = 0; i < 4; i++) tick();
  top.rst_ni = 1;

  Access a[2];
  uint32_t scratch = 0, msip[2] = {0, 0}, prio = 0, divisor = 3, out = 0;   // as the last answered write left them
  bool fetched = false;
  unsigned fetch = 0;
  uint64_t done[2] = {0, 0};
  for (int n = 0; n < 400000; n++) {
    for (int h = 0; h < 2; h++) {
      if (a[h].busy || rnd(8) == 0) continue;
      Access &x = a[h];
      x = Access{};
      x.busy = true, x.since = cycle;
      uint32_t mask = 0xf, data = uint32_t(rng());
      switch (rnd(14)) {
      case 0: case 1: {                                 // ROM word
        unsigned word = rnd(2 * kRomWords);
        x.addr = 0x1000 + 4 * word;
        x.want = uint32_t(rom_word(word / 2) >> 32 * (word & 1));
        break;
      }
      case 2: x.addr = 0x1000 + 4 * rnd(2 * kRomWords), x.write = true, x.err = true; break;
      case 3: x.addr = 0x10000004, x.write = true, mask = 8; break;              // UART scratch
      case 4: x.addr = 0x10000004, mask = 8; break;
      case 5: x.addr = 0x02000000 + 4 * h, x.write = true; break;                // own msip
      case 6: x.addr = 0x02000000 + 4 * h; break;
      case 7: x.addr = 0x0c000028, x.write = true; break;                        // PLIC: priority of source 10
      case 8: x.addr = 0x0c000028; break;
      case 9: x.addr = 0x10040000, x.write = true; break;                        // SPI: divisor
      case 10: x.addr = 0x10040000; break;
      case 11: x.addr = 0x1006000c, x.write = true; break;                       // GPIO: output
      case 12: x.addr = 0x1006000c; break;
      default: {
        static const uint32_t empty[] = {0x0, 0x3000, 0xfffffc, 0x101000, 0x2010000, 0x8000000, 0x10000100, 0x10041000,
                                         0x1005fffc, 0x10061000, 0x80000000};
        x.addr = empty[rnd(11)], x.err = true, x.write = rnd(2);
      }
      }
      top.valid_i |= 1u << h;
      top.write_i = (top.write_i & ~(1u << h)) | unsigned(x.write) << h;
      top.addr_i[h] = x.addr, top.mask_i[h] = mask, top.wdata_i[h] = data;
    }
    bool ask = rnd(3) == 0;
    unsigned index = rnd(kRomWords);
    top.rom_req_i = ask, top.rom_addr_i = (0x1000 / 8 + index) % kRomWords;
    top.eval();
    if (fetched) CHECK_EQ(top.rom_data_o, rom_word(fetch));
    for (int h = 0; h < 2; h++) {
      if (!(top.ready_o >> h & 1)) {
        CHECK(!a[h].busy || cycle - a[h].since < 100, "hart %d waits since cycle %llu", h, (unsigned long long)a[h].since);
        continue;
      }
      Access &x = a[h];
      CHECK(x.busy, "answer to a hart %d that asked nothing", h);
      CHECK_EQ(top.err_o >> h & 1, x.err);
      if (!x.err && !x.write) {
        if (x.addr == 0x10000004) CHECK_EQ(top.rdata_o[h] >> 24, scratch);
        else if (x.addr == 0x0c000028) CHECK_EQ(top.rdata_o[h], prio);
        else if (x.addr == 0x10040000) CHECK_EQ(top.rdata_o[h], divisor);
        else if (x.addr == 0x1006000c) CHECK_EQ(top.rdata_o[h], out);
        else if (x.addr >= 0x02000000) CHECK_EQ(top.rdata_o[h], msip[h]);
        else CHECK_EQ(top.rdata_o[h], x.want);
      }
      if (x.write && x.addr == 0x10000004) scratch = top.wdata_i[h] >> 24;
      if (x.write && x.addr == 0x0c000028) prio = top.wdata_i[h] & 7;
      if (x.write && x.addr == 0x10040000) divisor = top.wdata_i[h] & 0xfff;
      if (x.write && x.addr == 0x1006000c) out = top.wdata_i[h] & 0xff;
      if (x.write && x.addr == 0x02000000u + 4 * h) msip[h] = top.wdata_i[h] & 1;
      x.busy = false, done[h]++;
      a[1 - h].others += a[1 - h].busy;
      CHECK(a[1 - h].others <= 1 || cycle == a[1 - h].since, "hart %d is passed over", 1 - h);
    }
    fetched = ask, fetch = index;
    tick();
    for (int h = 0; h < 2; h++)
      if (!a[h].busy) top.valid_i &= ~(1u << h);
  }

  // the finisher: what is no exit code is ignored, the first exit code stays
  auto finish = [&](uint32_t addr, uint32_t mask, uint32_t data) {
    top.valid_i = 1, top.write_i = 1, top.addr_i[0] = addr, top.mask_i[0] = mask, top.wdata_i[0] = data;
    top.eval();
    while (!(top.ready_o & 1)) tick();
    CHECK(!(top.err_o & 1), "no error");
    tick();
    top.valid_i = 0;
    tick();
  };
  while (top.valid_i) {
    top.eval();
    unsigned ready = top.ready_o;
    tick();
    top.valid_i &= ~ready;
  }
  finish(0x100000, 0xf, 0x1234);
  finish(0x100004, 0xf, 0x5555);
  finish(0x100000, 0x1, 0x5555);
  CHECK_EQ(top.fin_valid_o, 0);
  finish(0x100000, 0xf, 42 << 16 | 0x3333);
  CHECK_EQ(top.fin_valid_o, 1);
  CHECK_EQ(top.fin_code_o, 42 << 16 | 0x3333);
  finish(0x100000, 0x3, 0x77775555);
  CHECK_EQ(top.fin_code_o, 42 << 16 | 0x3333);
  printf("io: %llu + %llu accesses, all rules hold\n", (unsigned long long)done[0], (unsigned long long)done[1]);
}

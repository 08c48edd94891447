/* model_test.c - unit tests of the reference model (sim/model). Without arguments: run them all, one line a
 * failure, exit code 1 if any. "expand": print the 32-bit form of each 16-bit code. "decode": read hex
 * words, print 1 for each that is legal. "run FILE": run a flat image at 0x8000_0000, print what its UART
 * says. test_model.py compares these with binutils and QEMU. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hart.h"
#include "model.h"
#include "model_asm.h"

enum { RAM = 0x10000 };

static int failures;
static void check(const char *what, uint32_t got, uint32_t want, int line)
{
  if (got == want) return;
  printf("model_test.c:%d: %s is 0x%x, must be 0x%x\n", line, what, got, want);
  failures++;
}
#define EQ(got, want) check(#got, (uint32_t)(got), (uint32_t)(want), __LINE__)

/* ---------------------------------------------------------------- a bare hart on flat RAM */

static uint8_t ram[RAM];
static struct th_hart hart;
static uint64_t now;
static uint32_t wires;

static uint16_t bus_fetch(void *c, unsigned h, uint32_t pa, unsigned part)
{
  (void)c, (void)h, (void)part;
  return (uint16_t)(pa < TH_RAM_BASE ? 1 : ram[pa - TH_RAM_BASE] | ram[pa - TH_RAM_BASE + 1] << 8);
}
static uint32_t bus_load(void *c, unsigned h, uint32_t pa, unsigned n, unsigned part)
{
  uint32_t v = 0;
  (void)c, (void)h, (void)part;
  if (pa < TH_RAM_BASE) return 0x5a;
  memcpy(&v, ram + (pa - TH_RAM_BASE), n);
  return v;
}
static void bus_store(void *c, unsigned h, uint32_t pa, unsigned n, unsigned part, uint32_t v)
{
  (void)c, (void)h, (void)part;
  if (pa >= TH_RAM_BASE) memcpy(ram + (pa - TH_RAM_BASE), &v, n);
}
static uint32_t bus_word(void *c, unsigned h, uint32_t pa) { return bus_load(c, h, pa, 4, 0); }
static void bus_new(void *c, unsigned h, uint32_t pa, uint32_t v) { bus_store(c, h, pa, 4, 0, v); }
static bool bus_sc(void *c, unsigned h, uint32_t pa, uint32_t v, bool ok)
{
  if (ok) bus_store(c, h, pa, 4, 0, v);
  return ok;
}
static uint64_t bus_cycle(void *c, unsigned h) { (void)c, (void)h; return now; }
static uint32_t bus_mip(void *c, unsigned h) { (void)c, (void)h; return wires; }
static uint32_t bus_csr(void *c, unsigned h, unsigned csr, uint32_t v) { (void)c, (void)h, (void)csr; return v; }
static const struct th_bus bus = { bus_fetch, bus_load, bus_store, bus_word, bus_sc, bus_word, bus_new,
                                   bus_cycle, bus_cycle, bus_mip, bus_csr, bus_word, bus_new, 0 };

static struct th_record rec;
static void setup(void)
{
  memset(ram, 0, sizeof ram);
  th_hart_init(&hart, 0, &bus, 0, RAM);
  hart.pc = TH_RAM_BASE;
  hart.mtvec = TH_RAM_BASE + 0x800;
  now = 0;
  wires = 0;
}
static void put(uint32_t pa, uint32_t w) { memcpy(ram + (pa - TH_RAM_BASE), &w, 4); }
/* Execute one instruction word at the current pc. */
static void run(uint32_t w)
{
  put(hart.pc, w);
  th_hart_step(&hart, &rec);
}

static uint32_t write_read(uint32_t csr, uint32_t v)
{
  hart.x[5] = v;
  run(csrw(csr, 5));
  if (rec.trap) return 0xdead0000u | rec.cause;
  run(csrr(6, csr));
  return hart.x[6];
}

/* ---------------------------------------------------------------- tests */

static void csr_warl(void)
{
  static const struct { uint16_t csr; uint32_t ones, zeros; } row[] = {
    { 0x100, 0x000c0122, 0 }, { 0x104, 0, 0 }, { 0x105, 0xfffffffd, 0 }, { 0x106, 7, 0 }, { 0x10a, 1, 0 },
    { 0x140, 0xffffffff, 0 }, { 0x141, 0xfffffffe, 0 }, { 0x142, 0x8000003f, 0 }, { 0x143, 0xffffffff, 0 },
    { 0x144, 0, 0 }, { 0x180, 0, 0 }, { 0x302, 0xb3ae, 0 }, { 0x303, 0x2222, 0 }, { 0x306, 7, 0 }, { 0x30a, 1, 0 },
    { 0x31a, 0, 0 },
    { 0x300, 0x007e19aa, 0 }, { 0x301, 0x40141105, 0x40141105 }, { 0x304, 0x00012aaa, 0 }, { 0x305, 0xfffffffd, 0 },
    { 0x310, 0, 0 }, { 0x320, 5, 0 }, { 0x323, 0, 0 }, { 0x33f, 0, 0 }, { 0x340, 0xffffffff, 0 }, { 0x341, 0xfffffffe, 0 },
    { 0x342, 0x8000003f, 0 }, { 0x343, 0xffffffff, 0 }, { 0x344, 0x00012222, 0 }, { 0xb03, 0, 0 }, { 0xb1f, 0, 0 },
    { 0xb83, 0, 0 }, { 0xb9f, 0, 0 }, { 0xb00, 0xffffffff, 0 }, { 0xb80, 0xffffffff, 0 }, { 0xb02, 0xffffffff, 0 },
    { 0xb82, 0xffffffff, 0 } };
  for (unsigned i = 0; i < sizeof row / sizeof row[0]; i++) {
    setup();
    EQ(write_read(row[i].csr, ~0u), row[i].ones);
    setup();
    EQ(write_read(row[i].csr, 0), row[i].zeros);
  }
}

static void csr_existence(void)
{
  unsigned readable = 0;
  static const uint16_t absent[] = { 0x001, 0x101, 0x107, 0x145, 0x181, 0x307, 0x30b, 0x321, 0x322, 0x34a, 0x3a0, 0x3b0,
                                     0x747, 0x7a0, 0x7b0, 0xb01, 0xb81, 0x722, 0xc20, 0xda1, 0xf10, 0xf16, 0xfff };
  for (uint32_t csr = 0; csr < 4096; csr++) {
    setup();
    run(csrr(6, csr));
    readable += !rec.trap;
  }
  /* 11 of S, 5 of delegation and enables, 11 of 0x30x-0x34x with mcountinhibit, 2 * 29 events, scountovf, 2 + 2 + 2 * 29 counters, 64 shadows,
   * 5 ids, 2 of ours */
  EQ(readable, 11 + 5 + 11 + 58 + 1 + 4 + 58 + 64 + 5 + 2);
  for (unsigned i = 0; i < sizeof absent / sizeof absent[0]; i++) {
    setup();
    run(csrr(6, absent[i]));
    EQ(rec.trap, 1);
    EQ(rec.cause, TH_ILLEGAL);
    EQ(rec.tval, csrr(6, absent[i]));
  }
  setup();
  EQ(write_read(0xf14, 1), 0xdead0002);            /* read-only: a write traps ... */
  run(I(0x73, 2, 6, 0, 0xf14));                    /* ... csrrs with x0 does not write */
  EQ(rec.trap, 0);
  run(I(0x73, 7, 6, 0, 0xc00));                    /* csrrci with 0 neither */
  EQ(rec.trap, 0);
  run(I(0x73, 6, 6, 1, 0xc00));
  EQ(rec.cause, TH_ILLEGAL);
}

static void counters(void)
{
  setup();
  run(csrr(6, 0xb02));
  run(csrr(7, 0xb02));
  EQ(hart.x[7] - hart.x[6], 1);
  run(0x00000073);                                 /* ecall does not retire */
  hart.pc = TH_RAM_BASE;
  run(csrr(8, 0xb02));
  EQ(hart.x[8] - hart.x[7], 1);
  EQ(write_read(0xb02, 100), 100);                 /* the write stands for the count of its instruction */
  hart.x[5] = 4;
  run(csrw(0x320, 5));                             /* counted by the old value: 101 read, 102 after this */
  run(csrr(6, 0xb02));
  run(csrr(7, 0xb02));
  EQ(hart.x[6], 102);
  EQ(hart.x[7], 102);
  now = 1000;
  EQ(write_read(0xb00, 5), 5);
  now = 1010;
  run(csrr(6, 0xc00));
  EQ(hart.x[6], 15);
  hart.x[5] = 1;
  run(csrw(0x320, 5));
  now = 2000;
  run(csrr(6, 0xb00));
  EQ(hart.x[6], 15);                               /* stopped */
  run(csrw(0x320, 0));
  now = 2007;
  run(csrr(6, 0xb00));
  EQ(hart.x[6], 22);
}

/* mhpmcounter3 of a hart with six: what it counts, which step counts by which selection, overflow. */
static void hpm_counters(void)
{
  const uint32_t nop = 0x13, load = I(0x03, 2, 7, 8, 0);
  setup();
  hart.hpm.counters = 6;
  EQ(write_read(0x306, ~0u), 0x1ff);
  EQ(write_read(0x320, ~0u), 0x1fd);
  EQ(write_read(0x320, 0), 0);
  EQ(write_read(0x723, ~0u), 0xf0000000);
  EQ(write_read(0x723, 0), 0);
  EQ(write_read(0x728, ~0u), 0xf0000000);
  EQ(write_read(0x728, 0), 0);
  EQ(write_read(0x729, ~0u), 0);
  EQ(write_read(0x323, 0xfffffff2), 0x42);
  EQ(write_read(0xb09, ~0u), 0);
  EQ(write_read(0x323, 2), 2);                     /* instructions; the read is counted */
  run(csrr(6, 0xb03));
  EQ(hart.x[6], 1);
  EQ(write_read(0xb03, 77), 77);
  run(nop);
  run(csrr(6, 0xc03));
  EQ(hart.x[6], 79);
  EQ(write_read(0x323, 32), 32);                   /* loads */
  EQ(write_read(0xb03, ~0u), ~0u);
  EQ(write_read(0xb83, ~0u), ~0u);
  hart.x[8] = TH_RAM_BASE;
  run(nop);
  EQ(hart.mip, 0);
  run(load);
  EQ(hart.mip, 1 << TH_IRQ_LCOFI);
  run(csrr(6, 0xda0));
  EQ(hart.x[6], 8);
  run(csrr(6, 0x723));
  EQ(hart.x[6], 1u << 31);
  hart.mip = 0;
  EQ(write_read(0xb03, ~0u), ~0u);                 /* OF is set: no other interrupt */
  EQ(write_read(0xb83, ~0u), ~0u);
  run(load);
  EQ(hart.mip, 0);
  EQ(write_read(0x723, 1u << 30), 1u << 30);       /* MINH */
  run(load);
  EQ(hart.hpm.value[0], 0);
  EQ(write_read(0x723, 1u << 29), 1u << 29);       /* SINH */
  run(load);
  EQ(hart.hpm.value[0], 1);
  hart.mode = TH_MODE_S;
  run(csrr(6, 0xda0));
  EQ(rec.trap, 0);
  run(csrr(6, 0xc09));
  EQ(rec.trap, 1);
}

static void trap_is(uint32_t insn, uint32_t cause, uint32_t tval, int line)
{
  uint32_t pc = hart.pc;
  hart.mstatus |= TH_MIE;
  hart.mstatus &= ~(uint32_t)TH_MPIE;
  run(insn);
  check("trap", rec.trap, 1, line);
  check("cause", hart.mcause, cause, line);
  check("tval", hart.mtval, tval, line);
  check("mepc", hart.mepc, pc, line);
  check("mstatus", hart.mstatus, 0x1880, line);
  check("handler", hart.pc, TH_RAM_BASE + 0x800, line);
  hart.pc = pc;
}
#define TRAP(insn, cause, tval) trap_is(insn, cause, tval, __LINE__)

static void traps(void)
{
  static const uint32_t illegal[] = {
    0xffffffff, 0x0000001f, 0x02001013, 0x02005013, 0x42005013, 0x00003003, 0x00007003, 0x00003023, 0x00001067, 0x00002063,
    0x0010202f | 0x10000000, 0x0000302f, 0x0000102f, 0x2800202f, 0x10200173, 0x00200073, 0x120000f3, 0x300000f3 | 0x4000,
    0x30200173, 0x10500173, 0x00000173, 0x0800c033 | 1u << 20, 0x60701013, 0x28505013, 0x0000200f };
  setup();
  for (unsigned i = 0; i < sizeof illegal / sizeof illegal[0]; i++) TRAP(illegal[i], TH_ILLEGAL, illegal[i]);
  TRAP(0xabcd0000, TH_ILLEGAL, 0);                 /* 16-bit zero: only its own bits */
  TRAP(0x12348000, TH_ILLEGAL, 0x8000);
  TRAP(0x00000073, TH_ECALL_U + TH_MODE_M, 0);
  TRAP(0x00100073, TH_BREAKPOINT, hart.pc);
  TRAP(0x00009002, TH_BREAKPOINT, hart.pc);
  hart.x[5] = 0x12345678;
  TRAP(I(3, 2, 6, 5, 0), TH_LOAD_ACCESS, 0x12345678);
  TRAP(S(2, 5, 0, 0), TH_STORE_ACCESS, 0x12345678);
  hart.x[5] = TH_ROM_BASE + 4;
  TRAP(S(0, 5, 0, 0), TH_STORE_ACCESS, TH_ROM_BASE + 4);
  run(I(3, 2, 6, 5, 0));
  EQ(rec.trap, 0);
  /* FENCE with anything in its fields, FENCE.I too, pause, HINTs: legal */
  for (unsigned i = 0; i < 2; i++) {
    hart.pc = TH_RAM_BASE;
    run(i ? 0xffff8f8f : 0xfff01f8f);
    EQ(rec.trap, 0);
  }
  run(0x0100000f);
  EQ(rec.trap, 0);
  /* fetch faults: target, and second half */
  setup();
  hart.pc = 0x40000000;
  th_hart_step(&hart, &rec);
  EQ(hart.mcause, TH_FETCH_ACCESS);
  EQ(hart.mtval, 0x40000000);
  hart.pc = TH_RAM_BASE + RAM - 2;
  ram[RAM - 2] = 0x13;
  th_hart_step(&hart, &rec);
  EQ(hart.mcause, TH_FETCH_ACCESS);
  EQ(hart.mepc, TH_RAM_BASE + RAM - 2);
  EQ(hart.mtval, TH_RAM_BASE + RAM);
  hart.pc = TH_UART_BASE;
  th_hart_step(&hart, &rec);
  EQ(hart.mtval, TH_UART_BASE);
  /* mret */
  setup();
  hart.mepc = TH_RAM_BASE + 6;
  hart.mstatus = TH_MPIE | TH_MPP;
  run(0x30200073);
  EQ(hart.pc, TH_RAM_BASE + 6);
  EQ(hart.mstatus, TH_MIE | TH_MPIE);
}

static void interrupts(void)
{
  setup();
  hart.mtvec = TH_RAM_BASE + 0x801;                /* vectored */
  hart.mie = 0x888;
  EQ(th_hart_pending(&hart, 0x888), 0);            /* MIE is 0 */
  hart.mstatus |= TH_MIE;
  EQ(th_hart_pending(&hart, 0x888), TH_IRQ_MEI);
  EQ(th_hart_pending(&hart, 0x088), TH_IRQ_MSI);
  EQ(th_hart_pending(&hart, 0x080), TH_IRQ_MTI);
  th_hart_interrupt(&hart, TH_IRQ_MTI, &rec);
  EQ(hart.pc, TH_RAM_BASE + 0x800 + 4 * TH_IRQ_MTI);
  EQ(hart.mcause, 0x80000007);
  EQ(hart.mtval, 0);
  TRAP(0x00000073, TH_ECALL_U + TH_MODE_M, 0);                 /* exceptions are not vectored */
}

/* Modes: where traps go, what they leave, where xRET goes back to, and what each mode may do. */
static void rings(void)
{
  setup();
  hart.mtvec = TH_RAM_BASE + 0x800, hart.stvec = TH_RAM_BASE + 0x900;
  hart.mode = TH_MODE_U;
  run(0x00000073);                                 /* not delegated */
  EQ(hart.mcause, TH_ECALL_U);
  EQ(hart.pc, TH_RAM_BASE + 0x800);
  EQ(hart.mode, TH_MODE_M);
  EQ(hart.mstatus, 0);                             /* MPP = U */
  setup();
  hart.stvec = TH_RAM_BASE + 0x900;
  hart.medeleg = 1 << TH_ECALL_U;
  hart.mode = TH_MODE_U;
  hart.mstatus = TH_SIE | TH_MIE;
  run(0x00000073);
  EQ(hart.pc, TH_RAM_BASE + 0x900);
  EQ(hart.mode, TH_MODE_S);
  EQ(hart.scause, TH_ECALL_U);
  EQ(hart.mstatus, TH_SPIE | TH_MIE);
  hart.mstatus |= TH_MPRV;
  run(0x10200073);                                 /* sret */
  EQ(hart.mode, TH_MODE_U);
  EQ(hart.mstatus, TH_SPIE | TH_SIE | TH_MIE);
  hart.mode = TH_MODE_M;                           /* M's own traps never go down */
  hart.medeleg = 0xb3ae;
  run(0x00000073);
  EQ(hart.mcause, TH_ECALL_U + TH_MODE_M);
  /* interrupts */
  setup();
  hart.mie = 0xaaa, hart.mideleg = 0x222;
  hart.mode = TH_MODE_S;
  EQ(th_hart_pending(&hart, 0x222), 0);            /* SIE is 0 */
  EQ(th_hart_pending(&hart, 0x2a2), TH_IRQ_MTI);   /* M's are always on */
  hart.mstatus = TH_SIE;
  EQ(th_hart_pending(&hart, 0x222), TH_IRQ_SEI);
  EQ(th_hart_pending(&hart, 0x022), TH_IRQ_SSI);
  EQ(th_hart_pending(&hart, 0x020), TH_IRQ_STI);
  hart.mode = TH_MODE_U;
  hart.mstatus = 0;
  EQ(th_hart_pending(&hart, 0x020), TH_IRQ_STI);
  hart.mode = TH_MODE_M;
  hart.mstatus = TH_MIE | TH_SIE;
  EQ(th_hart_pending(&hart, 0x222), 0);
  hart.mideleg = 0;
  EQ(th_hart_pending(&hart, 0x222), TH_IRQ_SEI);
}

static void misaligned(void)
{
  static const uint8_t loads[5] = { 0, 4, 1, 5, 2 }, bytes[5] = { 1, 1, 2, 2, 4 };
  for (int direct = 0; direct < 2; direct++) {     /* through the bus, and past it */
    setup();
    if (direct) hart.ram = ram;
    for (unsigned i = 0; i < 16; i++) ram[0x100 + i] = (uint8_t)(0x81 + i);
    for (unsigned off = 0; off < 8; off++)
      for (unsigned k = 0; k < 5; k++) {
        uint32_t want = 0;
        for (unsigned b = 0; b < bytes[k]; b++) want |= (uint32_t)ram[0x100 + off + b] << 8 * b;
        EQ(want != 0, 1);
        if (loads[k] == 0) want |= 0xffffff00;
        if (loads[k] == 1) want |= 0xffff0000;
        hart.pc = TH_RAM_BASE;
        hart.x[5] = TH_RAM_BASE + 0x100 + off;
        run(I(3, loads[k], 6, 5, 0));
        EQ(hart.x[6], want);
      }
    for (unsigned off = 0; off < 8; off++) {
      hart.pc = TH_RAM_BASE;
      hart.x[5] = TH_RAM_BASE + 0x200 + off;
      hart.x[6] = 0xa1b2c3d4;
      memset(ram + 0x200, 0, 16);
      run(S(2, 5, 6, 0));
      for (unsigned b = 0; b < 12; b++) EQ(ram[0x200 + b], b >= off && b < off + 4 ? 0xa1b2c3d4u >> 8 * (b - off) & 0xff : 0);
    }
    /* the upper part outside RAM: its address; nothing is written */
    hart.pc = TH_RAM_BASE;
    hart.x[5] = TH_RAM_BASE + RAM - 2;
    TRAP(S(2, 5, 6, 0), TH_STORE_ACCESS, TH_RAM_BASE + RAM);
    EQ(ram[RAM - 2], 0);
    TRAP(I(3, 2, 6, 5, 0), TH_LOAD_ACCESS, TH_RAM_BASE + RAM);
    hart.x[5] = TH_RAM_BASE - 2;
    TRAP(I(3, 2, 6, 5, 0), TH_LOAD_ACCESS, TH_RAM_BASE - 2);
    hart.x[5] = TH_CLINT_BASE + 2;                 /* devices and ROM: natural alignment */
    TRAP(I(3, 2, 6, 5, 0), TH_LOAD_ACCESS, TH_CLINT_BASE + 2);
    TRAP(S(2, 5, 6, 0), TH_STORE_ACCESS, TH_CLINT_BASE + 2);
    hart.x[5] = TH_ROM_BASE + 1;
    TRAP(I(3, 1, 6, 5, 0), TH_LOAD_ACCESS, TH_ROM_BASE + 1);
  }
}

static void atomics(void)
{
  static const struct { uint8_t f5; uint32_t want; } amo[] = {
    { 1, 3 }, { 0, 0x80000003 }, { 4, 0x80000003 }, { 12, 0 }, { 8, 0x80000003 }, { 16, 0x80000000 }, { 20, 3 }, { 24, 3 },
    { 28, 0x80000000 } };
  uint32_t lr = R(0x2f, 2 << 2, 2, 6, 5, 0), sc = R(0x2f, 3 << 2, 2, 7, 5, 8), word = TH_RAM_BASE + 0x100;
  setup();
  hart.x[5] = word;
  for (unsigned i = 0; i < sizeof amo / sizeof amo[0]; i++) {
    put(word, 0x80000000);
    hart.x[8] = 3;
    run(R(0x2f, (uint32_t)amo[i].f5 << 2, 2, 6, 5, 8));
    EQ(hart.x[6], 0x80000000);
    EQ(bus_word(0, 0, word), amo[i].want);
  }
  put(word, 11);
  hart.x[8] = 12;
  run(sc);                                         /* no reservation */
  EQ(hart.x[7], 1);
  run(lr);
  EQ(hart.x[6], 11);
  run(sc);
  EQ(hart.x[7], 0);
  EQ(bus_word(0, 0, word), 12);
  run(sc);                                         /* used up */
  EQ(hart.x[7], 1);
  run(lr);
  hart.x[5] = word + 4;
  run(sc);                                         /* another word */
  EQ(hart.x[7], 1);
  hart.x[5] = word;
  run(lr);
  TRAP(0x00000073, TH_ECALL_U + TH_MODE_M, 0);
  run(sc);                                         /* a trap ends it */
  EQ(hart.x[7], 1);
  for (uint32_t at = word + 1; at < word + 4; at++) {
    hart.x[5] = at;
    TRAP(lr, TH_LOAD_ACCESS, at);
    TRAP(sc, TH_STORE_ACCESS, at);
    TRAP(R(0x2f, 0, 2, 6, 5, 8), TH_STORE_ACCESS, at);
  }
  hart.x[5] = TH_CLINT_BASE;
  TRAP(lr, TH_LOAD_ACCESS, TH_CLINT_BASE);
  TRAP(sc, TH_STORE_ACCESS, TH_CLINT_BASE);
  TRAP(R(0x2f, 0, 2, 6, 5, 8), TH_STORE_ACCESS, TH_CLINT_BASE);
  hart.x[5] = TH_ROM_BASE;
  TRAP(lr, TH_LOAD_ACCESS, TH_ROM_BASE);
}

static uint32_t op(uint32_t insn, uint32_t a, uint32_t b)
{
  hart.pc = TH_RAM_BASE;
  hart.x[5] = a;
  hart.x[8] = b;
  run(insn);
  EQ(rec.trap, 0);
  return hart.x[6];
}

static void arithmetic(void)
{
  uint32_t min = 0x80000000u, minus = ~0u;
  setup();
  EQ(op(R(0x33, 1, 4, 6, 5, 8), 7, 0), minus);                 /* div by zero, overflow */
  EQ(op(R(0x33, 1, 4, 6, 5, 8), min, minus), min);
  EQ(op(R(0x33, 1, 6, 6, 5, 8), 7, 0), 7);
  EQ(op(R(0x33, 1, 6, 6, 5, 8), min, minus), 0);
  EQ(op(R(0x33, 1, 5, 6, 5, 8), 7, 0), minus);
  EQ(op(R(0x33, 1, 7, 6, 5, 8), 7, 0), 7);
  EQ(op(R(0x33, 1, 6, 6, 5, 8), (uint32_t)-7, 3), (uint32_t)-1);
  EQ(op(R(0x33, 1, 1, 6, 5, 8), min, min), 0x40000000);        /* mulh */
  EQ(op(R(0x33, 1, 2, 6, 5, 8), minus, minus), minus);         /* mulhsu */
  EQ(op(R(0x33, 1, 3, 6, 5, 8), minus, minus), 0xfffffffe);    /* mulhu */
  EQ(op(R(0x33, 0x20, 5, 6, 5, 8), min, 35), 0xf0000000);      /* sra takes 5 bits */
  EQ(op(R(0x33, 0x30, 1, 6, 5, 8), 0x80000001, 1), 3);         /* rol, ror by 1 and 0 */
  EQ(op(R(0x33, 0x30, 1, 6, 5, 8), 0x80000001, 32), 0x80000001);
  EQ(op(R(0x33, 0x30, 5, 6, 5, 8), 3, 1), 0x80000001);
  EQ(op(I(0x13, 1, 6, 5, 0x600), 0, 0), 32);                   /* clz, ctz, cpop */
  EQ(op(I(0x13, 1, 6, 5, 0x601), 0, 0), 32);
  EQ(op(I(0x13, 1, 6, 5, 0x602), 0xf0f00001, 0), 9);
  EQ(op(I(0x13, 1, 6, 5, 0x604), 0x80, 0), 0xffffff80);        /* sext.b, sext.h, zext.h */
  EQ(op(I(0x13, 1, 6, 5, 0x605), 0x8000, 0), 0xffff8000);
  EQ(op(R(0x33, 4, 4, 6, 5, 0), 0x12348000, 0), 0x8000);
  EQ(op(I(0x13, 5, 6, 5, 0x287), 0x00010080, 0), 0x00ff00ff);  /* orc.b, rev8 */
  EQ(op(I(0x13, 5, 6, 5, 0x698), 0x01020304, 0), 0x04030201);
  EQ(op(R(0x33, 5, 4, 6, 5, 8), min, 1), min);                 /* min, minu, max, maxu */
  EQ(op(R(0x33, 5, 5, 6, 5, 8), min, 1), 1);
  EQ(op(R(0x33, 5, 6, 6, 5, 8), min, 1), 1);
  EQ(op(R(0x33, 5, 7, 6, 5, 8), min, 1), min);
  EQ(op(R(0x33, 0x10, 6, 6, 5, 8), 3, 1), 25);                 /* sh3add */
  EQ(op(R(0x33, 0x24, 1, 6, 5, 8), minus, 33), 0xfffffffd);    /* bclr, bext, binv, bset */
  EQ(op(R(0x33, 0x24, 5, 6, 5, 8), 2, 33), 1);
  EQ(op(R(0x33, 0x34, 1, 6, 5, 8), 2, 33), 0);
  EQ(op(R(0x33, 0x14, 1, 6, 5, 8), 0, 33), 2);
}

/* Counts from the tables of unprivileged 16.8: what RV32C without F and D leaves legal in each quadrant. */
static void compressed(void)
{
  unsigned legal[3] = { 0, 0, 0 };
  struct th_insn d;
  for (uint32_t c = 0; c < 0x10000; c++) {
    if ((c & 3) == 3) continue;
    th_decode(c, &d);
    EQ(d.len, 2);
    legal[c & 3] += d.op != OP_ILLEGAL;
  }
  /* addi4spn: 8 rd of 256 immediates but 0; lw, sw: all */
  EQ(legal[0], 8 * 255 + 2 * 2048);
  /* addi, jal, li, j, beqz, bnez: all; lui/addi16sp: 32 rd of 63; srli, srai: 8 * 32; andi: 8 * 64; 4 ops */
  EQ(legal[1], 6 * 2048 + 32 * 63 + 2 * 256 + 512 + 256);
  /* slli: 32 * 32; lwsp: 31 rd; swsp: all; jr 31, mv 32 * 31, ebreak 1, jalr 31, add 32 * 31 */
  EQ(legal[2], 1024 + 31 * 64 + 2048 + 31 + 992 + 1 + 31 + 992);
}

/* ---------------------------------------------------------------- the machine */

static char output[64];
static unsigned output_used;
static void tx(void *c, uint8_t ch) { (void)c; if (output_used < sizeof output - 1) output[output_used++] = (char)ch; }
static void htif_out(void *c, int fd, const uint8_t *p, size_t n) { EQ(fd, 1); while (n--) tx(c, *p++); }

/* Run a program of words on one or two harts; the ROM jumps to RAM with a0 = hartid. */
static struct th_model *boot(unsigned harts, const uint32_t *program, size_t bytes, uint32_t tohost, uint64_t seed)
{
  static const uint32_t rom[] = { 0x800002b7, 0xf1402573, 0x00028067 };
  struct th_model_config c = { .harts = harts, .ram_bytes = RAM, .rom = (const uint8_t *)rom, .rom_bytes = sizeof rom, .tohost = tohost,
                               .fromhost = tohost ? tohost + 64 : 0, .uart_tx = tx, .console = htif_out, .seed = seed };
  struct th_model *m = th_model_new(&c);
  if (!m || !th_model_write(m, TH_RAM_BASE, program, bytes)) exit(2);
  output_used = 0;
  memset(output, 0, sizeof output);
  return m;
}

static void machine(void)
{
  /* UART 'A', then the finisher with code 7 */
  static const uint32_t uart[] = { 0x100002b7, 0x04100313, 0x00628023, 0x001002b7, 0x00073337, 0x33330313, 0x0062a023 };
  /* two harts: each 1000 times lr/add/sc on 0x8000_1000, then amoadd on 0x8000_1004; the second one exits
   * through HTIF at 0x8000_2000 with the counter's low 7 bits */
  static const uint32_t smp[] = {
    0x800015b7, 0x3e800613, 0x1005a6af, 0x00168693, 0x18d5a72f, 0xfe071ae3, 0xfff60613, 0xfe0616e3, 0x00458793, 0x00100813,
    0x0107a8af, 0x00088c63, 0x0005a683, 0x00169693, 0x0016e693, 0x80002737, 0x00d72023, 0x10500073, 0xffdff06f };
  /* a timer in 50 ticks wakes wfi: then exit with HTIF write and exit */
  static const uint32_t timer[] = {
    0x020042b7, 0x03200313, 0x0062a023, 0x0002a223, 0x08000313, 0x30431073, 0x10500073, 0xc0102573, 0x00151513, 0x00156513,
    0x800022b7, 0x00a2a023, 0x0000006f };
  struct th_model *m = boot(1, uart, sizeof uart, 0, 0);
  uint32_t v;
  EQ(th_model_run(m, 1000), TH_STOP_EXIT);
  EQ(th_model_exit_code(m), 7);
  EQ(strcmp(output, "A"), 0);
  th_model_free(m);
  for (uint64_t seed = 0; seed < 4; seed++) {
    m = boot(2, smp, sizeof smp, 0x80002000, seed);
    EQ(th_model_run(m, 1000000), TH_STOP_EXIT);
    EQ(th_model_read(m, 0x80001000, &v, 4), 1);
    EQ(v, 2000);
    EQ(th_model_exit_code(m), 2000 & 0xff);
    th_model_free(m);
  }
  m = boot(1, timer, sizeof timer, 0x80002000, 0);
  EQ(th_model_run(m, 1000000), TH_STOP_EXIT);
  EQ(th_model_exit_code(m), 50);
  EQ(th_model_cycles(m) < 600, 1);
  th_model_free(m);
  {
    static const uint32_t sleep[] = { 0x10500073, 0xffdff06f };
    m = boot(2, sleep, sizeof sleep, 0, 0);
    EQ(th_model_run(m, UINT64_MAX), TH_STOP_ASLEEP);
    th_model_free(m);
  }
  {                                                /* HTIF write of "hi" at 0x8000_1080, block at 0x8000_1040 */
    static const uint32_t io[] = { 0x800012b7, 0x04028293, 0x80002337, 0x00532023, 0x00032383, 0xfe039ee3, 0x00f00393, 0x00732023, 0x0000006f };
    static const uint64_t block[4] = { 64, 1, 0x80001080, 2 };
    uint64_t back[4];
    m = boot(1, io, sizeof io, 0x80002000, 0);
    EQ(th_model_write(m, 0x80001040, block, sizeof block), 1);
    EQ(th_model_write(m, 0x80001080, "hi", 2), 1);
    EQ(th_model_run(m, 1000), TH_STOP_EXIT);
    EQ(th_model_exit_code(m), 7);
    EQ(strcmp(output, "hi"), 0);
    EQ(th_model_read(m, 0x80001040, back, sizeof back), 1);
    EQ(back[0], 2);
    EQ(th_model_read(m, 0x80002040, back, 8), 1);
    EQ(back[0], 1);
    th_model_free(m);
  }
}

static void put_char(void *c, uint8_t ch) { (void)c; putchar(ch); }

static int run_file(const char *path)
{
  static const uint32_t boot_words[] = { 0x800002b7, 0xf1402573, 0x00028067 };
  static uint8_t image[RAM];
  struct th_model_config c = { .harts = 1, .ram_bytes = RAM, .rom = (const uint8_t *)boot_words, .rom_bytes = sizeof boot_words,
                               .uart_tx = put_char };
  struct th_model *m = th_model_new(&c);
  FILE *f = fopen(path, "rb");
  enum th_stop why;
  if (!m || !f || !th_model_write(m, TH_RAM_BASE, image, fread(image, 1, sizeof image, f))) return 2;
  fclose(f);
  why = th_model_run(m, 1000000);
  th_model_free(m);
  return why == TH_STOP_EXIT ? 0 : 1;
}

int main(int argc, char **argv)
{
  uint32_t w;
  if (argc > 1 && !strcmp(argv[1], "expand")) {
    for (w = 0; w < 0x10000; w++)
      if ((w & 3) != 3) printf("%04x %08x\n", w, th_expand((uint16_t)w));
    return 0;
  }
  if (argc > 1 && !strcmp(argv[1], "decode")) {
    struct th_insn d;
    while (scanf("%x", &w) == 1) {
      th_decode(w, &d);
      printf("%d\n", d.op != OP_ILLEGAL);
    }
    return 0;
  }
  if (argc > 2 && !strcmp(argv[1], "run")) return run_file(argv[2]);
  csr_warl();
  csr_existence();
  counters();
  hpm_counters();
  traps();
  interrupts();
  rings();
  misaligned();
  atomics();
  arithmetic();
  compressed();
  machine();
  if (!failures) printf("ok\n");
  return failures != 0;
}

/* mmu_test.c - unit tests of the reference model's PMP (privileged spec 1.12, 3.7), Sv32 (4.3) and Sstc. Each runs
 * once through the bus and once with the short cut to RAM. One line a failure, exit code 1 if any. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "hart.h"
#include "mappings.h"
#include "model_asm.h"

enum { RAM = 0x10000, ROOT = 0x4000, LEAVES = 0x5000, PAGE = 0x6000 };
#define AT(offset) (TH_RAM_BASE + (offset))
#define VA 0x40001000u                             /* root entry 256, leaf entry 1 */

static int failures;
static void check(const char *what, uint32_t got, uint32_t want, int line)
{
  if (got == want) return;
  printf("mmu_test.c:%d: %s is 0x%x, must be 0x%x\n", line, what, got, want);
  failures++;
}
#define EQ(got, want) check(#got, (uint32_t)(got), (uint32_t)(want), __LINE__)

/* ---------------------------------------------------------------- a hart on flat RAM */

static uint8_t ram[RAM];
static struct th_hart hart;
static struct th_mappings sticky;
static struct th_record rec;
static uint64_t now;
static bool short_cut;

static uint32_t bus_load(void *c, unsigned h, uint32_t pa, unsigned n, unsigned part)
{
  uint32_t v = 0;
  (void)c, (void)h, (void)part;
  if (pa >= TH_RAM_BASE) memcpy(&v, ram + (pa - TH_RAM_BASE), n);
  return v;
}
static uint16_t bus_fetch(void *c, unsigned h, uint32_t pa, unsigned part) { return (uint16_t)bus_load(c, h, pa, 2, part); }
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
static uint64_t bus_time(void *c, unsigned h) { (void)c, (void)h; return now; }
static uint32_t bus_mip(void *c, unsigned h) { (void)c, (void)h; return 0; }
static uint32_t bus_csr(void *c, unsigned h, unsigned csr, uint32_t v) { (void)c, (void)h, (void)csr; return v; }
static const struct th_bus bus = { bus_fetch, bus_load, bus_store, bus_word, bus_sc, bus_word, bus_new, bus_time,
                                   bus_time, bus_mip, bus_csr, bus_word, bus_new, 0 };

static void put(uint32_t offset, uint32_t w) { memcpy(ram + offset, &w, 4); }
static uint32_t get(uint32_t offset)
{
  uint32_t w;
  memcpy(&w, ram + offset, 4);
  return w;
}

static void setup(void)
{
  memset(ram, 0, sizeof ram);
  th_hart_init(&hart, 0, &bus, 0, RAM);
  hart.pmp.entries = 8;
  hart.sv32 = hart.svadu = hart.sstc = true;
  if (short_cut) hart.ram = ram;
  hart.pc = AT(0);
  hart.mtvec = AT(0x800);
  now = 0;
}

static void mode(uint8_t m)
{
  hart.mode = m;
  th_rights_changed(&hart);
}
static void set(uint32_t csr, uint32_t v)
{
  mode(TH_MODE_M);
  EQ(th_csr_write(&hart, csr, v), 1);
}
static uint32_t csr(uint32_t number)
{
  uint32_t v = 0xdead;
  return th_csr_read(&hart, number, &v) ? v : 0xdead;
}

/* One instruction in mode m, fetched bare or at an address that is mapped; returns the cause, 0: it was done. */
static uint32_t run_at(uint8_t m, uint32_t pc)
{
  mode(m);
  hart.pc = pc;
  th_hart_step(&hart, &rec);
  return rec.trap ? rec.cause : 0;
}
/* A data access with m's rights, as M with MPRV (3.1.6.3). */
static uint32_t access_as(uint8_t m, uint32_t insn, uint32_t address)
{
  put(0, insn);
  hart.mstatus = (hart.mstatus & ~(uint32_t)TH_MPP) | TH_MPRV | (uint32_t)m << TH_MPP_AT;
  hart.x[5] = address;
  return run_at(TH_MODE_M, AT(0));
}
#define LW I(3, 2, 6, 5, 0)
#define SW S(2, 5, 7, 0)
#define LR R(0x2f, 2 << 2, 2, 6, 5, 0)
#define SC R(0x2f, 3 << 2, 2, 6, 5, 7)
#define AMO R(0x2f, 0, 2, 6, 5, 7)

/* ---------------------------------------------------------------- PMP */

static void pmp_registers(void)
{
  setup();
  EQ(csr(0x3a3), 0);
  EQ(csr(0x3bf), 0);
  set(0x3a0, 0xffffffff & ~0x80808080u);
  EQ(csr(0x3a0), 0x1f1f1f1f);
  set(0x3a0, 0x1a0a0200);                          /* R = 0, W = 1: W becomes 0 */
  EQ(csr(0x3a0), 0x18080000);
  set(0x3a2, ~0u);                                 /* entries 8 to 15 */
  EQ(csr(0x3a2), 0);
  set(0x3b8, ~0u);
  EQ(csr(0x3b8), 0);
  set(0x3b0, ~0u);
  EQ(csr(0x3b0), ~0u);
  /* L: the entry, and the address below a TOR */
  set(0x3b0, 100), set(0x3b1, 200), set(0x3b2, 300);
  set(0x3a0, 0x8900);
  set(0x3b0, 1), set(0x3b1, 2), set(0x3b2, 3);
  set(0x3a0, 0);
  EQ(csr(0x3b0), 100);
  EQ(csr(0x3b1), 200);
  EQ(csr(0x3b2), 3);
  EQ(csr(0x3a0), 0x8900);
  hart.pmp.entries = 0;
  EQ(csr(0x3a0), 0xdead);
  EQ(csr(0x3b0), 0xdead);
}

static void pmp_matching(void)
{
  setup();
  EQ(access_as(TH_MODE_M, SW, AT(PAGE)), 0);
  EQ(access_as(TH_MODE_S, LW, AT(PAGE)), TH_LOAD_ACCESS);      /* nothing matches */
  EQ(rec.tval, AT(PAGE));
  EQ(run_at(TH_MODE_U, AT(PAGE)), TH_FETCH_ACCESS);
  set(0x3b0, AT(PAGE) >> 2);                       /* NA4, read only */
  set(0x3a0, 0x11);
  EQ(access_as(TH_MODE_U, LW, AT(PAGE)), 0);
  EQ(access_as(TH_MODE_U, SW, AT(PAGE)), TH_STORE_ACCESS);
  EQ(access_as(TH_MODE_U, AMO, AT(PAGE)), TH_STORE_ACCESS);
  EQ(access_as(TH_MODE_U, LW, AT(PAGE + 4)), TH_LOAD_ACCESS);
  EQ(access_as(TH_MODE_U, LW, AT(PAGE + 1)), TH_LOAD_ACCESS);  /* each word of a misaligned access by itself */
  EQ(rec.tval, AT(PAGE + 4));
  EQ(access_as(TH_MODE_U, LW, AT(PAGE - 1)), TH_LOAD_ACCESS);
  EQ(rec.tval, AT(PAGE - 1));
  EQ(access_as(TH_MODE_M, SW, AT(PAGE)), 0);                   /* not locked: M is free */
  set(0x3a0, 0x91);
  EQ(access_as(TH_MODE_M, SW, AT(PAGE)), TH_STORE_ACCESS);
  EQ(access_as(TH_MODE_M, LW, AT(PAGE)), 0);
  setup();
  set(0x3b0, AT(PAGE + 8) >> 2);                   /* TOR from entry 0: below PAGE + 8; then NAPOT, all */
  set(0x3b1, ~0u);
  set(0x3a0, 0x1f0d);
  EQ(access_as(TH_MODE_S, SW, AT(PAGE + 4)), TH_STORE_ACCESS);
  EQ(access_as(TH_MODE_S, SW, AT(PAGE + 8)), 0);
  EQ(access_as(TH_MODE_S, SW, AT(PAGE + 6)), TH_STORE_ACCESS);
  put(PAGE + 4, 0x00130001);                       /* c.nop; then a 32-bit nop over the end of the entry */
  put(PAGE + 8, 0x00010000);
  EQ(run_at(TH_MODE_S, AT(PAGE + 6)), 0);
  set(0x3a0, 0x1b0d);
  EQ(run_at(TH_MODE_S, AT(PAGE + 4)), 0);
  EQ(run_at(TH_MODE_S, AT(PAGE + 6)), TH_FETCH_ACCESS);
  EQ(rec.tval, AT(PAGE + 8));
  set(0x3b1, (AT(PAGE) | 0x7ff) >> 2);             /* NAPOT, the page's 4 KiB */
  EQ(access_as(TH_MODE_S, SW, AT(PAGE + 0xffc)), 0);
  EQ(access_as(TH_MODE_S, SW, AT(PAGE + 0x1000)), TH_STORE_ACCESS);
}

/* ---------------------------------------------------------------- Sv32 */

static uint32_t leaf_of(uint32_t offset, uint32_t bits) { return AT(offset) >> 12 << 10 | bits; }
enum { ALL = TH_PTE_V | TH_PTE_R | TH_PTE_W | TH_PTE_X | TH_PTE_A | TH_PTE_D };

/* VA goes to PAGE, VA + 0x1000 to PAGE + 0x2000; all memory open to S and U. */
static void tables(uint32_t bits)
{
  setup();
  set(0x3b7, ~0u);
  set(0x3a1, 0x1f000000);
  put(ROOT + 4 * 256, leaf_of(LEAVES, TH_PTE_V));
  put(LEAVES + 4, leaf_of(PAGE, bits));
  put(LEAVES + 8, leaf_of(PAGE + 0x2000, bits));
  set(0x180, 0x80000000u | AT(ROOT) >> 12);
}
static void leaf(uint32_t pte)
{
  put(LEAVES + 4, pte);
  th_fence_vma(&hart, false, 0, false, 0);
}

static void sv32_rights(void)
{
  tables(ALL);
  put(PAGE + 8, 0x12345678);
  EQ(access_as(TH_MODE_S, LW, VA + 8), 0);
  EQ(hart.x[6], 0x12345678);
  hart.x[7] = 0x55;
  EQ(access_as(TH_MODE_S, SW, VA + 12), 0);
  EQ(get(PAGE + 12), 0x55);
  EQ(access_as(TH_MODE_M, LW, VA), TH_LOAD_ACCESS);            /* M is bare */
  EQ(access_as(TH_MODE_U, LW, VA), TH_LOAD_PAGE);              /* not U */
  EQ(rec.tval, VA);
  put(PAGE, 0x00000013);
  EQ(run_at(TH_MODE_S, VA), 0);
  EQ(run_at(TH_MODE_U, VA), TH_FETCH_PAGE);
  leaf(leaf_of(PAGE, ALL | TH_PTE_U));
  EQ(access_as(TH_MODE_U, LW, VA), 0);
  EQ(run_at(TH_MODE_U, VA), 0);
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_PAGE);                    /* S never executes U */
  EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_PAGE);
  set(0x300, TH_SUM);
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_PAGE);
  leaf(leaf_of(PAGE, TH_PTE_V | TH_PTE_X | TH_PTE_A));
  set(0x300, 0);
  EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_PAGE);
  set(0x300, TH_MXR);
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  leaf(leaf_of(PAGE, TH_PTE_V | TH_PTE_R | TH_PTE_A | TH_PTE_D));
  EQ(access_as(TH_MODE_S, LR, VA), 0);
  EQ(access_as(TH_MODE_S, SC, VA), TH_STORE_PAGE);
  EQ(access_as(TH_MODE_S, AMO, VA), TH_STORE_PAGE);
  EQ(access_as(TH_MODE_S, AMO, VA + 1), TH_STORE_PAGE);        /* before misaligned */
  EQ(access_as(TH_MODE_S, LR, VA + 1), TH_LOAD_ACCESS);
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_PAGE);
  leaf(0);
  EQ(access_as(TH_MODE_S, LR, VA), TH_LOAD_PAGE);
}

static void sv32_faults(void)
{
  static const uint32_t bad[] = { 0, TH_PTE_V | TH_PTE_W | TH_PTE_A | TH_PTE_D, TH_PTE_V | TH_PTE_W | TH_PTE_X | TH_PTE_A | TH_PTE_D,
                                  TH_PTE_V, ALL & ~TH_PTE_A, ALL & ~TH_PTE_V };
  static const uint32_t reserved[] = { TH_PTE_A, TH_PTE_D, TH_PTE_U };
  tables(ALL);
  for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    leaf(leaf_of(PAGE, bad[i]));
    EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_PAGE);
    EQ(access_as(TH_MODE_S, SW, VA), TH_STORE_PAGE);
    EQ(run_at(TH_MODE_S, VA), TH_FETCH_PAGE);
  }
  leaf(leaf_of(PAGE, ALL & ~TH_PTE_D));
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  EQ(access_as(TH_MODE_S, SW, VA), TH_STORE_PAGE);
  leaf(leaf_of(PAGE, ALL) | 1u << 30);             /* above 32 bits */
  EQ(access_as(TH_MODE_S, SW, VA), TH_STORE_ACCESS);
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_ACCESS);
  leaf(0x40000 << 10 | ALL);                       /* nothing there */
  EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_ACCESS);
  leaf(TH_UART_BASE >> 12 << 10 | ALL);            /* a device: attributes follow the physical address */
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  EQ(access_as(TH_MODE_S, LW, VA + 2), TH_LOAD_ACCESS);
  EQ(access_as(TH_MODE_S, AMO, VA), TH_STORE_ACCESS);
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_ACCESS);
  for (unsigned i = 0; i < 3; i++) {
    put(ROOT + 4 * 256, leaf_of(LEAVES, TH_PTE_V | reserved[i]));
    th_fence_vma(&hart, false, 0, false, 0);
    EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_PAGE);
  }
  put(ROOT + 4 * 256, TH_ROM_BASE >> 12 << 10 | TH_PTE_V);     /* PTEs in RAM only */
  EQ(access_as(TH_MODE_S, SW, VA), TH_STORE_ACCESS);
  put(ROOT + 4 * 256, leaf_of(LEAVES, TH_PTE_V));
  leaf(leaf_of(PAGE, ALL));
  set(0x3b0, AT(LEAVES) >> 2 | 0x1ff), set(0x3a0, 0x18);       /* PMP closes the page table */
  EQ(run_at(TH_MODE_S, VA), TH_FETCH_ACCESS);
  EQ(rec.tval, VA);
  set(0x180, 0x80300000u | AT(ROOT) >> 12);        /* the root above 32 bits */
  EQ(access_as(TH_MODE_S, LW, VA), TH_LOAD_ACCESS);
}

static void sv32_superpages_and_edges(void)
{
  tables(ALL);
  put(ROOT + 4 * 257, TH_RAM_BASE >> 12 << 10 | ALL);
  put(ROOT + 4 * 258, (TH_RAM_BASE >> 12 | 1) << 10 | ALL);    /* misaligned */
  put(PAGE + 4, 77);
  EQ(access_as(TH_MODE_S, LW, 0x40400000u + PAGE + 4), 0);
  EQ(hart.x[6], 77);
  EQ(access_as(TH_MODE_S, LW, 0x40800000u), TH_LOAD_PAGE);
  /* across the end of a page: both parts before either is done */
  EQ(access_as(TH_MODE_S, SW, VA + 0xffe), 0);
  hart.x[7] = 0xa1b2c3d4;
  EQ(access_as(TH_MODE_S, SW, VA + 0xffe), 0);
  EQ(get(PAGE + 0xffc) >> 16, 0xc3d4);
  EQ(get(PAGE + 0x2000) & 0xffff, 0xa1b2);
  put(LEAVES + 8, 0);
  th_fence_vma(&hart, true, VA + 0x1000, false, 0);
  hart.x[7] = 0;
  EQ(access_as(TH_MODE_S, SW, VA + 0xffe), TH_STORE_PAGE);
  EQ(rec.tval, VA + 0x1000);
  EQ(get(PAGE + 0xffc) >> 16, 0xc3d4);
  put(PAGE + 0xffc, 0x00130001);
  EQ(run_at(TH_MODE_S, VA + 0xffe), TH_FETCH_PAGE);
  EQ(rec.tval, VA + 0x1000);
  EQ(hart.mepc, VA + 0xffe);
  put(LEAVES + 8, leaf_of(PAGE + 0x2000, ALL));
  put(PAGE + 0x2000, 0);
  EQ(run_at(TH_MODE_S, VA + 0xffe), 0);
}

static void sv32_hardware_updates(void)
{
  tables(ALL & ~(TH_PTE_A | TH_PTE_D));
  set(0x31a, ~0u);
  EQ(csr(0x31a), 0xa0000000);
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  EQ(get(LEAVES + 4), leaf_of(PAGE, ALL & ~TH_PTE_D));
  EQ(access_as(TH_MODE_S, SW, VA), 0);
  EQ(get(LEAVES + 4), leaf_of(PAGE, ALL));
  put(LEAVES + 8, 0);
  leaf(leaf_of(PAGE, ALL & ~TH_PTE_D));
  EQ(access_as(TH_MODE_S, SW, VA + 0xffe), TH_STORE_PAGE);     /* no D: the other part fails */
  EQ(get(LEAVES + 4), leaf_of(PAGE, ALL & ~TH_PTE_D));
  put(LEAVES + 8, leaf_of(PAGE + 0x2000, ALL & ~TH_PTE_D));
  EQ(access_as(TH_MODE_S, SW, VA + 0xffe), 0);
  EQ(get(LEAVES + 4), leaf_of(PAGE, ALL));
  EQ(get(LEAVES + 8), leaf_of(PAGE + 0x2000, ALL));
  leaf(leaf_of(PAGE, ALL & ~TH_PTE_D));
  set(0x3b0, AT(LEAVES) >> 2 | 0x1ff), set(0x3a0, 0x19);       /* the page table is read-only */
  EQ(access_as(TH_MODE_S, LW, VA), 0);
  EQ(access_as(TH_MODE_S, SW, VA), TH_STORE_ACCESS);
}

static uint32_t loaded(uint32_t va)
{
  return access_as(TH_MODE_S, LW, va) ? 0xdead : hart.x[6];
}

/* Every form of sfence.vma removes what it covers and, when translations are sticky, nothing else (4.2.1). */
static void fences(void)
{
  static const struct { bool by_va, by_asid; uint32_t va, asid; bool page, other, global; } form[] = {
    { false, false, 0, 0, true, true, true }, { true, false, VA + 0x123, 0, true, false, false },
    { false, true, 0, 3, true, true, false }, { true, true, VA, 3, true, false, false },
    { true, true, VA, 4, false, false, false }, { true, true, VA + 0x2000, 3, false, false, false },
    { true, false, VA + 0x2000, 0, false, false, true } };
  for (unsigned i = 0; i < sizeof form / sizeof form[0]; i++) {
    tables(ALL);
    hart.sticky = &sticky;
    put(LEAVES + 12, leaf_of(PAGE, ALL | TH_PTE_G));
    put(PAGE, 1);
    put(PAGE + 0x2000, 2);
    set(0x180, 0x80000000u | 3u << 22 | AT(ROOT) >> 12);
    EQ(loaded(VA), 1);
    EQ(loaded(VA + 0x1000), 2);
    EQ(loaded(VA + 0x2000), 1);
    for (unsigned e = 1; e < 4; e++) put(LEAVES + 4 * e, leaf_of(PAGE + 0x3000, ALL));
    put(PAGE + 0x3000, 3);
    set(0x180, 0x80000000u | AT(ROOT) >> 12);      /* away and back */
    EQ(loaded(VA + 0x2000), 1);                    /* global: in this ASID too */
    EQ(loaded(VA), 3);
    set(0x180, 0x80000000u | 3u << 22 | AT(ROOT) >> 12);
    EQ(loaded(VA), 1);
    hart.x[5] = form[i].va;
    hart.x[7] = form[i].asid;
    put(0, 0x12000073u | (form[i].by_va ? 5u << 15 : 0) | (form[i].by_asid ? 7u << 20 : 0));
    EQ(run_at(TH_MODE_M, AT(0)), 0);
    EQ(rec.sfence, 1);
    EQ(loaded(VA), form[i].page ? 3 : 1);
    EQ(loaded(VA + 0x1000), form[i].other ? 3 : 2);
    EQ(loaded(VA + 0x2000), form[i].global ? 3 : 1);
    th_mappings_fence(&sticky, false, 0, false, 0);
  }
  tables(ALL | TH_PTE_U);
  put(PAGE, 0x12000073);
  EQ(run_at(TH_MODE_U, VA), TH_ILLEGAL);
  leaf(leaf_of(PAGE, ALL));
  EQ(run_at(TH_MODE_S, VA), 0);
  set(0x300, TH_TVM);
  EQ(run_at(TH_MODE_S, VA), TH_ILLEGAL);
  mode(TH_MODE_S);
  EQ(csr(0x180), 0xdead);
  mode(TH_MODE_M);
  EQ(csr(0x180), 0x80000000u | AT(ROOT) >> 12);
  set(0x180, 0x7fffffff);
  EQ(csr(0x180), 0x7fffffff);
}

/* ---------------------------------------------------------------- Sstc */

static void sstc(void)
{
  uint32_t stip = 1u << TH_IRQ_STI;
  setup();
  EQ(csr(0x14d), ~0u);
  EQ(csr(0x15d), ~0u);
  mode(TH_MODE_S);
  EQ(csr(0x14d), 0xdead);
  mode(TH_MODE_M);
  set(0x344, stip);                                /* without STCE a register */
  EQ(csr(0x344), stip);
  set(0x31a, TH_STCE);
  EQ(csr(0x344), 0);
  set(0x344, 0);
  set(0x14d, 100), set(0x15d, 0);
  set(0x306, 2);
  mode(TH_MODE_S);
  EQ(csr(0x14d), 100);
  mode(TH_MODE_U);
  EQ(csr(0x14d), 0xdead);
  mode(TH_MODE_M);
  set(0x306, 5);
  mode(TH_MODE_S);
  EQ(csr(0x15d), 0xdead);
  mode(TH_MODE_M);
  set(0x303, stip);
  now = 99;
  EQ(csr(0x344), 0);
  now = 100;
  EQ(csr(0x344), stip);
  EQ(csr(0x144), stip);
  set(0x15d, 1);
  EQ(csr(0x144), 0);
  set(0x31a, 0);
  EQ(csr(0x344), stip);                            /* the register behind it */
  hart.sstc = false;
  EQ(csr(0x14d), 0xdead);
}

int main(void)
{
  for (int i = 0; i < 2; i++) {
    short_cut = i;
    pmp_registers();
    pmp_matching();
    sv32_rights();
    sv32_faults();
    sv32_superpages_and_edges();
    sv32_hardware_updates();
    fences();
    sstc();
  }
  if (!failures) printf("ok\n");
  return failures != 0;
}

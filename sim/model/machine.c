/* machine.c - the stand-alone reference machine of model.h: harts in turn, devices, HTIF. Harts see memory
 * in the order of their turns, so the model is sequentially consistent. */
#include <stdlib.h>
#include <string.h>
#include "clint.h"
#include "gpio.h"
#include "hart.h"
#include "mappings.h"
#include "model.h"
#include "plic.h"
#include "spi.h"
#include "uart.h"

enum { MAX_HARTS = 2 };

struct th_model {
  struct th_model_config cfg;
  struct th_hart  hart[MAX_HARTS];
  struct th_clint clint;
  struct th_plic  plic;
  struct th_uart  uart;
  struct th_spi   spi;
  struct th_gpio  gpio;
  struct th_mappings *sticky[MAX_HARTS];
  uint8_t  *ram;
  uint8_t   rom[TH_ROM_BYTES];
  uint32_t  reservations;
  /* Time counts instruction slots of all harts, so it never runs backwards between them:
   * cycle = slots / harts. A hart's turn is [slots, slots + its length). */
  uint64_t  slots, reset_cycle;
  const struct th_hart *running;             /* whose turn it is; NULL between turns */
  uint64_t  running_from;                    /* its steps when the turn began */
  uint64_t  random;
  bool      stopped;
  enum th_stop stop;
  int       exit_code;
};

uint64_t th_model_cycles(const struct th_model *m)
{
  uint64_t s = m->slots + (m->running ? m->running->steps - m->running_from : 0);
  return s / m->cfg.harts;
}

static void stop(struct th_model *m, enum th_stop why, int code)
{
  m->stopped = true;
  m->stop = why;
  m->exit_code = code;
}

/* ---------------------------------------------------------------- HTIF */

static uint64_t ram64(const struct th_model *m, uint32_t pa)
{
  uint64_t v = 0;
  if (pa - TH_RAM_BASE <= m->cfg.ram_bytes - 8) memcpy(&v, m->ram + (pa - TH_RAM_BASE), 8);
  return v;
}

static void set_ram64(struct th_model *m, uint32_t pa, uint64_t v)
{
  if (pa && pa - TH_RAM_BASE <= m->cfg.ram_bytes - 8) memcpy(m->ram + (pa - TH_RAM_BASE), &v, 8);
}

/* A word of tohost was written. Bit 0: exit; otherwise the address of {call, a0, a1, a2, ...} as 64-bit
 * words; the result goes into its first word, then tohost is cleared and fromhost says done. */
static void htif(struct th_model *m)
{
  uint64_t v = ram64(m, m->cfg.tohost);
  uint32_t block = (uint32_t)v;
  if (v == 0) return;
  if (v & 1) {
    stop(m, TH_STOP_EXIT, (int)(v >> 1 & 0xff));
    return;
  }
  if (block - TH_RAM_BASE <= m->cfg.ram_bytes - 32) {
    uint64_t call = ram64(m, block), fd = ram64(m, block + 8), buf = ram64(m, block + 16), len = ram64(m, block + 24);
    uint64_t result = (uint64_t)-38;         /* ENOSYS */
    if (call == 93) {
      stop(m, TH_STOP_EXIT, (int)(fd & 0xff));
      return;
    }
    if (call == 64) {
      uint32_t at = (uint32_t)buf - TH_RAM_BASE;
      result = (uint64_t)-14;                /* EFAULT */
      if (at < m->cfg.ram_bytes && len <= m->cfg.ram_bytes - at) {
        if (m->cfg.console) m->cfg.console(m->cfg.ctx, (int)fd, m->ram + at, (size_t)len);
        result = len;
      }
    }
    set_ram64(m, block, result);
  }
  set_ram64(m, m->cfg.tohost, 0);
  set_ram64(m, m->cfg.fromhost, 1);
}

/* ---------------------------------------------------------------- bus callbacks */

static uint64_t bus_cycle(void *ctx, unsigned hart)
{
  struct th_model *m = ctx;
  (void)hart;
  return th_model_cycles(m) - m->reset_cycle;
}

static uint64_t bus_time(void *ctx, unsigned hart)
{
  struct th_model *m = ctx;
  return th_clint_time(&m->clint, bus_cycle(ctx, hart));
}

/* Brings the PLIC up to now: before anybody looks at it. */
static void levels(struct th_model *m, uint64_t now)
{
  th_plic_levels(&m->plic, (uint32_t)th_uart_irq(&m->uart, now) << TH_SOURCE_UART |
                           (uint32_t)th_spi_irq(&m->spi, now) << TH_SOURCE_SPI |
                           (uint32_t)th_gpio_irq(&m->gpio) << TH_SOURCE_GPIO);
}

static uint32_t bus_mip(void *ctx, unsigned hart)
{
  struct th_model *m = ctx;
  uint64_t now = bus_cycle(ctx, hart);
  levels(m, now);
  return th_clint_mip(&m->clint, hart, now) | th_plic_mip(&m->plic, hart);
}

static uint32_t bus_csr(void *ctx, unsigned hart, unsigned csr, uint32_t expected)
{
  (void)ctx, (void)hart, (void)csr;
  return expected;
}

static uint16_t bus_fetch(void *ctx, unsigned hart, uint32_t pa, unsigned part)
{
  struct th_model *m = ctx;
  const uint8_t *p = pa >= TH_RAM_BASE ? m->ram + (pa - TH_RAM_BASE) : m->rom + (pa - TH_ROM_BASE);
  (void)hart, (void)part;
  return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t bus_load(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part)
{
  struct th_model *m = ctx;
  uint32_t v = 0;
  (void)part;
  switch (th_region(pa, m->cfg.ram_bytes)) {
  case TH_RAM: memcpy(&v, m->ram + (pa - TH_RAM_BASE), bytes); break;
  case TH_ROM: memcpy(&v, m->rom + (pa - TH_ROM_BASE), bytes); break;
  case TH_DEVICE:
    if (pa - TH_UART_BASE < TH_UART_BYTES) {
      v = th_uart_read(&m->uart, pa - TH_UART_BASE, bus_cycle(ctx, hart));
    } else if (pa - TH_CLINT_BASE < TH_CLINT_BYTES) {
      v = th_clint_read(&m->clint, (pa & ~3u) - TH_CLINT_BASE, bus_cycle(ctx, hart)) >> 8 * (pa & 3);
      if (bytes < 4) v &= (1u << 8 * bytes) - 1u;
    } else if (pa - TH_PLIC_BASE < TH_PLIC_BYTES && bytes == 4) {
      levels(m, bus_cycle(ctx, hart));
      v = th_plic_read(&m->plic, pa - TH_PLIC_BASE);
    } else if (pa - TH_SPI_BASE < TH_SPI_BYTES && bytes == 4) {
      v = th_spi_read(&m->spi, pa - TH_SPI_BASE, bus_cycle(ctx, hart));
    } else if (pa - TH_GPIO_BASE < TH_GPIO_BYTES && bytes == 4) {
      v = th_gpio_read(&m->gpio, pa - TH_GPIO_BASE);
    }
    break;                                   /* the finisher reads 0 */
  case TH_NONE: break;                       /* the hart has checked */
  }
  return v;
}

static void finisher(struct th_model *m, uint32_t v)
{
  switch (v & 0xffff) {
  case 0x5555: stop(m, TH_STOP_EXIT, 0); break;
  case 0x3333: stop(m, TH_STOP_EXIT, (int)(v >> 16 & 0xff)); break;
  case 0x7777: stop(m, TH_STOP_RESET, 0); break;
  default: break;
  }
}

static void device_store(struct th_model *m, unsigned hart, uint32_t pa, unsigned bytes, uint32_t value)
{
  uint64_t now = bus_cycle(m, hart);
  if (pa - TH_UART_BASE < TH_UART_BYTES) {
    th_uart_write(&m->uart, pa - TH_UART_BASE, (uint8_t)value, now);
  } else if (pa - TH_CLINT_BASE < TH_CLINT_BYTES) {
    uint32_t offset = (pa & ~3u) - TH_CLINT_BASE, shift = 8 * (pa & 3);
    uint32_t mask = (bytes < 4 ? (1u << 8 * bytes) - 1u : ~0u) << shift;
    uint32_t old = th_clint_read(&m->clint, offset, now);
    th_clint_write(&m->clint, offset, (old & ~mask) | (value << shift & mask), now);
  } else if (pa - TH_PLIC_BASE < TH_PLIC_BYTES) {
    levels(m, now);
    if (bytes == 4) th_plic_write(&m->plic, pa - TH_PLIC_BASE, value);
  } else if (pa - TH_SPI_BASE < TH_SPI_BYTES) {
    if (bytes == 4) th_spi_write(&m->spi, pa - TH_SPI_BASE, value, now);
  } else if (pa - TH_GPIO_BASE < TH_GPIO_BYTES) {
    if (bytes == 4) th_gpio_write(&m->gpio, pa - TH_GPIO_BASE, value);
  } else if (pa == TH_FINISHER_BASE) {
    finisher(m, value);
  }
}

static void ram_store(struct th_model *m, unsigned hart, uint32_t pa, unsigned bytes, uint32_t value)
{
  memcpy(m->ram + (pa - TH_RAM_BASE), &value, bytes);
  for (unsigned h = 0; h < m->cfg.harts; h++)        /* a foreign store ends a reservation (8.2) */
    if (h != hart && m->hart[h].resv_valid && m->hart[h].resv_addr == (pa & ~3u)) th_drop_reservation(&m->hart[h]);
  /* the half of tohost that makes it a command is the low one */
  if (m->cfg.tohost && (pa & ~3u) == m->cfg.tohost) {
    htif(m);
    if (m->stopped) m->hart[hart].attention = true;
  }
}

static void bus_store(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part, uint32_t value)
{
  struct th_model *m = ctx;
  (void)part;
  if (pa >= TH_RAM_BASE) ram_store(m, hart, pa, bytes, value);
  else device_store(m, hart, pa, bytes, value);
}

static uint32_t bus_word(void *ctx, unsigned hart, uint32_t pa) { return bus_load(ctx, hart, pa, 4, 0); }

static bool bus_sc(void *ctx, unsigned hart, uint32_t pa, uint32_t value, bool reserved)
{
  if (reserved) ram_store(ctx, hart, pa, 4, value);
  return reserved;
}

static void bus_amo_new(void *ctx, unsigned hart, uint32_t pa, uint32_t value) { ram_store(ctx, hart, pa, 4, value); }

static const struct th_bus machine_bus = {
  .fetch = bus_fetch, .load = bus_load, .store = bus_store, .lr = bus_word, .sc = bus_sc, .amo_old = bus_word,
  .amo_new = bus_amo_new, .cycle = bus_cycle, .time = bus_time, .mip = bus_mip, .csr_outside = bus_csr,
  .pte_read = bus_word, .pte_write = bus_amo_new
};

/* ---------------------------------------------------------------- life */

static void reset(struct th_model *m)
{
  m->reservations = 0;
  m->reset_cycle = th_model_cycles(m);
  for (unsigned h = 0; h < m->cfg.harts; h++) {
    th_hart_init(&m->hart[h], h, &machine_bus, m, m->cfg.ram_bytes);
    m->hart[h].ram = m->ram;
    m->hart[h].pmp.entries = m->cfg.pmp_entries;
    m->hart[h].sv32 = m->cfg.sv32;
    m->hart[h].svadu = m->cfg.svadu;
    m->hart[h].sstc = m->cfg.sstc;
    m->hart[h].lacks = m->cfg.lacks;
    m->hart[h].hpm.counters = m->cfg.hpm_counters;
    m->hart[h].sticky = m->sticky[h];
    if (m->sticky[h]) th_mappings_fence(m->sticky[h], false, 0, false, 0);
    m->hart[h].reservations = &m->reservations;
    m->hart[h].watch = m->cfg.tohost ? m->cfg.tohost : 1;
  }
  th_clint_init(&m->clint, m->cfg.harts, m->cfg.time_div);
  th_plic_init(&m->plic);
  th_spi_init(&m->spi, m->cfg.slaves);
  th_gpio_init(&m->gpio, m->cfg.gpio_in);
  th_uart_init(&m->uart, m->cfg.uart_cycles);
  m->uart.ctx = m->cfg.ctx;
  m->uart.tx = m->cfg.uart_tx;
  m->uart.rx = m->cfg.uart_rx;
}

struct th_model *th_model_new(const struct th_model_config *config)
{
  struct th_model *m;
  if (config->harts < 1 || config->harts > MAX_HARTS || config->ram_bytes < 4096 || config->ram_bytes % 4096 ||
      config->ram_bytes > 0x40000000u || config->rom_bytes > TH_ROM_BYTES || config->pmp_entries > TH_PMP_MOST ||
      config->hpm_counters > TH_HPM_MOST)
    return 0;
  m = calloc(1, sizeof *m);
  if (!m) return 0;
  m->ram = calloc(1, config->ram_bytes);
  if (!m->ram) {
    free(m);
    return 0;
  }
  for (unsigned h = 0; h < config->harts && config->sticky_tlb; h++) {
    m->sticky[h] = calloc(1, sizeof *m->sticky[h]);
    if (!m->sticky[h]) {
      th_model_free(m);
      return 0;
    }
  }
  m->cfg = *config;
  if (config->rom_bytes) memcpy(m->rom, config->rom, config->rom_bytes);
  if (!m->cfg.time_div) m->cfg.time_div = 10;
  if (!m->cfg.uart_cycles) m->cfg.uart_cycles = 16;
  if (!m->cfg.slice) m->cfg.slice = 64;
  m->random = config->seed * 0x9e3779b97f4a7c15u;   /* odd: small seeds begin as differently as large ones */
  reset(m);
  return m;
}

void th_model_free(struct th_model *m)
{
  if (!m) return;
  for (unsigned h = 0; h < MAX_HARTS; h++) {
    if (m->sticky[h]) th_mappings_fence(m->sticky[h], false, 0, false, 0);
    free(m->sticky[h]);
  }
  free(m->ram);
  free(m);
}

bool th_model_write(struct th_model *m, uint32_t pa, const void *bytes, size_t n)
{
  uint32_t at = pa - TH_RAM_BASE;
  if (at >= m->cfg.ram_bytes || n > m->cfg.ram_bytes - at) return false;
  memcpy(m->ram + at, bytes, n);
  return true;
}

bool th_model_read(struct th_model *m, uint32_t pa, void *bytes, size_t n)
{
  uint32_t at = pa - TH_RAM_BASE;
  if (at >= m->cfg.ram_bytes || n > m->cfg.ram_bytes - at) return false;
  memcpy(bytes, m->ram + at, n);
  return true;
}

int th_model_exit_code(const struct th_model *m) { return m->exit_code; }
uint64_t th_model_instret(const struct th_model *m, unsigned hart) { return m->hart[hart].retired; }
uint32_t th_model_pc(const struct th_model *m, unsigned hart) { return m->hart[hart].pc; }
const struct th_hart *th_model_hart(const struct th_model *m, unsigned hart) { return &m->hart[hart]; }

/* ---------------------------------------------------------------- running */

static uint32_t slice_length(struct th_model *m)
{
  if (!m->cfg.seed) return m->cfg.slice;
  m->random ^= m->random << 13;              /* xorshift64 (Marsaglia 2003): any seed but 0 */
  m->random ^= m->random >> 7;
  m->random ^= m->random << 17;
  return 1 + (uint32_t)(m->random >> 58);
}

static uint32_t run_some(struct th_model *m, struct th_hart *h, uint32_t n)
{
  struct th_record r;
  if (!m->cfg.retired) return th_hart_run(h, n);
  th_hart_step(h, &r);
  m->cfg.retired(m->cfg.ctx, h->id, &r);
  return 1;
}

/* One turn: n slots, asleep or not. Interrupts are looked at when the turn begins and whenever something
 * has happened that may have changed them. */
static void turn(struct th_model *m, struct th_hart *h, uint32_t n)
{
  uint32_t left = n;
  m->running = h;
  m->running_from = h->steps;
  h->attention = true;
  while (left && !m->stopped) {
    if (h->attention) {
      uint32_t mip = th_hart_mip(h, bus_mip(m, h->id));
      unsigned irq;
      irq = th_hart_pending(h, mip);
      if (mip & h->mie) h->asleep = false;
      h->attention = false;
      if (irq) {
        struct th_record r;
        th_hart_interrupt(h, irq, m->cfg.retired ? &r : 0);
        if (m->cfg.retired) m->cfg.retired(m->cfg.ctx, h->id, &r);
      }
    }
    if (h->asleep) break;
    left -= run_some(m, h, left);
  }
  m->running = 0;
  m->slots += n;
}

/* Everyone sleeps: the cycle at which the first enabled timer wakes a hart, or something may happen at the UART or
 * the SPI host for one that listens to the PLIC; or UINT64_MAX. */
static uint64_t next_wake(struct th_model *m)
{
  const uint32_t external = 1u << TH_IRQ_MEI | 1u << TH_IRQ_SEI;
  uint64_t best = UINT64_MAX, now = bus_cycle(m, 0);
  for (unsigned h = 0; h < m->cfg.harts; h++) {
    const struct th_hart *t = &m->hart[h];
    uint64_t m_at = t->mie >> TH_IRQ_MTI & 1 ? th_clint_when(&m->clint, m->clint.mtimecmp[h], now) : UINT64_MAX;
    bool sstc = t->mie >> TH_IRQ_STI & 1 && t->menvcfgh & TH_STCE;
    uint64_t s_at = sstc ? th_clint_when(&m->clint, t->stimecmp, now) : UINT64_MAX;
    if (m_at < best) best = m_at;
    if (s_at < best) best = s_at;
    if (t->mie & external) {
      uint64_t uart_at = th_uart_next(&m->uart, now), spi_at = th_spi_next(&m->spi, now);
      if (uart_at < best) best = uart_at;
      if (spi_at < best) best = spi_at;
    }
  }
  return best;
}

/* Returns false when no hart will ever wake. */
static bool skip_sleep(struct th_model *m, uint64_t max_cycles)
{
  uint64_t wake;
  for (unsigned h = 0; h < m->cfg.harts; h++)
    if (!m->hart[h].asleep || (th_hart_mip(&m->hart[h], bus_mip(m, h)) & m->hart[h].mie)) return true;
  wake = next_wake(m);
  if (wake == UINT64_MAX) return false;
  wake += m->reset_cycle;
  if (wake > max_cycles) wake = max_cycles;
  if (wake * m->cfg.harts > m->slots) m->slots = wake * m->cfg.harts;
  return true;
}

enum th_stop th_model_run(struct th_model *m, uint64_t max_cycles)
{
  if (m->stopped && m->stop == TH_STOP_EXIT) return m->stop;
  m->stopped = false;
  while (th_model_cycles(m) < max_cycles) {
    uint64_t left = max_cycles - th_model_cycles(m);
    for (unsigned h = 0; h < m->cfg.harts && !m->stopped; h++) {
      uint32_t n = slice_length(m);
      turn(m, &m->hart[h], n < left ? n : (uint32_t)left);
    }
    if (m->stopped) {
      if (m->stop == TH_STOP_RESET) reset(m);
      return m->stop;
    }
    if (!skip_sleep(m, max_cycles)) return TH_STOP_ASLEEP;
  }
  return TH_STOP_CYCLES;
}

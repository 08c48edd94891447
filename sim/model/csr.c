/* csr.c - control and status registers: privileged spec 1.12, chapters 2 and 3; unprivileged 9 (Zicsr),
 * 10 (counters). Machine mode only: S, U, PMP and counter delegation have no registers yet. */
#include "hart.h"

enum {
  CSR_MSTATUS = 0x300, CSR_MISA = 0x301, CSR_MIE = 0x304, CSR_MTVEC = 0x305, CSR_MSTATUSH = 0x310,
  CSR_MCOUNTINHIBIT = 0x320, CSR_MHPMEVENT3 = 0x323, CSR_MHPMEVENT31 = 0x33f,
  CSR_MSCRATCH = 0x340, CSR_MEPC = 0x341, CSR_MCAUSE = 0x342, CSR_MTVAL = 0x343, CSR_MIP = 0x344,
  CSR_MCYCLE = 0xb00, CSR_MINSTRET = 0xb02, CSR_MHPM3 = 0xb03, CSR_MHPM31 = 0xb1f,
  CSR_MCYCLEH = 0xb80, CSR_MINSTRETH = 0xb82, CSR_MHPM3H = 0xb83, CSR_MHPM31H = 0xb9f,
  CSR_CYCLE = 0xc00, CSR_TIME = 0xc01, CSR_INSTRET = 0xc02,
  CSR_CYCLEH = 0xc80, CSR_TIMEH = 0xc81, CSR_INSTRETH = 0xc82,
  CSR_MVENDORID = 0xf11, CSR_MARCHID = 0xf12, CSR_MIMPID = 0xf13, CSR_MHARTID = 0xf14, CSR_MCONFIGPTR = 0xf15,
  CSR_MBEADDR = 0xfc0, CSR_MBECOUNT = 0xfc1    /* ours: line of the last bus error, bus errors since reset */
};

enum { INHIBIT_CY = 1, INHIBIT_IR = 4 };      /* mcountinhibit (3.1.12); bit 1 is read-only 0 */

enum { EXT_A = 1 << 0, EXT_C = 1 << 2, EXT_I = 1 << 8, EXT_M = 1 << 12 };
static const uint32_t misa_value = 1u << 30 | EXT_I | EXT_M | EXT_A | EXT_C;      /* MXL 1: RV32 */
static const uint32_t mimpid_value = 0x00000100u;
static const uint32_t mie_writable = 1u << TH_IRQ_MSI | 1u << TH_IRQ_MTI | 1u << TH_IRQ_MEI | 1u << TH_IRQ_BUS;

uint32_t th_mstatus(const struct th_hart *h)
{
  return (uint32_t)h->mie_bit << 3 | (uint32_t)h->mpie_bit << 7 | 3u << 11;   /* MPP: M is the only mode */
}

static uint64_t mcycle(struct th_hart *h)
{
  return h->mcountinhibit & INHIBIT_CY ? h->mcycle : h->mcycle + h->bus->cycle(h->ctx, h->id);
}

static void set_mcycle(struct th_hart *h, uint64_t v)
{
  h->mcycle = h->mcountinhibit & INHIBIT_CY ? v : v - h->bus->cycle(h->ctx, h->id);
}

static uint64_t with_low(uint64_t old, uint32_t v) { return (old & 0xffffffff00000000u) | v; }
static uint64_t with_high(uint64_t old, uint32_t v) { return (old & 0xffffffffu) | (uint64_t)v << 32; }

static bool hpm(unsigned csr)                  /* mhpmcounter3-31(h), mhpmevent3-31: read-only zero */
{
  return (csr >= CSR_MHPMEVENT3 && csr <= CSR_MHPMEVENT31) || (csr >= CSR_MHPM3 && csr <= CSR_MHPM31) ||
         (csr >= CSR_MHPM3H && csr <= CSR_MHPM31H);
}

/* Bits 9:8 of the address are the lowest mode that may look, 11:10 = 3 means read-only (2.1). */
static bool allowed(const struct th_hart *h, unsigned csr) { return h->mode >= ((csr >> 8) & 3u); }
bool th_csr_writable(unsigned csr) { return (csr >> 10) != 3; }

bool th_csr_read(struct th_hart *h, unsigned csr, uint32_t *value)
{
  uint32_t v = 0;
  bool outside = false;
  if (!allowed(h, csr)) return false;
  switch (csr) {
  case CSR_MSTATUS:  v = th_mstatus(h); break;
  case CSR_MISA:     v = misa_value; break;
  case CSR_MIE:      v = h->mie; break;
  case CSR_MTVEC:    v = h->mtvec; break;
  case CSR_MSCRATCH: v = h->mscratch; break;
  case CSR_MEPC:     v = h->mepc; break;
  case CSR_MCAUSE:   v = h->mcause; break;
  case CSR_MTVAL:    v = h->mtval; break;
  case CSR_MIP:      v = th_hart_mip(h, h->bus->mip(h->ctx, h->id)); outside = true; break;
  case CSR_MCOUNTINHIBIT: v = h->mcountinhibit; break;
  case CSR_MIMPID:   v = mimpid_value; break;
  case CSR_MHARTID:  v = h->id; break;
  case CSR_MBEADDR: case CSR_MBECOUNT: outside = true; break;
  case CSR_MSTATUSH: case CSR_MVENDORID: case CSR_MARCHID: case CSR_MCONFIGPTR: break;
  case CSR_MCYCLE:   case CSR_CYCLE:    v = (uint32_t)mcycle(h); outside = true; break;
  case CSR_MCYCLEH:  case CSR_CYCLEH:   v = (uint32_t)(mcycle(h) >> 32); outside = true; break;
  case CSR_MINSTRET: case CSR_INSTRET:  v = (uint32_t)h->minstret; break;
  case CSR_MINSTRETH: case CSR_INSTRETH: v = (uint32_t)(h->minstret >> 32); break;
  case CSR_TIME:     v = (uint32_t)h->bus->time(h->ctx, h->id); outside = true; break;
  case CSR_TIMEH:    v = (uint32_t)(h->bus->time(h->ctx, h->id) >> 32); outside = true; break;
  default:
    if (!hpm(csr)) return false;
  }
  *value = outside ? h->bus->csr_outside(h->ctx, h->id, csr, v) : v;
  return true;
}

bool th_csr_write(struct th_hart *h, unsigned csr, uint32_t v)
{
  uint64_t cycles;
  if (!allowed(h, csr) || !th_csr_writable(csr)) return false;
  switch (csr) {
  case CSR_MSTATUS:
    h->mie_bit = (v >> 3) & 1;
    h->mpie_bit = (v >> 7) & 1;
    h->attention = true;
    break;
  case CSR_MIE:      h->mie = v & mie_writable; h->attention = true; break;
  case CSR_MTVEC:    h->mtvec = v & ~2u; break;
  case CSR_MSCRATCH: h->mscratch = v; break;
  case CSR_MEPC:     h->mepc = v & ~1u; break;
  case CSR_MCAUSE:   h->mcause = v & (TH_INTERRUPT | 0x3fu); break;
  case CSR_MTVAL:    h->mtval = v; break;
  case CSR_MCOUNTINHIBIT:
    cycles = mcycle(h);                        /* the count goes on from where it stands */
    h->mcountinhibit = v & (INHIBIT_CY | INHIBIT_IR);
    set_mcycle(h, cycles);
    break;
  case CSR_MCYCLE:   set_mcycle(h, with_low(mcycle(h), v)); break;
  case CSR_MCYCLEH:  set_mcycle(h, with_high(mcycle(h), v)); break;
  case CSR_MINSTRET:  h->minstret = with_low(h->minstret, v); h->instret_written = true; break;
  case CSR_MINSTRETH: h->minstret = with_high(h->minstret, v); h->instret_written = true; break;
  case CSR_MIP:      h->bus_error = v >> TH_IRQ_BUS & 1; h->attention = true; break;
  case CSR_MISA: case CSR_MSTATUSH: break;                      /* no writable bit */
  default: return hpm(csr);
  }
  return true;
}

/* csr.c - control and status registers: privileged spec 1.12, chapters 2 and 3; unprivileged 9 (Zicsr),
 * 10 (counters). Counters 3 to 31: hpm.c. */
#include "hart.h"

enum {
  CSR_SSTATUS = 0x100, CSR_SIE = 0x104, CSR_STVEC = 0x105, CSR_SCOUNTEREN = 0x106, CSR_SENVCFG = 0x10a,
  CSR_SSCRATCH = 0x140, CSR_SEPC = 0x141, CSR_SCAUSE = 0x142, CSR_STVAL = 0x143, CSR_SIP = 0x144,
  CSR_STIMECMP = 0x14d, CSR_STIMECMPH = 0x15d, CSR_SATP = 0x180,
  CSR_MSTATUS = 0x300, CSR_MISA = 0x301, CSR_MEDELEG = 0x302, CSR_MIDELEG = 0x303, CSR_MIE = 0x304, CSR_MTVEC = 0x305,
  CSR_MCOUNTEREN = 0x306, CSR_MENVCFG = 0x30a, CSR_MSTATUSH = 0x310, CSR_MENVCFGH = 0x31a,
  CSR_MCOUNTINHIBIT = 0x320,
  CSR_MSCRATCH = 0x340, CSR_MEPC = 0x341, CSR_MCAUSE = 0x342, CSR_MTVAL = 0x343, CSR_MIP = 0x344,
  CSR_MCYCLE = 0xb00, CSR_MINSTRET = 0xb02,
  CSR_MCYCLEH = 0xb80, CSR_MINSTRETH = 0xb82,
  CSR_CYCLE = 0xc00, CSR_TIME = 0xc01, CSR_INSTRET = 0xc02,
  CSR_CYCLEH = 0xc80, CSR_TIMEH = 0xc81, CSR_INSTRETH = 0xc82,
  CSR_MVENDORID = 0xf11, CSR_MARCHID = 0xf12, CSR_MIMPID = 0xf13, CSR_MHARTID = 0xf14, CSR_MCONFIGPTR = 0xf15,
  CSR_MBEADDR = 0xfc0, CSR_MBECOUNT = 0xfc1    /* ours: line of the last bus error, bus errors since reset */
};

enum { INHIBIT_CY = 1, COUNTER_TM = 2 };      /* mcountinhibit (3.1.12): bit 1 is read-only 0 */

enum { EXT_A = 1 << 0, EXT_C = 1 << 2, EXT_I = 1 << 8, EXT_M = 1 << 12, EXT_S = 1 << 18, EXT_U = 1 << 20 };
static const uint32_t misa_value = 1u << 30 | EXT_I | EXT_M | EXT_A | EXT_C | EXT_S | EXT_U;      /* MXL 1: RV32 */
static const uint32_t mimpid_value = 0x00000100u;
static const uint32_t s_irqs = 1u << TH_IRQ_SSI | 1u << TH_IRQ_STI | 1u << TH_IRQ_SEI |
                               1u << TH_IRQ_LCOFI;                                          /* mideleg: all that may go to S */
static const uint32_t mie_writable = s_irqs | 1u << TH_IRQ_MSI | 1u << TH_IRQ_MTI | 1u << TH_IRQ_MEI | 1u << TH_IRQ_BUS;
static const uint32_t medeleg_writable = 0xb3ae;
static const uint32_t sstatus_bits = TH_SIE | TH_SPIE | TH_SPP | TH_SUM | TH_MXR;
static const uint32_t mstatus_bits = sstatus_bits | TH_MIE | TH_MPIE | TH_MPP | TH_MPRV | TH_TVM | TH_TW | TH_TSR;
/* What there is of these in this hart. */
static uint32_t without_s(const struct th_hart *h, uint32_t bits, uint32_t of_s) { return h->lacks.smode ? bits & ~of_s : bits; }
static const uint32_t mstatus_of_s = TH_SIE | TH_SPIE | TH_SPP | TH_SUM | TH_MXR | TH_TVM | TH_TSR;

static const uint32_t envcfg_writable = 1;     /* FIOM, which changes nothing: device accesses are in order anyway */

static uint32_t merge(uint32_t old, uint32_t mask, uint32_t v) { return (old & ~mask) | (v & mask); }

static void set_mstatus(struct th_hart *h, uint32_t mask, uint32_t v)
{
  h->mstatus = merge(h->mstatus, mask, v);
  if ((h->mstatus & TH_MPP) == 2u << TH_MPP_AT || (h->lacks.smode && (h->mstatus & TH_MPP) == 1u << TH_MPP_AT)) h->mstatus &= ~(uint32_t)TH_MPP;
  th_rights_changed(h);
  h->attention = true;
}

/* mip: what software may write; with STCE not STIP (Sstc). */
static uint32_t mip_writable(const struct th_hart *h)
{
  return without_s(h, TH_MIP_REGISTERS, s_irqs) & ~(h->menvcfgh & TH_STCE ? 1u << TH_IRQ_STI : 0);
}

static void set_satp(struct th_hart *h, uint32_t v)
{
  if (h->sv32) h->satp = v;
  th_tlb_empty(h);
}

static void set_menvcfgh(struct th_hart *h, uint32_t v)
{
  h->menvcfgh = v & ((h->sstc ? TH_STCE : 0) | (h->svadu ? (uint32_t)TH_ADUE : 0));
  th_tlb_empty(h);
  h->attention = true;
}

static void set_stimecmp(struct th_hart *h, uint64_t v)
{
  h->stimecmp = v;
  h->attention = true;
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

/* mcounteren, scounteren: CY, TM, IR, and mhpmcounter3 and up where they are there. */
static uint32_t counters(const struct th_hart *h) { return (8u << h->hpm.counters) - 1; }

/* stimecmp(h): not without Sstc; below M only with STCE and mcounteren.TM. */
static bool stimecmp_allowed(const struct th_hart *h)
{
  return h->sstc && (h->mode == TH_MODE_M || (h->menvcfgh & TH_STCE && h->mcounteren & COUNTER_TM));
}

/* Bits 9:8 of the address are the lowest mode that may look, 11:10 = 3 means read-only (2.1). */
static bool allowed(const struct th_hart *h, unsigned csr)
{
  uint32_t counter = 1u << (csr & 31);
  if (h->mode < ((csr >> 8) & 3u)) return false;
  if (h->lacks.smode && ((csr >> 8 & 3u) == 1 || csr == CSR_MEDELEG || csr == CSR_MIDELEG)) return false;
  if (csr == CSR_STIMECMP || csr == CSR_STIMECMPH) return stimecmp_allowed(h);
  if (csr == CSR_SATP && h->mode == TH_MODE_S && th_status(h, TH_TVM)) return false;         /* 3.1.6.5 */
  if ((csr & 0xf60) != 0xc00 || h->mode == TH_MODE_M) return true;                            /* 3.1.11, 4.1.5 */
  return (h->mcounteren & counter) && (h->mode == TH_MODE_S || h->lacks.smode || (h->scounteren & counter));
}
bool th_csr_writable(unsigned csr) { return (csr >> 10) != 3; }

bool th_csr_read(struct th_hart *h, unsigned csr, uint32_t *value)
{
  uint32_t v = 0;
  bool outside = false;
  if (!allowed(h, csr)) return false;
  switch (csr) {
  case CSR_SSTATUS:  v = h->mstatus & sstatus_bits; break;
  case CSR_SIE:      v = h->mie & h->mideleg; break;
  case CSR_SIP:      v = th_hart_mip(h, h->bus->mip(h->ctx, h->id)) & h->mideleg; outside = true; break;
  case CSR_STIMECMP: v = (uint32_t)h->stimecmp; break;
  case CSR_STIMECMPH: v = (uint32_t)(h->stimecmp >> 32); break;
  case CSR_SATP:     v = h->satp; break;
  case CSR_MENVCFGH: v = h->menvcfgh; break;
  case CSR_STVEC:    v = h->stvec; break;
  case CSR_SSCRATCH: v = h->sscratch; break;
  case CSR_SEPC:     v = h->sepc; break;
  case CSR_SCAUSE:   v = h->scause; break;
  case CSR_STVAL:    v = h->stval; break;
  case CSR_SCOUNTEREN: v = h->scounteren; break;
  case CSR_SENVCFG:  v = h->senvcfg; break;
  case CSR_MEDELEG:  v = h->medeleg; break;
  case CSR_MIDELEG:  v = h->mideleg; break;
  case CSR_MCOUNTEREN: v = h->mcounteren; break;
  case CSR_MENVCFG:  v = h->menvcfg; break;
  case CSR_MSTATUS:  v = h->mstatus; break;
  case CSR_MISA:     v = without_s(h, misa_value, EXT_S); break;
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
    if (!th_hpm_read(h, csr, &v) && !th_pmp_read(&h->pmp, csr, &v)) return false;
  }
  *value = outside ? h->bus->csr_outside(h->ctx, h->id, csr, v) : v;
  return true;
}

/* SEIP is read together with the PLIC's line; what is written back is made from software's bit alone (3.1.9). */
uint32_t th_csr_changed(const struct th_hart *h, unsigned csr, uint32_t seen)
{
  return csr == CSR_MIP ? merge(seen, 1u << TH_IRQ_SEI, h->mip) : seen;
}

bool th_csr_write(struct th_hart *h, unsigned csr, uint32_t v)
{
  uint64_t cycles;
  if (!allowed(h, csr) || !th_csr_writable(csr)) return false;
  switch (csr) {
  case CSR_SSTATUS:  set_mstatus(h, sstatus_bits, v); break;
  case CSR_SIE:      h->mie = merge(h->mie, h->mideleg, v); h->attention = true; break;
  case CSR_SIP:      h->mip = merge(h->mip, h->mideleg & (1u << TH_IRQ_SSI | 1u << TH_IRQ_LCOFI), v); h->attention = true; break;  /* 4.1.3 */
  case CSR_STVEC:    h->stvec = v & ~2u; break;
  case CSR_SSCRATCH: h->sscratch = v; break;
  case CSR_SEPC:     h->sepc = v & ~1u; break;
  case CSR_SCAUSE:   h->scause = v & (TH_INTERRUPT | 0x3fu); break;
  case CSR_STVAL:    h->stval = v; break;
  case CSR_SCOUNTEREN: h->scounteren = v & counters(h); break;
  case CSR_SENVCFG:  h->senvcfg = v & envcfg_writable; break;
  case CSR_MEDELEG:  h->medeleg = v & medeleg_writable; break;
  case CSR_MIDELEG:  h->mideleg = v & s_irqs; h->attention = true; break;
  case CSR_MCOUNTEREN: h->mcounteren = v & counters(h); break;
  case CSR_MENVCFG:  h->menvcfg = v & envcfg_writable; break;
  case CSR_MSTATUS:  set_mstatus(h, without_s(h, mstatus_bits, mstatus_of_s), v); break;
  case CSR_MIE:      h->mie = v & without_s(h, mie_writable, s_irqs); h->attention = true; break;
  case CSR_MTVEC:    h->mtvec = v & ~2u; break;
  case CSR_MSCRATCH: h->mscratch = v; break;
  case CSR_MEPC:     h->mepc = v & ~1u; break;
  case CSR_MCAUSE:   h->mcause = v & (TH_INTERRUPT | 0x3fu); break;
  case CSR_MTVAL:    h->mtval = v; break;
  case CSR_MCOUNTINHIBIT:
    cycles = mcycle(h);                        /* the count goes on from where it stands */
    th_hpm_before(h);
    h->mcountinhibit = v & counters(h) & ~(uint32_t)COUNTER_TM;
    th_hpm_after(h);
    set_mcycle(h, cycles);
    break;
  case CSR_MCYCLE:   set_mcycle(h, with_low(mcycle(h), v)); break;
  case CSR_MCYCLEH:  set_mcycle(h, with_high(mcycle(h), v)); break;
  case CSR_MINSTRET:  h->minstret = with_low(h->minstret, v); h->instret_written = true; break;
  case CSR_MINSTRETH: h->minstret = with_high(h->minstret, v); h->instret_written = true; break;
  case CSR_MIP:      h->mip = merge(h->mip, mip_writable(h), v); h->attention = true; break;
  case CSR_STIMECMP: set_stimecmp(h, with_low(h->stimecmp, v)); break;
  case CSR_STIMECMPH: set_stimecmp(h, with_high(h->stimecmp, v)); break;
  case CSR_SATP:     set_satp(h, v); break;
  case CSR_MENVCFGH: set_menvcfgh(h, v); break;
  case CSR_MISA: case CSR_MSTATUSH: break;     /* no writable bit */
  default:
    if (th_hpm_write(h, csr, v)) break;
    th_tlb_empty(h);
    return th_pmp_write(&h->pmp, csr, v);
  }
  return true;
}

/* lsu.c - loads, stores and atomics of the model: unprivileged spec 2.6 and 8, design section 3.
 * A misaligned RAM access is one part for each aligned word it touches, low part first; every part is
 * translated and checked before any is done. */
#include <string.h>
#include "hart.h"

struct parts {
  unsigned n;
  uint32_t pa[2];
  unsigned bytes[2];
  bool device;
};

/* Split, translate and check; a failed check traps with the address of the first failing part (its first byte). Of
 * a split access A and D wait until both parts have passed (design section 5: D only with its store). */
static bool split(struct th_hart *h, uint32_t addr, unsigned bytes, enum th_kind kind, struct parts *p)
{
  unsigned room = 4 - (addr & 3);
  struct th_access a = { .kind = (uint8_t)kind, .mode = (uint8_t)th_data_mode(h), .aligned = addr % bytes == 0 };
  p->n = bytes > room ? 2 : 1;
  p->bytes[0] = bytes > room ? room : bytes;
  p->bytes[1] = bytes - p->bytes[0];
  for (unsigned pass = p->n == 2 && !h->bus->resolve ? 0 : 1; pass < 2; pass++)
    for (unsigned i = 0; i < p->n; i++) {
      a.va = i ? (addr & ~3u) + 4 : addr;
      a.part = (uint8_t)i;
      a.bytes = (uint8_t)p->bytes[i];
      a.probe = pass == 0;
      if (!th_resolve(h, &a, &p->pa[i])) return false;
    }
  p->device = th_region(p->pa[0], h->ram_bytes) == TH_DEVICE;
  return true;
}

/* Where misaligned accesses are not done they trap, whatever stands there. */
static bool misaligned(struct th_hart *h, uint32_t addr, unsigned bytes, enum th_kind kind)
{
  if (!h->lacks.misaligned || addr % bytes == 0) return false;
  th_trap(h, kind == TH_LOAD ? TH_LOAD_MISALIGNED : TH_STORE_MISALIGNED, addr);
  return true;
}

static uint8_t mask_of(unsigned bytes) { return (uint8_t)((1u << bytes) - 1u); }

/* Where these bytes stand in this process, or NULL: the long way. */
static uint8_t *in_tlb(const struct th_hart *h, uint32_t addr, unsigned bytes, enum th_kind kind)
{
  const struct th_tlb_entry *e = &h->tlb[kind][addr >> 12 & (TH_TLB - 1)];
  uint32_t offset = addr & 0xfff;
  return e->tag == (h->rights[kind] | addr >> 12) && offset <= 0x1000 - bytes ? e->page + offset : 0;
}

/* A store may skip the bus: nobody else's reservation can be hit, and tohost is not meant. */
static bool quiet(const struct th_hart *h, const uint8_t *p)
{
  uint32_t pa = TH_RAM_BASE + (uint32_t)(p - h->ram);
  return !(*h->reservations & ~(1u << h->id)) && pa - h->watch + 3 >= 11;
}

bool th_load(struct th_hart *h, uint32_t addr, unsigned bytes, uint32_t *value)
{
  uint32_t v = 0;
  struct parts p = { .device = false };
  const uint8_t *host = in_tlb(h, addr, bytes, TH_LOAD);
  if (misaligned(h, addr, bytes, TH_LOAD)) return false;
  if (host) {
    memcpy(&v, host, bytes);
  } else {
    if (!split(h, addr, bytes, TH_LOAD, &p)) return false;
    for (unsigned i = 0; i < p.n; i++)
      v |= h->bus->load(h->ctx, h->id, p.pa[i], p.bytes[i], i) << (i ? 8 * p.bytes[0] : 0);
  }
  if (h->rec) {
    h->rec->load = true;
    h->rec->device = p.device;
    h->rec->mem_addr = addr;
    h->rec->mem_rmask = mask_of(bytes);
    h->rec->mem_rdata = v;
  }
  *value = v;
  return true;
}

bool th_store(struct th_hart *h, uint32_t addr, unsigned bytes, uint32_t value)
{
  struct parts p = { .device = false };
  uint8_t *host = in_tlb(h, addr, bytes, TH_STORE);
  if (misaligned(h, addr, bytes, TH_STORE)) return false;
  if (bytes < 4) value &= (1u << 8 * bytes) - 1u;
  if (host && quiet(h, host)) {
    memcpy(host, &value, bytes);
  } else {
    if (!split(h, addr, bytes, TH_STORE, &p)) return false;
    for (unsigned i = 0; i < p.n; i++) {
      uint32_t v = i ? value >> 8 * p.bytes[0] : value;
      if (p.bytes[i] < 4) v &= (1u << 8 * p.bytes[i]) - 1u;
      h->bus->store(h->ctx, h->id, p.pa[i], p.bytes[i], i, v);
    }
    if (p.device) h->attention = true;         /* a device write may raise or clear an interrupt */
  }
  if (h->rec) {
    h->rec->store = true;
    h->rec->device = p.device;
    h->rec->mem_addr = addr;
    h->rec->mem_wmask = mask_of(bytes);
    h->rec->mem_wdata = value;
  }
  return true;
}

/* LR, SC and AMO: aligned words of RAM only. */
static bool atomic_at(struct th_hart *h, uint32_t addr, enum th_kind kind, uint32_t *pa)
{
  struct th_access a = { .va = addr, .kind = (uint8_t)kind, .mode = (uint8_t)th_data_mode(h), .bytes = 4,
                         .aligned = (addr & 3) == 0, .atomic = true };
  const uint8_t *host = a.aligned ? in_tlb(h, addr, 4, kind) : 0;
  if (misaligned(h, addr, 4, kind)) return false;
  if (!host) return th_resolve(h, &a, pa);
  *pa = TH_RAM_BASE + (uint32_t)(host - h->ram);
  return true;
}

void th_drop_reservation(struct th_hart *h)
{
  h->resv_valid = false;
  *h->reservations &= ~(1u << h->id);
}

bool th_lr(struct th_hart *h, uint32_t addr, uint32_t *value)
{
  uint32_t pa;
  if (!atomic_at(h, addr, TH_LOAD, &pa)) return false;
  *value = h->bus->lr(h->ctx, h->id, pa);
  h->resv_valid = true;
  h->resv_addr = pa;
  *h->reservations |= 1u << h->id;
  if (h->rec) {
    h->rec->load = h->rec->lr = true;
    h->rec->mem_addr = addr;
    h->rec->mem_rmask = 0xf;
    h->rec->mem_rdata = *value;
  }
  return true;
}

bool th_sc(struct th_hart *h, uint32_t addr, uint32_t value, uint32_t *failed)
{
  uint32_t pa;
  bool ok;
  if (!atomic_at(h, addr, TH_STORE, &pa)) return false;
  ok = h->bus->sc(h->ctx, h->id, pa, value, h->resv_valid && h->resv_addr == pa);
  th_drop_reservation(h);                      /* success or not (8.2) */
  *failed = !ok;
  if (h->rec) {
    h->rec->sc = true;
    h->rec->sc_ok = h->rec->store = ok;
    h->rec->mem_addr = addr;
    h->rec->mem_wmask = ok ? 0xf : 0;
    h->rec->mem_wdata = ok ? value : 0;
  }
  return true;
}

static uint32_t amo_result(enum th_op op, uint32_t old, uint32_t operand)
{
  bool less = (int32_t)old < (int32_t)operand, below = old < operand;
  switch (op) {
  case OP_AMOSWAP: return operand;
  case OP_AMOADD:  return old + operand;
  case OP_AMOXOR:  return old ^ operand;
  case OP_AMOAND:  return old & operand;
  case OP_AMOOR:   return old | operand;
  case OP_AMOMIN:  return less ? old : operand;
  case OP_AMOMAX:  return less ? operand : old;
  case OP_AMOMINU: return below ? old : operand;
  default:         return below ? operand : old;       /* AMOMAXU */
  }
}

bool th_amo(struct th_hart *h, enum th_op op, uint32_t addr, uint32_t operand, uint32_t *old)
{
  uint32_t result, pa;
  if (!atomic_at(h, addr, TH_STORE, &pa)) return false;
  *old = h->bus->amo_old(h->ctx, h->id, pa);
  result = amo_result(op, *old, operand);
  h->bus->amo_new(h->ctx, h->id, pa, result);
  if (h->rec) {
    h->rec->load = h->rec->store = h->rec->amo = true;
    h->rec->mem_addr = addr;
    h->rec->mem_rmask = h->rec->mem_wmask = 0xf;
    h->rec->mem_rdata = *old;
    h->rec->mem_wdata = result;
  }
  return true;
}

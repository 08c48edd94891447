/* lsu.c - loads, stores and atomics of the model: unprivileged spec 2.6 and 8, design section 3.
 * A misaligned RAM access is one part for each aligned word it touches, low part first; every part is
 * checked before any is done. Address translation will go between address and part. */
#include <string.h>
#include "hart.h"

struct parts {
  unsigned n;
  uint32_t pa[2];
  unsigned bytes[2];
  bool device;
};

/* Split and check; a failed check traps with the address of the first failing part (its first byte). */
static bool split(struct th_hart *h, uint32_t addr, unsigned bytes, bool store, struct parts *p)
{
  uint32_t cause = store ? TH_STORE_ACCESS : TH_LOAD_ACCESS;
  unsigned room = 4 - (addr & 3);
  enum th_region r = th_region(addr, h->ram_bytes);
  p->n = bytes > room ? 2 : 1;
  p->pa[0] = addr;
  p->pa[1] = (addr & ~3u) + 4;
  p->bytes[0] = bytes > room ? room : bytes;
  p->bytes[1] = bytes - p->bytes[0];
  p->device = r == TH_DEVICE;
  if (r == TH_NONE || (r == TH_ROM && store) || (r != TH_RAM && addr % bytes != 0)) {
    th_trap(h, cause, addr);
    return false;
  }
  if (p->n == 2 && th_region(p->pa[1], h->ram_bytes) != TH_RAM) {
    th_trap(h, cause, p->pa[1]);
    return false;
  }
  return true;
}

static uint8_t mask_of(unsigned bytes) { return (uint8_t)((1u << bytes) - 1u); }

static bool in_ram(const struct th_hart *h, uint32_t addr, unsigned bytes)
{
  return h->ram && addr - TH_RAM_BASE <= h->ram_bytes - bytes;
}

/* A store may skip the bus: nobody else's reservation can be hit, and tohost is not meant. */
static bool quiet(const struct th_hart *h, uint32_t addr)
{
  return !(*h->reservations & ~(1u << h->id)) && addr - h->watch + 3 >= 11;
}

bool th_load(struct th_hart *h, uint32_t addr, unsigned bytes, uint32_t *value)
{
  uint32_t v = 0;
  struct parts p = { .device = false };
  if (in_ram(h, addr, bytes)) {
    memcpy(&v, h->ram + (addr - TH_RAM_BASE), bytes);
  } else {
    if (!split(h, addr, bytes, false, &p)) return false;
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
  if (bytes < 4) value &= (1u << 8 * bytes) - 1u;
  if (in_ram(h, addr, bytes) && quiet(h, addr)) {
    memcpy(h->ram + (addr - TH_RAM_BASE), &value, bytes);
  } else {
    if (!split(h, addr, bytes, true, &p)) return false;
    for (unsigned i = 0; i < p.n; i++) {
      uint32_t v = i ? value >> 8 * p.bytes[0] : value;
      if (p.bytes[i] < 4) v &= (1u << 8 * p.bytes[i]) - 1u;
      h->bus->store(h->ctx, h->id, p.pa[i], p.bytes[i], i, v);
    }
    if (p.device) h->attention = true;         /* a CLINT write may raise or clear an interrupt */
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
static bool atomic_ok(struct th_hart *h, uint32_t addr, uint32_t cause)
{
  if ((addr & 3) == 0 && th_region(addr, h->ram_bytes) == TH_RAM) return true;
  th_trap(h, cause, addr);
  return false;
}

void th_drop_reservation(struct th_hart *h)
{
  h->resv_valid = false;
  *h->reservations &= ~(1u << h->id);
}

bool th_lr(struct th_hart *h, uint32_t addr, uint32_t *value)
{
  if (!atomic_ok(h, addr, TH_LOAD_ACCESS)) return false;
  *value = h->bus->lr(h->ctx, h->id, addr);
  h->resv_valid = true;
  h->resv_addr = addr;
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
  bool ok;
  if (!atomic_ok(h, addr, TH_STORE_ACCESS)) return false;
  ok = h->bus->sc(h->ctx, h->id, addr, value, h->resv_valid && h->resv_addr == addr);
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
  uint32_t result;
  if (!atomic_ok(h, addr, TH_STORE_ACCESS)) return false;
  *old = h->bus->amo_old(h->ctx, h->id, addr);
  result = amo_result(op, *old, operand);
  h->bus->amo_new(h->ctx, h->id, addr, result);
  if (h->rec) {
    h->rec->load = h->rec->store = h->rec->amo = true;
    h->rec->mem_addr = addr;
    h->rec->mem_rmask = h->rec->mem_wmask = 0xf;
    h->rec->mem_rdata = *old;
    h->rec->mem_wdata = result;
  }
  return true;
}

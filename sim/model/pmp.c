/* pmp.c - physical memory protection: privileged spec 1.12, 3.7. Grain 4 bytes (G = 0), so an aligned word has
 * one answer. Addresses are 34 bits wide (pmpaddr holds 33:2); ours have 32. */
#include "mmu.h"

enum { R = 1, W = 2, X = 4, A_AT = 3, A = 3 << A_AT, L = 0x80, CFG_BITS = 0x9f };
enum { OFF, TOR, NA4, NAPOT };
enum { PMPCFG0 = 0x3a0, PMPCFG3 = 0x3a3, PMPADDR0 = 0x3b0, PMPADDR15 = 0x3bf };

static unsigned matching(const struct th_pmp *p, unsigned i) { return (p->cfg[i] & A) >> A_AT; }

/* The words of an entry: first, and last + 1; 33 bits hold both (3.7.1). */
static void range(const struct th_pmp *p, unsigned i, uint64_t *first, uint64_t *end)
{
  uint64_t a = p->addr[i], ones;
  switch (matching(p, i)) {
  case TOR:
    *first = i ? p->addr[i - 1] : 0;
    *end = a;
    break;
  case NA4:
    *first = a;
    *end = a + 1;
    break;
  case NAPOT:                                  /* n ones below a zero: 2^(n+1) words */
    ones = a ^ (a + 1);
    *first = a & ~ones;
    *end = (a | ones) + 1;
    break;
  default:
    *first = *end = 0;
    break;
  }
}

bool th_pmp_allows(const struct th_pmp *p, uint32_t pa, enum th_kind kind, unsigned mode)
{
  static const uint8_t right[] = { [TH_FETCH] = X, [TH_LOAD] = R, [TH_STORE] = W };
  bool machine = mode == 3;
  for (unsigned i = 0; i < p->entries; i++) {
    uint64_t first, end;
    range(p, i, &first, &end);
    if (pa >> 2 >= first && pa >> 2 < end)     /* the lowest-numbered entry decides (3.7.1) */
      return (p->cfg[i] & right[kind]) || (machine && !(p->cfg[i] & L));
  }
  return machine || !p->entries;
}

static bool inside(uint64_t word, uint32_t page) { return word > page >> 2 && word < (page >> 2) + 1024; }

bool th_pmp_uniform(const struct th_pmp *p, uint32_t page)
{
  for (unsigned i = 0; i < p->entries; i++) {
    uint64_t first, end;
    range(p, i, &first, &end);
    if (first < end && (inside(first, page) || inside(end, page))) return false;
  }
  return true;
}

bool th_pmp_read(const struct th_pmp *p, unsigned csr, uint32_t *value)
{
  if (!p->entries) return false;
  if (csr >= PMPCFG0 && csr <= PMPCFG3) {
    const uint8_t *c = &p->cfg[4 * (csr - PMPCFG0)];
    *value = c[0] | (uint32_t)c[1] << 8 | (uint32_t)c[2] << 16 | (uint32_t)c[3] << 24;
    return true;
  }
  if (csr < PMPADDR0 || csr > PMPADDR15) return false;
  *value = p->addr[csr - PMPADDR0];
  return true;
}

/* The address of a locked entry is locked; so is the one below a locked TOR entry (3.7.1). */
static bool addr_locked(const struct th_pmp *p, unsigned i)
{
  if (p->cfg[i] & L) return true;
  return i + 1 < TH_PMP_MOST && (p->cfg[i + 1] & L) && matching(p, i + 1) == TOR;
}

static void write_cfg(struct th_pmp *p, unsigned i, uint8_t v)
{
  if (i >= p->entries || (p->cfg[i] & L)) return;
  v &= CFG_BITS;
  if (!(v & R)) v &= (uint8_t)~W;              /* R = 0, W = 1 is reserved (3.7.1): W reads 0 */
  p->cfg[i] = v;
}

bool th_pmp_write(struct th_pmp *p, unsigned csr, uint32_t value)
{
  if (!p->entries) return false;
  if (csr >= PMPCFG0 && csr <= PMPCFG3) {
    for (unsigned i = 0; i < 4; i++) write_cfg(p, 4 * (csr - PMPCFG0) + i, (uint8_t)(value >> 8 * i));
    return true;
  }
  if (csr < PMPADDR0 || csr > PMPADDR15) return false;
  if (csr - PMPADDR0 < p->entries && !addr_locked(p, csr - PMPADDR0)) p->addr[csr - PMPADDR0] = value;
  return true;
}

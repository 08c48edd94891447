/* lockstep_outside.c - what the model asks from outside while it runs in lockstep: memory as the events
 * say it must have been (rules b, c), and what is taken from the RTL and then checked (rule f). */
#include "lockstep_state.h"

static uint16_t fetch(void *ctx, unsigned hart, uint32_t pa, unsigned part)
{
  struct th_lockstep *ls = ctx;
  const struct th_retire *r = ls->now;
  uint16_t half = 0;
  bool whole = (r->insn & 3) == 3 && (pa & 7) <= 4;  /* in one beat: seen at once */
  if (th_ls_fetch_fault(r)) {
    (void)th_ls_golden(ls, pa, &half, 2);            /* the record has no bits: does the map agree? */
    return half;
  }
  half = (uint16_t)(r->insn >> 16 * part);
  if (part == 0 && whole) th_ls_fetched(ls, &ls->hart[hart], pa, r->insn, 4);
  else if (part == 0 || (pa & 7) == 0) th_ls_fetched(ls, &ls->hart[hart], pa, half, 2);
  return half;
}

/* A device was read: exactly once, this address and size. */
static uint32_t device_read(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, unsigned bytes)
{
  unsigned mask = ((1u << bytes) - 1u) << (pa & 3);
  if (!h->io_read)
    th_ls_fail(ls, h->model.id, pa, "rule f",
               "a load from device 0x%08x retired, but the device was not read", pa);
  else if (h->io_pa != (pa & ~3u) || h->io_mask != mask)
    th_ls_fail(ls, h->model.id, pa, "rule f",
               "a load of %u bytes from device 0x%08x retired, but 0x%08x mask %x was read", bytes, pa,
               h->io_pa, h->io_mask);
  h->io_read = false;
  h->irq_wait = 0;
  return h->io_data >> 8 * (pa & 3) & th_lanes((1u << bytes) - 1u);
}

static uint32_t load(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part)
{
  struct th_lockstep *ls = ctx;
  struct hart_state *h = &ls->hart[hart];
  const struct sample *used;
  uint32_t v = 0, before = part ? 4 - (ls->now->mem_addr & 3) : 0;   /* bytes of the lower part */
  switch (th_region(pa, ls->cfg.ram_bytes)) {
  case TH_RAM: return th_ls_loaded(ls, h, pa, bytes, part, ls->now->mem_rdata >> 8 * (before & 3), &used);
  case TH_DEVICE: return device_read(ls, h, pa, bytes);
  default:
    (void)th_ls_golden(ls, pa, &v, bytes);           /* ROM, however it was read */
    h->io_read = false;
    return v;
  }
}

static void store(void *ctx, unsigned hart, uint32_t pa, unsigned bytes, unsigned part, uint32_t value)
{
  struct th_lockstep *ls = ctx;
  struct hart_state *h = &ls->hart[hart];
  uint8_t mask = (uint8_t)(((1u << bytes) - 1u) << (pa & 3));
  uint32_t data = value << 8 * (pa & 3);
  bool io = th_region(pa, ls->cfg.ram_bytes) == TH_DEVICE;
  (void)part;
  if (io) h->irq_wait = 0;
  if (!io || !h->io_write.valid) {
    th_ls_store_retired(ls, h, pa & ~3u, mask, data, io);
    return;
  }
  if (h->io_write.pa != (pa & ~3u) || h->io_write.mask != mask || ((h->io_write.data ^ data) & th_lanes(mask)))
    th_ls_fail(ls, hart, pa, "rule f",
               "device store 0x%08x mask %x data 0x%08x retired, but 0x%08x mask %x data 0x%08x was written",
               pa & ~3u, mask, data, h->io_write.pa, h->io_write.mask, h->io_write.data);
  h->io_write.valid = false;
}

static uint32_t lr(void *ctx, unsigned hart, uint32_t pa)
{
  struct th_lockstep *ls = ctx;
  struct hart_state *h = &ls->hart[hart];
  const struct sample *used;
  uint32_t v = th_ls_loaded(ls, h, pa, 4, 0, ls->now->mem_rdata, &used);
  h->resv_foreign = used && th_ls_foreign_since(ls, hart, pa, used->write);
  return v;
}

/* The RTL decides; success must be allowed. The reservation set is the line (unprivileged 8.2 lets it be
 * larger than the word), so an SC to another word of it may succeed. */
static bool sc(void *ctx, unsigned hart, uint32_t pa, uint32_t value, bool word_reserved)
{
  struct th_lockstep *ls = ctx;
  const struct th_hart *model = &ls->hart[hart].model;
  bool reserved = word_reserved || (model->resv_valid && th_ls_same_line(ls, model->resv_addr, pa));
  struct early *e = &ls->hart[hart].atomic;
  if (!e->valid) return false;
  if (e->source != TH_SRC_SC || e->pa != pa || e->mask != 0xf || e->data != value)
    th_ls_fail(ls, hart, pa, "rule c",
               "sc of 0x%08x to 0x%08x retired, but 0x%08x mask %x to 0x%08x became visible", value, pa,
               e->data, e->mask, e->pa);
  else if (!reserved)
    th_ls_fail(ls, hart, pa, "rule c", "sc to 0x%08x succeeded without a reservation of that line", pa);
  else if (e->foreign)
    th_ls_fail(ls, hart, pa, "rule c",
               "sc to 0x%08x succeeded although another hart wrote into the line since the lr", pa);
  e->valid = false;
  return true;
}

static uint32_t amo_old(void *ctx, unsigned hart, uint32_t pa)
{
  struct th_lockstep *ls = ctx;
  struct early *e = &ls->hart[hart].atomic;
  if (e->valid && e->source == TH_SRC_AMO && e->pa == pa) return e->old;
  th_ls_fail(ls, hart, pa, "rule c", "an AMO to 0x%08x retired, but its write did not become visible", pa);
  return th_ls_word(ls, pa);
}

static void amo_new(void *ctx, unsigned hart, uint32_t pa, uint32_t value)
{
  struct th_lockstep *ls = ctx;
  struct early *e = &ls->hart[hart].atomic;
  if (e->valid && (e->mask != 0xf || e->data != value))
    th_ls_fail(ls, hart, pa, "rule c",
               "an AMO wrote 0x%08x (mask %x) to 0x%08x, must be 0x%08x: the word was 0x%08x", e->data, e->mask,
               pa, value, e->old);
  e->valid = false;
}

static uint64_t cycle(void *ctx, unsigned hart)
{
  const struct th_lockstep *ls = ctx;
  (void)hart;
  return ls->cycle;
}

static const struct th_wires *wires_ago(const struct th_lockstep *ls, uint64_t n)
{
  return &ls->wires[(ls->cycle - n) % WIRES];
}

static uint64_t time_now(void *ctx, unsigned hart)
{
  (void)hart;
  return wires_ago(ctx, 0)->mtime;
}

static uint32_t mip(void *ctx, unsigned hart)
{
  const struct th_lockstep *ls = ctx;
  return wires_ago(ls, 0)->mip[hart] & ~(1u << TH_IRQ_BUS | 1u << TH_IRQ_LCOFI | 1u << TH_IRQ_STI);
}

/* Each line as it was in one of the last cycles; registers as the model has them, the bus error's perhaps by a
 * report of one; SEIP is software's bit or the line. Only the bits of mask are looked at: sip shows mideleg's. */
bool th_ls_mip_seen(struct th_lockstep *ls, unsigned hart, uint32_t mask, uint32_t seen)
{
  struct th_hart *m = &ls->hart[hart].model;
  uint32_t unexplained = mask, reported = 0, bus = 1u << TH_IRQ_BUS;
  const uint32_t sei = 1u << TH_IRQ_SEI, stip = m->menvcfgh & TH_STCE ? 1u << TH_IRQ_STI : 0;
  const uint32_t registers = TH_MIP_REGISTERS & ~sei & ~stip;
  for (uint64_t n = 0; n <= ls->cfg.mip_lag && n <= ls->cycle; n++) {
    uint32_t w = wires_ago(ls, n)->mip[hart] | (m->mip & sei);
    unexplained &= seen ^ w;
    reported |= w;
    if (!(unexplained & ~registers) && !(seen & bus)) break;
  }
  if ((seen & bus) && (reported & bus)) m->mip |= bus;
  return !(unexplained & ~registers) && (seen & registers) == (m->mip & registers & mask);
}

/* mcycle(h): the harness's cycles plus what was written, give or take the depth of the pipeline. */
static bool near_cycle(const struct hart_state *h, uint64_t now, unsigned high, uint32_t seen)
{
  uint64_t v = h->model.mcountinhibit & 1 ? h->model.mcycle : h->model.mcycle + now;
  for (int d = -MCYCLE_SLACK; d <= MCYCLE_SLACK; d++) {
    uint64_t c = v + (uint64_t)(int64_t)d;
    if ((high ? (uint32_t)(c >> 32) : (uint32_t)c) == seen) return true;
  }
  return false;
}

static bool near_time(const struct th_lockstep *ls, unsigned high, uint32_t seen)
{
  for (uint64_t n = 0; n < TIME_LAG && n <= ls->cycle; n++) {
    uint64_t t = wires_ago(ls, n)->mtime;
    if ((high ? (uint32_t)(t >> 32) : (uint32_t)t) == seen) return true;
  }
  return false;
}

static uint32_t csr_outside(void *ctx, unsigned hart, unsigned csr, uint32_t expected)
{
  struct th_lockstep *ls = ctx;
  uint32_t seen = ls->now->csr_rdata, mideleg = ls->hart[hart].model.mideleg;
  bool ok;
  if (!ls->now->csr_read) return expected;             /* not read by the program: csrrw with rd = x0 */
  switch (csr) {
  case 0xc01: case 0xc81: ok = near_time(ls, csr & 0x80, seen); break;
  case 0x344: ok = th_ls_mip_seen(ls, hart, ~0u, seen); break;
  case 0x144: ok = !(seen & ~mideleg) && th_ls_mip_seen(ls, hart, mideleg, seen); break;
  case 0xb00: case 0xb80: case 0xc00: case 0xc80: ok = near_cycle(&ls->hart[hart], ls->cycle, csr & 0x80, seen); break;
  case 0xfc0: case 0xfc1: ok = !seen || ls->hart[hart].bus_errors; break;
  default: ok = th_ls_counter_seen(ls, &ls->hart[hart], csr, seen); break;
  }
  if (!ok)
    th_ls_fail(ls, hart, 0, "rule f",
               "csr 0x%03x was read as 0x%08x, must be 0x%08x or near in time", csr, seen, expected);
  return seen;
}

/* For reports: the model walks memory as it is. */
static uint32_t pte_read(void *ctx, unsigned hart, uint32_t pa)
{
  uint32_t v = 0;
  (void)hart;
  th_lockstep_read(ctx, pa, &v, 4);
  return v;
}

const struct th_bus th_ls_bus = {
  .pte_read = pte_read, .resolve = th_ls_resolve,
  .fetch = fetch, .load = load, .store = store, .lr = lr, .sc = sc, .amo_old = amo_old, .amo_new = amo_new,
  .cycle = cycle, .time = time_now, .mip = mip, .csr_outside = csr_outside
};

void th_ls_drop_loads(struct hart_state *h) { h->samples_used = h->samples; }

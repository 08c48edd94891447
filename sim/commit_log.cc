// commit_log.cc - see commit_log.h. What Spike does and this follows: traps and interrupts leave no line;
// registers come before CSRs, CSRs before memory; a CSR shows the value it has after the write, and only if
// it can change; mret and sret write mstatus; sstatus, sie and sip show the register they are a part of; an AMO
// shows its load and its store.
#include "commit_log.h"

#include <cerrno>
#include <cstring>

#include "diag.h"

namespace sim {

static const uint32_t kMret = 0x30200073, kSret = 0x10200073;

// CSRs that a write changes: name, writable bits.
struct Row {
  uint16_t address;
  const char *name;
  uint32_t mask;
};
static const Row kRows[] = {
    {0x105, "stvec", ~2u},       {0x106, "scounteren", 7},    {0x10a, "senvcfg", 1},   {0x140, "sscratch", ~0u},
    {0x141, "sepc", ~1u},        {0x142, "scause", 0x8000003f}, {0x143, "stval", ~0u}, {0x14d, "stimecmp", ~0u},
    {0x15d, "stimecmph", ~0u},  {0x180, "satp", ~0u},        {0x31a, "menvcfgh", 5u << 29}, {0x302, "medeleg", 0xb3ae},
    {0x303, "mideleg", 0x222},   {0x305, "mtvec", ~2u},       {0x306, "mcounteren", 7}, {0x30a, "menvcfg", 1},
    {0x320, "mcountinhibit", 5}, {0x340, "mscratch", ~0u},    {0x341, "mepc", ~1u},    {0x342, "mcause", 0x8000003f},
    {0x343, "mtval", ~0u},       {0xb00, "mcycle", ~0u},      {0xb02, "minstret", ~0u}, {0xb80, "mcycleh", ~0u},
    {0xb82, "minstreth", ~0u},   {0xfc0, "unknown_fc0", ~0u}, {0xfc1, "unknown_fc1", ~0u},
};

// mstatus (privileged 3.1.6)
static const uint32_t kSie = 1 << 1, kMie = 1 << 3, kSpie = 1 << 5, kMpie = 1 << 7, kSpp = 1 << 8, kMpp = 3 << 11,
                      kMprv = 1 << 17, kMstatus = 0x7e19aa, kSstatus = 0xc0122, kSips = 0x222;

static uint32_t merge(uint32_t old, uint32_t mask, uint32_t v) { return (old & ~mask) | (v & mask); }
static uint32_t when(uint32_t condition, uint32_t bit) { return condition ? bit : 0; }

static std::string hart_file(const std::string &file, unsigned hart)
{
  size_t slash = file.find_last_of('/');
  size_t dot = file.find_last_of('.');
  std::string tag = ".hart" + std::to_string(hart);
  size_t name = slash == std::string::npos ? 0 : slash + 1;
  if (dot == std::string::npos || dot <= name) return file + tag;
  return file.substr(0, dot) + tag + file.substr(dot);
}

CommitLog::CommitLog(const std::string &file, unsigned harts)
{
  for (unsigned h = 0; h < harts; h++) {
    std::string name = hart_file(file, h);
    FILE *out = fopen(name.c_str(), "w");
    if (!out) usage_error("%s: cannot be written: %s", name.c_str(), strerror(errno));
    setvbuf(out, nullptr, _IOFBF, 1 << 16);
    harts_.push_back({out});
  }
}

CommitLog::~CommitLog()
{
  for (Hart &h : harts_)
    if (fclose(h.out)) note("--commit-log: cannot be written: %s", strerror(errno));
}

void CommitLog::csr(Hart &h, const th_retire &r)
{
  uint32_t s = h.mstatus, v = r.csr_wdata;
  if (r.insn == kMret)
    h.mstatus = (s & ~(kMie | kMpp | when((s & kMpp) != kMpp, kMprv))) | when(s & kMpie, kMie) | kMpie;
  else if (r.insn == kSret)
    h.mstatus = (s & ~(kSie | kSpp | kMprv)) | when(s & kSpie, kSie) | kSpie;
  else if (!r.csr_write)
    return;
  else
    switch (r.csr_addr) {
    case 0x100: h.mstatus = merge(s, kSstatus, v); break;
    case 0x300: h.mstatus = v & (kMstatus & ~when((v & kMpp) == 2 << 11, kMpp)); break;
    case 0x104: h.mie = merge(h.mie, h.mideleg, v); break;
    case 0x304: h.mie = v & (0x10888 | kSips); break;
    case 0x144: h.mip = merge(h.mip, h.mideleg & 2, v); break;
    case 0x344: h.mip = v & (0x10000 | kSips); break;
    case 0x302: h.medeleg = v & 0xb3ae; break;
    case 0x303: h.mideleg = v & kSips; break;
    }
  if (h.mstatus != s || r.insn == kMret || r.insn == kSret || (r.csr_addr & ~0x200) == 0x100)
    fprintf(h.out, " c768_mstatus 0x%08x", h.mstatus);
  else if ((r.csr_addr & ~0x200) == 0x104)
    fprintf(h.out, " c772_mie 0x%08x", h.mie);
  else if ((r.csr_addr & ~0x200) == 0x144)
    fprintf(h.out, " c836_mip 0x%08x", h.mip);
  for (const Row &row : kRows)
    if (r.csr_write && row.address == r.csr_addr)
      fprintf(h.out, " c%u_%s 0x%08x", row.address, row.name, v & row.mask);
}

void CommitLog::trap(Hart &h, const th_retire &r)
{
  uint32_t s = h.mstatus, to_s = (r.interrupt ? h.mideleg : h.medeleg) >> (r.cause & 31) & 1;
  if (r.mode < 3 && to_s)
    h.mstatus = (s & ~(kSie | kSpie | kSpp)) | when(s & kSie, kSpie) | when(r.mode, kSpp);
  else
    h.mstatus = (s & ~(kMie | kMpie | kMpp)) | when(s & kMie, kMpie) | uint32_t(r.mode) << 11;
}

void CommitLog::retire(unsigned hart, const th_retire &r)
{
  Hart &h = harts_[hart];
  if (r.interrupt || r.trap) return trap(h, r);
  fprintf(h.out, "core%4u: %1u 0x%08x ", hart, r.mode, r.pc_rdata);
  if ((r.insn & 3) == 3) fprintf(h.out, "(0x%08x)", r.insn);
  else fprintf(h.out, "(0x%04x)", r.insn & 0xffff);
  if (r.rd) fprintf(h.out, " x%-2u 0x%08x", r.rd, r.rd_data);
  csr(h, r);
  if (r.mem_rmask) fprintf(h.out, " mem 0x%08x", r.mem_addr);
  if (r.mem_wmask) {
    int digits = r.mem_wmask == 0xf ? 8 : r.mem_wmask == 3 ? 4 : 2;
    fprintf(h.out, " mem 0x%08x 0x%0*x", r.mem_addr, digits, r.mem_wdata);
  }
  fputc('\n', h.out);
}

}  // namespace sim

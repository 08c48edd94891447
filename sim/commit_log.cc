// commit_log.cc - see commit_log.h. What Spike does and this follows: traps and interrupts leave no line;
// registers come before CSRs, CSRs before memory; a CSR shows the value it has after the write, and only if
// it can change; mret writes mstatus; an AMO shows its load and its store.
#include "commit_log.h"

#include <cerrno>
#include <cstring>

#include "diag.h"

namespace sim {

static const uint32_t kMret = 0x30200073, kMstatus = 0x300, kMpp = 0x1800, kMie = 8, kMpie = 0x80;

// CSRs that a write changes: name, writable bits, bits that are always one.
struct Row {
  uint16_t address;
  const char *name;
  uint32_t mask, ones;
};
static const Row kRows[] = {
    {0x300, "mstatus", kMie | kMpie, kMpp}, {0x304, "mie", 0x10888, 0},      {0x305, "mtvec", ~2u, 0},
    {0x320, "mcountinhibit", 5, 0},         {0x340, "mscratch", ~0u, 0},     {0x341, "mepc", ~1u, 0},
    {0x342, "mcause", 0x8000003f, 0},       {0x343, "mtval", ~0u, 0},        {0x344, "mip", 0x10000, 0},
    {0xb00, "mcycle", ~0u, 0},              {0xb02, "minstret", ~0u, 0},     {0xb80, "mcycleh", ~0u, 0},
    {0xb82, "minstreth", ~0u, 0},           {0xfc0, "unknown_fc0", ~0u, 0},  {0xfc1, "unknown_fc1", ~0u, 0},
};

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
  if (r.insn == kMret) {
    h.mie = h.mpie;
    h.mpie = true;
    fprintf(h.out, " c768_mstatus 0x%08x", kMpp | kMpie | (h.mie ? kMie : 0));
    return;
  }
  if (!r.csr_write) return;
  for (const Row &row : kRows) {
    if (row.address != r.csr_addr) continue;
    uint32_t value = (r.csr_wdata & row.mask) | row.ones;
    if (row.address == kMstatus) {
      h.mie = value & kMie;
      h.mpie = value & kMpie;
    }
    fprintf(h.out, " c%u_%s 0x%08x", row.address, row.name, value);
  }
}

void CommitLog::retire(unsigned hart, const th_retire &r)
{
  Hart &h = harts_[hart];
  if (r.interrupt || r.trap) {
    h.mpie = h.mie;
    h.mie = false;
    return;
  }
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

// memory_port.cc - see memory_port.h.
#include "memory_port.h"

#include <sys/mman.h>

#include <cstdio>

#include "diag.h"
#include "image.h"

namespace sim {

Ram::Ram(uint32_t bytes) : size_(bytes)
{
  void *p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) usage_error("--ram: the host has no %u bytes to spare", bytes);
  bytes_ = (uint8_t *)p;
}

Ram::~Ram() { munmap(bytes_, size_); }

void MemoryPort::check(const MemoryOut &out, bool write_owed)
{
  char text[128];
  if (request_refused_ &&
      (!out.valid || out.write != last_out_.write || out.address != last_out_.address)) {
    snprintf(text, sizeof text, "memory port: the request for 0x%08x changed or went before it was taken", last_out_.address);
    violation_ = text;
  } else if (wbeat_refused_ && out.wvalid && (out.wdata != wbeat_ || out.wmask != wmask_)) {
    violation_ = "memory port: a write beat changed before it was taken";
  } else if (out.wvalid && !write_owed) {
    violation_ = "memory port: a write beat is offered that no accepted write owes";
  } else if (out.valid && !in_ram(ram_bytes_, out.address & ~(LineBytes - 1), LineBytes)) {
    snprintf(text, sizeof text, "memory port: a request for 0x%08x, which is not RAM", out.address);
    violation_ = text;
  }
  last_out_ = out;
  request_refused_ = out.valid && !in_.ready;
  if (out.wvalid) {           // a beat may be withdrawn while a read's beats pass, but not changed
    wbeat_refused_ = !in_.wready;
    wbeat_ = out.wdata;
    wmask_ = out.wmask;
  }
}

}  // namespace sim

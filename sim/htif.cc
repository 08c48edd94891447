// htif.cc - see htif.h.
#include "htif.h"

#include <vector>

#include "image.h"

namespace sim {

enum { kCallWrite = 64, kCallExit = 93 };

bool Htif::store(uint32_t address, uint32_t value)
{
  if (!tohost_ || (address & ~3u) != tohost_ || value == 0) return false;  // the low word makes it a command
  pending_ = !(value & 1);
  code_ = (int)(value >> 1 & 0xff);
  return value & 1;
}

bool Htif::serve(CoherentView &view, const std::function<void(uint32_t, uint64_t)> &wrote)
{
  auto write64 = [&](uint32_t address, uint64_t value) {
    view.write64(address, value);
    wrote(address, value);
  };
  pending_ = false;
  uint32_t block = view.read32(tohost_);
  if (block % 8 == 0 && in_ram(ram_bytes_, block, 32)) {
    uint64_t call = view.read64(block), fd = view.read64(block + 8), at = view.read64(block + 16),
             count = view.read64(block + 24), result = (uint64_t)-38;  // ENOSYS
    if (call == kCallExit) {
      code_ = (int)(fd & 0xff);
      return true;
    }
    if (call == kCallWrite) {
      result = (uint64_t)-14;                                          // EFAULT
      if (count <= ram_bytes_ && in_ram(ram_bytes_, (uint32_t)at, count)) {
        std::vector<uint8_t> bytes(count);
        for (uint64_t i = 0; i < count; i++) {
          uint32_t a = (uint32_t)(at + i);
          bytes[i] = (uint8_t)(view.read32(a & ~3u) >> 8 * (a & 3));
        }
        console_.put((int)fd, bytes.data(), count);
        result = count;
      }
    }
    write64(block, result);
  }
  write64(tohost_, 0);
  if (fromhost_) write64(fromhost_, 1);
  return false;
}

}  // namespace sim

// boot_rom.cc - see boot_rom.h.
#include "boot_rom.h"

#include <algorithm>
#include <cstring>

#include "rom_data.h"

namespace sim {

static const size_t kEntryOffset = 0xffc;  // firmware/boot/boot.S: the word jumped to

BootRom boot_rom(uint32_t entry, uint32_t ram_bytes)
{
  BootRom rom;
  std::copy(std::begin(kRomData), std::end(kRomData), rom.begin());
  memcpy(&rom[kEntryOffset], &entry, 4);

  // The memory node's reg: base 0x80000000, size 64 MiB, as two big-endian cells.
  const uint8_t reg[8] = {0x80, 0, 0, 0, 0x04, 0, 0, 0};
  auto at = std::search(rom.begin(), rom.end(), std::begin(reg), std::end(reg));
  if (at != rom.end())
    for (int i = 0; i < 4; i++) at[4 + i] = (uint8_t)(ram_bytes >> (24 - 8 * i));
  return rom;
}

}  // namespace sim

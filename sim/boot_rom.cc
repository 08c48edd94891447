// boot_rom.cc - see boot_rom.h.
#include "boot_rom.h"

#include <algorithm>
#include <cstring>

#include "chk_words.h"
#include "rom_data.h"

namespace sim {

// firmware/boot/boot.S: the words that become a1, and pc.
static const size_t kTreeWord = RomBytes - 8, kEntryWord = RomBytes - 4;

static_assert(sizeof kRomData == RomBytes);

static uint32_t tree_offset()
{
  uint32_t address;
  memcpy(&address, &kRomData[kTreeWord], 4);
  return address - RomBase;
}

std::vector<uint8_t> rom_device_tree()
{
  const uint8_t *tree = &kRomData[tree_offset()];
  size_t bytes = (size_t)tree[4] << 24 | tree[5] << 16 | tree[6] << 8 | tree[7];   // its header's totalsize
  return {tree, tree + bytes};
}

bool fits_rom(const std::vector<uint8_t> &tree) { return tree.size() <= kTreeWord - tree_offset(); }

BootRom boot_rom(uint32_t entry, const std::vector<uint8_t> &tree, uint32_t tree_at)
{
  BootRom rom;
  std::copy(std::begin(kRomData), std::end(kRomData), rom.begin());
  auto own = rom.begin() + tree_offset();
  std::fill(own, rom.begin() + kTreeWord, uint8_t{0});
  if (tree_at) memcpy(&rom[kTreeWord], &tree_at, 4);
  else std::copy(tree.begin(), tree.end(), own);
  memcpy(&rom[kEntryWord], &entry, 4);
  return rom;
}

}  // namespace sim

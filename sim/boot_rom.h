// boot_rom.h - the boot ROM's contents for this run (firmware/boot/boot.S).
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "chk_words.h"

namespace sim {

using BootRom = std::array<uint8_t, RomBytes>;

/** The device tree that was built into the ROM. */
std::vector<uint8_t> rom_device_tree();

/** It fits where the ROM has its own. */
bool fits_rom(const std::vector<uint8_t> &tree);

/** The ROM that jumps to entry with a1 = tree_at; 0: the tree stands in the ROM, it fits. */
BootRom boot_rom(uint32_t entry, const std::vector<uint8_t> &tree, uint32_t tree_at);

}  // namespace sim

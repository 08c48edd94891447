// boot_rom.h - the boot ROM's contents for this run (firmware/boot).
#pragma once
#include <array>
#include <cstdint>

namespace sim {

using BootRom = std::array<uint8_t, 4096>;

/** The ROM as built, jumping to entry, with the device tree's memory node set to ram_bytes. */
BootRom boot_rom(uint32_t entry, uint32_t ram_bytes);

}  // namespace sim

// image.h - what goes into memory before reset: ELF programs, raw files, initrd, device tree, boot ROM.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "boot_rom.h"
#include "options.h"
#include "symbols.h"

namespace sim {

/** A run of bytes for RAM; what is not covered is zero. */
struct Segment {
  std::string name;          // of the file, for messages
  uint32_t address;
  std::vector<uint8_t> bytes;
};

struct Image {
  std::vector<Segment> segments;   // none overlaps another
  BootRom rom;
  Symbols symbols;
  uint32_t entry = 0;        // of the first program
  uint32_t tohost = 0;       // 0: the program has none
  uint32_t fromhost = 0;
};

/** Read all files of the command line that the machine begins with. An initrd goes as high in RAM as it can; above it
 * the device tree, if it is too large for the ROM. Whatever is wrong with a file ends the process with one line and exit
 * code 2; every segment returned lies inside RAM. */
Image load_image(const Options &options);

/** RAM holds [address, address + bytes). */
bool in_ram(uint32_t ram_bytes, uint32_t address, uint64_t bytes);

/** Range of the signature, by the symbols begin_signature and end_signature; exit code 2 if it is
 * missing or not inside RAM. */
void signature_range(const Image &image, uint32_t ram_bytes, uint32_t *begin, uint32_t *end);

/** Write it: one word a line, eight hex digits, lowest address first. read gives the word at an address. */
void write_signature(const std::string &file, uint32_t begin, uint32_t end,
                     const std::function<uint32_t(uint32_t)> &read);

}  // namespace sim

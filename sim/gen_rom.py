#!/usr/bin/env python3
"""Write a binary file as a C++ array: gen_rom.py bootrom.bin > rom_data.h"""
import sys
from pathlib import Path

data = Path(sys.argv[1]).read_bytes()
print("// rom_data.h - the boot ROM, made by sim/gen_rom.py; do not edit.\n"
      "#pragma once\n#include <cstdint>\n\nnamespace sim {\nconstexpr uint8_t kRomData[] = {")
for i in range(0, len(data), 16):
    print("  " + ", ".join(f"0x{b:02x}" for b in data[i:i + 16]) + ",")
print("};\n}  // namespace sim")

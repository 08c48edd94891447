#!/usr/bin/env python3
"""Write chk_words.h: the constants that the RTL's packages and the C++ harness share.

usage: gen_words.py PKGDIR [PARAMETER=VALUE ...] > chk_words.h

Every integer localparam of chk_pkg, config_pkg, bus_pkg, csr_pkg and the Ev* numbers and enums of core_pkg,
mesi_pkg and bus_pkg become C++ constants of the same name. PARAMETER=VALUE replaces a default of
config_pkg, as -GPARAMETER=VALUE does in the RTL.
"""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from rtl_constants import enum, localparams, overrides, package  # noqa: E402


def snake(name, prefix):
    """EvDLoadMiss -> d_load_miss"""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name[len(prefix):]).lower()


def names(array, members, prefix, size):
    by_value = {value: snake(name, prefix) for name, value in members}
    text = ", ".join(f'"{by_value.get(i, "")}"' for i in range(size))
    return f"constexpr const char *{array}[{size}] = {{{text}}};"


def main():
    replaced = overrides(sys.argv[2:])
    text = {p: package(sys.argv[1], p) for p in ("config", "bus", "mesi", "core", "chk", "csr")}
    known, out = {}, []
    for p in ("config", "bus", "core", "chk", "csr"):
        found = localparams(text[p], known, replaced)
        out.append(f"// {p}_pkg")
        out += [f"constexpr uint32_t {n} = 0x{v & 0xffffffff:x};" for n, v in found.items()]
    events = [(n, v) for n, v in known.items() if n.startswith("Ev")]
    cpi, ops = enum(text["core"], "cpi_e"), enum(text["bus"], "bus_op_e")
    mesi = enum(text["mesi"], "mesi_e")
    for members in (cpi, ops, mesi):
        out += [f"constexpr uint32_t {n} = {v};" for n, v in members]
    out += [names("kEventNames", events, "Ev", known["NumEvents"]), names("kCpiNames", cpi, "Cpi", 16),
            f"constexpr const char *kBusOpNames[{len(ops)}] = {{"
            + ", ".join(f'"{n}"' for n, _ in ops) + "};"]
    print("// chk_words.h - made by sim/gen_words.py from rtl/pkg; do not edit.\n"
          "#pragma once\n#include <cstdint>\n\nnamespace sim {")
    print("\n".join(out))
    print("}  // namespace sim")


if __name__ == "__main__":
    main()

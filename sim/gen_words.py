#!/usr/bin/env python3
"""Write chk_words.h: the constants that the RTL's packages and the C++ harness share.

usage: gen_words.py PKGDIR [PARAMETER=VALUE ...] > chk_words.h

Every `localparam int|bit` of chk_pkg, config_pkg, bus_pkg and the Ev* numbers and enums of core_pkg,
mesi_pkg and bus_pkg become C++ constants of the same name. PARAMETER=VALUE replaces a default of
config_pkg, as -GPARAMETER=VALUE does in the RTL.
"""
import re
import sys
from pathlib import Path


def strip_comments(text):
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def number(text, known):
    """Value of an integer expression of literals and constants seen before; None if it is not one."""
    text = re.sub(r"\d*'h([0-9a-fA-F_]+)", lambda m: str(int(m[1].replace("_", ""), 16)), text)
    text = re.sub(r"\d*'b([01_]+)", lambda m: str(int(m[1].replace("_", ""), 2)), text)
    text = re.sub(r"\d*'d([0-9_]+)", lambda m: m[1].replace("_", ""), text)
    text = text.replace("/", "//").strip()
    if not re.fullmatch(r"[\w\s+*/()<>-]+", text):
        return None
    try:
        return eval(text, {"__builtins__": {}}, dict(known))
    except (NameError, SyntaxError):
        return None


def localparams(text, known, overrides):
    found = {}
    for body in re.findall(r"localparam\s+(?:int|bit|logic\s*\[31:0\])\s+(.*?);", text, flags=re.S):
        for item in body.split(","):
            name, _, value = item.partition("=")
            name = name.strip()
            value = overrides.get(name, number(value, known))
            if re.fullmatch(r"[A-Z]\w*", name) and value is not None:
                found[name] = known[name] = value
    return found


def enum(text, type_name):
    """(name, value) of each member of an enum."""
    body = re.search(r"typedef\s+enum[^{]*\{([^}]*)\}\s*" + type_name + r"\s*;", text)
    if not body:
        sys.exit(f"gen_words.py: no enum {type_name}")
    members, following = [], 0
    for item in body[1].split(","):
        name, _, value = item.partition("=")
        following = number(value, {}) if value.strip() else following
        members.append((name.strip(), following))
        following += 1
    return members


def snake(name, prefix):
    """EvDLoadMiss -> d_load_miss"""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name[len(prefix):]).lower()


def names(array, members, prefix, size):
    by_value = {value: snake(name, prefix) for name, value in members}
    text = ", ".join(f'"{by_value.get(i, "")}"' for i in range(size))
    return f"constexpr const char *{array}[{size}] = {{{text}}};"


def main():
    pkg = Path(sys.argv[1])
    overrides = {k: number(v, {}) for k, v in (a.split("=", 1) for a in sys.argv[2:])}
    text = {p: strip_comments((pkg / f"{p}_pkg.sv").read_text())
            for p in ("config", "bus", "mesi", "core", "chk")}
    known, out = {}, []
    for p in ("config", "bus", "core", "chk"):
        found = localparams(text[p], known, overrides)
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

#!/usr/bin/env python3
"""synth_check.py TOP FILES - synthesise for ECP5 and compare with tools/synth-figures.txt.

Fails on: an inferred latch, a net with several drivers, a memory that became flip-flops
and is not named in the figures file, and growth of a figure by more than 3 %.
RECORD=1 writes the figures that were measured instead of comparing."""
import json
import os
import re
import sys

import fpga

FIGURES = fpga.ROOT / "tools" / "synth-figures.txt"
GROWTH = 0.03
DEVICES = ["clint", "plic", "uart", "spi", "gpio", "io_fabric", "bootrom", "finisher"]
# What each figure counts, in cells of synth_ecp5's stat.
ROWS = {
    "LUT4": ["LUT4"],
    "CCU2C": ["CCU2C"],
    "LUTRAM": ["TRELLIS_DPR16X4"],
    "FF": ["TRELLIS_FF"],
    "BRAM": ["DP16KD", "PDPW16KD"],
    "DSP": ["MULT18X18D", "ALU54B"],
}


def synthesise(top, files):
    rom = fpga.BUILD / "firmware" / "boot" / "bootrom.hex"
    stat = fpga.BUILD / "synth" / f"{top}-stat.json"
    text = fpga.run_yosys(f"synth-{top}", [
        fpga.read_rtl(top, files, [f'TH_ROM_HEX="{rom}"']),
        f"hierarchy -check -top {top}",
        "proc",
        "select -assert-none t:$dlatch t:$adlatch t:$dlatchsr",
        f"{fpga.SYNTH} -top {top}",
        "select -assert-none t:$_DLATCH* t:$dlatch",
        "check -assert",
        f"tee -q -o {stat} stat -json",
    ])
    cells = json.loads(stat.read_text())["design"]["num_cells_by_type"]
    found = {row: sum(cells.get(kind, 0) for kind in kinds) for row, kinds in ROWS.items()}
    # Yosys makes constant tables of case statements; those are no memories of ours.
    in_ff = sorted({name for name in re.findall(r"using FF mapping for memory (\S+)", text) if "$auto$" not in name})
    return found, in_ff


def alone(top, files):
    """LUT4 of one module by itself."""
    rom = fpga.BUILD / "firmware" / "boot" / "bootrom.hex"
    stat = fpga.BUILD / "synth" / f"{top}-stat.json"
    fpga.run_yosys(f"synth-{top}", [fpga.read_rtl(top, files, [f'TH_ROM_HEX="{rom}"']), f"{fpga.SYNTH} -top {top}",
                                    f"tee -q -o {stat} stat -json"])
    return json.loads(stat.read_text())["design"]["num_cells_by_type"].get("LUT4", 0)


def read_figures():
    """The recorded figures, and the memories that may be flip-flops."""
    figures, allowed = {}, []
    for line in FIGURES.read_text().splitlines() if FIGURES.exists() else []:
        words = line.split("#")[0].split()
        if words and words[0] == "ff-memory":
            allowed.append(words[1])
        elif words:
            figures[words[0]] = int(words[1])
    return figures, allowed


def write_figures(figures, in_ff):
    lines = ["# synth-figures.txt - what synth_ecp5 made of the SoC when it was last accepted.",
             "# `make synth-check` fails when a figure grows by more than 3 %, or when a memory that is not",
             "# listed as ff-memory becomes flip-flops. `make synth-check RECORD=1` writes this file."]
    lines += [f"{row} {value}" for row, value in figures.items()]
    lines += [f"ff-memory {name}" for name in in_ff]
    FIGURES.write_text("\n".join(lines) + "\n")


def main():
    found, in_ff = synthesise(sys.argv[1], sys.argv[2:])
    recorded, allowed = read_figures()
    files = sys.argv[2:]
    print(f"  LUT4 of the devices, each alone: {sum(alone(top, files) for top in DEVICES)}; "
          f"of the SDRAM controller, which boards have besides: {alone('sdram', files)}")
    problems = [f"memory {name} became flip-flops" for name in in_ff if name not in allowed]
    print(f"  {'':8}{'now':>9}{'recorded':>10}{'change':>9}")
    for row, value in found.items():
        before = recorded.get(row)
        change = "" if not before else f"{100 * (value - before) / before:+.1f} %"
        print(f"  {row:8}{value:9}{'-' if before is None else before:>10}{change:>9}")
        if before is not None and value > before * (1 + GROWTH):
            problems.append(f"{row} grew from {before} to {value}")
        if before and value < before * (1 - GROWTH):
            print(f"  ({row} shrank: record it with `make synth-check RECORD=1`)")
    if os.environ.get("RECORD") == "1":
        write_figures(found, in_ff)
        print(f"  recorded in {FIGURES.relative_to(fpga.ROOT)}" + (f"; flip-flop memories: {' '.join(in_ff)}" if in_ff else ""))
        return
    if not recorded:
        problems.append("nothing is recorded yet: `make synth-check RECORD=1`")
    if problems:
        fpga.die("\n  ".join(["not as recorded:", *problems]))


if __name__ == "__main__":
    main()

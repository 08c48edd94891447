#!/usr/bin/env python3
"""synth_check.py TOP ROM FILES - synthesise the SoC for ECP5, and each board's top for its part, and compare with
tools/synth-figures.txt. BOARD=name: that one alone.

Fails on: an inferred latch, a net with several drivers, a memory that became flip-flops
and is not named in the figures file, and growth of a figure by more than 3 %.
RECORD=1 writes the figures that were measured instead of comparing."""
import json
import os
import re
import sys

import bitstream
import boards
import fpga
import progress

FIGURES = fpga.ROOT / "tools" / "synth-figures.txt"
GROWTH = 0.03
DEVICES = ["clint", "plic", "uart", "spi", "gpio", "io_fabric", "bootrom", "finisher"]
# What each figure counts, in cells of Yosys's stat.
ROWS = {
    "ecp5": {
        "LUT4": ["LUT4"],
        "CCU2C": ["CCU2C"],
        "LUTRAM": ["TRELLIS_DPR16X4"],
        "FF": ["TRELLIS_FF"],
        "BRAM": ["DP16KD", "PDPW16KD"],
        "DSP": ["MULT18X18D", "ALU54B"],
    },
    "ice40": {
        "LUT4": ["SB_LUT4"],
        "CARRY": ["SB_CARRY"],
        "FF": [f"SB_DFF{edge}{kind}" for edge in ("", "N") for kind in ("", "E", "SR", "R", "SS", "S", "ESR", "ER", "ESS", "ES")],
        "BRAM": [f"SB_RAM40_4K{edge}" for edge in ("", "NR", "NW", "NRNW")],
        "SPRAM": ["SB_SPRAM256KA"],
        "DSP": ["SB_MAC16"],
    },
}


def synthesise(name, family, read, top, options="", before=()):
    """Figures of a top, and its memories that became flip-flops."""
    stat = fpga.BUILD / "synth" / f"{name}-stat.json"
    with progress.Progress(f"synthesise {name}"):
        text = fpga.run_yosys(f"synth-{name}", [
            read,
            *before,
            f"hierarchy -check -top {top}",
            "proc",
            "select -assert-none t:$dlatch t:$adlatch t:$dlatchsr",
            *fpga.synth(family, top, options),
            "select -assert-none t:$_DLATCH* t:$dlatch",
            "check -assert",
            f"tee -q -o {stat} stat -json",
        ])
    cells = json.loads(stat.read_text())["design"]["num_cells_by_type"]
    found = {row: sum(cells.get(kind, 0) for kind in kinds) for row, kinds in ROWS[family].items()}
    # Yosys makes constant tables of case statements; those are no memories of ours.
    in_ff = sorted({memory for memory in re.findall(r"using FF mapping for memory (\S+)", text) if "$auto$" not in memory})
    return found, in_ff


def alone(top, rom, files):
    """LUT4 of one module by itself."""
    stat = fpga.BUILD / "synth" / f"{top}-stat.json"
    fpga.run_yosys(f"synth-{top}", [fpga.read_rtl(top, files, [f'TH_ROM_HEX="{rom}"']), *fpga.synth("ecp5", top),
                                    f"tee -q -o {stat} stat -json"])
    return json.loads(stat.read_text())["design"]["num_cells_by_type"].get("LUT4", 0)


def read_figures():
    """By name of the top or board: the recorded figures, and the memories that may be flip-flops."""
    sections, name = {}, None
    for line in FIGURES.read_text().splitlines() if FIGURES.exists() else []:
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            name = words[0].strip("[]")
            sections[name] = ({}, [])
        elif words[0] == "ff-memory":
            sections[name][1].append(words[1])
        else:
            sections[name][0][words[0]] = int(words[1])
    return sections


def write_figures(sections):
    lines = ["# synth-figures.txt - what Yosys made of the SoC and of each board's top when it was last accepted.",
             "# `make synth-check` fails when a figure grows by more than 3 %, or when a memory that is not",
             "# listed as ff-memory becomes flip-flops. `make synth-check RECORD=1` writes this file."]
    for name, (figures, in_ff) in sections.items():
        lines += ["", f"[{name}]", *(f"{row} {value}" for row, value in figures.items()), *(f"ff-memory {memory}" for memory in in_ff)]
    FIGURES.write_text("\n".join(lines) + "\n")


def compare(name, found, in_ff, recorded):
    """Print the table of one top; what is wrong with it."""
    figures, allowed = recorded
    problems = [f"{name}: memory {memory} became flip-flops" for memory in in_ff if memory not in allowed]
    print(f"  {name:12}{'now':>9}{'recorded':>10}{'change':>9}")
    for row, value in found.items():
        before = figures.get(row)
        change = "" if not before else f"{100 * (value - before) / before:+.1f} %"
        print(f"  {row:12}{value:9}{'-' if before is None else before:>10}{change:>9}")
        if before is None:
            problems.append(f"{name}: {row} is not recorded yet: `make synth-check RECORD=1`")
        elif value > before * (1 + GROWTH):
            problems.append(f"{name}: {row} grew from {before} to {value}")
        elif before and value < before * (1 - GROWTH):
            print(f"  ({row} shrank: record it with `make synth-check RECORD=1`)")
    return problems


def main():
    top, rom, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    only = os.environ.get("BOARD")
    if only:
        boards.find(only)
    for_soc = fpga.for_part(files, "ecp5")
    runs = [(top, "ecp5", fpga.read_rtl(top, for_soc, [f'TH_ROM_HEX="{rom}"']), top, "")]
    runs += [(board.name, board.family, bitstream.read_board(board, files, bitstream.rom(board)), board.top, board.synth, board.before) for board in boards.BOARDS.values()]
    recorded, measured, problems = read_figures(), {}, []
    for name, *run in runs:
        if only and name != only:
            continue
        measured[name] = synthesise(name, *run)
        problems += compare(name, *measured[name], recorded.get(name, ({}, [])))
        if name == top:
            print(f"  LUT4 of the devices, each alone: {sum(alone(device, rom, for_soc) for device in DEVICES)}; "
                  f"of the SDRAM controller, which boards have besides: {alone('sdram', rom, for_soc)}")
    if os.environ.get("RECORD") == "1":
        write_figures({**recorded, **measured})
        print(f"  recorded in {FIGURES.relative_to(fpga.ROOT)}")
    elif problems:
        fpga.die("\n  ".join(["not as recorded:", *problems]))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""bitstream.py BOARD FILES - synthesise the board's top, place and route it, pack the bitstream, and print one screen of
what it uses and how fast it is. SEED=n (1) of the placement. With SEEDS=n it measures n seeds instead and packs nothing.

Exit code 1 when the clock that the board runs at is not reached; the bitstream is kept all the same, as
NAME.failed.bit, so that nobody flashes it by mistake."""
import os
import pathlib
import subprocess
import sys

import boards
import fpga
import pnr
import progress

# What a part has, by the names of nextpnr's report; (name shown, cells of the report, cells of it that one takes)
USED = {
    "ecp5": (("LUT4", "TRELLIS_COMB"), ("flip-flops", "TRELLIS_FF"), ("block RAMs", "DP16KD"), ("multipliers", "MULT18X18D"),
             ("pins", "TRELLIS_IO")),
    "ice40": (("logic cells", "ICESTORM_LC"), ("block RAMs", "ICESTORM_RAM"), ("large RAMs", "ICESTORM_SPRAM"),
              ("multipliers", "ICESTORM_DSP"), ("pins", "SB_IO")),
}


def rom(board):
    """The board's boot ROM: built by firmware/boot/boot.mk."""
    return fpga.BUILD / "firmware" / "boot" / board.name / "loader.hex"


def read_board(board, files, hex_file=None):
    """The command that reads the board's top and the design; tops of other boards are read and not elaborated."""
    own = sorted(str(file) for file in pathlib.Path("rtl/board").glob("*.sv"))
    params = [f"-G {name}={value}" for name, value in board.params.items()]
    defines = [*([f'TH_ROM_HEX="{hex_file}"'] if hex_file else []), *board.defines]
    return fpga.read_rtl(board.top, [*fpga.for_part(files, board.family), *own, *params], defines)


def synthesise(board, files, folder):
    """Yosys: top.json in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with progress.Progress(f"synthesise {board.name}"):
        fpga.run_yosys(f"board-{board.name}", [
            read_board(board, files, rom(board)),
            *board.before, "hierarchy -check", "proc", "select -assert-none t:$dlatch t:$adlatch t:$dlatchsr",
            *fpga.synth(board.family, board.top, board.synth), "check -assert", f"write_json {folder / 'top.json'}"])


def options(board, folder, seed):
    pins = fpga.ROOT / "constraints" / board.pins
    if board.family == "ecp5":
        return [*board.device, "--lpf", str(pins), "--textcfg", str(folder / f"seed{seed}.config"), "--freq", str(board.mhz)]
    return [*board.device, "--pcf", str(pins), "--asc", str(folder / f"seed{seed}.asc"), "--freq", str(board.mhz)]


def place(board, folder, seed):
    return pnr.route(board.family, options(board, folder, seed), folder, seed, f"{board.name}, seed {seed}")


def pack(board, folder, seed, good):
    """The bitstream's file; `good` says whether it may bear its name."""
    if board.family == "ecp5":
        source, end = folder / f"seed{seed}.config", "bit"
    else:
        source, end = folder / f"seed{seed}.asc", "bin"
    name = folder / (f"{board.name}.{end}" if good else f"{board.name}.failed.{end}")
    (folder / f"{board.name}.{end}").unlink(missing_ok=True)
    done = subprocess.run([*fpga.packer(board.family), str(source), str(name)], check=False)
    if done.returncode:
        fpga.die(f"packing {source} failed")
    return name


def summary(board, routed):
    print(f"{board.title}: {board.top}, seed {routed.seed}")
    print(f"  {'':14}{'used':>8}{'available':>12}")
    for title, cell in USED[board.family]:
        row = routed.report["utilization"].get(cell, {"used": 0, "available": 0})
        if row["available"]:
            print(f"  {title:14}{row['used']:8,}{row['available']:12,}  {100 * row['used'] / row['available']:5.1f} %")
    for name, clock in routed.report["fmax"].items():
        slack = 1000 / clock["constraint"] - 1000 / clock["achieved"]
        print(f"  clock {clock['achieved']:.1f} MHz of {clock['constraint']:.1f} asked, slack {slack:+.1f} ns  ({name})")


def missed(routed):
    return [name for name, clock in routed.report["fmax"].items() if clock["achieved"] < clock["constraint"]]


def main():
    board = boards.find(sys.argv[1])
    files = sys.argv[2:]
    folder = fpga.BUILD / "boards" / board.name
    synthesise(board, files, folder)
    if os.environ.get("SEEDS"):
        pnr.sweep(range(1, int(os.environ["SEEDS"]) + 1), lambda seed: place(board, folder, seed))
        return
    routed = place(board, folder, int(os.environ.get("SEED") or 1))
    late = missed(routed)
    name = pack(board, folder, routed.seed, not late)
    summary(board, routed)
    if late:
        pnr.show_path(routed)
        sys.exit(f"timing is missed; another SEED= may reach it. Kept for a look: {name}")
    print(f"  {name}: {name.stat().st_size:,} bytes; `make flash BOARD={board.name}`")


if __name__ == "__main__":
    main()

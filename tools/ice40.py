#!/usr/bin/env python3
"""ice40.py BOARD FILES - bitstream of an iCE40 board: Yosys, nextpnr-ice40, icepack. Prints what of the part is used
and the clock against the board's; fails when timing is missed. Output: build/boards/BOARD/. SEED=n for another placement (1)."""
import dataclasses
import json
import os
import re
import subprocess
import sys
import threading
import time

import fpga


@dataclasses.dataclass(frozen=True)
class Board:
    top: str
    synth: str                 # options of synth_ice40
    part: tuple                # options of nextpnr
    ebr_words: int             # smallest RAM that becomes a block RAM (rtl/lib/lutram.sv)
    ram: int                   # bytes
    clock: int                 # Hz
    parameters: str            # of the SoC that its device tree shows


SMALL = "NumHarts=1 CacheBytes=0 LineBytes=8 Smode=0 Bitmanip=0 HpmCounters=0 FastMul=0"
BOARDS = {
    "icebreaker": Board("icebreaker", "-dsp -device u", ("--up5k", "--package", "sg48"), 4, 128 << 10, 12_000_000, SMALL + " PmpEntries=0"),
    "hx8k-evn": Board("hx8k_evn", "-device hx", ("--hx8k", "--package", "ct256"), 32, 8 << 10, 12_000_000, SMALL + " PmpEntries=4"),
}
# The mapper saves LUTs where a path has time: ps between registers. And modules that are kept whole for the clock of a
# larger part (rtl/lib/match.sv) are opened.
SMALLER = ("setattr -mod -unset keep_hierarchy *", "scratchpad -set abc9.D 50000")
CELLS = ("ICESTORM_LC", "ICESTORM_RAM", "ICESTORM_DSP", "ICESTORM_SPRAM", "SB_IO")


def boot_rom(board, folder):
    """The boot ROM with this board's device tree."""
    target = folder / "boot" / "bootrom.hex"
    done = subprocess.run(["make", "-s", f"SIM_DIR={folder}", f"SIM_PARAMS={board.parameters}", f"BOOT_RAM={board.ram}",
                           f"BOOT_CLOCK={board.clock}", str(target)], cwd=fpga.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        fpga.die(f"no boot ROM: {done.stdout}{done.stderr}")
    return target


def synthesise(name, board, files, folder):
    netlist = folder / "top.json"
    rom = boot_rom(board, folder)
    defines = ["TH_ONE_HART", f"TH_NO_LUTRAM={board.ebr_words}", f'TH_ROM_HEX="{rom}"']
    files = [*files, *(f"rtl/board/{f}.sv" for f in (board.top, "spram_port", "bram_port", "serial_fixed", "ice40_cells"))]
    fpga.run_yosys(f"ice40-{name}", [fpga.read_rtl(board.top, files, defines), *SMALLER,
                                     f"synth_ice40 {board.synth} -top {board.top} -json {netlist}"])
    return netlist


def last_step(log):
    """What nextpnr is at, from the end of its log."""
    steps = re.findall(r"^Info: (Packing|Creating initial|Running|Routing|Routing complete)[^\n]*", log, re.M)
    return steps[-1] if steps else "starting"


def route(name, board, netlist, folder):
    log, report = folder / "nextpnr.log", folder / "report.json"
    command = [*fpga.nextpnr("ice40"), *board.part, "--json", str(netlist), "--pcf", f"constraints/{name}.pcf",
               "--asc", str(folder / "top.asc"), "--report", str(report), "--seed", os.environ.get("SEED", "1"),
               "--freq", str(board.clock / 1e6), "--timing-allow-fail"]
    report.unlink(missing_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        began = time.monotonic()
        done = threading.Event()

        def progress():
            while not done.wait(15):
                print(f"  {int(time.monotonic() - began):4} s  {last_step(log.read_text(errors='replace'))}", flush=True)
        threading.Thread(target=progress, daemon=True).start()
        process.wait()
        done.set()
    if not report.exists():
        errors = [line for line in log.read_text().splitlines() if line.startswith("ERROR")]
        fpga.die("nextpnr failed (log: {})\n  {}".format(log, "\n  ".join(errors[:10] + used_of(log.read_text()))))
    return json.loads(report.read_text())


def used_of(log):
    """The rows of nextpnr's table of what is used."""
    return [line.removeprefix("Info:").strip() for line in log.splitlines() if re.search(r"ICESTORM_(LC|RAM|DSP|SPRAM):", line)]


def main():
    name, files = sys.argv[1], sys.argv[2:]
    if name not in BOARDS:
        fpga.die(f"no board '{name}': BOARD={' or '.join(BOARDS)}")
    board = BOARDS[name]
    folder = fpga.BUILD / "boards" / name
    folder.mkdir(parents=True, exist_ok=True)
    result = route(name, board, synthesise(name, board, files, folder), folder)
    for cell in CELLS:
        of = result["utilization"].get(cell)
        if of and of["available"]:
            print(f"  {cell:15}{of['used']:6} of {of['available']:5}  {100 * of['used'] // of['available']:3} %")
    mhz, wanted = min(c["achieved"] for c in result["fmax"].values()), board.clock / 1e6
    print(f"  clock {mhz:.2f} MHz, {wanted:.2f} asked for, slack {1000 / wanted - 1000 / mhz:.1f} ns")
    if mhz < wanted:
        fpga.die("timing is missed")
    image = folder / "top.bin"
    subprocess.run([*fpga.packer("ice40"), str(folder / "top.asc"), str(image)], check=True)
    print(f"  {image}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""lint_cdc.py BOARD FILES - clock-domain crossings of a board's top: fails on one that is not named.

The top is flattened but for sync (rtl/lib/sync.sv), the one synchroniser. Then
  - every flip-flop and RAM has one clock, or another that the board names;
  - what an input pin reaches through logic ends in a sync, in a cell of the part (PLL, pad register), or is one of the
    board's `timed` pins: those whose outside is clocked by us, so that timing, not a synchroniser, makes them safe."""
import json
import sys

import bitstream
import boards
import fpga

STATE = ("$dff", "$adff", "$sdff", "$dffe", "$sdffe", "$adffe", "$sdffce", "$aldff", "$dlatch", "$mem", "$memrd", "$memwr", "$memrd_v2",
         "$memwr_v2", "$mem_v2")
CLOCKS = ("CLK", "RD_CLK", "WR_CLK")


def elaborate(board, files):
    out = fpga.BUILD / "synth" / f"cdc-{board.name}.json"
    fpga.run_yosys(f"cdc-{board.name}", [bitstream.read_board(board, files), "hierarchy -check", "setattr -mod -unset keep_hierarchy *", "setattr -mod -set keep_hierarchy 1 sync*",
                                         "proc", "flatten", "opt_clean", f"write_json {out}"])
    return json.loads(out.read_text())["modules"][board.top]


def is_sync(cell):
    return cell["type"].lstrip("\\").startswith("sync") or "\\sync" in cell["type"]


def main():
    board = boards.find(sys.argv[1])
    top = elaborate(board, sys.argv[2:])
    readers, names = {}, {}
    for name, cell in top["cells"].items():
        for port, bits in cell["connections"].items():
            if cell["port_directions"][port] == "input":
                for bit in bits:
                    readers.setdefault(bit, []).append((name, cell, port))
    for name, net in top["netnames"].items():
        for bit in net["bits"]:
            names.setdefault(bit, name)

    problems, clocks = [], {}
    for name, cell in top["cells"].items():
        if cell["type"] in STATE:
            for port in CLOCKS:
                for bit in cell["connections"].get(port, []):
                    if not isinstance(bit, str):                  # a constant: a read port without clock
                        clocks.setdefault(names.get(bit, "?"), name)
    for clock, cell in clocks.items():
        if clock not in board.clocks:
            problems.append(f"{cell} has the clock {clock}, which {board.name} does not name")

    checked = 0
    for port, what in top["ports"].items():
        if what["direction"] == "output" or port in board.clocks or port in board.timed:
            continue
        seen, todo = set(), list(what["bits"])
        ends = 0
        while todo:
            bit = todo.pop()
            if bit in seen or isinstance(bit, str):
                continue
            seen.add(bit)
            for name, cell, pin in readers.get(bit, []):
                if is_sync(cell):
                    ends += pin == "d_i"
                    if pin != "d_i":
                        problems.append(f"input {port} reaches {pin} of {name}")
                elif cell["type"] in STATE:
                    problems.append(f"input {port} reaches the flip-flop or RAM {name} without a synchroniser")
                elif cell["type"].startswith("$"):
                    todo += [b for p, bits in cell["connections"].items() if cell["port_directions"][p] == "output" for b in bits]
        checked += ends
    if not checked:
        problems.append("no input ends in a synchroniser: is this check still looking?")
    if problems:
        fpga.die("\n  ".join([f"{board.name}:", *sorted(set(problems))]))
    print(f"  {board.name}: {checked} input bits end in synchronisers, clocks: {', '.join(clocks)}")


if __name__ == "__main__":
    main()

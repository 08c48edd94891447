"""sdram_figures.py - the SDRAM section of docs/results.md: the controller alone between an eager port and the chip model
(tests/rtl/sdram_bench.cc), and programs with the simulator's --sdram. Used by bench.py."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/rtl"))
import sdram_tool                                                             # noqa: E402

# sdram_tb.sv's numbers of the shapes shown
SHAPES = {"16 bits, 32-byte lines": 0, "16 bits, 64-byte lines": 1, "32 bits, 32-byte lines": 4}
PATTERNS = {
    "read": "lines in sequence read", "write": "lines in sequence written",
    "copy": "one read, one of a buffer 128 KiB on written, in turn",
    "stores": "one read, the one 16 KiB before it written, in turn: stores through a cache",
    "two_reads": "two sequences 128 KiB apart read in turn", "random": "any line, a third of them written"}
MAPS = {"": "", "plain_": "... bank without the row's bits", "lines_": "... lines alternate banks"}
PROGRAMS = ("stream", "chase", "sieve", "sort", "matmul", "mix", "strings")


def figures(bench, shape):
    text = subprocess.run([bench, str(shape), "figures"], capture_output=True, text=True, check=True).stdout
    return {name: float(value) for _, name, value, _ in (line.split() for line in text.splitlines() if line.startswith("FIGURE "))}


def controller():
    bench = sdram_tool.build()
    found = [figures(bench, shape) for shape in SHAPES.values()]
    pins = " | ".join(f"{f['pins']:.0f}" for f in found)
    rows = [f"| the data pins carry, bytes a clock | {pins} |"]
    for pattern, what in PATTERNS.items():
        for prefix, other in MAPS.items():
            if prefix and pattern in ("write", "random"):
                continue
            values = " | ".join(f"{f[prefix + pattern]:.1f}" for f in found)
            rows.append(f"| {other or what}, % of that | {values} |")
    for name, what in (("open_row", "acceptance to first beat, row open, clocks"), ("other_row", "... another row of the bank open")):
        rows.append(f"| {what} | {' | '.join(f'{f[name]:.0f}' for f in found)} |")
    return ["| the controller alone, 50 MHz, CAS latency 2, refreshes included | " + " | ".join(SHAPES) + " |",
            "|---|" + "---:|" * len(SHAPES), *rows]


def programs(measure, elves, plain):
    """measure(elf): BENCH rows with --sdram; plain: {(name, figure): value} without."""
    rows = []
    for elf in elves:
        if pathlib.Path(elf).stem in PROGRAMS:
            rows += [f"| {name} | {figure} | {plain[name, figure]} | {value} | {unit} |" for name, figure, value, unit in measure(elf)]
    return ["| program, -O2 | figure | memory of fixed latency | `--sdram`, 16 bits | unit |", "|---|---|---:|---:|---|", *rows]


def section(measure, elves, plain):
    return ["## SDRAM", "", "[ref/sdram.md](ref/sdram.md) says what the rows mean.", "", *controller(), "", *programs(measure, elves, plain), ""]

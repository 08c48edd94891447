#!/usr/bin/env python3
"""bench.py --sim SIM ELF... - run each benchmark on the simulator, print one table of its BENCH rows,
and write docs/results.md with what was measured on.

A row is `BENCH <name> <figure> <value> <unit>` (sw/bench/bench.h). A wrong result ends the run."""
import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys

import sdram_figures

ROOT = pathlib.Path(__file__).resolve().parent.parent


def config():
    """The constants of the machine that bear on speed."""
    text = (ROOT / "rtl/pkg/config_pkg.sv").read_text(encoding="utf-8")
    return {name: value for name, value in re.findall(r"localparam \w+ (\w+)\s*=\s*([\w']+);", text)}


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def measure(sim, elf, *options):
    done = subprocess.run([sim, *options, elf], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    rows = [line.split(maxsplit=4)[1:] for line in done.stdout.splitlines() if line.startswith("BENCH ")]
    if done.returncode or not rows:
        sys.exit(f"bench: {elf} ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elf", nargs="+")
    parser.add_argument("--sim", required=True)
    parser.add_argument("--prefix", default="riscv64-unknown-elf-")
    parser.add_argument("--arch", default="", help="ISA string, for the record")
    parser.add_argument("--flags", default="", help="what the programs were compiled with, for the record")
    parser.add_argument("--tuned", default="", help="... and those of --tuned-dir")
    parser.add_argument("--tuned-dir", type=pathlib.Path, required=True, help="the same programs at other flags")
    parser.add_argument("--paged-dir", type=pathlib.Path, required=True, help="the same programs in U-mode under Sv32")
    parser.add_argument("--latency", type=int, default=10, help="cycles to the first beat from memory")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        def measure_all(elves, *options):
            return [row for rows in pool.map(lambda elf: measure(args.sim, elf, f"--memory-latency={args.latency}", *options), elves) for row in rows]
        plain = measure_all(args.elf)
        tuned, paged, same = ({(name, figure): value for name, figure, value, _ in
                               measure_all([folder / pathlib.Path(elf).name for elf in args.elf], *options)}
                              for folder, *options in ((args.tuned_dir,), (args.paged_dir,), (args.paged_dir, "--gpio-in=1")))
    results = [(name, figure, value, tuned[name, figure], paged[name, figure], same[name, figure], unit)
               for name, figure, value, unit in plain]
    machine = config()
    facts = [
        f"- {first_line(args.prefix + 'gcc', '--version')}; {args.arch}; {args.flags}, tuned: {args.tuned}",
        f"- caches {int(machine['CacheBytes']) // 1024} + {int(machine['CacheBytes']) // 1024} KiB a hart, "
        f"{machine['CacheWays']} ways, {machine['LineBytes']}-byte lines; memory {args.latency} cycles to the first beat",
        f"- predictor {machine['Predictor']}, BTB {machine['BtbEntries']} entries, {machine['IssueWidth']} issued a cycle",
    ]
    width = [max(len(row[i]) for row in results) for i in range(7)]
    print(f"  {'':{width[0]}}  {'':{width[1]}}  {args.flags:>{width[2]}}  {'tuned':>{width[3]}}  {'in U':>{width[4]}}  {'in M':>{width[5]}}")
    for name, figure, value, other, below, above, unit in results:
        print(f"  {name:{width[0]}}  {figure:{width[1]}}  {value:>{width[2]}}  {other:>{width[3]}}  {below:>{width[4]}}  {above:>{width[5]}}  {unit}")
    table = [f"| program | figure | {args.flags} | tuned | {args.flags}, U, 4 KiB pages | the same program in M | unit |", "|---|---|---:|---:|---:|---:|---|"]
    table += [f"| {' | '.join(row)} |" for row in results]
    sdram = sdram_figures.section(lambda elf: measure(args.sim, elf, "--sdram"), args.elf,
                                  {(name, figure): value for name, figure, value, _ in plain})
    print("\n".join("  " + line for line in sdram if line))
    text = ["# Results", "", "Written by `make bench`; do not edit.", "", *facts, "", *table, "", *sdram]
    (ROOT / "docs/results.md").write_text("\n".join(text), encoding="utf-8")
    print("written to docs/results.md")


if __name__ == "__main__":
    main()

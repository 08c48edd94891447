"""pnr.py - place and route for fmax.py and bitstream.py: runs nextpnr with a progress line, reads its report, and names
the critical path by the design's hierarchy."""
import concurrent.futures
import json
import re
import statistics
import subprocess

import fpga
import progress

# What nextpnr says on the way, and what a reader wants to know of it.
STEPS = (
    (re.compile(r"Packing|Promoting|Creating initial"), lambda m: "packing"),
    (re.compile(r"at iteration #(\d+),.*?wirelen solved = (\d+)"), lambda m: f"placing, round {m[1]}, wire length {int(m[2]):,}"),
    (re.compile(r"^Info:\s+at iteration #(\d+): temp"), lambda m: f"refining the placement, round {m[1]}"),
    (re.compile(r"iter=(\d+) wires=\d+ overused=(\d+)"), lambda m: f"routing, round {m[1]}, {int(m[2]):,} wires overused"),
    (re.compile(r"^Info:\s+\d+ \|[^|]*\|[^|]*\|\s+(\d+)\|"), lambda m: f"routing, {int(m[1]):,} arcs left"),
)


class Routed:
    """One run: clock in MHz (the slowest domain's), the report, and which seed."""

    def __init__(self, seed, report):
        self.seed, self.report = seed, report
        self.mhz = min(clock["achieved"] for clock in report["fmax"].values())
        self.key = (self.mhz, seed)


def route(family, options, folder, seed, what):
    """Run nextpnr in `folder` on top.json; its log is seedN.log. Timing that is missed is the caller's to judge."""
    folder.mkdir(parents=True, exist_ok=True)
    report, log = folder / f"seed{seed}.json", folder / f"seed{seed}.log"
    report.unlink(missing_ok=True)
    command = [*fpga.nextpnr(family), *options, "--json", str(folder / "top.json"), "--seed", str(seed), "--timing-allow-fail",
               "--report", str(report)]
    with progress.Progress(what) as line, log.open("w") as out, \
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        for text in child.stdout:
            out.write(text)
            for pattern, says in STEPS:
                found = pattern.search(text)
                if found:
                    line.at(says(found))
    if child.returncode or not report.exists():
        errors = [text for text in log.read_text().splitlines() if text.startswith("ERROR")]
        fpga.die(f"nextpnr failed with seed {seed} (log: {log})\n" + "\n".join(errors[:10]))
    return Routed(seed, json.loads(report.read_text()))


def show_path(routed, prefix=""):
    """The longest path inside a clock's domain: one line an element of logic. prefix: of cells, not shown."""
    paths = [p for p in routed.report["critical_paths"] if p["from"].startswith("posedge") and p["to"].startswith("posedge")]
    if not paths:
        return
    path = max(paths, key=lambda p: sum(step["delay"] for step in p["path"]))["path"]
    logic = sum(s["delay"] for s in path if s["type"] != "routing")
    routing = sum(s["delay"] for s in path if s["type"] == "routing")
    hops = sum(1 for s in path if s["type"] == "routing" and s["delay"] > 0)
    print(f"critical path: {logic + routing:.1f} ns: logic {logic:.1f}, routing {routing:.1f} in {hops} hops")
    at = 0.0
    for step in path:
        at += step["delay"]
        if step["type"] != "logic":
            begin, end = (step[way]["cell"].removeprefix(prefix) for way in ("from", "to"))
            print(f"  {at:6.2f}  {step['delay']:5.2f}  {step['type']:8}  {begin} -> {end}")


def sweep(seeds, run, prefix=""):
    """run(seed) for each, two at a time; prints each, then all worst first, and the worst one's path. Returns them so."""
    def one(seed):
        routed = run(seed)
        print(f"  seed {seed}: {routed.mhz:.1f} MHz", flush=True)
        return routed

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = sorted(pool.map(one, seeds), key=lambda r: r.key)
    print("worst first: " + ", ".join(f"{r.mhz:.1f} (seed {r.seed})" for r in results) +
          f" MHz; median {statistics.median(r.mhz for r in results):.1f} MHz")
    show_path(results[0], prefix)
    return results

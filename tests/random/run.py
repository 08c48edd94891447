#!/usr/bin/env python3
"""Runs random two-hart programs in lockstep with the model, each with random stalls, latency and initial contents.

    run.py --seed=N                   one program: what a failure prints to be repeated
    run.py --count=N, --instructions=N, --soak        many, from --seed or a new one on

A failure prints the command that repeats it, keeps the program, and leaves out blocks while it still fails."""
import argparse
import dataclasses
import os
import pathlib
import random
import re
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import programs                                              # noqa: E402

gen = programs.load(programs.ROOT / "tests/random/gen.py")
OUT = programs.BUILD / "tests/random"
MAX_CYCLES = 4_000_000


@dataclasses.dataclass
class Case:
    """A program and how the machine is disturbed: all of it follows from the seed."""
    seed: int
    keep: frozenset = None                                   # of its blocks, only these
    sim: tuple = ()                                          # further simulator options
    simulator: pathlib.Path = programs.SIM

    def __post_init__(self):
        rng = random.Random(f"{self.seed}/run")
        self.blocks = rng.choice((40, 80, 120, 160))
        self.passes = rng.choice((2, 3, 4))
        self.stall = rng.choice((0, 0, rng.randrange(5, 40), rng.randrange(40, 70)))
        self.latency = rng.choice((10, 10, 1, rng.randrange(2, 40), rng.randrange(40, 120)))
        self.stem = OUT / (f"seed{self.seed}" + ("" if self.keep is None else "-small"))

    @property
    def elf(self):
        return self.stem.with_suffix(".elf")

    def build(self):
        OUT.mkdir(parents=True, exist_ok=True)
        source = self.stem.with_suffix(".S")
        source.write_text(gen.program(self.seed, 2, self.blocks, self.passes, self.keep))
        programs.assemble(source, self.elf)

    def command(self):
        latency = () if "--sdram" in self.sim else (f"--memory-latency={self.latency}",)
        return [self.simulator, "--lockstep", f"--max-cycles={MAX_CYCLES}", f"--seed={self.seed % 1000003 + 1}",
                f"--stall={self.stall}", *latency, *self.sim, self.elf]

    def replay(self):
        words = ["tests/random/run.py", f"--seed={self.seed}"]
        if self.keep is not None:
            words.append(f"--keep={gen.format_keep(self.keep)}")
        if self.simulator != programs.SIM:
            words.append(f"--simulator={self.simulator}")
        return " ".join(words + [f"--sim={s}" for s in self.sim])

    def run(self):
        """(exit code, output, retired instructions)"""
        self.build()
        code, output = programs.run(self.command(), seconds=300)
        m = re.search(r"lockstep: (\d+) instructions checked", output)
        if code == 0 and (not m or int(m[1]) < 100):         # passed without a check is not passed
            code = "unchecked"
        return code, output, int(m[1]) if m else 0

    def clean(self):
        for suffix in (".S", ".elf"):
            self.stem.with_suffix(suffix).unlink(missing_ok=True)


def shrink(case, code, seconds=120, say=print):
    """Leaves out blocks, many at a time and then fewer, as long as the exit code stays the same."""
    end = time.monotonic() + seconds
    kept = [(h, i) for h in range(2) for i in range(case.blocks)]
    kept = [k for k in kept if case.keep is None or k in case.keep]
    size, best = len(kept) // 2, case
    while size >= 1 and time.monotonic() < end:
        at = 0
        while at < len(kept) and time.monotonic() < end:
            rest = kept[:at] + kept[at + size:]
            smaller = dataclasses.replace(case, keep=frozenset(rest))
            try:
                again = smaller.run()[0]
            except RuntimeError:
                again = None
            if again == code:
                kept, best = rest, smaller
                say(f"  still fails with {len(kept)} blocks")
            else:
                at += size
        size //= 2
    if best is not case:
        best.build()
    return best


def report(case, code, output, small):
    text = [f"random program failed: seed {case.seed}, exit code {code}", output[-5000:], f"again: {case.replay()}",
            f"   or: {' '.join(map(str, case.command()))}"]
    if small.keep is not None:
        text += [f"small: {small.replay()}", f"   or: {' '.join(map(str, small.command()))}"]
    return "\n".join(text)


def campaign(first, instructions=None, count=None, jobs=2, say=None, sim=(), simulator=programs.SIM, shrink_seconds=120):
    """Runs seeds from first on until so many instructions, or programs, or for ever. Returns (programs, instructions,
    failure text or None)."""
    done = retired = 0
    seed = first
    with ThreadPoolExecutor(jobs) as pool:
        running = {}
        while True:
            more = (count is None or seed - first < count) and (instructions is None or retired < instructions)
            while more and len(running) < jobs and (count is None or seed - first < count):
                case = Case(seed, sim=tuple(sim), simulator=simulator)
                running[pool.submit(case.run)] = case
                seed += 1
            if not running:
                return done, retired, None
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                case = running.pop(future)
                code, output, n = future.result()
                if code != 0:
                    wait(running)
                    for other in running.values():
                        other.clean()
                    small = case
                    if shrink_seconds and code not in (2, "unchecked"):        # those are no fault of the program's
                        small = shrink(case, code, shrink_seconds, say or (lambda _: None))
                    return done, retired, report(case, code, output, small)
                done, retired = done + 1, retired + n
                case.clean()
            if say:
                say(f"{done} programs, {retired / 1e6:.2f} M instructions in lockstep, up to seed {seed - 1}")


class Progress:
    """One line, rewritten on a terminal, or now and then in a log."""

    def __init__(self):
        self.terminal, self.last = sys.stderr.isatty(), 0.0

    def __call__(self, text):
        now = time.monotonic()
        if self.terminal:
            print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)
        elif now - self.last > 30 or "still fails" in text:
            print(text, file=sys.stderr, flush=True)
            self.last = now


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--seed", type=int, help="first seed (a new one)")
    p.add_argument("--count", type=int, help="programs (1 when nothing else says how many)")
    p.add_argument("--instructions", type=int, help="until so many have retired")
    p.add_argument("--soak", action="store_true", help="until stopped")
    p.add_argument("--jobs", type=int, default=os.cpu_count(), help="programs at a time (every core)")
    p.add_argument("--keep", type=gen.parse_keep, help="only these blocks: hart:number,...")
    p.add_argument("--no-shrink", action="store_true")
    p.add_argument("--sim", action="append", default=[], metavar="OPTION", help="further simulator option")
    p.add_argument("--simulator", type=pathlib.Path, default=programs.SIM, help="another build of it")
    a = p.parse_args(argv)
    if not a.simulator.exists():
        sys.exit(f"{a.simulator} is missing: make {a.simulator} first")
    first = a.seed if a.seed is not None else int(time.time()) % 100_000_000 * 1000
    if a.keep is not None:
        case = Case(first, a.keep, tuple(a.sim), a.simulator)
        code, output, _ = case.run()
        print(output, end="")
        sys.exit(code if isinstance(code, int) else 1)
    if not (a.count or a.instructions or a.soak):
        a.count = 1
    print(f"random programs from seed {first} on: {a.jobs} at a time", file=sys.stderr)
    progress = Progress()
    try:
        done, retired, failure = campaign(first, a.instructions, a.count, a.jobs, progress, a.sim, a.simulator,
                                          0 if a.no_shrink else 120)
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return
    print(f"\n{failure}" if failure else f"\n{done} programs, {retired} instructions: no difference",
          file=sys.stdout if failure else sys.stderr)
    sys.exit(1 if failure else 0)


if __name__ == "__main__":
    main()

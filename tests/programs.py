"""Finds, builds and runs the test programs. A program exists by its file existing; its first lines say how to run it:

    // limit: 200000                   cycles (100000)
    // run: --stall=30                 simulator options
    // sd: 64                          an SD card of so many blocks, new for each run
    // qemu: no (reason)               not compared with QEMU; likewise reference: no, lockstep: no
"""
import dataclasses
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / os.environ.get("BUILD", "build")
FOLDERS = ("isa", "priv", "smp")
SIM = BUILD / "sim/twinhart"
REFERENCE = BUILD / "sim/twinhart-ref"
PREFIX = os.environ.get("RISCV_PREFIX", "riscv64-unknown-elf-")
QEMU = os.environ.get("QEMU", "qemu-system-riscv32")
TARGETS = ("rtl", "reference", "qemu")

ASSEMBLE = [PREFIX + "gcc", "-march=rv32imac_zicsr_zifencei_zba_zbb_zbs", "-mabi=ilp32", f"-I{ROOT}/tests", "-nostdlib",
            f"-T{ROOT}/sw/bare/link.ld", "-Wl,--no-relax,--no-warn-rwx-segments"]
# QEMU's hart as ours is: no PMP, nothing translated. Names as of QEMU 7.2.
QEMU_CPU = "rv32,f=false,d=false,h=false,zbc=false"


@dataclasses.dataclass
class Program:
    name: str                                      # priv/wfi
    source: pathlib.Path
    elf: pathlib.Path
    limit: int = 100000
    options: list = dataclasses.field(default_factory=list)
    card: int = 0                                  # blocks
    excluded: dict = dataclasses.field(default_factory=dict)       # target or 'lockstep' -> reason

    def __post_init__(self):
        for line in self.source.read_text().splitlines():
            if not line.startswith("//"):
                break
            if m := re.match(r"// limit: (\d+)$", line):
                self.limit = int(m[1])
            elif m := re.match(r"// run: (.+)$", line):
                self.options += m[1].split()
            elif m := re.match(r"// sd: (\d+)$", line):
                self.card = int(m[1])
            elif m := re.match(r"// (qemu|reference|lockstep): no \((.+)\)$", line):
                self.excluded[m[1]] = m[2]
            elif re.match(r"// ?(limit|run|sd|qemu|reference|lockstep):", line):
                raise ValueError(f"{self.source}: not understood: {line}")


def load(path):
    """A Python file of another tests folder as a module; folders have files of the same name."""
    name = "_".join(path.relative_to(ROOT).with_suffix("").parts)
    if name not in sys.modules:
        sys.path.insert(0, str(path.parent))
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
        sys.path.pop(0)
    return sys.modules[name]


def discover():
    """Every program there is, the generated ones written anew if they would change."""
    found = []
    for path in load(ROOT / "tests/isa/gen.py").write(BUILD / "tests/isa"):
        found.append(Program(f"isa/{path.stem}", path, path.with_suffix(".elf")))
    for folder in FOLDERS:
        for path in sorted((ROOT / "tests" / folder).glob("*.[cS]")):
            found.append(Program(f"{folder}/{path.stem}", path, BUILD / "tests" / folder / f"{path.stem}.elf"))
    return found


def assemble(source, elf, *flags):
    """A stand-alone program. Raises with the assembler's words."""
    done = subprocess.run([*ASSEMBLE, *flags, str(source), "-o", str(elf)], capture_output=True, text=True)
    if done.returncode or done.stderr:
        raise RuntimeError(f"{source}: {done.stderr or done.returncode}")


def _stale(p):
    needed = [p.source, ROOT / "tests/env/test.h", ROOT / "sw/bare/link.ld"]
    return not p.elf.exists() or any(p.elf.stat().st_mtime < f.stat().st_mtime for f in needed)


def build(programs, jobs=None):
    """Builds what is out of date: generated ones here, the others by make, which knows the bare layer."""
    jobs = jobs or os.cpu_count()
    generated = [p for p in programs if BUILD in p.source.parents]
    others = [p for p in programs if BUILD not in p.source.parents]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda p: assemble(p.source, p.elf), filter(_stale, generated)))
    if others:
        done = subprocess.run(["make", "-s", f"-j{jobs}", *(str(p.elf.relative_to(ROOT)) for p in others)], cwd=ROOT,
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError("make failed:\n" + done.stdout[-3000:] + done.stderr[-3000:])


def simulator(target):
    """The program that runs a target, or None when it has not been built."""
    if target == "reference" and REFERENCE.exists():
        return [str(REFERENCE), "--model=reference"]
    if not SIM.exists():
        return None
    return [str(SIM)] + (["--model=reference"] if target == "reference" else [])


def card(p, target, extra):
    """A new image for a run, with contents that the programs know (tests/priv/sd_card.c)."""
    words = [p.name.replace("/", "-"), target, *(e.strip("-") for e in extra)]
    image = BUILD / "tests/cards" / (".".join(words) + ".img")
    image.parent.mkdir(parents=True, exist_ok=True)
    image.write_bytes(bytes(b * 31 + i * 7 + (i >> 8) & 255 for b in range(p.card) for i in range(512)))
    return image


def command(p, target, extra=()):
    if target == "qemu":
        return [QEMU, "-M", "virt", "-m", "64M", "-smp", "2", "-bios", "none", "-nographic", "-monitor", "none",
                "-serial", "stdio", "-cpu", QEMU_CPU, "-kernel", str(p.elf)]
    words = simulator(target)
    if words is None:
        raise RuntimeError("build/sim/twinhart is missing: make build/sim/twinhart build/sim/twinhart-check")
    if target == "rtl" and "lockstep" not in p.excluded:
        words = [*words, "--lockstep"]
    limit = p.limit * (4 if extra else 1)              # extra options disturb it: it may take its time
    cards = [f"--sd={card(p, target, extra)}"] if p.card else []
    return [*words, f"--max-cycles={limit}", *p.options, *cards, *extra, str(p.elf)]


def run(words, seconds=120, **kw):
    """Exit code and everything said; 'timeout' as the code when it took too long."""
    try:
        done = subprocess.run(list(map(str, words)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, cwd=ROOT, **kw)
        return done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as e:
        return "timeout", (e.stdout or b"").decode(errors="replace")


def run_program(p, target, extra=()):
    return run(command(p, target, extra), seconds=60 if target == "qemu" else 60 + p.limit // 5000)


def describe(p, target, code, output, extra=()):
    """What a failed test shows: the code, the end of the output, and the one command that repeats it."""
    meaning = {124: " (its cycle limit)", 3: " (a checker)", "timeout": ""}.get(code, "")
    return (f"{p.name} on {target}: exit code {code}{meaning}\n{output[-4000:]}\n"
            f"again: {' '.join(map(str, command(p, target, extra)))}")

"""The boot ROM's device tree says what the RTL's packages say: generated, compiled without a warning, read back with
fdtget and compared with constants that this file reads for itself. What the packages lose or change, the tree does too."""
import os
import re
import shutil
import subprocess
import sys

import pytest

import programs

ROOT = programs.ROOT
PKG = ROOT / "rtl/pkg"
DTC = os.environ.get("DTC", "dtc")
OUT = programs.BUILD / "tests/device_tree"


def generate(name, packages=PKG, *words):
    """The compiled tree; dtc must have nothing to say."""
    OUT.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([sys.executable, ROOT / "firmware/boot/gen_dts.py", packages, *words], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    source, blob = OUT / f"{name}.dts", OUT / f"{name}.dtb"
    source.write_text(done.stdout)
    done = subprocess.run([DTC, "-I", "dts", "-O", "dtb", "-o", blob, source], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout + done.stderr == "", done.stderr
    return Tree(blob)


class Tree:
    def __init__(self, blob):
        self.blob = blob

    def _get(self, *words):
        done = subprocess.run(["fdtget", *words], capture_output=True, text=True)
        return done.stdout.rstrip("\n") if done.returncode == 0 else None

    def cells(self, node, name):
        text = self._get("-t", "x", self.blob, node, name)
        return text if text is None else [int(cell, 16) for cell in text.split()]

    def cell(self, node, name):
        cells = self.cells(node, name)
        assert cells is not None and len(cells) == 1, f"{node} {name}: {cells}"
        return cells[0]

    def text(self, node, name):
        """A list of strings comes as one, with blanks between."""
        return self._get("-t", "s", self.blob, node, name)

    def has(self, node):
        return self._get("-p", self.blob, node) is not None

    def nodes(self, node):
        return (self._get("-l", self.blob, node) or "").split()


def constant(name, folder=PKG):
    """A constant of rtl/pkg by its literal; None if there is none."""
    for path in folder.glob("*.sv"):
        if m := re.search(rf"\b{name}\s*=\s*(?:\d+'([hdb]))?([0-9a-f_]+)", re.sub("//.*", "", path.read_text())):
            return int(m[2].replace("_", ""), {"h": 16, "b": 2}.get(m[1], 10))
    return None


def isa(folder=PKG, **changed):
    """The string that an RTL with these packages has to have."""
    def c(name):
        return changed.get(name, constant(name, folder))
    rows = (folder / "csr_pkg.sv").read_text()
    menvcfgh = int(re.search(r"CsrMenvcfgh:.*32'h([0-9a-f_]+)", rows)[1].replace("_", ""), 16)
    of_s = "_sscofpmf" * ("CsrScountovf" in rows) + "_sstc" * (menvcfgh >> 31) + "_svade" + "_svadu" * (menvcfgh >> 29 & 1)
    return ("rv32imac_zicntr_zicsr_zifencei" + "_zihpm" * ((c("HpmCounters") or 0) > 0) + "_zba_zbb_zbs" * c("Bitmanip")
            + of_s * c("Smode"))


def truth(tree, folder=PKG, ram=64 << 20, clock=100_000_000, **changed):
    """Every statement of the tree, held against the packages."""
    def c(name):
        return changed.get(name, constant(name, folder))

    harts = c("NumHarts")
    assert tree.nodes("/cpus") == [f"cpu@{h}" for h in range(harts)] + ["cpu-map"]
    assert tree.cell("/cpus", "timebase-frequency") == clock // c("TimeDiv")
    assert tree.cells("/memory@80000000", "reg") == [c("RamBase"), ram]
    intc = []
    for h in range(harts):
        cpu = f"/cpus/cpu@{h}"
        assert tree.cell(cpu, "reg") == h
        assert tree.text(cpu, "riscv,isa") == isa(folder, **changed)
        assert tree.text(cpu, "mmu-type") == ("riscv,sv32" if c("Smode") else "riscv,none")
        assert tree.cell(cpu, "riscv,pmpregions") == c("PmpEntries")
        for letter in "id":
            assert (tree.cells(cpu, f"{letter}-cache-size") is not None) == (c("CacheBytes") > 0)
            assert (tree.cells(cpu, f"{letter}-tlb-size") is not None) == bool(c("Smode"))
        for letter in "id" if c("CacheBytes") else "":
            assert tree.cell(cpu, f"{letter}-cache-size") == c("CacheBytes")
            assert tree.cell(cpu, f"{letter}-cache-block-size") == c("LineBytes")
            assert tree.cell(cpu, f"{letter}-cache-sets") * c("LineBytes") * c("CacheWays") == c("CacheBytes")
        for letter in "id" if c("Smode") else "":
            assert tree.cell(cpu, f"{letter}-tlb-size") == tree.cell(cpu, f"{letter}-tlb-sets") == c("TlbEntries")
        intc.append(tree.cell(f"{cpu}/interrupt-controller", "phandle"))
        assert tree.cell("/cpus/cpu-map/cluster0/core%d" % h, "cpu") == tree.cell(cpu, "phandle")

    claims = {"Finisher": "test", "Clint": "clint", "Plic": "interrupt-controller", "Uart": "serial", "Spi": "spi",
              "Gpio": "gpio"}
    there = {}
    for device, kind in claims.items():
        base = constant(device + "Base", folder)
        if base is not None:
            there[device] = f"/soc/{kind}@{base:x}"
            shift = int(re.search(rf"addr >> (\d+)\) == \({device}Base", (folder / "map_pkg.sv").read_text())[1])
            assert tree.cells(there[device], "reg") == [base, 1 << shift]
    assert sorted(tree.nodes("/soc")) == sorted(node.split("/")[-1] for node in there.values())

    # Software 3 and timer 7 of M; external 11 of M and 9 of S, if it is there: contexts 2h and 2h + 1.
    s_external = 9 if c("Smode") else 0xffffffff
    assert tree.cells(there["Clint"], "interrupts-extended") == [n for i in intc for n in (i, 3, i, 7)]
    assert tree.cells(there["Plic"], "interrupts-extended") == [n for i in intc for n in (i, 11, i, s_external)]
    plic = tree.cell(there["Plic"], "phandle")
    assert tree.cell(there["Plic"], "riscv,ndev") == 31
    irqs = re.search(r"IrqIds = '?\{(.*)\}", (folder / "map_pkg.sv").read_text())[1]
    for device, irq in zip(("Uart", "Spi", "Gpio"), map(int, reversed(re.findall(r"5'd(\d+)", irqs)))):
        if device in there:
            assert tree.cell(there[device], "interrupts") == irq and tree.cell(there[device], "interrupt-parent") == plic
    assert tree.text(there["Uart"], "compatible") == "ns16550a"
    assert tree.cell(there["Uart"], "clock-frequency") == clock
    assert tree.text("/chosen", "stdout-path") == there["Uart"]

    for what, value in (("poweroff", 0x5555), ("reboot", 0x7777)):
        assert tree.text(f"/{what}", "compatible") == f"syscon-{what}" and tree.cell(f"/{what}", "value") == value
        assert tree.cell(f"/{what}", "regmap") == tree.cell(there["Finisher"], "phandle")
    assert tree.has("/pmu") == bool(c("HpmCounters"))
    if tree.has("/pmu"):
        events = tree.cells("/pmu", "riscv,event-to-mhpmevent")
        counters = tree.cells("/pmu", "riscv,event-to-mhpmcounters")
        assert all(mask & ~5 in (0, (1 << c("HpmCounters")) - 1 << 3) for mask in counters[2::3]) and len(events) % 3 == 0
        assert dict(zip(events[::3], events[2::3]))[0x10001] == constant("EvDLoadMiss", folder)


def test_says_what_the_packages_say():
    truth(generate("plain"))


def test_the_rom_holds_it():
    tree = generate("rom").blob.read_bytes()
    rom = (programs.BUILD / "firmware/boot/bootrom.bin").read_bytes()
    at = int.from_bytes(rom[-8:-4], "little") - 0x1000
    assert rom[at:at + len(tree)] == tree


@pytest.mark.parametrize("changed", [
    {"NumHarts": 1}, {"TimeDiv": 20}, {"CacheBytes": 1024, "CacheWays": 1}, {"LineBytes": 64}, {"TlbEntries": 64},
    {"PmpEntries": 16}, {"Smode": 0}, {"Bitmanip": 0}, {"CacheBytes": 0, "LineBytes": 8, "Smode": 0, "HpmCounters": 0}], ids=lambda c: "-".join(c))
def test_parameters(changed):
    truth(generate("-".join(changed), PKG, *(f"{k}={v}" for k, v in changed.items())), **changed)


def test_a_boards_memory_and_clock():
    tree = generate("board", PKG, "--ram=0x2000000", "--clock=50000000")
    truth(tree, ram=32 << 20, clock=50_000_000)


def edited(name, file, *pairs):
    """A copy of the packages with a text replaced."""
    folder = OUT / f"pkg-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PKG, folder)
    text = (folder / file).read_text()
    for old, new in pairs:
        assert re.search(old, text), f"{file} has no {old}"
        text = re.sub(old, new, text, count=1)
    (folder / file).write_text(text)
    return folder


EDITS = [
    ("uart", "map_pkg.sv", (r"UartBase( *)= 32'h1000_0000", r"UartBase\1= 32'h1001_0000")),
    ("irq", "map_pkg.sv", (r"5'd10\}", "5'd3}")),
    ("clint", "map_pkg.sv", (r"addr >> 16\) == \(ClintBase >> 16", "addr >> 14) == (ClintBase >> 14")),
    ("tlb", "config_pkg.sv", (r"TlbEntries = 32", "TlbEntries = 64")),
    ("timediv", "config_pkg.sv", (r"TimeDiv( *)= 10", r"TimeDiv\1= 16")),
    ("spi", "map_pkg.sv", (r"SpiBase( *)= 32'h1004_0000", r"SpiBase\1= 32'h1007_0000")),
    ("counters", "config_pkg.sv", (r"HpmCounters( *)= 4", r"HpmCounters\1= 6")),
    ("sstc", "csr_pkg.sv", (r"(CsrMenvcfgh: .*)32'h\w+", r"\g<1>32'h2000_0000")),
]


@pytest.mark.parametrize("name, file, edit", EDITS, ids=[e[0] for e in EDITS])
def test_follows_a_changed_constant(name, file, edit):
    """The tree of changed packages is theirs, and no longer the design's."""
    folder = edited(name, file, edit)
    tree = generate(name, folder)
    truth(tree, folder)
    with pytest.raises(AssertionError):
        truth(tree)


def test_a_bad_parameter_is_refused():
    for words in (["NoSuch=1"], ["TimeDiv=x"], ["TimeDiv"], ["TimeDiv=7"]):
        done = subprocess.run([sys.executable, ROOT / "firmware/boot/gen_dts.py", PKG, *words], capture_output=True, text=True)
        assert done.returncode != 0 and len(done.stderr.splitlines()) == 1 and not done.stdout, words


FALSE = [
    ("_sstc", ""), ("_zbs", "_zbs_zbc"), ("rv32imac", "rv32imafc"), ("_svadu", ""), ("_zihpm", ""), ("_sscofpmf", ""),
    ('mmu-type = "riscv,sv32"', 'mmu-type = "riscv,none"'), ("pmpregions = <0x8>", "pmpregions = <0x10>"),
    ("timebase-frequency = <0x989680>", "timebase-frequency = <0x1312d00>"), ("<0x80000000 0x4000000>", "<0x80000000 0x2000000>"),
    ("interrupts = <0xa>", "interrupts = <0xb>"), ("<&intc0 0xb>, <&intc0 0x9>", "<&intc0 0x9>, <&intc0 0xb>"),
    ("<&intc0 0x3>, <&intc0 0x7>, <&intc1 0x3>, <&intc1 0x7>", "<&intc1 0x3>, <&intc1 0x7>, <&intc0 0x3>, <&intc0 0x7>"),
    ("value = <0x5555>", "value = <0x4444>"), ("cpu@1", "cpu@2")]


@pytest.fixture(scope="module")
def elf():
    path = programs.BUILD / "tests/priv/device_tree.elf"
    subprocess.run(["make", "-s", path.relative_to(ROOT)], cwd=ROOT, check=True)
    return path


@pytest.mark.parametrize("old, new", FALSE, ids=[new or old for old, new in FALSE])
def test_a_false_tree_is_refuted(elf, old, new):
    """tests/priv/device_tree.c, which finds the ROM's tree true, finds each of these false."""
    source = generate("false").blob.with_suffix(".dts").read_text()
    assert old in source
    blob = OUT / "false.dtb"
    subprocess.run([DTC, "-q", "-I", "dts", "-O", "dtb", "-o", blob, "-"], input=source.replace(old, new), text=True, check=True)
    code, output = programs.run([*programs.simulator("reference"), "--max-cycles=300000", f"--dtb={blob}", elf])
    assert code in (1, 124), f"{code} {output}"

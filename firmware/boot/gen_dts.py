#!/usr/bin/env python3
"""Write the device tree of the machine that rtl/pkg describes.

usage: gen_dts.py PKGDIR [--ram=BYTES] [--clock=HZ] [PARAMETER=VALUE ...] > twinhart.dts

PARAMETER=VALUE replaces a default of config_pkg, as -GPARAMETER=VALUE does in the RTL. --ram: memory at
RamBase (64 MiB); --clock: the core clock (100 MHz, the simulator's). A device, an extension or the
counters' node is listed when the packages have it, and never otherwise. docs/ref/bootrom.md.
"""
import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from rtl_constants import localparams, number, overrides, package  # noqa: E402

SOURCES = ("Uart", "Spi", "Gpio")                                       # of map_pkg's IrqIds, index 0 first
PACKAGES = ("config", "bus", "core", "map", "csr")
IRQ_SOFTWARE, IRQ_TIMER, IRQ_EXTERNAL, IRQ_S_EXTERNAL = 3, 7, 11, 9     # mip's bits: privileged spec 3.1.9
IRQ_NONE = 0xffffffff                                                   # a context of the PLIC that is not there
STCE, ADUE = 1 << 31, 1 << 29                                           # of menvcfgh: Sstc, Svadu

# In the manual's order ("ISA Extension Naming Conventions"); each with what the RTL shows when it has it.
EXTENSIONS = (
    ("i", lambda m: True),
    ("m", lambda m: True),
    ("a", lambda m: True),
    ("c", lambda m: True),
    ("zicntr", lambda m: "CsrCycle" in m.const),
    ("zicsr", lambda m: True),
    ("zifencei", lambda m: True),
    ("zihpm", lambda m: m.counters > 0),
    ("zba", lambda m: m.Bitmanip),
    ("zbb", lambda m: m.Bitmanip),
    ("zbs", lambda m: m.Bitmanip),
    ("sscofpmf", lambda m: m.Smode and "CsrScountovf" in m.const),
    ("sstc", lambda m: m.Smode and m.writable("CsrMenvcfgh") & STCE),
    # Both: A and D are software's until menvcfgh.ADUE is set, which it is not at reset. Svadu alone would say always.
    ("svade", lambda m: m.sv32),
    ("svadu", lambda m: m.Smode and m.writable("CsrMenvcfgh") & ADUE),
)

# SBI PMU events (SBI 2.0, 11.1 to 11.4) and the core's event that counts them.
SBI_CYCLES, SBI_INSTRUCTIONS = 1, 2
SBI_EVENTS = (
    (SBI_CYCLES, "EvCycle"), (SBI_INSTRUCTIONS, "EvRetire"), (5, "EvBranch"), (6, "EvMispredict"),
    (0x10000, "EvLoad"), (0x10001, "EvDLoadMiss"), (0x10002, "EvStore"), (0x10003, "EvDStoreMiss"),
    (0x10005, "EvDPrefetch"), (0x10009, "EvIMiss"), (0x1000d, "EvIPrefetch"),
    (0x10019, "EvDtlbMiss"), (0x10021, "EvItlbMiss"))


class Machine:
    """What the packages say."""

    def __init__(self, folder, replaced):
        self.text = {p: package(folder, p) for p in PACKAGES}
        self.const = {}
        for p in PACKAGES:
            localparams(self.text[p], self.const, replaced)
        unknown = set(replaced) - set(self.const)
        if unknown:
            sys.exit(f"gen_dts.py: no parameter {', '.join(sorted(unknown))} in {folder}")
        self.sv32 = "CsrSatp" in self.const and self.Smode
        self.counters = self.const.get("HpmCounters", 0)
        ids = re.search(r"IrqIds\s*=\s*'?\{([^}]*)\}", self.text["map"])[1].split(",")
        self.source = dict(zip(SOURCES, (number(i, self.const) for i in reversed(ids))))   # the last is index 0

    def __getattr__(self, name):
        try:
            return self.const[name]
        except KeyError:
            raise AttributeError(f"rtl/pkg has no constant {name}") from None

    def writable(self, csr):
        """Writable bits of a CSR's row in csr_pkg."""
        row = re.search(csr + r"\s*:\s*return\s*'\{[^,]*,[^,]*,([^}]*)\}", self.text["csr"])
        mask = number(row[1], self.const) if row else 0
        if mask is None:
            sys.exit(f"gen_dts.py: csr_pkg: {csr}'s writable bits are no constant: {row[1]}")
        return mask

    def size(self, name):
        """Bytes that a device's decode claims: is_NAME of map_pkg compares what lies above them."""
        claim = re.search(r"\(addr\s*>>\s*(\d+)\)\s*==\s*\(" + name + r"Base\s*>>\s*\1\)", self.text["map"])
        if not claim:
            sys.exit(f"gen_dts.py: map_pkg: nothing compares an address with {name}Base")
        return 1 << int(claim[1])

    def has(self, name):
        return name + "Base" in self.const


# ------------------------------------------------------------------ text

class Node:
    def __init__(self, name, *lines):
        self.name, self.lines = name, [line for line in lines if line is not None]

    def text(self, depth=0):
        tab = "\t" * depth
        inner = [n.text(depth + 1) if isinstance(n, Node) else f"{tab}\t{n}\n" for n in self.lines]
        return f"{tab}{self.name} {{\n{''.join(inner)}{tab}}};\n"


def prop(name, *values):
    """name = "text" or <cells>; a tuple is one <...> of its own."""
    if not values:
        return f"{name};"
    if isinstance(values[0], str):
        return f"{name} = " + ", ".join(f'"{v}"' for v in values) + ";"
    rows = values if isinstance(values[0], tuple) else (values,)
    return f"{name} = " + ", ".join("<" + " ".join(c if isinstance(c, str) else f"{c:#x}" for c in row) + ">"
                                    for row in rows) + ";"


def at(m, name, kind, *lines):
    """A device's node by its name in map_pkg."""
    base = m.const[name + "Base"]
    label, _, kind = kind.rpartition(":")
    return Node(f"{label + ': ' if label else ''}{kind}@{base:x}", prop("reg", base, m.size(name)), *lines)


def interrupt(m, name):
    """A device's source of the PLIC, if one is wired."""
    source = m.source.get(name)
    return ["interrupt-parent = <&plic>;", prop("interrupts", source)] if source else []


# ------------------------------------------------------------------ the machine

def cache(letter, m):
    return [] if not m.CacheBytes else [prop(f"{letter}-cache-size", m.CacheBytes), prop(f"{letter}-cache-block-size", m.LineBytes),
            prop(f"{letter}-cache-sets", m.CacheBytes // m.CacheWays // m.LineBytes)]


def tlb(letter, m):
    """Direct-mapped: as many sets as entries."""
    return [prop(f"{letter}-tlb-size", m.TlbEntries), prop(f"{letter}-tlb-sets", m.TlbEntries)] if m.sv32 else []


def cpu(h, m, extensions):
    single = "".join(e for e in extensions if len(e) == 1)
    isa = "_".join(["rv32" + single] + [e for e in extensions if len(e) > 1])
    return Node(
        f"cpu{h}: cpu@{h}", prop("device_type", "cpu"), prop("reg", h), prop("compatible", "twinhart,hart", "riscv"),
        prop("riscv,isa", isa), prop("mmu-type", "riscv,sv32" if m.sv32 else "riscv,none"),
        prop("riscv,pmpregions", m.PmpEntries), *cache("i", m), *cache("d", m),
        prop("tlb-split") if m.sv32 else None, *tlb("i", m), *tlb("d", m),
        Node(f"intc{h}: interrupt-controller", prop("#address-cells", 0), prop("#interrupt-cells", 1),
             prop("interrupt-controller"), prop("compatible", "riscv,cpu-intc")))


def cpus(m, clock):
    extensions = [name for name, there in EXTENSIONS if there(m)]
    harts = range(m.NumHarts)
    return Node("cpus", prop("#address-cells", 1), prop("#size-cells", 0),
                prop("timebase-frequency", clock // m.TimeDiv), *(cpu(h, m, extensions) for h in harts),
                Node("cpu-map", Node("cluster0", *(Node(f"core{h}", f"cpu = <&cpu{h}>;") for h in harts))))


def pmu(m):
    """OpenSBI's binding (docs/pmu_support.md): counters 0 and 2 are mcycle and minstret, mhpmcounters begin at 3."""
    if not m.counters:
        return []
    hpm = (1 << m.counters) - 1 << 3
    numbers = m.const.get("CpiBase", m.NumEvents - 16) + 15  # the last event
    fixed = {SBI_CYCLES: 1, SBI_INSTRUCTIONS: 4}
    there = {event: m.const[name] for event, name in SBI_EVENTS if name in m.const}
    rows = []                               # first and last event of a range, its counters
    for event in sorted({*there, *fixed}):
        mask = (hpm if event in there else 0) | fixed.get(event, 0)
        if rows and rows[-1][1:] == (event - 1, mask):
            rows[-1] = (rows[-1][0], event, mask)
        else:
            rows.append((event, event, mask))
    return [Node("pmu", prop("compatible", "riscv,pmu"),
                 prop("riscv,event-to-mhpmevent", *((e, 0, n) for e, n in there.items())),
                 prop("riscv,event-to-mhpmcounters", *rows),
                 prop("riscv,raw-event-to-mhpmcounters", (0, 0, 0xffffffff, 0x100000000 - (1 << numbers.bit_length()), hpm)))]


def switch(what, value):
    """Power and reset by a write to the finisher."""
    return Node(what, prop("compatible", f"syscon-{what}"), "regmap = <&test>;", prop("offset", 0), prop("value", value))


def soc(m, clock):
    def to_harts(*irqs):
        return prop("interrupts-extended", *((f"&intc{h}", irq) for h in range(m.NumHarts) for irq in irqs))
    devices = [
        at(m, "Finisher", "test:test", prop("compatible", "sifive,test1", "sifive,test0", "syscon")),
        at(m, "Clint", "clint", prop("compatible", "sifive,clint0", "riscv,clint0"),
           to_harts(IRQ_SOFTWARE, IRQ_TIMER)),
        at(m, "Plic", "plic:interrupt-controller", prop("compatible", "sifive,plic-1.0.0", "riscv,plic0"),
           prop("#address-cells", 0), prop("#interrupt-cells", 1), prop("interrupt-controller"),
           to_harts(IRQ_EXTERNAL, IRQ_S_EXTERNAL if m.Smode else IRQ_NONE), prop("riscv,ndev", 31)),
        at(m, "Uart", "serial", prop("compatible", "ns16550a"), *interrupt(m, "Uart"),
           prop("clock-frequency", clock))]
    if m.has("Spi"):
        devices.append(
            at(m, "Spi", "spi", prop("compatible", "sifive,spi0"), *interrupt(m, "Spi"), "clocks = <&core_clock>;",
               prop("#address-cells", 1), prop("#size-cells", 0),
               Node("mmc@0", prop("compatible", "mmc-spi-slot"), prop("reg", 0), prop("spi-max-frequency", 20000000),
                    prop("voltage-ranges", 3300, 3300), prop("disable-wp")),
               Node("flash@1", prop("compatible", "jedec,spi-nor"), prop("reg", 1),
                    prop("spi-max-frequency", 25000000))))
    if m.has("Gpio"):
        irq = interrupt(m, "Gpio")
        devices.append(
            at(m, "Gpio", "gpio", prop("compatible", "sifive,gpio0"), *irq, "clocks = <&core_clock>;",
               prop("gpio-controller"), prop("#gpio-cells", 2),
               *([prop("interrupt-controller"), prop("#interrupt-cells", 2), prop("#address-cells", 0)] if irq else [])))
    return Node("soc", prop("#address-cells", 1), prop("#size-cells", 1), prop("compatible", "simple-bus"),
                prop("ranges"), *devices)


def tree(m, ram, clock):
    needs_clock = m.has("Spi") or m.has("Gpio")
    return Node(
        "/", prop("#address-cells", 1), prop("#size-cells", 1), prop("compatible", "twinhart,soc"),
        prop("model", "Twinhart"), Node("chosen", prop("stdout-path", f"/soc/serial@{m.UartBase:x}")),
        Node(f"memory@{m.RamBase:x}", prop("device_type", "memory"), prop("reg", m.RamBase, ram)),
        cpus(m, clock), *pmu(m),
        *([Node("core_clock: clock", prop("compatible", "fixed-clock"), prop("#clock-cells", 0),
                prop("clock-frequency", clock))] if needs_clock else []),
        soc(m, clock), switch("poweroff", 0x5555), switch("reboot", 0x7777))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("packages")
    parser.add_argument("--ram", type=lambda t: int(t, 0), default=64 << 20)
    parser.add_argument("--clock", type=lambda t: int(t, 0), default=100_000_000)
    parser.add_argument("parameters", nargs="*")
    given = parser.parse_intermixed_args()
    m = Machine(given.packages, overrides(given.parameters))
    if given.clock % m.TimeDiv:
        sys.exit(f"gen_dts.py: a clock of {given.clock} Hz is no multiple of TimeDiv, {m.TimeDiv}")
    print("// twinhart.dts - made by firmware/boot/gen_dts.py from rtl/pkg; do not edit.\n/dts-v1/;\n")
    print(tree(m, given.ram, given.clock).text(), end="")


if __name__ == "__main__":
    main()

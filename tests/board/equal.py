#!/usr/bin/env python3
"""equal.py - a part's own form of a library module does what the module does: proved with Yosys and its models of the part's
cells, for each shape below. `make synth-check` runs it. --break proves it against a broken form, which must fail."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import fpga  # noqa: E402

# family, module, parameters, and a mistake that must be found
SHAPES = [
    ("ecp5", "match", {"Width": 1}, None),
    ("ecp5", "match", {"Width": 5}, None),
    ("ecp5", "match", {"Width": 12}, None),
    ("ecp5", "match", {"Width": 20, "Copies": 2}, None),
    ("ecp5", "match", {"Width": 23, "Copies": 3}, ("16'h000a : 16'h9009", "16'h000a : 16'h9008")),
]
CELLS = {"ecp5": "+/ecp5/cells_sim.v"}


def prove(family, module, params, mistake):
    own = pathlib.Path("rtl/board", family, f"{module}.sv")
    if mistake:
        text = own.read_text()
        if mistake[0] not in text:
            fpga.die(f"{own} has no '{mistake[0]}' to break")
        own = fpga.BUILD / "synth" / f"broken-{module}.sv"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(text.replace(*mistake))
    given = " ".join(f"-G {name}={value}" for name, value in params.items())
    read = f"read_slang -j 1 --best-effort-hierarchy --top {module} {given}"
    name = f"equal-{module}-" + "-".join(map(str, params.values()))
    text = fpga.run_yosys(name, [
        f"{read} {own} rtl/board/{family}/primitives.sv",
        f"read_verilog -noblackbox -D NO_INCLUDES {CELLS[family]}",
        f"hierarchy -top {module}", "proc", f"setattr -mod -unset keep_hierarchy {module}", "flatten", "opt", f"rename {module} own",
        f"{read} rtl/lib/{module}.sv", "proc", f"setattr -mod -unset keep_hierarchy {module}", f"rename {module} library",
        "miter -equiv -flatten -make_outputs library own both", "sat -prove trigger 0 both"])
    return bool(re.search(r"proof finished - no model found: SUCCESS", text))


def main():
    breaks = "--break" in sys.argv
    for family, module, params, mistake in SHAPES:
        if breaks and not mistake:
            continue
        equal = prove(family, module, params, mistake if breaks else None)
        shape = ", ".join(f"{name} {value}" for name, value in params.items())
        if equal == breaks:
            fpga.die(f"rtl/board/{family}/{module}.sv ({shape}) " +
                     ("is broken, and that was not found" if breaks else "differs from rtl/lib"))
        print(f"  {family} {module} ({shape}): " + ("its mistake is found" if breaks else "equal to rtl/lib"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""verilog.py TOP ROM OUT FILES - the SoC as one file of plain Verilog-2005, for tools that read no SystemVerilog: Yosys elaborates
it, structs become vectors, memories stay memories. The boot ROM's contents are in it."""
import sys

import fpga
import progress

HEAD = """// {top} of Twinhart as one file of Verilog-2005, made by `make verilog` from rtl/: change it there.
// Structs of the ports are vectors here, the first field of each highest: rtl/pkg/bus_pkg.sv, docs/ref/soc.md.
"""


def main():
    top, rom, out, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    with progress.Progress("elaborate"):
        fpga.run_yosys("verilog", [fpga.read_rtl(top, files, [f'TH_ROM_HEX="{rom}"']), f"hierarchy -check -top {top}", "proc", "opt_clean",
                                   "memory_collect", "bwmuxmap", "opt_clean",
                                   f"write_verilog -noattr {out}.new"])
    with open(out + ".new") as new, open(out, "w") as final:
        final.write(HEAD.format(top=top) + new.read())
    print(f"  {out}: {sum(1 for _ in open(out)):,} lines; top {top}")


if __name__ == "__main__":
    main()

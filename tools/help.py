#!/usr/bin/env python3
"""help.py MAKEFILES - the targets that carry a ## comment, under their ##@ headings."""
import re
import sys


def main():
    print("Twinhart: two coherent RISC-V harts to read, run and flash. Start with `make run`.")
    for number, path in enumerate(sys.argv[1:]):
        if number == 1:
            print("\nParts:")
        with open(path, encoding="utf-8") as file:
            for line in file:
                heading = re.match(r"##@ (.*)", line)
                target = re.match(r"([a-z][a-z-]*):[^=#]*## (.*)", line)
                if heading:
                    print(f"\n{heading[1]}:")
                if target:
                    print(f"  {target[1]:12} {target[2]}")
    print("\nV=1 shows commands. Tools can be chosen: VERILATOR, RISCV_PREFIX, QEMU, PYTHON, CXX, YOSYS, NEXTPNR.")


if __name__ == "__main__":
    main()

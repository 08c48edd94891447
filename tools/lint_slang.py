#!/usr/bin/env python3
"""lint_slang.py TOP FILES - Yosys's slang front end reads the design without a warning."""
import sys

import fpga


def main():
    top, files = sys.argv[1], sys.argv[2:]
    text = fpga.run_yosys(f"lint-{top}", [fpga.read_rtl(top, files), "hierarchy -check", "proc"])
    warnings = fpga.slang_warnings(text)
    if warnings or "0 warnings" not in text:
        sys.exit("slang is not silent:\n" + "\n".join(warnings or text.splitlines()[-20:]))


if __name__ == "__main__":
    main()

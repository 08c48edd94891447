#!/usr/bin/env python3
"""symtab.py - nm's output on stdin to the trap dump's symbol table (assembly) on stdout.

Of names for one address the first global one is kept. The last entry has no name: it is where the
code ends. With no input the table is empty, which is what the first link uses."""
import re
import sys

LINE = re.compile(r"([0-9a-f]+) ([tTwW]) ([A-Za-z_][\w.]*)$")


def main():
    names, end = {}, None
    for line in sys.stdin:
        match = LINE.match(line.strip())
        if not match:
            continue
        address, kind, name = int(match[1], 16), match[2], match[3]
        if name == "__text_end":
            end = address
        elif address not in names or (kind in "TW" and names[address][0] in "tw"):
            names[address] = (kind, name)
    table = [(address, names[address][1]) for address in sorted(names)
             if address and (end is None or address < end)]
    if end is not None:
        table.append((end, ""))

    print('    .section .symbols, "a"\n    .balign 4')
    print("    .globl symbol_count, symbol_addresses, symbol_names")
    print(f"symbol_count:\n    .word {len(table)}\nsymbol_addresses:")
    for address, _ in table:
        print(f"    .word {address:#x}")
    print("symbol_names:")
    for _, name in table:
        print(f'    .asciz "{name}"')


main()

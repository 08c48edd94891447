#!/usr/bin/env python3
"""vcd.py FILE [REGEX] - a counterexample as a table: the signals whose names match, a column a step."""
import re
import sys


def main():
    names, values, steps, step = {}, {}, [], -1
    for text in open(sys.argv[1], encoding="utf-8"):
        words = text.split()
        if words[:1] == ["$scope"]:
            steps.append(words[2])
        elif words[:1] == ["$upscope"]:
            steps.pop()
        elif words[:1] == ["$var"]:
            names.setdefault(words[3], ".".join([*steps[1:], words[4]]))
        elif words and words[0].startswith("#"):
            step = int(words[0][1:])
        elif words and words[0][0] == "b":
            values.setdefault(words[1], {})[step] = words[0][1:]
        elif words and words[0][0] in "01x" and len(words[0]) > 1:
            values.setdefault(words[0][1:], {})[step] = words[0][0]
    times = sorted({t for v in values.values() for t in v})
    for code, name in sorted(names.items(), key=lambda item: item[1]):
        if code not in values or not re.search(sys.argv[2] if len(sys.argv) > 2 else ".", name):
            continue
        row, last = [], "-"
        for t in times:
            last = values[code].get(t, last)
            if t % 10 == 0:
                row.append(f"{int(last, 2):x}" if set(last) <= set("01") else last)
        print(f"{name:<40} {' '.join(f'{v:>8}' for v in row)}")


if __name__ == "__main__":
    main()

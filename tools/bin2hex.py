#!/usr/bin/env python3
"""bin2hex.py - a binary file as little-endian 64-bit hex words, one a line, for $readmemh.

The size must be as stated: a ROM that grew past its array is refused here, not cut off silently."""
import argparse
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary")
    parser.add_argument("--size", type=int, required=True, help="bytes expected, a multiple of 8")
    args = parser.parse_args()
    with open(args.binary, "rb") as file:
        data = file.read()
    if len(data) != args.size:
        sys.exit(f"bin2hex: {args.binary} has {len(data)} bytes, not {args.size}")
    for at in range(0, len(data), 8):
        print(f"{int.from_bytes(data[at:at + 8], 'little'):016x}")


if __name__ == "__main__":
    main()

"""load_image.py - a program as the board's loader takes it: frames for the serial line, or an image for flash and card.

Formats: docs/ref/load.md. Used by tools/load."""
import struct
import zlib
from pathlib import Path

BLOCK = 512                            # bytes of a frame's payload, of an image's block
RAM_BASE = 0x80000000
MAGIC = b"TIM1"
MOST_GAP = 1 << 20                     # zeros between two segments that an image for flash and card will hold

DATA, ZERO, RUN = b"D", b"Z", b"R"


class Bad(Exception):
    """What is wrong with a file, in one line."""


class Program:
    """entry, and segments: (address, bytes, zeros behind them), ascending."""

    def __init__(self, name, entry, segments):
        self.name, self.entry = name, entry
        self.segments = sorted(s for s in segments if s[1] or s[2])
        for (a, data, zeros), (b, _, _) in zip(self.segments, self.segments[1:]):
            if a + len(data) + zeros > b:
                raise Bad(f"{name}: the segments at {a:#x} and {b:#x} overlap")
        if not self.segments:
            raise Bad(f"{name}: nothing to load")

    def size(self):
        return sum(len(data) for _, data, _ in self.segments)

    def frames(self):
        """(type, argument, payload) in order; the last one starts the program."""
        found = []
        for address, data, zeros in self.segments:
            found += [(DATA, address + at, data[at:at + BLOCK]) for at in range(0, len(data), BLOCK)]
            if zeros:
                found.append((ZERO, address + len(data), struct.pack("<I", zeros)))
        return found + [(RUN, self.entry, b"")]

    def id(self):
        """Tells this program from another that the board has a part of; never 0, which is none."""
        crc = 0
        for kind, argument, payload in self.frames():
            crc = zlib.crc32(kind + struct.pack("<I", argument) + payload, crc)
        return crc or 1

    def image(self):
        """For flash and card: a block with the header, then the program as one piece."""
        first, flat = self.segments[0][0], bytearray()
        for address, data, zeros in self.segments:
            gap = address - first - len(flat)
            if gap > MOST_GAP:
                raise Bad(f"{self.name}: {gap} bytes of nothing before {address:#x}: an image has 1 MiB at most")
            flat += bytes(gap) + data + (bytes(zeros) if address != self.segments[-1][0] else b"")
        zeros = self.segments[-1][2]
        header = MAGIC + struct.pack("<5I", first, self.entry, len(flat), zeros, zlib.crc32(flat))
        header += struct.pack("<I", zlib.crc32(header))
        return header.ljust(BLOCK, b"\0") + bytes(flat) + bytes(-len(flat) % BLOCK)


def read(path, address=None):
    """An ELF file, or a raw one at an address (RAM_BASE), where it is entered, too."""
    try:
        data = Path(path).read_bytes()
    except OSError as e:
        raise Bad(f"{path}: {e.strerror}") from None
    if not data:
        raise Bad(f"{path}: empty")
    if data[:4] != b"\x7fELF":
        return Program(path, address or RAM_BASE, [(address or RAM_BASE, data, 0)])
    if address is not None:
        raise Bad(f"{path}: an ELF file says itself where it belongs: no --address")
    return elf(path, data)


def elf(path, data):
    if data[4:6] != b"\1\1":
        raise Bad(f"{path}: not a little-endian 32-bit ELF file")
    try:
        kind, machine, _, entry, at, _, _, _, size, count = struct.unpack_from("<HHIIIIIHHH", data, 16)
        if machine != 243:
            raise Bad(f"{path}: an ELF file for machine {machine}, not for RISC-V")
        if kind != 2:
            raise Bad(f"{path}: not an executable (ELF type {kind}): link it first")
        segments = []
        for n in range(count):
            load, offset, _, address, filed, there = struct.unpack_from("<6I", data, at + n * size)
            if load == 1:
                if offset + filed > len(data) or there < filed:
                    raise Bad(f"{path}: truncated: segment {n} ends after the file")
                segments.append((address, data[offset:offset + filed], there - filed))
    except struct.error:
        raise Bad(f"{path}: truncated") from None
    return Program(path, entry, segments)

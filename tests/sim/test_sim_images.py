"""What the simulator loads: good ELF files and raw files; a clear line for each that is not."""
import struct

import pytest
from sim_tool import EXIT, START, assemble, refused, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def good(folder):
    return assemble(folder, START + "li a0, 0\n" + EXIT, "good")


def patched(folder, good, offset, data, name):
    path = folder / name
    image = bytearray(good.read_bytes())
    image[offset:offset + len(data)] = data
    path.write_bytes(image)
    return path


def test_missing(folder):
    refused(run(folder / "missing.elf"), "missing.elf", "No such file")


def test_folder(folder):
    refused(run(folder), "not a file")


def test_empty(folder):
    (folder / "empty").write_bytes(b"")
    refused(run(folder / "empty"), "empty")


def test_text(folder):
    (folder / "text").write_text("#!/bin/sh\necho hello\n")
    refused(run(folder / "text"), "not an ELF")


@pytest.mark.parametrize("size", [3, 20, 51])
def test_cut_header(folder, good, size):
    (folder / "cut").write_bytes(good.read_bytes()[:size])
    refused(run(folder / "cut"), "cut")


def test_cut_segment(folder, good):
    (folder / "short").write_bytes(good.read_bytes()[:0xa0])
    refused(run(folder / "short"), "truncated")


def test_64_bit():
    refused(run("/bin/true"), "64-bit")


def test_other_machine(folder, good):
    refused(run(patched(folder, good, 18, struct.pack("<H", 40), "arm")), "machine 40", "RISC-V")


def test_big_endian(folder, good):
    assert run(patched(folder, good, 5, b"\2", "big")).returncode == 2


def test_not_linked(folder, good):
    refused(run(patched(folder, good, 16, struct.pack("<H", 1), "object")), "not an executable")


def test_entry_outside(folder, good):
    refused(run(patched(folder, good, 24, struct.pack("<I", 0x1000), "entry")), "entry", "0x00001000", "RAM")


def test_entry_odd(folder, good):
    refused(run(patched(folder, good, 24, struct.pack("<I", 0x80000001), "odd")), "odd")


def test_program_headers_outside_file(folder, good):
    assert run(patched(folder, good, 28, struct.pack("<I", 0x7fffffff), "phoff")).returncode == 2


def test_more_in_file_than_in_memory(folder, good):
    image = good.read_bytes()
    header = struct.unpack_from("<I", image, 28)[0]
    while struct.unpack_from("<I", image, header)[0] != 1:    # the first PT_LOAD
        header += 32
    refused(run(patched(folder, good, header + 20, struct.pack("<I", 1), "sizes")), "more bytes")


def test_segment_below_ram(folder):
    refused(run(assemble(folder, START + EXIT, "low", base=0x70000000)), "0x70000000", "outside RAM")


def test_segment_above_ram(folder):
    elf = assemble(folder, START + "li a0, 0\n" + EXIT, "high", base=0x80100000)
    refused(run("--ram=1M", elf), "0x80100000", "outside RAM", "--ram")
    assert run("--ram=2M", elf).returncode == 0


def test_entry_elsewhere_and_zeroed_bss(folder):
    text = ".space 0x100\n" + START + """
        la    t1, zeros
        lw    a0, 0(t1)
        lw    t2, 1020(t1)
        or    a0, a0, t2
        j     exit
""" + EXIT + ".bss\nzeros: .space 1024\n"
    for model in ("rtl", "reference"):
        assert run(f"--model={model}", assemble(folder, text, "entry2")).returncode == 0


def test_load_raw_file(folder):
    (folder / "raw").write_bytes(struct.pack("<I", 42))
    elf = assemble(folder, START + "li t1, 0x80200000\nlw a0, 0(t1)\n" + EXIT, "reads")
    for model in ("rtl", "reference"):
        assert run(f"--model={model}", f"--load=0x80200000:{folder / 'raw'}", elf).returncode == 42
    refused(run(f"--load=0x83fffffe:{folder / 'raw'}", elf), "outside RAM")


def test_second_program(folder, good):
    data = assemble(folder, ".globl _start\n_start: .word 7\n", "data", base=0x80200000)
    elf = assemble(folder, START + "li t1, 0x80200000\nlw a0, 0(t1)\n" + EXIT, "reads2")
    assert run(elf, data).returncode == 7

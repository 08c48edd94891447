"""--sdram: what the harness knows of memory is in the chip, the UART keeps its divisor, RAM is as large as the chip's."""
import json

import pytest
from sim_tool import EXIT, START, assemble, run

# A trap ends the program with its cause.
TRAP = "la t0, handler\ncsrw mtvec, t0\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sdram")


def test_signature_is_of_the_chip_and_the_caches(folder):
    """Half the words are driven out of the cache by reads of 32 KiB, the other half are still in it."""
    text = START + """
        la    t0, begin_signature
        li    t1, 16
        li    t2, 0x1000
1:      sw    t2, 0(t0)
        addi  t0, t0, 4
        addi  t2, t2, 1
        addi  t1, t1, -1
        li    t3, 8
        bne   t1, t3, 2f
        li    t4, 0x80200000
        li    t5, 1024
3:      lw    t6, 0(t4)
        addi  t4, t4, 32
        addi  t5, t5, -1
        bnez  t5, 3b
2:      bnez  t1, 1b
        li    a0, 0
""" + EXIT + ".align 6\n.globl begin_signature, end_signature\nbegin_signature: .space 64\nend_signature:\n"
    elf = assemble(folder, text, "signature")
    result = run("--sdram", f"--signature={folder}/sig", f"--stats={folder}/s.json", elf)
    assert result.returncode == 0, result.stderr
    assert (folder / "sig").read_text().split() == [f"{0x1000 + i:08x}" for i in range(16)]
    stats = json.loads((folder / "s.json").read_text())
    assert stats["sdram"] is True and stats["memory"]["reads"] > 1024 and stats["memory"]["writes"] >= 1
    words = 16 * (stats["memory"]["reads"] + stats["memory"]["writes"])      # the last lines may still be on their way
    assert words - 32 <= stats["memory"]["busy_cycles"] <= words


@pytest.mark.parametrize("size, address, code", [
    ([], 0x81fffffc, 0), ([], 0x82000000, 7), (["--ram=64M"], 0x83fffffc, 0), (["--ram=64M"], 0x84000000, 7), (["--ram=8M"], 0x80800000, 7)])
def test_ram_ends_where_it_should(folder, size, address, code):
    text = START + TRAP + f"li t0, {address:#x}\nli t1, 77\nsw t1, 0(t0)\nlw a0, 0(t0)\naddi a0, a0, -77\nj exit\n" \
        ".align 2\nhandler: csrr a0, mcause\n" + EXIT
    result = run("--sdram", *size, assemble(folder, text, "edge"))
    assert result.returncode == code, result.stderr


def test_every_bit_of_an_address_counts(folder):
    """A word at each power of two of RAM, driven out of the cache between writing and reading."""
    text = START + """
        li    s0, 0x80000000
        li    s1, 0x400
1:      add   t0, s0, s1
        sw    s1, 0(t0)
        slli  s1, s1, 1
        li    t1, 0x4000000
        bne   s1, t1, 1b
        li    t4, 0x80300000
        li    t5, 2048
3:      lw    t6, 0(t4)
        addi  t4, t4, 32
        addi  t5, t5, -1
        bnez  t5, 3b
        li    a0, 0
        li    s1, 0x400
2:      add   t0, s0, s1
        lw    t1, 0(t0)
        beq   t1, s1, 4f
        addi  a0, a0, 1
4:      slli  s1, s1, 1
        li    t1, 0x4000000
        bne   s1, t1, 2b
""" + EXIT
    result = run("--sdram", "--ram=64M", "--lockstep", assemble(folder, text, "bits"))
    assert result.returncode == 0, result.stderr


def test_tohost(folder):
    """The write call's answer goes into the chip, and the program sees it."""
    text = START + """
        la    t0, tohost
        la    t1, call
        sw    t1, 0(t0)
        sw    zero, 4(t0)
        la    t2, fromhost
1:      lw    t3, 0(t2)
        beqz  t3, 1b
        lw    a0, 0(t1)
        addi  a0, a0, -3
""" + EXIT + """
        .globl tohost, fromhost
        .align 6
tohost: .dword 0
        .align 6
fromhost: .dword 0
        .align 6
call:   .dword 64, 1, text, 3
text:   .ascii "abc"
"""
    result = run("--sdram", "--lockstep", assemble(folder, text, "tohost"))
    assert (result.returncode, result.stdout) == (0, "abc"), result.stderr


@pytest.mark.parametrize("divisor, format, bits", [(1, 3, 10), (12, 3, 10), (5, 0, 7), (3, 0x0f, 12)])
def test_a_character_takes_what_the_divisor_says(folder, divisor, format, bits):
    text = START + f"""
        li    s0, 0x10000000
        li    t0, {0x80 | format}
        sb    t0, 3(s0)
        li    t0, {divisor}
        sb    t0, 0(s0)
        sb    zero, 1(s0)
        li    t0, {format}
        sb    t0, 3(s0)
        li    t0, 7
        sb    t0, 2(s0)
        li    t0, 'x'
        csrr  s1, mcycle
        sb    t0, 0(s0)
        sb    t0, 0(s0)
        sb    t0, 0(s0)
1:      lbu   t1, 5(s0)
        andi  t1, t1, 0x40
        beqz  t1, 1b
        csrr  s2, mcycle
        sub   s2, s2, s1
        li    t0, {3 * 16 * divisor * bits}
        li    a0, 1
        bltu  s2, t0, exit
        li    a0, 2
        addi  t0, t0, 200
        bgtu  s2, t0, exit
        li    a0, 0
""" + EXIT
    result = run("--sdram", assemble(folder, text, "pace"))
    assert (result.returncode, result.stdout) == (0, "xxx"), result.stderr


def test_waves_show_the_pins(folder):
    elf = assemble(folder, START + "li a0, 0\n" + EXIT, "short")
    sizes = []
    for options in ([], ["--sdram"]):
        assert run(f"--trace={folder}/w.fst", *options, elf).returncode == 0
        sizes.append((folder / "w.fst").stat().st_size)
    assert sizes[1] > sizes[0] > 1000

"""A program over the serial line of a simulated board: tools/load against the loader in its boot ROM. docs/ref/load.md."""
import json
import os
import pty
import struct
import subprocess
import sys
import zlib

import pytest
from board import HELLO, LIMIT, LOAD, THREADS, BadLine, Board, load, make, programs, rom, start_load

import load_image
import load_line

# Both harts enter, hart 1 by its own way: it says so in a word that hart 0 waits for. Then the CRC-32 of 24 KiB that came with
# the program, and the device tree's magic, end in the exit code 7, or another one.
BOTH = """
        .globl _start
_start: csrr  t0, mhartid
        bne   t0, a0, fail
        lw    t1, 0(a1)
        li    t2, 0xedfe0dd0
        bne   t1, t2, fail
        la    s0, met
        bnez  t0, other
1:      lw    t1, 0(s0)
        beqz  t1, 1b
        la    t0, data
        la    t1, data_end
        li    a0, -1
2:      lbu   t2, 0(t0)
        xor   a0, a0, t2
        li    t3, 8
3:      andi  t4, a0, 1
        neg   t4, t4
        li    t5, 0xedb88320
        and   t4, t4, t5
        srli  a0, a0, 1
        xor   a0, a0, t4
        addi  t3, t3, -1
        bnez  t3, 3b
        addi  t0, t0, 1
        bltu  t0, t1, 2b
        not   a0, a0
        la    t0, crc
        lw    t0, 0(t0)
        bne   a0, t0, fail
        la    t0, cleared
        lw    t0, 252(t0)
        bnez  t0, fail
        li    a0, 7
        j     exit
other:  li    t1, 1
        sw    t1, 0(s0)
4:      wfi
        j     4b
fail:   li    a0, 1
exit:   li    t0, 0x100000
        slli  a0, a0, 16
        li    t1, 0x3333
        or    a0, a0, t1
        sw    a0, 0(t0)
5:      j     5b
        .balign 4
met:    .word 0
crc:    .word {crc}
data:   .incbin "{data}"
data_end:
        .section .bss
cleared: .zero 256
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("load")


@pytest.fixture(scope="module")
def both(folder):
    data = bytes(zlib.crc32(bytes([n & 255, n >> 8])) & 255 for n in range(24 << 10))
    (folder / "data").write_bytes(data)
    (folder / "both.S").write_text(BOTH.format(crc=hex(zlib.crc32(data)), data=folder / "data"))
    programs.assemble(folder / "both.S", folder / "both.elf")
    return folder / "both.elf"


@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_boots_both_harts(target):
    with Board(target) as board:
        code, said, told = load(board.port, "--terminal", THREADS)
        assert board.exit_code() == 0, told
        assert "at 3000000 baud; runs from 0x80000000\n" in told
        assert "start\nTwinhart with 2 harts.\n" in said and said.endswith("PASS\n")


@pytest.mark.parametrize("target", [["reference"], ["rtl", "--lockstep"]], ids=["reference", "lockstep"])
def test_every_byte_arrives(both, target):
    with Board(*target) as board:
        assert load(board.port, both)[0] == 0
        assert board.exit_code() == 7


def test_raw_file(both, folder):
    subprocess.run([programs.PREFIX + "objcopy", "-O", "binary", both, folder / "both.bin"], check=True)
    with Board("reference") as board:
        assert load(board.port, folder / "both.bin", "--address=0x80000000")[0] == 0
        assert board.exit_code() == 7


# ------------------------------------------------------------------ a line that is cut

@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_goes_on_after_the_tool_was_killed(both, target):
    with Board(target) as board:
        line = BadLine(board, lambda n, byte: None if n == 15000 else bytes([byte]))
        first = start_load(line.port, both)
        line.thread.join(60)                                    # until the line is dead
        first.kill()
        first.communicate()
        line.close()
        code, _, told = load(board.port, both)
        assert code == 0 and "both.elf: goes on at 5" in told, told
        assert board.exit_code() == 7


def test_another_program_begins_anew(both):
    with Board("reference") as board:
        line = BadLine(board, lambda n, byte: None if n == 15000 else bytes([byte]))
        first = start_load(line.port, both)
        line.thread.join(60)
        first.kill()
        first.communicate()
        line.close()
        code, said, told = load(board.port, "--terminal", HELLO)
        assert "goes on" not in told and "Hello" in said, said + told


# ------------------------------------------------------------------ a line that errs

def once(at, result):
    """At these places of what goes to the board, once each, other bytes."""
    return lambda n, byte: result(byte) if n in at else bytes([byte])


SPOIL = {
    "flipped": lambda byte: bytes([byte ^ 0x10]), "lost": lambda byte: b"", "doubled": lambda byte: bytes([byte, byte]),
    "sync": lambda byte: b"\xa7" + bytes([byte])}


@pytest.mark.parametrize("what", SPOIL)
def test_a_spoilt_byte_is_sent_again(both, what):
    with Board("reference") as board:
        line = BadLine(board, once({1000, 1529, 7001, 9002, 13003}, SPOIL[what]))
        code, _, told = load(line.port, both)
        assert code == 0, told
        assert board.exit_code() == 7
        line.close()


def test_a_header_of_nonsense(both):
    """A length that is none, a frame of another kind, a number that has not its turn: each is answered, nothing is written."""
    with Board("reference") as board:
        line = load_line.Line(board.port)
        there = load_line.Board(line, 30)
        there.connect()
        there.begin(5)

        def ask(data):
            line.write(data)
            return there.answer(30, load_line.TAKEN, load_line.AGAIN, load_line.REFUSED)
        assert ask(load_line.frame(b"D", 0, 0x80000000, b"x" * 4))[:2] == (load_line.TAKEN, 1)
        assert ask(load_line.frame(b"D", 2, 0x80000004, b"x" * 4))[:3] == (load_line.AGAIN, 1, 2)
        assert ask(load_line.frame(b"D", 0, 0x80000000, b"y" * 4))[:2] == (load_line.TAKEN, 1)
        assert ask(load_line.frame(b"?", 1))[:3] == (load_line.REFUSED, 1, 5)
        assert ask(b"\xa7D\xff\xff" + bytes(8))[:3] == (load_line.AGAIN, 1, 1)
        assert ask(load_line.frame(b"R", 1, 0x80000001))[:3] == (load_line.REFUSED, 1, 3)
        for address in (0x7ffffffc, 0x80000000 + (64 << 20) - 4096, 0xfffffffe, 0):
            assert ask(load_line.frame(b"D", 1, address, b"x" * 4))[:3] == (load_line.REFUSED, 1, 3), hex(address)
        assert ask(load_line.frame(b"Z", 1, 0x80000000, b"\xff\xff\xff\xff"))[:3] == (load_line.REFUSED, 1, 3)
        assert ask(load_line.frame(b"S", 0, 7000000))[:3] == (load_line.REFUSED, 1, 4)
        assert ask(load_line.frame(b"S", 0, 0))[:3] == (load_line.REFUSED, 1, 4)


def test_a_frame_that_never_gets_through(both):
    with Board("reference") as board:
        line = BadLine(board, lambda n, byte: bytes([byte ^ (n % 500 == 0)]))
        code, _, told = load(line.port, both)
        assert code == 1 and "load: frame 0 of " in told and told.count("\n") == 1 and "does not get through" in told, told
        line.close()


def test_image_outside_memory(folder):
    (folder / "high.bin").write_bytes(b"x" * 100)
    with Board("reference") as board:
        for address in (0x84000000, 0x83ffffff, 0x1000):
            code, _, told = load(board.port, folder / "high.bin", f"--address={address:#x}")
            assert code == 1 and told == (f"load: the frame for {address:#x} lies outside the board's memory, "
                                          "0x80000000 to 0x83ffefff\n"), told


# ------------------------------------------------------------------ speeds, and the pins

def test_keeps_up_with_16_clocks_a_bit(folder):
    """Frame after frame without a pause, on the RTL with slow memory: the receiver's FIFO never fills, or the line, which the
    simulator holds back then, would take longer than its bytes do."""
    frames, cycles = 20, 160
    exits = struct.pack("<5I", 0x001002b7, 0x00005337, 0x55530313, 0x0062a023, 0x0000006f)     # 0x5555 to the finisher
    line = load_line.frame(b"B", 0, 5) + load_line.frame(b"D", 0, 0x80000000, exits.ljust(512, b"\0"))
    for n in range(1, frames):
        line += load_line.frame(b"D", n, 0x80001000 + 512 * n, bytes(range(256)) * 2)
    line += load_line.frame(b"R", frames, 0x80000000)
    (folder / "line").write_bytes(line)
    with open(folder / "line") as stdin:
        done = subprocess.run([*programs.simulator("rtl"), f"--rom={rom('sim')}", "--memory-latency=40", f"--uart-cycles={cycles}",
                               f"--stats={folder}/stats.json", LIMIT], stdin=stdin, capture_output=True)
    assert done.returncode == 0, done.stderr
    took = json.loads((folder / "stats.json").read_text())["cycles"]
    assert took < len(line) * cycles + 140000, took             # 30,000 before it listens, 100,000 before it starts



def test_at_the_pins(folder):
    """Bit by bit at 115200, then at 3 Mbaud, and 115200 again for the program, with the other end at its own clock."""
    program = folder / "exit.S"
    program.write_text(".globl _start\n_start: li t0, 0x100000\n li t1, 0x93333\n sw t1, 0(t0)\n1: j 1b\n")
    programs.assemble(program, folder / "exit.elf")
    with Board("rtl", "--uart-pins") as board:
        code, said, told = load(board.port, "--terminal", folder / "exit.elf")
        assert "at 3000000 baud" in told and "\nTwinhart " in said and said.endswith("start\n"), said + told
        assert board.exit_code() == 9


def test_speed_that_does_not_work():
    """The board goes to 3 Mbaud and hears nothing there, since we stay where we were: it comes back to 115200."""
    with Board("rtl", "--uart-pins") as board:
        line = load_line.Line(board.port)
        there = load_line.Board(line, 100)
        there.connect()
        line.send(load_line.SPEED, argument=3000000)
        assert 2925000 <= there.answer(60, load_line.TAKEN)[2] <= 3075000
        assert there.hello(100)


# ------------------------------------------------------------------ the tool's own words

ELF = b"\x7fELF\1\1\1" + bytes(9) + b"\2\0\xf3\0" + bytes(32)


@pytest.mark.parametrize("content, words", [
    (None, "No such file"), (b"", "empty"), (b"\x7fELF\2\1" + bytes(60), "not a little-endian 32-bit"), (ELF[:20], "truncated"),
    (ELF, "nothing to load"), (ELF[:16] + b"\3" + ELF[17:], "not an executable"), (ELF[:18] + b"\3" + ELF[19:], "not for RISC-V")])
def test_bad_files(folder, content, words):
    path = folder / "bad.elf"
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
    done = subprocess.run([sys.executable, LOAD, f"--image={folder}/out", path], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and words in done.stderr, done.stderr
    assert done.stderr.startswith(f"load: {path}: ")


@pytest.mark.parametrize("options, code, words", [
    ([], 2, "no program"), (["--baud=9600", "x"], 2, "--baud: 9600 is out of range"), (["--baud=fast", "x"], 2, "--baud"),
    (["--port=/dev/nothing", "x.elf"], 1, "/dev/nothing: No such file"), (["--port=/dev/null", "x.elf"], 1, "not a serial port")])
def test_bad_options(options, code, words):
    done = subprocess.run([sys.executable, LOAD, *options], capture_output=True, text=True)
    assert done.returncode == code and words in done.stderr.splitlines()[-1], done.stderr


def test_nobody_answers():
    master, slave = pty.openpty()
    make()
    done = subprocess.run([sys.executable, LOAD, f"--port={os.ttyname(slave)}", "--timeout=1", HELLO], capture_output=True, text=True)
    assert done.returncode == 1 and "no answer from a loader in 1 s" in done.stderr and done.stderr.count("\n") == 1, done.stderr
    os.close(master), os.close(slave)


def test_overlapping_segments():
    with pytest.raises(load_image.Bad, match="overlap"):
        load_image.Program("x", 0x80000000, [(0x80000000, b"x" * 10, 4), (0x8000000d, b"y", 0)])

"""Helpers of tests/boot: a simulated board that runs its own boot ROM, a bad line in front of it, tools/load."""
import functools
import os
import pty
import re
import select
import subprocess
import sys
import threading
import time
import tty
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]
import programs  # noqa: E402

LOAD = ROOT / "tools/load"
ROMS = programs.BUILD / "firmware/boot"
LIMIT = "--max-cycles=2000000000"


HELLO, THREADS = (programs.BUILD / f"sw/examples/{name}.elf" for name in ("hello", "threads"))
BOARDS = ("sim", "sim-small", "ulx3s", "icebreaker")


@functools.cache
def make():
    """All that these tests need, once: make takes its time to look around."""
    targets = [HELLO, THREADS, *(ROMS / board / "loader.hex" for board in BOARDS)]
    done = subprocess.run(["make", "-s", *(str(t.relative_to(ROOT)) for t in targets)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def rom(name):
    make()
    return ROMS / name / "loader.bin"


class Board:
    """The simulator with a board's ROM and a pseudo-terminal as its serial line."""

    def __init__(self, target, *options, boot="sim"):
        self.process = subprocess.Popen(
            [*programs.simulator(target), f"--rom={rom(boot)}", "--uart=pty", LIMIT, *map(str, options)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        self.port = re.fullmatch(r"twinhart: serial line on (\S+)\n", self.process.stderr.readline())[1]
        self.said = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)

    def open(self):
        fd = os.open(self.port, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(fd)
        return fd

    def listen(self, *words, seconds=300, keys=b""):
        """What the board says until all words were in it; keys are typed first."""
        fd, end = self.open(), time.monotonic() + seconds
        os.write(fd, keys)
        while not all(w in self.said for w in words):
            assert time.monotonic() < end, f"no {words} in {self.said!r}"
            if select.select([fd], [], [], 0.2)[0]:
                try:
                    self.said += os.read(fd, 4096).decode(errors="replace")
                except OSError:
                    break
        os.close(fd)
        assert all(w in self.said for w in words), self.said
        return self.said

    def exit_code(self, seconds=300):
        self.process.communicate(timeout=seconds)
        return self.process.returncode


class BadLine:
    """A pseudo-terminal in front of a board's. spoil(n, byte) gives what becomes of the n-th byte to the board: some bytes,
    or None: the line is dead from there on."""

    def __init__(self, board, spoil):
        self.spoil, self.count, self.dead = spoil, 0, threading.Event()
        self.far = board.open()
        self.near, slave = pty.openpty()
        tty.setraw(slave)
        self.slave, self.port = slave, os.ttyname(slave)
        self.thread = threading.Thread(target=self.forward, daemon=True)
        self.thread.start()

    def forward(self):
        try:
            while not self.dead.is_set():
                for fd in select.select([self.near, self.far], [], [], 0.1)[0]:
                    data = os.read(fd, 4096)
                    os.write(self.near, data) if fd == self.far else self.to_board(data)
        except OSError:
            pass

    def to_board(self, data):
        out = b""
        for byte in data:
            spoilt = self.spoil(self.count, byte)
            self.count += 1
            if spoilt is None:
                self.dead.set()
                break
            out += spoilt
        os.write(self.far, out)

    def close(self):
        self.dead.set()
        self.thread.join()
        for fd in (self.far, self.near, self.slave):
            os.close(fd)


def start_load(port, *words):
    return subprocess.Popen([sys.executable, LOAD, f"--port={port}", "--timeout=100", *map(str, words)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)


def load(port, *words, seconds=600):
    """(exit code, what the board said, what the tool said)"""
    process = start_load(port, *words)
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out.decode(errors="replace").replace("\r", ""), err.decode()

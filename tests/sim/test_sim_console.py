"""The serial line: stdin and stdout, a terminal with Ctrl-A x, a pseudo-terminal."""
import os
import pty
import re
import select
import subprocess
import termios
import time

import pytest
from sim_tool import EXIT, SIM, START, assemble, run

# Sends "> ", then echoes what it hears, upper case made of lower, until a full stop; exit code 5.
ECHO = START + """
        li    s0, 0x10000000
        li    t0, 7
        sb    t0, 2(s0)
        li    a1, '>'
        jal   send
        li    a1, ' '
        jal   send
1:      lbu   t0, 5(s0)
        andi  t0, t0, 1
        beqz  t0, 1b
        lbu   a1, 0(s0)
        li    t0, '.'
        beq   a1, t0, 9f
        li    t0, 'a'
        blt   a1, t0, 2f
        addi  a1, a1, -32
2:      jal   send
        j     1b
9:      lbu   t0, 5(s0)
        andi  t0, t0, 0x40
        beqz  t0, 9b
        li    a0, 5
        j     exit
send:   lbu   t0, 5(s0)
        andi  t0, t0, 0x20
        beqz  t0, send
        sb    a1, 0(s0)
        ret
""" + EXIT


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    return assemble(tmp_path_factory.mktemp("console"), ECHO)


def read_until(fd, text, timeout=20):
    got, end = b"", time.time() + timeout
    while text not in got and time.time() < end:
        if select.select([fd], [], [], 0.2)[0]:
            try:
                got += os.read(fd, 4096)
            except OSError:
                break
    assert text in got, got
    return got


@pytest.mark.parametrize("model", ["rtl", "reference"])
@pytest.mark.parametrize("cycles", [1, 16, 300])
def test_stdin_is_heard_whole(echo, model, cycles):
    text = "the quick brown fox jumps over the lazy dog\n" * 4
    result = run(f"--model={model}", f"--uart-cycles={cycles}", "--max-cycles=3000000", echo, input=text + ".")
    assert (result.returncode, result.stdout) == (5, "> " + text.upper())


def test_terminal_ctrl_a_x_leaves_and_restores(echo):
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    process = subprocess.Popen([SIM, echo], stdin=slave, stdout=slave, stderr=subprocess.PIPE, start_new_session=True,
                               preexec_fn=lambda: __import__("fcntl").ioctl(0, termios.TIOCSCTTY, 0))
    read_until(master, b"> ")
    os.write(master, b"ab\x01\x01")       # Ctrl-A Ctrl-A is one Ctrl-A
    read_until(master, b"AB\x01")
    assert not termios.tcgetattr(slave)[3] & (termios.ECHO | termios.ICANON)
    os.write(master, b"\x01x")
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130 and b"console was left" in err
    assert termios.tcgetattr(slave) == before


def test_pty(echo):
    process = subprocess.Popen([SIM, "--uart=pty", echo], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    name = re.fullmatch(r"twinhart: serial line on (/dev/pts/\d+)\n", process.stderr.readline())[1]
    line = os.open(name, os.O_RDWR | os.O_NOCTTY)
    read_until(line, b"> ")
    os.write(line, b"abc")
    read_until(line, b"ABC")
    os.write(line, b".")
    process.communicate(timeout=20)
    os.close(line)
    assert process.returncode == 5

"""load_line.py - the serial line to a board in its loader: a raw tty, and frames on it. docs/ref/load.md. Used by tools/load."""
import errno
import os
import select
import struct
import termios
import time
import zlib

SYNC, HEADER, BLOCK = 0xa7, 12, 512
BASE_BAUD = 115200                      # of a board that has not been asked for more

STUCK = 30                              # seconds in which a port takes not one byte
HELLO, BEGIN, SPEED, ZERO = b"H", b"B", b"S", b"Z"
INFO, TAKEN, AGAIN, REFUSED = b"I", b"A", b"N", b"E"
REASONS = {1: "damaged", 2: "out of order", 3: "lies outside the board's memory", 4: "a speed the board has not",
           5: "unknown to this board's loader"}


class Failed(Exception):
    """Why it cannot go on, in one line."""


def code(baud):
    """What termios calls a speed; None if it has none. Elsewhere than on Linux it is the number itself."""
    return getattr(termios, f"B{baud}", baud if termios.B9600 == 9600 else None)


def frame(kind, number=0, argument=0, payload=b""):
    body = kind + struct.pack("<HII", len(payload), number, argument) + payload
    return bytes([SYNC]) + body + struct.pack("<I", zlib.crc32(body))


class Line:
    """text: called with what the board says outside frames."""

    def __init__(self, port, text=lambda data: None):
        self.port, self.text, self.buffer = port, text, b""
        try:
            self.fd = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            self.set_baud(BASE_BAUD)
        except PermissionError:
            raise Failed(f"{port}: no permission: join its group (sudo usermod -aG dialout $USER, then log in again), or "
                         'a udev rule: SUBSYSTEM=="tty", ATTRS{idVendor}=="0403", MODE="0666"') from None
        except OSError as e:
            raise Failed(f"{port}: {e.strerror}") from None
        except termios.error:
            raise Failed(f"{port}: not a serial port") from None

    def set_baud(self, baud):
        """Raw, eight bits, no parity, no flow control. False: this port does not have that speed."""
        if code(baud) is None:
            return False
        wanted = termios.tcgetattr(self.fd)
        wanted[:6] = [0, 0, termios.CS8 | termios.CREAD | termios.CLOCAL, 0, code(baud), code(baud)]
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
        try:
            termios.tcsetattr(self.fd, termios.TCSADRAIN, wanted)
        except (termios.error, ValueError):
            return False
        return termios.tcgetattr(self.fd)[5] == code(baud)

    def write(self, data):
        stuck = time.monotonic() + STUCK
        while data:
            try:
                data = data[os.write(self.fd, data):]
                stuck = time.monotonic() + STUCK
            except BlockingIOError:
                if time.monotonic() > stuck:
                    raise Failed(f"{self.port}: takes nothing any more") from None
                self.read(0.01)                                 # what comes meanwhile must not pile up either
                select.select([], [self.fd], [], 0.1)
            except OSError as e:
                raise Failed(f"{self.port}: {e.strerror}") from None

    def send(self, kind, number=0, argument=0, payload=b""):
        self.write(frame(kind, number, argument, payload))

    def read(self, seconds):
        """Into the buffer, what has come or comes in that time. @return something has"""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except BlockingIOError:
            return False
        except OSError as e:
            raise Failed(f"{self.port}: {'gone' if e.errno == errno.EIO else e.strerror}") from None
        if not data:
            raise Failed(f"{self.port}: gone")
        self.buffer += data
        return True

    def take(self):
        """The next whole frame of the buffer as (type, number, argument, payload), or None. What is no frame is text."""
        while self.buffer:
            at = self.buffer.find(SYNC)
            if at:
                self.text(self.buffer[:at] if at > 0 else self.buffer)
                self.buffer = self.buffer[at:] if at > 0 else b""
                continue
            if len(self.buffer) < HEADER:
                return None
            kind, length, number, argument = struct.unpack_from("<cHII", self.buffer, 1)
            end = HEADER + length + 4
            if length <= BLOCK:
                if len(self.buffer) < end:
                    return None
                if zlib.crc32(self.buffer[1:end - 4]) == struct.unpack_from("<I", self.buffer, end - 4)[0]:
                    payload, self.buffer = self.buffer[HEADER:end - 4], self.buffer[end:]
                    return kind, number, argument, payload
            self.text(self.buffer[:1])
            self.buffer = self.buffer[1:]
        return None

    def receive(self, seconds):
        """A frame, or None when none comes within that time."""
        end = time.monotonic() + seconds
        while True:
            found = self.take()
            left = end - time.monotonic()
            if found or (left < 0 and not self.read(0)):
                return found
            self.read(max(left, 0))

    def quiet(self, seconds):
        """Drop what comes until nothing has for that time."""
        while self.read(seconds):
            pass
        self.buffer = b""


class Board:
    """A loader that has answered: info is its last INFO."""

    FILL = bytes(HEADER + BLOCK + 4)    # ends any frame that the board is still in the middle of

    def __init__(self, line, timeout):
        self.line, self.timeout, self.baud = line, timeout, BASE_BAUD
        self.soon = timeout / 5         # the answer to a frame comes much sooner than a board is switched on

    def hello(self, seconds, resync=False):
        """Ask until it answers; a board that has just been reset listens for a second. @return it has"""
        end, pause = time.monotonic() + seconds, 0.2
        while time.monotonic() < end:
            self.line.write((self.FILL if resync else b"") + frame(HELLO))
            pause, resync = min(2 * pause, 0.8), False
            found = self.answer(pause, INFO)
            if found:
                self.next, self.id = found[1], found[2]
                self.protocol, self.version, self.clock, self.harts, self.base, self.bytes = struct.unpack("<6I", found[3])
                if self.protocol != 1:
                    raise Failed(f"the board speaks version {self.protocol} of the protocol, this tool version 1")
                return True
        return False

    def answer(self, seconds, *kinds):
        """The next frame of these kinds: others answer what was asked before. None when none comes in time."""
        end = time.monotonic() + seconds
        while True:
            found = self.line.receive(max(end - time.monotonic(), 0))
            if not found or found[0] in kinds:
                return found

    def connect(self):
        if not self.hello(self.timeout):
            raise Failed(f"{self.line.port}: no answer from a loader in {self.timeout:g} s: is the board on, and in its loader? "
                         "(press its reset; --timeout)")

    def speed_up(self, most):
        """The highest speed up to most that both have and that carries an answer; 115200 if there is none."""
        for baud in (3000000, 2500000, 2000000, 1500000, 1000000, 921600, 500000, 460800, 230400):
            if baud > most or code(baud) is None:
                continue
            self.line.send(SPEED, argument=baud)
            answer = self.answer(self.soon, TAKEN, REFUSED)
            if answer and answer[0] == REFUSED:
                if answer[2] == 5:
                    return                                      # this loader has one speed
                continue
            if answer and answer[0] == TAKEN and self.line.set_baud(baud) and self.hello(self.soon):
                self.baud = baud
                return
            self.line.set_baud(BASE_BAUD)                       # as the board does by itself after a while
            self.connect()

    def transfer(self, program, progress, ahead=8):
        """Send all but the last frame, which starts it. progress: called with the number of frames that are there."""
        frames, number = program.frames(), program.id()
        last, failures, to_send = len(frames) - 1, 0, 0
        if self.id == number:
            to_send = self.next
        else:
            self.begin(number)
        there = to_send
        progress(there)
        while there < last:
            while to_send < min(there + ahead, last):
                if to_send > there and ZERO in (frames[to_send - 1][0], frames[to_send][0]):
                    break                                       # the board hears nothing while it clears memory
                kind, argument, payload = frames[to_send]
                self.line.send(kind, to_send, argument, payload)
                to_send += 1
            answer = self.answer(self.timeout if frames[there][0] == ZERO else self.soon, TAKEN, REFUSED, AGAIN)
            if answer and answer[0] == TAKEN:
                failures = 0 if answer[1] > there else failures
                there = max(there, answer[1])
                progress(there)
            elif answer and answer[0] == REFUSED:
                raise Failed(f"the frame for {frames[answer[1]][1]:#x} {REASONS.get(answer[2], answer[2])}, {self.base:#x} to "
                             f"{self.base + self.bytes - 1:#x}")
            elif answer is None or answer[0] == AGAIN:
                failures += 1
                if failures > 8:
                    raise Failed(f"frame {there} of {last} does not get through: damaged or lost {failures} times "
                                 "(a lower --baud, another cable?)")
                self.line.quiet(0.05)
                if not self.hello(self.timeout, resync=True):
                    raise Failed("the board does not answer any more; the same command goes on where it was")
                if self.id != number:
                    self.begin(number)
                to_send = there = self.next

    def begin(self, number):
        self.line.send(BEGIN, argument=number)
        if not self.answer(self.timeout, TAKEN):
            raise Failed("the board does not begin")
        self.id, self.next = number, 0

    def run(self, program):
        frames = program.frames()
        self.line.send(frames[-1][0], len(frames) - 1, frames[-1][1])
        answer = self.answer(self.timeout, TAKEN, REFUSED)
        if answer and answer[0] == REFUSED:
            raise Failed(f"its entry {REASONS.get(answer[2], answer[2])}: {frames[-1][1]:#x}")
        if not answer:
            raise Failed("the board has everything, but did not say that it starts")
        try:
            self.line.set_baud(BASE_BAUD)
        except termios.error:
            pass                                                # a program that has ended already, and the port with it

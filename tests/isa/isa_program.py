"""A self-checking assembly program under construction, and the values that all of them use."""
import random

from semantics import MASK

CORNERS = [0, 1, 2, MASK, MASK - 1, 0x7fffffff, 0x80000000, 0x55555555, 0xfffff800, 0x00008080]
IMMEDIATES = [0, 1, -1, 2, 31, -32, 2047, -2048, 0x555, -0x556]
AMOUNTS = [0, 1, 2, 7, 8, 15, 16, 30, 31]


class Program:
    """One program: cases that end in a comparison, with the way to fail never further than a branch reaches."""

    def __init__(self, name, claim, spec, limit=120000, case_reg=31, header=""):
        self.name, self.case_reg = name, case_reg
        self.reserved = {case_reg}               # registers that no case may pick
        self.rng = random.Random(name)
        self.lines, self.data, self.cases, self.block, self.since = [], [], 0, 0, 0
        self.head = (f"// {name}.S - {claim}\n// Spec: {spec}. Harts: 1. Written by tests/isa/gen.py.\n"
                     f"// limit: {limit}\n{header}#define CASE_REG x{case_reg}\n#include \"env/test.h\"\n\n"
                     "TEST_BEGIN\n    .option norelax\n")

    def emit(self, *lines):
        for line in lines:
            self.lines.append(f"    {line}" if not line.endswith(":") else line)

    def op(self, text, compress=False):
        """The instruction as it stands, never shortened behind our back."""
        if compress or text.startswith("c."):
            self.emit(text)
        else:
            self.emit(".option push", ".option norvc", text, ".option pop")

    def regs(self, count, low=False):
        """Different registers, none of them x0 or the case number's."""
        pool = [r for r in (range(8, 16) if low else range(1, 32)) if r not in self.reserved]
        return self.rng.sample(pool, count)

    def other(self, *taken):
        return self.rng.choice([r for r in range(1, 32) if r not in self.reserved and r not in taken])

    def case(self, comment):
        if self.since >= 45:
            self.close()
        self.since += 1
        self.cases += 1
        self.lines.append(f"// {self.cases}: {comment}")
        if self.rng.random() < 0.25:
            self.emit("c.nop")                   # so that every instruction is met at both alignments
        self.emit(f"li x{self.case_reg}, {self.cases}")

    def expect(self, reg, value, keep=()):
        value &= MASK
        if value == 0 and self.rng.random() < 0.5:
            self.emit(f"bnez x{reg}, fail{self.block}")
            return
        tmp = self.other(reg, *keep)
        self.emit(f"li x{tmp}, {value:#x}", f"bne x{reg}, x{tmp}, fail{self.block}")

    def li(self, reg, value):
        if reg:
            self.emit(f"li x{reg}, {value & MASK:#x}")

    def close(self):
        self.emit(f"j past{self.block}", f"fail{self.block}:", "j fail", f"past{self.block}:")
        self.block, self.since = self.block + 1, 0

    def text(self):
        self.close()
        return "\n".join([self.head + "\n".join(self.lines), "    TEST_PASS", "TEST_DATA", *self.data, ""])

#!/usr/bin/env python3
"""Writes self-checking assembly programs for every instruction into a folder.

    gen.py OUTPUT_FOLDER

What an instruction computes stands in semantics.py, from the manual. The programs do it on corner and random
values, with aliased registers, x0, and every distance between a result and its use. Same output every time."""
import itertools
import pathlib
import random
import sys

import semantics as sem
from semantics import MASK, signed

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


# ---------------------------------------------------------------- register and immediate operations

def pairs(rng, op):
    second = AMOUNTS + [32, 33, MASK, 0x80000020] if op in ("sll", "srl", "sra", "rol", "ror", "bclr", "bext", "binv",
                                                            "bset") else CORNERS
    chosen = list(itertools.product(CORNERS, second))
    chosen += [(7, 3), (MASK - 6, 3), (7, MASK - 2), (MASK - 6, MASK - 2)]
    for shape in range(16):
        a, b = rng.getrandbits(32), rng.getrandbits(32)
        chosen.append((a >> (2 * shape), b >> (30 - 2 * shape)) if shape % 2 else (a, b))
    return chosen


def reg_program(name, ops, spec, limit=120000, **kw):
    p = Program(name, f"{', '.join(ops)} on corner and random values, aliased registers, x0.", spec, limit, **kw)
    for op in ops:
        f = sem.REG[op]
        for a, b in pairs(p.rng, op):
            rd, r1, r2 = p.regs(3)
            p.case(f"{op} {a:#x}, {b:#x}")
            p.li(r1, a)
            p.li(r2, b)
            p.op(f"{op} x{rd}, x{r1}, x{r2}")
            p.expect(rd, f(a, b))
        for a, b in ((0x12345678, 5), (0x80000003, MASK), (3, 0x80000001), (MASK, 13)):
            r1, r2 = p.regs(2)
            p.case(f"{op} rd = rs1, {a:#x}, {b:#x}")
            p.li(r1, a), p.li(r2, b)
            p.op(f"{op} x{r1}, x{r1}, x{r2}")
            p.expect(r1, f(a, b), keep=(r2,))
            p.expect(r2, b)
            p.case(f"{op} rd = rs2, {a:#x}, {b:#x}")
            p.li(r1, a), p.li(r2, b)
            p.op(f"{op} x{r2}, x{r1}, x{r2}")
            p.expect(r2, f(a, b), keep=(r1,))
            p.expect(r1, a)
            p.case(f"{op} rs1 = rs2, {a:#x}")
            p.li(r1, a)
            p.op(f"{op} x{r2}, x{r1}, x{r1}")
            p.expect(r2, f(a, a))
            p.case(f"{op} all the same, {a:#x}")
            p.li(r1, a)
            p.op(f"{op} x{r1}, x{r1}, x{r1}")
            p.expect(r1, f(a, a))
            p.case(f"{op} rs1 = x0, {b:#x}")
            p.li(r2, b)
            p.op(f"{op} x{r1}, x0, x{r2}")
            p.expect(r1, f(0, b))
            p.case(f"{op} rs2 = x0, {a:#x}")
            p.li(r1, a)
            p.op(f"{op} x{r2}, x{r1}, x0")
            p.expect(r2, f(a, 0))
            p.case(f"{op} rd = x0, {a:#x}, {b:#x}")
            p.li(r1, a), p.li(r2, b)
            p.op(f"{op} x0, x{r1}, x{r2}")
            p.op(f"add x{r1}, x0, x0")           # a result for x0 must not be bypassed
            p.expect(r1, 0)
    return p


def imm_program(name, ops, spec, **kw):
    p = Program(name, f"{', '.join(ops)} on corner and random values.", spec, **kw)
    for op in ops:
        f = sem.IMM.get(op) or sem.SHIFT.get(op) or sem.UNARY[op]
        if op in sem.UNARY:
            values = CORNERS + [1 << i for i in range(0, 32, 3)] + [0xff << i for i in range(0, 32, 5)]
            values += [p.rng.getrandbits(32) >> p.rng.randrange(32) for _ in range(12)]
            sources = [(a & MASK, None) for a in values]
        else:
            seconds = IMMEDIATES if op in sem.IMM else AMOUNTS
            sources = list(itertools.product(CORNERS, seconds))
            sources += [(p.rng.getrandbits(32), p.rng.randrange(-2048, 2048) if op in sem.IMM else p.rng.randrange(32))
                        for _ in range(12)]
        for index, (a, b) in enumerate(sources):
            rd, r1 = p.regs(2)
            if index % 7 == 3:
                rd = r1
            if index % 7 == 5:
                a, r1 = 0, 0
            tail = "" if b is None else f", {b}"
            p.case(f"{op} {a:#x}{tail}")
            p.li(r1, a)
            p.op(f"{op} x{rd}, x{r1}{tail}")
            p.expect(rd, f(a) if b is None else f(a, b & MASK))
            if index % 7 == 1:
                p.op(f"{op} x0, x{r1}{tail}")
                p.op(f"addi x{rd}, x0, 0")
                p.emit(f"bnez x{rd}, fail{p.block}")
    return p


def upper_program():
    p = Program("rv32i_upper", "lui and auipc.", "unprivileged 2.4")
    for imm in (0, 1, 0x7ffff, 0x80000, 0xfffff, 0x55555, 0x12345):
        rd, r1 = p.regs(2)
        p.case(f"lui {imm:#x}")
        p.op(f"lui x{rd}, {imm:#x}")
        p.expect(rd, imm << 12)
        p.case(f"auipc {imm:#x}")
        p.emit(f"la x{r1}, at{p.cases}", f"at{p.cases}:")
        p.op(f"auipc x{rd}, {imm:#x}")
        p.emit(f"sub x{rd}, x{rd}, x{r1}")
        p.expect(rd, imm << 12)
        p.case("lui, auipc to x0")
        p.op(f"lui x0, {imm:#x}")
        p.op(f"add x{rd}, x0, x0")
        p.emit(f"bnez x{rd}, fail{p.block}")
        p.op(f"auipc x0, {imm:#x}")
        p.op(f"add x{rd}, x0, x0")
        p.emit(f"bnez x{rd}, fail{p.block}")
    return p


# ---------------------------------------------------------------- control flow

def branch_program():
    p = Program("rv32i_branch", "every conditional branch, taken and not, forwards, backwards and far.",
                "unprivileged 2.5", limit=100000)
    for op, f in sem.BRANCH.items():
        for index, (a, b) in enumerate([*itertools.product(CORNERS, CORNERS), *zip(CORNERS, CORNERS)]):
            n, taken = p.cases + 1, f(a, b)
            r1, r2 = p.regs(2)
            if a == b and index % 2:
                r2 = r1
            if a == 0 and index % 2:
                r1 = 0
            p.case(f"{op} {a:#x}, {b:#x}: {'taken' if taken else 'not taken'}")
            p.li(r1, a), p.li(r2, b)
            if index % 3 < 2:                    # forwards
                p.op(f"{op} x{r1}, x{r2}, to{n}")
                p.emit(f"j fail{p.block}" if taken else f"j ok{n}")
                p.emit(f"to{n}:", *([] if taken else [f"j fail{p.block}"]), f"ok{n}:")
            else:                                # backwards
                p.emit(f"j start{n}", f"back{n}:",
                       f"{'j ok' + str(n) if taken else 'j fail' + str(p.block)}", f"start{n}:")
                p.op(f"{op} x{r1}, x{r2}, back{n}")
                if taken:
                    p.emit(f"j fail{p.block}")
                p.emit(f"ok{n}:")
    for distance in (4090, 4094):
        r1, = p.regs(1)
        p.close()
        p.case(f"beq {distance} bytes forwards, bne as far backwards")
        n = p.cases
        p.op(f"beq x0, x0, far{n}")
        p.emit(f"back{n}:", f"j ok{n}", f".balign 4", f".space {distance - 8}, 0", f"far{n}:", f"li x{r1}, 1")
        p.op(f"bne x{r1}, x0, back{n}")
        p.emit("j fail", f"ok{n}:")
        p.close()
    return p


def jump_program():
    p = Program("rv32i_jump", "jal and jalr: targets, links, every pair of link-register hints, odd targets.",
                "unprivileged 2.5")
    for rd, r1 in itertools.product((0, 1, 5, 6), (1, 5, 7)):
        for offset in (0, 4, -8, 2047, -2048):
            n = p.cases + 1
            p.case(f"jalr x{rd}, {offset}(x{r1})")
            p.emit(f"la x{r1}, to{n}", f"addi x{r1}, x{r1}, {-offset if offset != -2048 else 2047}",
                   *([f"addi x{r1}, x{r1}, 1"] if offset == -2048 else []))
            p.op(f"jalr x{rd}, {offset}(x{r1})")
            p.emit(f"link{n}:", f"j fail{p.block}", f"to{n}:")
            if rd:
                tmp = p.other(rd)
                p.emit(f"la x{tmp}, link{n}", f"bne x{rd}, x{tmp}, fail{p.block}")
    for rd in (0, 1, 5, 9):
        n = p.cases + 1
        p.case(f"jalr to an odd address, rd = x{rd}")
        p.emit(f"la x7, to{n}", "addi x7, x7, 1")
        p.op(f"jalr x{rd}, 0(x7)")
        p.emit(f"j fail{p.block}", f"to{n}:")
        n = p.cases + 1
        p.case(f"jal forwards and backwards, rd = x{rd}")
        p.op(f"jal x{rd}, to{n}")
        p.emit(f"link{n}:", f"j fail{p.block}", f"back{n}:", f"j ok{n}", f"to{n}:")
        if rd:
            p.emit(f"la x8, link{n}", f"bne x{rd}, x8, fail{p.block}")
        p.op(f"jal x{rd}, back{n}")
        p.emit(f"j fail{p.block}", f"ok{n}:")
    p.close()
    p.case("jal 70,000 bytes forwards and back")
    n = p.cases
    p.op(f"jal x1, far{n}")
    p.emit(f"link{n}:", "j fail", f"home{n}:", f"j ok{n}", ".balign 4", ".space 70000, 0", f"far{n}:",
           f"la x2, link{n}", f"beq x1, x2, home{n}", "j fail", f"ok{n}:")
    p.case("nested calls and returns, deeper than a return stack")
    p.emit("li x10, 0", "li x11, 20", "la x2, stack_top", f"jal x1, nest{n}", f"j nested{n}", f"nest{n}:",
           "addi x2, x2, -4", "sw x1, 0(x2)", "addi x10, x10, 1", "addi x11, x11, -1", f"beqz x11, leaf{n}",
           f"jal x1, nest{n}", "addi x10, x10, 16", f"leaf{n}:", "lw x1, 0(x2)", "addi x2, x2, 4", "ret", f"nested{n}:")
    p.expect(10, 20 + 19 * 16)
    p.case("an indirect jump that changes its mind")
    p.emit("li x15, 0", "li x16, 0", "li x12, 0", "li x13, 6", f"turn{n}:", "la x6, way0", "la x7, way1", "andi x14, x12, 1", "beqz x14, 1f",
           "mv x6, x7", "1:", "jr x6", "way0:", "addi x15, x15, 1", "j 2f", "way1:", "addi x16, x16, 1", "2:",
           "addi x12, x12, 1", f"blt x12, x13, turn{n}")
    p.emit("li x17, 3", f"bne x15, x17, fail{p.block}", f"bne x16, x17, fail{p.block}")
    p.data += ["    .balign 16", "    .zero 256", "stack_top:"]
    return p


# ---------------------------------------------------------------- memory

BYTES = [0x80, 0x01, 0xff, 0x7f, 0x34, 0x92, 0x5a, 0xc3, 0x00, 0x88, 0x10, 0xfe, 0x6b, 0xd0, 0x07, 0xf1]


def raw(offset, size, data=BYTES):
    return int.from_bytes(bytes(data[offset:offset + size]), "little")


def load_program():
    p = Program("rv32i_load", "every load at every aligned offset, immediates, load-use distances, rd = base, x0.",
                "unprivileged 2.6")
    p.data += ["    .balign 16", "bytes: .byte " + ", ".join(map(hex, BYTES)), "pointer: .word bytes"]
    for op, (size, _) in sem.LOAD.items():
        for offset in range(0, 16, size):
            for distance in (0, 1, 2):
                rd, base, use = p.regs(3)
                imm = p.rng.choice([0, 4, -4, 2047, -2048, offset])
                p.case(f"{op} byte {offset}, used {distance} later")
                p.emit(f"la x{base}, bytes + {offset}", f"li x{use}, {imm}", f"sub x{base}, x{base}, x{use}")
                p.op(f"{op} x{rd}, {imm}(x{base})")
                for _ in range(distance):
                    p.op("addi x0, x0, 0")
                p.op(f"addi x{use}, x{rd}, 0")
                p.expect(use, sem.loaded(op, raw(offset, size)), keep=(rd,))
                p.expect(rd, sem.loaded(op, raw(offset, size)))
        p.case(f"{op} rd = base")
        base, use = p.regs(2)
        p.emit(f"la x{base}, bytes")
        p.op(f"{op} x{base}, 0(x{base})")
        p.expect(base, sem.loaded(op, raw(0, size)))
        p.case(f"{op} to x0")
        p.emit(f"la x{base}, bytes")
        p.op(f"{op} x0, 4(x{base})")
        p.op(f"add x{use}, x0, x0")
        p.emit(f"bnez x{use}, fail{p.block}")
    base, rd = p.regs(2)
    p.case("a loaded pointer is the next load's base")
    p.emit(f"la x{base}, pointer")
    p.op(f"lw x{base}, 0(x{base})")
    p.op(f"lw x{base}, 12(x{base})")
    p.expect(base, raw(12, 4))
    return p


def store_program():
    p = Program("rv32i_store", "every store at every aligned offset leaves its neighbours alone; loads of any size "
                "right behind stores of any size.", "unprivileged 2.6", limit=100000)
    p.data += ["    .balign 64", "area: .zero 256"]
    base, = p.regs(1)
    for op, size in sem.STORE.items():
        for offset in range(0, 8, size):
            r, = [p.other(base)]
            value, imm = p.rng.getrandbits(32), p.rng.choice([0, 4, -4, 2047, -2048])
            p.case(f"{op} {value:#x} at {offset}")
            p.emit(f"la x{base}, area", f"li x{r}, -1", f"sw x{r}, 0(x{base})", f"sw x{r}, 4(x{base})",
                   f"li x{r}, {imm}", f"sub x{base}, x{base}, x{r}")
            p.li(r, value)
            p.op(f"{op} x{r}, {imm + offset if -2048 <= imm + offset < 2048 else imm}(x{base})" if imm != 2047 else
                 f"{op} x{r}, 2047(x{base})")
            shift = offset if imm != 2047 else 0
            want = ((1 << 64) - 1) & ~((1 << 8 * size) - 1 << 8 * shift) | (value & (1 << 8 * size) - 1) << 8 * shift
            p.emit(f"la x{base}, area")
            for word in (0, 4):
                p.op(f"lw x{r}, {word}(x{base})")
                p.expect(r, want >> 8 * word, keep=(base,))
            p.case(f"{op} of its own base")
            p.emit(f"la x{base}, area", f"sw x0, 0(x{base})", f"mv x{r}, x{base}")
            p.op(f"{op} x{base}, 0(x{base})")
            p.op(f"lw x{base}, 0(x{base})")
            p.emit(f"slli x{r}, x{r}, {32 - 8 * size}", f"slli x{base}, x{base}, {32 - 8 * size}",
                   f"bne x{base}, x{r}, fail{p.block}")
    # forwarding: stores of random sizes, then one load at once, distances 0 to 2
    for n in range(170):
        image, (b, v, rd) = [0xa5] * 8, p.regs(3)
        p.case("loads behind stores")
        line = p.rng.randrange(0, 192, 8)
        p.emit(f"la x{b}, area + {line}", f"li x{v}, 0xa5a5a5a5", f"sw x{v}, 0(x{b})", f"sw x{v}, 4(x{b})")
        if p.rng.random() < 0.3:
            p.emit("fence")
        for _ in range(p.rng.randrange(1, 4)):
            op = p.rng.choice(list(sem.STORE))
            size = sem.STORE[op]
            at, value = p.rng.randrange(0, 8, size), p.rng.getrandbits(32)
            p.li(v, value)
            p.op(f"{op} x{v}, {at}(x{b})")
            image[at:at + size] = (value & (1 << 8 * size) - 1).to_bytes(size, "little")
        for _ in range(p.rng.choice((0, 0, 1, 2))):
            p.op("addi x0, x0, 0")
        op = p.rng.choice(list(sem.LOAD))
        size = sem.LOAD[op][0]
        at = p.rng.randrange(0, 8, size)
        p.op(f"{op} x{rd}, {at}(x{b})")
        p.expect(rd, sem.loaded(op, raw(at, size, image)))
    return p


def amo_program():
    p = Program("rv32a_amo", "every AMO: old value, new memory, aq and rl, aliased registers, x0, and right behind "
                "stores and before loads.", "unprivileged 8.4", limit=100000)
    p.data += ["    .balign 64", "area: .zero 256"]
    for op, f in sem.AMO.items():
        cases = p.rng.sample(list(itertools.product(CORNERS, CORNERS)), 60)
        cases += [(p.rng.getrandbits(32), p.rng.getrandbits(32)) for _ in range(6)]
        for index, (old, value) in enumerate(cases):
            rd, v, b, t = p.regs(4)
            suffix = ("", ".aq", ".rl", ".aqrl")[index % 4]
            alias = index % 8
            p.case(f"{op}{suffix} {old:#x}, {value:#x}" + {5: " rd = x0", 6: " rd = rs2", 7: " rd = rs1"}.get(alias, ""))
            p.emit(f"la x{b}, area + {4 * p.rng.randrange(64)}", f"mv x{t}, x{b}")
            p.li(rd, old)
            p.emit(f"sw x{rd}, 0(x{b})")
            p.li(v, value)
            if alias == 5:
                rd = 0
            elif alias == 6:
                rd = v
            elif alias == 7:
                rd = b
            p.op(f"{op}{suffix} x{rd}, x{v}, (x{b})")
            use = p.other(rd, t)
            p.op(f"add x{use}, x{rd}, x0")
            p.expect(use, old if rd else 0, keep=(t,))
            p.op(f"lw x{use}, 0(x{t})")
            p.expect(use, f(old, value))
    return p


def lrsc_program():
    p = Program("rv32a_lrsc", "LR and SC on one hart: success, and each failure that the manual demands.",
                "unprivileged 8.2, 8.3")
    p.data += ["    .balign 4096", "one: .word 0x11111111", "    .zero 2044", "two: .word 0x22222222", "    .zero 64"]
    for index in range(24):
        rd, b, v, t = p.regs(4)
        order_l, order_s = ("", ".aq", ".aqrl", "")[index % 4], ("", ".rl", ".aqrl", ".rl")[index // 4 % 4]
        value = p.rng.getrandbits(32)
        p.case(f"lr{order_l}, sc{order_s} succeeds")
        p.emit(f"la x{b}, one", f"li x{t}, {index:#x}", f"sw x{t}, 0(x{b})")
        p.li(v, value)
        p.op(f"lr.w{order_l} x{rd}, (x{b})")
        if index % 3 == 1:
            p.op(f"add x{t}, x{rd}, x0")
            p.expect(t, index, keep=(b, v))
        if index % 5 == 4:
            p.op(f"sc.w{order_s} x{v}, x{v}, (x{b})")     # rd = rs2
            p.emit(f"bnez x{v}, fail{p.block}")
        else:
            p.op(f"sc.w{order_s} x{rd}, x{v}, (x{b})")
            p.emit(f"bnez x{rd}, fail{p.block}")
        p.op(f"lw x{t}, 0(x{b})")
        p.expect(t, value)
        p.case("a second sc fails and stores nothing")
        p.emit(f"la x{b}, one", f"li x{t}, 7")
        p.op(f"sc.w x{t}, x{t}, (x{b})")
        p.emit(f"beqz x{t}, fail{p.block}")
        p.op(f"lw x{t}, 0(x{b})")
        p.expect(t, value)
        p.case("sc to another place fails, and ends the reservation")
        c = p.other(b, t, v, rd)
        p.emit(f"la x{b}, one", f"la x{c}, two")
        p.op(f"lr.w x{t}, (x{b})")
        p.op(f"sc.w x{rd}, x0, (x{c})")
        p.emit(f"beqz x{rd}, fail{p.block}", f"lw x{t}, 0(x{c})")
        p.expect(t, 0x22222222, keep=(b, c))
        p.op(f"sc.w x{rd}, x0, (x{b})")
        p.emit(f"beqz x{rd}, fail{p.block}", f"lw x{t}, 0(x{b})")
        p.expect(t, value)
        p.case("sc with rd = x0 stores; lr to x0 reserves")
        p.emit(f"la x{b}, one", f"li x{t}, {index + 99}")
        p.op(f"lr.w x0, (x{b})")
        p.op(f"sc.w x0, x{t}, (x{b})")
        p.op(f"add x{rd}, x0, x0")
        p.emit(f"bnez x{rd}, fail{p.block}", f"lw x{t}, 0(x{b})")
        p.expect(t, index + 99)
    for _ in range(3):
        b, v, t, k = p.regs(4)
        n = p.cases + 1
        p.case("a constrained loop counts to ten")
        p.emit(f"la x{b}, two", f"sw x0, 0(x{b})", f"li x{k}, 10", f"loop{n}:")
        p.op(f"lr.w x{v}, (x{b})")
        p.op(f"addi x{v}, x{v}, 1")
        p.op(f"sc.w x{t}, x{v}, (x{b})")
        p.emit(f"bnez x{t}, loop{n}", f"addi x{k}, x{k}, -1", f"bnez x{k}, loop{n}", f"lw x{t}, 0(x{b})")
        p.expect(t, 10, keep=(b,))
        p.emit(f"li x{t}, 0x22222222", f"sw x{t}, 0(x{b})")
    return p


# ---------------------------------------------------------------- compressed

def c_alu_program():
    p = Program("rv32c_alu", "compressed arithmetic: every one, over its immediates and registers.",
                "unprivileged 16.5")
    simm6 = (-32, -1, 1, 2, 15, 31, -17)
    for imm in simm6 + (0,):
        for a in (0, 1, MASK, 0x7fffffff, 0x80000000):
            rd, = p.regs(1)
            p.case(f"c.addi {a:#x}, {imm}")
            p.li(rd, a)
            if imm:
                p.op(f"c.addi x{rd}, {imm}")
            else:
                p.emit(f".2byte {0x0001 | rd << 7:#x} // c.addi rd, 0: a hint")
            p.expect(rd, a + imm)
            low, = p.regs(1, low=True)
            p.case(f"c.andi {a:#x}, {imm}")
            p.li(low, a)
            p.op(f"c.andi x{low}, {imm}")
            p.expect(low, a & imm & MASK)
        rd, = p.regs(1)
        p.case(f"c.li {imm}")
        p.op(f"c.li x{rd}, {imm}")
        p.expect(rd, imm)
        if imm:
            rd = p.other(2)
            p.case(f"c.lui {imm}")
            p.op(f"c.lui x{rd}, {imm & 0xfffff}")
            p.expect(rd, imm << 12)
    for shamt in AMOUNTS[1:]:
        for a in (0x80000001, 0x12345678, MASK):
            rd, = p.regs(1)
            low, = p.regs(1, low=True)
            p.case(f"c.slli {a:#x}, {shamt}")
            p.li(rd, a)
            p.op(f"c.slli x{rd}, {shamt}")
            p.expect(rd, a << shamt)
            for op in ("srli", "srai"):
                p.case(f"c.{op} {a:#x}, {shamt}")
                p.li(low, a)
                p.op(f"c.{op} x{low}, {shamt}")
                p.expect(low, sem.SHIFT[op](a, shamt))
    for op in ("sub", "xor", "or", "and"):
        for a, b in p.rng.sample(list(itertools.product(CORNERS, CORNERS)), 12):
            r1, r2 = p.regs(2, low=True)
            p.case(f"c.{op} {a:#x}, {b:#x}")
            p.li(r1, a), p.li(r2, b)
            p.op(f"c.{op} x{r1}, x{r2}")
            p.expect(r1, sem.REG[op](a, b))
            p.case(f"c.{op} with itself, {a:#x}")
            p.li(r1, a)
            p.op(f"c.{op} x{r1}, x{r1}")
            p.expect(r1, sem.REG[op](a, a))
    for a, b in p.rng.sample(list(itertools.product(CORNERS, CORNERS)), 16):
        r1, r2 = p.regs(2)
        p.case(f"c.add {a:#x}, {b:#x}; c.mv")
        p.li(r1, a), p.li(r2, b)
        p.op(f"c.add x{r1}, x{r2}")
        p.expect(r1, a + b, keep=(r2,))
        p.op(f"c.mv x{r1}, x{r2}")
        p.expect(r1, b)
        p.case(f"c.add with itself {a:#x}")
        p.li(r1, a)
        p.op(f"c.add x{r1}, x{r1}")
        p.expect(r1, 2 * a)
    for imm in (4, 8, 16, 64, 128, 252, 512, 1020):
        rd, = p.regs(1, low=True)
        p.case(f"c.addi4spn {imm}")
        p.li(2, 0x80001230)
        p.op(f"c.addi4spn x{rd}, sp, {imm}")
        p.expect(rd, 0x80001230 + imm)
    for imm in (16, -16, 32, 64, 128, 256, 496, -512):
        p.case(f"c.addi16sp {imm}")
        p.li(2, 0x80001230)
        p.op(f"c.addi16sp sp, {imm}")
        p.expect(2, 0x80001230 + imm)
    return p


def c_memory_program():
    p = Program("rv32c_memory", "c.lw, c.sw, c.lwsp, c.swsp over their offsets and registers.", "unprivileged 16.3")
    p.data += ["    .balign 64", "area: .zero 256"]
    for offset in (0, 4, 8, 16, 32, 60, 64, 124):
        for _ in range(3):
            b, v, t = p.regs(3, low=True)
            value = p.rng.getrandbits(32)
            p.case(f"c.sw, c.lw {offset}")
            p.emit(f"la x{b}, area")
            p.li(v, value)
            p.op(f"c.sw x{v}, {offset}(x{b})")
            p.op(f"c.lw x{t}, {offset}(x{b})")
            p.expect(t, value, keep=(b,))
            p.emit(f"la x{t}, area + {offset}", f"lw x{t}, 0(x{t})")
            p.expect(t, value)
            p.case(f"c.lw {offset}, rd = base")
            p.emit(f"la x{b}, area")
            p.op(f"c.lw x{b}, {offset}(x{b})")
            p.expect(b, value)
    for offset in (0, 4, 16, 32, 64, 128, 252):
        for _ in range(3):
            v, t = [r for r in p.regs(4) if r != 2][:2]
            value = p.rng.getrandbits(32)
            p.case(f"c.swsp, c.lwsp {offset}")
            p.emit("la x2, area")
            p.li(v, value)
            p.op(f"c.swsp x{v}, {offset}(x2)")
            p.op(f"c.lwsp x{t}, {offset}(x2)")
            p.expect(t, value, keep=(2,))
            p.emit(f"la x{t}, area + {offset}", f"lw x{t}, 0(x{t})")
            p.expect(t, value)
        p.case(f"c.lwsp sp, {offset}")
        p.emit("la x2, area")
        p.op(f"c.lwsp x2, {offset}(x2)")
        p.expect(2, value)
    return p


def c_jump_program():
    p = Program("rv32c_jump", "c.j, c.jal, c.jr, c.jalr, c.beqz, c.bnez: ways, links, reach.", "unprivileged 16.4")

    def reach(n, far, jump, link=None):
        """Forwards far bytes and back again."""
        p.emit(jump.format(f"far{n}"), f"link{n}:", "j fail", ".balign 2", f"home{n}:", f"j ok{n}",
               f".space {far}, 0", ".balign 2", f"far{n}:")
        if link:
            p.emit(f"la x7, link{n}", "beq x1, x7, 1f", "j fail", "1:")
        p.emit(jump.format(f"home{n}"), "j fail", f"ok{n}:")

    for far in (2, 30, 900, 2000):
        p.close()
        p.case(f"c.j {far}")
        reach(p.cases, far, "c.j {}")
        p.case(f"c.jal {far}")
        reach(p.cases, far, "c.jal {}", link=True)
        p.close()
    for r in range(8, 16):
        for value in (0, 1, 0x80000000):
            for op, taken in (("c.beqz", value == 0), ("c.bnez", value != 0)):
                n = p.cases + 1
                p.case(f"{op} x{r} = {value:#x}")
                p.li(r, value)
                p.op(f"{op} x{r}, to{n}")
                if taken:
                    p.emit(f"j fail{p.block}", f"to{n}:")
                else:
                    p.emit(f"j ok{n}", f"to{n}:", f"j fail{p.block}", f"ok{n}:")
    for far in (60, 200, 226):
        p.close()
        p.case(f"c.beqz, c.bnez {far}")
        p.emit("li x8, 0")
        reach(p.cases, far, "c.beqz x8, {}")
        p.case(f"c.bnez {far}")
        p.emit("li x8, 2")
        reach(p.cases, far, "c.bnez x8, {}")
        p.close()
    for r in [r for r in range(1, 31)]:
        n = p.cases + 1
        p.case(f"c.jr x{r}")
        p.emit(f"la x{r}, to{n}")
        p.op(f"c.jr x{r}")
        p.emit(f"j fail{p.block}", f"to{n}:")
        n = p.cases + 1
        p.case(f"c.jalr x{r}")
        p.emit(f"la x{r}, to{n}")
        p.op(f"c.jalr x{r}")
        t = p.other(1)
        p.emit(f"link{n}:", f"j fail{p.block}", f"to{n}:", f"la x{t}, link{n}", f"bne x1, x{t}, fail{p.block}")
    return p


# ---------------------------------------------------------------- hazards

def bypass_programs():
    """Each kind of result, used by each kind of instruction, 1 to 4 instructions later."""
    value = 0x00000024                            # small enough to be an offset, a shift, a divisor
    address = "spot"

    def produce(p, kind, r, want):
        """The lines before, and the one instruction that puts want into r. want: number or label."""
        t = p.other(r)
        number = isinstance(want, int)
        if kind in ("lw", "amo", "lr"):
            p.emit(f"la x{t}, cell", *( [f"li x{r}, {want}"] if number else [f"la x{r}, {want}"]),
                   f"sw x{r}, 0(x{t})", f"li x{r}, 0x777")
            return {"lw": f"lw x{r}, 0(x{t})", "amo": f"amoor.w x{r}, x0, (x{t})", "lr": f"lr.w x{r}, (x{t})"}[kind]
        p.emit(f"li x{t}, {want}" if number else f"la x{t}, {want}")
        if kind == "alu":
            p.emit(f"li x{r}, 0x777")
            return f"addi x{r}, x{t}, 0"
        if kind == "csr":
            p.emit(f"csrrw x30, mscratch, x{t}", f"li x{r}, 0x777")
            return f"csrrw x{r}, mscratch, x30"  # reads want, and gives the trap record back
        one = p.other(r, t)
        p.emit(f"li x{one}, {0xffffffff if kind == 'rev' else 1}", f"li x{r}, 0x777")
        if kind == "rev":                         # remu by a bigger number: the dividend
            return f"remu x{r}, x{t}, x{one}"
        return {"mul": f"mul x{r}, x{t}, x{one}", "div": f"divu x{r}, x{t}, x{one}", "rot": f"ror x{r}, x{t}, x0",
                "min": f"minu x{r}, x{t}, x{t}"}[kind]

    consumers = ("rs1", "rs2", "both", "branch", "load", "store data", "store address", "mul", "div", "jalr", "amo",
                 "shift", "cpop")
    for kind in ("alu", "lw", "mul", "div", "rev", "amo", "lr", "csr", "rot", "min"):
        p = Program(f"bypass_{kind}", f"results of '{kind}' used by everything, 1 to 4 instructions later.",
                    "design section 4: full bypass", limit=120000)
        p.data += ["    .balign 64", "cell: .word 0", "spot: .word 0x13572468", "    .zero 64"]
        p.reserved |= {27, 28, 29, 30}            # the cases' own: spot, its content, mscratch
        p.emit("la x27, spot")
        for use, distance in itertools.product(consumers, (1, 2, 3, 4)):
            n = p.cases + 1
            r, d = p.regs(2)
            pointer = use in ("load", "store address", "amo")
            want = address if pointer else f"to{n}" if use == "jalr" else value
            p.case(f"{kind} to {use}, distance {distance}")
            p.emit(f"li x{d}, 0x999", "li x29, 0x13572468", "sw x29, 0(x27)")
            p.op(produce(p, kind, r, want))
            for k in range(distance - 1):
                p.op(f"xori x{29 if k else 0}, x0, {k + 1}")
            if use == "rs1":
                p.op(f"sub x{d}, x{r}, x0"), p.expect(d, value)
            elif use == "rs2":
                p.op(f"sub x{d}, x0, x{r}"), p.expect(d, -value)
            elif use == "both":
                p.op(f"add x{d}, x{r}, x{r}"), p.expect(d, 2 * value)
            elif use == "shift":
                p.op(f"sra x{d}, x{r}, x{r}"), p.expect(d, value >> (value & 31))
            elif use == "cpop":
                p.op(f"cpop x{d}, x{r}"), p.expect(d, bin(value).count("1"))
            elif use == "mul":
                p.op(f"mul x{d}, x{r}, x{r}"), p.expect(d, value * value)
            elif use == "div":
                p.op(f"divu x{d}, x{r}, x{r}"), p.expect(d, 1)
            elif use == "branch":
                p.op(f"bltu x0, x{r}, taken{n}")
                p.emit(f"j fail{p.block}", f"taken{n}:")
            elif use == "load":
                p.op(f"lw x{d}, 0(x{r})"), p.expect(d, 0x13572468)
            elif use == "store data":
                p.op(f"sw x{r}, 0(x27)")
                p.op(f"lw x{d}, 0(x27)")
                p.expect(d, value)
            elif use == "store address":
                p.op(f"sw x0, 0(x{r})")
                p.emit(f"lw x{d}, 0(x27)", f"bnez x{d}, fail{p.block}")
            elif use == "amo":
                p.op(f"amoadd.w x{d}, x0, (x{r})"), p.expect(d, 0x13572468)
            elif use == "jalr":
                p.op(f"jalr x{d}, 0(x{r})")
                p.emit(f"j fail{p.block}", f"to{n}:")
        # the younger of two writers of one register wins
        for second in ("alu", "lw", "mul"):
            for distance in (1, 2, 3):
                r, = p.regs(1)
                p.case(f"{kind}, then {second} into the same register")
                p.emit("li x29, 0x13572468", "sw x29, 0(x27)", "li x28, 0x4321")
                p.op(produce(p, kind, r, value))
                for _ in range(distance - 1):
                    p.op("addi x0, x0, 0")
                p.op({"alu": f"addi x{r}, x28, 1", "lw": f"lw x{r}, 0(x27)", "mul": f"mul x{r}, x28, x28"}[second])
                p.expect(r, {"alu": 0x4322, "lw": 0x13572468, "mul": 0x4321 ** 2}[second])
        yield p


# ---------------------------------------------------------------- encodings

def illegal_program(name, claim, words, size, limit):
    """Every word traps as an illegal instruction, in its place, with itself in mtval."""
    p = Program(name, claim, "privileged 3.1.15, 3.1.16; unprivileged 24", limit)
    p.lines += f"""
    la      t0, on_illegal
    csrw    mtvec, t0
    la      s0, words                   // where the next trap must be
    li      s1, {size}
    csrw    mscratch, zero
    j       words
    .balign 64
on_illegal:                             // the words may name any register, but change none
    csrr    t0, mepc
    bne     t0, s0, wrong
    csrr    t1, mcause
    addi    t1, t1, -ILLEGAL
    bnez    t1, wrong
    lhu     t1, 0(t0)
    {'lhu     t2, 2(t0)' if size == 4 else 'li      t2, 0'}
    slli    t2, t2, 16
    or      t1, t1, t2
    csrr    t2, mtval
    bne     t1, t2, wrong
    add     s0, s0, s1
    csrw    mepc, s0
    mret
wrong:                                  // the case is the number of the word
    la      t1, words
    sub     t0, s0, t1
    divu    x{p.case_reg}, t0, s1
    j       fail
    .balign 4
    .option norvc
words:""".splitlines()
    for at in range(0, len(words), 8):
        p.lines.append(f"    .{size}byte " + ", ".join(f"{w:#x}" for w in words[at:at + 8]))
    p.lines += """    .option rvc
    .balign 2
past_words:
    la      t1, past_words
    bne     s0, t1, wrong               // one too few traps: the last words did something else
    la      t0, trap_handler
    csrw    mtvec, t0
    la      t0, trap_records
    csrw    mscratch, t0""".splitlines()
    return p


def illegal_programs():
    rng = random.Random("illegal")

    def fields():
        return rng.getrandbits(5) << 7 | rng.getrandbits(5) << 15

    words = {"opcode": [], "op": [], "imm": [], "system": [], "amo": []}
    legal_opcodes = (0x37, 0x17, 0x6f, 0x67, 0x63, 0x03, 0x23, 0x13, 0x33, 0x2f, 0x0f, 0x73)
    for opcode in range(3, 128, 4):
        if opcode in legal_opcodes:
            continue
        words["opcode"] += [opcode | f3 << 12 | f7 << 25 | fields() | rng.getrandbits(5) << 20
                            for f3 in range(8) for f7 in (0, rng.getrandbits(7))]
    for opcode in (0x67, 0x63, 0x03, 0x23, 0x0f):
        words["opcode"] += [opcode | f3 << 12 | fields() | rng.getrandbits(12) << 20 for f3 in range(8) for _ in range(3)]
    words["opcode"] += [MASK, 0xfffff003, 0x0000007f, 0x0000001f]
    for f7, f3 in itertools.product(range(128), range(8)):
        words["op"].append(0x33 | f3 << 12 | f7 << 25 | fields() | rng.getrandbits(5) << 20)
    words["op"] += [0x33 | 4 << 12 | 4 << 25 | fields() | r << 20 for r in range(1, 32)]       # zext.h's rs2
    for f7, f3 in itertools.product(range(128), (1, 5)):
        words["imm"].append(0x13 | f3 << 12 | f7 << 25 | fields() | rng.getrandbits(5) << 20)
    for f3, f7 in ((1, 0x30), (5, 0x14), (5, 0x34)):
        words["imm"] += [0x13 | f3 << 12 | f7 << 25 | fields() | r << 20 for r in range(32)]
    for f5, f3 in itertools.product(range(32), range(8)):
        words["amo"].append(0x2f | f3 << 12 | f5 << 27 | rng.getrandbits(2) << 25 | fields() | rng.getrandbits(5) << 20)
    words["amo"] += [0x2f | 2 << 12 | 2 << 27 | fields() | r << 20 for r in range(1, 32)]      # lr's rs2
    for imm in sorted(set(range(0, 0x1000, 29)) | {0, 1, 2, 0x102, 0x104, 0x105, 0x120, 0x160, 0x202, 0x302, 0x303, 0x702,
                                                   0x7b2, 0x005, 0x00d, 0x01d, 0x180, 0x181}):
        words["system"] += [0x73 | imm << 20, 0x73 | imm << 20 | fields()]
    for base in (0x73, 0x100073, 0x30200073, 0x10500073):                     # rd or rs1 not 0
        words["system"] += [base | 1 << 7, base | 1 << 15, base | 31 << 7, base | 31 << 15]
    words["system"] += [0x73 | 4 << 12 | imm << 20 | fields() for imm in range(0, 0x1000, 61)]
    words["system"] += [0x73 | f3 << 12 | csr << 20 | (rng.randrange(1, 32) << 15 if f3 & 3 != 1 else fields())
                        for csr in (0xc00, 0xc01, 0xc02, 0xc80, 0xc82, 0xf11, 0xf12, 0xf13, 0xf14, 0xf15)
                        for f3 in (1, 2, 3, 5, 6, 7)]                          # writes of read-only registers
    tails = {"opcode": "of unused major opcodes and of reserved funct3", "op": "of OP with reserved funct7 and funct3",
             "imm": "of OP-IMM with reserved shifts and unary codes", "amo": "of AMO with reserved funct5 and width",
             "system": "of SYSTEM, and writes of read-only CSRs"}
    qemu = {"opcode": "", "system": "// qemu: no (QEMU ignores rd and rs1 of some, and has debug and hint CSRs)\n"}
    for kind, tail in tails.items():
        bad = [w for w in words[kind] if not sem.legal32(w)]
        assert len(bad) > 100, kind
        p = illegal_program(f"illegal_{kind}", f"every illegal word {tail} traps with itself in mtval.", bad, 4,
                            90 * len(bad) + 5000)
        p.head = p.head.replace("#define CASE", qemu.get(kind, "") + "#define CASE", 1)
        yield p
    short = [c for c in range(0x10000) if c & 3 != 3 and not sem.legal16(c)]
    chosen = set(rng.sample(short, 500)) | {0, 0x8002, 0x6101, 0x6001, 0x4002, 0x9c01, 0x9c21, 0x9c41, 0x9c61, 0x1002,
                                             0x9001, 0x9401, 0x2000, 0x8000, 0xa000, 0xe000, 0x2002, 0x6002, 0xa002, 0xe002}
    chosen |= {c for c in range(0, 32, 4)} | {0x4002 | r << 2 for r in range(32)}
    chosen = sorted(c for c in chosen if not sem.legal16(c))
    yield illegal_program("illegal_compressed", "reserved 16-bit words trap with themselves, zero-extended, in mtval.",
                          chosen, 2, 90 * len(chosen) + 5000)


def hints_program():
    """Encodings that must do nothing at all, and not trap."""
    p = Program("hints", "hints and reserved fields of FENCE change no register and do not trap.",
                "unprivileged 2.7, 2.9, 16.7")
    rng = p.rng
    shorts = [0x0001] + [0x0001 | i << 2 for i in (1, 15, 31)] + [0x1001]                     # c.nop, imm
    shorts += [0x0001 | r << 7 for r in (1, 8, 30)]                                           # c.addi rd, 0
    shorts += [0x4001 | i << 2 for i in (0, 5, 31)] + [0x6001 | i << 2 for i in (1, 31)]      # c.li x0, c.lui x0
    shorts += [0x8002 | r << 2 for r in (1, 9, 31)] + [0x9002 | r << 2 for r in (1, 2, 3, 4, 5, 9)]  # c.mv x0, c.add x0
    shorts += [0x0002 | i << 2 for i in (0, 1, 31)] + [0x0002 | r << 7 for r in (1, 8)]       # c.slli x0; rd by 0
    shorts += [0x8001 | r << 7 for r in range(8)] + [0x8401 | r << 7 for r in range(8)]       # c.srli, c.srai by 0
    assert all(sem.legal16(c) for c in shorts)
    longs = [0x13 | rng.getrandbits(25) << 7 & ~0xf80 for _ in range(12)]
    longs = [w & ~0x7000 | f3 << 12 for w, f3 in zip(longs, (0, 2, 3, 4, 6, 7) * 2)]          # OP-IMM to x0, prefetches
    longs += [0x37 | 0x12345000, 0x17 | 0xfffff000]
    longs += [0x33 | f3 << 12 | rng.getrandbits(10) << 15 for f3 in range(8)]
    fences = [0x0ff0000f, 0x0330000f, 0x0100000f, 0x0000000f, 0x8330000f]                     # all, rw,rw, pause, none, tso
    fences += [0x0f | rng.getrandbits(12) << 20 | rng.getrandbits(5) << 7 | rng.getrandbits(5) << 15 for _ in range(24)]
    fences += [0x100f | rng.getrandbits(12) << 20 | rng.getrandbits(5) << 7 | rng.getrandbits(5) << 15 for _ in range(4)]
    assert all(sem.legal32(w) for w in longs + fences)
    for index, (size, word) in enumerate([(2, c) for c in shorts] + [(4, w) for w in longs + fences]):
        p.close()
        p.case(f"{word:#x}")
        for r in range(1, 31):
            p.emit(f"li x{r}, {r * 67}")
        p.emit(f".{size}byte {word:#x}")
        p.emit("xor x30, x30, x29")
        for r in range(1, 29):                   # a sum with weights finds any change
            p.emit(f"slli x30, x30, 1", f"xor x30, x30, x{r}") if index % 4 == 0 else p.emit(
                f"addi x{r}, x{r}, -{r * 67}", f"or x30, x30, x{r}")
        want = (30 * 67) ^ (29 * 67)
        for r in range(1, 29):
            want = (want << 1 ^ r * 67) if index % 4 == 0 else want
        p.emit(f"li x29, {want & MASK:#x}", f"bne x30, x29, fail{p.block}")
    return p


# ---------------------------------------------------------------- all of them

def programs():
    i, m, zbb = "unprivileged 2.4", "unprivileged 7", "bit manipulation 1.0.0"
    yield reg_program("rv32i_add_sub", ("add", "sub"), i)
    yield reg_program("rv32i_logic", ("xor", "or", "and"), i)
    yield reg_program("rv32i_shift", ("sll", "srl", "sra"), i, case_reg=3)
    yield reg_program("rv32i_compare", ("slt", "sltu"), i)
    yield imm_program("rv32i_immediate", ("addi", "slti", "sltiu", "xori", "ori", "andi"), i)
    yield imm_program("rv32i_shift_immediate", ("slli", "srli", "srai"), i, case_reg=3)
    yield upper_program()
    yield branch_program()
    yield jump_program()
    yield load_program()
    yield store_program()
    yield reg_program("rv32m_mul", ("mul", "mulh", "mulhsu", "mulhu"), m)
    yield reg_program("rv32m_div", ("div", "divu"), m)
    yield reg_program("rv32m_rem", ("rem", "remu"), m, case_reg=3)
    yield amo_program()
    yield lrsc_program()
    yield c_alu_program()
    yield c_memory_program()
    yield c_jump_program()
    yield reg_program("zba", ("sh1add", "sh2add", "sh3add"), zbb)
    yield reg_program("zbb_logic", ("andn", "orn", "xnor"), zbb)
    yield reg_program("zbb_min_max", ("max", "maxu", "min", "minu"), zbb)
    yield reg_program("zbb_rotate", ("rol", "ror"), zbb)
    yield imm_program("zbb_unary", tuple(sem.UNARY) + ("rori",), zbb)
    yield reg_program("zbs", ("bclr", "bext", "binv", "bset"), zbb)
    yield imm_program("zbs_immediate", ("bclri", "bexti", "binvi", "bseti"), zbb)
    yield from bypass_programs()
    yield from illegal_programs()
    yield hints_program()


def write(folder):
    """Write all programs; files that would not change stay untouched. Returns their paths."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for p in programs():
        path, text = folder / f"{p.name}.S", p.text()
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
        paths.append(path)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: gen.py OUTPUT_FOLDER")
    for path in write(sys.argv[1]):
        print(path)

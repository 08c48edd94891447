"""Programs of the 16-bit encodings."""
import itertools

import semantics as sem
from isa_program import AMOUNTS, CORNERS, Program
from semantics import MASK


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

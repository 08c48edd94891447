"""Programs of register and immediate operations, branches and jumps."""
import itertools

import semantics as sem
from isa_program import AMOUNTS, CORNERS, IMMEDIATES, Program
from semantics import MASK


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

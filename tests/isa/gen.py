#!/usr/bin/env python3
"""Writes self-checking assembly programs for every instruction into a folder.

    gen.py OUTPUT_FOLDER

What an instruction computes stands in semantics.py, from the manual. The programs do it on corner and random
values, with aliased registers, x0, and every distance between a result and its use. Same output every time."""
import pathlib
import sys

import semantics as sem
from gen_compressed import c_alu_program, c_jump_program, c_memory_program
from gen_encodings import hints_program, illegal_programs
from gen_hazards import bypass_programs
from gen_integer import branch_program, imm_program, jump_program, reg_program, upper_program
from gen_memory import amo_program, load_program, lrsc_program, store_program


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

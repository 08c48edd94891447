"""Programs of encodings that are illegal, and of hints."""
import itertools
import random

import semantics as sem
from isa_program import Program
from semantics import MASK


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
    for base in (0x73, 0x100073, 0x30200073, 0x10200073, 0x10500073):                     # rd or rs1 not 0
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

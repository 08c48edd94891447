"""What each instruction computes, written from the manual's definitions and from nothing else.

Unprivileged specification 20191213 chapters 2 (RV32I), 7 (M), 8 (A); bit-manipulation 1.0.0 (Zba, Zbb, Zbs).
Every function takes and gives 32-bit values as unsigned Python integers."""

MASK = 0xffffffff


def signed(x, bits=32):
    x &= (1 << bits) - 1
    return x - (1 << bits) if x >> (bits - 1) else x


def _div(a, b):                                  # 7.2, table 7.1: rounds towards zero
    a, b = signed(a), signed(b)
    if b == 0:
        return -1
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def _rem(a, b):                                  # the sign is the dividend's; -2^31 rem -1 is 0
    a, b = signed(a), signed(b)
    if b == 0:
        return a
    r = abs(a) % abs(b)
    return -r if a < 0 else r


def _rol(a, b):
    b &= 31
    return a << b | a >> (32 - b)


def _ror(a, b):
    return _rol(a, 32 - (b & 31))


REG = {                                          # rd = f(rs1, rs2)
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "sll": lambda a, b: a << (b & 31),
    "slt": lambda a, b: int(signed(a) < signed(b)),
    "sltu": lambda a, b: int(a < b),
    "xor": lambda a, b: a ^ b,
    "srl": lambda a, b: a >> (b & 31),
    "sra": lambda a, b: signed(a) >> (b & 31),
    "or": lambda a, b: a | b,
    "and": lambda a, b: a & b,
    "mul": lambda a, b: a * b,
    "mulh": lambda a, b: signed(a) * signed(b) >> 32,
    "mulhsu": lambda a, b: signed(a) * b >> 32,
    "mulhu": lambda a, b: a * b >> 32,
    "div": _div,
    "divu": lambda a, b: a // b if b else -1,
    "rem": _rem,
    "remu": lambda a, b: a % b if b else a,
    "sh1add": lambda a, b: b + (a << 1),
    "sh2add": lambda a, b: b + (a << 2),
    "sh3add": lambda a, b: b + (a << 3),
    "andn": lambda a, b: a & ~b,
    "orn": lambda a, b: a | ~b,
    "xnor": lambda a, b: ~(a ^ b),
    "max": lambda a, b: max(signed(a), signed(b)),
    "maxu": lambda a, b: max(a, b),
    "min": lambda a, b: min(signed(a), signed(b)),
    "minu": lambda a, b: min(a, b),
    "rol": _rol,
    "ror": _ror,
    "bclr": lambda a, b: a & ~(1 << (b & 31)),
    "bext": lambda a, b: a >> (b & 31) & 1,
    "binv": lambda a, b: a ^ 1 << (b & 31),
    "bset": lambda a, b: a | 1 << (b & 31),
}

# rd = f(rs1, sign-extended 12-bit immediate), and f(rs1, shamt)
IMM = {i: REG[r] for i, r in {"addi": "add", "slti": "slt", "sltiu": "sltu", "xori": "xor", "ori": "or",
                              "andi": "and"}.items()}
SHIFT = {i: REG[r] for i, r in {"slli": "sll", "srli": "srl", "srai": "sra", "rori": "ror", "bclri": "bclr",
                                "bexti": "bext", "binvi": "binv", "bseti": "bset"}.items()}

UNARY = {
    "clz": lambda a: 32 - a.bit_length(),
    "ctz": lambda a: (a & -a).bit_length() - 1 if a else 32,
    "cpop": lambda a: bin(a).count("1"),
    "sext.b": lambda a: signed(a, 8),
    "sext.h": lambda a: signed(a, 16),
    "zext.h": lambda a: a & 0xffff,
    "orc.b": lambda a: sum(0xff << s for s in (0, 8, 16, 24) if a >> s & 0xff),
    "rev8": lambda a: int.from_bytes((a & MASK).to_bytes(4, "little"), "big"),
}

BRANCH = {
    "beq": lambda a, b: a == b,
    "bne": lambda a, b: a != b,
    "blt": lambda a, b: signed(a) < signed(b),
    "bge": lambda a, b: signed(a) >= signed(b),
    "bltu": lambda a, b: a < b,
    "bgeu": lambda a, b: a >= b,
}

AMO = {                                          # new memory word = f(old, rs2)
    "amoswap.w": lambda m, r: r,
    "amoadd.w": REG["add"],
    "amoxor.w": REG["xor"],
    "amoand.w": REG["and"],
    "amoor.w": REG["or"],
    "amomin.w": REG["min"],
    "amomax.w": REG["max"],
    "amominu.w": REG["minu"],
    "amomaxu.w": REG["maxu"],
}

LOAD = {"lb": (1, True), "lh": (2, True), "lw": (4, True), "lbu": (1, False), "lhu": (2, False)}
STORE = {"sb": 1, "sh": 2, "sw": 4}


def loaded(op, raw):
    """What a load's register gets from the raw bytes as an unsigned number."""
    size, sign = LOAD[op]
    return (signed(raw, 8 * size) if sign else raw) & MASK


# ---------------------------------------------------------------- which encodings exist
CSRS = ({0x100, 0x104, 0x105, 0x106, 0x10a, 0x140, 0x141, 0x142, 0x143, 0x144, 0x14d, 0x15d, 0x180, 0x302, 0x303, 0x306, 0x30a, 0x31a,
         0x300, 0x301, 0x304, 0x305, 0x310, 0x320, 0x340, 0x341, 0x342, 0x343, 0x344, 0xb00, 0xb02, 0xb80, 0xb82,
         0xda0, 0xf11, 0xf12, 0xf13, 0xf14, 0xf15}
        | set(range(0x3a0, 0x3a4)) | set(range(0x3b0, 0x3c0)) | set(range(0x323, 0x340)) | set(range(0x723, 0x740))
        | set(range(0xb03, 0xb20)) | set(range(0xb83, 0xba0)) | set(range(0xc00, 0xc20)) | set(range(0xc80, 0xca0)))
OUR_CSRS = {0xfc0, 0xfc1}                        # mbeaddr, mbecount: bus errors (docs/ref)

OP_FUNCT = {                                     # opcode 0x33: funct7 -> legal funct3
    0x00: range(8), 0x20: (0, 4, 5, 6, 7), 0x01: range(8), 0x10: (2, 4, 6), 0x05: (4, 5, 6, 7), 0x30: (1, 5),
    0x14: (1,), 0x24: (1, 5), 0x34: (1,)}
IMM_FUNCT = {                                    # opcode 0x13, funct3 1 and 5: legal (funct3, funct7)
    (1, 0x00), (1, 0x14), (1, 0x24), (1, 0x34), (5, 0x00), (5, 0x20), (5, 0x24), (5, 0x30)}
IMM_UNARY = {(1, 0x30): (0, 1, 2, 4, 5), (5, 0x14): (7,), (5, 0x34): (24,)}   # rs2 says which
AMO_FUNCT5 = (0x00, 0x01, 0x03, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c)     # and LR, 2, with rs2 = 0


def legal32(w):
    """Is this 32-bit word (low two bits 11) an instruction of an RV32IMA_Zicsr_Zifencei_Zba_Zbb_Zbs hart with S and U, in M-mode?"""
    opcode, rd, f3, rs1, rs2, f7 = w & 0x7f, w >> 7 & 31, w >> 12 & 7, w >> 15 & 31, w >> 20 & 31, w >> 25
    if opcode in (0x37, 0x17, 0x6f):
        return True
    if opcode == 0x67:
        return f3 == 0
    if opcode == 0x63:
        return f3 not in (2, 3)
    if opcode == 0x03:
        return f3 in (0, 1, 2, 4, 5)
    if opcode == 0x23:
        return f3 < 3
    if opcode == 0x13:
        return f3 not in (1, 5) or (f3, f7) in IMM_FUNCT or rs2 in IMM_UNARY.get((f3, f7), ())
    if opcode == 0x33:
        return f3 in OP_FUNCT.get(f7, ()) or (f7 == 4 and f3 == 4 and rs2 == 0)        # zext.h
    if opcode == 0x0f:
        return f3 < 2
    if opcode == 0x2f:
        return f3 == 2 and (f7 >> 2 in AMO_FUNCT5 or (f7 >> 2 == 2 and rs2 == 0))
    if opcode == 0x73:
        if f3 == 0:
            return w in (0x73, 0x100073, 0x30200073, 0x10200073, 0x10500073) or w & 0xfe007fff == 0x12000073
            # ecall ebreak mret sret wfi, sfence.vma
        csr = w >> 20
        write = f3 & 3 == 1 or rs1 != 0
        return f3 != 4 and csr in CSRS | OUR_CSRS and not (write and csr >> 10 == 3)
    return False


def legal16(c):
    """Is this 16-bit word (low two bits not 11) an instruction of RV32C without F and D? Chapter 16, table 16.5-7."""
    q, f3, rd, rs2 = c & 3, c >> 13, c >> 7 & 31, c >> 2 & 31
    bit12 = c >> 12 & 1
    if q == 0:
        if f3 == 0:
            return c >> 5 & 0xff != 0            # c.addi4spn: immediate 0 is reserved
        return f3 in (2, 6)
    if q == 1:
        if f3 == 3:
            return bool(bit12 or rs2)            # c.lui, c.addi16sp: immediate 0 is reserved
        if f3 == 4:
            kind = c >> 10 & 3
            return not bit12 if kind != 2 else True      # shamt[5], and the RV64 arithmetic
        return True
    if f3 == 0:
        return not bit12                         # c.slli: shamt[5]
    if f3 == 2:
        return rd != 0                           # c.lwsp
    if f3 == 4:
        return not (bit12 == 0 and rd == 0 and rs2 == 0)  # c.jr with x0
    return f3 == 6                               # c.swsp; the rest is floating point

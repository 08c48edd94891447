"""Programs of loads, stores and atomics."""
import itertools

import semantics as sem
from isa_program import CORNERS, Program


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

#!/usr/bin/env python3
"""Writes one random program as assembly: the same for the same seed and options.

    gen.py --seed=N [--harts=2] [--blocks=120] [--passes=3] [--keep=0:5,1:17] [-o FILE.S]

Each hart runs its own row of blocks several times, on lines that both share, on lines that fall into the same cache
sets, and on private ones. A block is complete in itself: leaving others out (--keep) changes no other, which is how a
failing program is shrunk. With --harts=1 the end state does not depend on time, so that QEMU, the model and the RTL
can be compared by the signature: registers and all data. Of programs for two harts some run below M (gen_vm.py). With -DDUMP_SIGNATURE the program prints it in hex."""
import argparse
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import gen_vm

# x2 stack, x3 shared data, x4 private data, x29 passes left, x30 loop counter
POOL = [1, 5, *range(6, 29), 31]
LOW = list(range(8, 16))
LINES = [0x000, 0x020, 0x040, 0x060, 0x080, 0x0a0, 0xfc0, 0xfe0]      # of a page; a few cache sets
SHARED_PAGES, PRIVATE_PAGES = 6, 2
FUNCTIONS, SLOTS = 6, 3

REG_OPS = ("add sub sll slt sltu xor srl sra or and mul mulh mulhsu mulhu div divu rem remu sh1add sh2add sh3add andn "
           "orn xnor max maxu min minu rol ror bclr bext binv bset").split()
IMM_OPS = "addi slti sltiu xori ori andi".split()
SHIFT_OPS = "slli srli srai rori bclri bexti binvi bseti".split()
UNARY_OPS = "clz ctz cpop sext.b sext.h zext.h orc.b rev8".split()
BRANCHES = "beq bne blt bge bltu bgeu".split()
AMOS = "swap add xor and or min max minu maxu".split()
LOADS = {"lb": 1, "lbu": 1, "lh": 2, "lhu": 2, "lw": 4}
STORES = {"sb": 1, "sh": 2, "sw": 4}
FENCES = ["fence", "fence rw, rw", "fence w, w", "fence r, r", "fence r, rw", "fence rw, w", "fence w, r", "fence.tso",
          "fence iorw, iorw", "fence i, r", "fence w, o", ".4byte 0x2330000f", "fence.i"]
ILLEGAL = [".4byte 0xffffffff", ".2byte 0x0000", ".4byte 0x0000000b", ".2byte 0x8002", ".4byte 0x4000103b",
           "csrrw x0, cycle, x0", ".4byte 0x04000033 | 2 << 12", "csrrs x6, 0x7c0, x0", ".2byte 0x9c41"]


class Hart:
    """The blocks of one hart."""

    def __init__(self, seed, hart, harts, vm):
        self.seed, self.hart, self.harts, self.vm = seed, hart, harts, vm
        self.alone = harts == 1
        self.rng = None
        self.labels = 0
        self.prefix = ""
        mood = random.Random(f"{seed}/mood")           # the same for both harts: programs differ in kind, too
        self.lines = mood.sample(LINES, mood.choice((1, 2, 4, 8)))
        self.pages = mood.choice((1, 2, SHARED_PAGES, SHARED_PAGES))
        self.sharing = mood.choice((0.5, 0.7, 0.9))
        self.aligned = mood.choice((0.75, 0.75, 0.95, 0.4))
        self.moods = [mood.choice((0.2, 1, 1, 1, 4)) for _ in range(32)]

    def reg(self, *taken):
        return self.rng.choice([r for r in POOL if r not in taken])

    def source(self):
        return self.rng.choice(POOL + [0, 2, 3, 4, 29])

    def label(self):
        self.labels += 1
        return f"{self.prefix}_{self.labels}"

    def value(self):
        r = self.rng
        return r.choice([0, 1, -1, 2, 0x7fffffff, -0x80000000, 0x55555555, r.getrandbits(32) - (1 << 31),
                         r.randrange(-64, 64), 1 << r.randrange(31)])

    # ------------------------------------------------------------ arithmetic
    def alu_op(self, taken=()):
        r = self.rng
        rd = 0 if r.random() < 0.03 else self.reg(*taken)
        kind = r.random()
        if kind < 0.45:
            op = r.choice(REG_OPS)
            if op in ("div", "divu", "rem", "remu") and r.random() < 0.6:
                op = "add"
            return f"{op} x{rd}, x{self.source()}, x{self.source()}"
        if kind < 0.65:
            return f"{r.choice(IMM_OPS)} x{rd}, x{self.source()}, {r.choice([r.randrange(-2048, 2048), r.randrange(-32, 32)])}"
        if kind < 0.75:
            return f"{r.choice(SHIFT_OPS)} x{rd}, x{self.source()}, {r.randrange(32)}"
        if kind < 0.83:
            return f"{r.choice(UNARY_OPS)} x{rd}, x{self.source()}"
        if kind < 0.86:
            return f"lui x{rd}, {r.getrandbits(20):#x}"
        if kind < 0.88:
            return f"auipc x{rd}, {r.getrandbits(20):#x}"
        low = [x for x in LOW if x not in taken]
        a, b = r.choice(low), r.choice(LOW)
        return r.choice([f"c.{r.choice(['sub', 'xor', 'or', 'and'])} x{a}, x{b}", f"c.andi x{a}, {r.randrange(-32, 32)}",
                         f"c.srli x{a}, {r.randrange(1, 32)}", f"c.addi4spn x{a}, sp, {4 * r.randrange(1, 256)}",
                         f"c.add x{self.reg(*taken)}, x{self.reg()}", f"c.li x{self.reg(*taken)}, {r.randrange(-32, 32)}"])

    def alu(self, count=None, taken=()):
        return [self.alu_op(taken) for _ in range(count or self.rng.randrange(2, 9))]

    def constants(self):
        return [f"li x{self.reg()}, {self.value()}" for _ in range(self.rng.randrange(1, 4))]

    # ------------------------------------------------------------ memory
    def somewhere(self):
        """A symbol, and a page from there on."""
        r = self.rng
        page = r.randrange(self.pages) if r.random() < 0.6 else 0
        return ("shared", page) if r.random() < self.sharing else (f"private{self.hart}", r.randrange(PRIVATE_PAGES))

    def place(self, size, aligned=None, allowed=False):
        """A symbol with an offset: where an access of this size goes; allowed: and does not trap."""
        r = self.rng
        if aligned is None:
            aligned = r.random() < self.aligned
        base, pages = self.somewhere()
        offset = pages * 4096 + r.choice(self.lines) + r.randrange(32)
        if r.random() < 0.12:                          # over the end of a line or a page
            offset = pages * 4096 + r.choice((32, 64, 96, 4096)) - r.randrange(1, 4)
        alias = gen_vm.ALIAS if self.vm and not allowed and r.random() < 0.3 else 0
        return base, (offset - offset % size if aligned else offset) - alias

    def access(self, op, rd, size, taken=()):
        r = self.rng
        how = r.random()
        if how < 0.3:                                  # straight off a base that is there
            base = r.choice((3, 4))
            offset = r.randrange(0, 192)
            if r.random() < self.aligned:
                offset -= offset % size
            return [f"{op} x{rd}, {offset - 64}(x{base})"]
        address = r.choice([x for x in LOW if x != rd and x not in taken])
        if how < 0.4:                                  # an address out of data
            mask = 0xfc if size == 4 else 0xff
            return [f"andi x{address}, x{self.reg()}, {mask}", f"add x{address}, x{address}, x{r.choice((3, 4))}",
                    f"{op} x{rd}, 0(x{address})"]
        base, offset = self.place(size)
        if how < 0.7:
            return [f"lui x{address}, %hi({base} + {offset})", f"{op} x{rd}, %lo({base} + {offset})(x{address})"]
        near = 4 * r.randrange(0, 32)                  # can be a compressed one
        return [f"la x{address}, {base} + {offset - near}", f"{op} x{rd}, {near}(x{address})"]

    def memory_op(self, taken=()):
        r = self.rng
        if r.random() < 0.55:
            op = r.choice(list(LOADS))
            rd = 0 if r.random() < 0.02 else r.choice([x for x in LOW if x not in taken]) if r.random() < 0.4 else self.reg(*taken)
            return self.access(op, rd, LOADS[op], taken)
        op = r.choice(list(STORES))
        return self.access(op, r.choice(LOW) if r.random() < 0.4 else self.source(), STORES[op], taken)

    def memory(self, count=None, taken=()):
        lines = []
        for _ in range(count or self.rng.randrange(2, 8)):
            lines += self.memory_op(taken)
            if self.rng.random() < 0.2:
                lines += self.alu(1, taken)
        return lines

    def same_line(self):
        """Many accesses of all sizes to one line: the store buffer's forwarding and merging."""
        r = self.rng
        base, offset = self.place(4)
        offset -= offset % 32
        address = self.reg()
        lines = [f"la x{address}, {base} + {offset}"]
        for _ in range(r.randrange(4, 12)):
            if r.random() < 0.5:
                op = r.choice(list(LOADS))
                lines.append(f"{op} x{self.reg(address)}, {r.randrange(0, 34)}(x{address})")
            else:
                op = r.choice(list(STORES))
                lines.append(f"{op} x{self.reg(address)}, {r.randrange(0, 34)}(x{address})")
        return lines

    def sweep(self):
        """The same line of every page: the set overflows."""
        r = self.rng
        line, address, step = r.choice(self.lines), self.reg(), self.reg()
        while step == address:
            step = self.reg()
        lines = [f"la x{address}, shared + {line + 4 * r.randrange(8)}", f"li x{step}, 4096"]
        for _ in range(SHARED_PAGES):
            lines.append(r.choice([f"lw x{self.reg(address, step)}, 0(x{address})", f"sw x{self.source()}, 0(x{address})",
                                   f"sb x{self.source()}, 1(x{address})",
                                   f"amoadd.w x{self.reg(address, step)}, x{self.source()}, (x{address})"]))
            lines.append(f"add x{address}, x{address}, x{step}")
        return lines

    # ------------------------------------------------------------ atomics
    def word(self, allowed=False):
        base, offset = self.place(4, True, allowed)
        address = self.reg()
        return address, [f"la x{address}, {base} + {offset}"]

    def amo(self):
        lines = []
        for _ in range(self.rng.randrange(1, 4)):
            address, head = self.word()
            order = self.rng.choice(("", "", ".aq", ".rl", ".aqrl"))
            lines += head + [f"amo{self.rng.choice(AMOS)}.w{order} x{self.rng.choice([0] + POOL)}, x{self.source()}, (x{address})"]
        return lines

    def lr_sc_loop(self):
        """A constrained loop: it must come to an end on its own."""
        r = self.rng
        address, head = self.word(allowed=True)
        value, failed = self.reg(address), None
        failed = self.reg(address, value)
        again = self.label()
        middle = [f"{r.choice(['add', 'xor', 'or', 'sub'])} x{value}, x{value}, x{r.choice([address, value, 3])}"
                  for _ in range(r.randrange(0, 5))]
        return head + [f"{again}:", f"lr.w{r.choice(('', '.aq', '.aqrl'))} x{value}, (x{address})", *middle,
                       f"addi x{value}, x{value}, {r.randrange(1, 9)}",
                       f"sc.w{r.choice(('', '.rl', '.aqrl'))} x{failed}, x{value}, (x{address})", f"bnez x{failed}, {again}"]

    def lr_sc_odd(self):
        """Reservations that are used wrongly."""
        r = self.rng
        address, head = self.word()
        a, b, other = self.reg(address), self.reg(address), self.reg(address)
        lr = f"lr.w x{a}, (x{address})"
        sc = f"sc.w x{b}, x{self.source()}, (x{address})"
        spoil = [f"la x{other}, private{self.hart} + 256", f"sc.w x{other}, x0, (x{other})"]
        if self.alone:                                 # only what every machine answers the same
            where = f"la x{other}, private{self.hart} + 1024"
            a = self.reg(address, other)
            return r.choice([
                head + spoil + [sc],                                           # no reservation
                head + [f"lr.w x{a}, (x{address})", *spoil, sc],               # used up elsewhere
                head + [f"lr.w x{a}, (x{address})", f"sc.w x{b}, x{a}, (x{address})", f"mv x{self.reg()}, x{b}", *spoil]
                if address not in (a, b) and b != a else head + spoil,
                head + [where, f"lr.w x{a}, (x{address})", f"sc.w x{b}, x{a}, (x{other})"]])
        return r.choice([
            head + [sc],
            head + [lr],                                                       # left open: a hold that runs out
            head + [lr, *self.alu(3, (address,)), sc],
            head + [lr, f"sw x{self.source()}, 0(x{address})", sc],
            head + [lr, *self.memory(2, (address,)), sc],
            head + [lr, *self.memory(1, (address,)), sc, sc],
            head + [lr, "ecall", sc],
            head + [lr, self.rng.choice(FENCES), sc],
            head + [lr, f"sb x{self.source()}, 1(x{address})", f"lb x{self.reg(address)}, 0(x{address})", sc]])

    # ------------------------------------------------------------ control flow
    def branch(self):
        r = self.rng
        to = self.label()
        lines = [f"{r.choice(BRANCHES)} x{self.source()}, x{self.source()}, {to}"]
        lines += self.alu(r.randrange(1, 5)) if r.random() < 0.6 else self.memory(2)
        return lines + [f"{to}:"] + self.alu(1)

    def loop(self):
        r = self.rng
        again, out = self.label(), self.label()
        body = []
        for _ in range(r.randrange(1, 4)):
            body += r.choice([self.alu, self.memory, self.amo, self.same_line])()
        if r.random() < 0.4:
            body.append(f"{r.choice(BRANCHES)} x{self.source()}, x{self.source()}, {out}")
        return [f"li x30, {r.randrange(2, 7)}", f"{again}:", *body, "addi x30, x30, -1", f"bnez x30, {again}", f"{out}:"]

    def call(self):
        r = self.rng
        f = f"function{self.hart}_{r.randrange(FUNCTIONS)}" if r.random() < 0.8 else f"slot{r.randrange(SLOTS)}"
        if r.random() < 0.6:
            return [f"jal x1, {f}"]
        way = self.reg(1)
        if self.vm and r.random() < 0.3:
            f += f" - {gen_vm.ALIAS:#x}"
        return [f"la x{way}, {f}", f"jalr x1, 0(x{way})"]

    def indirect(self):
        r = self.rng
        ways, out, way = [self.label() for _ in range(2)], self.label(), self.reg()
        other = self.reg(way)
        which = self.reg(way, other)
        lines = [f"la x{way}, {ways[0]}", f"la x{other}, {ways[1]}", f"andi x{which}, x{self.source()}, 1",
                 f"beqz x{which}, 1f", f"mv x{way}, x{other}", "1:", f"jr x{way}"]
        for w in ways:
            lines += [f"{w}:", *self.alu(2), f"j {out}"]
        return lines + [f"{out}:"]

    # ------------------------------------------------------------ system
    def fence(self):
        lines = []
        for _ in range(self.rng.randrange(1, 3)):
            lines += [self.rng.choice(FENCES), *self.memory(1)]
        return lines

    def csr(self):
        r = self.rng
        a, b = self.reg(), self.reg()
        lines = [r.choice([
            f"csrr x{a}, mhartid", f"csrr x{a}, misa", f"csrr x{a}, mtvec", f"csrr x{a}, mconfigptr",
            f"csrw mtval, x{b}\n    csrrs x{a}, mtval, x{self.source()}", f"csrwi mcause, {r.randrange(12)}\n    csrr x{a}, mcause",
            f"csrw mtval, x{b}\n    csrrc x{a}, mtval, x{self.source()}\n    csrrwi x{self.reg()}, mtval, {r.randrange(32)}",
            f"andi x{b}, x{b}, -2\n    csrw mepc, x{b}\n    csrr x{a}, mepc"])]
        if not self.alone:
            lines.append(r.choice([
                f"csrr x{a}, {r.choice(['mcycle', 'mcycleh', 'cycle', 'minstret', 'instret', 'time', 'timeh', 'mip', 'mie'])}",
                f"csrrci x{a}, mstatus, 8", f"csrrsi x{a}, mstatus, 8", f"csrrsi x{a}, mstatus, 8", f"csrrwi x{a}, mcountinhibit, {r.choice([0, 1, 4, 5])}",
                f"csrw minstret, x{b}", f"csrw mcycle, x{b}", f"csrr x{a}, mepc", f"csrr x{a}, mtval",
                f"csrrs x{a}, mcause, x{b}", f"csrr x{a}, 0xfc1", f"csrw minstreth, x{b}"]))
        return lines

    def trap(self):
        r = self.rng
        kind = r.randrange(6)
        if kind == 0:
            return ["ecall"]
        if kind == 1:
            return [r.choice(["ebreak", "c.ebreak"])]
        if kind == 2:
            return [r.choice(ILLEGAL)]
        a = r.choice(LOW)
        nowhere = r.choice([0x18000000, 0x84000000, 0x00000800])
        access = r.choice([f"{op} x{self.source() if op[0] == 's' else self.reg()}, 4(x{a})" for op in (*LOADS, *STORES)])
        if kind == 3:
            return [f"li x{a}, {nowhere:#x}", access]
        if kind == 4 and not self.alone:                # misaligned atomics; QEMU sees those otherwise
            address, head = self.word()
            return head + [f"addi x{address}, x{address}, {r.randrange(1, 4)}",
                           r.choice([f"lr.w x{self.reg()}, (x{address})", f"sc.w x{self.reg()}, x0, (x{address})",
                                     f"amoadd.w x{self.reg()}, x{a}, (x{address})"])]
        return self.memory(1) + [r.choice(ILLEGAL + ["ecall"])] + self.memory(1)

    def patch(self):
        """Rewrites an instruction of its own, right ahead or behind a loop's back edge."""
        r = self.rng
        rd, word, at = r.choice(POOL), self.reg(), self.reg()
        while at == word:
            at = self.reg()
        spot = self.label()
        new = r.getrandbits(12) << 20 | rd << 15 | r.choice([0, 4, 6, 7]) << 12 | rd << 7 | 0x13
        slot = [".option push", ".option norvc", f"{spot}: addi x{rd}, x{rd}, {r.randrange(-2048, 2048)}", ".option pop"]
        align = [".balign 4"] if r.random() < 0.6 else []
        return [f"li x{word}, {new:#x}", f"la x{at}, {spot}",
                *([f"sw x{word}, 0(x{at})"] if align or r.random() < 0.5 else
                  [f"sh x{word}, 0(x{at})", f"srli x{word}, x{word}, 16", f"sh x{word}, 2(x{at})"]),
                "fence.i", *align, *slot]

    def patch_slot(self):
        """Rewrites a function that both harts call."""
        r = self.rng
        word, at = self.reg(), self.reg()
        while at == word:
            at = self.reg()
        new = r.getrandbits(12) << 20 | 10 << 15 | r.choice([0, 4, 6, 7]) << 12 | 10 << 7 | 0x13
        k = r.randrange(SLOTS)
        return [f"li x{word}, {new:#x}", f"la x{at}, slot{k}", f"sw x{word}, 0(x{at})",
                "fence.i" if self.alone or r.random() < 0.7 else "nop", f"jal x1, slot{k}"]

    def interrupt(self):
        r = self.rng
        a, b = self.reg(), self.reg()
        while b == a:
            b = self.reg()
        kind = r.random()
        if kind < 0.5:
            return [f"li x{a}, {0x02000000 + 4 * r.randrange(self.harts):#x}", f"li x{b}, 1", f"sw x{b}, 0(x{a})"]
        if kind < 0.8:                                  # an earlier timer interrupt than the handler's
            return [f"li x{a}, 0x0200bff8", f"lw x{b}, 0(x{a})", f"addi x{b}, x{b}, {r.randrange(1, 20)}",
                    f"li x{a}, {0x02004000 + 8 * self.hart:#x}", f"sw x{b}, 0(x{a})"]
        return ["wfi"]

    def device(self):
        a = self.reg()
        return [f"li x{a}, {self.rng.choice([0x0200bff8, 0x0200bffc, 0x02004000, 0x02000000, 0x10000005]):#x}",
                f"{'lbu' if self.rng.random() < 0.3 else 'lb'} x{self.reg()}, 0(x{a})"]

    def remap(self):
        return gen_vm.remap(self)

    # ------------------------------------------------------------ rows of blocks
    def block(self, index):
        self.rng = random.Random(f"{self.seed}/{self.hart}/{index}")
        self.prefix, self.labels = f"L{self.hart}_{index}", 0
        kinds = [(10, self.alu), (3, self.constants), (16, self.memory), (6, self.same_line), (6, self.sweep),
                 (7, self.amo), (5, self.lr_sc_loop), (4, self.lr_sc_odd), (10, self.branch), (8, self.loop),
                 (6, self.call), (3, self.indirect), (6, self.fence), (4, self.csr), (4, self.trap), (2, self.patch),
                 (2, self.patch_slot)]
        if not self.alone:
            kinds += [(3, self.interrupt), (2, self.device)]
        if self.vm:
            kinds.append((8, self.remap))
        kind = self.rng.choices([k for _, k in kinds], [w * m for (w, _), m in zip(kinds, self.moods)])[0]
        lines = kind()
        if self.rng.random() < 0.2:
            lines = [".option push", ".option norvc", *lines, ".option pop"]
            lines = [line for line in lines if not line.startswith("c.")]
        return [f"// block {self.hart}:{index} {kind.__name__}", *lines]

    def function(self, k):
        self.rng = random.Random(f"{self.seed}/{self.hart}/function{k}")
        self.prefix, self.labels = f"F{self.hart}_{k}", 0
        body = self.alu(taken=(1,)) + self.memory(2, taken=(1,))
        if k == 0 or self.rng.random() < 0.5:
            return [f"function{self.hart}_{k}:", *body, "ret"]
        return [f"function{self.hart}_{k}:", "addi sp, sp, -16", "sw ra, 12(sp)", *body,
                f"jal ra, function{self.hart}_{self.rng.randrange(k)}", *self.alu(2, taken=(1,)), "lw ra, 12(sp)",
                "addi sp, sp, 16", "ret"]


START = """
    .section .text.init, "ax"
    .globl  _start
_start:
    csrw    mie, zero
    csrci   mstatus, 8
    csrr    x1, mhartid
    li      x2, HARTS
    bgeu    x1, x2, park
    la      x5, on_trap
    csrw    mtvec, x5
    slli    x6, x1, 8
    la      x5, saves
    add     x5, x5, x6
    csrw    mscratch, x5
    la      x3, shared + 64
    la      x2, stacks + 1024
    slli    x6, x1, 10
    add     x2, x2, x6
    la      x4, private0 + 64
    bnez    x1, 1f
    j       2f
1:  la      x4, private1 + 64
2:
    .if     HARTS > 1
@VM@
    li      x7, 0x02004000              // a timer interrupt before long, and then again and again
    slli    x6, x1, 3
    add     x7, x7, x6
    li      x8, TIMER_FIRST
    sw      zero, 4(x7)
    sw      x8, 0(x7)
    li      x8, 0x88
    csrw    mie, x8
    la      x7, ready                   // both begin together
    li      x8, 1
    amoadd.w x9, x8, (x7)
3:  lw      x9, 0(x7)
    li      x8, HARTS
    bne     x9, x8, 3b
    csrsi   mstatus, 8
    .endif
"""

HANDLER = """
// Exceptions: hash what happened, go on behind the instruction. Interrupts: end the cause; the timer comes again.
    .balign 4
on_trap:
    csrrw   x2, mscratch, x2
    sw      x5, 0(x2)
    sw      x6, 4(x2)
    sw      x7, 8(x2)
    lw      x7, 12(x2)
    csrr    x5, mcause
    bltz    x5, interrupt
    xor     x7, x7, x5
    li      x6, 3
    beq     x5, x6, 1f                  // QEMU has no mtval for a breakpoint
    csrr    x6, mtval
    add     x7, x7, x6
1:  rori    x7, x7, 5
@VM@
    csrr    x5, mepc
    xor     x7, x7, x5
    lhu     x6, 0(x5)
    not     x6, x6
    andi    x6, x6, 3
    seqz    x6, x6
    slli    x6, x6, 1
    add     x5, x5, x6
    addi    x5, x5, 2
    csrw    mepc, x5
restore:
    sw      x7, 12(x2)
    lw      x5, 0(x2)
    lw      x6, 4(x2)
    lw      x7, 8(x2)
    csrrw   x2, mscratch, x2
    mret
interrupt:
    andi    x5, x5, 31
    csrr    x6, mhartid
    addi    x5, x5, -3
    bnez    x5, 1f
    slli    x6, x6, 2
    li      x5, 0x02000000
    add     x6, x6, x5
    sw      zero, 0(x6)
    fence   iorw, iorw
    j       restore
1:  li      x5, 0x0200bff8
    lw      x5, 0(x5)
    addi    x5, x5, TIMER_PERIOD
    slli    x6, x6, 3
    sw      x7, 16(x2)
    li      x7, 0x02004000
    add     x6, x6, x7
    sw      x5, 0(x6)
    lw      x7, 16(x2)
    fence   iorw, iorw
    j       restore
park:
    csrw    mie, zero
1:  wfi
    j       1b
"""

FINISH = """
    .option push
    .option norvc
finish:                                 // every register into the signature; x31 by way of mscratch
    csrci   mstatus, 8
    csrw    mie, zero
    csrw    mscratch, x31
    csrr    x31, mhartid
    bnez    x31, 1f
    la      x31, begin_signature
    j       2f
1:  la      x31, begin_signature + 128
2:
    .irp    n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
    sw      x\\n, 4*\\n(x31)
    .endr
    csrr    x30, mscratch
    sw      x30, 124(x31)
    la      x1, done
    li      x2, 1
    fence   rw, rw
    amoadd.w x3, x2, (x1)
    li      x2, HARTS - 1               // the last one ends the run
    bne     x3, x2, park
    fence   rw, rw
    j       report
    .option pop
"""

REPORT = """
report:
#ifdef DUMP_SIGNATURE
    la      x8, begin_signature
    la      x9, end_signature
    li      x10, 0x10000000
1:  lw      x11, 0(x8)
    li      x12, 28
2:  srl     x13, x11, x12
    andi    x13, x13, 15
    addi    x13, x13, '0'
    li      x14, '9'
    bgeu    x14, x13, 3f
    addi    x13, x13, 'a' - '0' - 10
3:  lbu     x14, 5(x10)
    andi    x14, x14, 0x20
    beqz    x14, 3b
    sb      x13, 0(x10)
    addi    x12, x12, -4
    bgez    x12, 2b
    li      x13, 10
4:  lbu     x14, 5(x10)
    andi    x14, x14, 0x20
    beqz    x14, 4b
    sb      x13, 0(x10)
    addi    x8, x8, 4
    bne     x8, x9, 1b
#endif
    li      x1, 0x00100000
    li      x2, 0x5555
    sw      x2, 0(x1)
5:  j       5b
"""


def data(seed):
    rng = random.Random(f"{seed}/data")

    def page():
        """Words in the lines that are used, zeros between them."""
        lines, at = [], 0
        for line in LINES:
            if line > at:
                lines.append(f"    .zero {line - at}")
            lines.append("    .word " + ", ".join(f"{rng.getrandbits(32):#x}" for _ in range(8)))
            at = line + 32
        return lines + ([f"    .zero {4096 - at}"] if at < 4096 else [])

    text = ["    .data", "    .balign 4096", "    .globl begin_signature, end_signature", "begin_signature:",
            "    .zero 256", "saves: .zero 512", "    .zero 4096 - 768"]
    for name, pages in (("shared", SHARED_PAGES), ("private0", PRIVATE_PAGES), ("private1", PRIVATE_PAGES)):
        text.append(f"{name}:")
        for _ in range(pages):
            text += page()
        text.append("    .zero 4096              // what a misaligned access at the end reaches")
    return text + ["stacks: .zero 2048", "end_signature:", "    .balign 64", "ready: .word 0", "    .balign 64",
                   "done: .word 0"]


def program(seed, harts=2, blocks=120, passes=3, keep=None):
    """The text of a program; keep: only these blocks, as (hart, number)."""
    rng = random.Random(f"{seed}/all")
    lines = [f"// Random program: gen.py --seed={seed} --harts={harts} --blocks={blocks} --passes={passes}"
             + (f" --keep={format_keep(keep)}" if keep is not None else ""),
             f"    .set HARTS, {harts}", f"    .set TIMER_FIRST, {rng.randrange(20, 200)}",
             f"    .set TIMER_PERIOD, {rng.randrange(60, 400)}"]
    vm = harts > 1 and rng.random() < 0.4
    lines += [START.replace("@VM@", gen_vm.start(seed) if vm else ""), gen_vm.ENTER if vm else ""]
    for r in POOL[::-1]:
        lines.append(f"    li x{r}, {random.Random(f'{seed}/{r}').getrandbits(32):#x}")
    lines += [f"    li x29, {passes}", "    li x30, 0", "    csrr x31, mhartid"]
    if vm:
        lines += ["    bnez x31, 1f", "    la x31, row0", "    j 2f", "1:  la x31, row1", "2:  csrw mepc, x31", "    li x31, 0x1000",
                  "    csrc mstatus, x31", "    li x31, 0x800", "    csrs mstatus, x31", "    mret"]
    else:
        lines += ["    bnez x31, 1f", "    j row0", "1:  j row1"]
    for hart in range(2):
        lines.append(f"row{hart}:")
        if harts > 1:
            lines.append("    csrsi mstatus, 8")
        if hart >= harts:
            lines.append("    j park")
            continue
        h = Hart(seed, hart, harts, vm)
        for index in range(blocks):
            if keep is None or (hart, index) in keep:
                lines += [line if line.startswith("//") or line.endswith(":") else f"    {line}" for line in h.block(index)]
        lines += ["    addi x29, x29, -1", "    beqz x29, 1f", f"    j row{hart}", f"1:  j {'leave' if vm else 'finish'}"]
        for k in range(FUNCTIONS):
            lines += [line if line.endswith(":") else f"    {line}" for line in h.function(k)]
    for k in range(SLOTS):
        lines += ["    .balign 4", "    .option push", "    .option norvc", f"slot{k}:", "    addi a0, a0, 1",
                  "    .option pop", "    ret"]
    handler = HANDLER.replace("@VM@", gen_vm.HANDLER if vm else "")
    return "\n".join([*lines, gen_vm.LEAVE if vm else "", handler, FINISH, REPORT, *data(seed), *(gen_vm.data(seed) if vm else []), ""])


def parse_keep(text):
    return frozenset(tuple(map(int, part.split(":"))) for part in text.split(",") if part)


def format_keep(keep):
    return ",".join(f"{hart}:{index}" for hart, index in sorted(keep))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--harts", type=int, default=2, choices=(1, 2))
    p.add_argument("--blocks", type=int, default=120)
    p.add_argument("--passes", type=int, default=3)
    p.add_argument("--keep", type=parse_keep, help="only these blocks, as hart:number,...")
    p.add_argument("-o", "--output", help="file (standard output)")
    a = p.parse_args()
    text = program(a.seed, a.harts, a.blocks, a.passes, a.keep)
    if a.output:
        with open(a.output, "w") as f:
            f.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()

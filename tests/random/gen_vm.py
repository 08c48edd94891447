"""The part of random programs that run below M in virtual memory: gen.py's texts for it.

RAM is mapped as it is by a megapage, for S in one table and for U in another, with ASIDs 1 and 2. 1 GiB below, its pages
once more, with random rights, which blocks of either hart change, with a fence of any kind or none. Every exception is M's, which then picks S or U, and
SUM and MXR, by its hash. In every other program hardware sets A and D. Code that traps 1 GiB below goes on where it is mapped for sure."""
import random

ALIAS = 0x40000000
PAGES = 256                            # all of the program
V, R, W, X, U, G, A, D = (1 << n for n in range(8))
FULL = V | R | W | X | A | D

START = """
    li      x5, -1                      // PMP: everything
    csrw    pmpaddr0, x5
    li      x5, 0x1f
    csrw    pmpcfg0, x5
    li      x5, 7
    csrw    mcounteren, x5
    csrw    scounteren, x5
    li      x5, @ADUE@
    csrw    0x31a, x5                   // menvcfgh
    csrr    x5, mhartid
    bnez    x5, 5f                      // hart 0 makes the tables; the other is told by 'ready'
    la      x6, rights
    la      x10, alias_s
    la      x11, alias_u
    li      x7, 0x20000000
4:  lbu     x8, 0(x6)
    lbu     x9, 256(x6)
    or      x8, x8, x7
    or      x9, x9, x7
    sw      x8, 0(x10)
    sw      x9, 0(x11)
    addi    x10, x10, 4
    addi    x11, x11, 4
    addi    x6, x6, 1
    addi    x7, x7, 1 << 10
    li      x8, (0x20000000) + (256 << 10)
    bne     x7, x8, 4b
    .macro  POINT root, entry, table
    la      x6, \\table
    srli    x6, x6, 2
    ori     x6, x6, 1
    la      x5, \\root + 4 * \\entry
    sw      x6, 0(x5)
    .endm
    POINT   root_s, 0x100, alias_s
    POINT   root_u, 0x100, alias_u
    .irp    entry, 0, 8, 64             // finisher, CLINT, UART
    la      x5, root_s + 4 * \\entry
    li      x6, \\entry << 20 | 0xc7
    sw      x6, 0(x5)
    la      x5, root_u + 4 * \\entry
    ori     x6, x6, 0x10
    sw      x6, 0(x5)
    .endr
    la      x5, root_s + 4 * 0x200
    li      x6, 0x200000cf              // RWXAD; for U too
    sw      x6, 0(x5)
    la      x5, root_u + 4 * 0x200
    ori     x6, x6, 0x10
    sw      x6, 0(x5)
    la      x5, root_s
    srli    x5, x5, 12
    li      x6, 0x80400000
    or      x5, x5, x6
    la      x6, satps
    sw      x5, 0(x6)
    la      x5, root_u
    srli    x5, x5, 12
    li      x7, 0x80800000
    or      x5, x5, x7
    sw      x5, 4(x6)
    fence
5:
"""

# Behind 'ready': into S.
ENTER = """
    la      x5, satps
    lw      x5, 0(x5)
    csrw    satp, x5
    sfence.vma
"""

# In the handler of exceptions: x7 is the hash, x5, x6 are free.
HANDLER = """
    csrr    x5, mepc
    la      x6, leave
    bne     x5, x6, 2f
    li      x6, 0x1800                  // the end: back to M
    csrs    mstatus, x6
    la      x5, finish
    csrw    mepc, x5
    j       restore
2:  li      x6, 3 << 18                 // SUM, MXR
    csrc    mstatus, x6
    slli    x5, x7, 18
    and     x5, x5, x6
    csrs    mstatus, x5
    li      x6, 0x1800
    csrc    mstatus, x6
    andi    x5, x7, 4
    la      x6, satps
    add     x6, x6, x5
    lw      x6, 0(x6)
    csrw    satp, x6
    bnez    x5, 3f                      // U
    li      x6, 0x800
    csrs    mstatus, x6
3:  csrr    x5, mepc
    bltz    x5, 4f
    li      x6, 0x40000000
    add     x5, x5, x6
    csrw    mepc, x5
    j       restore
4:
"""

LEAVE = """
    .balign 4
    .option push
    .option norvc
leave:
    ecall
    .option pop
"""


def start(seed):
    """Of M, on both harts."""
    return START.replace("@ADUE@", random.Random(f"{seed}/adue").choice(("0", "1 << 29")))


def data(seed):
    """Tables and the rights that they begin with."""
    r = random.Random(f"{seed}/rights")

    def alias(base):
        return [base if r.random() < 0.6 else r.choice([
            base & ~V, base & ~R & ~W, base & ~W, base & ~A, base & ~D, base ^ U, base | G, base & ~X, base & ~R, base & ~R & ~W & ~U,
            r.getrandbits(8)]) for _ in range(PAGES)]
    rows = alias(FULL) + alias(FULL | U)
    lines = ["    .balign 4096", "alias_s: .zero 4096", "alias_u: .zero 4096",
             "root_s: .zero 4096", "root_u: .zero 4096", "satps: .word 0, 0", "rights:"]
    return lines + ["    .byte " + ", ".join(map(str, rows[i:i + 32])) for i in range(0, len(rows), 32)]


def remap(hart):
    """Some pages that data are in get other rights 1 GiB below; then a fence, or none."""
    r = hart.rng
    at, old, new = r.sample(range(8, 16), 3)
    lines = []
    for _ in range(r.randrange(1, 4)):
        table, what, page = r.choice(("alias_s", "alias_u")), *hart.somewhere()
        bits = r.choice((V, R, W, X, U, G, A, D, W | D, A | D, R | W, 1 << 8, r.getrandbits(8)))
        lines += [f"la x{at}, {what} + {page * 4096}", f"slli x{at}, x{at}, 1", f"srli x{at}, x{at}, 13", f"slli x{at}, x{at}, 2",
                  f"la x{old}, {table}", f"add x{at}, x{at}, x{old}"]
        if r.random() < 0.5:
            lines += [f"lw x{old}, 0(x{at})", f"xori x{new}, x{old}, {bits}", f"sw x{new}, 0(x{at})"]
        elif r.random() < 0.5:
            lines += [f"li x{old}, {bits}", f"amoxor.w x{new}, x{old}, (x{at})"]
        else:                                          # the whole right again
            lines += [f"li x{old}, {FULL | (U if table == 'alias_u' else 0)}", f"amoor.w x{new}, x{old}, (x{at})"]
        if r.random() < 0.8:
            fence = r.choice(("sfence.vma", "sfence.vma", f"sfence.vma x{at}, x0", f"sfence.vma x0, x{old}", f"sfence.vma x{at}, x{old}"))
            if "x0," in fence or fence.endswith(f"x{old}"):
                lines.append(f"li x{old}, {r.choice((1, 2))}")
            if f"x{at}" in fence:
                lines.append(f"li x{new}, {ALIAS:#x}")
                lines += [f"la x{at}, {what} + {page * 4096}", f"sub x{at}, x{at}, x{new}"]
            lines.append(fence)
        lines += hart.memory(1)
    return lines

"""Programs in which results are used at every distance."""
import itertools

from isa_program import Program


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

"""What a failed run says of its harts: mode, satp, registers, and the walk of the faulting address step by step. The same
from the RTL, where page tables lie in the caches, and from the reference model."""
import re
import signal
import subprocess
import time

import pytest
from sim_tool import SIM, START, assemble, run

ROOT_TABLE, TABLE, VA = 0x80010000, 0x80011000, 0x40001234
V, R, W, X, U, G, A, D = (1 << i for i in range(8))
POINTER = TABLE >> 2 | V

# M builds the tables, gives S all exceptions and PMP all but one page, and leaves for S or U, which access VA. S's handler
# stays where it is.
PROGRAM = """
        la    t0, handler
        csrw  stvec, t0
        li    t0, 0xb3ff
        csrw  medeleg, t0
        li    t0, 0x80020000 >> 2 | 0x1ff
        csrw  pmpaddr0, t0
        li    t0, -1
        csrw  pmpaddr1, t0
        li    t0, 0x1f00 | %(cfg)#x
        csrw  pmpcfg0, t0
        li    t0, %(adue)d << 29
        csrw  0x31a, t0
        li    t0, %(ROOT_TABLE)#x + 0x800       # RAM for S, behind it the same for U
        li    t1, 0x80000000 >> 2 | 0xcf
        sw    t1, 0(t0)
        li    t1, 0x80000000 >> 2 | 0xdf
        sw    t1, 4(t0)
        li    t1, %(root)#x
        sw    t1, -0x400(t0)
        li    t0, %(table)#x
        li    t1, %(leaf)#x
        sw    t1, 4(t0)
        li    t0, %(status)#x
        csrw  mstatus, t0
        li    t0, %(satp)#x
        csrw  satp, t0
        sfence.vma
        la    t0, below
        li    t1, %(offset)#x
        add   t0, t0, t1
        csrw  mepc, t0
        li    s11, 0x5eed1e55
        li    a0, %(va)#x
        mret
below:  %(access)s
        ebreak
        .balign 4
handler: j handler
"""
LOAD, STORE, FETCH = "lw a1, 0(a0)", "sw a1, 0(a0)", "jr a0"
NAME = {LOAD: "load", STORE: "store", FETCH: "fetch"}
LEAF = 0x80012000 >> 2


def dump(folder, model, root=POINTER, leaf=0, access=LOAD, mode="S", status=0, va=VA, satp=0x80000000, name="p", asid=0,
         table=TABLE, cfg=0x18, adue=0):
    text = START + PROGRAM % dict(
        ROOT_TABLE=ROOT_TABLE, table=table, cfg=cfg, adue=adue, root=root, leaf=leaf, access=access, va=va,
        status=status | (0x800 if mode == "S" else 0), offset=0x400000 if mode == "U" and satp else 0,
        satp=(satp | asid << 22 | ROOT_TABLE >> 12) if satp else 0)
    done = run(f"--model={model}", "--max-cycles=4000", assemble(folder, text, name))
    assert done.returncode == 124, done.stderr
    harts = re.split(r"^  hart \d: .*\n", done.stderr, flags=re.M)
    assert len(harts) == 3
    return harts[1]


CASES = {
    "not-valid": (dict(), "00000000, --------: not valid: page fault"),
    "root-not-valid": (dict(root=0), "level 1: entry at 0x80010400 is 0x00000000, --------: not valid"),
    "write-only": (dict(leaf=LEAF | V | W | A | D), "DA---W-V: W without R is reserved: page fault"),
    "no-leaf": (dict(leaf=LEAF | V), "a pointer where a leaf has to be"),
    "pointer-with-a": (dict(root=POINTER | A), "-A-----V: a pointer with A, D or U is reserved"),
    "user-page": (dict(leaf=LEAF | V | R | W | U | A | D), "DA-U-WRV: a page of U, and SUM is 0"),
    "user-fetch": (dict(leaf=LEAF | V | R | X | U | A, access=FETCH, status=1 << 18), "from which S never fetches"),
    "supervisor-page": (dict(leaf=LEAF | V | R | A, mode="U"), "not a page of U"),
    "no-x": (dict(leaf=LEAF | V | R | A, access=FETCH), "X is 0"),
    "no-w": (dict(leaf=LEAF | V | R | A, access=STORE), "W is 0"),
    "no-r": (dict(leaf=LEAF | V | X | A), "R is 0, and so is MXR"),
    "no-a": (dict(leaf=LEAF | V | R), "------RV: A is 0"),
    "no-d": (dict(leaf=LEAF | V | R | W | A, access=STORE), "-A---WRV: D is 0"),
    "misaligned-superpage": (dict(root=POINTER | R | A), "level 1: entry at 0x80010400 is 0x20004443, -A----RV: "
                                                         "a superpage whose low PPN bits are not 0"),
    "table-above-ram": (dict(root=0x3ffff << 10 | V), "the next entry, at 0x03ffff004: nothing is there: access fault"),
    "table-above-4g": (dict(root=0x3fffff << 10 | V), "the next entry, at 0x3fffff004: nothing is there: access fault"),
    "table-in-a-device": (dict(root=0x10000 << 10 | V), "the next entry, at 0x010000004: no RAM, or PMP forbids it: access fault"),
    "page-nowhere": (dict(leaf=0x18000 << 10 | V | R | A), "physical 0x018000234: nothing is there: access fault"),
    "page-forbidden": (dict(leaf=0x80020000 >> 2 | V | R | A), "physical 0x080020234: PMP forbids it: access fault"),
    "table-forbidden": (dict(root=0x80020000 >> 2 | V), "the next entry, at 0x080020004: PMP forbids it: access fault"),
    "adue": (dict(root=0x80020000 >> 2 | V, table=0x80020000, leaf=LEAF | V | R | W, access=STORE, cfg=0x19, adue=1),
             "page at 0x080012000\n        A or D would have to be set in the entry: PMP forbids it: access fault"),
    "bare": (dict(satp=0, va=0x70000000), "0x70000000 as S sees it now: not translated\n"
                                          "        physical 0x070000000: nothing is there: access fault"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("dump")


@pytest.mark.parametrize("model", ["rtl", "reference"])
@pytest.mark.parametrize("name", CASES)
def test_walk(folder, name, model):
    options, says = CASES[name]
    text = dump(folder, model, name=name, **options)
    kind = NAME[options.get("access", LOAD)]
    what = "access" if text.rstrip().endswith("access fault") else "page"
    assert f"{kind} {what} fault; epc" in text, text
    assert says in text, text


@pytest.mark.parametrize("name", ["no-d", "table-above-4g", "user-fetch", "supervisor-page"])
def test_both_models_say_the_same(folder, name):
    both = [dump(folder, model, name=name, asid=0x123, **CASES[name][0]) for model in ("rtl", "reference")]
    assert both[0] == both[1]
    assert "satp 0xc8c80010: Sv32, ASID 291, root table at 0x080010000" in both[0]
    assert "mode S; mstatus 0x" in both[0] and "s11 5eed1e55" in both[0] and f"a0 {VA:08x}" in both[0]


@pytest.mark.parametrize("model", ["rtl", "reference"])
def test_mode_and_status(folder, model):
    """M, U with their bits; traps of M; a handler that traps at once."""
    text = START + ("la t0, h\n csrw mtvec, t0\n li t0, 0x1e0002\n csrw mstatus, t0\n ecall\n" ".balign 4\nh: .word 0\n")
    done = run(f"--model={model}", "--max-cycles=3000", assemble(folder, text, "loop"))
    assert done.returncode == 124
    assert "mode M; mstatus 0x001e1802: MPP M, SPP U, SIE, MPRV, SUM, MXR, TVM\n    satp 0x00000000: bare" in done.stderr
    assert re.search(r"last trap to M: 2, illegal instruction; epc 0x800000\w+, tval 0x00000000: its own handler's first instr",
                     done.stderr)
    text = START + "la t0, u\n csrw mepc, t0\n li t0, -1\n csrw pmpaddr0, t0\n li t0, 31\n csrw pmpcfg0, t0\n mret\nu: j u\n"
    done = run(f"--model={model}", "--max-cycles=3000", assemble(folder, text, "user"))
    assert "mode U; mstatus 0x00000080: MPP U, SPP U, MPIE\n" in done.stderr and "last trap" not in done.stderr


@pytest.mark.parametrize("model", ["rtl", "reference"])
def test_ctrl_c(folder, model):
    """An interrupted run says where it was, too."""
    elf = assemble(folder, START + "1: j 1b\n", "spin")
    with subprocess.Popen([SIM, f"--model={model}", elf], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as p:
        time.sleep(1)
        p.send_signal(signal.SIGINT)
        err = p.communicate(timeout=60)[1]
    assert p.returncode == 130 and "mode M; mstatus" in err, err


def test_a_good_end_says_nothing(folder):
    elf = assemble(folder, START + "li a0, 0x100000\n li a1, 0x73333\n sw a1, 0(a0)\n1: j 1b\n", "good")
    done = run(elf)
    assert done.returncode == 7 and done.stderr == ""

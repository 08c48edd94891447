"""--konata: ids, cycles and order as Konata reads them; lane 1 shows page walks of the instruction that waits for one: walk1
for the root's entry, walk0 for the next."""
import json
from types import SimpleNamespace

import pytest
from sim_tool import EXIT, START, assemble, run

# S with Sv32: RAM as superpages at its own address (root entry 0x200) and again at 0xc0000000; one page at 0x40002000,
# code, and one at 0x40003000, data. At the ends of the pages 0x4040f000 and 0x4044f000 stand branches that are taken; until
# that is known, fetch goes on behind them and walks, for an entry that begins a line of the table. There, too, comes the
# program: late, when that walk has long ended, or soon, while it goes on.
WALK = START + """
        li    t0, -1
        csrw  pmpaddr0, t0
        li    t0, 0x1f
        csrw  pmpcfg0, t0
        li    t0, 0x80010000
        li    t1, 0x80011000 >> 2 | 1
        sw    t1, 0x400(t0)
        li    t1, 0x80002000 >> 2 | 1
        sw    t1, 0x404(t0)
        li    t1, 0x80000000 >> 2 | 0xcf
        li    t2, 0x80010800
        sw    t1, 0(t2)
        sw    t1, 0x400(t2)
        li    t1, 0xcf                      # devices, for the finisher
        sw    t1, 0(t0)
        li    t0, 0x80011000
        la    t1, page
        srli  t1, t1, 2
        ori   t1, t1, 0xcf
        sw    t1, 8(t0)
        li    t1, 0x80012000 >> 2 | 0xcf
        sw    t1, 12(t0)
        li    t0, 0x800
        csrw  mstatus, t0
        li    t0, 0x80080010
        csrw  satp, t0
        sfence.vma
        la    t0, below
        csrw  mepc, t0
        li    a0, 0x40003000
        li    a1, 0xc0012000
        li    a2, 0x40002000
        mret
        .org  _start + 0x200
below:  lw    t1, 0(a0)                     # walks both levels
again:  lw    t1, 4(a0)                     # does not walk
        lw    t1, 0(a1)                     # a superpage
        jalr  a2
        li    a3, 1
        li    a2, 0x4040fffc
        jalr  a2
        li    a2, 0x4044fffc
        jalr  a2
        li    a0, 0
""" + EXIT + """
        .org  _start + 0x1000
page:   addi  t1, t1, 1
        ret
        .option norvc
        .org  _start + 0x2000
table:  .org  table + 4 * 15
        .word 0x80003000 >> 2 | 0xcf, 0x80004000 >> 2 | 0xcf
        .org  table + 4 * 79
        .word 0x80005000 >> 2 | 0xcf, 0x80006000 >> 2 | 0xcf
        .org  _start + 0x3f00
late:   div   t1, a1, a3
        div   t1, t1, a3
        .rept 24                            # more than are fetched ahead
        nop
        .endr
        j     behind                        # predicted: nothing is flushed
        .org  _start + 0x3ffc
        bnez  a3, late
behind: ret
        .org  _start + 0x5ffc
        bnez  a3, soon
        .org  _start + 0x6008
soon:   ret
"""
BELOW, PAGE, LATE, SOON = 0x80000200, 0x40002000, 0x40410000, 0x40450008

# Both harts trap, twice in each turn, and then sleep for ever.
TRAP = """
        .option norvc
        .globl _start
_start: la    t0, handler
        csrw  mtvec, t0
        li    s2, 20
turn:   ecall
        .word 0
        addi  s2, s2, -1
        bnez  s2, turn
sleep:  wfi
        j     sleep
handler:
        csrr  t1, mepc
        addi  t1, t1, 4
        csrw  mepc, t1
        mret
"""


def read(file):
    """The log as Konata reads it: ops in order of appearance and, those that have ended, of their ends."""
    log = SimpleNamespace(ops=[], ended=[], cycles=0)
    lines = file.read_text().splitlines()
    assert lines[0] == "Kanata\t0004"
    ops = {}
    for line in lines[1:]:
        kind, *rest = line.split("\t")
        if kind == "C=":                                   # Konata does not look at its number
            continue
        if kind == "C":
            log.cycles += int(rest[0])
            continue
        if kind == "I":
            assert rest[0] not in ops, line
            op = ops[rest[0]] = SimpleNamespace(id=int(rest[0]), uid=int(rest[1]), hart=int(rest[2]), retired=None, at={},
                                                lanes={"0": [], "1": []}, open={})
            log.ops.append(op)
            continue
        op = ops[rest[0]]
        assert op.retired is None, f"has ended: {line}"
        if kind == "L":
            op.pc = int(rest[2].split(":")[0], 16)
        elif kind == "S":
            assert rest[1] not in op.open, f"lane is taken: {line}"
            op.open[rest[1]] = log.cycles
            op.lanes[rest[1]].append(rest[2])
            op.at.setdefault(rest[2], log.cycles)
        elif kind == "E":
            assert op.lanes[rest[1]][-1] == rest[2], line
            assert log.cycles > op.open.pop(rest[1]), f"nothing long: {line}"
        elif kind == "R":
            assert not op.open, line
            op.retired, op.number = rest[2] == "0", int(rest[1])
            log.ended.append(op)
    return log


def run_log(folder, text, code, *options):
    file, stats = folder / "log.kanata", folder / "stats.json"
    done = run("--lockstep", "--max-cycles=20000", f"--konata={file}", f"--stats={stats}", *options, assemble(folder, text))
    assert done.returncode == code, done.stderr
    log = read(file)
    log.stats = json.loads(stats.read_text())
    return log


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    return run_log(tmp_path_factory.mktemp("walk"), WALK, 0)


@pytest.fixture(scope="module")
def trap(tmp_path_factory):
    return run_log(tmp_path_factory.mktemp("trap"), TRAP, 124)


@pytest.fixture(params=["walk", "trap"])
def log(request):
    return request.getfixturevalue(request.param)


def test_ids_count_what_appears(log):
    assert [op.id for op in log.ops] == list(range(len(log.ops)))


def test_retirement_ids_count_in_the_file(log):
    """Konata finds an instruction by it, whatever the hart. What is flushed has the number of who retires next."""
    retired = 0
    for op in log.ended:
        assert op.number == retired
        retired += op.retired


def test_retired_is_what_stats_count(log):
    for number, hart in enumerate(log.stats["harts"]):
        assert sum(op.hart == number and op.retired for op in log.ended) == hart["instructions"]


def test_cycles_are_the_machines(log):
    assert log.cycles == log.stats["cycles"]


def test_none_begins_before_an_older_one(log):
    begin = [0, 0]
    for op in sorted(log.ops, key=lambda op: op.uid):
        assert op.at["F0"] >= begin[op.hart], f"{op.pc:#x}"
        begin[op.hart] = op.at["F0"]


def test_what_traps_does_not_retire(trap):
    for number, hart in enumerate(trap.stats["harts"]):
        assert hart["events"]["trap"] == 40
        for pc in (0x80000010, 0x80000014):
            ended = [op for op in trap.ended if op.hart == number and op.pc == pc and "W" in op.lanes["0"]]
            assert len(ended) == 20 and not any(op.retired for op in ended)


def test_a_sleeping_hart_is_shown_to_the_end(trap):
    for number in (0, 1):
        op, = [op for op in trap.ops if op.hart == number and op.retired is None and op.lanes["0"][-1] == "W"]
        assert op.pc == 0x80000020 and op.lanes["1"][-1] == "wfi"
        assert trap.cycles - op.open["0"] > 2000 and trap.cycles - op.open["1"] > 2000


def walks(log, pc):
    """For each time it was fetched."""
    return [[name for name in op.lanes["1"] if name.startswith("walk")] for op in log.ops if op.pc == pc]


def test_walk_of_a_load(walk):
    assert ["walk1", "walk0"] in [w[-2:] for w in walks(walk, BELOW)]
    assert walks(walk, BELOW + 4) == [["walk1"]], "the walk of their fetch; the load's page is in the TLB"
    assert ["walk1"] in walks(walk, BELOW + 8), "a superpage's walk ends at the root"


def test_walk_of_a_fetch(walk):
    """Of a page, and of a superpage: there the load's own walk follows."""
    assert ["walk1", "walk0"] in walks(walk, PAGE)
    assert ["walk1", "walk1", "walk0"] in walks(walk, BELOW)


def test_walk_for_what_was_flushed(walk):
    """Who comes to its page later begins when he comes, and shows what he waits for himself."""
    jump, late = [op for op in walk.ops if op.pc in (LATE - 0x98, LATE)]
    assert walks(walk, LATE) == [[]] and late.at["F0"] > jump.at["F0"]
    branch, soon = [op for op in walk.ops if op.pc in (SOON - 12, SOON)]
    assert walks(walk, SOON)[0][-1:] == ["walk0"] and soon.at["F0"] > branch.at["X"]


def test_no_walk_in_m(walk):
    before = {op.pc for op in walk.ops if op.pc < 0x2000 or 0x80000000 <= op.pc < BELOW}
    assert len(before) > 40 and not any(w for pc in before for w in walks(walk, pc))

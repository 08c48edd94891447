"""--konata shows page walks in lane 1 of the instruction that waits for one: walk1 for the root's entry, walk0 for the next."""
import pytest
from sim_tool import EXIT, START, assemble, run

# S with Sv32: RAM as superpages at its own address (root entry 0x200) and again at 0xc0000000; one page at 0x40002000,
# code, and one at 0x40003000, data.
PROGRAM = START + """
        li    t0, -1
        csrw  pmpaddr0, t0
        li    t0, 0x1f
        csrw  pmpcfg0, t0
        li    t0, 0x80010000
        li    t1, 0x80011000 >> 2 | 1
        sw    t1, 0x400(t0)
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
        li    a0, 0
""" + EXIT + """
        .balign 4096
page:   addi  t1, t1, 1
        ret
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """{pc: [[lane 1's names in order] for each time it was fetched]}"""
    folder = tmp_path_factory.mktemp("konata")
    file = folder / "walk.kanata"
    done = run("--lockstep", "--max-cycles=20000", f"--konata={file}", assemble(folder, PROGRAM))
    assert done.returncode == 0, done.stderr
    pcs, lanes, open_ = {}, {}, {}
    cycle = 0
    for line in file.read_text().splitlines()[1:]:
        kind, *rest = line.split("\t")
        if kind in ("C", "C="):
            cycle = int(rest[0]) + (cycle if kind == "C" else 0)
        if kind == "L":
            pcs[rest[0]] = int(rest[2].split(":")[0], 16)
            lanes[rest[0]] = []
        if kind == "S" and rest[1] == "1":
            assert rest[0] not in open_, f"lane 1 is taken: {line}"
            open_[rest[0]] = rest[2]
            lanes[rest[0]].append((rest[2], cycle))
        if kind == "E" and rest[1] == "1":
            assert open_.pop(rest[0]) == rest[2], line
            name, begin = lanes[rest[0]].pop()
            assert cycle > begin, f"nothing long: {line}"
            lanes[rest[0]].append(name)
    for uid, name in open_.items():                        # in flight when the run ended
        lanes[uid][-1] = name
    found = {}
    for uid, pc in pcs.items():
        found.setdefault(pc, []).append(lanes[uid])
    return found


def walks(log, pc):
    return [[name for name in lane if name.startswith("walk")] for lane in log[pc]]


BELOW, PAGE = 0x80000200, 0x40002000


def test_walk_of_a_load(log):
    assert ["walk1", "walk0"] in [w[-2:] for w in walks(log, BELOW)], log[BELOW]
    assert walks(log, BELOW + 4) == [["walk1"]], "the walk of their fetch; the load's page is in the TLB"
    assert ["walk1"] in walks(log, BELOW + 8), "a superpage's walk ends at the root"


def test_walk_of_a_fetch(log):
    """Of a page, and of a superpage: there the load's own walk follows."""
    assert ["walk1", "walk0"] in walks(log, PAGE), log[PAGE]
    assert ["walk1", "walk1", "walk0"] in walks(log, BELOW), log[BELOW]


def test_no_walk_in_m(log):
    before = [pc for pc in log if pc < 0x2000 or 0x80000000 <= pc < BELOW]
    assert len(before) > 40 and not any(w for pc in before for w in walks(log, pc))

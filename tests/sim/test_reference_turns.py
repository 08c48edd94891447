"""--model=reference --seed=N: turns of 1 to 64 instructions, at random but the same for a seed: what a program that
does not lock does wrong shows with some seed, and again with it."""
import collections

import pytest
from sim_tool import EXIT, assemble, run

# Both harts add 1 to a word, once, by lw, addi, sw, after having met. Code 2: both were counted; 1: one is lost.
RACE = """
        .globl _start
_start: la    s0, met
        li    t0, 1
        amoadd.w zero, t0, (s0)
        li    t1, 2
1:      lw    t0, 0(s0)
        bne   t0, t1, 1b
        lw    t2, 4(s0)
        addi  t2, t2, 1
        sw    t2, 4(s0)
        li    t0, 1
        addi  s1, s0, 8
        amoadd.w zero, t0, (s1)
        csrr  t0, mhartid
2:      bnez  t0, 2b
3:      lw    t0, 8(s0)
        bne   t0, t1, 3b
        lw    a0, 4(s0)
""" + EXIT + """
        .balign 8
met:    .word 0, 0, 0
"""
# The same with the word locked by lr, sc.
SAFE = RACE.replace("        lw    t2, 4(s0)\n        addi  t2, t2, 1\n        sw    t2, 4(s0)\n",
                    "        addi  s1, s0, 4\n4:      lr.w  t2, (s1)\n        addi  t2, t2, 1\n"
                    "        sc.w  t3, t2, (s1)\n        bnez  t3, 4b\n")


def codes(elf, seeds):
    return [run("--model=reference", "--max-cycles=10000", f"--seed={seed}", elf).returncode for seed in seeds]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("turns")


def test_a_race_shows_with_some_seed(folder):
    elf = assemble(folder, RACE, "race", flags=["-march=rv32ima_zicsr"])
    first = codes(elf, range(1, 81))
    count = collections.Counter(first)
    assert set(count) == {1, 2} and count[1] >= 3, count
    assert codes(elf, range(1, 81)) == first, "a seed does not repeat its turns"
    assert len(set(codes(elf, [0] * 4))) == 1


def test_no_seed_breaks_a_lock(folder):
    assert set(codes(assemble(folder, SAFE, "safe", flags=["-march=rv32ima_zicsr"]), range(0, 81))) == {2}

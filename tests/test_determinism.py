"""Nothing depends on what RAMs and registers held before reset: other random contents, same logs, same cycles."""
import re

import pytest

import programs

gen = programs.load(programs.ROOT / "tests/random/gen.py")
OUT = programs.BUILD / "tests/determinism"


def traces(elf, seed, options=()):
    """(cycle summary, commit log of each hart) of one run."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("log*"):
        old.unlink()
    code, output = programs.run([programs.SIM, f"--seed={seed}", "--stats", f"--commit-log={OUT}/log.log", "--max-cycles=400000",
                                 *options, elf])
    assert code == 0, output[-2000:]
    cycles = re.search(r"^(\d+) cycles", output, re.M)
    assert cycles, output[:500]
    logs = [f.read_bytes() for f in sorted(OUT.glob("log*"))]
    assert len(logs) == 2 and all(log.count(b"\n") > 50 for log in logs)
    return int(cycles[1]), logs


@pytest.fixture(scope="module")
def random_elf():
    OUT.mkdir(parents=True, exist_ok=True)
    source = OUT / "program.S"
    source.write_text(gen.program(77, harts=2, blocks=100, passes=2))
    programs.assemble(source, OUT / "program.elf")
    return OUT / "program.elf"


@pytest.fixture(autouse=True)
def only_rtl(request):
    if request.config.getoption("--target") != "rtl":
        pytest.skip("only the RTL has contents")


@pytest.mark.parametrize("options", [(), ("--memory-latency=33",), ("--sdram",)], ids=["default", "slow-memory", "sdram"])
def test_initial_contents_do_not_matter(random_elf, options):
    first = traces(random_elf, 1, options)
    for seed in (2, 12345):
        again = traces(random_elf, seed, options)
        assert again[0] == first[0], f"seed 1: {first[0]} cycles, seed {seed}: {again[0]}"
        assert again[1] == first[1], f"commit logs of seeds 1 and {seed} differ"


@pytest.mark.parametrize("memory", [(), ("--sdram",)], ids=["default", "sdram"])
def test_a_seed_repeats_its_stalls(random_elf, memory):
    first = traces(random_elf, 5, ("--stall=40", *memory))
    again = traces(random_elf, 5, ("--stall=40", *memory))
    other = traces(random_elf, 6, ("--stall=40", *memory))
    assert first == again
    assert first[0] != other[0]                # stalls are random, and this check can tell runs apart


@pytest.mark.parametrize("memory", [(), ("--sdram",)], ids=["default", "sdram"])
def test_the_checking_build_takes_the_same_cycles(random_elf, memory):
    """What is measured on the fast build is what is checked on the other one: same RTL, same harness timing."""
    counts = []
    for options in ((), ("--lockstep",)):
        code, output = programs.run([programs.SIM, "--stats", *memory, *options, random_elf])
        assert code == 0, output[-2000:]
        counts.append(re.search(r"^(\d+) cycles", output, re.M)[1])
        assert ("lockstep:" in output) == bool(options)
    assert counts[0] == counts[1]

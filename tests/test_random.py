"""Random two-hart programs in lockstep: the same seeds every time, and some that nobody has seen."""
import time

import pytest

import programs

run = programs.load(programs.ROOT / "tests/random/run.py")


@pytest.fixture
def only_rtl(request):
    if request.config.getoption("--target") != "rtl":
        pytest.skip("lockstep needs the RTL")
    if not programs.SIM.exists():
        pytest.fail("build/sim/twinhart is missing", pytrace=False)


def campaign(request, capsys, first, **kw):
    """On a terminal, or now and then in a log, a line says how far it is."""
    with capsys.disabled():
        result = run.campaign(first, jobs=request.config.getoption("--jobs"), say=run.Progress(), **kw)
    if result[2]:
        pytest.fail(result[2], pytrace=False)
    return result


def test_known_seeds(request, capsys, only_rtl):
    wanted = request.config.getoption("--random-instructions")
    done, retired, _ = campaign(request, capsys, 1, instructions=wanted)
    assert retired >= wanted


def test_known_seeds_over_sdram(request, capsys, only_rtl):
    wanted = request.config.getoption("--random-instructions") // 6
    done, retired, _ = campaign(request, capsys, 5000, instructions=wanted, sim=("--sdram",))
    assert retired >= wanted


def test_new_seeds(request, capsys, only_rtl):
    first = int(time.time()) % 100_000_000 * 1000
    with capsys.disabled():
        print(f"\nnew random seeds from {first} on: ", end="", flush=True)
    campaign(request, capsys, first, count=8)

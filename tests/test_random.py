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


def test_known_seeds(request, only_rtl):
    wanted = request.config.getoption("--random-instructions")
    done, retired, failure = run.campaign(1, instructions=wanted, jobs=request.config.getoption("--jobs"))
    if failure:
        pytest.fail(failure, pytrace=False)
    assert retired >= wanted


def test_new_seeds(request, only_rtl, record_property):
    first = int(time.time()) % 100_000_000 * 1000
    record_property("seed", first)
    print(f"new seeds from {first} on")
    done, retired, failure = run.campaign(first, count=8, jobs=request.config.getoption("--jobs"))
    if failure:
        pytest.fail(failure, pytrace=False)

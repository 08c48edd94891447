"""Directed programs: isa (generated), priv, smp. On the RTL in lockstep with the model, or with --target elsewhere."""
import pytest

import programs


def test_program(built, runner):
    if runner.target in built.excluded:
        pytest.skip(f"not on {runner.target}: {built.excluded[runner.target]}")
    code, output = runner.result(built)
    if code != 0:
        pytest.fail(programs.describe(built, runner.target, code, output), pytrace=False)


@pytest.mark.folders("smp")
@pytest.mark.parametrize("options", [("--stall=45", "--memory-latency=3", "--seed=7"), ("--memory-latency=60", "--seed=8"),
                                     ("--sdram",), ("--sdram", "--stall=25", "--seed=9")],
                         ids=["stalls", "slow-memory", "sdram", "sdram-stalls"])
def test_two_harts_disturbed(built, runner, options):
    """The two-hart programs once more, with other timing."""
    if runner.target != "rtl":
        pytest.skip("only the RTL's timing can be disturbed")
    code, output = runner.result(built, options)
    if code != 0:
        pytest.fail(programs.describe(built, "rtl", code, output, options), pytrace=False)

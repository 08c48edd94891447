"""The SDRAM controller against the chip model, which refuses what a data sheet forbids; and the model by itself."""
import subprocess

import pytest

import sdram_tool
import verilate

SHAPES = range(7)                                                                # of sdram_tb.sv, right ones ...
WRONG = {7: "tRCD", 8: "tRP", 9: "tRFC", 10: "tWR", 11: "refresh", 12: "init"}   # ... and what the others break


@pytest.fixture(scope="module")
def bench():
    return sdram_tool.build()


@pytest.mark.parametrize("shape", SHAPES)
def test_random_traffic(bench, shape):
    for seed, stall in ((1, 0), (2, 30), (3, 70)):
        assert "all rules hold" in verilate.run(bench, shape, "random", seed, 3000, stall)
    for timing in ("MT48LC16M16", "AS4C32M16", "IS42S16160"):
        assert "all rules hold" in verilate.run(bench, shape, "random", 4, 500, 5, timing)


@pytest.mark.parametrize("shape", WRONG)
def test_a_time_broken_is_refused(bench, shape):
    verilate.run(bench, shape, "wrong", WRONG[shape])


def test_the_chip_model_keeps_every_rule():
    out = verilate.ROOT / "build/tests/rtl/sdram_chip"
    out.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", f"-I{verilate.ROOT}/sim", f"{verilate.ROOT}/sim/sdram_chip.cc",
                    f"{verilate.ROOT}/tests/rtl/sdram_chip_bench.cc", "-o", out], check=True)
    assert "all rules hold" in verilate.run(out)


@pytest.mark.parametrize("parameter, value, says", [
    ("Tras", 700, "tRAS is longer than a line"), ("Trc", 900, "tRC is longer"), ("Trrd", 90, "tRRD is longer"),
    ("DqBits", 8, "DqBits must be"), ("CasLatency", 1, "CasLatency must be"), ("ColBits", 11, "10 columns"), ("Trefi", 15600, "too long")])
def test_parameters_that_cannot_be(parameter, value, says):
    done = subprocess.run([verilate.VERILATOR, "--lint-only", "-Wno-lint", "-Wno-style", "-Irtl/lib", "-y", "rtl/lib", "-y", "rtl/periph",
                           "--top-module", "sdram", f"-G{parameter}={value}", *verilate.rtl_files(), "rtl/periph/sdram.sv"],
                          cwd=verilate.ROOT, capture_output=True, text=True)
    assert done.returncode and says in done.stderr, done.stderr[-2000:]

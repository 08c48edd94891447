"""The SDRAM controller against the chip model, which refuses what a data sheet forbids; and the model by itself."""
import pytest

import verilate

# name: data pins, row bits, column bits, line bytes, kHz, CAS latency, clocks that data are caught later
SHAPES = {
    "x16_50": (16, 13, 10, 32, 50000, 2, 0),
    "x16_25": (16, 13, 9, 32, 25000, 2, 0),
    "x16_65": (16, 13, 10, 64, 65000, 3, 0),
    "x16_60_late": (16, 13, 9, 32, 60000, 2, 1),
    "x32_50": (32, 11, 8, 32, 50000, 2, 0),
    "x32_65": (32, 11, 8, 64, 65000, 3, 0),
}


def build(name, shape, **wrong):
    dq, rows, columns, line, khz, latency, late = shape
    defines = {"DQ": dq, "ROWS": rows, "COLS": columns, "LINE": line, "KHZ": khz, "LATE": late}
    return verilate.build(
        f"sdram_{name}", "sdram", "tests/rtl/sdram_bench.cc", ["rtl/periph/sdram.sv", "sim/sdram_chip.cc"],
        {"DqBits": dq, "RowBits": rows, "ColBits": columns, "LineBytes": line, "ClkKhz": khz, "CasLatency": latency,
         "Late": late, **wrong},
        cflags=["-std=c++17", f"-I{verilate.ROOT}/sim", *(f"-D{k}={v}" for k, v in defines.items())])


@pytest.mark.parametrize("shape", SHAPES)
def test_random_traffic(shape):
    program = build(shape, SHAPES[shape])
    for seed, stall in ((1, 0), (2, 30), (3, 70)):
        assert "all rules hold" in verilate.run(program, "random", seed, 6000, stall)

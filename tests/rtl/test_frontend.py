"""Front end: random code, redirects, fills, faults and invalidations against what is in memory."""
import pytest

import verilate

SHAPES = {                                   # name: cache bytes, ways, line bytes, predictor, BTB entries
    "default": (16384, 4, 32, 3, 512),
    "line64": (4096, 4, 64, 2, 64),
    "direct1k": (1024, 1, 32, 3, 64),
    "bimodal2way": (2048, 2, 64, 1, 64),
    "none": (2048, 2, 32, 0, 128),
    "nobtb": (2048, 2, 32, 0, 0),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_random_code(shape):
    size, ways, line, predictor, btb = SHAPES[shape]
    program = verilate.build(
        f"frontend_{shape}", "frontend_tb", "tests/rtl/frontend_bench.cc", ["tests/rtl/frontend_tb.sv"],
        {"CacheBytes": size, "CacheWays": ways, "LineBytes": line, "Predictor": predictor, "BtbEntries": btb},
        cflags=[f"-DLINE={line}", "-std=c++17"])
    for seed, latency, stall in ((1, 10, 0), (2, 1, 0), (3, 4, 30), (4, 23, 60), (5, 0, 10)):
        verilate.run(program, seed, 60000, latency, stall)

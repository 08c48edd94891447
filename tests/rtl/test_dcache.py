"""D-cache, store buffer, drain and snoop bus: random traffic of two harts against a golden memory."""
import pytest

import verilate

SHAPES = {                                   # name: cache bytes, ways, line bytes
    "default": (16384, 4, 32),
    "line64": (16384, 4, 64),
    "direct1k": (1024, 1, 32),
    "small2way": (2048, 2, 64),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_random_traffic(shape):
    size, ways, line = SHAPES[shape]
    program = verilate.build(
        f"dcache_{shape}", "dcache_tb", "tests/rtl/dcache_bench.cc", ["tests/rtl/dcache_tb.sv"],
        {"CacheBytes": size, "CacheWays": ways, "LineBytes": line}, cflags=[f"-DWAYBYTES={size // ways}", f"-DLINE={line}"])
    for seed, latency, stall in ((1, 10, 0), (2, 1, 0), (3, 4, 30), (4, 23, 10)):
        verilate.run(program, seed, 40000, latency, stall)

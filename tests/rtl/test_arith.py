"""ALU, bit counts, multiplier and divider: corner values and random ones against the manuals' definitions."""
import verilate


def test_arith():
    program = verilate.build("arith", "arith_tb", "tests/rtl/arith_bench.cc", ["tests/rtl/arith_tb.sv"])
    assert ", 0 wrong" in verilate.run(program, 1)

"""The MESI transition function, every row."""
import verilate


def test_table():
    program = verilate.build("mesi", "mesi_tb", "tests/rtl/mesi_bench.cc", ["tests/rtl/mesi_tb.sv"])
    assert "24 rows, 0 wrong" in verilate.run(program)

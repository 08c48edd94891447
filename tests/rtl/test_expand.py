"""Expander: all 65,536 16-bit encodings against the specification's tables."""
import verilate


def test_all_encodings():
    program = verilate.build("expand", "expand", "tests/rtl/expand_bench.cc", ["rtl/core/expand.sv"])
    assert ", 0 wrong" in verilate.run(program)

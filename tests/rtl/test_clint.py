"""The CLINT against its model, at the default tick and at one tick a clock."""
import pytest
import verilate


@pytest.mark.parametrize("div", [10, 1])
def test_clint(div):
    program = verilate.build(f"clint{div}", "clint", "tests/rtl/clint_bench.cc", ["rtl/periph/clint.sv"],
                             params={"TimeDiv": div},
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl", f"-DTIMEDIV={div}"])
    assert "all rules hold" in verilate.run(program, div)

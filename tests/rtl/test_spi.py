"""The SPI host against slaves at its pins."""
import pytest
import verilate


@pytest.mark.parametrize("seed", [1, 2])
def test_spi(seed):
    program = verilate.build("spi", "spi", "tests/rtl/spi_bench.cc", ["rtl/periph/spi.sv"],
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl"])
    assert "all rules hold" in verilate.run(program, seed)

"""The UART against the 16550A's rules."""
import pytest
import verilate


@pytest.mark.parametrize("seed", [1, 2])
def test_uart(seed):
    program = verilate.build("uart", "uart", "tests/rtl/uart_bench.cc", ["rtl/periph/uart.sv"],
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl"])
    assert "all rules hold" in verilate.run(program, seed)

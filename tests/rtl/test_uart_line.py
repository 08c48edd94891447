"""The serial line at its pins against its rules."""
import pytest
import verilate


@pytest.mark.parametrize("seed", [1, 2])
def test_uart_line(seed):
    program = verilate.build("uart_line", "uart_line", "tests/rtl/uart_line_bench.cc",
                             [f"rtl/periph/{m}.sv" for m in ("uart_clock", "uart_line")],
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl"])
    assert "all rules hold" in verilate.run(program, seed)

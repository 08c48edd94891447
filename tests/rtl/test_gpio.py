"""The GPIO pins against their rules, as wide as the machine's and with one and 32."""
import pytest
import verilate


@pytest.mark.parametrize("width", [1, 8, 32])
def test_gpio(width):
    program = verilate.build(f"gpio-{width}", "gpio", "tests/rtl/gpio_bench.cc", ["rtl/periph/gpio.sv"],
                             params={"Width": width}, cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl"])
    for seed in (1, 2):
        assert "all rules hold" in verilate.run(program, seed, width)

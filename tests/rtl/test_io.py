"""The io fabric with the ROM, the finisher and the other devices behind it."""
import verilate


def test_io():
    rom = verilate.ROOT / "build/tests/rtl/io/rom.hex"
    program = verilate.build("io", "io_tb", "tests/rtl/io_bench.cc",
                             ["tests/rtl/io_tb.sv", *[f"rtl/periph/{m}.sv" for m in ("io_fabric", "bootrom", "finisher")],
                              *[f"rtl/periph/{m}.sv" for m in ("clint", "plic", "uart", "spi", "gpio")]],
                             defines=("TH_CHECK", f'TH_ROM_HEX="{rom}"'),
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl"])
    assert "all rules hold" in verilate.run(program, 1, rom)

"""Builds sdram_bench.cc, for its test and for tools/sdram_figures.py."""
import verilate


def build():
    return verilate.build("sdram", "sdram_tb", "tests/rtl/sdram_bench.cc",
                          ["tests/rtl/sdram_tb.sv", "rtl/periph/sdram.sv", "sim/sdram_chip.cc"],
                          cflags=["-std=c++17", "-O1", f"-I{verilate.ROOT}/sim"])

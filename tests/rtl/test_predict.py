"""Branch prediction on an embedded program: rates of misprediction, and what taken branches cost."""
import re
import subprocess

import pytest

import verilate

MARCH = "rv32imac_zicsr_zba_zbb_zbs"
LIMITS = {0: 21.0, 1: 18.0, 2: 20.0, 3: 12.5}    # percent of branches: none, bimodal, gshare, TAGE


def compile_program(level, rounds):
    elf = verilate.ROOT / f"build/tests/rtl/predict_program_O{level}_{rounds}.elf"
    elf.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["riscv64-unknown-elf-gcc", f"-O{level}", f"-march={MARCH}", "-mabi=ilp32", "-ffreestanding", "-nostdlib",
         "-fno-tree-loop-distribute-patterns", f"-DROUNDS={rounds}", "-Wl,--no-relax", "-Wl,-Ttext=0x80000000",
         "-o", elf, verilate.ROOT / "tests/rtl/predict_program.c"], check=True)
    image = elf.with_suffix(".bin")
    subprocess.run(["riscv64-unknown-elf-objcopy", "-O", "binary", elf, image], check=True)
    return image


def build(predictor, **params):
    return verilate.build(
        f"predict{predictor}" + "".join(f"_{k}{v}" for k, v in params.items()), "frontend_tb",
        "tests/rtl/predict_bench.cc", ["tests/rtl/frontend_tb.sv"], {"Predictor": predictor, **params},
        cflags=["-std=c++17"])


@pytest.mark.parametrize("predictor", LIMITS)
def test_rate(predictor):
    program, image = build(predictor), compile_program(2, 10)
    out = verilate.run(program, image, 10, 4000000, 1)
    assert out == verilate.run(program, image, 10, 4000000, 2)      # memories may start with anything
    assert float(re.search(r"mispredicted ([0-9.]+) %", out)[1]) < LIMITS[predictor], out
    returns, missed, repairs, history, top = map(int, re.search(
        r"returns (\d+) mispredicted (\d+) repairs (\d+) history wrong (\d+) top wrong (\d+)", out).groups())
    assert missed < 0.02 * returns, out
    assert history < 0.01 * repairs and top < 0.03 * repairs, out


if __name__ == "__main__":
    for level in (2, 3):
        for p, name in enumerate(("none", "bimodal", "gshare", "TAGE")):
            print(f"-O{level} {name:8}", verilate.run(build(p), compile_program(level, 20), 10, 9000000, 1), end="")

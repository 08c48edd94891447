"""Helpers of test_sim_*.py: run the simulator, assemble small programs for it."""
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("BUILD", "build")
SIM = BUILD / "sim" / "twinhart"
GCC = os.environ.get("RISCV_PREFIX", "riscv64-unknown-elf-") + "gcc"

# A program's beginning: hart 1 sleeps, hart 0 goes on at main.
START = """
        .globl _start
_start: csrr  t0, mhartid
        beqz  t0, main
park:   wfi
        j     park
main:
"""
# ... and its end: exit with the code in a0, by the finisher.
EXIT = """
exit:   li    t0, 0x100000
        beqz  a0, 1f
        slli  a0, a0, 16
        li    t1, 0x3333
        or    a0, a0, t1
        sw    a0, 0(t0)
2:      j     2b
1:      li    a0, 0x5555
        sw    a0, 0(t0)
        j     2b
"""


def assemble(folder, text, name="program", base=0x80000000, flags=()):
    """Assemble text, as if all of it lay in one section, to an ELF file."""
    source, elf = folder / f"{name}.S", folder / f"{name}.elf"
    source.write_text(text)
    subprocess.run([GCC, "-march=rv32imac_zicsr", "-mabi=ilp32", "-nostdlib", "-nostartfiles", "-static",
                    f"-Wl,-Ttext={base:#x},-N,--build-id=none,--no-relax,--no-warn-rwx-segments", *flags,
                    str(source), "-o", str(elf)], check=True, capture_output=True, text=True)
    return elf


def run(*args, timeout=120, **kwargs):
    return subprocess.run([str(SIM), *map(str, args)], capture_output=True, text=True, timeout=timeout,
                          stdin=kwargs.pop("stdin", subprocess.DEVNULL) if "input" not in kwargs else None, **kwargs)


def refused(result, *words):
    """Bad input: one line on stderr that has these words, nothing on stdout, exit code 2."""
    assert result.returncode == 2, result
    assert result.stdout == ""
    assert result.stderr.startswith("twinhart: ") and result.stderr.count("\n") == 1, result.stderr
    for word in words:
        assert word in result.stderr, result.stderr

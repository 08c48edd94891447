"""The lockstep checker's self-test: a make-believe RTL feeds it; it must accept that unharmed, and reject each
fault put in by the right rule (design section 5, Lockstep)."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "tests" / "sim"
FLAGS = "-std=c11 -O1 -g -Wall -Wextra -Wshadow -Wconversion -Werror -fsanitize=undefined,address".split()


def test_rules():
    OUT.mkdir(parents=True, exist_ok=True)
    exe = OUT / "lockstep_test"
    sources = [*sorted((ROOT / "sim/model").glob("*.c")), *sorted((ROOT / "sim/check").glob("lockstep*.c"))]
    subprocess.run(["gcc", *FLAGS, "-I", ROOT / "sim/model", "-I", ROOT / "sim/check", ROOT / "tests/sim/lockstep_test.c",
                    *sources, "-o", exe], check=True)
    run = subprocess.run([exe, "6"], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0 and run.stdout == "ok\n", run.stdout + run.stderr

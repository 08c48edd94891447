"""The examples of sw/examples, as they are shipped: in lockstep, on the model, on QEMU. uart_echo waits for input: sim/test_sim_console.py."""
import shutil

import pytest

import programs

SOURCES = [path for path in sorted((programs.ROOT / "sw/examples").glob("*.c")) if path.stem != "uart_echo"]
EXAMPLES = [programs.Program(f"examples/{path.stem}", path, programs.BUILD / f"sw/examples/{path.stem}.elf", limit=3_000_000)
            for path in SOURCES]


@pytest.fixture(scope="module")
def examples():
    programs.build(EXAMPLES)


@pytest.mark.parametrize("target", programs.TARGETS)
@pytest.mark.parametrize("example", EXAMPLES, ids=[p.source.stem for p in EXAMPLES])
def test_example(examples, example, target):
    if target == "qemu" and not shutil.which(programs.QEMU):
        pytest.skip(f"needs {programs.QEMU}")
    if target in example.excluded:
        pytest.skip(f"not on {target}: {example.excluded[target]}")
    code, output = programs.run_program(example, target)
    assert code == 0, programs.describe(example, target, code, output)

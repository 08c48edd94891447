"""The reference model, and so everything that is checked against it, against QEMU: an implementation we did not write.

Directed programs check themselves on both. Random single-hart programs end with all registers and data printed; model,
RTL and QEMU must print the same. What QEMU does otherwise is tagged in the programs, with the reason."""
import shutil

import pytest

import programs

gen = programs.load(programs.ROOT / "tests/random/gen.py")
OUT = programs.BUILD / "tests/random"
pytestmark = pytest.mark.skipif(not shutil.which(programs.QEMU), reason=f"needs {programs.QEMU}")


def test_directed(built):
    if "qemu" in built.excluded:
        pytest.skip(f"not on qemu: {built.excluded['qemu']}")
    for target in ("qemu", "reference"):
        if target not in built.excluded:
            code, output = programs.run_program(built, target)
            if code != 0:
                pytest.fail(programs.describe(built, target, code, output), pytrace=False)


def end_state(p, words):
    code, output = programs.run(words)
    assert code == 0, f"{p.name}: exit code {code}: {' '.join(words)}\n{output[-2000:]}"
    lines = output.split()
    assert len(lines) > 8000 and all(len(line) == 8 for line in lines), f"{p.name}: {output[:500]}"
    return lines


@pytest.mark.parametrize("seed", range(12))
def test_random_end_state(seed):
    OUT.mkdir(parents=True, exist_ok=True)
    source = OUT / f"alone{seed}.S"
    source.write_text(f"// limit: 3000000\n{gen.program(seed, harts=1, blocks=200, passes=3)}")
    p = programs.Program(f"random/alone{seed}", source, source.with_suffix(".elf"))
    programs.assemble(source, p.elf, "-DDUMP_SIGNATURE")
    qemu = end_state(p, programs.command(p, "qemu"))
    model = end_state(p, programs.command(p, "reference"))
    for at, (ours, theirs) in enumerate(zip(model, qemu)):
        what = f"x{at}" if at < 32 else f"begin_signature + {4 * at:#x}"
        assert ours == theirs, f"seed {seed}, {what}: model {ours}, QEMU {theirs}; {' '.join(programs.command(p, 'qemu'))}"
    if seed < 4 and programs.SIM.exists():                 # the RTL writes the same without printing it all
        plain = programs.Program(p.name, source, OUT / f"alone{seed}-rtl.elf")
        programs.assemble(source, plain.elf)
        file = OUT / f"alone{seed}.sig"
        code, output = programs.run(programs.command(plain, "rtl", [f"--signature={file}"]))
        assert code == 0, programs.describe(plain, "rtl", code, output)
        assert file.read_text().split()[:32] == model[:32], f"seed {seed}: registers"
        assert file.read_text().split() == model, f"seed {seed}: memory of {file}"

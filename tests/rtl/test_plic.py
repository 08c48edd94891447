"""The PLIC against its specification written out, with the machine's sources and with many."""
import pytest
import verilate

WIRED = {"few": (10, 11, 12), "many": (1, 2, 3, 7, 10, 15, 16, 30, 31), "one": (10,)}


@pytest.mark.parametrize("name", WIRED)
def test_plic(name):
    ids = WIRED[name]
    packed = sum(n << 5 * i for i, n in enumerate(ids))
    program = verilate.build(f"plic-{name}", "plic", "tests/rtl/plic_bench.cc", ["rtl/periph/plic.sv"],
                             params={"NumSources": len(ids), "Ids": f"{5 * len(ids)}'h{packed:x}"},
                             cflags=["-std=c++17", f"-I{verilate.ROOT}/tests/rtl", f"-DIDS={','.join(map(str, ids))}"])
    for seed in (1, 2):
        assert "all rules hold" in verilate.run(program, seed)

"""The machine at its smallest, in lockstep: no caches, no S-mode, no Zb*, one adder for products and quotients (docs/ref/direct.md). Directed
programs that need none of these, compiled for RV32IMAC; those of two harts once more with other timing. `test_small.py NAME...`
runs programs whatever the list says.

    make SIM_DIR=build/small SIM_PARAMS="$(python3 tests/test_small.py --params)" build/small/twinhart-check
"""
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import programs

FOLDER = programs.BUILD / "small"
SIM = FOLDER / "twinhart-check"
ARCH = "rv32imac_zicsr_zifencei"
PARAMETERS = {"CacheBytes": 0, "LineBytes": 8, "Smode": 0, "PmpEntries": 4, "Bitmanip": 0, "FastMul": 0, "HpmCounters": 0,
              "BtbEntries": 0, "Predictor": 0, "Prefetch": 0}
PARAMS = " ".join(f"{name}={value}" for name, value in PARAMETERS.items())
SLOW = 6                  # cycles of a program here against its limit: every instruction comes from memory

# Programs that can be run: of isa what begins with these, of the others these.
ISA = ("rv32i", "rv32m", "rv32a", "rv32c", "illegal")
OTHERS = """
    priv/breakpoint priv/clint_access priv/csr_ops priv/cycles_and_instructions priv/exceptions priv/fetch_devices
    priv/fetch_faults priv/fetch_ram_end priv/gpio_pins priv/interrupt_priority priv/nested_traps priv/pmp_user priv/sc_other_word
    priv/software_interrupt priv/store_forwarding priv/timer_interrupt priv/uart_registers priv/wfi priv/spi_flash
    smp/amo_sums smp/code_from_other_hart smp/coherence_per_location smp/dekker smp/false_sharing smp/ipi_ping_pong
    smp/locks smp/lr_sc_progress smp/lr_sc_steal smp/message_passing smp/plic_claim smp/sleeping_owner smp/upgrade_race
""".split()


def wanted(p):
    folder, name = p.name.split("/")
    return name.startswith(ISA) if folder == "isa" else p.name in OTHERS


def make(*words):
    done = subprocess.run(["make", "-s", f"-j{os.cpu_count()}", *words], cwd=programs.ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError("make failed:\n" + done.stdout[-3000:] + done.stderr[-3000:])


def build(found):
    """The simulator, and the programs in a folder of their own."""
    folder = FOLDER.relative_to(programs.ROOT)
    make(f"SIM_DIR={folder}", f"SIM_PARAMS={PARAMS}", str(SIM.relative_to(programs.ROOT)))
    generated = [p for p in found if programs.BUILD in p.source.parents]
    programs.build(generated)
    for p in found:
        if p not in generated:
            p.elf = FOLDER / p.source.relative_to(programs.ROOT).with_suffix(".elf")
    make(f"BUILD={folder}", f"SW_ARCH={ARCH}", *(str(p.elf.relative_to(programs.ROOT)) for p in found if p not in generated))


def run(p, extra=()):
    cards = [f"--sd={programs.card(p, 'small', extra)}"] if p.card else []
    limit = SLOW * p.limit * (4 if extra else 1)
    return programs.run([SIM, "--lockstep", f"--max-cycles={limit}", *p.options, *cards, *extra, p.elf], seconds=300)


TIMINGS = {"": (), "stalls": ("--stall=45", "--memory-latency=3", "--seed=7"), "fast-memory": ("--memory-latency=1",)}


@pytest.fixture(scope="module")
def results(request):
    if request.config.getoption("--target") != "rtl":
        pytest.skip("only the RTL has these parameters")
    found = {p.name: p for p in programs.discover() if wanted(p)}
    missing = set(OTHERS) - set(found)
    assert not missing, f"no such programs: {missing}"
    build(list(found.values()))
    pool = ThreadPoolExecutor(request.config.getoption("--jobs"))
    return {(p.name, timing): pool.submit(run, p, extra) for p in found.values() for timing, extra in TIMINGS.items()
            if not timing or p.name.startswith("smp/")}


@pytest.mark.parametrize("folder", ["isa", "priv", "smp"])
def test_small(results, folder):
    bad = []
    for (name, timing), future in results.items():
        if name.startswith(folder + "/"):
            code, output = future.result()
            if code != 0:
                bad.append(f"{name} {timing}: exit code {code}\n{output[-1500:]}")
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("parameters, sentence", [
    ({**PARAMETERS, "Smode": 1}, "without caches there is no S-mode"),
    ({**PARAMETERS, "LineBytes": 32}, "without caches a transfer is 8 bytes"),
    ({"LineBytes": 8}, "LineBytes=8 is for a machine without caches")])
def test_refused(parameters, sentence):
    """An illegal combination stops elaboration with a sentence."""
    makefile = subprocess.run(["make", "-pn", "help"], cwd=programs.ROOT, capture_output=True, text=True).stdout
    files = re.search(r"^RTL_FILES := (.*)$", makefile, re.M)[1].split()
    done = subprocess.run([os.environ.get("VERILATOR", "verilator"), "--lint-only", "-Irtl/lib", "--top-module", "soc",
                           *(f"-G{n}={v}" for n, v in parameters.items()), *files], cwd=programs.ROOT, capture_output=True, text=True)
    assert done.returncode and sentence in done.stdout + done.stderr


if __name__ == "__main__":
    if sys.argv[1:] == ["--params"]:
        print(PARAMS)
    else:
        chosen = [p for p in programs.discover() if p.name in sys.argv[1:]]
        build(chosen)
        for each in chosen:
            code, output = run(each)
            print(each.name, code, output[-600:])

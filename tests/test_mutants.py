"""Is each checker awake? The RTL with one fault at a time (rtl/lib/mutant.svh), all of them in one build: every fault must
make some program fail. The programs that should see it come first, then random ones. `test_mutants.py` prints the table.

    make SIM_DEFINES=TH_MUTANTS SIM_DIR=build/mutants PGO=0 build/mutants/twinhart-check
    build/mutants/twinhart-check --mutant=5 --lockstep build/tests/smp/dirty_eviction.elf
"""
import dataclasses
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

import programs

run = programs.load(programs.ROOT / "tests/random/run.py")
FOLDER = programs.BUILD / "mutants"
SIM = FOLDER / "twinhart-check"
SEEDS = (1, 2, 3, 4, 5, 6, 7, 8)


@dataclasses.dataclass(frozen=True)
class Mutant:
    number: int
    file: str                 # in rtl/
    breaks: str
    sees: str                 # which checker should see it
    programs: tuple = ()      # cheapest first; random ones follow


MUTANTS = [Mutant(n, file, breaks, sees, tuple(names.split())) for n, file, breaks, sees, names in (
    # caches
    (1, "cache/dcache", "a snoop's invalidation is lost", "coherence monitor", "smp/upgrade_race"),
    (2, "cache/dcache", "a snoop's downgrade to S is lost", "coherence monitor", "smp/message_passing"),
    (3, "cache/dcache", "a store leaves E as it is, not M", "lockstep, fill", "smp/dirty_eviction"),
    (4, "cache/dcache", "a dirty victim is not written back", "lockstep, fill", "smp/dirty_eviction"),
    (5, "cache/line_out", "the victim buffer is not snooped", "lockstep, fill", "smp/dirty_eviction"),
    (6, "cache/dcache_arrays", "another way's line is taken for the victim", "lockstep, fill", "smp/dirty_eviction"),
    (14, "cache/fill_unit", "BusUpgr that lost its copy does not become BusRdX", "chk_beat_in_wait", "smp/upgrade_race"),
    (15, "cache/fill_unit", "a line on its way is not held", "lockstep, fill", "smp/dirty_eviction"),
    (18, "cache/dcache_arrays", "a lookup under a tag write counts", "coherence monitor", "smp/false_sharing"),
    (40, "cache/dcache_arrays", "a lookup under a data write counts", "lockstep, rule b", "smp/false_sharing"),
    (19, "cache/dcache", "a snoop's tags under a tag write count", "lockstep, fill", "smp/dirty_eviction"),
    (86, "cache/dcache_arrays", "a fetch from the ROM is a dirty line of RAM's to a snoop", "lockstep, rule d", "priv/rom_fetch_dirty"),
    (20, "cache/icache", "fence.i leaves the I-cache valid", "lockstep, rule d", "priv/self_modifying"),
    # bus
    (16, "bus/snoop_bus", "memory's beats come although a cache supplies", "lockstep, fill", "smp/message_passing"),
    (17, "bus/snoop_bus", "a line supplied for BusRd is not copied to memory", "coherence monitor", "smp/dirty_eviction"),
    (35, "bus/snoop_bus", "the asker is not told of other copies: E, not S", "coherence monitor", "smp/upgrade_race"),
    # load/store unit
    (7, "core/store_buffer", "a load does not see the store buffer", "lockstep, rule b", "priv/store_forwarding"),
    (8, "core/store_buffer", "a load takes the older of two entries", "lockstep, rule b", "priv/store_forwarding"),
    (10, "core/store_buffer", "pushed beside a pop a store is lost, an old one drained again", "lockstep, rule a", "smp/false_sharing"),
    (9, "core/drain", "byte enables of a store are dropped", "lockstep, fill", "smp/false_sharing"),
    (39, "core/drain", "a line once writable counts as writable after its loss", "lockstep, fill", "smp/false_sharing"),
    (11, "core/lsu", "SC needs no reservation", "lockstep, rule c", "isa/rv32a_lrsc"),
    (12, "core/lsu", "a snoop does not clear the reservation", "lockstep, rule c", "smp/lr_sc_steal"),
    (13, "core/lsu", "an AMO writes although its line was lost", "lockstep, fill", "smp/amo_sums"),
    (38, "cache/dcache", "an order acts on a lookup that is out of date", "chk_beat_in_wait", "smp/dirty_eviction"),
    (36, "core/lsu", "an atomic does not wait for the store buffer", "chk_amo_ordered", "smp/locks smp/dirty_eviction"),
    (34, "core/lsu", "a load does not see the store just before it", "lockstep, rule b", "priv/store_forwarding"),
    (29, "core/lsu", "a misaligned access does its first word twice", "lockstep, rule b", "priv/misaligned_memory"),
    (27, "core/lsu", "LR's access fault is a store's", "lockstep, retirement", "priv/attributes"),
    # pipeline
    (22, "core/issue", "no bypass from w", "lockstep, retirement", "isa/bypass_alu"),
    (23, "core/issue", "the load-use hazard is missed", "lockstep, retirement", "isa/bypass_lw"),
    (24, "core/issue", "the register file does not write through", "lockstep, retirement", "isa/bypass_alu"),
    (25, "core/flush", "an instruction behind a wrong prediction is not dropped", "lockstep, retirement", "isa/rv32i_branch"),
    (32, "core/expand", "c.addi16sp's immediate is not sign-extended", "lockstep, retirement", "isa/rv32c_alu"),
    (31, "core/commit", "an interrupt may come while a device is accessed", "lockstep, rule f", "priv/software_interrupt"),
    (33, "core/commit", "a fence does not wait for the store buffer", "the program", "smp/dekker smp/store_buffering"),
    # rings
    (41, "core/csr", "a delegated exception of M goes to S", "lockstep, retirement", "priv/delegation"),
    (42, "core/csr", "sret goes to S always", "lockstep, retirement", "priv/modes"),
    (43, "core/csr", "TVM is ignored", "lockstep, retirement", "priv/modes"),
    (44, "core/csr", "scounteren is ignored", "lockstep, retirement", "priv/modes"),
    (45, "core/interrupts", "S's interrupts are held back in U too", "lockstep, rule f", "priv/s_interrupts"),
    (46, "core/interrupts", "mideleg is ignored", "lockstep, rule f", "priv/s_interrupts"),
    (57, "core/interrupts", "csrrs and csrrc write the line that they read into SEIP", "lockstep, rule f", "priv/plic"),
    # counters
    (64, "core/hpm", "a counter whose OF is set asks for the interrupt again", "lockstep, rule f", "priv/hpm_overflow"),
    (65, "core/hpm", "MINH is ignored", "lockstep, retirement", "priv/hpm_modes"),
    (66, "core/hpm", "scountovf shows S all bits", "lockstep, retirement", "priv/hpm_overflow"),
    (67, "core/hpm", "mcountinhibit is ignored", "lockstep, retirement", "priv/hpm_events"),
    (68, "core/hpm", "the instruction that writes a counter is counted", "lockstep, retirement", "priv/hpm_events"),
    (69, "core/pending", "an event beside the walk's visit is lost", "lockstep, retirement", "priv/hpm_events"),
    # devices
    (70, "periph/spi", "a select that was to go stays when its register is put back", "the program", "priv/spi_flash"),
    (71, "periph/spi", "the receive watermark counts what is at it", "the program", "priv/spi_flash"),
    (72, "periph/spi", "a byte too many is pushed into the full FIFO", "chk_tx_count", "priv/spi_flash"),
    (73, "periph/gpio", "clearing a pin's pending bit clears the others", "the program", "priv/gpio_pins"),
    # translation and protection
    (47, "mmu/tlb", "the ASID is not compared", "lockstep, rule e", "priv/sv32_asid"),
    (48, "mmu/xlate", "an entry of a page that PMP splits allows by itself", "lockstep, rule e", "priv/pmp_words"),
    (49, "mmu/pmp", "a locked entry can be written", "lockstep, retirement", "priv/pmp_locked"),
    (50, "mmu/pmp", "locked entries do not bind M", "lockstep, retirement", "priv/pmp_locked"),
    (51, "mmu/walker", "S may access U's pages without SUM", "lockstep, rule e", "priv/sv32_rights"),
    (52, "mmu/walker", "a misaligned superpage is taken", "lockstep, rule e", "priv/sv32_superpage"),
    (53, "mmu/walker", "A = 0 is no fault", "lockstep, rule e", "priv/sv32_rights_ad"),
    (54, "mmu/walker", "PMP does not see the walker's reads", "lockstep, rule e", "priv/pmp_walk"),
    (55, "mmu/walker", "sfence.vma does not stop a walk from being kept", "lockstep, rule e", "priv/sv32_overtaken"),
    (60, "mmu/walker", "of a block that PMP splits only the first word is checked", "lockstep, retirement", "priv/pmp_fetch_words"),
    (76, "mmu/tlb", "sfence.vma of an address leaves the first level", "lockstep, rule e", "priv/sv32_second"),
    (77, "mmu/tlb2", "sfence.vma of an address leaves the second level", "lockstep, rule e", "priv/sv32_second"),
    (78, "mmu/tlb2", "the ASID is not compared", "lockstep, rule e", "priv/sv32_second"),
    (79, "mmu/mmu", "pieces of a superpage are forgotten about", "lockstep, rule e", "priv/sv32_second"),
    (80, "mmu/walker", "the second level's rights are not looked at", "its cycle limit", "priv/sv32_second"),
    (81, "mmu/walker", "D is set by accesses that do not write", "lockstep, rule e", "priv/sv32_set_ad"),
    (82, "mmu/walker", "a walk that sfence.vma has overtaken still sets A", "lockstep, rule e", "priv/sv32_set_ad_late"),
    (83, "mmu/walker", "PMP does not see that A is set", "lockstep, rule e", "priv/sv32_set_ad"),
    (85, "mmu/walker", "D is set for a store that an interrupt has replaced", "lockstep, rule e", "priv/sv32_set_ad_interrupt"),
    (84, "mmu/walker", "A is set in an entry that has changed", "lockstep, rule e", "smp/set_ad"),
    (63, "mmu/mmu", "sfence.vma does not empty the TLBs", "lockstep, rule e", "priv/sv32_first"),
    (61, "core/lsu", "the walker's word comes out while an instruction leaves m", "lockstep, retirement", "priv/sv32_flight"),
    (56, "core/store_buffer", "a store to another page with the same offset is forwarded", "lockstep, rule b", "priv/sv32_alias"),
    (62, "core/frontend", "a redirected fetch takes the walk's answer for its own", "lockstep, rule e", "priv/sv32_flight"),
    # devices
    (58, "periph/plic", "a level asks again before its claim is completed", "chk_one_request", "priv/plic"),
    (59, "periph/plic", "a completion counts where the source is not enabled", "the program", "priv/plic_gateway"),
    (21, "core/commit", "fence.i does not wait for the store buffer", "the program", "priv/self_modifying"),
    (26, "core/csr", "mepc of an interrupt is one instruction late", "lockstep, retirement", "priv/software_interrupt"),
    (28, "core/csr", "the instruction that writes minstret is counted", "lockstep, retirement", "priv/counters"),
    (30, "core/csr", "mtvec's mode 2 is taken for vectored", "lockstep, retirement", "priv/csr_fields"),
    (37, "core/csr", "exceptions are vectored too", "lockstep, retirement", "priv/software_interrupt"),
)]


def table():
    """Mutants as rows of Markdown."""
    return "\n".join(["| | in rtl/ | what breaks | seen by |", "|---|---|---|---|"] + [
        f"| {m.number} | {m.file}.sv | {m.breaks} | {m.sees}; {', '.join(m.programs)} |" for m in sorted(MUTANTS, key=lambda m: m.number)])


def outcome(words):
    """None when the run passes, else how it was caught, in short. Raises on what is no verdict."""
    code, output = programs.run(words, seconds=120)
    if code == 0:
        return None
    if code == -6 and (m := re.search(r"\bchk_\w+", output)):      # an assertion ends the run by abort()
        return m[0]
    if code == 2 or not isinstance(code, int) or code < 0:
        raise RuntimeError(f"exit code {code}: no verdict\n{output[-2000:]}\nagain: {' '.join(map(str, words))}")
    if code == 124:
        return "its cycle limit"
    if code == 3:
        m = re.search(r"twinhart: (lockstep|monitor)[:,] (?:hart \d )?cycle \d+(?: order \d+)?: (.{0,80})", output)
        return f"{m[1]}: {m[2]}" if m else "a checker"
    return f"the program, exit code {code}"


class Campaign:
    """Starts the selected mutants, as many at a time as there are jobs."""

    def __init__(self, mutants, jobs):
        done = subprocess.run(["make", f"-j{jobs}", "SIM_DEFINES=TH_MUTANTS", f"SIM_DIR={FOLDER.relative_to(programs.ROOT)}",
                               f"SIM_JOBS={jobs}", "PGO=0", str(SIM.relative_to(programs.ROOT))], cwd=programs.ROOT,
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"make failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        wanted = {name for m in mutants for name in m.programs}
        self.directed = {p.name: p for p in programs.discover() if p.name in wanted}
        if wanted - set(self.directed):
            raise RuntimeError(f"no such programs: {wanted - set(self.directed)}")
        programs.build(list(self.directed.values()), jobs)
        self.random = [run.Case(seed, simulator=SIM) for seed in SEEDS]
        for case in self.random:
            case.stem = FOLDER / f"seed{case.seed}"
            source = case.stem.with_suffix(".S")
            source.write_text(run.gen.program(case.seed, 2, case.blocks, case.passes, None))
            programs.assemble(source, case.elf)
        self.pool = ThreadPoolExecutor(jobs)
        self.none = self.pool.submit(self.unharmed)
        self.futures = {m.number: self.pool.submit(self.hunt, m) for m in mutants}

    def commands(self, number, names):
        for name in names:
            p = self.directed[name]
            for disturbed in ([], ["--memory-latency=1"], ["--memory-latency=7"], ["--stall=20", "--seed=6"],
                              ["--stall=50", "--seed=7"]):
                if not disturbed or name.startswith("smp/"):
                    yield " ".join([name, *disturbed]), [SIM, "--lockstep", f"--mutant={number}",
                                                         f"--max-cycles={(4 if disturbed else 1) * p.limit}",
                                                         *p.options, *disturbed, p.elf]
        for case in self.random:
            yield f"random seed {case.seed}", [*case.command()[:-1], f"--mutant={number}", case.elf]

    def hunt(self, m):
        """(program, how) that caught it, or None."""
        for name, words in self.commands(m.number, m.programs):
            if how := outcome(words):
                return name, how
        return None

    def unharmed(self):
        return [(name, how) for name, words in self.commands(0, self.directed) if (how := outcome(words))]


@pytest.fixture(scope="module")
def campaign(request):
    if request.config.getoption("--target") != "rtl":
        pytest.skip("mutants are of the RTL")
    selected = [i.callspec.params["mutant"] for i in request.session.items if i.originalname == "test_mutant"]
    c = Campaign(selected, request.config.getoption("--jobs"))
    yield c
    c.pool.shutdown(cancel_futures=True)


def test_table_is_complete():
    used = [int(n) for f in sorted((programs.ROOT / "rtl").glob("*/*.sv")) for n in re.findall(r"`TH_MUTANT\((\d+),", f.read_text())]
    assert sorted(used) == sorted(m.number for m in MUTANTS)
    assert len(MUTANTS) >= 20 and 0 not in used


def test_unharmed(campaign):
    """Without a mutant the same programs pass in the same build."""
    assert campaign.none.result() == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{m.number}-{m.breaks.replace(' ', '_')}" for m in MUTANTS])
def test_mutant(campaign, mutant, record_property):
    caught = campaign.futures[mutant.number].result()
    if caught is None:
        pytest.fail(f"mutant {mutant.number} survives: {mutant.breaks} (rtl/{mutant.file}.sv)\nno difference in "
                    f"{', '.join(mutant.programs)} and {len(SEEDS)} random programs", pytrace=False)
    record_property("caught", f"{caught[0]}: {caught[1]}")
    print(f"caught by {caught[0]}: {caught[1]}")


if __name__ == "__main__":
    print(table())

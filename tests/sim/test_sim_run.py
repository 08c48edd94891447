"""How a run ends and what it leaves: exit codes, HTIF, signature, statistics, logs, waves, errors."""
import json
import os
import pty
import re
import signal
import subprocess
import time

import pytest
from sim_tool import EXIT, SIM, START, assemble, run

MODELS = ["rtl", "reference"]

HTIF = """
        .align 6
tohost:   .dword 0
fromhost: .dword 0
        .globl tohost, fromhost
"""

# Work for both harts: sums, stores, atomics on a shared word, then hart 0 exits.
BUSY = """
        .globl _start
_start: csrr  s0, mhartid
        la    s1, shared
        addi  s3, s1, 4             # how many harts are done
        li    s2, 200
1:      li    t0, 1
        amoadd.w zero, t0, (s1)
        lw    t1, 8(s1)
        addi  t1, t1, 1
        sw    t1, 8(s1)
        sb    t1, 17(s1)
        mul   t2, t1, s2
        addi  s2, s2, -1
        bnez  s2, 1b
        amoadd.w zero, t0, (s3)
2:      bnez  s0, 2b
        lw    t1, 4(s1)
        li    t0, 2
        bne   t1, t0, 2b
        lw    a0, (s1)
        addi  a0, a0, -400
""" + EXIT + """
        .align 6
shared: .space 64
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def busy(folder):
    return assemble(folder, BUSY, "busy")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("code", [0, 1, 42, 255])
def test_finisher_code(folder, model, code):
    assert run(f"--model={model}", assemble(folder, START + f"li a0, {code}\n" + EXIT)).returncode == code


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("code", [0, 9])
def test_tohost_exit(folder, model, code):
    text = START + f"la t0, tohost\nli t1, {code << 1 | 1}\nsw t1, 0(t0)\nsw zero, 4(t0)\n1: j 1b\n" + HTIF
    assert run(f"--model={model}", "--max-cycles=100000", assemble(folder, text)).returncode == code


@pytest.mark.parametrize("options", [["--model=reference"], [], ["--stall=30"], ["--lockstep"]])
def test_tohost_write_call(folder, options):
    text = START + """
        la    t0, block
        la    t1, message
        sw    t1, 16(t0)
        la    t2, tohost
        sw    t0, 0(t2)
        sw    zero, 4(t2)
        la    t3, fromhost
1:      lw    t4, 0(t3)
        beqz  t4, 1b
        sw    zero, 0(t3)
        lw    a0, 0(t0)             # the number of bytes written
        addi  a0, a0, -6
        lw    t4, 0(t2)             # tohost was cleared
        or    a0, a0, t4
""" + EXIT + HTIF + """
        .align 6
block:  .dword 64, 1, 0, 6
message: .ascii "hello\\n"
"""
    result = run("--max-cycles=200000", *options, assemble(folder, text))
    assert (result.returncode, result.stdout) == (0, "hello\n"), result.stderr


@pytest.mark.parametrize("model", MODELS)
def test_max_cycles(folder, model):
    result = run(f"--model={model}", "--max-cycles=5000", assemble(folder, ".globl _start\n_start: j _start\n"))
    assert result.returncode == 124
    assert "--max-cycles reached after 5000 cycles" in result.stderr
    assert re.search(r"hart 0: \d+ instructions, at 0x8000000\d _start", result.stderr)


@pytest.mark.parametrize("model", MODELS)
def test_all_asleep_for_ever(folder, model):
    result = run(f"--model={model}", "--max-cycles=100000", assemble(folder, ".globl _start\n_start: wfi\nj _start\n"))
    assert result.returncode == 124 and "all harts asleep for ever" in result.stderr


def test_asleep_until_the_timer(folder):
    text = START + """
        li    t0, 0x02004000
        li    t1, 3000
        sw    zero, 4(t0)
        sw    t1, 0(t0)
        li    t1, 0x80
        csrw  mie, t1
        wfi
        li    a0, 7
""" + EXIT
    assert run("--max-cycles=10000000", assemble(folder, text)).returncode == 7


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("typed", ["\x07", ""])
def test_asleep_until_a_character(folder, model, typed):
    text = START + """
        li    t0, 0x0c000000            // PLIC: source 10 for M of hart 0
        li    t1, 1
        sw    t1, 40(t0)
        li    t1, 1 << 10
        li    t2, 0x0c002000
        sw    t1, 0(t2)
        li    t0, 0x10000000
        li    t1, 1
        sb    t1, 1(t0)
        li    t1, 0x800
        csrw  mie, t1
        wfi
        lbu   a0, 0(t0)
""" + EXIT
    result = run(f"--model={model}", "--max-cycles=10000000", assemble(folder, text), input=typed)
    assert result.returncode == (7 if typed else 124)
    assert typed or "all harts asleep for ever" in result.stderr


@pytest.mark.parametrize("model", MODELS)
def test_signature(folder, model):
    text = START + """
        la    t0, begin_signature
        li    t1, 0x11223344
        sw    t1, 0(t0)
        li    t1, 0x55
        sb    t1, 5(t0)
        li    a0, 0
""" + EXIT + "\n.align 6\n.globl begin_signature, end_signature\nbegin_signature: .space 8\n.word 7\nend_signature:\n"
    file = folder / f"{model}.sig"
    assert run(f"--model={model}", f"--signature={file}", assemble(folder, text)).returncode == 0
    assert file.read_text() == "11223344\n00005500\n00000007\n"


def test_stats_sum_to_cycles(folder, busy):
    file = folder / "stats.json"
    assert run(f"--stats={file}", busy).returncode == 0
    stats = json.loads(file.read_text())
    assert stats["model"] == "rtl" and stats["exit_code"] == 0 and len(stats["harts"]) == 2
    for hart in stats["harts"]:
        assert sum(hart["cpi"].values()) == stats["cycles"]
        assert hart["cpi"]["retire"] == hart["instructions"] == hart["events"]["retire"] > 1000
        assert hart["events"]["atomic"] == 201
    assert stats["bus"]["BusFetch"] > 0 and stats["memory"]["reads"] > 0


def test_stats_text(folder, busy):
    result = run("--stats", busy)
    assert result.stdout == "" and "hart 1:" in result.stderr and "host loop" in result.stderr
    file = folder / "stats.txt"
    run(f"--stats={file}", busy)
    assert "bus grants" in file.read_text()


def cycles(folder, *args):
    file = folder / "cycles.json"
    result = run(f"--stats={file}", *args)
    assert result.returncode == 0, result.stderr
    return json.loads(file.read_text())["cycles"]


def test_same_cycles_whatever_the_initial_contents(folder, busy):
    assert len({cycles(folder, f"--seed={seed}", busy) for seed in (0, 1, 2, 12345)}) == 1


def test_checking_build_takes_the_same_cycles(folder, busy):
    assert cycles(folder, busy) == cycles(folder, "--lockstep", busy)


def test_stalls_are_reproducible_and_random(folder, busy):
    first = cycles(folder, "--stall=30", "--seed=5", busy)
    assert first == cycles(folder, "--stall=30", "--seed=5", busy)
    assert first != cycles(folder, "--stall=30", "--seed=6", busy)


def test_latency_counts(folder):
    text = START + "li t0, 0x80100000\nli t1, 64\n1: lw t2, (t0)\nadd t0, t0, t2\naddi t0, t0, 1024\naddi t1, t1, -1\n" \
        "bnez t1, 1b\nli a0, 0\n" + EXIT
    elf = assemble(folder, text, "misses")
    fast, slow = (cycles(folder, f"--memory-latency={n}", elf) for n in (10, 110))
    assert 64 * 100 <= slow - fast <= 80 * 100     # each load misses, and so do a few fetches


@pytest.mark.parametrize("options", [[], ["--stall=60"], ["--memory-latency=1"], ["--memory-latency=300"]])
def test_lockstep_agrees(busy, options):
    result = run("--lockstep", *options, busy)
    assert result.returncode == 0, result.stderr
    assert "no difference" in result.stderr


def test_commit_log_has_spikes_format_and_the_models_content(folder):
    text = START + """
        la    t0, word
        li    t1, -2
        sw    t1, 0(t0)
        sh    t1, 4(t0)
        sb    t1, 7(t0)
        lbu   t2, 7(t0)
        amoadd.w t3, t1, (t0)
        csrw  mscratch, t1
        csrrw t4, mtvec, t0
        li    t1, 0x1800
        csrw  mstatus, t1
        csrsi mstatus, 8
        csrr  t5, mscratch
        c.nop
        la    t6, next
        csrw  mepc, t6
        mret
next:   li    a0, 0
""" + EXIT + ".align 3\nword: .space 8\n"
    elf = assemble(folder, text)
    logs = {}
    for model in MODELS:
        assert run(f"--model={model}", f"--commit-log={folder / model}.log", elf).returncode == 0
        logs[model] = (folder / f"{model}.hart0.log").read_text().splitlines()
    line = re.compile(r"core   0: 3 0x[0-9a-f]{8} \((0x[0-9a-f]{8}|0x[0-9a-f]{4})\)( x\d+ {1,2}0x[0-9a-f]{8})?"
                      r"( c\d+_\w+ 0x[0-9a-f]{8})?( mem 0x[0-9a-f]{8})?( mem 0x[0-9a-f]{8} 0x([0-9a-f]{8}|[0-9a-f]{4}|"
                      r"[0-9a-f]{2}))?")
    for text in logs["rtl"]:
        assert line.fullmatch(text), text
    log = "\n".join(logs["rtl"])
    for part in (" c832_mscratch 0xfffffffe", " c773_mtvec 0x", " c768_mstatus 0x00001808", " c768_mstatus 0x00000080",
                 " 0xfffe\n", " 0xfe\n"):
        assert part in log, part
    n = min(map(len, logs.values()))
    assert n > 50 and logs["rtl"][:n] == logs["reference"][:n]
    assert (folder / "rtl.hart1.log").read_text().startswith("core   1: 3 0x00001000 ")


def test_konata(folder, busy):
    file = folder / "pipe.kanata"
    assert run(f"--konata={file}", busy).returncode == 0
    lines = file.read_text().splitlines()
    assert lines[0] == "Kanata\t0004" and lines[1].startswith("C=\t")
    opened, ended, stages, threads = {}, set(), set(), set()
    for text in lines[2:]:
        kind, *rest = text.split("\t")
        if kind == "I":
            opened[rest[0]] = None
            threads.add(rest[2])
        elif kind == "S" and rest[1] == "0":
            assert opened[rest[0]] is None, text
            opened[rest[0]] = rest[2]
            stages.add(rest[2])
        elif kind == "E" and rest[1] == "0":
            assert opened[rest[0]] == rest[2], text
            opened[rest[0]] = None
        elif kind == "R":
            assert rest[0] not in ended and opened[rest[0]] is None, text
            ended.add(rest[0])
    assert threads == {"0", "1"} and {"F0", "F1", "Q", "D", "X", "M", "W"} == stages
    retired = [t.split("\t") for t in lines if t.startswith("R\t")]
    assert any(r[3] == "1" for r in retired) and sum(r[3] == "0" for r in retired) > 2000


def test_trace_window(folder, busy):
    sizes = {}
    for name, options in {"all": [], "window": ["--trace-from=exit", "--trace-to=99999999"],
                          "cycles": ["--trace-from=100", "--trace-to=200"]}.items():
        file = folder / f"{name}.fst"
        assert run(f"--trace={file}", *options, busy).returncode == 0
        sizes[name] = file.stat().st_size
    assert sizes["window"] < sizes["all"] and sizes["cycles"] < sizes["all"]


@pytest.mark.parametrize("access, cause", [("lw a1, 0(t0)", 5), ("jr t0", 1)])
def test_memory_error_is_an_access_fault(folder, access, cause):
    text = START + f"la t1, trap\ncsrw mtvec, t1\nli t0, 0x80200000\n{access}\nli a0, 99\nj exit\n" \
        ".align 2\ntrap: csrr a0, mcause\n" + EXIT
    elf = assemble(folder, text)
    assert run("--mem-error=0x8020001c", "--max-cycles=100000", elf).returncode == cause


def test_interrupt_ends_cleanly(folder):
    elf = assemble(folder, ".globl _start\n_start: j _start\n")
    process = subprocess.Popen([SIM, elf], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130 and "interrupted after" in err and "hart 1:" in err


@pytest.fixture(scope="module")
def endless(folder):
    return assemble(folder, ".globl _start\n_start: j _start\n", name="endless")


def test_heartbeat_on_a_terminal_only(endless):
    master, slave = pty.openpty()
    process = subprocess.Popen([SIM, endless], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    got, end = b"", time.time() + 20
    while b"hart 1 _start" not in got and time.time() < end:
        got += os.read(master, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    os.close(master)
    assert re.search(rb"\r\x1b\[K[\d.]+ M cycles, [\d.]+ M/s  hart 0 _start\S*  hart 1 _start", got), got

    process = subprocess.Popen([SIM, endless], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert b"M/s  hart" not in process.communicate(timeout=20)[1]


def test_sigusr1_turns_waves_on_and_off(folder, endless):
    sizes = []
    for signals in (0, 2):
        file = folder / f"usr1_{signals}.fst"
        process = subprocess.Popen([SIM, f"--trace={file}", "--trace-from=999999999999", endless], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        for _ in range(signals):
            process.send_signal(signal.SIGUSR1)
            time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        sizes.append(file.stat().st_size)
    assert sizes[1] > 2 * sizes[0], sizes


def test_sticky_tlb_shows_a_missing_fence(folder):
    """A page table entry is changed, then satp written, but no sfence.vma: only --sticky-tlb keeps the old page."""
    elf = assemble(folder, START + """
        li    t0, -1
        csrw  pmpaddr0, t0
        li    t0, 0x1f
        csrw  pmpcfg0, t0
        li    s0, 0x80020000        # the root: 0x40000000 is the superpage at 0x80000000, or at 0x80400000
        li    t1, 0x200000df
        sw    t1, 1024(s0)
        li    s1, 0x80080020
        csrw  satp, s1
        li    t0, 0x21800           # MPRV, MPP = U
        csrs  mstatus, t0
        li    t0, 0x1800
        csrc  mstatus, t0
        li    s2, 0x40000000
        lw    a0, 0(s2)
        li    t0, 0x20000           # bare again
        csrc  mstatus, t0
        li    t1, 0x201000df
        sw    t1, 1024(s0)
        csrw  satp, s1
        csrs  mstatus, t0
        lw    a0, 0(s2)             # the new page is empty
        csrc  mstatus, t0
        snez  a0, a0
""" + EXIT, "sticky")
    assert run("--model=reference", elf).returncode == 0
    assert run("--model=reference", "--sticky-tlb", elf).returncode == 1

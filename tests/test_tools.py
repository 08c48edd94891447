"""The simulator refuses what it cannot run: one line that says what and why, nothing on standard output, exit code 2."""
import json
import struct
import subprocess

import pytest

import programs

OUT = programs.BUILD / "tests/tools"


@pytest.fixture(scope="module")
def good():
    OUT.mkdir(parents=True, exist_ok=True)
    source = OUT / "good.S"
    source.write_text(".globl _start\n.section .text.init, \"ax\"\n_start: li a0, 0x100000\n li a1, 0x73333\n"
                      " sw a1, 0(a0)\n1: j 1b\n"
                      ".globl begin_signature, end_signature\nbegin_signature: .word 1\nend_signature:\n")
    programs.assemble(source, OUT / "good.elf")
    return OUT / "good.elf"


def sim(*words):
    binary = programs.simulator("rtl") or programs.simulator("reference")
    done = subprocess.run([*binary, *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def refused(*words, says=()):
    code, out, err = sim(*words)
    assert code == 2, f"exit code {code}\n{out}{err}"
    assert out == "" and len(err.splitlines()) == 1, f"{out!r} {err!r}"
    for word in says:
        assert str(word).lower() in err.lower(), f"{word!r} is not in {err!r}"


def changed(good, name, **fields):
    """A copy of the good ELF with header fields changed: offset_size=value."""
    raw = bytearray(good.read_bytes())
    for field, value in fields.items():
        _, at, size = field.split("_")
        raw[int(at):int(at) + int(size)] = value.to_bytes(int(size), "little")
    path = OUT / name
    path.write_bytes(raw)
    return path


def segment(good):
    """Offset of the program header of what is loaded."""
    raw = good.read_bytes()
    first, count = struct.unpack_from("<I", raw, 28)[0], struct.unpack_from("<H", raw, 44)[0]
    loaded = [first + 32 * i for i in range(count) if struct.unpack_from("<I", raw, first + 32 * i)[0] == 1
              and struct.unpack_from("<I", raw, first + 32 * i + 16)[0] > 0]
    assert len(loaded) == 1
    return loaded[0]


def test_a_program_gives_its_exit_code(good):
    code, out, err = sim(good)
    assert code == 7 and out == "", f"{code} {out!r} {err!r}"


def test_missing_file():
    refused(OUT / "no such file", says=("no such file",))


def test_folder():
    refused(OUT, says=(OUT.name,))


def test_not_elf():
    path = OUT / "text.elf"
    path.write_text("this is no program, but it is long enough to be one: " * 4)
    refused(path, says=("text.elf", "ELF"))


def test_empty_file():
    path = OUT / "empty.elf"
    path.write_bytes(b"")
    refused(path, says=("empty.elf",))


def test_64_bit(good):
    refused(changed(good, "wide.elf", f_4_1=2), says=("wide.elf", "64"))


def test_big_endian(good):
    refused(changed(good, "big.elf", f_5_1=2), says=("big.elf", "endian"))


def test_not_risc_v(good):
    refused(changed(good, "arm.elf", f_18_2=40), says=("arm.elf", "RISC-V"))


def test_not_executable(good):
    refused(changed(good, "object.elf", f_16_2=1), says=("object.elf",))


@pytest.mark.parametrize("keep", [3, 40, 60, 80])
def test_truncated(good, keep):
    path = OUT / f"cut{keep}.elf"
    path.write_bytes(good.read_bytes()[:keep])
    refused(path, says=(path.name,))


def test_truncated_segment(good):
    raw, at = good.read_bytes(), segment(good)
    end = struct.unpack_from("<I", raw, at + 4)[0] + struct.unpack_from("<I", raw, at + 16)[0]
    raw = bytearray(raw[:end - 4])
    raw[32:36], raw[48:52] = bytes(4), bytes(4)        # no section headers, whose absence would be noticed first
    path = OUT / "cut-segment.elf"
    path.write_bytes(raw)
    refused(path, says=(path.name,))


@pytest.mark.parametrize("address", [0x1000, 0x7ffffffe, 0x83fffffc, 0x84000000, 0xfffffff8])
def test_segment_outside_ram(good, address):
    at = segment(good)
    path = changed(good, f"far{address:x}.elf", **{f"f_{at + 12}_4": address, f"a_{at + 8}_4": address})
    refused(path, says=(path.name, "RAM"))


def test_segment_outside_small_ram(good):
    at = segment(good)
    path = changed(good, "high.elf", **{f"f_{at + 12}_4": 0x80002000, f"a_{at + 8}_4": 0x80002000})
    refused("--ram=4K", path, says=("high.elf", "RAM"))


@pytest.mark.parametrize("option", ["--no-such-option", "--max-cycle-s=5", "-Z", "--stats-file=x"])
def test_unknown_option(good, option):
    refused(option, good)


@pytest.mark.parametrize("option, value", [
    ("--max-cycles", "many"), ("--max-cycles", "12x"), ("--max-cycles", ""), ("--max-cycles", "-1"),
    ("--max-cycles", "99999999999999999999999"), ("--memory-latency", "0"), ("--memory-latency", "ten"),
    ("--seed", "0x"), ("--stall", "101"), ("--stall", "5.5"), ("--ram", "1T"), ("--ram", "3"), ("--ram", "5000"),
    ("--uart-cycles", "0"), ("--uart", "window"), ("--model", "spice"), ("--load", "0x80000000"), ("--load", "here:/dev/null"),
    ("--load", "0x80000000:/no/such/file")])
def test_bad_value(good, option, value):
    refused(f"{option}={value}", good, says=(option.lstrip("-"),) if "such" not in value else ("/no/such/file",))


def tree(name, keep=None, **changed):
    """The boot ROM's tree as a file, with header words (offset=value), cut to keep bytes."""
    raw = bytearray((programs.BUILD / "firmware/boot/twinhart.dtb").read_bytes())
    for at, value in changed.items():
        struct.pack_into(">I", raw, int(at[1:]), value)
    path = OUT / name
    path.write_bytes(raw[:keep])
    return path


def test_dtb_is_missing_or_no_file(good):
    refused("--dtb=/no/such/tree", good, says=("/no/such/tree", "No such file"))
    refused(f"--dtb={OUT}", good, says=("not a file",))
    refused("--dtb=", good, says=("--dtb", "no file name"))


def test_dtb_is_empty_or_text(good):
    for name, content, says in (("empty.dtb", b"", "empty"), ("short.dtb", b"\xd0\x0d\xfe\xed", "truncated"),
                                ("text.dtb", b"/dts-v1/; / { model = \"no\"; };" * 3, "not a device tree")):
        (OUT / name).write_bytes(content)
        refused(f"--dtb={OUT / name}", good, says=(name, says))


def test_dtb_is_truncated(good):
    for keep in (60, 500, -1):
        refused(f"--dtb={tree('cut.dtb', keep=keep)}", good, says=("cut.dtb", "truncated"))


@pytest.mark.parametrize("changed", [{"w4": 0x7fffffff}, {"w4": 20}, {"w8": 0x7ffffff0}, {"w12": 0x100000}, {"w24": 99},
                                     {"w36": 0x2000}, {"w60": 0x77777777}], ids=lambda c: "-".join(c))
def test_dtb_is_damaged(good, changed):
    """Sizes, offsets and version of the header, and a word that is no token."""
    refused(f"--dtb={tree('bad.dtb', **changed)}", good, says=("bad.dtb",))


def test_dtb_does_not_fit(good):
    blob = OUT / "huge.dtb"
    text = '/dts-v1/; / { x = "%s"; };' % ("x" * 70000)
    subprocess.run(["dtc", "-I", "dts", "-O", "dtb", "-o", blob, "-"], input=text, text=True, check=True)
    refused("--ram=64K", f"--dtb={blob}", good, says=("device tree", "fit", "--ram"))
    blob.write_bytes(bytes(1 << 21))
    refused(f"--dtb={blob}", good, says=("huge.dtb", "1 MiB"))


def test_initrd_is_refused(good):
    refused("--initrd=/no/such/initrd", good, says=("/no/such/initrd",))
    (OUT / "none").write_bytes(b"")
    refused(f"--initrd={OUT / 'none'}", good, says=("none", "empty"))
    (OUT / "initrd").write_bytes(bytes(70000))
    refused("--ram=64K", f"--initrd={OUT / 'initrd'}", good, says=("initrd", "70000", "fit", "--ram"))


def test_overlaps_are_refused(good):
    (OUT / "raw").write_bytes(bytes(4096))
    refused(good, good, says=("good.elf", "overlaps"))
    refused(f"--load=0x80000000:{OUT / 'raw'}", good, says=("raw", "good.elf", "overlaps", "0x80000000"))
    refused(f"--load=0x80100000:{OUT / 'raw'}", f"--load=0x80100fff:{OUT / 'raw'}", good, says=("raw", "overlaps"))
    code, _, err = sim(f"--load=0x80100000:{OUT / 'raw'}", f"--load=0x80101000:{OUT / 'raw'}", good)
    assert code == 7, err
    (OUT / "initrd").write_bytes(bytes(24576))             # good.elf has stacks up to 0x8000a03f
    refused("--ram=64K", f"--initrd={OUT / 'initrd'}", good, says=("initrd", "good.elf", "overlaps"))
    refused("--ram=64K", "--bootargs=" + "x" * 30000, good, says=("device tree", "good.elf", "overlaps"))


def test_a_raw_image_needs_load(good):
    (OUT / "kernel.bin").write_bytes(bytes(4096))
    refused(good, OUT / "kernel.bin", says=("kernel.bin", "not an ELF", "--load=ADDR:FILE"))


def test_no_program():
    refused(says=("program",))


def test_unwritable_file(good):
    refused("--signature=/no/such/folder/x", good, says=("/no/such/folder/x",))


def test_max_cycles(good):
    path = OUT / "endless.S"
    path.write_text(".globl _start\n.section .text.init, \"ax\"\n_start: j _start\n")
    programs.assemble(path, OUT / "endless.elf")
    code, out, err = sim("--max-cycles=5000", OUT / "endless.elf")
    assert code == 124 and out == "" and "max-cycles" in err


def test_help_and_version():
    code, out, err = sim("--help")
    assert code == 0 and err == ""
    for option in ("--max-cycles", "--stats", "--lockstep", "--commit-log", "--konata", "--trace", "--signature", "--uart",
                   "--memory-latency", "--sdram", "--ram", "--seed", "--stall", "--load", "--initrd", "--dtb", "--bootargs", "--model",
                   "--version"):
        assert option in out, option
    code, out, err = sim("--version")
    assert code == 0 and err == "" and any(c.isdigit() for c in out)


# Loads of M as S (MPRV): eight pages twice each, then three times a page that is not there. Fetch is bare and needs no walk.
TRANSLATED = """
.globl _start
.section .text.init, "ax"
.option norvc
_start: csrr a0, mhartid
  bnez a0, 9f
  li a0, -1
  csrw pmpaddr0, a0
  li a0, 0x1f
  csrw pmpcfg0, a0
  la a0, skip
  csrw mtvec, a0
  la s0, root
  la s1, leaves
  srli a0, s1, 2
  ori a0, a0, 1
  li a1, 1024
  add a1, a1, s0
  sw a0, 0(a1)
  li a0, (0x80100000 >> 2) | 0xcf
  li a1, 8
1: sw a0, 0(s1)
  addi a0, a0, 1024
  addi s1, s1, 4
  addi a1, a1, -1
  bnez a1, 1b
  srli a0, s0, 12
  li a1, 0x80000000
  or a0, a0, a1
  csrw satp, a0
  sfence.vma
  li a0, 0x1800
  csrc mstatus, a0
  li a0, 0x20800
  csrs mstatus, a0
  li a0, 0x40000000
  li a1, 8
  lui a2, 1
2: lw a3, 0(a0)
  lw a3, 64(a0)
  add a0, a0, a2
  addi a1, a1, -1
  bnez a1, 2b
  lw a3, 0(a0)
  csrs mstatus, a4
  lw a3, 4(a0)
  csrs mstatus, a4
  lw a3, 8(a0)
  li a4, 0x20000
  csrc mstatus, a4
  li a0, 0x100000
  li a1, 0x5555
  sw a1, 0(a0)
9: wfi
  j 9b
  .balign 4
skip: csrr a4, mepc
  addi a4, a4, 4
  csrw mepc, a4
  li a4, 0x20800
  csrs mstatus, a4
  mret
  .bss
  .balign 4096
root: .zero 4096
leaves: .zero 4096
"""


@pytest.mark.skipif(not programs.SIM.exists(), reason="the model counts no events")
def test_stats_count_translation():
    OUT.mkdir(parents=True, exist_ok=True)
    source, elf, file = OUT / "translated.S", OUT / "translated.elf", OUT / "translated.json"
    source.write_text(TRANSLATED)
    programs.assemble(source, elf)
    code, out, err = sim(f"--stats={file}", elf)
    assert code == 0, out + err
    stats = json.loads(file.read_text())
    first, second = (hart["events"] for hart in stats["harts"])
    assert first["dtlb_miss"] == first["walk"] == 8 + 3 and first["itlb_miss"] == 0 and first["page_fault"] == 3
    assert 8 * 4 + 3 * 3 <= first["walk_cycle"] < sum(stats["harts"][0]["cpi"].values()) == stats["cycles"] == first["cycle"]
    assert second["dtlb_miss"] == second["walk"] == second["walk_cycle"] == second["page_fault"] == 0
    assert "" not in first
    code, out, err = sim("--stats", elf)
    rows = {line.split()[0]: line.split()[1:] for line in err.splitlines() if len(line.split()) > 1}
    assert {"itlb_miss", "dtlb_miss", "walk", "walk_cycle", "page_fault"} <= set(rows)

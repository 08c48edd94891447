"""The reference model's own tests: model_test.c, and its decoder against binutils.

Claim: the model expands every 16-bit code, and accepts or refuses every 32-bit code tried, as the
independent disassembler does, but for the encodings listed here with the reason."""
import pathlib
import random
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "tests" / "sim"
FLAGS = "-std=c11 -O1 -g -Wall -Wextra -Wshadow -Wconversion -Werror -fsanitize=undefined,address".split()
CROSS = "riscv64-unknown-elf-"
ARCH = "rv32imac_zicsr_zifencei_zba_zbb_zbs"


def compiled(name):
    OUT.mkdir(parents=True, exist_ok=True)
    exe = OUT / name
    sources = sorted((ROOT / "sim/model").glob("*.c"))
    subprocess.run(["gcc", *FLAGS, "-I", ROOT / "sim/model", ROOT / f"tests/sim/{name}.c", *sources, "-o", exe],
                   check=True)
    return exe


@pytest.fixture(scope="module")
def model_test():
    return compiled("model_test")


def disassemble(words, name):
    """What objdump shows for each (bytes, value): text, or None where it knows no instruction."""
    source, elf = OUT / f"{name}.s", OUT / f"{name}.o"
    lines = [f".attribute arch, \"{ARCH}\"", ".text"]
    for size, value in words:
        lines.append(f".insn {size}, {value:#x}" if value else ".2byte 0")
    source.write_text("\n".join(lines) + "\n")
    subprocess.run([CROSS + "gcc", f"-march={ARCH}", "-mabi=ilp32", "-c", source, "-o", elf], check=True)
    text = subprocess.run([CROSS + "objdump", "-d", elf], check=True, capture_output=True, text=True).stdout
    shown = []
    for line in text.splitlines():
        m = re.match(r"\s*([0-9a-f]+):\t([0-9a-f]+)\s+(.*)", line)
        if not m:
            continue
        at, what = int(m[1], 16), re.sub(r"\s*(#|<).*", "", m[3]).strip()
        what = re.sub(r"\s+", " ", what)
        if what.startswith((".", "unimp", "0x")):
            what = None
        elif re.match(r"(j|jal|b\w+)\b", what) and not re.match(r"(jalr|jr|bclr|bset|binv|bext)", what):
            what = re.sub(r"([0-9a-f]+)$", lambda t: f"{(int(t[1], 16) - at) & 0xffffffff:#x}", what)
        shown.append(what)
    assert len(shown) == len(words)
    return shown


def test_unit(model_test):
    run = subprocess.run([model_test], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and run.stdout == "ok\n", run.stdout + run.stderr


def test_translation_and_protection():
    """Claim: Sv32, PMP and Sstc as mmu_test.c states them, section by section."""
    run = subprocess.run([compiled("mmu_test")], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and run.stdout == "ok\n", run.stdout + run.stderr


@pytest.mark.parametrize("name", ["sd_test", "flash_test"])
def test_card_and_flash(name):
    """Claim: SD card and flash as these files state them, command by command."""
    run = subprocess.run([compiled(name)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0 and run.stdout == "ok\n", run.stdout + run.stderr


@pytest.mark.skipif(not shutil.which(CROSS + "objdump"), reason="needs the RISC-V binutils")
def test_compressed_against_binutils(model_test):
    run = subprocess.run([model_test, "expand"], check=True, capture_output=True, text=True)
    pairs = [tuple(int(x, 16) for x in line.split()) for line in run.stdout.splitlines()]
    short = disassemble([(2, c) for c, _ in pairs], "short")
    full = disassemble([(4, w) for _, w in pairs if w], "full")
    full = iter(full)
    for (code, word), text in zip(pairs, short):
        expansion = next(full) if word else None
        shift = code & 0xe003 == 0x0002 or (code & 0xe003 == 0x8001 and code >> 10 & 3 < 2)
        if shift and code >> 12 & 1 or code == 0x6101:         # shamt[5] and c.addi16sp 0 are reserved on RV32:
                                                               # this disassembler shows them all the same
            assert not word, f"{code:#06x}: {text}, model {word:#010x}"
            continue
        if text and expansion and text.startswith("mv "):      # c.mv is add rd, x0, rs2
            expansion = re.sub(r"add (\w+),zero,(\w+)", r"mv \1,\2", expansion)
        if text:                                               # c.addi rd, 0 is shown as it is, addi rd, rd, 0 as mv
            text = re.sub(r"^add (\w+),\1,0$", r"mv \1,\1", text)
        if text and text.startswith("c."):                     # shown so: a HINT; it must change nothing
            rd, rs1, imm = word >> 7 & 31, word >> 15 & 31, word >> 20
            assert word and (rd == 0 or (rd == rs1 and imm & 0xbff == 0)), f"{code:#06x}: {text}, model {word:#010x}"
            continue
        assert text == expansion, f"{code:#06x}: binutils {text}, model {word:#010x} {expansion}"


@pytest.mark.skipif(not shutil.which(CROSS + "objdump"), reason="needs the RISC-V binutils")
def test_decode_against_binutils(model_test):
    seed = 1
    rng = random.Random(seed)
    words = set()
    opcodes = [0x37, 0x17, 0x6f, 0x67, 0x63, 0x03, 0x23, 0x13, 0x33, 0x2f, 0x0f, 0x73]
    for opcode in opcodes + [o for o in range(3, 128, 4) if o not in opcodes and o & 0x1c != 0x1c]:
        for funct3 in range(8):
            for funct7 in range(128):
                for _ in range(2):
                    words.add(opcode | funct3 << 12 | funct7 << 25 | rng.getrandbits(5) << 7 | rng.getrandbits(5) << 15
                              | (rng.getrandbits(5) if rng.getrandbits(1) else rng.choice([0, 1, 2, 4, 5, 7, 24])) << 20)
    words = sorted(words)
    run = subprocess.run([model_test, "decode"], check=True, capture_output=True, text=True,
                         input="\n".join(f"{w:x}" for w in words))
    for word, ours, text in zip(words, run.stdout.split(), disassemble([(4, w) for w in words], "words")):
        ours, theirs = ours == "1", text is not None
        opcode, funct3 = word & 0x7f, word >> 12 & 7
        if opcode == 0x0f and funct3 < 2:
            theirs = True          # reserved fields of FENCE and FENCE.I are ignored
        if opcode == 0x13 and funct3 in (1, 5) and word >> 25 & 1:
            theirs = False         # shamt[5]: reserved on RV32, this disassembler shows it
        if opcode == 0x73 and funct3 == 0:
            continue               # privileged instructions of modes this hart lacks: model_test.c has them
        assert ours == theirs, f"{word:#010x}: binutils {text}, model {'legal' if ours else 'illegal'} (seed {seed})"


def random_program(seed, count):
    """Assembly: count random computing, loading and storing instructions on random values, 16 bit ones among
    them, then every register in hex on the UART."""
    rng = random.Random(seed)
    out = [".section .init", ".globl _start", "_start:", "csrr t0, mhartid", "1: bnez t0, 1b", "la x1, data"]
    out += [f"li x{r}, {rng.choice([0, 1, 0xffffffff, 0x80000000, 0x7fffffff, rng.getrandbits(32)]):#x}" for r in range(2, 32)]
    reg = lambda: rng.randrange(2, 32)
    while count:
        kind, rd = rng.randrange(8), reg()
        if kind < 3:        # register-register, every legal funct7
            f7 = rng.choice([0, 1, 0x20, 5, 0x10, 0x30, 0x14, 0x24, 0x34, 4])
            word = 0x33 | rd << 7 | rng.randrange(8) << 12 | reg() << 15 | (0 if f7 == 4 else reg()) << 20 | f7 << 25
        elif kind == 3:
            f3 = rng.randrange(8)
            imm = rng.getrandbits(12)
            if f3 in (1, 5):
                imm = rng.choice([0, 0x20, 0x24, 0x34, 0x14, 0x30]) << 5 | rng.randrange(32)
                imm = rng.choice([imm, imm, 0x600, 0x601, 0x602, 0x604, 0x605, 0x287, 0x698])
            word = 0x13 | rd << 7 | f3 << 12 | reg() << 15 | imm << 20
        elif kind == 4:     # loads, misaligned too, of the 64 bytes at x1
            word = 0x03 | rd << 7 | rng.choice([0, 1, 2, 4, 5]) << 12 | 1 << 15 | rng.randrange(60) << 20
        elif kind == 5:
            imm = rng.randrange(60)
            word = 0x23 | (imm & 31) << 7 | rng.choice([0, 1, 2]) << 12 | 1 << 15 | reg() << 20 | (imm >> 5) << 25
        elif kind == 6:     # AMO
            f5 = rng.choice([0, 1, 4, 8, 12, 16, 20, 24, 28])
            word = 0x2f | rd << 7 | 2 << 12 | 1 << 15 | reg() << 20 | f5 << 27
        else:               # 16 bit: addi, li, lui, srli, srai, andi, sub.., slli, mv, add; rd is no x0, x1
            word = rng.choice([0x0001, 0x4001, 0x6001, 0x8001, 0x8001, 0x0002, 0x8002, 0x9002]) | rng.getrandbits(13) & 0x1ffc
            if word & 0xe003 != 0x8001 and not 1 < word >> 7 & 31:
                continue
            if word & 0xe003 == 0x8002 and not word >> 2 & 31:
                continue    # jumps
        out.append((word, len(out)))
        count -= 1
    return out


DUMP = """
  la x1, regs
  {saves}
  la x1, regs
  la x2, data + 64
  li x3, 0x10000000
2: lw x4, 0(x1)
  li x5, 8
3: srli x6, x4, 28
  slli x4, x4, 4
  addi x6, x6, 48
  li x7, 58
  blt x6, x7, 4f
  addi x6, x6, 39
4: sb x6, 0(x3)
5: lbu x7, 5(x3)
  andi x7, x7, 0x40
  beqz x7, 5b
  addi x5, x5, -1
  bnez x5, 3b
  addi x1, x1, 4
  bne x1, x2, 2b
  li x1, 0x100000
  li x2, 0x5555
  sw x2, 0(x1)
6: j 6b
.data
.balign 64
regs: .space 128
data: .word {words}
"""


@pytest.mark.skipif(not shutil.which("qemu-system-riscv32"), reason="needs QEMU")
@pytest.mark.parametrize("seed", range(3))
def test_computing_against_qemu(model_test, seed):
    """Claim: registers and memory after 4000 random instructions are those of QEMU."""
    program = random_program(seed, 4000)
    legal = subprocess.run([model_test, "decode"], check=True, capture_output=True, text=True,
                           input="\n".join(f"{w[0]:x}" for w in program if isinstance(w, tuple))).stdout.split()
    legal = iter(legal)
    lines = []
    for item in program:
        if isinstance(item, str):
            lines.append(item)
        elif next(legal) == "1":
            lines.append((".2byte" if item[0] & 3 != 3 else ".4byte") + f" {item[0]:#x}")
    rng = random.Random(~seed)
    saves = "\n  ".join(f"sw x{r}, {4 * r}(x1)" for r in range(2, 32))
    lines.append(DUMP.format(saves=saves, words=", ".join(f"{rng.getrandbits(32):#x}" for _ in range(16))))
    name = OUT / f"qemu{seed}"
    name.with_suffix(".s").write_text("\n".join(lines))
    (OUT / "flat.ld").write_text("ENTRY(_start)\nSECTIONS { . = 0x80000000; .text : { *(.init) } .data : { *(.data) } }\n")
    subprocess.run([CROSS + "gcc", f"-march={ARCH}", "-mabi=ilp32", "-nostdlib", "-Wl,--no-warn-rwx-segments", "-T",
                    OUT / "flat.ld", name.with_suffix(".s"), "-o", name.with_suffix(".elf")], check=True)
    subprocess.run([CROSS + "objcopy", "-O", "binary", name.with_suffix(".elf"), name.with_suffix(".bin")], check=True)
    qemu = subprocess.run(["qemu-system-riscv32", "-M", "virt", "-bios", "none", "-display", "none", "-serial", "stdio",
                           "-monitor", "none", "-cpu", "rv32,f=false,d=false", "-kernel", name.with_suffix(".elf")],
                          capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL).stdout
    ours = subprocess.run([model_test, "run", name.with_suffix(".bin")], check=True, capture_output=True, text=True, timeout=60).stdout
    assert len(qemu) == 48 * 8 and ours == qemu, f"seed {seed}\nqemu  {qemu}\nmodel {ours}"

"""--sd, --flash and --gpio-in: what a program writes is in the file, what cannot be a card is refused with one line, on the RTL and on the model."""
import pytest

import programs

OUT = programs.BUILD / "tests/storage"
EXAMPLE = programs.BUILD / "sw/examples/sd.elf"
MARK = b"Twinhart was here\0"


@pytest.fixture(scope="module")
def example():
    OUT.mkdir(parents=True, exist_ok=True)
    programs.build([programs.Program("examples/sd", programs.ROOT / "sw/examples/sd.c", EXAMPLE)])
    return EXAMPLE


@pytest.fixture
def image(request):
    path = OUT / f"{request.node.name}.img"
    path.unlink(missing_ok=True)
    path.write_bytes(bytes(range(256)) * 256)              # 128 blocks
    return path


def run(target, *words):
    return programs.run([*programs.simulator(target), "--max-cycles=3000000", *words])


@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_writes_land_in_the_file(example, image, target):
    before = image.read_bytes()
    for visit in (1, 2):
        code, output = run(target, f"--sd={image}", example)
        assert code == 0, output
        assert "A card of up to 1024 blocks.\nBlock 0: 00 01 02 03" in output
        assert f"visit {visit}." in output
    after = image.read_bytes()
    assert after[512:].startswith(MARK + b"\2\0\0\0")
    assert after[:512] == before[:512] and after[1024:] == before[1024:]


@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_file_that_nobody_may_write(example, image, target):
    before = image.read_bytes()
    image.chmod(0o444)
    code, output = run(target, f"--sd={image}", example)
    assert code == 1 and "write: write-protected" in output
    assert image.read_bytes() == before


@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_no_card(example, target):
    code, output = run(target, example)
    assert code == 1 and "there is no card" in output


@pytest.mark.parametrize("option, size, words", [
    ("sd", 0, ["empty"]), ("sd", 511, ["511 bytes", "multiple of 512"]), ("sd", (32 << 30) + 512, ["larger than 32 GiB"]),
    ("sd", None, ["No such file"]), ("sd", "folder", ["folder"]),
    ("flash", 0, ["empty"]), ("flash", (16 << 20) + 1, ["larger than 16 MiB"]), ("flash", None, ["No such file"]),
    ("flash", "folder", ["not a file"])])
def test_refuses(example, image, option, size, words):
    if size is None:
        image.unlink()
    elif size == "folder":
        image = OUT / "folder"
        image.mkdir(exist_ok=True)
    else:
        with image.open("wb") as f:
            f.truncate(size)                                # a file with a hole
    code, output = run("reference", f"--{option}={image}", example)
    image.unlink() if image.is_file() else None
    assert code == 2 and len(output.splitlines()) == 1, output
    for word in [f"--{option}", image.name, *words]:
        assert word.lower() in output.lower(), output


FLASH = """
  .globl _start
  .section .text.init, "ax"
_start: csrr  a0, mhartid
1: bnez  a0, 1b
  li    s0, 0x10040000
  li    s1, 0x10060000
  li    a0, 1
  sw    a0, 0x10(s0)        # the flash
  li    a0, 2
  sw    a0, 0x18(s0)
  li    a0, 3               # read, from address 2
  jal   exchange
  li    a0, 0
  jal   exchange
  li    a0, 0
  jal   exchange
  li    a0, 2
  jal   exchange
  jal   exchange            # its third byte
  mv    s2, a0
  li    a0, 0xff
  sw    a0, 4(s1)
  lw    a0, 0(s1)
  lw    a0, 0(s1)
  lw    a0, 0(s1)
  xor   a0, a0, s2          # exit code: that byte and the pins
  slli  a0, a0, 16
  li    a1, 0x3333
  or    a0, a0, a1
  li    a1, 0x100000
  sw    a0, 0(a1)
2: j     2b
exchange: sw a0, 0x48(s0)
3: lw    a0, 0x4c(s0)
  bltz  a0, 3b
  ret
"""


@pytest.mark.parametrize("target", ["rtl", "reference"])
def test_flash_and_pins(image, target):
    OUT.mkdir(parents=True, exist_ok=True)
    source, elf = OUT / f"flash-{target}.S", OUT / f"flash-{target}.elf"
    source.write_text(FLASH)
    programs.assemble(source, elf)
    image.write_bytes(b"\x10\x20\x35")
    code, output = run(target, f"--flash={image}", "--gpio-in=0xc6", elf)
    assert code == 0x35 ^ 0xc6, output
    code, output = run(target, elf)
    assert code == 0xff, output


SLEEP = """
  .globl _start
  .section .text.init, "ax"
_start: csrr  a0, mhartid
  bnez  a0, park
  li    s0, 0x10040000
  li    a0, 0xfff           # the slowest: 65536 cycles a byte
  sw    a0, 0(s0)
  li    a0, 2
  sw    a0, 0x70(s0)
  li    a0, 0x0c000000      # source 12 to M of this hart
  li    a1, 1
  sw    a1, 48(a0)
  li    a0, 0x0c002000
  li    a1, 1 << 12
  sw    a1, 0(a0)
  li    a0, 0x800
  csrw  mie, a0
  {send}
2: wfi
  bnez  a0, 3f
  j     2b
3: li    a0, 0x100000
  li    a1, 0x5555
  sw    a1, 0(a0)
4: j     4b
park: wfi
  j     park
"""


@pytest.mark.parametrize("target", ["rtl", "reference"])
@pytest.mark.parametrize("send, code", [("sw a0, 0x48(s0)", 0), ("nop", 124)], ids=["byte", "nothing"])
def test_sleep_until_a_byte_has_come(target, send, code):
    """All harts in wfi: no end of the run while the SPI host is at work, which takes far longer than the simulator's look
    at sleeping harts; but one when it is not."""
    OUT.mkdir(parents=True, exist_ok=True)
    source, elf = OUT / f"sleep-{target}-{code}.S", OUT / f"sleep-{target}-{code}.elf"
    source.write_text(SLEEP.format(send=send))
    programs.assemble(source, elf)
    got, output = run(target, elf)
    assert got == code, output
    if code:
        assert "asleep for ever" in output

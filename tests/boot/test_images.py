"""An image in flash or on an SD card, and what a board does where there is none. docs/ref/bootrom.md."""
import struct
import subprocess
import sys
import tempfile
import zlib

import pytest
from board import HELLO, LOAD, THREADS, Board, load, make, programs, rom

import load_line

AT = {"flash": 0x200000, "card": 64 * 512}
OPTION = {"flash": "--flash", "card": "--sd"}
NAME = {"flash": "flash", "card": "SD card"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("images")


def image(folder, elf):
    make()
    path = folder / f"{elf.stem}.img"
    subprocess.run([sys.executable, LOAD, f"--image={path}", elf], check=True, capture_output=True)
    return path.read_bytes()


def put(folder, where, data):
    """As `dd seek=` would."""
    path = folder / where
    path.write_bytes(bytes(AT[where]) + data + bytes(-len(data) % 512))
    return f"{OPTION[where]}={path}"


def changed(data, **fields):
    """An image whose header says something else, with its CRC."""
    names = ("address", "entry", "bytes", "zeros", "crc")
    values = dict(zip(names, struct.unpack_from("<5I", data, 4))) | fields
    header = b"TIM1" + struct.pack("<5I", *(values[n] for n in names))
    return header + struct.pack("<I", zlib.crc32(header)) + data[28:]


def run(*options, typed=b"", cycles=5000000, boot="sim"):
    """What a board says in so many cycles to somebody who types as soon as it speaks; and its exit code."""
    with tempfile.TemporaryFile() as stdin:                     # a pipe's may come too late
        stdin.write(typed)
        stdin.seek(0)
        done = subprocess.run([*programs.simulator("reference"), f"--rom={rom(boot)}", f"--max-cycles={cycles}", *map(str, options)],
                              stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=programs.ROOT)
    return done.stdout.decode("latin-1").replace("\r", ""), done.returncode


@pytest.mark.parametrize("target", ["rtl", "reference"])
@pytest.mark.parametrize("where, booted, last", [("flash", THREADS, "PASS"), ("card", HELLO, "Hello from hart 0 of 2.")])
def test_boots_by_itself(folder, target, where, booted, last):
    with Board(target, put(folder, where, image(folder, booted))) as board:
        board.listen(f"{NAME[where]}: start", last)
        assert board.exit_code() == 0
    before = board.said[:board.said.index("start")]
    assert ("no image" in before) == (where == "card")          # flash comes first


@pytest.mark.parametrize("where", AT)
@pytest.mark.parametrize("what, says", [
    ("crc", "bad CRC"), ("payload", "bad CRC"), ("header", "bad header"), ("magic", "no image"), ("low", "image outside RAM"),
    ("high", "image outside RAM"), ("long", "image outside RAM"), ("zeros", "image outside RAM"), ("entry", "image outside RAM"),
    ("odd", "image outside RAM")])
def test_bad_images(folder, where, what, says):
    good = image(folder, HELLO)
    bad = {"crc": changed(good, crc=1), "payload": good[:700] + bytes([good[700] ^ 1]) + good[701:],
           "header": good[:9] + b"\1" + good[10:], "magic": b"tim1" + good[4:], "low": changed(good, address=0x7ffffff0),
           "high": changed(good, address=0x83fff000), "long": changed(good, bytes=0xfffffff0),
           "zeros": changed(good, zeros=0x80000000), "entry": changed(good, entry=0x83fff000),
           "odd": changed(good, entry=0x80000001)}[what]
    said, code = run(put(folder, where, bad))
    assert code == 124 and f"{NAME[where]}: {says}\n" in said and "start" not in said, said
    assert said.count("\n") == 4, said                          # the other source says that it has none


def test_no_image_anywhere():
    """One line each; then it goes on listening to keys and to the line."""
    with Board("reference") as board:
        board.listen("\r\nflash: no image\r\nSD card: no card\r\n")
        for key, line in (("f", "flash: no image\r\n"), ("s", "SD card: no card\r\n")):
            board.said = ""
            assert board.listen(line, keys=b"x" + key.encode()) == line
        code, said, told = load(board.port, "--terminal", HELLO)
        assert "Hello" in said, told


@pytest.mark.parametrize("typed, says", [
    (b"", ["flash: no image", "SD card: no card"]), (b"f", ["flash: no image"]), (b"s", ["SD card: no card"]), (b"x", []),
    (load_line.frame(load_line.HELLO), None), (b"\0\xff\x01\x7f\xa0", ["flash: no image", "SD card: no card"])])
def test_keys_choose_while_it_waits(typed, says):
    """What cannot be seen is noise, not somebody."""
    said, _ = run(typed=typed)
    said = said[said.index("KiB\n") + 4:]
    assert said.splitlines() == says if says is not None else said[:2] == "\xa7I" and "flash" not in said, said


@pytest.mark.parametrize("pins, says", [(1, []), (2, ["flash: no image"]), (4, ["SD card: no card"])])
def test_buttons_choose(pins, says):
    """Serial: no other source is looked at; another: at once, and no second one."""
    said, code = run(f"--gpio-in={pins}")
    assert code == 124 and said.splitlines()[2:] == says, said


def test_empty_card(folder):
    (folder / "small").write_bytes(bytes(512 * 64))             # ends where an image would begin
    assert "\nSD card: cannot be read\n" in run(f"--sd={folder}/small")[0]


# ------------------------------------------------------------------ the small one

def test_small_rom(folder):
    """2 KiB with the serial line and flash: no tree, no card, no buttons."""
    assert rom("sim-small").stat().st_size == rom("icebreaker").stat().st_size == 2048
    source, elf = folder / "tree.S", folder / "tree.elf"
    source.write_text(".globl _start\n_start: csrr t0, mhartid\n1: bnez t0, 1b\n li t0, 0x100000\n snez a1, a1\n addi a1, a1, 4\n"
                      " slli a1, a1, 16\n li t1, 0x3333\n or a1, a1, t1\n sw a1, 0(t0)\n2: j 2b\n")
    programs.assemble(source, elf)
    with Board("reference", boot="sim-small") as board:
        board.listen("flash: no image")
        code, _, told = load(board.port, elf)
        assert code == 0 and "at 500000 baud" in told, told
        assert board.exit_code() == 4                           # a1 is 0
    path = folder / "flash-small"
    path.write_bytes(bytes(0x100000) + image(folder, elf))
    said, code = run(f"--flash={path}", boot="sim-small")
    assert said.endswith("flash: start\n") and code == 4


def test_every_board_fits():
    for name in ("sim", "ulx3s"):
        assert rom(name).stat().st_size == 8192


# ------------------------------------------------------------------ the simulator's option

@pytest.mark.parametrize("options, words", [
    (["--rom=/dev/null/x"], "Not a directory"), (["--rom={big}"], "the boot ROM has 8192"), (["--rom={big}", "--bootargs=x"], "--bootargs"),
    (["--rom={big}", "--dtb=x"], "--dtb"), (["--rom={big}", "--initrd=x"], "--initrd"), (["--rom="], "no file name"),
    (["--rom={big}", "--uart-pins"], "--uart-pins needs the RTL")])
def test_refuses(folder, options, words):
    big = folder / "big"
    big.write_bytes(bytes(8193))
    code, output = programs.run([*programs.simulator("reference"), *(o.format(big=big) for o in options)])
    assert code == 2 and words in output and len(output.splitlines()) == 1, output


# ------------------------------------------------------------------ cards that the simulator has not

def test_cards_of_each_kind(folder):
    """Version 1, standard and high capacity, and cards that are absent, never ready, or cannot read."""
    test = folder / "sdcard_test"
    subprocess.run(["gcc", "-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror", f"-I{programs.ROOT}/firmware/boot", "-DBOOT_SD=1", "-DBOOT_FLASH=0",
                    "-DCLOCK_HZ=50000000u", "-DTIME_DIV=10u", "-DHARTS=2", "-DRAM_BYTES=0x100000",
                    programs.ROOT / "firmware/boot/sdcard.c", programs.ROOT / "tests/boot/sdcard_test.c", "-o", test], check=True)
    assert subprocess.run([test], capture_output=True, text=True).stdout == "all cards\n"

"""What the machine hands over: the device tree in a1, its bootargs and initrd, --dtb, more images, read by a program in S."""
import struct
import subprocess

import pytest
from sim_tool import BUILD, EXIT, GCC, ROOT, START, assemble, run

OWN = BUILD / "firmware/boot/twinhart.dtb"
RAM, ROM_TREE = 0x80000000, 0x1058


def parse(blob):
    """Flattened tree to {path/name: bytes} (Devicetree Specification, chapter 5)."""
    at, names = struct.unpack_from(">II", blob, 8)
    path, found = [], {}
    while True:
        token, at = struct.unpack_from(">I", blob, at)[0], at + 4
        if token == 1:
            end = blob.index(b"\0", at)
            path.append(blob[at:end].decode())
            at = end + 4 & ~3
        elif token == 2:
            path.pop()
        elif token == 3:
            size, name = struct.unpack_from(">II", blob, at)
            name = blob[names + name:blob.index(b"\0", names + name)].decode()
            found["/".join(path) + "/" + name] = blob[at + 8:at + 8 + size]
            at = at + 8 + size + 3 & ~3
        elif token == 9:
            return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("boot")


@pytest.fixture(scope="module")
def reader(folder):
    elf = folder / "boot_tree.elf"
    subprocess.run([GCC, "-march=rv32imac_zicsr", "-mabi=ilp32", "-O2", "-Wall", "-Wextra", "-ffreestanding", "-nostdlib", "-nostartfiles",
                    f"-I{ROOT}/tests", f"-T{ROOT}/sw/bare/link.ld", "-Wl,--no-relax,--no-warn-rwx-segments",
                    ROOT / "tests/sim/boot_tree.c", "-o", elf], check=True)
    return elf


def boot(reader, *options):
    """(address, tree, initrd) as the program sees them."""
    done = run("--max-cycles=3000000", *options, reader)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("hart 0 tree ")
    tree = {k: bytes.fromhex(v) for k, v in (line.split("=") for line in lines[1:] if "=" in line)}
    initrd = [bytes.fromhex(line[7:]) for line in lines if line.startswith("initrd ")]
    return int(lines[0].split()[-1], 16), tree, initrd[0] if initrd else None


def text(value):
    return value.encode() + b"\0"


def compiled(folder, name, source):
    blob = folder / name
    subprocess.run(["dtc", "-I", "dts", "-O", "dtb", "-o", blob], input=source, text=True, check=True, capture_output=True)
    return blob


MODELS = pytest.mark.parametrize("model", ["--model=rtl", "--lockstep", "--model=reference"])


@MODELS
def test_own_tree(reader, model):
    at, tree, initrd = boot(reader, model)
    assert at == ROM_TREE and initrd is None and tree == parse(OWN.read_bytes())


@MODELS
def test_memory_bootargs_initrd(folder, reader, model):
    want = parse(OWN.read_bytes())
    file = folder / "initrd"
    file.write_bytes(bytes(range(256)) * 8 + b"end")
    at, tree, initrd = boot(reader, model, "--ram=8M", "--bootargs=root=/dev/ram0 'quoted' \\ x=1", f"--initrd={file}")
    want["/memory@80000000/reg"] = struct.pack(">II", RAM, 8 << 20)
    want["/chosen/bootargs"] = text("root=/dev/ram0 'quoted' \\ x=1")
    end = RAM + (8 << 20) - 4096 + file.stat().st_size % 4096
    want["/chosen/linux,initrd-start"] = struct.pack(">I", RAM + (8 << 20) - 4096)
    want["/chosen/linux,initrd-end"] = struct.pack(">I", end)
    assert at == ROM_TREE and tree == want and initrd == file.read_bytes()


@MODELS
def test_large_tree_lies_in_ram(folder, reader, model):
    source = '/dts-v1/; / { chosen { bootargs = "old"; }; big { text = "%s"; }; };' % ("x" * 9000)
    file = compiled(folder, "big.dtb", source)
    at, tree, _ = boot(reader, model, f"--dtb={file}")
    assert tree == parse(file.read_bytes())
    assert at % 8 == 0 and RAM + (64 << 20) - 8 < at + file.stat().st_size <= RAM + (64 << 20)
    initrd = folder / "small"
    initrd.write_bytes(b"hello")
    at, tree, content = boot(reader, model, f"--dtb={file}", "--bootargs=new", f"--initrd={initrd}", "--ram=1M")
    want = parse(file.read_bytes()) | {"/chosen/bootargs": text("new")}
    first = struct.unpack(">I", tree["/chosen/linux,initrd-start"])[0]
    want |= {"/chosen/linux,initrd-start": struct.pack(">I", first), "/chosen/linux,initrd-end": struct.pack(">I", first + 5)}
    assert tree == want and content == b"hello"
    assert first % 4096 == 0 and RAM < first and first + 5 <= at < RAM + (1 << 20)


def test_small_tree_lies_in_rom(folder, reader):
    file = compiled(folder, "tiny.dtb", "/dts-v1/; / { x = <1>; };")
    file.write_bytes(file.read_bytes() + bytes(100))                       # what stands after the tree is nothing to it
    at, tree, _ = boot(reader, "--model=reference", f"--dtb={file}", "--bootargs=")
    assert at == ROM_TREE and tree == {"/x": b"\0\0\0\1", "/chosen/bootargs": b"\0"}


def test_long_bootargs_move_the_tree(reader):
    at, tree, _ = boot(reader, "--model=reference", "--bootargs=" + "y" * 6000)
    assert at > RAM and tree == parse(OWN.read_bytes()) | {"/chosen/bootargs": text("y" * 6000)}


@MODELS
def test_several_images(folder, model):
    """Two ELF files and a raw one; the first one's entry counts."""
    first = assemble(folder, START + "li t0, 0x80400000\n lw a0, 0(t0)\n li t0, 0x80500001\n lbu t1, 0(t0)\n"
                     " add a0, a0, t1\n" + EXIT, "first")
    second = assemble(folder, ".globl _start\n_start: .word 40\n", "second", base=0x80400000)
    raw = folder / "raw.bin"
    raw.write_bytes(b"\0\2")
    done = run(model, "--max-cycles=100000", f"--load=0x80500000:{raw}", first, second)
    assert done.returncode == 42, done.stderr

"""The board tools, as far as they can be tried without a board: what `make flash` refuses, and that it then writes nothing."""
import os
import pathlib
import stat
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
LOADER = """#!/bin/sh
echo "$*" >> {log}
case "$*" in *--detect*) printf 'index 0:\\n\\tidcode {idcode}\\n\\tmanufacturer lattice\\n';; esac
"""


@pytest.fixture
def bench(tmp_path):
    """A machine with a ULX3S on USB, and an openFPGALoader that writes down how it was called."""
    usb = tmp_path / "sys/bus/usb/devices/1-2"
    usb.mkdir(parents=True)
    for name, text in (("idVendor", "0403"), ("idProduct", "6015"), ("product", "ULX3S FPGA 85K v3.0.8"), ("busnum", "1"), ("devnum", "7")):
        (usb / name).write_text(text + "\n")
    node = tmp_path / "dev/bus/usb/001/007"
    node.parent.mkdir(parents=True)
    node.write_text("")
    (tmp_path / "bin").mkdir()
    (tmp_path / "ulx3s.bit").write_text("bits")
    set_part(tmp_path, "0x41113043")
    return tmp_path


def set_part(bench, idcode):
    tool = bench / "bin/openFPGALoader"
    tool.write_text(LOADER.format(log=bench / "calls", idcode=idcode))
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)


def flash(bench, board="ulx3s", **env):
    done = subprocess.run([sys.executable, str(TOOLS / "flash.py"), board, str(bench / "ulx3s.bit")], capture_output=True, text=True,
                          check=False, env={**os.environ, "PATH": f"{bench}/bin:/usr/bin:/bin", "TH_SYSFS": f"{bench}/sys",
                                            "TH_DEV": f"{bench}/dev", **env})
    calls = bench / "calls"
    return done, calls.read_text().splitlines() if calls.exists() else []


def written(calls):
    return [call for call in calls if "--detect" not in call]


def test_flash(bench):
    done, calls = flash(bench)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"openFPGALoader -b ulx3s {bench}/ulx3s.bit"
    assert calls == ["-b ulx3s --detect", f"-b ulx3s {bench}/ulx3s.bit"]


def test_flash_store(bench):
    _, calls = flash(bench, STORE="1")
    assert written(calls) == [f"-b ulx3s --write-flash {bench}/ulx3s.bit"]


def test_flash_dry_run(bench):
    done, calls = flash(bench, DRY_RUN="1")
    assert done.returncode == 0 and "openFPGALoader -b ulx3s" in done.stdout and not calls


@pytest.mark.parametrize("what, says", [
    ("unplugged", "no ULX3S"),
    ("another device", "not ULX3S"),
    ("no rights", "60-ulx3s.rules"),
    ("no tool", "apt-get install openfpgaloader"),
    ("smaller part", "nothing was written"),
    ("no file", "make bitstream BOARD=ulx3s"),
    ("no board", "boards: "),
])
def test_flash_refuses(bench, what, says):
    usb = bench / "sys/bus/usb/devices/1-2"
    board = "ulx3s"
    if what == "unplugged":
        (usb / "idProduct").write_text("6001\n")
    elif what == "another device":
        (usb / "product").write_text("FT231X USB UART\n")
    elif what == "no rights":
        (bench / "dev/bus/usb/001/007").unlink()
    elif what == "no tool":
        (bench / "bin/openFPGALoader").unlink()
    elif what == "smaller part":
        set_part(bench, "0x21111043")
    elif what == "no file":
        (bench / "ulx3s.bit").unlink()
    elif what == "no board":
        board = "ulx4s"
    done, calls = flash(bench, board)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not written(calls)

#!/usr/bin/env python3
"""flash.py BOARD FILE - write a bitstream into a board: into the FPGA's own memory, gone with the power, or with
STORE=1 into the board's flash. What could go wrong is looked at first: the tool, the board on USB, the right to use
it, and that the part that answers is the board's. Nothing is written before all of that holds.
DRY_RUN=1 prints the command and stops."""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import boards

USB = pathlib.Path(os.environ.get("TH_SYSFS", "/sys")) / "bus/usb/devices"
DEV = pathlib.Path(os.environ.get("TH_DEV", "/dev")) / "bus/usb"


def die(message):
    sys.exit(f"flash: {message}")


def read(folder, name):
    try:
        return (folder / name).read_text().strip()
    except OSError:
        return ""


def find_usb(board):
    """The programmer's folder in sysfs; says what is there when it is not."""
    vendor, product, name = board.usb
    seen = []
    for folder in sorted(USB.glob("*")):
        if (read(folder, "idVendor"), read(folder, "idProduct")) == (vendor, product):
            if name.lower() in read(folder, "product").lower():
                return folder
            seen.append(read(folder, "product") or "a device without a name")
    if seen:
        die(f"there is a USB device {vendor}:{product}, but it is {' and '.join(seen)}, not {board.title}")
    die(f"no {board.title} on USB (device {vendor}:{product}): is it plugged in, with a cable that carries data?")


def check_rights(board, folder):
    node = DEV / f"{int(read(folder, 'busnum')):03}" / f"{int(read(folder, 'devnum')):03}"
    if os.access(node, os.R_OK | os.W_OK):
        return
    die(f"no right to use {node}. As root, put this line into /etc/udev/rules.d/60-{board.name}.rules,\n"
        f"  {board.udev}\nthen `udevadm control --reload && udevadm trigger`, and plug the board in again")


def tool(board):
    path = shutil.which(board.tool)
    if not path:
        package = {"openFPGALoader": "openfpgaloader", "iceprog": "fpga-icestorm"}[board.tool]
        die(f"{board.tool} is not here: `sudo apt-get install {package}`")
    return path


def check_part(board, path):
    """JTAG: which part answers."""
    if not board.idcode:
        return
    command = [path, *board.cable, "--detect"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"idcode\s+(?:0x)?([0-9a-fA-F]+)", done.stdout + done.stderr)
    if done.returncode or not found:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no word from it"]
        die(f"`{shlex.join(command)}` found no part: {last[0]}")
    if int(found[1], 16) != board.idcode:
        die(f"the part is 0x{int(found[1], 16):08x}, but {board.title} has 0x{board.idcode:08x}: nothing was written")


def main():
    board, file = boards.find(sys.argv[1]), sys.argv[2]
    if not os.path.exists(file):
        die(f"there is no bitstream '{file}': `make bitstream BOARD={board.name}` makes it")
    store = os.environ.get("STORE") == "1"
    if board.tool == "iceprog":
        command = ["iceprog", *([] if store else ["-S"]), file]
    else:
        command = [board.tool, *board.cable, *(["--write-flash"] if store else []), file]
    print(shlex.join(command), flush=True)
    if os.environ.get("DRY_RUN") == "1":
        return
    path = tool(board)
    check_rights(board, find_usb(board))
    check_part(board, path)
    sys.exit(subprocess.run([path, *command[1:]], check=False).returncode)


if __name__ == "__main__":
    main()

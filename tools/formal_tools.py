"""formal_tools.py - finds or installs what tests/formal/run.py needs besides Yosys: yosys-smtbmc and Yices.

Native tools on PATH are used where both Yosys (fpga.py) and yices-smt2 are good enough, and that is said; else
the wheels pinned in requirements-fpga.txt and requirements-formal.txt. yosys-smtbmc is a Python program, also in
the WebAssembly build, so it runs the solver as a process."""
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess

import fpga

REQUIREMENTS = fpga.ROOT / "tools" / "requirements-formal.txt"
MIN_YICES = (2, 6)


@functools.lru_cache(maxsize=None)
def yosys():
    return fpga.yosys()


def smtbmc():
    """The one that belongs to the Yosys in use: the model's format is between the two."""
    tool = pathlib.Path(yosys()[0])
    return [str(tool.with_name(tool.name + "-smtbmc"))]


@functools.lru_cache(maxsize=None)
def _yices_folder():
    found = shutil.which("yices-smt2")
    if found:
        done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if fpga._version(done.stdout) >= MIN_YICES:
            print(f"using {done.stdout.splitlines()[0]} at {found}")
            return pathlib.Path(found).parent
    venv = fpga.BUILD / "venv-formal"
    stamp = venv / "requirements.sha256"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run([str(fpga.ROOT / "tools" / "setup.sh"), "fpga"], check=True)
        print(f"  PIP   {venv}: Yices", flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        python = os.environ.get("PYTHON", "/usr/bin/python3")
        for command in ([python, "-m", "venv", str(venv)],
                        [str(venv / "bin/python"), "-m", "pip", "install", "--quiet",
                         "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]):
            if subprocess.run(command, check=False).returncode:
                fpga.die(f"cannot make {venv}: `{' '.join(command)}` failed")
        stamp.write_text(digest)
    return (venv / "bin").resolve()


def environment():
    return {**os.environ, "PATH": f"{_yices_folder()}:{os.environ['PATH']}"}


def say():
    """Find everything now, so that what is installed or used is said before the table."""
    yosys()
    environment()

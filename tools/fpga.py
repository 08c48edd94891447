"""fpga.py - finds or installs Yosys, nextpnr and what packs bitstreams, and runs them; used by the tools beside it.

A native tool on PATH is used where it is good enough, and that is said; else the WebAssembly builds
pinned in requirements-fpga.txt, installed once into build/venv."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
REQUIREMENTS = ROOT / "tools" / "requirements-fpga.txt"
MIN_YOSYS = (0, 70)
MIN_NEXTPNR = (0, 11)
# Without PFUMX and L6MUX21: a sixth fewer LUT4, and no slower on this design (docs/fpga.md).
SYNTH = {"ecp5": "synth_ecp5 -nowidelut", "ice40": "synth_ice40"}


def die(message):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {message}")


def _version(text):
    found = re.search(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _output(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None


def _venv_tool(name):
    """The pinned tool; installs all of them when requirements-fpga.txt has changed."""
    venv = BUILD / "venv"
    stamp = venv / "requirements.sha256"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run([str(ROOT / "tools" / "setup.sh"), "fpga"], check=True)
        print(f"  PIP   {venv}: yosys, nextpnr-ecp5, nextpnr-ice40 (WebAssembly)", flush=True)
        shutil.rmtree(venv, ignore_errors=True)
        python = os.environ.get("PYTHON", "/usr/bin/python3")
        for command in ([python, "-m", "venv", str(venv)],
                        [str(venv / "bin/python"), "-m", "pip", "install", "--quiet",
                         "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]):
            if subprocess.run(command, check=False).returncode:
                die(f"cannot make {venv}: `{' '.join(command)}` failed")
        stamp.write_text(digest)
    return [str(venv / "bin" / f"yowasp-{name}")]


def yosys():
    """The command line's beginning. YOSYS overrides."""
    chosen = os.environ.get("YOSYS") or shutil.which("yosys")
    if chosen:
        done = _output([chosen, "--version"])
        good = done and _version(done.stdout) >= MIN_YOSYS
        if good and _output([chosen, "-q", "-p", "help read_slang"]).returncode == 0:
            print(f"using {done.stdout.split('(')[0].strip()} at {chosen}")
            return [chosen]
        if os.environ.get("YOSYS"):
            die(f"{chosen} is not Yosys {'.'.join(map(str, MIN_YOSYS))} or newer with read_slang")
    return _venv_tool("yosys")


def nextpnr(family):
    """nextpnr of a family, ecp5 or ice40. NEXTPNR overrides."""
    name = f"nextpnr-{family}"
    chosen = os.environ.get("NEXTPNR") or shutil.which(name)
    if chosen:
        done = _output([chosen, "--version"])
        text = done.stdout + done.stderr if done else ""
        if _version(text) >= MIN_NEXTPNR:
            print(f"using {text.strip()} at {chosen}")
            return [chosen]
        if os.environ.get("NEXTPNR"):
            die(f"{chosen} is not {name} {'.'.join(map(str, MIN_NEXTPNR))} or newer")
    return _venv_tool(name)


def packer(family):
    """ecppack or icepack: the one beside the nextpnr in use."""
    name = {"ecp5": "ecppack", "ice40": "icepack"}[family]
    chosen = shutil.which(name)
    return [chosen] if chosen and nextpnr(family)[0] == shutil.which(f"nextpnr-{family}") else _venv_tool(name)


def run_yosys(name, commands):
    """Run a script; its log is build/synth/NAME.log. Returns the log's text, or stops with its errors.

    The log is written by Yosys itself: the WebAssembly build loses its standard output once ABC has
    run. -j 1: it has no threads."""
    folder = BUILD / "synth"
    folder.mkdir(parents=True, exist_ok=True)
    script, log = folder / f"{name}.ys", folder / f"{name}.log"
    log.unlink(missing_ok=True)
    script.write_text("\n".join(commands) + "\n")
    done = subprocess.run([*yosys(), "-q", "-l", str(log), "-s", str(script)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    text = log.read_text() if log.exists() else ""
    # A crash is told by the end of the log.
    if done.returncode or "End of script." not in text:
        errors = [line for line in text.splitlines() if "ERROR" in line] or done.stdout.splitlines()[-20:]
        die(f"Yosys failed on {name} (log: {log})\n" + "\n".join(errors[:20]))
    return text


def for_part(files, family):
    """The files for a part: those of rtl/board/FAMILY, each in the place of the one of its name if there is one."""
    own = {file.name: str(file) for file in sorted(pathlib.Path("rtl/board", family).glob("*.sv"))}
    return [own.pop(pathlib.Path(file).name, file) for file in files] + list(own.values())


def read_rtl(top, files, defines=()):
    """The command that reads the design. Modules stay modules, so that (* keep_hierarchy *) holds; Yosys
    flattens the others."""
    return " ".join(["read_slang -j 1 --best-effort-hierarchy", f"--top {top}", "-I rtl/lib",
                     *(f"-D {d}" for d in defines), *files])


def synth(family, top, options=""):
    """The commands that make a netlist of the part's cells."""
    return [f"{SYNTH[family]} {options} -top {top}"]


def slang_warnings(text):
    return re.findall(r"^\S+:\d+: Warning:.*$", text, re.M)

"""Builds a module bench: RTL under a C++ main, with Verilator, into build/tests/rtl/."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = [f"rtl/pkg/{p}_pkg.sv" for p in ("config", "bus", "mesi", "map", "core", "chk")]
VERILATOR = os.environ.get("VERILATOR", "verilator")


def rtl_files():
    """Every file of rtl/ that a bench may need, packages first; Verilator takes what the top uses."""
    packages = PACKAGES + sorted(
        str(p.relative_to(ROOT)) for p in (ROOT / "rtl/pkg").glob("*.sv") if f"rtl/pkg/{p.name}" not in PACKAGES)
    return packages


def build(name, top, bench, sources=(), params=None, defines=("TH_CHECK", "TH_MONITOR"), cflags=()):
    """Returns the path of the program. name: folder under build/tests/rtl; rebuilt only when needed."""
    out = ROOT / "build/tests/rtl" / name
    out.mkdir(parents=True, exist_ok=True)
    dirs = [a for d in ("lib", "core", "mmu", "cache", "bus", "periph", "soc") for a in ("-y", f"{ROOT}/rtl/{d}")]
    command = [VERILATOR, "--cc", "--exe", "--build", "-j", "2", "-O3", "-Wno-fatal", "-Wno-lint", "-Wno-style",
               "--assert", "--x-initial", "unique", f"-I{ROOT}/rtl/lib", *dirs, "--top-module", top,
               "--Mdir", str(out), "-o", "bench", *[f"-D{d}" for d in defines],
               *[f"-G{k}={v}" for k, v in (params or {}).items()],
               "-CFLAGS", " ".join(["-O2", *cflags]),
               *[str(ROOT / f) for f in rtl_files()], *[str(ROOT / s) for s in sources], str(ROOT / bench)]
    stamp = out / "command"
    if not stamp.exists() or stamp.read_text() != "\n".join(command):
        for f in out.glob("*"):
            f.unlink()
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    stamp.write_text("\n".join(command))
    return out / "bench"


def run(program, *args, timeout=300):
    """Runs a bench; its output is the failure message."""
    result = subprocess.run([str(program), *map(str, args)], capture_output=True, text=True, timeout=timeout)
    assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
    return result.stdout

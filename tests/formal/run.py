#!/usr/bin/env python3
"""run.py - run the proofs of proofs.py: Yosys makes a model of each, yosys-smtbmc and Yices look for a counterexample.

    run.py                 all of them; exit code 1 where one fails
    run.py --short         those that CI runs
    run.py --proof=NAME    one, or all whose names begin so; NAME/CASE is one case of it
    run.py --breaks        each proof again, once for each fault named with it: it must fail
    run.py --list          what there is

A counterexample is written as a VCD file beside the model, in build/formal."""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import fpga  # noqa: E402
import formal_tools  # noqa: E402
import proofs  # noqa: E402

FOLDER = fpga.BUILD / "formal"
PACKAGES_FIRST = ["config_pkg", "bus_pkg", "mesi_pkg"]


def packages():
    """The design's packages in the order in which they need one another (as in the root Makefile)."""
    found = {path.stem: path for path in sorted((ROOT / "rtl/pkg").glob("*.sv"))}
    first = [found.pop(name) for name in PACKAGES_FIRST]
    return [*first, *found.values()]


def sources(proof, broken):
    """Packages, modules of the design, harness; a broken file instead of the design's own."""
    files = packages()
    for name in proof.rtl.split():
        files += sorted((ROOT / "rtl").glob(f"{name}.sv"))
    files += [ROOT / "tests/formal" / f"{name}.sv" for name in proof.harness.split()]
    return [str(broken.get(path, path).relative_to(ROOT)) for path in files]


def make_model(proof, folder, broken=None, defines=()):
    """Writes folder/model.smt2. Registers without a reset begin with anything, and 'x is anything, in each cycle anew."""
    folder.mkdir(parents=True, exist_ok=True)
    script, log, model = folder / "model.ys", folder / "model.log", folder / "model.smt2"
    log.unlink(missing_ok=True)
    model.unlink(missing_ok=True)
    options = " ".join([*(f"-D {d}" for d in ("FORMAL", *proof.defines.split(), *defines)),
                        *(f"-G {p}" for p in proof.params.split())])
    script.write_text("\n".join([
        f"read_slang -j 1 --top {proof.top} -I rtl/lib -I tests/formal {options} {' '.join(sources(proof, broken or {}))}",
        f"prep -flatten -top {proof.top}",
        "async2sync",
        "chformal -lower",
        "chformal -cover -remove",
        *(f"chformal -remove c:{name}" for name in proof.leaves.split()),
        "chformal -assume -early",
        "setundef -anyseq",
        "opt_clean",
        "formalff -setundef -clk2ff -ff2anyinit",
        "opt_clean",
        "check",
        "stat",
        "dffunmap",
        f"write_smt2 -wires {model}",
    ]) + "\n")
    done = subprocess.run([*formal_tools.yosys(), "-q", "-l", str(log), "-s", str(script)], cwd=ROOT,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    text = log.read_text() if log.exists() else ""
    if done.returncode or "End of script." not in text or not model.exists():
        errors = [line for line in text.splitlines() if re.search(r"ERROR|rror:", line)] or done.stdout.splitlines()[-20:]
        fpga.die(f"Yosys failed on {proof.name} (log: {log})\n" + "\n".join(errors[:20]))
    return model


def asserts(folder):
    """How many assertions the model has: a proof of none proves nothing."""
    found = re.findall(r"^\s+(\d+)\s+\$assert$", (folder / "model.log").read_text(), re.M)
    return int(found[-1]) if found else 0


def case_constraint(pattern):
    """For smtbmc: the harness looks at instructions of these bits; ? is either."""
    pattern = pattern.replace("_", "").rjust(32, "0")
    mask, match = re.sub("[01]", "1", pattern).replace("?", "0"), pattern.replace("?", "0")
    return f"always\nassume (= [case_mask_i] #b{mask})\nassume (= [case_match_i] #b{match})\n"


def solve(proof, folder, case, induction):
    """(held, seconds, which assertion failed)."""
    name = (case or "all") + ("-step" if induction else "")
    vcd, log = folder / f"{name}.vcd", folder / f"{name}.log"
    vcd.unlink(missing_ok=True)
    # Assertions at a clock's edge are looked at one step later.
    command = [*formal_tools.smtbmc(), "-s", "yices", "--noprogress", "-t", str(proof.depth + 1), "--dump-vcd", str(vcd)]
    if proof.unroll:
        command.append("--unroll")
    if induction:
        command.append("-i")
    elif not case or case == next(iter(proof.cases)):
        command.append("--presat")             # assumptions that contradict one another would prove everything
    if case:
        constraint = folder / f"{name}.smtc"
        constraint.write_text(case_constraint(proof.cases[case]))
        command += ["--smtc", str(constraint)]
    began = time.monotonic()
    done = subprocess.run([*command, str(folder / "model.smt2")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, env=formal_tools.environment())
    seconds = time.monotonic() - began
    log.write_text(done.stdout)
    if "Status: PASSED" in done.stdout and done.returncode == 0:
        return True, seconds, None
    failed = re.findall(r"(?:Assert failed in|Temporal induction failed)\W*(.*)", done.stdout)
    if "Status: FAILED" not in done.stdout:
        fpga.die(f"no verdict on {proof.name} (log: {log})\n" + "\n".join(done.stdout.splitlines()[-10:]))
    return False, seconds, f"{', '.join(dict.fromkeys(failed)) or 'an assertion'}; counterexample: {vcd}"


def line(name, proof, seconds, verdict):
    depth = {"induction": "any number", "comb": "one"}.get(proof.mode, str(proof.depth))
    print(f"  {name:<34} {'yices ' + proof.mode:<16} {depth:>10} {seconds:8.1f} s  {verdict}", flush=True)


def run(proof, chosen_case, folder, broken=None, defines=(), until_failure=False):
    """Makes and solves; prints a line a case. Returns the names of those that failed."""
    began = time.monotonic()
    make_model(proof, folder, broken, defines)
    if not asserts(folder):
        fpga.die(f"{proof.name} has no assertion")
    made = time.monotonic() - began
    failed = []
    for case in proof.cases or [None]:
        if chosen_case and case != chosen_case:
            continue
        held, seconds, why = solve(proof, folder, case, False)
        if held and proof.mode == "induction":
            held, more, why = solve(proof, folder, case, True)
            seconds += more
        name = f"{proof.name}/{case}" if case else proof.name
        if not until_failure:
            line(name, proof, seconds + made, "holds" if held else f"FAILS: {why}")
        made = 0
        if not held:
            failed.append(why)
            if until_failure:
                break
    return failed


def break_it(proof, fault):
    """The proof on a design with one fault must fail. Returns whether it did."""
    began = time.monotonic()
    broken, defines, case = {}, [], None
    if isinstance(fault, int):
        defines = [f"TH_MUTANT_IS={fault}"]
        label = f"mutant {fault}"
    else:
        name, old, new, *case = fault
        label = f"{name}: {new.strip() or 'without ' + old.strip()}"
        path = ROOT / "rtl" / f"{name}.sv"
        text = path.read_text()
        if text.count(old) != 1:
            fpga.die(f"{proof.name}: rtl/{name}.sv has {text.count(old)} times, not once: {old}")
        folder = FOLDER / "broken" / name
        folder.mkdir(parents=True, exist_ok=True)
        target = (folder / path.name).resolve()
        target.write_text(text.replace(old, new))
        broken = {path: target}
    seen = run(proof, case[0] if case else None, FOLDER / f"{proof.name}-broken", broken, defines, until_failure=True)
    line(proof.name, proof, time.monotonic() - began, f"sees {label[:90]}" if seen else f"DOES NOT SEE {label}")
    return bool(seen)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--proof", default="")
    parser.add_argument("--breaks", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    wanted, _, case = options.proof.partition("/")
    chosen = [p for p in proofs.PROOFS if p.name == wanted] or [p for p in proofs.PROOFS if p.name.startswith(wanted)]
    if options.short:
        chosen = [p for p in chosen if p.short]
    if not chosen:
        fpga.die(f"there is no proof {options.proof}; there are: {' '.join(p.name for p in proofs.PROOFS)}")
    if case and not all(case in p.cases for p in chosen):
        fpga.die(f"{wanted} has no case {case}; it has: {' '.join(chosen[0].cases) or 'none'}")
    if options.list:
        for proof in chosen:
            print(f"{proof.name:<16} {'short' if proof.short else '':<6} {proof.claim}")
        return
    os.chdir(ROOT)
    formal_tools.say()
    began, ran, bad = time.monotonic(), 0, 0
    print(f"  {'proof':<34} {'engine':<16} {'cycles':>10} {'time':>10}")
    for proof in chosen:
        if options.breaks:
            for fault in proof.breaks:
                ran += 1
                bad += not break_it(proof, fault)
        else:
            ran += len([c for c in proof.cases if not case or c == case]) or 1
            bad += len(run(proof, case, FOLDER / proof.name))
    print(f"formal: {ran - bad} passed, {bad} failed, {time.monotonic() - began:.0f} s")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

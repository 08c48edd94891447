"""The simulator's command line: help, version, and one clear line for everything that is wrong."""
import re

import pytest
from sim_tool import EXIT, START, assemble, refused, run


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    return assemble(tmp_path_factory.mktemp("options"), START + "li a0, 0\n" + EXIT)


def test_help_names_every_option_and_its_default():
    result = run("--help")
    assert result.returncode == 0 and result.stderr == ""
    for option in ("max-cycles", "stats", "lockstep", "commit-log", "konata", "trace", "trace-from", "trace-to",
                   "signature", "uart", "uart-cycles", "memory-latency", "ram", "seed", "stall", "load", "initrd",
                   "bootargs", "dtb", "model", "sdram", "sd", "flash", "gpio-in", "mem-error", "mutant", "sticky-tlb", "help", "version"):
        assert f"--{option}" in result.stdout, option
    for default in ("(64M)", "(10)", "(16)", "(rtl)", "(stdio)", "(no limit)"):
        assert default in result.stdout, default
    assert max(map(len, result.stdout.splitlines())) <= 110


def test_version():
    assert re.fullmatch(r"twinhart \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("options, words", [
    (["--nonsense"], ["--nonsense"]),
    (["--nonsense=3"], ["--nonsense=3"]),
    (["-z"], ["-z"]),
    (["--max-cycles=0"], ["--max-cycles", "range"]),
    (["--max-cycles=12x"], ["12x", "not a number"]),
    (["--max-cycles=-1"], ["-1", "not a number"]),
    (["--max-cycles=99999999999999999999999"], ["not a number"]),
    (["--memory-latency=0"], ["--memory-latency", "range"]),
    (["--memory-latency="], ["not a number"]),
    (["--uart-cycles=65536"], ["--uart-cycles", "range"]),
    (["--stall=91"], ["--stall", "0 to 90"]),
    (["--seed=x"], ["--seed"]),
    (["--ram=3000"], ["--ram", "range"]),
    (["--ram=5000"], ["--ram", "4 KiB"]),
    (["--ram=2G"], ["--ram", "range"]),
    (["--ram=64Q"], ["--ram", "not a size"]),
    (["--ram="], ["--ram"]),
    (["--uart=serial"], ["serial", "stdio", "pty"]),
    (["--model=spike"], ["spike", "rtl", "reference"]),
    (["--lockstep=1"], ["takes no value"]),
    (["--load=0x80000000"], ["ADDR:FILE"]),
    (["--load=zero:file"], ["zero"]),
    (["--load=0x80100000:/nonexistent"], ["/nonexistent"]),
    (["--mem-error=0x80000000,"], ["--mem-error"]),
    (["--mem-error=r:0x80000000"], ["--mem-error", "r:"]),
    (["--sd="], ["--sd"]),
    (["--flash=/nonexistent"], ["--flash", "/nonexistent"]),
    (["--gpio-in=256"], ["--gpio-in", "range"]),
    (["--stats="], ["--stats"]),
    (["--stats=/nonexistent/x.json"], ["/nonexistent/x.json"]),
    (["--commit-log=/nonexistent/x"], ["/nonexistent/x.hart0"]),
    (["--konata=/nonexistent/x"], ["/nonexistent/x"]),
    (["--trace=/nonexistent/x"], ["/nonexistent/x"]),
    (["--trace-from=3"], ["--trace-from", "--trace"]),
    (["--trace=/dev/null", "--trace-to=nowhere"], ["nowhere"]),
    (["--signature=/dev/null"], ["begin_signature"]),
    (["--sdram", "--memory-latency=5"], ["--memory-latency", "--sdram"]),
    (["--uart-cycles=16", "--sdram"], ["--uart-cycles", "--sdram"]),
    (["--sdram", "--mem-error=0x80000000"], ["--mem-error", "--sdram"]),
    (["--sdram", "--ram=65M"], ["--ram", "64M"]),
    (["--sdram", "--model=reference"], ["--sdram", "RTL"]),
    (["--sdram=on"], ["takes no value"]),
    (["--sticky-tlb"], ["--sticky-tlb", "--model=reference"]),
    (["--model=reference", "--lockstep"], ["--lockstep", "RTL"]),
    (["--model=reference", "--mem-error=0x80000000"], ["--mem-error", "RTL"]),
])
def test_refuses(quick, options, words):
    refused(run(*options, quick), *words)


def test_missing_value(quick):
    refused(run(quick, "--max-cycles"), "--max-cycles", "needs a value")


def test_no_program():
    refused(run(), "no program")


def test_abbreviation_and_separate_value(quick):
    assert run("--max", "100000", quick).returncode == 0

"""boards.py - the boards: part, pins, top, parameters, clock, and how each is programmed. What each tool
knows of a board stands here and in constraints/, and nowhere else."""
import dataclasses
import sys


@dataclasses.dataclass(frozen=True)
class Board:
    """One board. mhz: the machine's clock, and the clock that place and route must reach."""
    name: str                   # as in BOARD=
    title: str
    family: str                 # ecp5 or ice40
    device: tuple               # options of nextpnr: part, package, speed grade
    top: str                    # module in rtl/board/
    pins: str                   # file in constraints/
    mhz: float
    params: dict                # parameters of the top
    defines: tuple = ()         # of the design, for all files
    synth: str = ""             # further options of synth_ecp5, synth_ice40
    before: tuple = ()          # commands of Yosys before it
    clocks: tuple = ()          # nets that clock flip-flops, and the pin they come from
    timed: tuple = ()           # inputs that our own clock times, so that they need no synchroniser
    # How it is programmed
    tool: str = "openFPGALoader"
    cable: tuple = ()           # openFPGALoader's board or cable
    idcode: int = 0             # what JTAG must answer; 0: the part has none
    usb: tuple = ()             # (vendor, product, part of the product's name) of the programmer
    udev: str = ""              # the rule that gives a user the right
    baud: int = 115200          # of its terminal


_FTDI_RULE = 'SUBSYSTEM=="usb", ATTRS{idVendor}=="0403", ATTRS{idProduct}=="%s", MODE="0660", TAG+="uaccess"'


def _ulx3s(name, title, option, idcode, **more):
    return Board(name=name, title=title, family="ecp5", device=(option, "--package", "CABGA381", "--speed", "6"),
                 top="ulx3s", pins="ulx3s.lpf", params={"ClkKhz": int(more["mhz"] * 1000)}, cable=("-b", "ulx3s"), idcode=idcode,
                 clocks=("clk_25mhz", "clk"), timed=("sdram_d", "flash_miso", "sd_d"),
                 usb=("0403", "6015", "ULX3S"), udev=_FTDI_RULE % "6015", **more)


# The mapper saves LUTs where a path has time: ps between registers. And modules that are kept whole for the clock of a
# larger part (rtl/lib/match.sv) are opened.
_SMALLER = ("setattr -mod -unset keep_hierarchy *", "scratchpad -set abc9.D 50000")


def _ice40(name, title, device, top, synth, ebr_words, usb_name, flash_in):
    """ebr_words: the smallest RAM that becomes a block RAM, for there is no LUT RAM (rtl/lib/lutram.sv)."""
    return Board(name=name, title=title, family="ice40", device=device, top=top, pins=f"{name}.pcf", mhz=12.0, params={},
                 defines=("TH_ONE_HART", f"TH_NO_LUTRAM={ebr_words}"), synth=synth, before=_SMALLER, tool="iceprog",
                 usb=("0403", "6010", usb_name), udev=_FTDI_RULE % "6010", clocks=("CLK",), timed=(flash_in,))


BOARDS = {board.name: board for board in (
    _ulx3s("ulx3s", "ULX3S, LFE5U-85F", "--85k", 0x41113043, mhz=40.0),
    _ice40("icebreaker", "iCEBreaker, iCE40 UP5K", ("--up5k", "--package", "sg48"), "icebreaker", "-dsp -device u", 4, "iCEBreaker", "FLASH_IO1"),
)}


def find(name):
    """The board of that name, or one line that says which there are."""
    if name in BOARDS:
        return BOARDS[name]
    says = f"there is no board '{name}'" if name else "BOARD= is missing"
    sys.exit(f"{says}; boards: {', '.join(BOARDS)}")


if __name__ == "__main__":                  # all names, or one board's clock in Hz
    print(int(find(sys.argv[1]).mhz * 1e6) if len(sys.argv) > 1 else " ".join(BOARDS))

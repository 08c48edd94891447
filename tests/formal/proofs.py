"""proofs.py - the table of proofs: what each says, on which part of the design, how deep, and which faults it must see.

`make formal-breaks` puts each fault of `breaks` into a copy of the design: the proof has to fail then. A fault is the number
of a mutant (rtl/lib/mutant.svh), or (file in rtl/, text that stands there once, text instead[, case])."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Proof:
    name: str
    claim: str
    top: str
    rtl: str                  # modules of rtl/ besides the packages
    harness: str              # files of tests/formal
    mode: str                 # comb: no state; bmc: the first cycles; induction: for ever
    depth: int = 1            # cycles unrolled
    short: bool = True        # CI runs it
    cases: tuple = ()         # of input case_i: one run each, on one model
    defines: str = ""
    params: str = ""
    unroll: bool = False      # smtbmc writes each cycle out: better where much is constant
    breaks: tuple = ()


PROOFS = (
    Proof("decode", "expand and decode accept exactly the legal encodings, and say what is wrong with the others",
          "decode_proof", "core/expand core/decode", "isa_pkg decode_proof", "comb",
          breaks=(32,
                  ("core/decode", "7'b0100000: imm_ok = f3[2];  ", "7'b0100000: imm_ok = 1'b1;"),
                  ("core/decode", "amo_ok = f3 == 3'd2 && rs2 == 5'd0;", "amo_ok = f3 == 3'd2;"),
                  ("core/decode", "rights_i.mode >= insn_i[29:28]", "1'b1"),
                  ("core/decode", "!(csr_write && insn_i[31:30] == 2'b11)", "!(csr_plain && insn_i[31:30] == 2'b11)"),
                  ("core/decode", "legal = rights_i.wfi;", ""),
                  ("core/expand", "(brk && !c[12])", "1'b0"),
                  ("core/decode", "uop.wen = wen && rd != 5'd0", "uop.wen = wen"))),
)

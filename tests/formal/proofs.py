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
    mode: str                 # comb: no state; bmc: the first cycles; any: these from any state; induction: for ever
    depth: int = 1            # cycles unrolled
    short: bool = True        # CI runs it
    cases: tuple = ()         # of input case_i: one run each, on one model
    defines: str = ""
    params: str = ""
    leaves: str = ""          # assertions of the design that are not claimed here
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
    Proof("pmp-csr", "pmpcfg and pmpaddr keep, lock and give what 3.7.1 says, after any writes",
          "pmp_csr_proof", "lib/lutram mmu/pmp", "isa_pkg pmp_pkg pmp_csr_proof", "induction",
          breaks=(49,
                  ("mmu/pmp", "&& cfg_q[(i + 1) % Num].match == ModeTor) fixed[i]", ") fixed[i]"),
                  ("mmu/pmp", "w_data_i[8*(i%4) + 1] && w_data_i[8*(i%4)];", "w_data_i[8*(i%4) + 1];"))),
    Proof("pmp-scan", "a scan of a word or page answers as 3.7.1 says, in time, under any registers",
          "pmp_scan_proof", "lib/lutram mmu/pmp", "pmp_pkg pmp_scan_proof", "induction",
          breaks=(50,
                  ("mmu/pmp", "covers  = !above_q && page_above;", "covers  = page_above;"),
                  ("mmu/pmp", "page_i ? scan_addr[9:0] != '0 :", ""),
                  ("mmu/pmp", "covers  = &napot[9:0];", "covers  = &napot[8:0];"),
                  ("mmu/pmp", "hit_q ? x_q : none", "hit_q ? x_q : 1'b1"),
                  ("mmu/pmp", "|| (i + 1 < Num && cfg_q[(i + 1) % Num].match == ModeTor)", ""))),
    Proof("tlb", "a lookup finds what was filled in last for the page and not thrown away since, and nothing else",
          "tlb_proof", "lib/lutram mmu/tlb", "tlb_proof", "induction",
          breaks=(47,
                  ("mmu/tlb", "read.e.space == ctx_i.space &&", ""),
                  ("mmu/tlb", "wire             wrap = epoch_q == 2'd3;", "wire             wrap = 1'b0;"),
                  ("mmu/tlb", "sweep_q ? 2'd0 : epoch_q", "epoch_q"),
                  ("mmu/tlb", "at_q != '1 || flush_i", "at_q[4:1] != '1 || flush_i"))),
    Proof("plic", "no source is claimed twice without a completion, and a claim gives the best that waits",
          "plic_proof", "periph/plic", "plic_proof", "induction",
          breaks=(58, 59,
                  ("periph/plic", "prio_q[s] >= best_prio", "prio_q[s] > best_prio"),
                  ("periph/plic", "& ~complete;", ";"),
                  ("periph/plic", "(claimed_q | claim)", "claimed_q"),
                  ("periph/plic", "req_i.mask == '1;", "1'b1;"))),
    Proof("csr", "CSRs read what the privileged specification says, after any instructions, traps, returns and interrupts",
          "csr_proof", "lib/lutram core/interrupts core/sstc core/csr", "isa_pkg csr_proof", "induction", depth=2, leaves="u_csr.chk_pend",
          breaks=(26, 30, 37, 41, 42, 43, 44, 45, 46, 57)),
    Proof("csr-privilege", "no instruction changes a CSR of a higher mode, or raises the mode",
          "csr_privilege_proof", "lib/lutram core/interrupts core/sstc core/csr", "isa_pkg csr_privilege_proof", "any",
          leaves="u_csr.chk_*",
          breaks=(("core/csr", "if (w_mstatus || w_sstatus) begin", "if (w_mstatus || w_sstatus) begin mpie_q <= wdata[7];"),
                  ("core/interrupts", "(ie_q & ~mideleg_q) | (w_data_i & mideleg_q)", "w_data_i & IrqMask"),
                  ("core/csr", "wire        of_s       = addr[9:8] == CsrSscratch[9:8];", "wire        of_s       = 1'b0;"),
                  ("core/interrupts", "if (w_sip && mideleg_q[Ssi])", "if (w_sip)"),
                  ("core/csr", "spp_q <= 1'b0; mprv_q <= 1'b0;", "spp_q <= 1'b0; mprv_q <= 1'b1;"))),
)

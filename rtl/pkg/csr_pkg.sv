// csr_pkg.sv - the table of CSRs: privileged specification 1.12 for a hart with M-mode only.
// One row each: number, what may be written, what kind of field it is, section. Read values stand in
// csr.sv under the same names. A number without a row is an illegal instruction; so is a write to a row
// whose number has bits 11:10 set.
`default_nettype none
package csr_pkg;
  localparam logic [11:0]
    CsrMstatus = 12'h300, CsrMisa = 12'h301, CsrMie = 12'h304, CsrMtvec = 12'h305, CsrMstatush = 12'h310,
    CsrMcountinhibit = 12'h320, CsrMscratch = 12'h340, CsrMepc = 12'h341, CsrMcause = 12'h342,
    CsrMtval = 12'h343, CsrMip = 12'h344,
    CsrMcycle = 12'hb00, CsrMinstret = 12'hb02, CsrMcycleh = 12'hb80, CsrMinstreth = 12'hb82,
    CsrCycle = 12'hc00, CsrTime = 12'hc01, CsrInstret = 12'hc02,
    CsrCycleh = 12'hc80, CsrTimeh = 12'hc81, CsrInstreth = 12'hc82,
    CsrMvendorid = 12'hf11, CsrMarchid = 12'hf12, CsrMimpid = 12'hf13, CsrMhartid = 12'hf14,
    CsrMconfigptr = 12'hf15,
    CsrMbeaddr = 12'hfc0, CsrMbecount = 12'hfc1;

  // Places in csr.sv's RAM, in the order of the numbers' low bits. A high word follows its low word.
  localparam logic [3:0]
    WordMcycle = 4'd0, WordMcycleh = 4'd1, WordMinstret = 4'd2, WordMinstreth = 4'd3,
    WordMepc = 4'd5, WordMcause = 4'd6, WordMtval = 4'd7,                  // 4: mscratch, 11: mtvec
    WordMbeaddr = 4'd8, WordMbecount = 4'd9;

  // What a write does to the bits of its mask; bits outside it keep their value.
  typedef enum logic [1:0] {
    Fixed,      // nothing: the whole register is read-only, a legal write is ignored (WARL, WLRL or RO zero)
    Plain,      // every masked bit takes what is written
    Wired       // as Plain, and hardware changes bits by itself
  } csr_kind_e;

  typedef struct packed {
    logic        known;
    csr_kind_e   kind;
    logic [31:0] wmask;
  } csr_row_t;

  localparam logic [31:0] IrqMask = 32'h0001_0888;     // bus error 16, external 11, timer 7, software 3

  function automatic csr_row_t csr_row(logic [11:0] addr);
    unique case (addr) inside
      //                               known  kind   writable bits          section
      CsrMstatus:            return '{1'b1, Wired, 32'h0000_0088};  // 3.1.6   MPIE, MIE; MPP reads 11
      CsrMisa:               return '{1'b1, Fixed, 32'h0};          // 3.1.1
      CsrMie:                return '{1'b1, Plain, IrqMask};        // 3.1.9
      CsrMtvec:              return '{1'b1, Plain, 32'hffff_fffd};  // 3.1.7   mode 0 direct, 1 vectored
      CsrMstatush:           return '{1'b1, Fixed, 32'h0};          // 3.1.6
      CsrMcountinhibit:      return '{1'b1, Plain, 32'h0000_0005};  // 3.1.12  IR, CY
      12'h323, 12'b0011_0010_01??, 12'b0011_0010_1???,
      12'b0011_0011_????:    return '{1'b1, Fixed, 32'h0};          // 3.1.10  mhpmevent3-31
      CsrMscratch:           return '{1'b1, Plain, 32'hffff_ffff};  // 3.1.13
      CsrMepc:               return '{1'b1, Wired, 32'hffff_fffe};  // 3.1.14
      CsrMcause:             return '{1'b1, Wired, 32'h8000_003f};  // 3.1.15
      CsrMtval:              return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.16
      CsrMip:                return '{1'b1, Wired, 32'h0001_0000};  // 3.1.9   only bus error is a register
      CsrMcycle:             return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      CsrMinstret:           return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      12'hb03, 12'b1011_0000_01??, 12'b1011_0000_1???,
      12'b1011_0001_????:    return '{1'b1, Fixed, 32'h0};          // 3.1.10  mhpmcounter3-31
      CsrMcycleh:            return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      CsrMinstreth:          return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      12'hb83, 12'b1011_1000_01??, 12'b1011_1000_1???,
      12'b1011_1001_????:    return '{1'b1, Fixed, 32'h0};          // 3.1.10  mhpmcounter3h-31h
      CsrCycle, CsrCycleh:   return '{1'b1, Fixed, 32'h0};          // Zicntr
      CsrTime, CsrTimeh:     return '{1'b1, Fixed, 32'h0};          // Zicntr
      CsrInstret,
      CsrInstreth:           return '{1'b1, Fixed, 32'h0};          // Zicntr
      CsrMvendorid,
      CsrMarchid:            return '{1'b1, Fixed, 32'h0};          // 3.1.2, 3.1.3
      CsrMimpid:             return '{1'b1, Fixed, 32'h0};          // 3.1.4
      CsrMhartid:            return '{1'b1, Fixed, 32'h0};          // 3.1.5
      CsrMconfigptr:         return '{1'b1, Fixed, 32'h0};          // 3.1.17
      CsrMbeaddr:            return '{1'b1, Fixed, 32'h0};          // ours    line of the last bus error
      CsrMbecount:           return '{1'b1, Fixed, 32'h0};          // ours    bus errors since reset
      default:               return '{1'b0, Fixed, 32'h0};
    endcase
  endfunction
endpackage
`default_nettype wire

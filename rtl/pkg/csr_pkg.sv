// csr_pkg.sv - the table of CSRs: privileged specification 1.12 for a hart with M, S and U modes.
// One row each: number, what may be written, what kind of field it is, section. Read values stand in
// csr.sv under the same names. A number without a row is an illegal instruction; so is a write to a row
// whose number has bits 11:10 set.
`default_nettype none
package csr_pkg;
  localparam logic [11:0]
    CsrSstatus = 12'h100, CsrSie = 12'h104, CsrStvec = 12'h105, CsrScounteren = 12'h106, CsrSenvcfg = 12'h10a,
    CsrSscratch = 12'h140, CsrSepc = 12'h141, CsrScause = 12'h142, CsrStval = 12'h143, CsrSip = 12'h144,
    CsrStimecmp = 12'h14d, CsrStimecmph = 12'h15d, CsrSatp = 12'h180,
    CsrMstatus = 12'h300, CsrMisa = 12'h301, CsrMedeleg = 12'h302, CsrMideleg = 12'h303, CsrMie = 12'h304,
    CsrMtvec = 12'h305, CsrMcounteren = 12'h306, CsrMenvcfg = 12'h30a, CsrMstatush = 12'h310, CsrMenvcfgh = 12'h31a,
    CsrMcountinhibit = 12'h320, CsrMscratch = 12'h340, CsrMepc = 12'h341, CsrMcause = 12'h342,
    CsrMtval = 12'h343, CsrMip = 12'h344, CsrMhpmevent3 = 12'h323, CsrMhpmevent3h = 12'h723, CsrScountovf = 12'hda0,
    CsrPmpcfg0 = 12'h3a0, CsrPmpaddr0 = 12'h3b0,
    CsrMcycle = 12'hb00, CsrMinstret = 12'hb02, CsrMcycleh = 12'hb80, CsrMinstreth = 12'hb82,
    CsrCycle = 12'hc00, CsrTime = 12'hc01, CsrInstret = 12'hc02,
    CsrCycleh = 12'hc80, CsrTimeh = 12'hc81, CsrInstreth = 12'hc82,
    CsrMvendorid = 12'hf11, CsrMarchid = 12'hf12, CsrMimpid = 12'hf13, CsrMhartid = 12'hf14,
    CsrMconfigptr = 12'hf15,
    CsrMbeaddr = 12'hfc0, CsrMbecount = 12'hfc1;

  // Places in csr.sv's RAM, in the order of the numbers' low bits. A high word follows its low word.
  // A word of S stands 16 above M's.
  localparam logic [4:0]
    WordMcycle = 5'd0, WordMcycleh = 5'd1, WordMinstret = 5'd2, WordMinstreth = 5'd3,
    WordMepc = 5'd5, WordMcause = 5'd6, WordMtval = 5'd7,                  // 4: mscratch, 11: mtvec
    WordMbeaddr = 5'd8, WordMbecount = 5'd9,
    WordHpm3 = 5'd12, WordHpm7 = 5'd28;                                    // 12 to 19, 28 to 31: mhpmcounter3-8

  // What is counted in that RAM, and the place of its low word, or only word.
  localparam int MaxHpm = 6, CountBus = 2, CountHpm = 3, NumCounters = CountHpm + MaxHpm;  // 0 mcycle, 1 minstret, 2 mbecount, 3 mhpmcounter3, ...
  function automatic logic [4:0] count_word(int count);
    if (count == 0) return WordMcycle;
    if (count == 1) return WordMinstret;
    if (count == CountBus) return WordMbecount;
    return count < CountHpm + 4 ? WordHpm3 + 5'(2 * (count - CountHpm)) : WordHpm7 + 5'(2 * (count - CountHpm - 4));
  endfunction
  // Bits of what a counter has pending (pending.sv). A walk is 5 words, and two of each mhpmcounter; a CSR instruction
  // every fourth cycle leaves it one cycle in four. After reset the first comes when the RAM is clear.
  function automatic int pend_bits(int hpm_counters);
    return hpm_counters > 4 ? 7 : 6;
  endfunction
  // The same by a number's last three bits, bit 0 excepted: 3 to 8.
  function automatic logic [4:1] hpm_word(logic [2:0] number);
    unique case (number)
      3'd3: return 4'd6;
      3'd4: return 4'd7;
      3'd5: return 4'd8;
      3'd6: return 4'd9;
      3'd7: return 4'd14;
      default: return 4'd15;
    endcase
  endfunction

  // Where a CSR that exists stands. Numbers without a row are never asked for, so few of a number's bits are looked at.
  typedef struct packed {
    logic       ram;           // in that RAM, at `word`: one of these
    logic       counter;
    logic       hpm;           // of the counters: not mcycle, minstret
    logic       trap;          // xscratch, xepc, xcause, xtval
    logic       tvec;          // xtvec, but for its mode
    logic [4:0] word;
  } place_t;
  function automatic place_t place(logic [11:0] addr, int hpm_counters);
    logic buserr, of_s;
    place.counter = addr[11] && !(addr[10] && addr[9]) && !addr[5] &&
                    (addr[4:2] == 3'd0 ? addr[1:0] != 2'd1 && (addr[1:0] != 2'd3 || hpm_counters != 0)
                                       : {27'd0, addr[4:0]} < hpm_counters + 3);
    place.hpm     = addr[3] || addr[2] || addr[0];
    place.trap    = addr[6] && !addr[7] && !addr[2];
    buserr        = addr[6] && addr[7];
    place.tvec    = !addr[11] && addr[7:4] == 4'd0 && addr[2:0] == CsrMtvec[2:0];
    place.ram     = place.counter || place.trap || buserr || place.tvec;
    of_s          = addr[9:8] == CsrSscratch[9:8];
    place.word    = place.counter ? {place.hpm ? hpm_word(addr[2:0]) : {3'b000, addr[1]}, addr[7]}
                                  : {of_s, place.trap ? 2'b01 : 2'b10, place.trap ? addr[1] : addr[2], addr[0]};
  endfunction

  typedef enum logic [1:0] { ModeU = 2'd0, ModeS = 2'd1, ModeM = 2'd3 } mode_e;

  // What decode asks: the mode, and what it may do.
  typedef struct packed {
    mode_e      mode;
    logic       satp;         // touch satp, execute sfence.vma
    logic       stimecmp;
    logic       sret;
    logic       wfi;
    logic [NumCounters-1:0] counter;   // read cycle, time, instret, hpmcounter3, ...
  } rights_t;

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

  localparam logic [31:0] IrqMask     = 32'h0001_2aaa;   // bus error 16, overflow 13; external, timer, software: M 11 7 3, S 9 5 1
  localparam logic [31:0] IrqMaskS    = 32'h0000_2222;   // may be delegated
  localparam logic [31:0] IrqRegs     = 32'h0001_2222;   // mip's registers; the others are lines
  localparam logic [31:0] CounterMask = (32'd8 << config_pkg::HpmCounters) - 32'd1;    // IR TM CY, mhpmcounter3 and up
  localparam logic [31:0] ExcMaskS    = 32'h0000_b3ae;   // may be delegated: what modes below M can raise
  localparam logic [31:0] SstatusMask = 32'h000c_0122;   // MXR SUM SPP SPIE SIE

  // What only a hart with S-mode has: its own registers, delegation, scountovf.
  function automatic logic of_smode(logic [11:0] addr);
    return addr[9:8] == 2'b01 || addr == CsrMedeleg || addr == CsrMideleg;
  endfunction

  function automatic csr_row_t csr_row(logic [11:0] addr);
    unique case (addr) inside
      //                               known  kind   writable bits          section
      CsrSstatus:            return '{1'b1, Wired, SstatusMask};    // 4.1.1
      CsrSie:                return '{1'b1, Plain, IrqMaskS};       // 4.1.3   of these, what is delegated
      CsrStvec:              return '{1'b1, Plain, 32'hffff_fffd};  // 4.1.2
      CsrScounteren:         return '{1'b1, Plain, CounterMask};    // 4.1.5   HPM3 and up, IR TM CY
      CsrSenvcfg:            return '{1'b1, Plain, 32'h0000_0001};  // 4.1.10  FIOM
      CsrSscratch:           return '{1'b1, Plain, 32'hffff_ffff};  // 4.1.6
      CsrSepc:               return '{1'b1, Wired, 32'hffff_fffe};  // 4.1.7
      CsrScause:             return '{1'b1, Wired, 32'h8000_003f};  // 4.1.8
      CsrStval:              return '{1'b1, Wired, 32'hffff_ffff};  // 4.1.9
      CsrSip:                return '{1'b1, Wired, 32'h0000_2002};  // 4.1.3   SSIP and LCOFIP, if delegated
      CsrStimecmp, CsrStimecmph:
                             return '{1'b1, Plain, 32'hffff_ffff};  // Sstc
      CsrSatp:               return '{1'b1, Plain, 32'hffff_ffff};  // 4.1.11  MODE, 9 bits of ASID, PPN
      CsrMstatus:            return '{1'b1, Wired, 32'h007e_19aa};  // 3.1.6   TSR TW TVM MXR SUM MPRV MPP SPP xPIE xIE
      CsrMedeleg:            return '{1'b1, Plain, ExcMaskS};       // 3.1.8
      CsrMideleg:            return '{1'b1, Plain, IrqMaskS};       // 3.1.8
      CsrMcounteren:         return '{1'b1, Plain, CounterMask};    // 3.1.11  HPM3 and up, IR TM CY
      CsrMenvcfg:            return '{1'b1, Plain, 32'h0000_0001};  // 3.1.18  FIOM
      CsrMenvcfgh:           return '{1'b1, Plain, 32'ha000_0000};  // 3.1.18, Sstc, Svadu   STCE, ADUE
      CsrMisa:               return '{1'b1, Fixed, 32'h0};          // 3.1.1
      CsrMie:                return '{1'b1, Plain, IrqMask};        // 3.1.9
      CsrMtvec:              return '{1'b1, Plain, 32'hffff_fffd};  // 3.1.7   mode 0 direct, 1 vectored
      CsrMstatush:           return '{1'b1, Fixed, 32'h0};          // 3.1.6
      CsrMcountinhibit:      return '{1'b1, Plain, CounterMask & ~32'd2};   // 3.1.12  HPM3 and up, IR, CY
      12'h323, 12'b0011_0010_01??, 12'b0011_0010_1???,
      12'b0011_0011_????:    return '{1'b1, Plain, 32'h0000_007f};  // 3.1.10  mhpmevent3-31: of the counters that there are
      12'h723, 12'b0111_0010_01??, 12'b0111_0010_1???,
      12'b0111_0011_????:    return '{1'b1, Wired, 32'hf000_0000};  // Sscofpmf  mhpmevent3h-31h: OF MINH SINH UINH
      CsrScountovf:          return '{1'b1, Fixed, 32'h0};          // Sscofpmf
      CsrMscratch:           return '{1'b1, Plain, 32'hffff_ffff};  // 3.1.13
      CsrMepc:               return '{1'b1, Wired, 32'hffff_fffe};  // 3.1.14
      CsrMcause:             return '{1'b1, Wired, 32'h8000_003f};  // 3.1.15
      CsrMtval:              return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.16
      CsrMip:                return '{1'b1, Wired, IrqRegs};        // 3.1.9
      12'b0011_1010_00??:    return '{1'b1, Plain, 32'h9f9f_9f9f};  // 3.7.1   pmpcfg0-3: of the entries that there are
      12'b0011_1011_????:    return '{1'b1, Plain, 32'hffff_ffff};  // 3.7.1   pmpaddr0-15: the same
      CsrMcycle:             return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      CsrMinstret:           return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      12'hb03, 12'b1011_0000_01??, 12'b1011_0000_1???,
      12'b1011_0001_????:    return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10  mhpmcounter3-31: those that there are
      CsrMcycleh:            return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      CsrMinstreth:          return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10
      12'hb83, 12'b1011_1000_01??, 12'b1011_1000_1???,
      12'b1011_1001_????:    return '{1'b1, Wired, 32'hffff_ffff};  // 3.1.10  mhpmcounter3h-31h: the same
      CsrCycle, CsrCycleh:   return '{1'b1, Fixed, 32'h0};          // Zicntr
      CsrTime, CsrTimeh:     return '{1'b1, Fixed, 32'h0};          // Zicntr
      CsrInstret,
      CsrInstreth:           return '{1'b1, Fixed, 32'h0};          // Zicntr
      12'hc03, 12'b1100_0000_01??, 12'b1100_0000_1???, 12'b1100_0001_????,
      12'hc83, 12'b1100_1000_01??, 12'b1100_1000_1???,
      12'b1100_1001_????:    return '{1'b1, Fixed, 32'h0};          // Zihpm   hpmcounter3-31, and h
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

// interrupts.sv - mip, mie, mideleg, and whether to take an interrupt now (privileged spec 1.12 3.1.8, 3.1.9, 4.1.3).
// One that is not delegated goes to M: from S and U always, from M if MIE. A delegated one goes to S: from U
// always, from S if SIE, never from M. M's come first. Everything is registered once: no CSR instruction, trap or
// return is followed by another instruction in w within two cycles (issue.sv, flush.sv).
`include "mutant.svh"
`default_nettype none
module interrupts
  import uop_pkg::*, csr_pkg::*;
#(
  parameter bit Smode = config_pkg::Smode
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        soft_i,          // lines
  input  logic        timer_i,
  input  logic        ext_i,
  input  logic        ext_s_i,
  input  logic        stce_i,          // STIP is stip_i, and not written (Sstc)
  input  logic        stip_i,
  input  logic        buserr_i,        // one cycle: a store or a write-back failed
  input  logic        overflow_i,      // one cycle: a counter overflowed (Sscofpmf)
  input  mode_e       mode_i,
  input  logic        mie_i,           // mstatus.MIE, SIE
  input  logic        sie_i,
  // Writes
  input  logic        w_write_i,
  input  logic [11:0] w_addr_i,
  input  csr_op_e     w_op_i,
  input  logic [31:0] w_src_i,
  input  logic [31:0] w_data_i,        // w_src_i applied to what was read
  output logic [31:0] mie_o,
  output logic [31:0] mip_o,
  output logic [31:0] mideleg_o,
  output logic        irq_o,           // take an interrupt now ...
  output logic [4:0]  cause_o,         // ... for this reason ...
  output logic        to_s_o,          // ... to S-mode's handler
  output logic        wake_o           // mip & mie is not zero: wfi ends
);
  localparam logic [31:0] MaskS = Smode ? IrqMaskS : 32'd0, Mask = Smode ? IrqMask : IrqMask & ~IrqMaskS;
  localparam int Ssi = 1, Msi = 3, Sti = 5, Mti = 7, Sei = 9, Mei = 11, Coi = 13, Bei = 16;
  logic [31:0] ie_q, mideleg_q, mip_d, mip_q, ready_m_q, ready_s_q;
  logic        bei_d, sei_d, ext_s_q, stip_q, take_q;
  logic [31:0] seen_d;                 // mip_d with the lines that registers hide

  wire w_mip = w_write_i && w_addr_i == CsrMip;
  wire w_sip = w_write_i && w_addr_i == CsrSip;
  function automatic logic written(csr_op_e op, logic old, logic src);
    return op == CsrWrite ? src : op == CsrSet ? old || src : old && !src;
  endfunction
  // A bus error that comes while mip is written is not lost: the write works on the bit as it is now. On SEIP it
  // works on software's bit, without the line that is read with it (3.1.9).
  assign bei_d = buserr_i || (w_mip ? written(w_op_i, mip_q[Bei], w_src_i[Bei]) : mip_q[Bei]);
  assign sei_d = Smode && (w_mip ? `TH_MUTANT(57, written(w_op_i, mip_q[Sei], w_src_i[Sei]), w_data_i[Sei]) : mip_q[Sei]);
  always_comb begin
    mip_d = mip_q & MaskS;
    if (w_mip) mip_d = w_data_i & MaskS;
    if (stce_i) mip_d[Sti] = mip_q[Sti];
    if (w_sip && mideleg_q[Ssi]) mip_d[Ssi] = w_data_i[Ssi];
    if (w_sip && mideleg_q[Coi]) mip_d[Coi] = w_data_i[Coi];
    if (overflow_i)              mip_d[Coi] = 1'b1;                       // not between a read and its write: hpm.sv
    mip_d[Msi] = soft_i; mip_d[Mti] = timer_i; mip_d[Mei] = ext_i; mip_d[Bei] = bei_d; mip_d[Sei] = sei_d;
    seen_d = mip_d | 32'(ext_s_i) << Sei;
    if (stce_i) seen_d[Sti] = stip_i;
  end

  // Ready: as mip, and as mie and mideleg were a cycle ago.
  wire [31:0] deleg = `TH_MUTANT(46, mideleg_q, 32'd0);
  wire [31:0] ready = seen_d & ie_q;
  wire        m_on  = mode_i != ModeM || mie_i;
  wire        s_on  = `TH_MUTANT(45, mode_i == ModeU, 1'b0) || (mode_i == ModeS && sie_i);
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      ie_q <= '0; mideleg_q <= '0; mip_q <= '0; ready_m_q <= '0; ready_s_q <= '0; ext_s_q <= 1'b0; stip_q <= 1'b0; take_q <= 1'b0;
    end else begin
      if (w_write_i && w_addr_i == CsrMie)     ie_q <= w_data_i & Mask;
      if (w_write_i && w_addr_i == CsrSie)     ie_q <= (ie_q & ~mideleg_q) | (w_data_i & mideleg_q);
      if (w_write_i && w_addr_i == CsrMideleg) mideleg_q <= w_data_i & MaskS;
      mip_q     <= mip_d;
      ext_s_q   <= ext_s_i;
      stip_q    <= stip_i;
      ready_m_q <= ready & ~deleg;
      ready_s_q <= ready & deleg;
      take_q    <= (|(ready & ~deleg) && m_on) || (|(ready & deleg) && s_on);
    end

  // Bus error first (ours, 3.1.9 leaves its place to us). Below M all of M's are on, in M none of S's: so S's turn
  // is when M has none.
  function automatic logic [4:0] first(logic [31:0] p);
    return p[Bei] ? 5'(Bei) : p[Mei] ? 5'(Mei) : p[Msi] ? 5'(Msi) : p[Mti] ? 5'(Mti) : p[Sei] ? 5'(Sei)
         : p[Ssi] ? 5'(Ssi) : p[Sti] ? 5'(Sti) : 5'(Coi);
  endfunction
  assign to_s_o    = ready_m_q == '0;
  assign cause_o   = first(to_s_o ? ready_s_q : ready_m_q);
  assign irq_o     = take_q;
  assign wake_o    = |ready_m_q || |ready_s_q;
  assign mie_o     = ie_q;
  always_comb begin
    mip_o = mip_q | 32'(ext_s_q) << Sei;
    if (stce_i) mip_o[Sti] = stip_q;
  end
  assign mideleg_o = mideleg_q;
endmodule
`default_nettype wire

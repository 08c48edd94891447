// issue.sv - stage d: decode the queue's head, read registers, find hazards; the d/x registers; x's bypass.
// One instruction a cycle. Where an operand will be when its instruction is in x is decided here, and
// registered, so x has no compares. Possible because x, m and w move together: whenever d moves into x, x's
// instruction moves into m and m's into w, and w's retires.
// The one bubble: a dependant waits while a late result's instruction (load, mul, clz, ...) is in x.
// A CSR instruction waits until x, m and w are empty, younger ones until it has left: CSR reads are exact. mret and sret
// wait likewise, so that they do not stay in m, where they hold the port of the CSRs' RAM.
// Second issue: decode slot_i[1] beside this one, pair by unit and by dependence, double the operand set.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module issue
  import core_pkg::*, uop_pkg::*;
#(
  parameter int HpmCounters = config_pkg::HpmCounters,
  parameter bit Smode    = config_pkg::Smode,
  parameter bit Pmp      = 1'b1,
  parameter bit Bitmanip = config_pkg::Bitmanip,
  parameter bit FastMul  = config_pkg::FastMul
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  // Queue head
  input  fetch_slot_t slot_i,
  input  logic        slot_valid_i,
  output logic        pop_o,
  // Why the queue may be empty, for the CPI stack
  input  logic        busy_miss_i,
  input  logic        decode_redirect_i,
  input  csr_pkg::rights_t rights_i,
  // Control. redir: the queue's contents are stale in this cycle. x_kill: x's instruction is dropped.
  input  logic        redir_i,
  input  cpi_e        redir_reason_i,
  input  logic        x_kill_i,
  input  logic        xm_adv_i,       // x moves on, so d may move in
  input  logic        xm_load_i,      // the same, for data registers
  // Producers in m and w
  input  logic        m_valid_i,
  input  logic        m_wen_i,
  input  logic [4:0]  m_rd_i,
  input  logic        m_csr_i,
  input  logic [31:0] m_result_i,     // ALU result register
  input  logic        w_valid_i,
  input  logic        w_wen_i,
  input  logic [4:0]  w_rd_i,
  input  logic        w_csr_i,
  input  logic [31:0] w_result_i,
  input  logic        w_result_ok_i,  // low: a load in w still waits for its data
  input  logic        rf_wen_i,       // w retires with a register, or reset
  // Stage x
  output logic        x_valid_o,      // killed ones excluded
  output cpi_e        x_reason_o,     // why x is empty
  output uop_t        x_uop_o,
  output logic [31:0] x_pc_o,
  output logic [31:0] x_imm_o,
  output pred_t       x_pred_o,
  output logic [31:0] x_a_o,          // operands behind the bypass
  output logic [31:0] x_b_o,
  output logic        x_ops_ok_o,     // the operands are true; always when x moves on
  output csr_uop_t    csr_o,          // of the CSR instruction under way
  output csr_pkg::place_t csr_place_o
`ifdef TH_CHECK
  ,
  output trace_t      x_trace_o,
  output logic        d_valid_o
`endif
);
  // ---------------------------------------------------------------- decode
  uop_t        d_uop;
  csr_uop_t    d_csr;
  logic [31:0] d_imm;
  src_e        d_a_src, d_b_src;
  logic        d_use_rs1, d_use_rs2;
  decode #(.Smode(Smode), .Pmp(Pmp), .Bitmanip(Bitmanip), .FastMul(FastMul)) u_decode (
    .en_i(slot_valid_i && xm_adv_i), .insn_i(slot_i.insn), .raw_i(slot_i.raw), .rvc_i(slot_i.rvc), .illegal_i(slot_i.illegal),
    .fault_i(slot_i.fault), .fault_hi_i(slot_i.fault_hi), .rights_i, .uop_o(d_uop), .csr_o(d_csr), .imm_o(d_imm),
    .a_src_o(d_a_src), .b_src_o(d_b_src), .use_rs1_o(d_use_rs1), .use_rs2_o(d_use_rs2));

  wire [4:0] d_rs1 = slot_i.insn[19:15];
  wire [4:0] d_rs2 = slot_i.insn[24:20];

  logic [31:0] rf_rs1, rf_rs2;
  regfile u_regfile (
    .clk_i, .rs1_i(d_rs1), .rs1_data_o(rf_rs1), .rs2_i(d_rs2), .rs2_data_o(rf_rs2),
    .wen_i(rf_wen_i), .rd_i(w_rd_i), .rd_data_i(w_result_i));

  // ---------------------------------------------------------------- hazards
  logic dx_valid_q;
  uop_t dx_uop_q;
  wire  x_valid = dx_valid_q && !x_kill_i;
  wire  x_wen   = x_valid && dx_uop_q.wen;
  wire  m_wen   = m_valid_i && m_wen_i;
  wire  w_wen   = w_valid_i && w_wen_i;

  // wen is never set for x0, so no address match needs to exclude it
  wire rs1_in_x = x_wen && dx_uop_q.rd == d_rs1, rs2_in_x = x_wen && dx_uop_q.rd == d_rs2;
  wire rs1_in_m = m_wen && m_rd_i == d_rs1,      rs2_in_m = m_wen && m_rd_i == d_rs2;
  wire rs1_in_w = w_wen && w_rd_i == d_rs1,      rs2_in_w = w_wen && w_rd_i == d_rs2;
  wire x_late   = dx_uop_q.res inside {ResCount, ResMul, ResCsr} || `TH_MUTANT(23, dx_uop_q.res == ResMem, 1'b0);

  wire d_valid     = slot_valid_i && !redir_i;
  // By a few bits, whether it is legal or not: SYSTEM that is a CSR instruction, mret or sret (wfi, sfence.vma, ecall are not).
  wire d_alone     = slot_i.insn[6:2] == 5'b11100 && (slot_i.insn[14:12] != 3'd0 || (slot_i.insn[21] && !slot_i.insn[25]));
  `TH_ASSERT(chk_alone, d_alone || !slot_valid_i || !xm_adv_i || !(d_uop.sys inside {SysCsr, SysRet}))
  wire d_wait_late = x_late && ((d_use_rs1 && rs1_in_x) || (d_use_rs2 && rs2_in_x));
  wire d_wait_csr_older   = d_alone && (x_valid || m_valid_i || w_valid_i);
  wire d_wait_csr_younger = (x_valid && dx_uop_q.sys == SysCsr) || (m_valid_i && m_csr_i) || (w_valid_i && w_csr_i);
  wire d_stall     = d_wait_late || d_wait_csr_older || d_wait_csr_younger;
  wire d_issue     = d_valid && !d_stall && xm_adv_i;
  assign pop_o     = d_issue;

  // ---------------------------------------------------------------- bubbles: why x becomes empty
  // refill: why the queue is empty if no I-cache miss is. A redirect's reason lasts until its first
  // instruction; a jump found at decode sits in the queue itself, so its reason lasts three cycles at least.
  cpi_e       refill_q, d_reason;
  logic [1:0] refill_age_q;
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      refill_q <= CpiFetch; refill_age_q <= 2'd0;
    end else if (redir_i) begin
      refill_q <= redir_reason_i; refill_age_q <= 2'd0;
    end else if (decode_redirect_i) begin
      refill_q <= CpiJump; refill_age_q <= 2'd3;
    end else if (refill_age_q != 2'd0) refill_age_q <= refill_age_q - 2'd1;
    else if (slot_valid_i)             refill_q <= CpiFetch;

  always_comb begin
    d_reason = refill_q;
    if (redir_i)                                      d_reason = redir_reason_i;
    else if (d_wait_csr_younger)                      d_reason = CpiCsr;
    else if (d_valid && d_wait_csr_older)             d_reason = CpiCsr;
    else if (d_valid && dx_uop_q.res == ResMem)       d_reason = CpiLoadUse;    // d_wait_late
    else if (d_valid)                                 d_reason = CpiMulDiv;     // d_wait_late
    else if (busy_miss_i)                             d_reason = CpiICache;
  end

  // ---------------------------------------------------------------- d/x registers
  logic [31:0] dx_a_q, dx_b_q, dx_imm_q, dx_pc_q;
  opsel_t      dx_a_sel_q, dx_b_sel_q;
  pred_t       dx_pred_q;
  cpi_e        dx_reason_q;
  csr_uop_t    csr_q;
  csr_pkg::place_t csr_place_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni)        dx_valid_q <= 1'b0;
    else if (xm_adv_i)  dx_valid_q <= d_issue;
    else if (x_kill_i)  dx_valid_q <= 1'b0;

    if (!rst_ni)        dx_reason_q <= CpiFetch;
    else if (xm_adv_i)  dx_reason_q <= d_reason;
    else if (x_kill_i)  dx_reason_q <= redir_reason_i;

    if (xm_load_i) begin
      dx_uop_q <= d_uop;
      dx_imm_q <= d_imm;
      dx_pc_q  <= slot_i.pc;
      dx_pred_q <= slot_i.pred;
    end
    if (!d_wait_csr_younger) begin                 // stays while a CSR instruction is under way
      csr_q       <= d_csr;
      csr_place_q <= csr_pkg::place(d_csr.addr, HpmCounters);
    end
  end

  // Operand registers. While x stays nothing needs to be kept: what m or w holds for x stays there too. m
  // stays with x unless a division waits, which has taken its operands; w's register is not overwritten
  // before m moves. So they are loaded with x only, one LUT a bit.
  // The register is zero when the operand comes from elsewhere: then two LUTs a bit join the four sources.
  function automatic opsel_t place(src_e src, logic in_x, logic in_m);
    return '{alt: src == SrcAlt, from_m: src == SrcRs && in_x, from_w: src == SrcRs && !in_x && in_m};
  endfunction
  wire a_in_m = `TH_MUTANT(22, rs1_in_m, 1'b0), a_in_w = `TH_MUTANT(24, rs1_in_w, 1'b0);
  wire a_reg  = d_a_src == SrcRs && !rs1_in_x && !a_in_m;
  wire b_reg  = d_b_src == SrcRs && !rs2_in_x && !rs2_in_m;
  always_ff @(posedge clk_i)
    if (xm_load_i) begin
      dx_a_sel_q <= place(d_a_src, rs1_in_x, a_in_m);
      dx_b_sel_q <= place(d_b_src, rs2_in_x, rs2_in_m);
      dx_a_q     <= ({32{a_reg && !a_in_w}}   & rf_rs1) | ({32{a_reg && a_in_w}}   & w_result_i);
      dx_b_q     <= ({32{b_reg && !rs2_in_w}} & rf_rs2) | ({32{b_reg && rs2_in_w}} & w_result_i);
    end

  function automatic logic [31:0] operand(opsel_t sel, logic [31:0] register, alt, m, w);
    return register | ({32{sel.alt}} & alt) | ({32{sel.from_m}} & m) | ({32{sel.from_w}} & w);
  endfunction
  assign x_a_o = operand(dx_a_sel_q, dx_a_q, dx_pc_q,  m_result_i, w_result_i);
  assign x_b_o = operand(dx_b_sel_q, dx_b_q, dx_imm_q, m_result_i, w_result_i);
  assign x_ops_ok_o = w_result_ok_i || (!dx_a_sel_q.from_w && !dx_b_sel_q.from_w);

  assign x_valid_o  = x_valid;
  assign x_reason_o = dx_valid_q ? redir_reason_i : dx_reason_q;   // valid and yet empty: killed
  assign x_uop_o    = dx_uop_q;
  assign x_pc_o     = dx_pc_q;
  assign x_imm_o    = dx_imm_q;
  assign x_pred_o   = dx_pred_q;
  assign csr_o      = csr_q;
  assign csr_place_o = csr_place_q;

`ifdef TH_CHECK
  trace_t dx_trace_q;
  always_ff @(posedge clk_i)
    if (xm_adv_i) begin
      dx_trace_q      <= '0;
      dx_trace_q.uid  <= slot_i.uid;
      dx_trace_q.insn <= slot_i.rvc ? {16'd0, slot_i.raw} : slot_i.insn;
      dx_trace_q.rs1  <= d_use_rs1 ? d_rs1 : 5'd0;
      dx_trace_q.rs2  <= d_use_rs2 ? d_rs2 : 5'd0;
    end
  assign x_trace_o = dx_trace_q;
  assign d_valid_o = d_valid;
`endif
endmodule
`default_nettype wire

// align.sv - stage a: cuts the fetch buffer's block of 8 bytes into instructions, up to two a cycle, and
// checks what the predictor said of it.
// A 4-byte instruction that starts in the last halfword is carried into the next block, and leaves alone.
// Everything rare waits until it is the first of the row, corrects what was predicted, and is cut again:
//   jump   a direct jump that nobody predicted: fetch is sent to its target, and now it is predicted
//   undo   a prediction on something that is no transfer, or that ends in the middle of an instruction:
//          the prediction is dropped, fetch goes on with the next block
//   miss   the cache had not got the block, which is known too late for f1: it is fetched again
// A block whose upper word faults alone (PMP, docs/ref/mmu.md) goes out one instruction at a time, with a cycle before
// each to see whether it reaches the upper word; the first that does is the fault.
// A carried jump to a last halfword is left to the back end: its own pc is one halfword before pc_q, and
// only then does the sum borrow from pc_q.
`include "chk.svh"
`default_nettype none
module align
  import core_pkg::*, predict_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        flush_i,

  // The block from f1; taken when in_ready_o
  input  logic        in_valid_i,
  input  logic        in_ok_i,          // low: what came is not the block
  output logic        in_ready_o,
  input  logic [31:1] in_pc_i,
  input  logic [63:0] in_data_i,
  input  fetch_fault_e in_fault_i,
  input  logic        in_upper_i,       // only the block's upper word faults, with an access fault; pc is in the lower
  input  logic        in_taken_i,
  input  logic [2:1]  in_last_i,
  input  logic        in_lane_i,
  input  ftq_t        in_ftq_i,

  // A row of one or two instructions to the queue
  input  logic        room_i,
  output fetch_row_t  row_o,
  output logic        row_valid_o,

  // Rare: fetch goes to redir_pc_o
  output logic        jump_o,
  output logic        call_o,
  output logic        undo_o,
  output logic        miss_o,
  output logic [31:1] redir_pc_o,
  output logic        fresh_o,          // first cycle of a block, or after a jump was found
  output logic [31:1] last_o,           // last halfword of what is predicted; after an undo, of the former
  output logic        lane_o,           // its BTB lane
  output ftq_t        ftq_o
);
  logic        valid_q, miss_q, fresh_q, fault_q, page_q, taken_q, lane_q, carry_q;
  logic        upper_q, look_q, cross_q; // the upper word faults; look before the next one; fault_q is of its second half
  logic [31:3] pc_q;
  logic [2:1]  off_q, last_q;
  logic [63:0] data_q;
  logic [15:0] half_q;                   // the carried halfword
  ftq_t        ftq_q;

  // What each halfword would be if an instruction began there: known before it is known where they begin.
  logic [3:0] rvc, transfer, dir_jump;
  logic       transfer_q, dir_jump_q;    // of the carried one
  wire valid = valid_q && !miss_q;
  wire go   = valid && !look_q;
  wire room = room_i && !look_q;
  align_ends u_ends (
    .data_i(data_q), .valid_i(valid_q), .room_i(room && !upper_q), .fault_i(fault_q), .off_i(off_q), .carry_i(carry_q),
    .transfer_i(transfer_q), .taken_i(taken_q), .last_i(last_q), .rvc_o(rvc), .transfer_o(transfer),
    .jump_o(dir_jump), .ready_o(in_ready_o));

  // ---------------------------------------------------------------- first instruction
  logic [31:0] i0, i1;
  wire        rvc0 = !carry_q && rvc[off_q];
  wire        whole0 = carry_q || rvc0 || off_q != 2'd3;
  wire [2:1]  end0 = carry_q || rvc0 ? off_q : off_q + 2'd1;
  wire        hit0 = taken_q && last_q == end0 && whole0;
  wire        cut0 = taken_q && last_q == off_q && !carry_q && !rvc0;
  wire        jump0 = whole0 && (carry_q ? dir_jump_q && data_q[6:5] != '0 : dir_jump[off_q]) && !hit0;
  wire        undo0 = cut0 || (hit0 && !(carry_q ? transfer_q : transfer[off_q]));

  // ---------------------------------------------------------------- second: from halfword 1 on
  wire [3:1]  pos1 = {1'b0, end0} + 3'd1;
  wire        rvc1 = rvc[pos1[2:1]];
  wire [3:1]  end1 = pos1 + 3'(!rvc1);
  wire        hit1 = taken_q && last_q == end1[2:1];
  wire        cut1 = taken_q && last_q == pos1[2:1] && !rvc1;
  wire        rare1 = cut1 || (hit1 ? !transfer[pos1[2:1]] : dir_jump[pos1[2:1]]);
  wire        have1 = !carry_q && !end1[3] && !pos1[3] && !rare1 && !hit0 && !fault_q && !upper_q;

  align_select u_select (
    .data_i(data_q), .carry_i(carry_q), .half_i(half_q), .pos0_i(off_q), .pos1_i(pos1[2:1]), .i0_o(i0), .i1_o(i1));

  // ---------------------------------------------------------------- what happens
  wire rare  = go && !fault_q && (undo0 || jump0);
  wire undo  = rare && undo0;
  wire jump  = rare && !undo0;
  wire emit  = valid && room && (fault_q || (whole0 && !undo0 && !jump0));
  wire taken = !fault_q && (hit0 || (have1 && hit1));
  wire [3:1] next = !emit ? {1'b0, off_q} : have1 ? end1 + 3'd1 : pos1;
  wire tail  = valid && room && !fault_q && !(emit && taken) && !rare && next == 3'd3 && !rvc[3] &&
               !(taken_q && last_q == 2'd3);
  wire done  = tail || (emit && (fault_q || taken || next == 3'd4));
  wire over  = upper_q && look_q && (off_q[2] || (off_q[1] && !carry_q && !rvc0));   // the fault comes now
  // What is not ready although it is done takes the next block a cycle later.
  `TH_ASSERT(chk_ready_when_done, !(valid && in_ready_o) || done)

  assign jump_o = jump;
  assign undo_o = undo;
  assign miss_o = valid_q && miss_q;
  assign call_o = rvc0 ? !i0[15] : i0[11:7] inside {5'd1, 5'd5};
  // Of the two it is the jump where there is one that no prediction cuts in half: that is known earlier.
  wire        fall = cut0 || !(carry_q ? dir_jump_q : dir_jump[off_q]);
  `TH_ASSERT(chk_fall, !rare || fall == undo)
  wire [31:1] base = {pc_q, fall && !miss_q ? 2'd0 : off_q};
  wire [31:1] jal  = {{11{i0[31]}}, i0[31], i0[19:12], i0[20], i0[30:23], i0[22:21] - 2'(carry_q)};
  wire [31:1] imm  = fall ? 31'd4 :
                     rvc0 ? {{20{i0[12]}}, i0[12], i0[8], i0[10:9], i0[6], i0[7], i0[2], i0[11], i0[5:3]} : jal;
  assign redir_pc_o = base + (miss_q ? 31'd0 : imm);
  assign fresh_o    = fresh_q;
  assign last_o     = {pc_q, last_q};
  assign lane_o     = lane_q;
  assign ftq_o      = ftq_q;

  always_comb begin
`ifdef TH_CHECK
    row_o.uid     = '0;                  // given by the front end
`endif
    row_o.off     = carry_q ? 2'd3 : off_q;
    row_o.insn0   = i0;
    row_o.insn1   = i1;
    row_o.two     = have1;
    row_o.fault   = fault_q;
    row_o.page    = page_q;
    row_o.carry   = carry_q;
    row_o.upper   = carry_q || cross_q;
    row_o.taken   = taken;
    row_o.ftq     = ftq_q;
  end
  assign row_valid_o = emit;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      valid_q <= 1'b0;
      carry_q <= 1'b0;
    end else begin
      if (in_ready_o) valid_q <= in_valid_i;
      else if (done || miss_q) valid_q <= 1'b0;
      if (done)       carry_q <= tail;
      else if (emit)  carry_q <= 1'b0;
    end
    fresh_q <= in_ready_o || jump;
    if (tail) begin
      half_q     <= data_q[63:48];
      transfer_q <= transfer[3];
      dir_jump_q <= dir_jump[3];
    end
    if (in_ready_o) begin
      miss_q   <= !in_ok_i;
      pc_q     <= in_pc_i[31:3];
      off_q    <= in_pc_i[2:1];
      data_q   <= in_data_i;
      fault_q  <= in_fault_i != FetchOk;
      page_q   <= in_fault_i == FetchPage;
      upper_q  <= in_upper_i;
      look_q   <= in_upper_i;
      cross_q  <= 1'b0;
      taken_q  <= in_taken_i && in_fault_i == FetchOk;
      last_q   <= in_last_i;
      lane_q   <= in_lane_i;
      ftq_q    <= in_ftq_i;
    end else begin
      if (emit) off_q   <= next[2:1];
      if (rare) taken_q <= jump;
      if (jump) last_q  <= end0;
      look_q <= upper_q && emit;
      if (over) begin
        {upper_q, page_q, taken_q} <= '0;
        fault_q <= 1'b1;
        cross_q <= !off_q[2];
      end
    end
  end
endmodule
`default_nettype wire

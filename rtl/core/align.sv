// align.sv - stage a: cuts the fetch buffer's block of 8 bytes into instructions, up to two a cycle, and
// checks what the predictor said of it.
// A 4-byte instruction that starts in the last halfword is carried into the next block, and leaves alone.
// Everything rare waits until it is the first of the row, corrects what was predicted, and is cut again:
//   jump   a direct jump that nobody predicted: fetch is sent to its target, and now it is predicted
//   undo   a prediction on something that is no transfer, or that ends in the middle of an instruction:
//          the prediction is dropped, fetch goes on with the next block
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
  output logic        in_ready_o,
  input  logic [31:1] in_pc_i,
  input  logic [63:0] in_data_i,
  input  logic        in_fault_i,
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
  output logic [31:1] redir_pc_o,
  output logic        fresh_o,          // first cycle of a block, or after a jump was found
  output logic [31:1] last_o,           // last halfword of what is predicted; after an undo, of the former
  output logic        lane_o,           // its BTB lane
  output ftq_t        ftq_o
);
  logic        valid_q, fresh_q, fault_q, taken_q, lane_q, carry_q;
  logic [31:3] pc_q;
  logic [2:1]  off_q, last_q;
  logic [63:0] data_q;
  logic [15:0] half_q;                   // the carried halfword
  ftq_t        ftq_q;

  // A control transfer of any kind; a direct jump: its lower halfword tells.
  function automatic logic is_transfer(logic [15:0] i);
    unique case (i[1:0])
      2'b11:   return i[6:4] == 3'b110 && (i[3:2] == 2'b00 || i[2] == 1'b1);
      2'b01:   return i[15:13] inside {3'b001, 3'b101, 3'b110, 3'b111};
      2'b10:   return i[15:13] == 3'b100 && i[6:2] == '0;
      default: return 1'b0;
    endcase
  endfunction
  function automatic logic is_jump(logic [15:0] i);
    return i[1:0] == 2'b11 ? i[6:2] == 5'b11011 : i[1:0] == 2'b01 && i[14:13] == 2'b01;
  endfunction

  // A row of plain instructions from off on ends the block: at its end, or with its last halfword carried on.
  function automatic logic ends_plain(logic [2:1] off, logic [3:0] c, logic [3:0] j);
    unique case (off)
      2'd0:    return !j[0] && (c[0] ? !j[1] && !c[1] && !c[3] : !j[2] && (!c[2] || !c[3]));
      2'd1:    return !j[1] && (c[1] ? !j[2] && (!c[2] || !c[3]) : !(c[3] && j[3]));
      2'd2:    return !j[2] && !(c[2] && c[3] && j[3]);
      default: return !(c[3] && j[3]);
    endcase
  endfunction
  // A row ends with the predicted transfer: its first instruction is that, or plain and the second is.
  function automatic logic ends_taken(logic [2:1] off, logic [2:1] last, logic [3:0] c, logic [3:0] t,
                                      logic [3:0] j);
    logic [2:1] p1, p2;
    p1 = off + 2'd1;
    p2 = off + 2'd2;
    unique case (last - off)
      2'd0:    return c[off] && t[off];
      2'd1:    return c[off] ? c[p1] && t[p1] && !j[off] : t[off];
      2'd2:    return !j[off] && (c[off] ? !c[p1] && t[p1] : c[p2] && t[p2]);
      default: return !j[off] && !c[off] && !c[p2] && t[p2];
    endcase
  endfunction

  // What each halfword would be if an instruction began there: known before it is known where they begin.
  logic [3:0] rvc, transfer, dir_jump;
  logic       transfer_q, dir_jump_q;    // of the carried one
  for (genvar k = 0; k < 4; k++) begin : gen_half
    assign rvc[k]      = data_q[16*k +: 2] != 2'b11;
    assign transfer[k] = is_transfer(data_q[16*k +: 16]);
    assign dir_jump[k] = is_jump(data_q[16*k +: 16]);
  end

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
  wire        have1 = !carry_q && !end1[3] && !pos1[3] && !rare1 && !hit0 && !fault_q;

  align_select u_select (
    .data_i(data_q), .carry_i(carry_q), .half_i(half_q), .pos0_i(off_q), .pos1_i(pos1[2:1]), .i0_o(i0), .i1_o(i1));

  // ---------------------------------------------------------------- what happens
  wire rare  = valid_q && !fault_q && (undo0 || jump0);
  wire undo  = rare && undo0;
  wire jump  = rare && !undo0;
  wire emit  = valid_q && room_i && (fault_q || (whole0 && !undo0 && !jump0));
  wire taken = !fault_q && (hit0 || (have1 && hit1));
  wire [3:1] next = !emit ? {1'b0, off_q} : have1 ? end1 + 3'd1 : pos1;
  wire tail  = valid_q && room_i && !fault_q && !(emit && taken) && !rare && next == 3'd3 && !rvc[3] &&
               !(taken_q && last_q == 2'd3);
  wire done  = tail || (emit && (fault_q || taken || next == 3'd4));
  // The next block may come in this cycle if this one ends with nothing to be corrected. That follows from
  // the halfwords' flags alone. Else it comes in the cycle after.
  wire ends  = carry_q ? taken_q && last_q == 2'd0 && transfer_q :
               taken_q ? ends_taken(off_q, last_q, rvc, transfer, dir_jump) : ends_plain(off_q, rvc, dir_jump);
  assign in_ready_o = !valid_q || (room_i && (fault_q || ends));

  `TH_ASSERT(chk_ready_when_done, !(valid_q && in_ready_o) || done)

  assign jump_o = jump;
  assign undo_o = undo;
  assign call_o = rvc0 ? !i0[15] : i0[11:7] inside {5'd1, 5'd5};
  wire [31:1] base = {pc_q, undo ? 2'd0 : off_q};
  wire [31:1] jal  = {{11{i0[31]}}, i0[31], i0[19:12], i0[20], i0[30:23], i0[22:21] - 2'(carry_q)};
  wire [31:1] imm  = undo ? 31'd4 :
                     rvc0 ? {{20{i0[12]}}, i0[12], i0[8], i0[10:9], i0[6], i0[7], i0[2], i0[11], i0[5:3]} : jal;
  assign redir_pc_o = base + imm;
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
    row_o.carry   = carry_q;
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
      else if (done)  valid_q <= 1'b0;
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
      pc_q     <= in_pc_i[31:3];
      off_q    <= in_pc_i[2:1];
      data_q   <= in_data_i;
      fault_q  <= in_fault_i;
      taken_q  <= in_taken_i && !in_fault_i;
      last_q   <= in_last_i;
      lane_q   <= in_lane_i;
      ftq_q    <= in_ftq_i;
    end else begin
      if (emit) off_q   <= next[2:1];
      if (rare) taken_q <= jump;
      if (jump) last_q  <= end0;
    end
  end
endmodule
`default_nettype wire

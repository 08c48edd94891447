// fetch_queue.sv - rows of one or two instructions between fetch and decode; expands them on the way out.
// slot_o comes out of flip-flops, but for pc and target: these the rows of a block share, so they stand
// once in a table by block numbers, which d reads. An arriving row passes by an empty queue: it is in
// slot_o in the next cycle; its second instruction always comes out of the memory. The next instruction is
// expanded before it is known whether the present one leaves, so decode's stall reaches nothing but a
// clock enable. full_o comes from registers, one pop behind.
`include "chk.svh"
`default_nettype none
module fetch_queue
  import core_pkg::*, predict_pkg::*;
#(
  parameter int Rows = 8
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        flush_i,
  input  fetch_row_t  row_i,
  input  logic        row_valid_i,     // not while full_o
  output logic        full_o,
  // The block in stage a, and the cycle in which next_pc_i is where fetch goes from there
  input  logic        block_valid_i,
  input  ftq_t        block_i,
  input  logic [31:3] block_pc_i,
  input  logic [31:1] next_pc_i,
  output fetch_slot_t slot_o,
  output logic        slot_valid_o,
  input  logic        pop_i
);
  localparam int PtrW = $clog2(Rows);
  logic [PtrW-1:0] rd_q, wr_q;
  logic [PtrW:0]   cnt_q;              // rows in memory
  fetch_row_t      mem_row, row;
  logic            second_q;           // the slot's row has a second instruction, and is still in memory
  logic            valid_q;
  logic            far_q;              // block numbers get scarce
  ftq_t            block_q;            // the slot's block
  ftq_t            pc_at_q;            // whose pc is the slot's: its block, or the one before

  wire empty = cnt_q == '0;
  wire load  = pop_i || !valid_q;      // the slot takes the next instruction
  wire have  = !empty || row_valid_i;
  wire two   = row.two && !second_q;
  wire drop  = load && !empty && !two; // a row's last leaves memory
  wire store = row_valid_i && !(load && empty && !two);
  assign full_o = cnt_q == (PtrW+1)'(Rows) || far_q;

  lutram #(.Width($bits(fetch_row_t)), .Depth(Rows)) u_rows (
    .clk_i, .raddr_i(rd_q), .rdata_o(mem_row), .wen_i(store), .waddr_i(wr_q), .wdata_i(row_i));
  assign row = empty ? row_i : mem_row;

  logic [31:3] pc;
  logic [31:1] target;
  lutram #(.Width(29), .Depth(FtqEntries)) u_pc (
    .clk_i, .raddr_i(pc_at_q), .rdata_o(pc), .wen_i(block_valid_i), .waddr_i(block_i), .wdata_i(block_pc_i));
  lutram #(.Width(31), .Depth(FtqEntries)) u_target (
    .clk_i, .raddr_i(block_q), .rdata_o(target), .wen_i(block_valid_i), .waddr_i(block_i),
    .wdata_i(next_pc_i));

  // ---------------------------------------------------------------- the next instruction, expanded
  wire  [31:0] raw = second_q ? mem_row.insn1 : row.insn0;
  logic [31:0] insn;
  logic        illegal;
  expand u_expand (.en_i(load && have), .insn_i(raw), .insn_o(insn), .illegal_o(illegal));

  logic [31:0] insn_q;
  logic [15:0] raw_q;
  logic [2:1]  off_q;
  logic        rvc_q, illegal_q, fault_q, page_q, upper_q, taken_q;
`ifdef TH_CHECK
  logic [31:0] uid_q;
`endif
  wire ftq_t   live = block_i - block_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      rd_q     <= '0;
      wr_q     <= '0;
      cnt_q    <= '0;
      valid_q  <= 1'b0;
      second_q <= 1'b0;
      far_q    <= 1'b0;
    end else begin
      if (store) wr_q <= wr_q + 1'b1;
      if (drop)  rd_q <= rd_q + 1'b1;
      cnt_q <= cnt_q + (PtrW+1)'(store) - (PtrW+1)'(drop);
      far_q <= valid_q && live >= ftq_t'(FtqFar);
      if (load) begin
        valid_q  <= have;
        second_q <= have && two;
      end
    end
    if (load) begin
      insn_q    <= insn;
      raw_q     <= raw[15:0];
      rvc_q     <= raw[1:0] != 2'b11;
      illegal_q <= illegal;
      fault_q   <= row.fault;          // then there is no second
      page_q    <= row.page;
      upper_q   <= row.upper;
      taken_q   <= row.taken && !two;
      off_q     <= second_q ? off_q + (rvc_q ? 2'd1 : 2'd2) : row.off;
      block_q   <= row.ftq;
      pc_at_q   <= row.ftq - ftq_t'(row.carry);
`ifdef TH_CHECK
      uid_q     <= second_q ? uid_q + 32'd1 : row.uid;
`endif
    end
  end
  always_comb begin
    slot_o.pc       = {pc, off_q, 1'b0};
    slot_o.insn     = insn_q;
    slot_o.raw      = raw_q;
    slot_o.rvc      = rvc_q;
    slot_o.illegal  = illegal_q;
    slot_o.fault    = !fault_q ? FetchOk : page_q ? FetchPage : FetchAccess;
    slot_o.fault_hi = upper_q;
    slot_o.pred     = '{taken: taken_q, target: target, meta: block_q};
`ifdef TH_CHECK
    slot_o.uid      = uid_q;
`endif
  end
  assign slot_valid_o = valid_q;
  `TH_ASSERT(chk_no_overrun, !(row_valid_i && full_o))
  `TH_ASSERT(chk_no_underrun, !(pop_i && !valid_q))
endmodule
`default_nettype wire

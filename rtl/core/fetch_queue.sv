// fetch_queue.sv - rows of one or two instructions between fetch and decode; expands them on the way out.
// slot_o comes out of flip-flops. An arriving row passes by an empty queue: it is in slot_o in the next
// cycle. The next instruction is expanded before it is known whether the present one leaves, so decode's
// stall reaches nothing but a clock enable. full_o comes from a counter, one pop behind.
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
  output fetch_slot_t slot_o,
  output logic        slot_valid_o,
  input  logic        pop_i
);
  localparam int PtrW = $clog2(Rows);
  logic [PtrW-1:0] rd_q, wr_q;
  logic [PtrW:0]   cnt_q;              // rows in memory, the one in the registers excluded
  fetch_row_t      mem_row, row;
  logic            second_q;           // the slot's row has a second instruction, still to come: ...
  logic [31:0]     insn1_q;            // ... this one
  logic [2:1]      off1_q;
  logic            taken_q;
  logic            valid_q;

  wire empty = cnt_q == '0;
  wire load  = pop_i || !valid_q;      // the slot takes the next instruction
  wire take  = load && !second_q && (!empty || row_valid_i);   // from a new row
  wire store = row_valid_i && !(take && empty);
  assign full_o = cnt_q == (PtrW+1)'(Rows);

  lutram #(.Width($bits(fetch_row_t)), .Depth(Rows)) u_rows (
    .clk_i, .raddr_i(rd_q), .rdata_o(mem_row), .wen_i(store), .waddr_i(wr_q), .wdata_i(row_i));
  assign row = empty ? row_i : mem_row;

  // ---------------------------------------------------------------- the next instruction, expanded
  wire  [31:0] raw = second_q ? insn1_q : row.insn0;
  logic [31:0] insn;
  logic        illegal;
  expand u_expand (.insn_i(raw), .insn_o(insn), .illegal_o(illegal));

  fetch_slot_t slot_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || flush_i) begin
      rd_q     <= '0;
      wr_q     <= '0;
      cnt_q    <= '0;
      valid_q  <= 1'b0;
      second_q <= 1'b0;
    end else begin
      if (store)          wr_q <= wr_q + 1'b1;
      if (take && !empty) rd_q <= rd_q + 1'b1;
      cnt_q <= cnt_q + (PtrW+1)'(store) - (PtrW+1)'(take && !empty);
      if (load) begin
        valid_q  <= second_q || take;
        second_q <= !second_q && take && row.two;
      end
    end
    if (load) begin
      slot_q.insn     <= insn;
      slot_q.raw      <= raw[15:0];
      slot_q.rvc      <= raw[1:0] != 2'b11;
      slot_q.illegal  <= illegal;
      slot_q.pc[2:0]  <= {second_q ? off1_q : row.off0, 1'b0};
      slot_q.pred.taken <= second_q ? taken_q : row.taken && !row.two;
`ifdef TH_CHECK
      slot_q.uid      <= second_q ? slot_q.uid + 32'd1 : row.uid;
`endif
    end
    if (load && !second_q) begin       // these the two share
      insn1_q <= row.insn1;
      off1_q  <= row.off1;
      taken_q <= row.taken;
      slot_q.pc[31:3]    <= row.pc;
      slot_q.fault       <= row.fault ? FetchAccess : FetchOk;   // then there is no second
      slot_q.fault_hi    <= row.fault_hi;
      slot_q.pred.target <= row.target;
      slot_q.pred.meta   <= row.ftq;
    end
  end
  assign slot_o       = slot_q;
  assign slot_valid_o = valid_q;
  `TH_ASSERT(chk_no_overrun, !(row_valid_i && full_o))
  `TH_ASSERT(chk_no_underrun, !(pop_i && !valid_q))
endmodule
`default_nettype wire

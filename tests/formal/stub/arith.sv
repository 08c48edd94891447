// arith.sv - for proofs, in place of mul.sv and div.sv: the same ports and timing, a division of any length, but other operations,
// which a solver can follow through the pipeline (exec_pkg). That the real ones compute is left to tests/rtl/test_arith.py.
`default_nettype none
module mul (
  input  logic        clk_i,
  input  logic        x_load_i,
  input  logic [1:0]  x_op_i,
  input  logic [31:0] x_a_i,
  input  logic [31:0] x_b_i,
  input  logic        m_valid_i,
  output logic [31:0] m_result_o
);
  logic [31:0] result_q;
  always_ff @(posedge clk_i) if (x_load_i) result_q <= exec_pkg::instead({1'b0, x_op_i}, x_a_i, x_b_i);
  assign m_result_o = m_valid_i ? result_q : 32'd0;
endmodule

module div (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,
  input  logic [1:0]  op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  input  logic        kill_i,
  input  logic        ack_i,
  output logic        idle_o,
  output logic        done_o,
  output logic [31:0] result_o
);
  logic        busy_q, done_q;
  logic [31:0] result_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || kill_i || (done_q && ack_i)) {busy_q, done_q} <= 2'b00;
    else if (!busy_q)                           busy_q <= start_i;
    else                                        done_q <= done_q || hart_proof.free_i.div_done;
    if (!busy_q && start_i) result_q <= exec_pkg::instead({1'b1, op_i}, a_i, b_i);
  end
  assign idle_o   = !busy_q;
  assign done_o   = done_q;
  assign result_o = busy_q ? result_q : 32'd0;
endmodule
`default_nettype wire

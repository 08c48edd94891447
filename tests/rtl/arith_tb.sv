// arith_tb.sv - the units of x and m that make register results, side by side, for arith_bench.cc.
// The ALU's inputs are registered nowhere: it is checked as the function it is.
`default_nettype none
module arith_tb
  import uop_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  // ALU and comparison
  input  logic [3:0]  unit_i,
  input  logic [2:0]  funct3_i,
  input  logic [1:0]  alt_i,
  input  logic [31:0] link_i,
  output logic [31:0] alu_o,
  output logic        eq_o,
  output logic        lt_o,
  // Bit counts
  input  logic [2:0]  count_i,
  output logic [31:0] count_o,
  // Multiplier
  input  logic        mul_load_i,
  input  logic [1:0]  mul_op_i,
  output logic [31:0] mul_o,
  // Divider
  input  logic        div_start_i,
  input  logic [1:0]  div_op_i,
  input  logic        div_kill_i,
  input  logic        div_ack_i,
  output logic        div_idle_o,
  output logic        div_done_o,
  output logic [31:0] div_o,
  // One adder for both
  input  logic        md_start_i,
  input  logic [2:0]  md_op_i,
  input  logic        md_kill_i,
  input  logic        md_ack_i,
  output logic        md_idle_o,
  output logic        md_done_o,
  output logic [31:0] md_o
);
  alu u_alu (.unit_i(alu_e'(unit_i)), .funct3_i, .alt_i, .a_i, .b_i, .link_i, .other_i(32'd0), .result_o(alu_o),
             .eq_o, .lt_o);
  bitcount u_bitcount (.valid_i(1'b1), .op_i(count_op_e'(count_i)), .a_i, .result_o(count_o));
  mul u_mul (.clk_i, .x_load_i(mul_load_i), .x_op_i(mul_op_i), .x_a_i(a_i), .x_b_i(b_i), .m_valid_i(1'b1),
             .m_result_o(mul_o));
  div u_div (.clk_i, .rst_ni, .start_i(div_start_i), .op_i(div_op_i), .a_i, .b_i, .kill_i(div_kill_i),
             .ack_i(div_ack_i), .idle_o(div_idle_o), .done_o(div_done_o), .result_o(div_o));
  muldiv u_muldiv (.clk_i, .rst_ni, .start_i(md_start_i), .op_i(md_op_i), .a_i, .b_i, .kill_i(md_kill_i),
                   .ack_i(md_ack_i), .idle_o(md_idle_o), .done_o(md_done_o), .result_o(md_o));
endmodule
`default_nettype wire

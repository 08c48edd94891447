// mul.sv - 32 x 32 multiplier over two stages (RV32M). Four 17 x 17 products of halves are registered at
// the end of x, where DSP blocks have their own register, and added in m. Result late: one bubble.
`default_nettype none
module mul (
  input  logic        clk_i,
  input  logic        x_load_i,      // the multiply in x goes to m
  input  logic [1:0]  x_op_i,        // funct3: 0 mul, 1 mulh, 2 mulhsu, 3 mulhu
  input  logic [31:0] x_a_i,
  input  logic [31:0] x_b_i,
  input  logic        m_valid_i,
  output logic [31:0] m_result_o     // zero unless m_valid_i
);
  wire a_neg = x_a_i[31] && (x_op_i == 2'd1 || x_op_i == 2'd2);
  wire b_neg = x_b_i[31] && x_op_i == 2'd1;
  wire signed [16:0] ah = {a_neg, x_a_i[31:16]}, al = {1'b0, x_a_i[15:0]};
  wire signed [16:0] bh = {b_neg, x_b_i[31:16]}, bl = {1'b0, x_b_i[15:0]};

  logic signed [33:0] hh_q, hl_q, lh_q, ll_q;
  logic               high_q;
  always_ff @(posedge clk_i)
    if (x_load_i) begin
      hh_q   <= ah * bh;
      hl_q   <= ah * bl;
      lh_q   <= al * bh;
      ll_q   <= al * bl;
      high_q <= x_op_i != 2'd0;
    end

  // hh and ll do not overlap: one operand. Bits above 63 carry nothing.
  wire unused = ^{hh_q[33:32], ll_q[33:32]};
  wire signed [34:0] mid  = 35'(hl_q) + 35'(lh_q);
  wire [63:0] sum = {hh_q[31:0], ll_q[31:0]} + {{13{mid[34]}}, mid, 16'd0};
  assign m_result_o = !m_valid_i ? 32'd0 : high_q ? sum[63:32] : sum[31:0];
endmodule
`default_nettype wire

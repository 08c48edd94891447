// div_proof.sv - a division is done 34 cycles after its start at the latest, for any operands: hart_proof's liveness leaves these
// cycles to this. What it computes is left to tests/rtl/test_arith.py.
`default_nettype none
module div_proof (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        start_i, kill_i, ack_i,
  input logic [1:0]  op_i,
  input logic [31:0] a_i, b_i
);
  logic        idle, done;
  logic [31:0] result;
  div u_div (.clk_i, .rst_ni, .start_i, .op_i, .a_i, .b_i, .kill_i, .ack_i, .idle_o(idle), .done_o(done), .result_o(result));
  logic first = 1'b1;
  logic [5:0] age_q;                        // cycles since the start
  always_ff @(posedge clk_i) begin
    first <= 1'b0;
    age_q <= idle || !rst_ni ? 6'd1 : age_q + 6'(!done);
  end
  always_comb if (first) assume (!rst_ni);
  wire norm = u_div.state_q == 2'd1, bits = u_div.state_q == 2'd2;
  always_comb if (!first) begin
    a_in_time: assert (idle || done || age_q < 6'd34);
    // Bits that were shifted in are zero, so a dividend that is not zero is never shifted out.
    i_left:    assert (!norm || (u_div.quo_q & ((32'd1 << (5'd31 - u_div.left_q)) - 32'd1)) == '0);
    i_norm:    assert (!norm || (age_q >= 6'd1 && age_q + 6'(u_div.left_q) <= 6'd32));
    i_bits:    assert (!bits || age_q + 6'(u_div.left_q) <= 6'd33);
    i_done:    assert (!done || age_q <= 6'd34);
  end
  wire unused = ^result;
endmodule
`default_nettype wire

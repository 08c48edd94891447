// board_reset.sv - a board's reset: while the clock is not steady, a button is pressed, or software asks (the finisher's 0x7777),
// and a few clocks longer. The machine's own reset is synchronous, so it needs no more than a clock that runs.
// The button bounces: a reset lasts until it has been up for 2^Stretch clocks.
`default_nettype none
module board_reset #(
  parameter int Stretch = 16         // 65,536 clocks: 1.6 ms at 40 MHz
) (
  input  logic clk_i,
  input  logic locked_i,             // of any clock
  input  logic button_i,             // of any clock; high while pressed
  input  logic again_i,              // of this clock
  output logic rst_no
);
  // A synchroniser that powers up as "in reset": ECP5 and iCE40 configure flip-flops to their initial value.
  logic held;
  sync #(.Width(1), .Reset(1'b1)) u_sync (.clk_i, .rst_ni(1'b1), .d_i(!locked_i || button_i), .q_o(held));
  logic [Stretch:0] left_q = '1;
  always_ff @(posedge clk_i)
    if (held || again_i)   left_q <= '1;
    else if (left_q != '0) left_q <= left_q - 1'b1;
  always_ff @(posedge clk_i) rst_no <= left_q == '0;
endmodule
`default_nettype wire

// uart_clock.sv - sixteenths of a bit: tick_o in the last clock of each, sixteenth_o counts them.
// A sixteenth takes `divisor` clocks, and `fraction` of them, spread over the bit, one more, so that a bit has exactly
// 16 * divisor + fraction clocks and its middle is where it should be. After restart_i a bit begins with the next clock; without run_i time stands still.
`default_nettype none
module uart_clock (
  input  logic        clk_i,
  input  logic        restart_i,
  input  logic        run_i,
  input  logic [15:0] divisor_i,        // 0 is 1
  input  logic [3:0]  fraction_i,
  output logic        tick_o,
  output logic [3:0]  sixteenth_o
);
  logic [16:0] clock_q;                 // clocks of this sixteenth still to come, this one included
  logic [3:0]  next;
  assign tick_o = clock_q <= 17'd1;
  assign next   = restart_i ? 4'd0 : sixteenth_o + 4'd1;
  always_ff @(posedge clk_i)
    if (restart_i || (run_i && tick_o)) begin
      clock_q     <= 17'(divisor_i) + 17'(divisor_i == '0) + 17'({next[0], next[1], next[2], next[3]} < fraction_i);
      sixteenth_o <= next;
    end else if (run_i)
      clock_q <= clock_q - 17'd1;
endmodule
`default_nettype wire

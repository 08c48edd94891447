// heartbeat.sv - a light for each hart that blinks while it retires instructions, and the faster the more of them.
`default_nettype none
module heartbeat #(
  parameter int Bit = 22             // of the count of instructions: half a period is 2^Bit of them
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic retire_i,
  output logic light_o
);
  logic [Bit:0] count_q;
  always_ff @(posedge clk_i) count_q <= rst_ni ? count_q + (Bit + 1)'(retire_i) : '0;
  assign light_o = count_q[Bit];
endmodule
`default_nettype wire

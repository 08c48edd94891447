// sums.sv - chains that begin with either constant, for tests/board/equal.py.
`default_nettype none
module sums (
  input  logic [8:0]  a_i, b_i,
  input  logic        c_i,
  output logic [9:0]  sum_o, less_o, next_o, with_o,
  output logic        below_o
);
  assign sum_o   = a_i + b_i;
  assign less_o  = a_i - b_i;
  assign next_o  = a_i + 9'd1;
  assign with_o  = a_i + b_i + 10'(c_i);
  assign below_o = a_i < b_i;
endmodule
`default_nettype wire

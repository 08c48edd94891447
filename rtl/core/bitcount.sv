// bitcount.sv - clz, ctz, cpop, rev8 (Zbb), in m: too deep, or too rare, to stand behind x's bypass.
// Groups of four bits first, written out: a loop of additions would become a chain of carries.
`default_nettype none
module bitcount
  import uop_pkg::*;
(
  input  logic        valid_i,
  input  count_op_e   op_i,
  input  logic [31:0] a_i,
  output logic [31:0] result_o    // zero unless valid_i
);
  // Trailing zeros, of the value as it is or reversed: the first group with a one, and its place there.
  logic [31:0] t;
  logic [5:0]  zeros;
  always_comb begin
    for (int i = 0; i < 32; i++) t[i] = op_i == CountClz ? a_i[31-i] : a_i[i];
    zeros = 6'd32;
    for (int g = 7; g >= 0; g--)
      if (t[4*g +: 4] != 4'd0)
        zeros = {1'b0, 3'(g), t[4*g +: 2] == 2'd0, !t[4*g] && (t[4*g+1] || !t[4*g+2])};
  end

  // Ones
  logic [7:0][2:0] n4;
  logic [3:0][3:0] n8;
  logic [1:0][4:0] n16;
  logic [5:0]      ones;
  always_comb begin
    for (int g = 0; g < 8; g++) begin   // equations: a table here became a ROM, with the register behind it
      n4[g][0] = ^a_i[4*g +: 4];
      n4[g][1] = !(&a_i[4*g +: 4]) && ((&a_i[4*g +: 2]) || (&a_i[4*g+2 +: 2]) ||
                                        ((|a_i[4*g +: 2]) && (|a_i[4*g+2 +: 2])));
      n4[g][2] = &a_i[4*g +: 4];
    end
    for (int g = 0; g < 4; g++) n8[g]  = {1'b0, n4[2*g]} + {1'b0, n4[2*g+1]};
    for (int g = 0; g < 2; g++) n16[g] = {1'b0, n8[2*g]} + {1'b0, n8[2*g+1]};
    ones = {1'b0, n16[0]} + {1'b0, n16[1]};
  end

  assign result_o = !valid_i ? 32'd0 : op_i[2] ? {a_i[7:0], a_i[15:8], a_i[23:16], a_i[31:24]}
                  : {26'd0, op_i == CountCpop ? ones : zeros};
endmodule
`default_nettype wire

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
  function automatic logic [5:0] zeros(logic [31:0] a, logic reverse);
    logic [31:0] t;
    for (int b = 0; b < 32; b++) t[b] = reverse ? a[31-b] : a[b];
    zeros = 6'd32;
    for (int g = 7; g >= 0; g--)
      if (t[4*g +: 4] != 4'd0)
        zeros = {1'b0, 3'(g), t[4*g +: 2] == 2'd0, !t[4*g] && (t[4*g+1] || !t[4*g+2])};
  endfunction

  function automatic logic [5:0] ones(logic [31:0] a);
    logic [7:0][2:0] n4;
    logic [3:0][3:0] n8;
    logic [1:0][4:0] n16;
    for (int g = 0; g < 8; g++) begin   // equations: a table here became a ROM, with the register behind it
      n4[g][0] = ^a[4*g +: 4];
      n4[g][1] = !(&a[4*g +: 4]) && ((&a[4*g +: 2]) || (&a[4*g+2 +: 2]) ||
                                     ((|a[4*g +: 2]) && (|a[4*g+2 +: 2])));
      n4[g][2] = &a[4*g +: 4];
    end
    for (int g = 0; g < 4; g++) n8[g]  = {1'b0, n4[2*g]} + {1'b0, n4[2*g+1]};
    for (int g = 0; g < 2; g++) n16[g] = {1'b0, n8[2*g]} + {1'b0, n8[2*g+1]};
    return {1'b0, n16[0]} + {1'b0, n16[1]};
  endfunction

  // Under if, so that a simulator counts only where a count is wanted.
  always_comb begin
    result_o = '0;
    if (valid_i)
      result_o = op_i[2] ? {a_i[7:0], a_i[15:8], a_i[23:16], a_i[31:24]}
               : {26'd0, op_i == CountCpop ? ones(a_i) : zeros(a_i, op_i == CountClz)};
  end
endmodule
`default_nettype wire

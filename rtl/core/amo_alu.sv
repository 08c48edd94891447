// amo_alu.sv - the new value of an atomic memory operation (unprivileged specification, Zaamo).
// A minimum or maximum that is there already is not written again: keep_o. So the result is a sum or one
// LUT of the operands.
`default_nettype none
module amo_alu (
  input  logic [4:0]  funct5_i,
  input  logic [31:0] old_i,
  input  logic [31:0] rs2_i,
  output logic [31:0] new_o,
  output logic        keep_o      // the old value stays
);
  wire uns  = funct5_i[3];                                   // amominu, amomaxu
  wire max  = funct5_i[2];                                   // amomax, amomaxu
  wire less = {old_i[31] ^ ~uns, old_i[30:0]} < {rs2_i[31] ^ ~uns, rs2_i[30:0]};
  assign keep_o = funct5_i[4] && less != max;

  logic [31:0] bits;
  always_comb unique case (funct5_i[4:2])
    3'b001:  bits = old_i ^ rs2_i;
    3'b011:  bits = old_i & rs2_i;
    3'b010:  bits = old_i | rs2_i;
    default: bits = rs2_i;                                   // swap, sc; min and max, unless keep_o
  endcase
  assign new_o = funct5_i == 5'b00000 ? old_i + rs2_i : bits;
endmodule
`default_nettype wire

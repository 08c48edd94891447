// amo_alu.sv - the new value of an atomic memory operation (unprivileged specification, Zaamo).
`default_nettype none
module amo_alu (
  input  logic [4:0]  funct5_i,
  input  logic [31:0] old_i,
  input  logic [31:0] rs2_i,
  output logic [31:0] new_o
);
  wire uns  = funct5_i[3];                                   // amominu, amomaxu
  wire less = {old_i[31] ^ ~uns, old_i[30:0]} < {rs2_i[31] ^ ~uns, rs2_i[30:0]};
  always_comb begin
    unique case (funct5_i)
      5'b00000: new_o = old_i + rs2_i;
      5'b00100: new_o = old_i ^ rs2_i;
      5'b01100: new_o = old_i & rs2_i;
      5'b01000: new_o = old_i | rs2_i;
      5'b10000, 5'b11000: new_o = less ? old_i : rs2_i;      // min
      5'b10100, 5'b11100: new_o = less ? rs2_i : old_i;      // max
      default:  new_o = rs2_i;                               // swap, and sc
    endcase
  end
endmodule
`default_nettype wire

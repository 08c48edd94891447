// align_select.sv - the four halfwords of stage a's two instructions.
// Nothing whole has its upper half at 0 unless its lower half was carried, and the second instruction starts
// at 1 or later; so few of the halfwords have all the sources that they seem to have.
// Kept whole by synthesis: else the mapper repeats these multiplexers in what they feed, to save a level.
`default_nettype none
(* keep_hierarchy *)
module align_select (
  input  logic [3:0][15:0] data_i,
  input  logic             carry_i,     // the first starts with half_i and goes on at 0
  input  logic [15:0]      half_i,
  input  logic [2:1]       pos0_i,      // where the first starts
  input  logic [2:1]       pos1_i,      // where the second starts
  output logic [31:0]      i0_o,
  output logic [31:0]      i1_o
);
  wire [2:1] hi0 = carry_i ? 2'd0 : pos0_i + 2'd1;
  assign i0_o[15:0]  = carry_i ? half_i : data_i[pos0_i];
  assign i0_o[31:16] = data_i[hi0];
  assign i1_o[15:0]  = pos1_i[2] ? pos1_i[1] ? data_i[3] : data_i[2] : data_i[1];
  assign i1_o[31:16] = pos1_i[2] ? data_i[3] : data_i[2];
endmodule
`default_nettype wire

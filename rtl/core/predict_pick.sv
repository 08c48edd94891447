// predict_pick.sv - of a block's two BTB lanes, the transfer that comes first and is taken. Directions come
// late, all else early; selects of the next pc leave. Kept whole by synthesis, so that this path is mapped
// for its own depth and not repeated in every bit of what it selects.
`default_nettype none
(* keep_hierarchy *)
module predict_pick (
  input  logic       en_i,         // there is a block; else nothing is taken
  input  logic [1:0] known_i,      // a transfer of this block, not before where fetch came in
  input  logic [1:0] cond_i,       // conditional: its direction decides
  input  logic [1:0] dir_i,
  input  logic       swap_i,       // lane 1's comes first
  output logic       taken_o,
  output logic       seq_o,        // not taken: one of the three selects is set
  output logic [1:0] lane_o        // taken: in this lane
);
  wire [1:0] taken = {2{en_i}} & known_i & (~cond_i | dir_i);
  assign taken_o = taken != '0;
  assign seq_o   = taken == '0;
  assign lane_o  = {taken[1] && (swap_i || !taken[0]), taken[0] && !(swap_i && taken[1])};
endmodule
`default_nettype wire

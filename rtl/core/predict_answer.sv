// predict_answer.sv - one lane's direction out of what TAGE's tables have just given: the longest history
// whose entry is this block's and has proved itself, else the base. Kept whole by synthesis, so that this
// path, which begins at block RAMs, is mapped for its own depth.
`default_nettype none
(* keep_hierarchy *)
module predict_answer
  import predict_pkg::*;
(
  input  logic                            base_i,
  input  tage_t [Tables-1:0]              entry_i,
  input  logic [Tables-1:0][TageTagW-1:0] tag_i,
  output logic [Tables-1:0]               hit_o,
  output logic                            taken_o
);
  always_comb begin
    taken_o = base_i;
    for (int t = 0; t < Tables; t++) begin
      hit_o[t] = entry_i[t].tag == tag_i[t];
      if (hit_o[t] && !entry_i[t].fresh) taken_o = entry_i[t].ctr[2];
    end
  end
endmodule
`default_nettype wire

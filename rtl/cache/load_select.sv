// load_select.sv - the word of the way that hit, or the word from elsewhere: all aligned before (load_align.sv). Kept
// whole by synthesis, so that what follows the compare of the tags is these two levels.
`default_nettype none
(* keep_hierarchy *)
module load_select #(
  parameter int Ways = 4
) (
  input  logic [Ways-1:0]       hit_i,     // at most one
  input  logic [Ways-1:0][31:0] word_i,    // all zero where other_i is the word
  input  logic [31:0]           other_i,   // zero where a way is meant
  output logic [31:0]           word_o
);
  always_comb begin
    word_o = other_i;
    for (int w = 0; w < Ways; w++)
      if (hit_i[w]) word_o |= word_i[w];
  end
endmodule
`default_nettype wire

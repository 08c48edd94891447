// load_select.sv - the way's word out of all ways, or the word from elsewhere, aligned and extended; or a result
// that is no load's, as it is. Half of the alignment stands before the select, so that it is done while tags are
// still being compared. Kept whole by synthesis: this path begins at block RAMs, which the mapper takes for as
// early as flip-flops.
`default_nettype none
(* keep_hierarchy *)
module load_select
  import cache_pkg::*;
#(
  parameter int Ways = 4
) (
  input  logic [Ways-1:0]       hit_i,     // at most one; none where other_i is the word
  input  logic [Ways-1:0][63:0] data_i,
  input  logic [31:0]           other_i,   // zero where a way is meant
  input  logic [2:0]            off_i,
  input  logic [1:0]            size_i,
  input  logic                  uns_i,
  input  logic [31:0]           plain_i,   // comes late; zero where a way or other_i is meant
  output logic [31:0]           word_o
);
  logic [31:0] half;
  always_comb begin
    half = align_half({2{other_i}}, off_i);
    for (int w = 0; w < Ways; w++)
      if (hit_i[w]) half |= align_half(data_i[w], off_i);
    if (!size_i[1]) half[31:16] = '0;
    word_o = align_byte(half, off_i[0], size_i, uns_i) | plain_i;
  end
endmodule
`default_nettype wire

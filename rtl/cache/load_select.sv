// load_select.sv - the way's word out of all ways, or the word from elsewhere, aligned and extended; or a result
// that is no load's, as it is. Word, half and sign of each way are chosen before, while tags are still being compared;
// behind the hit stand two LUTs that join the ways and one that places bytes and sign. Kept whole by synthesis, so
// that it is mapped for that: the mapper takes what comes from a block RAM for as early as what comes from a flip-flop.
`default_nettype none
(* keep_hierarchy *)
module load_select
  import cache_pkg::*;
#(
  parameter int Ways = 4
) (
  input  logic                  en_i,      // a way is meant; late
  input  logic [Ways-1:0]       hit_i,     // at most one; late
  input  part_t [Ways-1:0]      part_i,
  input  part_t                 other_i,   // zero where a way is meant
  input  logic                  odd_i,     // of bytes: the upper one of the half
  input  logic [1:0]            size_i,
  input  logic [31:0]           plain_i,   // comes late; zero where a way or other_i is meant
  output logic [31:0]           word_o
);
  part_t part;
  always_comb begin
    part = other_i;
    if (en_i) for (int w = 0; w < Ways; w++)
      if (hit_i[w]) part |= part_i[w];
    word_o = extended(part, odd_i, size_i) | plain_i;
  end
endmodule
`default_nettype wire

// load_align.sv - a load's bytes out of eight, aligned and extended. Each way of the D-cache has one, so that all of this
// is done while the tags are still being compared, and only the choice of a way comes after. Kept whole by
// synthesis, or the mapper would align after the choice again, once, and 4 ns later.
`default_nettype none
(* keep_hierarchy *)
module load_align
  import cache_pkg::*;
(
  input  logic        look_i,     // low: word_o does not matter. No gate comes of it; a simulator saves the work
  input  logic        live_i,     // low: word_o is zero
  input  logic [63:0] data_i,
  input  logic [2:0]  off_i,
  input  logic [1:0]  size_i,     // 0 byte, 1 halfword, 2 word
  input  logic        uns_i,
  output logic [31:0] word_o
);
  logic [31:0] half;
  always_comb begin
    half   = 'x;
    word_o = 'x;
    if (look_i) begin
      half = align_half(data_i, off_i) & {{16{size_i[1]}}, 16'hffff};
      word_o = align_byte(half, off_i[0], size_i, uns_i) & {32{live_i}};
    end
  end
endmodule
`default_nettype wire

// onehot_mux.sv - selects one of several words by one-hot selects, unless the word of an overriding select;
// zero where none is set. For a wide word and selects that come late.
// Kept whole by synthesis: a mapper that sees the selects' logic repeats its last level in every bit to
// save that level, at five LUT4 a bit for five words instead of three.
`default_nettype none
(* keep_hierarchy *)
module onehot_mux #(
  parameter int Width = 64,
  parameter int Words = 4
) (
  input  logic [Words-1:0]            sel_i,
  input  logic [Words-1:0][Width-1:0] words_i,
  input  logic                        over_i,
  input  logic [Width-1:0]            over_word_i,
  output logic [Width-1:0]            word_o
);
  always_comb begin
    word_o = '0;
    for (int w = 0; w < Words; w++) word_o |= sel_i[w] ? words_i[w] : '0;
    if (over_i) word_o = over_word_i;
  end
endmodule
`default_nettype wire

// match.sv - equality of two words, for compares that begin at a block RAM. Kept whole by synthesis, so that
// it is mapped for its own depth: the mapper takes a RAM's output for as early as a flip-flop's.
`default_nettype none
(* keep_hierarchy *)
module match #(
  parameter int Width = 12
) (
  input  logic             en_i,
  input  logic [Width-1:0] a_i,
  input  logic [Width-1:0] b_i,
  output logic             hit_o
);
  assign hit_o = en_i && a_i == b_i;
endmodule
`default_nettype wire

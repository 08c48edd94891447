// match.sv - equality of two words, for compares that begin at a block RAM. Kept whole by synthesis, so that
// it is mapped for its own depth: the mapper takes a RAM's output for as early as a flip-flop's.
// Copies of the answer are for more readers than one output drives in good time; they are all alike.
`default_nettype none
(* keep_hierarchy *)
module match #(
  parameter int Width  = 12,
  parameter int Copies = 1
) (
  input  logic              en_i,
  input  logic [Width-1:0]  a_i,
  input  logic [Width-1:0]  b_i,
  output logic [Copies-1:0] hit_o
);
  assign hit_o = {Copies{en_i && a_i == b_i}};
endmodule
`default_nettype wire

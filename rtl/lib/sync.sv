// sync.sv - the one way for an input of any clock into this one: two flip-flops, and nothing between them.
// q_o follows d_i by one to two clocks. Bits are independent: of a group that changes at once some may come a clock later.
`default_nettype none
module sync #(
  parameter int              Width = 1,
  parameter bit [Width-1:0]  Reset = '0
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic [Width-1:0] d_i,
  output logic [Width-1:0] q_o
);
  logic [Width-1:0] first_q;            // may be metastable; has a clock to settle
  always_ff @(posedge clk_i)
    if (!rst_ni) {q_o, first_q} <= {Reset, Reset};
    else         {q_o, first_q} <= {first_q, d_i};
endmodule
`default_nettype wire

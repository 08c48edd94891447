// lr_hold.sv - how long a reservation's line is held against snoops: 64 cycles from the LR; then none until an SC
// succeeds or 64 cycles pass, so that the other hart has its turn (docs/coherence.md).
// LR and SC are seen a cycle late: they are known late, and a line lost in between is one that was lost before.
`default_nettype none
module lr_hold (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic lr_i,          // an LR has made a reservation
  input  logic sc_i,          // an SC has succeeded
  input  logic resv_i,        // there is a reservation
  output logic hold_o
);
  logic       lr_q, sc_q, hold_q;
  logic [6:0] count_q;        // down from 64
  always_ff @(posedge clk_i) begin
    lr_q <= rst_ni && lr_i;
    sc_q <= rst_ni && sc_i;
    if (!rst_ni || sc_q) begin
      hold_q  <= 1'b0;
      count_q <= '0;
    end else if (lr_q && !hold_q && count_q == '0) begin
      hold_q  <= 1'b1;
      count_q <= 7'd64;
    end else if (hold_q && (!resv_i || count_q == '0)) begin
      hold_q  <= 1'b0;
      count_q <= resv_i ? 7'd64 : '0;      // run out: pause
    end else if (count_q != '0) begin
      count_q <= count_q - 7'd1;
    end
  end
  assign hold_o = hold_q && resv_i;
endmodule
`default_nettype wire

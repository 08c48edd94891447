// pte_write.sv - the walker's write of A and D, into the line that its lookup has just found owned: as an atomic's, it
// happens only if no tag of the set has changed since, else the walker reads again. A line in E becomes M first.
`default_nettype none
module pte_write
  import mesi_pkg::*;
(
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       found_i,        // the lookup, owned: in this cycle
  input  logic [1:0] way_i,
  input  mesi_e      state_i,
  input  logic       write_i,        // wanted, from the cycle after on
  input  logic       may_i,          // no load or atomic stands between its lookup and its end
  input  logic       changes_i,      // a tag of the set is written
  input  logic       early_i,        // some tag is, by snoop or fill
  input  logic       upg_ready_i,
  input  logic       wr_ready_i,
  output logic       upg_o,
  output logic       wr_o,
  output logic [1:0] way_o,
  output logic       done_o,
  output logic       lost_o
);
  logic [1:0] way_q;
  mesi_e      line_q;
  logic       stale_q;
  wire now = write_i && may_i && !stale_q && !early_i;
  assign upg_o  = now && line_q == MesiE;
  assign wr_o   = now && line_q == MesiM;
  assign way_o  = way_q;
  assign done_o = wr_o && wr_ready_i;
  assign lost_o = write_i && (stale_q || early_i);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) stale_q <= 1'b1;
    else         stale_q <= !found_i && (stale_q || (changes_i && !(upg_o && upg_ready_i)));
    if (found_i) begin
      way_q  <= way_i;
      line_q <= state_i;
    end else if (upg_o && upg_ready_i) line_q <= MesiM;
  end
endmodule
`default_nettype wire

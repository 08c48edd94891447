// fair.sv - fairness of AMOs. A hart that has taken a line from the other does one access to it; before an AMO of its
// own after that it lets the other have the line, for FairCycles at most. Without this a hart that unlocks and locks
// again is always faster than the one that waits (docs/coherence.md, P7).
`default_nettype none
module fair
  import bus_pkg::*, cache_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  fill_status_t [1:0] st_i,
  input  bus_hold_t    lost_i,         // a snoop takes this line now
  input  logic         new_i,          // w gets another access
  input  logic         brings_i,       // w's access brings the line itself
  input  logic         amo_i,          // it is an AMO,
  input  logic [15:0]  addr_i,         // ... here: a few bits, a mistake costs some waiting
  output logic         wait_o,
  output logic         none_o          // no line is owed
);
  localparam logic [5:0] FairCycles = 6'd63;
  localparam int OffW = $clog2(LineBytes);
  logic [15:OffW] line_q;
  logic [5:0]     count_q;
  logic           first_q;             // the AMO in w brought the line itself
  logic [1:0]     took;
  for (genvar u = 0; u < 2; u++) begin : gen_took
    assign took[u] = st_i[u].done && st_i[u].excl && st_i[u].taken && st_i[u].src != SrcPrefetch;
  end
  assign wait_o = amo_i && count_q != '0 && line_q == addr_i[15:OffW] && !first_q;
  assign none_o = count_q == '0;
  always_ff @(posedge clk_i) begin
    if (!rst_ni)             count_q <= '0;
    else if (|took)          count_q <= FairCycles;
    else if (lost_i.valid && lost_i.addr[15:OffW] == line_q) count_q <= '0;
    else if (count_q != '0)  count_q <= count_q - 6'd1;
    if (|took) line_q <= took[0] ? st_i[0].addr[15:OffW] : st_i[1].addr[15:OffW];
    first_q <= !new_i && (first_q || brings_i);
  end
endmodule
`default_nettype wire

// lutram.sv - distributed RAM: one asynchronous read port, one write port.
// A read in the cycle of a write to the same address gives the old word.
// Where a part has no distributed RAM (iCE40) TH_NO_LUTRAM makes block RAM of it, read at the falling edge: what comes
// out in the second half of a cycle is what it would be, as long as raddr_i, which comes from registers, is there in
// the first.
`default_nettype none
module lutram #(
  parameter int Width = 32,            // bits
  parameter int Depth = 32,            // words
  localparam int AddrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic [AddrW-1:0] raddr_i,
  output logic [Width-1:0] rdata_o,
  input  logic             wen_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);
`ifdef TH_NO_LUTRAM
  (* ram_style = "block", no_rw_check *) logic [Width-1:0] mem [Depth];
  always_ff @(negedge clk_i) rdata_o <= mem[raddr_i];
`else
  logic [Width-1:0] mem [Depth];
  assign rdata_o = mem[raddr_i];
`endif
  always_ff @(posedge clk_i) if (wen_i) mem[waddr_i] <= wdata_i;
endmodule
`default_nettype wire

// lutram.sv - distributed RAM: one asynchronous read port, one write port.
// A read in the cycle of a write to the same address gives the old word.
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
  logic [Width-1:0] mem [Depth];
  always_ff @(posedge clk_i) if (wen_i) mem[waddr_i] <= wdata_i;
  assign rdata_o = mem[raddr_i];
endmodule
`default_nettype wire

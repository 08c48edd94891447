// lutram.sv - distributed RAM: one asynchronous read port, one write port.
// A read in the cycle of a write to the same address gives the old word.
// A part without distributed RAM (iCE40) defines TH_NO_LUTRAM=n: those of n words or more become block RAM, read at the
// falling edge. What comes out in the second half of a cycle is what it would be, as long as raddr_i, which comes from
// registers, is there in the first half. The others become flip-flops.
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
  if (Depth >= `TH_NO_LUTRAM) begin : gen_block
    (* ram_style = "block", no_rw_check *) logic [Width-1:0] mem [Depth];
    always_ff @(posedge clk_i) if (wen_i) mem[waddr_i] <= wdata_i;
    always_ff @(negedge clk_i) rdata_o <= mem[raddr_i];
  end else begin : gen_registers
    logic [Width-1:0] mem [Depth];
    always_ff @(posedge clk_i) if (wen_i) mem[waddr_i] <= wdata_i;
    assign rdata_o = mem[raddr_i];
  end
`else
  logic [Width-1:0] mem [Depth];
  always_ff @(posedge clk_i) if (wen_i) mem[waddr_i] <= wdata_i;
  assign rdata_o = mem[raddr_i];
`endif
endmodule
`default_nettype wire

// bram_port.sv - block RAM behind the memory port, for a board that has no other memory.
// For a machine without caches (one beat a request, docs/ref/memory-port.md): a read has its beat in the next cycle, a write
// its answer in the cycle after its data. Contents may be anything at first.
`default_nettype none
module bram_port
  import bus_pkg::*;
#(
  parameter int Bytes = 8192           // a power of two, 4 KiB or more
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  mem_req_t    req_i,
  output logic        ready_o,
  input  logic        wvalid_i,
  input  logic [63:0] wdata_i,
  input  logic [7:0]  wmask_i,
  output logic        wready_o,
  output logic        rvalid_o,
  output logic [63:0] rdata_o,
  output logic        bvalid_o
);
  localparam int AddrW = $clog2(Bytes / 8);
  // The address stays on the request port until the write is answered (direct_bus.sv), so it is not kept here.
  wire [AddrW-1:0] addr = req_i.addr[3 +: AddrW];
  wire read = req_i.valid && !req_i.write;
  ram_1r1w #(.Width(64), .Depth(Bytes / 8), .LaneBits(8)) u_ram (
    .clk_i, .ren_i(read), .raddr_i(addr), .rdata_o, .wen_i(wmask_i & {8{wvalid_i}}), .waddr_i(addr), .wdata_i);
  always_ff @(posedge clk_i) begin
    rvalid_o <= rst_ni && read;
    bvalid_o <= rst_ni && wvalid_i;
  end
  assign ready_o  = 1'b1;
  assign wready_o = 1'b1;
  wire unused = ^req_i.addr[31:3+AddrW];
endmodule
`default_nettype wire

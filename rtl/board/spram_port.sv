// spram_port.sv - 128 KiB behind the memory port: the four single-port RAMs of an iCE40 UP5K side by side.
// For a machine without caches (one beat a request, docs/ref/memory-port.md): a read has its beat in the next cycle, a write
// its answer in the cycle after its data. Contents are lost with power and cannot be given by the bitstream.
// Lattice: "iCE40 SPRAM Usage Guide"; a write mask is a bit a nibble.
`default_nettype none
module spram_port
  import bus_pkg::*;
(
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
  // The address stays on the request port until the write is answered (direct_bus.sv), so it is not kept here.
  wire write = wvalid_i;
  wire read  = req_i.valid && !req_i.write;
  always_ff @(posedge clk_i) begin
    rvalid_o <= rst_ni && read;
    bvalid_o <= rst_ni && write;
  end
  assign ready_o  = 1'b1;
  assign wready_o = 1'b1;
  for (genvar k = 0; k < 4; k++) begin : gen_ram
    SB_SPRAM256KA u_ram (
      .ADDRESS(req_i.addr[16:3]), .DATAIN(wdata_i[16*k +: 16]),
      .MASKWREN({{2{wmask_i[2*k+1]}}, {2{wmask_i[2*k]}}}),
      .WREN(write), .CHIPSELECT(read || write), .CLOCK(clk_i),
      .STANDBY(1'b0), .SLEEP(1'b0), .POWEROFF(1'b1), .DATAOUT(rdata_o[16*k +: 16]));
  end
  wire unused = ^req_i.addr[31:17];
endmodule
`default_nettype wire

// bootrom.sv - boot ROM of 64-bit words: two ECP5 block RAMs for each 4 KiB.
// docs/ref/bootrom.md. One array port, two readers: instruction fetch (a line's beats) goes first and has
// its word in the next cycle; data reads of the harts wait for a free cycle and take two.
// Contents: the file named by RomFile (or the define TH_ROM_HEX), 64-bit hex words; with neither, the
// simulator's harness fills `mem`. A ROM of fewer Bytes than the map has room for (RomBytes) repeats in it.
`default_nettype none
`ifndef TH_ROM_HEX
  `define TH_ROM_HEX ""
`endif
module bootrom
  import bus_pkg::*, map_pkg::*;
#(
  parameter int    Bytes   = config_pkg::RomBytes,     // 2048..RomBytes, a power of two
  parameter string RomFile = `TH_ROM_HEX
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Data: valid and payload stay until ready.
  input  io_req_t     req_i,
  output io_rsp_t     rsp_o,

  // Fetch: rom_data_o belongs to the rom_addr_i of the cycle before; never refused.
  input  logic        rom_req_i,
  input  logic [RomW-1:3] rom_addr_i,
  output logic [63:0] rom_data_o
);
  localparam int Words = Bytes / 8;
  logic [63:0] mem [Words];
  if (RomFile != "") begin : gen_init
    initial $readmemh(RomFile, mem);
  end

  logic        data_read, data_q;          // a data read starts; its word is here
  logic [63:0] word_q;
  assign data_read = req_i.valid && !rom_req_i && !data_q;

  logic [RomW-1:3] addr;
  logic [$clog2(Words)-1:0] index;
  assign addr  = (rom_req_i ? rom_addr_i : req_i.addr[RomW-1:3]) - config_pkg::RomBase[RomW-1:3];
  assign index = addr[$clog2(Bytes)-1:3];

  always_ff @(posedge clk_i) begin
    data_q <= rst_ni && data_read;
    if (rom_req_i || data_read) word_q <= mem[index];
  end

  assign rom_data_o = word_q;
  assign rsp_o      = '{ready: data_q, rdata: req_i.addr[2] ? word_q[63:32] : word_q[31:0],
                        err: req_i.write};

  logic unused;
  assign unused = ^{req_i.addr[31:RomW], addr, req_i.addr[1:0], req_i.mask, req_i.wdata};
endmodule
`default_nettype wire

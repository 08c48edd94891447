// rom_mux.sv - sends line reads of the boot ROM to the ROM, everything else to the memory port.
// Replies must stay in the order of requests: a ROM read waits until the memory port owes nothing, and
// the memory port waits while a ROM line is read. That costs nothing once the program has left the ROM.
`default_nettype none
module rom_mux
  import bus_pkg::*, map_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Snoop bus side: reads only ever name the ROM
  input  mem_req_t    req_i,
  output logic        ready_o,
  output logic        rvalid_o,
  output logic [63:0] rdata_o,
  output logic        rerr_o,
  input  logic        rready_i,

  // ROM: data in the cycle after the request
  output logic        rom_req_o,
  output logic [RomW-1:3] rom_addr_o,
  input  logic [63:0] rom_data_i,

  // Memory port
  output mem_req_t    mem_req_o,
  input  logic        mem_ready_i,
  input  logic        mem_rvalid_i,
  input  logic [63:0] mem_rdata_i,
  input  logic        mem_rerr_i,
  output logic        mem_rready_o
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int BeatW = OffW - 3;

  logic             rom_q;                 // a ROM line is being read
  logic             out_q;                 // rom_data_i is a beat not yet taken
  logic [RomW-1:3]  addr_q, out_addr_q;
  logic [BeatW:0]   left_q;                // beats still to be addressed
  logic [4:0]       owed_q;                // beats the memory port owes

  wire rom_sel   = is_rom({req_i.addr, 3'b0});
  wire rom_start = req_i.valid && rom_sel && !rom_q && owed_q == '0;
  wire take      = out_q && rready_i;
  wire mem_start = mem_req_o.valid && mem_ready_i && !req_i.write;
  wire mem_take  = mem_rvalid_i && mem_rready_o;

  assign ready_o      = rom_sel ? !rom_q && owed_q == '0 : mem_ready_i && !rom_q;
  assign mem_req_o    = '{valid: req_i.valid && !rom_sel && !rom_q, write: req_i.write, addr: req_i.addr};
  // A beat that is not taken is read again: the ROM's other reader may have been served in between.
  wire next           = rom_q && left_q != '0 && (!out_q || take);
  assign rom_req_o    = next || (out_q && !take);
  assign rom_addr_o   = next ? addr_q : out_addr_q;
  assign rvalid_o     = rom_q ? out_q : mem_rvalid_i;
  assign rdata_o      = rom_q ? rom_data_i : mem_rdata_i;
  assign rerr_o       = !rom_q && mem_rerr_i;
  assign mem_rready_o = !rom_q && rready_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rom_q  <= 1'b0;
      out_q  <= 1'b0;
      owed_q <= '0;
    end else begin
      if (rom_start)                           rom_q <= 1'b1;
      else if (take && left_q == '0)           rom_q <= 1'b0;
      if (next)      out_q <= 1'b1;
      else if (take) out_q <= 1'b0;
      owed_q <= owed_q + (mem_start ? 5'(LineBytes / 8) : 5'd0) - 5'(mem_take);
    end
    if (rom_start) begin
      addr_q <= req_i.addr[RomW-1:3];
      left_q <= (BeatW+1)'(LineBytes / 8);
    end else if (next) begin
      out_addr_q <= addr_q;
      addr_q[OffW-1:3] <= addr_q[OffW-1:3] + 1'b1;
      left_q <= left_q - 1'b1;
    end
  end
endmodule
`default_nettype wire

// ram_1r1w.sv - block RAM: one synchronous read port, one write port with lane enables.
// rdata_o is valid in the cycle after ren_i and keeps its value while ren_i is low.
// Collision rule: reading an address in the cycle it is written gives undefined data; no user looks at it.
// The checking build returns the complement there, so that a user who looks is found out.
// No reset and no initial contents: users sweep what must start in a known state.
`default_nettype none
module ram_1r1w #(
  parameter int Width = 32,            // bits, a multiple of LaneBits
  parameter int Depth = 512,           // words, a power of two
  parameter int LaneBits = Width,      // bits per write enable
  localparam int Lanes = Width / LaneBits,
  localparam int AddrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             ren_i,
  input  logic [AddrW-1:0] raddr_i,
  output logic [Width-1:0] rdata_o,
  input  logic [Lanes-1:0] wen_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);
  (* no_rw_check *) logic [Width-1:0] mem [Depth];
  logic [Width-1:0] rdata_q;

  // One assignment for all lanes is less for a simulator; synthesis makes write enables of it.
  function automatic logic [Width-1:0] merged(logic [Width-1:0] old, logic [Width-1:0] data, logic [Lanes-1:0] wen);
    for (int l = 0; l < Lanes; l++)
      merged[l*LaneBits +: LaneBits] = wen[l] ? data[l*LaneBits +: LaneBits] : old[l*LaneBits +: LaneBits];
  endfunction

  always_ff @(posedge clk_i) begin
    if (|wen_i) mem[waddr_i] <= merged(mem[waddr_i], wdata_i, wen_i);
`ifdef TH_CHECK
    if (ren_i) rdata_q <= (|wen_i && waddr_i == raddr_i) ? ~mem[raddr_i] : mem[raddr_i];
`else
    if (ren_i) rdata_q <= mem[raddr_i];
`endif
  end
  assign rdata_o = rdata_q;
endmodule
`default_nettype wire

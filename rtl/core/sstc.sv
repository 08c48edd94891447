// sstc.sv - supervisor timer compare (Sstc 1.0): stimecmp, stimecmph, and the interrupt that they make. With
// menvcfgh.STCE it is mip.STIP; without, it is not looked at.
`default_nettype none
module sstc
  import csr_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [63:0] mtime_i,
  input  logic        r_en_i,
  input  logic [11:0] addr_i,
  output logic [31:0] r_data_o,      // zero where another register is read
  input  logic        w_en_i,
  input  logic [31:0] w_data_i,
  output logic        stip_o         // as it was one cycle ago
);
  logic [63:0] stimecmp_q;
  wire low  = addr_i == CsrStimecmp;
  wire high = addr_i == CsrStimecmph;
  always_ff @(posedge clk_i) begin
    if (!rst_ni)             stimecmp_q        <= '1;
    else if (w_en_i && low)  stimecmp_q[31:0]  <= w_data_i;
    else if (w_en_i && high) stimecmp_q[63:32] <= w_data_i;
    stip_o <= mtime_i >= stimecmp_q;
  end
  always_comb begin
    r_data_o = '0;
    if (r_en_i && low)  r_data_o = stimecmp_q[31:0];
    if (r_en_i && high) r_data_o = stimecmp_q[63:32];
  end
endmodule
`default_nettype wire

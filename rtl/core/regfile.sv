// regfile.sv - 31 registers, two read ports: two copies of LUTRAM with one write port.
// Reading a register in the cycle of its write gives the old value; issue.sv writes through.
// x0 reads as zero because commit writes zero to address 0 while in reset, and never afterwards.
`default_nettype none
module regfile (
  input  logic        clk_i,
  input  logic [4:0]  rs1_i,
  output logic [31:0] rs1_data_o,
  input  logic [4:0]  rs2_i,
  output logic [31:0] rs2_data_o,
  input  logic        wen_i,
  input  logic [4:0]  rd_i,
  input  logic [31:0] rd_data_i
);
  lutram #(.Width(32), .Depth(32)) u_copy1 (
    .clk_i, .raddr_i(rs1_i), .rdata_o(rs1_data_o), .wen_i, .waddr_i(rd_i), .wdata_i(rd_data_i));
  lutram #(.Width(32), .Depth(32)) u_copy2 (
    .clk_i, .raddr_i(rs2_i), .rdata_o(rs2_data_o), .wen_i, .waddr_i(rd_i), .wdata_i(rd_data_i));
endmodule
`default_nettype wire

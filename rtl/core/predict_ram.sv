// predict_ram.sv - a predictor's table: block RAM, two lanes a row. A write waits until its row is not
// addressed in the same cycle, since what a loop has just learned is what it reads next; a newer write
// replaces one that still waits. So nothing undefined is ever read, and an update may get lost.
`default_nettype none
module predict_ram #(
  parameter int LaneBits = 8,
  parameter int Rows     = 256,
  parameter logic [LaneBits-1:0] Clear = '0,   // a sweep leaves this in every lane
  localparam int RowW    = Rows > 1 ? $clog2(Rows) : 1
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     ren_i,
  input  logic [RowW-1:0]          raddr_i,
  output logic [1:0][LaneBits-1:0] rdata_o,
  input  logic [1:0]               wen_i,
  input  logic [RowW-1:0]          waddr_i,
  input  logic [LaneBits-1:0]      wdata_i,     // goes into the lanes of wen_i
  input  logic                     sweep_i,
  input  logic [RowW-1:0]          sweep_row_i
);
  logic [1:0]          wait_q;
  logic [RowW-1:0]     row_q;
  logic [LaneBits-1:0] data_q;
  // Read or not: that is known later than the address. Nothing is read during the sweep, which does not wait.
  wire  clash = raddr_i == row_q && !sweep_i;
  always_ff @(posedge clk_i) begin
    if (!rst_ni)      wait_q <= '0;
    else if (sweep_i) wait_q <= '1;
    else              wait_q <= wen_i != '0 ? wen_i : wait_q & {2{clash}};
    if (sweep_i) begin
      row_q  <= sweep_row_i;
      data_q <= Clear;                          // the flip-flops' own reset: costs nothing
    end else if (wen_i != '0) begin
      row_q  <= waddr_i;
      data_q <= wdata_i;
    end
  end
  ram_1r1w #(.Width(2 * LaneBits), .Depth(Rows), .LaneBits(LaneBits)) u_ram (
    .clk_i, .ren_i, .raddr_i, .rdata_o, .wen_i(clash ? 2'b00 : wait_q), .waddr_i(row_q),
    .wdata_i({2{data_q}}));
endmodule
`default_nettype wire

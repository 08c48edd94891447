// sdram_tb.sv - controllers of many shapes, of which the bench picks one with kind_i; the others have no clock. The last
// ones break a time by a clock (the refresh and the first wait by a little), at the first one's shape.
`default_nettype none
module sdram_tb
  import bus_pkg::*, sdram_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [3:0]  kind_i,
  output logic [6:0][31:0] shape_o,        // the columns of Shapes, the first lowest

  output logic        up_o,
  input  mem_req_t    mem_req_i,
  output logic        mem_ready_o,
  input  logic        mem_wvalid_i,
  input  logic [63:0] mem_wdata_i,
  output logic        mem_wready_o,
  output logic        mem_rvalid_o,
  output logic [63:0] mem_rdata_o,
  input  logic        mem_rready_i,
  output logic        mem_bvalid_o,
  output logic        cke_o,
  output sdram_cmd_e  cmd_o,
  output logic [1:0]  ba_o,
  output logic [12:0] a_o,
  output logic        dqm_o,
  output logic [31:0] dq_o,
  output logic        dq_oe_o,
  input  logic [31:0] dq_i
);
  // data pins, row bits, column bits, line bytes, kHz, CAS latency, clocks that data are caught later
  localparam int Good = 7, Kinds = Good + 6;
  localparam logic [0:Good-1][0:6][31:0] Shapes = {
    {32'd16, 32'd13, 32'd10, 32'd32, 32'd50_000, 32'd2, 32'd0},
    {32'd16, 32'd13, 32'd10, 32'd64, 32'd50_000, 32'd2, 32'd0},
    {32'd16, 32'd13, 32'd9,  32'd64, 32'd25_000, 32'd2, 32'd1},
    {32'd16, 32'd13, 32'd9,  32'd32, 32'd65_000, 32'd3, 32'd0},
    {32'd32, 32'd11, 32'd8,  32'd32, 32'd50_000, 32'd2, 32'd0},
    {32'd32, 32'd12, 32'd8,  32'd64, 32'd65_000, 32'd3, 32'd1},
    {32'd32, 32'd11, 32'd8,  32'd32, 32'd25_000, 32'd3, 32'd0}};

  typedef struct packed {
    logic up, ready, wready, rvalid, bvalid, cke, dqm, oe;
    logic [63:0] rdata;
    sdram_cmd_e  cmd;
    logic [1:0]  ba;
    logic [12:0] a;
    logic [31:0] dq;
  } out_t;
  out_t [Kinds-1:0] out;
  for (genvar k = 0; k < Kinds; k++) begin : gen_kind
    localparam int S = k < Good ? k : 0, Wrong = k < Good ? 0 : k - Good + 1;
    localparam int Dq = Shapes[S][0], Rows = Shapes[S][1];
    logic [Rows-1:0] a;
    logic [Dq-1:0]   dq;
    sdram #(
      .DqBits(Dq), .RowBits(Rows), .ColBits(Shapes[S][2]), .LineBytes(Shapes[S][3]), .ClkKhz(Shapes[S][4]),
      .CasLatency(Shapes[S][5]), .Late(Shapes[S][6]),
      .Trcd(Wrong == 1 ? 20 : WorstRcd), .Trp(Wrong == 2 ? 20 : WorstRp), .Trfc(Wrong == 3 ? 60 : WorstRfc),
      .TwrClocks(Wrong == 4 ? 1 : WorstWrClocks), .Trefi(Wrong == 5 ? 9000 : WorstRefi), .InitUs(Wrong == 6 ? 190 : WorstInitUs)
    ) u_sdram (
      .clk_i(clk_i && kind_i == 4'(k)), .rst_ni, .up_o(out[k].up), .mem_req_i, .mem_ready_o(out[k].ready),
      .mem_wvalid_i, .mem_wdata_i, .mem_wready_o(out[k].wready), .mem_rvalid_o(out[k].rvalid),
      .mem_rdata_o(out[k].rdata), .mem_rerr_o(), .mem_rready_i, .mem_bvalid_o(out[k].bvalid), .mem_berr_o(),
      .cke_o(out[k].cke), .cmd_o(out[k].cmd), .ba_o(out[k].ba), .a_o(a), .dqm_o(out[k].dqm),
      .dq_o(dq), .dq_oe_o(out[k].oe), .dq_i(dq_i[Dq-1:0]));
    assign out[k].a  = 13'(a);
    assign out[k].dq = 32'(dq);
  end
  always_comb for (int i = 0; i < 7; i++) shape_o[i] = 32'(Shapes[kind_i < 4'(Good) ? 32'(kind_i) : 0][i]);
  out_t o;
  assign o = out[kind_i];
  assign {up_o, mem_ready_o, mem_wready_o, mem_rvalid_o, mem_bvalid_o} = {o.up, o.ready, o.wready, o.rvalid, o.bvalid};
  assign {mem_rdata_o, cke_o, cmd_o, ba_o, a_o, dqm_o, dq_oe_o, dq_o} = {o.rdata, o.cke, o.cmd, o.ba, o.a, o.dqm, o.oe, o.dq};
endmodule
`default_nettype wire

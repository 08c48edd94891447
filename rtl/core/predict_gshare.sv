// predict_gshare.sv - direction of conditional branches: one table of two-bit counters, indexed by
// pc xor history. Same ports as predict_tage.
`default_nettype none
module predict_gshare
  import predict_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        ren_i,
  input  logic [31:3] f0_pc_i,
  input  hist_t       f0_hist_i,
  input  logic [1:0]  f1_base_i,
  output logic [1:0]  f1_taken_o,
  output dir_meta_t   f1_meta_o,
  input  logic        upd_valid_i,
  input  logic        upd_lane_i,
  input  logic        upd_taken_i,
  input  dir_meta_t   upd_meta_i,
  output logic        upd_base_o,
  input  logic        sweep_i,
  input  logic [GshareIdxW-1:0] sweep_row_i
);
  typedef struct packed { logic [GshareIdxW-1:0] idx; logic [1:0][1:0] ctr; } meta_t;
  logic [1:0][1:0] rd;
  logic [GshareIdxW-1:0] idx_q;
  wire [GshareIdxW-1:0] idx = f0_pc_i[3+:GshareIdxW] ^ f0_hist_i[GshareIdxW-1:0];

  meta_t um, f1_meta;
  assign um = meta_t'(upd_meta_i[$bits(meta_t)-1:0]);
  wire [1:0] old = um.ctr[upd_lane_i];
  wire [1:0] upd = upd_taken_i ? (old == '1 ? '1 : old + 1'b1) : (old == '0 ? '0 : old - 1'b1);
  wire       wr  = upd_valid_i && upd != old;
  wire [1:0] wen = {wr && upd_lane_i, wr && !upd_lane_i};
  predict_ram #(.LaneBits(2), .Rows(1 << GshareIdxW), .Clear(2'b01)) u_ram (
    .clk_i, .rst_ni, .ren_i, .raddr_i(idx), .rdata_o(rd), .wen_i(wen), .waddr_i(um.idx), .wdata_i(upd),
    .sweep_i, .sweep_row_i);
  always_ff @(posedge clk_i) if (ren_i) idx_q <= idx;
  for (genvar l = 0; l < 2; l++) begin : gen_lane
    assign f1_taken_o[l]  = rd[l][1];
    assign f1_meta.ctr[l] = rd[l];
  end
  assign f1_meta.idx = idx_q;
  assign f1_meta_o   = dir_meta_t'(f1_meta);
  assign upd_base_o  = 1'b1;
  wire unused = ^{1'b0, upd_meta_i, f0_pc_i, f0_hist_i, f1_base_i};
endmodule
`default_nettype wire

// frontend_tb.sv - the front end with its bundles as plain ports, for C++.
`default_nettype none
module frontend_tb
  import bus_pkg::*, core_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter int BtbEntries = config_pkg::BtbEntries,
  parameter int RasEntries = config_pkg::RasEntries,
  parameter int Predictor  = config_pkg::Predictor,
  parameter bit Prefetch   = config_pkg::Prefetch
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] ram_size_i,
  input  logic        redir_i,
  input  logic [31:0] redir_pc_i,
  input  logic        upd_valid_i,
  input  logic        upd_mispredict_i,
  input  logic [2:0]  upd_kind_i,
  input  logic        upd_taken_i,
  input  logic [31:0] upd_pc_i,
  input  logic        upd_rvc_i,
  input  logic [31:0] upd_target_i,
  input  logic        upd_pred_taken_i,
  input  logic [31:0] upd_pred_target_i,
  input  logic [PredMetaBits-1:0] upd_meta_i,
  output logic        valid_o,
  output logic [31:0] pc_o,
  output logic [31:0] insn_o,
  output logic [15:0] raw_o,
  output logic        rvc_o,
  output logic        illegal_o,
  output logic [1:0]  fault_o,
  output logic        fault_hi_o,
  output logic        taken_o,
  output logic [31:0] target_o,
  output logic [PredMetaBits-1:0] meta_o,
  input  logic        pop_i,
  input  logic        inval_i,
  output logic        inval_done_o,
  input  logic        halt_i,
  output logic        busy_miss_o,
  output logic        req_o,
  output logic [31:0] req_addr_o,
  input  logic        gnt_i,
  output logic        hold_o,
  output logic [31:0] hold_addr_o,
  input  logic        beat_i,
  input  logic [63:0] beat_data_i,
  input  logic        beat_last_i,
  input  logic        beat_err_i,
  output logic        ev_decode_redirect_o,
  output logic        ev_miss_o,
  output logic        ev_prefetch_o,
  // inside the predictor
  output logic [43:0] hist_o,
  output logic [31:0] top_o
);
  bp_update_t        upd;
  fetch_slot_t [1:0] slot;
  logic [1:0]        slot_valid;
  bus_req_t          req;
  bus_hold_t         hold;
  bus_beat_t         beat;
  chk_t              chk;
  mmu_pkg::ask_t     ask;               // nothing is translated here
  assign upd = '{valid: upd_valid_i, mispredict: upd_mispredict_i, kind: cf_kind_e'(upd_kind_i),
                 taken: upd_taken_i, pc: upd_pc_i, rvc: upd_rvc_i, target: upd_target_i[31:1],
                 pred: '{taken: upd_pred_taken_i, target: upd_pred_target_i[31:1], meta: upd_meta_i}};
  assign beat = '{valid: beat_i, dst: req_id_t'(ReqFetch), data: beat_data_i, last: beat_last_i, err: beat_err_i};
  frontend #(
    .CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes), .BtbEntries(BtbEntries),
    .RasEntries(RasEntries), .Predictor(Predictor), .Prefetch(Prefetch)
  ) u_frontend (
    .clk_i, .rst_ni, .ram_size_i, .redir_valid_i(redir_i), .redir_pc_i(redir_pc_i[31:1]), .upd_i(upd),
    .ctx_i(mmu_pkg::xctx_t'{direct: 1'b1, space: mmu_pkg::SpaceM, default: '0}), .ask_o(ask), .taken_i(1'b0), .answer_i('0), .fill_i('0),
    .tlb_flush_i('0),
    .slot_o(slot), .slot_valid_o(slot_valid), .pop_i({1'b0, pop_i}), .inval_req_i(inval_i), .inval_done_o,
    .halt_i, .busy_miss_o, .fetch_req_o(req), .fetch_gnt_i(gnt_i), .fetch_hold_o(hold), .beat_i(beat),
    .req_id_i(req_id_t'(ReqFetch)), .ev_decode_redirect_o, .ev_miss_o, .ev_prefetch_o, .chk_o(chk));
  assign hist_o      = u_frontend.u_predict.f0_hist;
  assign top_o       = {u_frontend.u_predict.top, 1'b0};
  assign valid_o     = slot_valid[0];
  assign pc_o        = slot[0].pc;
  assign insn_o      = slot[0].insn;
  assign raw_o       = slot[0].raw;
  assign rvc_o       = slot[0].rvc;
  assign illegal_o   = slot[0].illegal;
  assign fault_o     = slot[0].fault;
  assign fault_hi_o  = slot[0].fault_hi;
  assign taken_o     = slot[0].pred.taken;
  assign target_o    = {slot[0].pred.target, 1'b0};
  assign meta_o      = slot[0].pred.meta;
  assign req_o       = req.valid;
  assign req_addr_o  = {req.addr, 3'b0};
  assign hold_o      = hold.valid;
  assign hold_addr_o = {hold.addr, 3'b0};
endmodule
`default_nettype wire

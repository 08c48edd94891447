// predict.sv - where fetch goes next: branch target buffer, return stack, direction predictor, history.
//   f0  a block's address and the history read the RAMs
//   f1  the first transfer in block order that is predicted taken: registered by the front end as next pc
// What update and repair need stays in a buffer of blocks (predict_pkg); an instruction carries a number.
`default_nettype none
module predict
  import config_pkg::PredNone, config_pkg::PredBimodal, config_pkg::PredGshare, config_pkg::PredTage,
         core_pkg::*, predict_pkg::*;
#(
  parameter int BtbEntries = config_pkg::BtbEntries,
  parameter int RasEntries = config_pkg::RasEntries,
  parameter int Predictor  = config_pkg::Predictor
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  output logic        ready_o,        // sweep after reset is over

  // f0
  input  logic        ren_i,          // the block enters f1
  input  logic [31:3] f0_pc_i,        // tables use what they need
  input  logic        redir_i,        // the back end redirects in this cycle

  // f1. go: the block leaves for the fetch buffer, and what is predicted happens.
  input  logic [31:1] f1_pc_i,
  input  logic        f1_go_i,
  output logic        f1_taken_o,
  output logic [2:1]  f1_last_o,      // the transfer's last halfword
  output logic        f1_lane_o,      // and its BTB lane
  output logic [31:1] f1_target_o,
  output ftq_t        f1_ftq_o,

  // Align found a direct jump that is not in the BTB (its last halfword), or a prediction on something
  // that is none. One at a time; excludes f1_go_i.
  input  logic        a_jump_i,
  input  logic        a_call_i,
  input  logic        a_undo_i,
  input  logic [31:1] a_last_i,
  input  logic        a_lane_i,

  input  bp_update_t  upd_i
);
  localparam int Rows   = BtbEntries < 2 ? 1 : BtbEntries / 2;
  localparam int RowW   = Rows > 1 ? $clog2(Rows) : 1;
  localparam int PtrW   = $clog2(RasEntries);
  localparam int SweepW = Predictor == PredGshare ? GshareIdxW : RowW > TageIdxW ? RowW : TageIdxW;
  typedef logic [PtrW-1:0] ptr_t;
  typedef struct packed {
    hist_t       hist;
    ptr_t        ptr;
    logic [31:1] top;
    lane_t [1:0] lane;
    dir_meta_t   dir;
  } block_t;

  logic [SweepW-1:0] sweep_row_q;
  logic              sweep_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sweep_q     <= 1'b1;
      sweep_row_q <= '0;
    end else if (sweep_q) begin
      sweep_q     <= !(&sweep_row_q);
      sweep_row_q <= sweep_row_q + 1'b1;
    end
  end
  assign ready_o = !sweep_q;

  // ---------------------------------------------------------------- the resolved transfer, and its block
  block_t f1_block, ub;
  ftq_t   ftq_q;
  lutram #(.Width($bits(block_t)), .Depth(FtqEntries)) u_blocks (
    .clk_i, .raddr_i(upd_i.pred.meta), .rdata_o(ub), .wen_i(f1_go_i), .waddr_i(ftq_q), .wdata_i(f1_block));
  always_ff @(posedge clk_i)
    if (!rst_ni)      ftq_q <= '0;
    else if (f1_go_i) ftq_q <= ftq_q + 1'b1;
  assign f1_ftq_o = ftq_q;

  wire [31:1] upd_last = upd_i.pc[31:1] + 31'(!upd_i.rvc);
  wire        upd_cond = upd_i.kind == CfBranch;
  wire        upd_push = upd_i.kind inside {CfCall, CfIndirectCall, CfReturnCall};
  wire        upd_pop  = upd_i.kind inside {CfReturn, CfReturnCall};
  wire        upd      = upd_i.valid && upd_i.kind != CfNone;
  wire        repair   = upd_i.valid && upd_i.mispredict;
  // The lane that knew it; else a free one, else any.
  logic       turn_q;
  logic [1:0] match;
  for (genvar l = 0; l < 2; l++) begin : gen_match
    assign match[l] = ub.lane[l].hit && ub.lane[l].last == upd_last[2:1];
  end
  wire upd_hit  = match != '0;
  wire upd_lane = upd_hit ? match[1] : ub.lane[0].hit && (!ub.lane[1].hit || turn_q);
  wire [1:0] old_ctr = ub.lane[match[1]].ctr;
  always_ff @(posedge clk_i) turn_q <= rst_ni && !turn_q;

  // ---------------------------------------------------------------- history
  hist_t hist_q;
  wire hist_t f0_hist = !repair ? hist_q : upd_i.taken ? hist_push(ub.hist, upd_last) : ub.hist;
  wire [31:1] f1_end  = {f1_pc_i[31:3], f1_last_o};
  wire        step    = !redir_i && (a_jump_i || (f1_go_i && f1_taken_o));
  always_ff @(posedge clk_i)
    if (!rst_ni) hist_q <= '0;
    else         hist_q <= step ? hist_push(f0_hist, a_jump_i ? a_last_i : f1_end) : f0_hist;

  // ---------------------------------------------------------------- BTB
  btb_t [1:0]        btb;
  logic [RowW-1:0]   btb_row, btb_waddr;
  logic [1:0]        btb_wen, btb_hit, ahead, taken, dir, base;
  btb_t              btb_wdata;
  logic              upd_base;
  if (BtbEntries == 0) begin : gen_no_btb
    assign btb = '0;
    assign btb_hit = '0;
    wire unused = ^{ren_i, btb_wdata, btb_row, btb_waddr, btb_wen};
  end else begin : gen_btb
    predict_ram #(.LaneBits($bits(btb_t)), .Rows(Rows)) u_btb (
      .clk_i, .rst_ni, .ren_i, .raddr_i(btb_row), .rdata_o(btb), .wen_i(btb_wen), .waddr_i(btb_waddr),
      .wdata_i(btb_wdata));
    for (genvar l = 0; l < 2; l++) begin : gen_hit
      assign btb_hit[l] = btb[l].valid && btb[l].tag == f1_pc_i[3+RowW +: BtbTagW];
    end
  end
  assign btb_row = f0_pc_i[3+:RowW];

  // Write: what was resolved; else forget what was no transfer.
  wire [1:0] ctr_next = upd_i.taken ? (old_ctr == 2'd3 ? 2'd3 : old_ctr + 2'd1)
                                    : (old_ctr == 2'd0 ? 2'd0 : old_ctr - 2'd1);
  wire backward = upd_i.target < upd_i.pc[31:1];
  wire upd_write = upd && (upd_cond ? (upd_hit ? upd_base && ctr_next != old_ctr
                                               : upd_i.taken && (Predictor != PredNone || backward))
                                    : !upd_hit || upd_i.mispredict);
  always_comb begin
    btb_waddr = upd_last[3+:RowW];
    btb_wdata = '{valid: 1'b1, tag: upd_last[3+RowW +: BtbTagW], last: upd_last[2:1], cond: upd_cond,
                  push: upd_push, pop: upd_pop, ctr: upd_hit ? ctr_next : 2'd2, target: upd_i.target};
    btb_wen   = {upd_lane, !upd_lane} & {2{upd_write}};
    if (sweep_q) begin
      btb_waddr = sweep_row_q[RowW-1:0];
      btb_wdata = '0;
      btb_wen   = '1;
    end else if (!upd_write && a_undo_i) begin
      btb_waddr = a_last_i[3+:RowW];
      btb_wdata = '0;
      btb_wen   = {a_lane_i, !a_lane_i};
    end
  end

  // ---------------------------------------------------------------- direction
  for (genvar l = 0; l < 2; l++) begin : gen_taken
    assign base[l]  = btb[l].ctr[1];
    assign ahead[l] = btb[l].last >= f1_pc_i[2:1];              // not before where fetch came in
    assign taken[l] = btb_hit[l] && ahead[l] && (!btb[l].cond || dir[l]);
    assign f1_block.lane[l] = '{hit: btb_hit[l], last: btb[l].last, ctr: btb[l].ctr};
  end
  wire upd_dir = upd && upd_cond && upd_hit;
  if (Predictor == PredTage) begin : gen_tage
    predict_tage u_dir (
      .clk_i, .rst_ni, .ren_i, .f0_pc_i, .f0_hist_i(f0_hist), .f1_base_i(base), .f1_taken_o(dir),
      .f1_meta_o(f1_block.dir), .upd_valid_i(upd_dir), .upd_lane_i(upd_lane), .upd_taken_i(upd_i.taken),
      .upd_base_i(old_ctr[1]), .upd_meta_i(ub.dir), .upd_base_o(upd_base),
      .sweep_i(sweep_q), .sweep_row_i(sweep_row_q[TageIdxW-1:0]));
  end else if (Predictor == PredGshare) begin : gen_gshare
    predict_gshare u_dir (
      .clk_i, .rst_ni, .ren_i, .f0_pc_i, .f0_hist_i(f0_hist), .f1_base_i(base), .f1_taken_o(dir),
      .f1_meta_o(f1_block.dir), .upd_valid_i(upd_dir), .upd_lane_i(upd_lane), .upd_taken_i(upd_i.taken),
      .upd_meta_i(ub.dir), .upd_base_o(upd_base), .sweep_i(sweep_q), .sweep_row_i(sweep_row_q));
  end else begin : gen_base
    // none: what is in the BTB is taken, and only backward branches enter it
    assign dir = Predictor == PredBimodal ? base : '1;
    assign f1_block.dir = '0;
    assign upd_base = Predictor == PredBimodal;
    wire unused = ^{ub.dir, upd_dir, f0_hist, base};
  end

  assign f1_taken_o  = taken != '0;
  assign f1_lane_o   = taken[1] && !(taken[0] && btb[0].last < btb[1].last);
  btb_t  t;
  assign t           = btb[f1_lane_o];
  assign f1_last_o   = t.last;

  // ---------------------------------------------------------------- return stack
  // ptr_q names the top. Repair puts pointer and top back; where the wrong transfer is itself a call, its
  // link goes on top instead, and an entry under it that the wrong path has overwritten stays so.
  ptr_t        ptr_q, ptr, ptr_next;
  logic [31:1] top;
  logic        push, pop;
  wire [31:1]  link = (repair ? upd_last : a_jump_i ? a_last_i : f1_end) + 31'd1;
  always_comb begin
    ptr  = repair ? ub.ptr : ptr_q;
    push = repair ? upd_i.taken && upd_push : a_jump_i ? a_call_i : f1_go_i && f1_taken_o && t.push;
    pop  = repair ? upd_i.taken && upd_pop  : !a_jump_i && f1_go_i && f1_taken_o && t.pop;
    ptr_next = push == pop ? ptr : push ? ptr + 1'b1 : ptr - 1'b1;
  end
  lutram #(.Width(31), .Depth(RasEntries)) u_ras (
    .clk_i, .raddr_i(ptr_q), .rdata_o(top), .wen_i(push || repair), .waddr_i(push ? ptr_next : ptr),
    .wdata_i(push ? link : ub.top));
  always_ff @(posedge clk_i)
    if (!rst_ni) ptr_q <= '0;
    else         ptr_q <= ptr_next;
  assign f1_target_o   = t.pop ? top : t.target;
  assign f1_block.hist = hist_q;
  assign f1_block.ptr  = ptr_q;
  assign f1_block.top  = top;

  wire unused_pc = ^{f1_pc_i, upd_i, a_last_i, t};
endmodule
`default_nettype wire

// predict.sv - where fetch goes next: branch target buffer, return stack, direction predictor, history.
//   f0  a block's address and the history read the RAMs
//   f1  the first transfer in block order that is predicted taken: registered by the front end as next pc
//   a   history and return stack take it, one cycle late: no block is in f1 then, and what f0 reads with
//       the history has it already
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

  // f1. go: the block leaves for the fetch buffer, and what is predicted happens.
  input  logic        f1_valid_i,     // there is one
  input  logic [31:1] f1_pc_i,
  input  logic        f1_go_i,
  output logic        f1_taken_o,
  output logic [2:1]  f1_last_o,      // the transfer's last halfword
  output logic        f1_seq_o,       // not taken
  output logic [1:0]  f1_lane_o,      // taken, to this lane's target
  output logic [1:0][31:1] f1_target_o,
  output ftq_t        f1_ftq_o,

  // Align found a direct jump that is not in the BTB, or a prediction on something that is none. One at a
  // time; excludes f1_go_i. last: in the cycle of undo, what was predicted; in the cycle after jump or
  // after a block with a taken transfer went, that transfer's last halfword.
  input  logic        a_jump_i,
  input  logic        a_call_i,
  input  logic        a_undo_i,
  input  logic        a_miss_i,       // what went in the cycle before was no block: as if it had not gone
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
    logic [31:1] top;
    lane_t [1:0] lane;
    dir_meta_t   dir;
  } block_t;
  typedef struct packed { hist_t hist; ptr_t ptr; } state_t;

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
    if (!rst_ni) ftq_q <= '0;
    else         ftq_q <= ftq_q + (a_miss_i ? '1 : ftq_t'(f1_go_i));
  assign f1_ftq_o = ftq_q;

  // Repair is at once; the tables learn a cycle later, out of registers.
  wire        repair   = upd_i.valid && upd_i.mispredict;
  wire [31:1] rep_last = upd_i.pc[31:1] + 31'(!upd_i.rvc);
  wire        rep_push = upd_i.kind inside {CfCall, CfIndirectCall, CfReturnCall};
  wire        rep_pop  = upd_i.kind inside {CfReturn, CfReturnCall};
  bp_update_t u_q;
  block_t     ub_q;
  always_ff @(posedge clk_i) begin
    u_q       <= upd_i;
    u_q.valid <= rst_ni && upd_i.valid;
    ub_q      <= ub;
  end
  logic [31:1] upd_last;
  wire        upd_cond = u_q.kind == CfBranch;
  wire        upd_push = u_q.kind inside {CfCall, CfIndirectCall, CfReturnCall};
  wire        upd_pop  = u_q.kind inside {CfReturn, CfReturnCall};
  wire        upd      = u_q.valid && u_q.kind != CfNone;
  // The lane that knew it; else a free one, else any.
  logic        turn_q, upd_hit, upd_lane;
  logic [1:0]  match, old_ctr, ctr_next;
  always_comb begin
    upd_last = 'x; match = 'x; upd_hit = 'x; upd_lane = 'x; old_ctr = 'x; ctr_next = 'x;
    if (u_q.valid) begin
      upd_last = u_q.pc[31:1] + 31'(!u_q.rvc);
      for (int l = 0; l < 2; l++) match[l] = ub_q.lane[l].hit && ub_q.lane[l].last == upd_last[2:1];
      upd_hit  = match != '0;
      upd_lane = upd_hit ? match[1] : ub_q.lane[0].hit && (!ub_q.lane[1].hit || turn_q);
      old_ctr  = ub_q.lane[match[1]].ctr;
      ctr_next = u_q.taken ? (old_ctr == 2'd3 ? 2'd3 : old_ctr + 2'd1)
                             : (old_ctr == 2'd0 ? 2'd0 : old_ctr - 2'd1);
    end
  end
  always_ff @(posedge clk_i) turn_q <= rst_ni && !turn_q;

  // ---------------------------------------------------------------- history and stack pointer
  // Those of now in a register; each block's, for a repair, in a memory by block number. The register is
  // written there in every cycle, at the number the next block will have: so nothing late addresses it.
  state_t now_q, old, state;
  hist_t  f0_hist;
  ptr_t   ptr_next;
  logic   step_q, push_q, pop_q;      // the transfer in a: taken, a call, a return
  lutram #(.Width($bits(state_t)), .Depth(FtqEntries)) u_state (
    .clk_i, .raddr_i(upd_i.pred.meta), .rdata_o(old), .wen_i(1'b1), .waddr_i(ftq_q), .wdata_i(now_q));
  always_ff @(posedge clk_i) now_q <= {f0_hist, ptr_next};
  assign state   = repair ? old : now_q;
  wire   step    = step_q && !a_miss_i;
  assign f0_hist = sweep_q ? '0 : (repair ? upd_i.taken : step)
                 ? hist_push(state.hist, repair ? rep_last : a_last_i) : state.hist;

  // ---------------------------------------------------------------- BTB
  btb_t [1:0]        btb;
  logic [RowW-1:0]   btb_row, btb_waddr;
  logic [1:0]        btb_wen, btb_hit, ahead, dir, base;
  btb_t              btb_wdata;
  logic              upd_base;
  if (BtbEntries == 0) begin : gen_no_btb
    assign btb = '0;
    assign btb_hit = '0;
    wire unused = ^{ren_i, btb_wdata, btb_row, btb_waddr, btb_wen};
  end else begin : gen_btb
    predict_ram #(.LaneBits($bits(btb_t)), .Rows(Rows)) u_btb (
      .clk_i, .rst_ni, .ren_i, .raddr_i(btb_row), .rdata_o(btb), .wen_i(btb_wen), .waddr_i(btb_waddr),
      .wdata_i(btb_wdata), .sweep_i(sweep_q), .sweep_row_i(sweep_row_q[RowW-1:0]));
    for (genvar l = 0; l < 2; l++) begin : gen_hit
      match #(.Width(BtbTagW)) u_match (
        .en_i(btb[l].valid), .a_i(btb[l].tag), .b_i(f1_pc_i[3+RowW +: BtbTagW]), .hit_o(btb_hit[l]));
    end
  end
  assign btb_row = f0_pc_i[3+:RowW];

  // Write: what was resolved; else forget what was no transfer.
  wire backward = u_q.target < u_q.pc[31:1];
  wire upd_write = upd && (upd_cond ? (upd_hit ? upd_base && ctr_next != old_ctr
                                               : u_q.taken && (Predictor != PredNone || backward))
                                    : !upd_hit || u_q.mispredict);
  always_comb begin
    btb_waddr = 'x;
    btb_wdata = 'x;
    btb_wen   = '0;
    if (u_q.valid) begin
      btb_waddr = upd_last[3+:RowW];
      btb_wdata = '{valid: 1'b1, tag: upd_last[3+RowW +: BtbTagW], last: upd_last[2:1], cond: upd_cond,
                    push: upd_push, pop: upd_pop, ctr: upd_hit ? ctr_next : 2'd2, target: u_q.target};
      btb_wen   = {upd_lane, !upd_lane} & {2{upd_write}};
    end
    if (!upd_write && a_undo_i) begin
      btb_waddr = a_last_i[3+:RowW];
      btb_wdata.valid = 1'b0;
      btb_wen   = {a_lane_i, !a_lane_i};
    end
  end

  // ---------------------------------------------------------------- direction
  logic [31:1] top;                   // of the return stack
  for (genvar l = 0; l < 2; l++) begin : gen_taken
    assign base[l]  = btb[l].ctr[1];
    assign ahead[l] = btb[l].last >= f1_pc_i[2:1];              // not before where fetch came in
    assign f1_target_o[l] = btb[l].pop ? top : btb[l].target;
    assign f1_block.lane[l] = '{hit: btb_hit[l], last: btb[l].last, ctr: btb[l].ctr};
  end
  wire upd_dir = upd && upd_cond && upd_hit;
  if (Predictor == PredTage) begin : gen_tage
    predict_tage u_dir (
      .clk_i, .rst_ni, .ren_i, .f0_pc_i, .f0_hist_i(f0_hist), .f1_base_i(base), .f1_taken_o(dir),
      .f1_meta_o(f1_block.dir), .upd_valid_i(upd_dir), .upd_lane_i(upd_lane), .upd_taken_i(u_q.taken),
      .upd_base_i(old_ctr[1]), .upd_meta_i(ub_q.dir), .upd_base_o(upd_base),
      .sweep_i(sweep_q), .sweep_row_i(sweep_row_q[TageIdxW-1:0]));
  end else if (Predictor == PredGshare) begin : gen_gshare
    predict_gshare u_dir (
      .clk_i, .rst_ni, .ren_i, .f0_pc_i, .f0_hist_i(f0_hist), .f1_base_i(base), .f1_taken_o(dir),
      .f1_meta_o(f1_block.dir), .upd_valid_i(upd_dir), .upd_lane_i(upd_lane), .upd_taken_i(u_q.taken),
      .upd_meta_i(ub_q.dir), .upd_base_o(upd_base), .sweep_i(sweep_q), .sweep_row_i(sweep_row_q));
  end else begin : gen_base
    // none: what is in the BTB is taken, and only backward branches enter it
    assign dir = Predictor == PredBimodal ? base : '1;
    assign f1_block.dir = '0;
    assign upd_base = Predictor == PredBimodal;
    wire unused = ^{ub_q.dir, upd_dir, f0_hist, base};
  end

  logic [1:0] lane;
  predict_pick u_pick (
    .en_i(f1_valid_i), .known_i(btb_hit & ahead), .cond_i({btb[1].cond, btb[0].cond}), .dir_i(dir),
    .swap_i(btb[1].last < btb[0].last), .taken_o(f1_taken_o), .seq_o(f1_seq_o), .lane_o(lane));
  assign f1_lane_o = lane;
  assign f1_last_o = lane[1] ? btb[1].last : btb[0].last;
  always_ff @(posedge clk_i) begin
    step_q <= rst_ni && (a_jump_i || (f1_go_i && f1_taken_o));
    push_q <= a_jump_i ? a_call_i : lane[1] ? btb[1].push : btb[0].push;
    pop_q  <= !a_jump_i && (lane[1] ? btb[1].pop : btb[0].pop);
  end

  // ---------------------------------------------------------------- return stack
  // The pointer names the top. Repair puts pointer and top back; where the wrong transfer is itself a call,
  // its link goes on top instead, and an entry under it that the wrong path has overwritten stays so.
  wire         go   = repair ? upd_i.taken : step;
  wire         push = go && (repair ? rep_push : push_q);
  wire         pop  = go && (repair ? rep_pop  : pop_q);
  assign ptr_next = sweep_q ? '0 : push == pop ? state.ptr : push ? state.ptr + 1'b1 : state.ptr - 1'b1;
  // One halfword after the last; of what is resolved the first is known.
  wire [31:1]  link = (repair ? upd_i.pc[31:1] : a_last_i) + {30'd0, 1'b1} + {30'd0, repair && !upd_i.rvc};
  // Cleared by the sweep: what nobody has pushed would be walked for in page tables, at an address of chance.
  lutram #(.Width(31), .Depth(RasEntries)) u_ras (
    .clk_i, .raddr_i(now_q.ptr), .rdata_o(top), .wen_i(push || repair || sweep_q),
    .waddr_i(sweep_q ? sweep_row_q[$bits(ptr_t)-1:0] : push ? ptr_next : state.ptr),
    .wdata_i(sweep_q ? '0 : push ? link : ub.top));
  assign f1_block.top = top;

  wire unused_pc = ^{f1_pc_i, u_q, ub_q.top, upd_last, rep_last, a_last_i};
endmodule
`default_nettype wire

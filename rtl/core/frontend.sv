// frontend.sv - fetch: next pc, I-cache and predictor in f0 and f1, align, queue (docs/ref/frontend.md).
//   f0  next pc to the RAMs of cache and predictor     a  the block is cut, checked, and put into the queue
//   f1  way select; where to go next                   d  slot_o, from registers
// Next pc, first wins: back-end redirect (the cycle itself is f0); a correction by stage a, which also sends back for a block
// that the cache had not got; the same block again, because its page is known only now; a predicted target; the next
// block. All but the first are registered, so a taken transfer costs one fetch cycle, which the queue hides.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module frontend
  import config_pkg::ResetPc, bus_pkg::*, core_pkg::*, predict_pkg::*, mmu_pkg::*;
`ifdef TH_CHECK
  import chk_pkg::*;
`endif
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter int BtbEntries = config_pkg::BtbEntries,
  parameter int RasEntries = config_pkg::RasEntries,
  parameter int Predictor  = config_pkg::Predictor,
  parameter int TlbEntries = config_pkg::TlbEntries,
  parameter bit Prefetch   = config_pkg::Prefetch
) (
  input  logic              clk_i,
  input  logic              rst_ni,
  input  logic [31:0]       ram_size_i,

  // From the back end, out of registers. A redirect drops everything that was fetched.
  input  logic              redir_valid_i,
  input  logic [31:1]       redir_pc_i,
  input  bp_update_t        upd_i,

  // Memory management
  input  xctx_t             ctx_i,
  output ask_t              ask_o,
  input  logic              taken_i,
  input  answer_t           answer_i,
  input  tlb_fill_t         fill_i,
  input  tlb_flush_t        tlb_flush_i,

  // To decode: slot 0 is the older; pop_i of them are taken. One a cycle for now: slot 1 stays empty.
  output fetch_slot_t [1:0] slot_o,
  output logic        [1:0] slot_valid_o,
  input  logic        [1:0] pop_i,

  // fence.i: req until done (one cycle). What was fetched is dropped; a redirect follows.
  input  logic              inval_req_i,
  output logic              inval_done_o,
  input  logic              halt_i,          // no new fetch
  output logic              busy_miss_o,     // fetch waits for a line

  // Bus (rules in bus_pkg)
  output bus_req_t          fetch_req_o,
  input  logic              fetch_gnt_i,
  output bus_hold_t         fetch_hold_o,
  input  bus_beat_t         beat_i,
  input  req_id_t           req_id_i,

  output logic              ev_decode_redirect_o,
  output logic              ev_miss_o,
  output logic              ev_prefetch_o
`ifdef TH_CHECK
  ,
  output chk_t              chk_o
`endif
);
  wire flush = redir_valid_i || inval_req_i;

  // ---------------------------------------------------------------- f0
  logic [31:1] pc_q;
  logic        ic_block, ic_probe, ic_wait, ic_ok, ic_err, pred_ready;
  logic        f1_valid_q, f1_untold, a_jump, a_undo, a_miss, a_ready;
  logic [31:1] f1_pc_q, a_pc;
  wire [31:1]  f0_pc   = redir_valid_i ? redir_pc_i : pc_q;
  wire         f1_busy = f1_valid_q && !a_ready;               // stage a is not free
  wire         f1_hold = (f1_busy || ic_wait || f1_untold) && !redir_valid_i;
  wire         f0_can  = !ic_block && !halt_i && pred_ready && rst_ni;
  wire         f0_go   = !f1_hold && f0_can;
  // RAMs need not wait for the TLB: a block whose page is not known is fetched again.
  wire         f0_read = !((f1_busy || ic_wait) && !redir_valid_i) && f0_can;

  // ---------------------------------------------------------------- f1
  logic         f1_known, f1_bad, f1_device;
  logic [31:12] f1_page, f1_ppn;
  // What is known of the block in f1. That it has left is known late, so it is kept beside, and looked at a cycle later.
  logic         waited_q, mine_q, told_q, page_q, access_q, ended_q;
  logic         exact_q, upper_q, gone_q;                      // these outlast that the same block is fetched again
  wire          waited = waited_q && !ended_q, mine = mine_q && `TH_MUTANT(62, !ended_q, 1'b1), told = told_q && !ended_q;
  wire          by_page = page_q && !ended_q, by_access = access_q && !ended_q;
  wire          exact = exact_q && !gone_q, upper = upper_q && !gone_q;
  xlate #(.Entries(TlbEntries)) u_xlate (
    .clk_i, .rst_ni, .en_i(f1_valid_q), .va_i({f1_pc_q, 1'b0}), .ctx_i, .fetch_i(1'b1), .atomic_i(1'b0), .store_i(1'b0),
    .misaligned_i(1'b0), .exact_i(exact), .ram_size_i, .fill_i, .flush_i(tlb_flush_i), .ok_o(f1_known), .page_o(f1_page), .ppn_o(f1_ppn),
    .device_o(f1_device), .fault_o(f1_bad));
  wire         unused_ppn = ^f1_ppn;
  wire         f1_no    = by_page || by_access;                 // the walker's word for this block
  wire         f1_fault = f1_no || (f1_known && f1_bad);
  wire         a_redir  = a_jump || a_undo || a_miss;
  // Whether the cache has the block is not asked here: stage a sends it back if not.
  wire         f1_go    = f1_valid_q && a_ready && !ic_wait && (f1_no || (f1_known && !waited)) && !a_redir && !flush;

  // A block whose page is not known stays until the walker has spoken of it: of no other block, so who leaves f1
  // takes the claim away (M1). Then it faults, or is fetched again: what was looked up for it is out of date.
  assign f1_untold = f1_valid_q && !f1_known && !f1_no && !told;
  assign ask_o     = '{valid: f1_untold && !mine, may: f1_untold, va: f1_pc_q[31:2], default: 1'b0};
  wire         f1_retry = f1_valid_q && waited && !f1_no && (f1_known || told) && !f1_busy;
  wire         again    = (a_redir || f1_retry) && !flush;
  wire         f1_ends  = f1_go || again || flush;
  always_ff @(posedge clk_i) begin
    ended_q  <= !rst_ni || f1_ends;
    waited_q <= waited || f1_untold;
    mine_q   <= !answer_i.done && (mine || taken_i);
    told_q   <= told || (mine && answer_i.done && !answer_i.page && !answer_i.access);
    page_q   <= by_page || (mine && answer_i.page);
    access_q <= by_access || (mine && answer_i.access);
    gone_q   <= !rst_ni || flush || a_redir || f1_go;
    upper_q  <= upper || (mine && answer_i.upper);
    exact_q  <= exact || (told && !f1_known);
  end
  logic        f1_taken, f1_seq, ic_fill;
  logic [1:0]  f1_lane;
  logic [2:1]  f1_last;
  logic [1:0][31:1] f1_target;
  logic [63:0] f1_data;
  logic [31:3] ic_fill_addr;
  ftq_t        f1_ftq;

  // ---------------------------------------------------------------- next pc
  wire         go_taken = f1_go && f1_taken;
  // Where f0 does not go, the adder gives its own address, and where f1 is held, pc_q keeps its value.
  wire         stay     = ic_block || halt_i || !pred_ready;
  wire [31:1]  next     = {f0_pc[31:3] + 29'(!stay), stay ? f0_pc[2:1] : 2'd0};
  logic [31:1] pc;
  onehot_mux #(.Width(31), .Words(3)) u_pc (
    .sel_i({f1_lane, f1_seq}), .words_i({f1_target, next}), .over_i(again),
    .over_word_i(a_redir ? a_pc : f1_pc_q), .word_o(pc));

  always_ff @(posedge clk_i) begin
    if (!rst_ni)                                  pc_q <= ResetPc[31:1];
    else if (!f1_hold || a_redir)                 pc_q <= pc;

    if (!rst_ni || inval_req_i)                   f1_valid_q <= 1'b0;
    else if (redir_valid_i)                       f1_valid_q <= f0_go;
    else if (again)                               f1_valid_q <= 1'b0;
    else if (f1_hold)                             f1_valid_q <= 1'b1;
    else                                          f1_valid_q <= f0_go && !go_taken;
    if (f0_go) f1_pc_q <= f0_pc;
  end

  icache #(.CacheBytes(CacheBytes), .Ways(CacheWays), .LineBytes(LineBytes), .Prefetch(Prefetch)) u_icache (
    .clk_i, .rst_ni, .go_i(f0_read), .flush_i(redir_valid_i), .f0_addr_i(f0_pc[31:3]), .block_o(ic_block),
    .probe_o(ic_probe), .f1_valid_i(f1_valid_q && !a_miss), .f1_addr_i({f1_page, f1_pc_q[11:3]}), .f1_fault_i(f1_fault || !f1_known || waited), .f1_skip_i(f1_no || waited),
    .f1_busy_i(f1_busy), .wait_o(ic_wait), .ok_o(ic_ok),
    .data_o(f1_data), .err_o(ic_err), .inval_i(inval_req_i), .inval_done_o, .req_o(fetch_req_o),
    .gnt_i(fetch_gnt_i), .hold_o(fetch_hold_o), .beat_i, .req_id_i, .busy_miss_o, .ev_miss_o,
    .ev_prefetch_o, .fill_o(ic_fill), .fill_addr_o(ic_fill_addr));

  logic        a_call, a_lane, a_fresh;
  logic [31:1] a_last;
  ftq_t        a_ftq;
  predict #(.BtbEntries(BtbEntries), .RasEntries(RasEntries), .Predictor(Predictor)) u_predict (
    .clk_i, .rst_ni, .ready_o(pred_ready), .ren_i(f0_read), .f0_pc_i(f0_pc[31:3]),
    .f1_valid_i(f1_valid_q && !redir_valid_i), .f1_pc_i(f1_pc_q),
    .f1_go_i(f1_go), .f1_taken_o(f1_taken), .f1_last_o(f1_last), .f1_seq_o(f1_seq), .f1_lane_o(f1_lane),
    .f1_target_o(f1_target), .f1_ftq_o(f1_ftq), .a_jump_i(a_jump && !flush),
    .a_call_i(a_call), .a_undo_i(a_undo && !flush), .a_miss_i(a_miss && !flush), .a_last_i(a_last), .a_lane_i(a_lane), .upd_i);

  // ---------------------------------------------------------------- a
  fetch_row_t row, qrow;
  logic       row_valid, q_full, q_valid;
  align u_align (
    .clk_i, .rst_ni, .flush_i(flush), .in_valid_i(f1_go), .in_ok_i(ic_ok), .in_ready_o(a_ready), .in_pc_i(f1_pc_q),
    .in_data_i(f1_data), .in_fault_i(by_page ? FetchPage : f1_fault || ic_err ? FetchAccess : FetchOk), .in_upper_i(upper),
    .in_taken_i(f1_taken), .in_last_i(f1_last),
    .in_lane_i(f1_lane[1]), .in_ftq_i(f1_ftq), .room_i(!q_full), .row_o(row), .row_valid_o(row_valid),
    .jump_o(a_jump), .call_o(a_call), .undo_o(a_undo), .miss_o(a_miss), .redir_pc_o(a_pc), .fresh_o(a_fresh),
    .last_o(a_last), .lane_o(a_lane), .ftq_o(a_ftq));
  assign ev_decode_redirect_o = (a_jump || a_undo) && !flush;

  fetch_slot_t slot;
  fetch_queue u_queue (
    .clk_i, .rst_ni, .flush_i(flush), .row_i(qrow), .row_valid_i(row_valid && !flush), .full_o(q_full),
    .block_valid_i(a_fresh), .block_i(a_ftq), .block_pc_i(a_last[31:3]), .next_pc_i(pc_q),
    .slot_o(slot), .slot_valid_o(q_valid), .pop_i(pop_i[0] && !flush));
  assign slot_o       = {fetch_slot_t'('0), slot};
  assign slot_valid_o = {1'b0, q_valid};

`ifndef TH_CHECK
  assign qrow = row;
  wire unused = ^{ic_fill, ic_fill_addr, ic_probe, pop_i, f1_device};
`else
  // ---------------------------------------------------------------- observation
  logic [31:0] uid_q, cycle_q, f1_cycle_q, a_cycle_q;
  wire         push = row_valid && !flush;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) uid_q <= '0;
    else if (push) uid_q <= uid_q + (row.two ? 32'd2 : 32'd1);
    cycle_q <= rst_ni ? cycle_q + 32'd1 : '0;
    if (f0_go)   f1_cycle_q <= cycle_q;
    if (a_ready) a_cycle_q  <= f1_cycle_q;
  end
  always_comb begin
    qrow = row;
    qrow.uid = uid_q;
    chk_o = '0;
    chk_o[CkFlags][CkIFill] = ic_fill;
    chk_o[CkIFillAddr] = {ic_fill_addr, 3'b0};
    chk_o[CkIFillLo]   = beat_i.data[31:0];
    chk_o[CkIFillHi]   = beat_i.data[63:32];
    chk_o[CkPush]      = {23'd0, flush, 6'd0, push && row.two, push};
    chk_o[CkPushUid]   = uid_q;
    chk_o[CkPushPc0]   = {a_last[31:3] - 29'(row.carry), row.off, 1'b0};
    chk_o[CkPushInsn0] = row.insn0[1:0] == 2'b11 ? row.insn0 : {16'd0, row.insn0[15:0]};
    chk_o[CkPushPc1]   = {a_last[31:3], row.off + (row.insn0[1:0] == 2'b11 ? 2'd2 : 2'd1), 1'b0};
    chk_o[CkPushInsn1] = row.insn1[1:0] == 2'b11 ? row.insn1 : {16'd0, row.insn1[15:0]};
    chk_o[CkPushCycle] = a_cycle_q;
  end
  wire unused = ^{ic_probe, pop_i, f1_device};
`endif
  `TH_ASSERT(chk_pop_valid, pop_i <= 2'(q_valid) || redir_valid_i)
endmodule
`default_nettype wire

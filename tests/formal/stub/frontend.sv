// frontend.sv - for proofs, in place of the design's: fetch gives any instructions at any time, in the order in which the
// predictions that come with them say, and from a redirect's target on behind it. Any prediction, for any instruction.
`default_nettype none
module frontend
  import bus_pkg::*, core_pkg::*, mmu_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = 0, CacheWays = 0, LineBytes = 0, BtbEntries = 0, RasEntries = 0, Predictor = 0, TlbEntries = 0,
  parameter bit Prefetch = 0
) (
  input  logic              clk_i,
  input  logic              rst_ni,
  input  logic [31:0]       ram_size_i,
  input  logic              redir_valid_i,
  input  logic [31:1]       redir_pc_i,
  input  bp_update_t        upd_i,
  input  xctx_t             ctx_i,
  output ask_t              ask_o,
  input  logic              taken_i,
  input  answer_t           answer_i,
  input  tlb_fill_t         fill_i,
  input  tlb_flush_t        tlb_flush_i,
  output fetch_slot_t [1:0] slot_o,
  output logic        [1:0] slot_valid_o,
  input  logic        [1:0] pop_i,
  input  logic              inval_req_i,
  output logic              inval_done_o,
  input  logic              halt_i,
  output logic              busy_miss_o,
  output bus_req_t          fetch_req_o,
  input  logic              fetch_gnt_i,
  output bus_hold_t         fetch_hold_o,
  input  bus_beat_t         beat_i,
  input  req_id_t           req_id_i,
  output logic              ev_decode_redirect_o,
  output logic              ev_miss_o,
  output logic              ev_prefetch_o,
  output chk_t              chk_o
);
  logic         valid_q;
  logic [31:1]  pc_q, next_q, base;
  logic [31:0]  word_q, uid_q, insn;
  logic         taken_q, fault_hi_q, illegal;
  logic [31:1]  target_q;
  fetch_fault_e fault_q;
  wire rvc  = word_q[1:0] != 2'b11;
  wire load = redir_valid_i || pop_i[0] || !valid_q;
  assign base = redir_valid_i ? redir_pc_i : !valid_q ? next_q : taken_q ? target_q : pc_q + (rvc ? 31'd1 : 31'd2);
  always_ff @(posedge clk_i)
    if (!rst_ni) valid_q <= 1'b0;
    else if (load) begin
      valid_q    <= hart_proof.free_i.go && !redir_valid_i;         // fetch takes a cycle at least: the design three
      next_q     <= base;
      pc_q       <= base;
      word_q     <= hart_proof.free_i.word;
      taken_q    <= hart_proof.free_i.taken;
      target_q   <= hart_proof.free_i.target;
      fault_q    <= hart_proof.free_i.fault;
      fault_hi_q <= hart_proof.free_i.fault_hi;
      uid_q      <= uid_q + 32'd1;
    end
  expand u_expand (.en_i(1'b1), .insn_i(word_q), .insn_o(insn), .illegal_o(illegal));
  always_comb begin
    slot_o = '0;
    slot_o[0].pc = {pc_q, 1'b0}; slot_o[0].insn = insn; slot_o[0].raw = word_q[15:0]; slot_o[0].rvc = rvc;
    slot_o[0].illegal = illegal; slot_o[0].fault = fault_q; slot_o[0].fault_hi = fault_hi_q; slot_o[0].uid = uid_q;
    slot_o[0].pred.taken = taken_q; slot_o[0].pred.target = target_q;
  end
  assign slot_valid_o = {1'b0, valid_q};
  assign inval_done_o = inval_req_i && hart_proof.free_i.inval_done;
  assign busy_miss_o  = hart_proof.free_i.busy_miss;
  assign {ask_o, fetch_req_o, fetch_hold_o, ev_decode_redirect_o, ev_miss_o, ev_prefetch_o, chk_o} = '0;
  wire unused = ^{ram_size_i, upd_i, ctx_i, taken_i, answer_i, fill_i, tlb_flush_i, pop_i[1], halt_i, fetch_gnt_i, beat_i, req_id_i};
endmodule
`default_nettype wire

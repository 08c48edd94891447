// mmu_flush_proof.sv - what empties the TLBs keeps out of them what the walker finds meanwhile (M2 of docs/ref/mmu.md): a walk that a
// write of PMP's registers or an sfence.vma comes into, or one cycle before, fills nothing and says no fault but in the cycle
// in which the TLBs refuse fills (tlb_proof) and the pipeline drops its younger instructions (flush.sv). And of a scan that
// pmp_scan_proof calls void nothing comes, for it is such a walk's; and an address alone is flushed only if no piece of a
// superpage is there. Anything may ask, at any time; memory gives any entries after any time.
`default_nettype none
module mmu_flush_proof
  import csr_pkg::*, mmu_pkg::*;
(
  input logic         clk_i,
  input logic [31:0]  ram_size_i,
  input logic [11:0]  w_addr_i,
  input logic         w_en_i, sfence_i, sfence_va_i,
  input logic [31:0]  w_data_i,
  input logic [31:12] sfence_at_i,
  input status_t      status_i,
  input ask_t         d_ask_i, i_ask_i,
  input logic         d_waits_i, read_valid_i, read_err_i, write_done_i, write_lost_i,
  input logic [31:0]  read_data_i
);
  logic       d_taken, i_taken, walking, walk;
  answer_t    d_answer, i_answer;
  tlb_fill_t  d_fill, i_fill;
  xctx_t      d_ctx, i_ctx;
  tlb_flush_t flush;
  wread_t     read;
  logic [31:0] r_data;
  mmu #(.Tlb2Entries(128), .PmpEntries(8)) u_mmu (
    .clk_i, .rst_ni(1'b1), .ram_size_i, .r_en_i(1'b0), .r_addr_i(12'd0), .r_data_o(r_data), .w_en_i, .w_addr_i, .w_data_i, .status_i,
    .sfence_i, .sfence_va_i, .sfence_at_i, .d_ctx_o(d_ctx), .d_ask_i, .d_waits_i, .d_taken_o(d_taken), .d_answer_o(d_answer), .d_fill_o(d_fill),
    .i_ctx_o(i_ctx), .i_ask_i, .i_taken_o(i_taken), .i_answer_o(i_answer), .i_fill_o(i_fill), .flush_o(flush), .read_o(read),
    .read_valid_i, .read_err_i, .read_data_i, .write_done_i, .write_lost_i, .walking_o(walking), .walk_o(walk));

  wire w_pmp   = w_en_i && w_addr_i inside {[12'h3a0:12'h3bf]};
  wire changes = w_pmp || sfence_i;
  wire take    = d_taken || i_taken;
  wire flushes = flush.all || flush.page;
  logic first = 1'b1;
  logic changed_q = 1'b0, pmp_q = 1'b0, pmp_qq = 1'b0;
  logic late_q = 1'b0;                     // of the walk under way: something changed in a cycle of its own or the one before it
  logic piece_q = 1'b0;                    // a piece of a superpage was filled and may still be there
  always_ff @(posedge clk_i) begin
    first <= 1'b0; changed_q <= changes; pmp_q <= w_pmp; pmp_qq <= pmp_q;
    late_q  <= changes || (take ? changed_q : late_q && walking);
    piece_q <= !flush.all && (piece_q || (u_mmu.second_fill.valid && u_mmu.second_fill.whole && !flush.page));
  end
  always_comb if (first) assume (!walking && !u_mmu.u_pmp.clear_q);
  always_comb assume (!d_ask_i.valid || d_ask_i.may);
  wire fills  = d_fill.valid || i_fill.valid || u_mmu.second_fill.valid;
  wire faults = d_answer.page || d_answer.access || d_answer.upper || i_answer.page || i_answer.access || i_answer.upper;
  always_comb begin
    a_fill:   assert (!(fills && late_q) || flushes);
    a_fault:  assert (!(faults && late_q) || flushes);
    a_scan:   assert (!(u_mmu.pmp_run && (pmp_q || pmp_qq)) || late_q);
    a_write:  assert (!(read.write && late_q));       // nor is A or D set
    a_piece:  assert (!flush.page || !piece_q);
    i_flush:  assert (!changed_q || flushes);
    i_all:    assert (!pmp_q || flush.all);
    i_clear:  assert (!u_mmu.u_pmp.clear_q);
    i_void:   assert (!(walking && late_q) || u_mmu.u_walker.void_q || flushes);
    i_fault:  assert (!walking || u_mmu.u_walker.answer || !u_mmu.u_walker.page_fault_q);
    i_piece:  assert (!piece_q || u_mmu.pieces_q);
  end
  wire unused = ^{r_data, d_ctx, i_ctx, walk, read};
endmodule
`default_nettype wire

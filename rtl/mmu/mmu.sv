// mmu.sv - a hart's memory management besides the TLBs before its accesses: satp (4.1.11), whose each access is, what
// sfence.vma empties, PMP, the walker, the second-level TLB.
// Contexts and what follows from a CSR's write come a cycle late: the next instruction is behind it (issue.sv), or
// fetched anew (flush.sv).
`include "mutant.svh"
`default_nettype none
module mmu
  import csr_pkg::*, mmu_pkg::*;
`ifdef TH_CHECK
  import chk_pkg::*;
`endif
#(
  parameter int Tlb2Entries = config_pkg::Tlb2Entries,
  parameter int PmpEntries  = config_pkg::PmpEntries,
  parameter bit Smode       = config_pkg::Smode
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [31:0]  ram_size_i,

  // CSRs: read in m (zero where it is not one of ours), written in w
  input  logic         r_en_i,
  input  logic [11:0]  r_addr_i,
  output logic [31:0]  r_data_o,
  input  logic         w_en_i,
  input  logic [11:0]  w_addr_i,
  input  logic [31:0]  w_data_i,
  input  status_t      status_i,
  input  logic         sfence_i,        // one cycle: sfence.vma
  input  logic         sfence_va_i,     // ... of one address,
  input  logic [31:12] sfence_at_i,     // ... this one

  output xctx_t        d_ctx_o,
  input  ask_t         d_ask_i,
  input  logic         d_waits_i,
  output logic         d_taken_o,
  output answer_t      d_answer_o,
  output tlb_fill_t    d_fill_o,
  output xctx_t        i_ctx_o,
  input  ask_t         i_ask_i,
  output logic         i_taken_o,
  output answer_t      i_answer_o,
  output tlb_fill_t    i_fill_o,
  output tlb_flush_t   flush_o,         // both TLBs and the second level

  output wread_t       read_o,
  input  logic         read_valid_i,
  input  logic         read_err_i,
  input  logic [31:0]  read_data_i,
  input  logic         write_done_i,
  input  logic         write_lost_i,
  output logic         walking_o,       // the walker is at work
  output logic         walk_o           // a walk through tables has begun
`ifdef TH_CHECK
  , output chk_t       chk_o
`endif
);
  logic        on_q;
  logic [8:0]  asid_q;
  logic [21:0] root_q;
  wire w_satp = w_en_i && w_addr_i == CsrSatp;
  wire w_pmp  = w_en_i && w_addr_i[11:5] == CsrPmpcfg0[11:5];
  always_ff @(posedge clk_i)
    if (!rst_ni || !Smode) on_q <= 1'b0;
    else if (w_satp) on_q <= w_data_i[31];
  always_ff @(posedge clk_i)
    if (!rst_ni || !Smode) {asid_q, root_q} <= '0;
    else if (w_satp) {asid_q, root_q} <= w_data_i[30:0];

  logic [31:0] pmp_data;
  logic        locked, pmp_run, pmp_page, pmp_machine, pmp_done, pmp_read, pmp_write, pmp_exec, pmp_mixed;
  logic [31:2] pmp_pa;
  pmp #(.Entries(PmpEntries)) u_pmp (
    .clk_i, .rst_ni, .r_en_i, .r_addr_i, .r_data_o(pmp_data), .w_en_i, .w_addr_i, .w_data_i, .locked_o(locked),
    .run_i(pmp_run), .page_i(pmp_page), .machine_i(pmp_machine), .pa_i(pmp_pa), .done_o(pmp_done),
    .read_o(pmp_read), .write_o(pmp_write), .exec_o(pmp_exec), .mixed_o(pmp_mixed));
  assign r_data_o = pmp_data | (r_en_i && r_addr_i == CsrSatp ? {on_q, asid_q, root_q} : 32'd0);

  // ---------------------------------------------------------------- whose an access is (3.1.6.3)
  function automatic xctx_t context_of(mode_e mode, logic on, logic bound, logic sum, logic mxr, logic [8:0] asid);
    xctx_t c;
    c.space  = mode == ModeM ? SpaceM : on ? SpaceXlate : SpaceLow;
    c.direct = mode == ModeM ? !bound : !on && PmpEntries == 0;
    c.user   = mode == ModeU;
    c.sum    = sum;
    c.mxr    = mxr;
    c.asid   = asid;
    return c;
  endfunction
  wire mode_e d_mode = status_i.mprv && status_i.mode == ModeM ? status_i.mpp : status_i.mode;
  always_ff @(posedge clk_i) begin
    d_ctx_o <= context_of(d_mode, on_q, locked, status_i.sum, status_i.mxr, asid_q);
    i_ctx_o <= context_of(status_i.mode, on_q, locked, 1'b0, 1'b0, asid_q);
  end

  // ---------------------------------------------------------------- sfence.vma (4.2.1)
  // An address names the whole leaf that it lies in. Pieces of a superpage may stand anywhere, so once there is one,
  // everything goes. An ASID alone: everything; more than is asked for is allowed.
  logic      pieces_q;                  // a piece of a superpage has been filled since everything went
  tlb_fill_t second_fill;
  wire       pieces = pieces_q || (second_fill.valid && `TH_MUTANT(79, second_fill.whole, 1'b0));
  wire       sfence = `TH_MUTANT(63, sfence_i, 1'b0);
  always_ff @(posedge clk_i) begin
    flush_o.all  <= !rst_ni || w_pmp || (sfence && (!sfence_va_i || pieces));
    flush_o.page <= rst_ni && sfence && sfence_va_i && !pieces;
    if (sfence) flush_o.va <= sfence_at_i;
    pieces_q     <= rst_ni && !flush_o.all && pieces;
  end

  logic         look, found;
  logic [31:12] look_va, look_va_q;
  logic [8:0]   look_asid;
  entry_t       found_entry;
  tlb2 #(.Entries(Tlb2Entries)) u_tlb2 (
    .clk_i, .rst_ni, .look_i(look), .va_i(look_va), .va_q_i(look_va_q), .asid_i(look_asid), .found_o(found), .entry_o(found_entry),
    .fill_i(second_fill), .flush_i(flush_o));

  walker u_walker (
    .clk_i, .rst_ni, .ram_size_i, .root_i(root_q), .adue_i(status_i.adue),
    .d_ask_i, .d_ctx_i(d_ctx_o), .d_waits_i, .d_taken_o, .d_answer_o, .i_ask_i, .i_ctx_i(i_ctx_o), .i_taken_o, .i_answer_o,
    .d_fill_o, .i_fill_o, .flush_i(flush_o), .look_o(look), .look_va_o(look_va), .look_va_q_o(look_va_q), .look_asid_o(look_asid),
    .found_i(found), .found_entry_i(found_entry), .second_fill_o(second_fill), .read_o, .read_valid_i, .read_err_i, .read_data_i, .write_done_i, .write_lost_i,
    .busy_o(walking_o), .walk_o,
    .pmp_run_o(pmp_run), .pmp_page_o(pmp_page), .pmp_machine_o(pmp_machine), .pmp_pa_o(pmp_pa), .pmp_done_i(pmp_done),
    .pmp_read_i(pmp_read), .pmp_write_i(pmp_write), .pmp_exec_i(pmp_exec), .pmp_mixed_i(pmp_mixed)
`ifdef TH_CHECK
    , .chk_o
`endif
  );
endmodule
`default_nettype wire

// walker.sv - page-table walker of one hart: Sv32 (4.3), Svade. One walk at a time, the load/store unit's before
// fetch's. It captures who asks, for what, and answers that and nothing else: a flush of the pipeline
// does not stop it, and what it finds goes into the TLB under the address it was asked for (M1). What empties the
// TLBs while it works keeps its finding out of them (M2). Faults are answered, never kept (M3).
// Each table entry is read through the D-cache while PMP looks at its address; nothing is brought before PMP allows it.
// A bare access is a walk of no levels.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module walker
  import mmu_pkg::*, map_pkg::*;
`ifdef TH_CHECK
  import chk_pkg::*;
`endif
(
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [31:0]  ram_size_i,
  input  logic [21:0]  root_i,          // satp.PPN

  input  ask_t         d_ask_i,
  input  xctx_t        d_ctx_i,
  output logic         d_taken_o,       // the question is taken; its answer will come, and no other before it
  output answer_t      d_answer_o,
  input  ask_t         i_ask_i,
  input  xctx_t        i_ctx_i,
  output logic         i_taken_o,
  output answer_t      i_answer_o,

  output tlb_fill_t    d_fill_o,
  output tlb_fill_t    i_fill_o,
  input  logic         flush_i,

  // Page tables through the D-cache
  output wread_t       read_o,
  input  logic         read_valid_i,
  input  logic         read_err_i,
  input  logic [31:0]  read_data_i,

  // PMP scan
  output logic         pmp_run_o,
  output logic         pmp_page_o,
  output logic         pmp_machine_o,
  output logic [31:2]  pmp_pa_o,
  input  logic         pmp_done_i,
  input  logic         pmp_read_i, pmp_write_i, pmp_exec_i, pmp_mixed_i
`ifdef TH_CHECK
  , output chk_t       chk_o
`endif
);
  typedef struct packed {               // a leaf, or the next table: 4.3.1
    logic [21:0] ppn;
    logic [1:0]  rsw;
    logic        d, a, g, u, x, w, r, v;
  } pte_t;
  typedef enum logic [2:0] {
    StIdle,
    StRead,      // a table entry is read, and PMP asked for it
    StEntry,     // it is here
    StPage,      // PMP is asked for the page
    StWord,      // ... and for the word, if the page is mixed
    StUpper,     // ... and of fetch for the upper word of its block
    StAnswer
  } state_e;
  state_e       state_q;
  logic         fetch_q, store_q;
  logic [31:2]  va_q;
  xctx_t        ctx_q;
  logic         leaf_level_q;           // the entry at hand is of the last level
  logic         got_q, may_q;           // the entry is read; PMP allows to
  logic         glob_q, void_q, mixed_q, upper_q, page_fault_q, access_fault_q;
  pte_t         pte_q;
  logic [21:0]  table_q;                // page of the table at hand
  logic [31:12] ppn_q;
  allow_t       allow_q;
  attr_e        attr_q;

  // ---------------------------------------------------------------- questions
  wire idle   = state_q == StIdle;
  wire take_d = idle && d_ask_i.valid;
  wire take_i = idle && i_ask_i.valid && !d_ask_i.valid;
  wire take   = take_d || take_i;
  ask_t  ask;
  xctx_t ask_ctx;
  assign ask     = take_d ? d_ask_i : i_ask_i;
  assign ask_ctx = take_d ? d_ctx_i : i_ctx_i;
  assign d_taken_o = take_d;
  assign i_taken_o = take_i;

  // ---------------------------------------------------------------- the entry at hand (4.3.2, steps 3 to 7)
  wire leaf    = pte_q.r || pte_q.x;
  wire invalid = !pte_q.v || (pte_q.w && !pte_q.r) ||
                 (!leaf && (leaf_level_q || pte_q.d || pte_q.a || pte_q.u));        // reserved in a pointer
  wire whole   = !leaf_level_q;
  allow_t pte_allow;                    // rights of the leaf alone
  assign pte_allow = '{load: pte_q.r, loadx: pte_q.x, store: pte_q.w, fetch: pte_q.x, by_u: pte_q.u, by_s: `TH_MUTANT(51, !pte_q.u, 1'b1),
                       mixed: 1'b0};
  wire denied  = !allowed(pte_allow, ctx_q, fetch_q, store_q) || (whole && `TH_MUTANT(52, pte_q.ppn[9:0] != '0, 1'b0)) ||
                 `TH_MUTANT(53, !pte_q.a, 1'b0) || (store_q && !pte_q.d);
  wire [31:12] leaf_ppn = {pte_q.ppn[19:10], whole ? va_q[21:12] : pte_q.ppn[9:0]};
  wire page_fault  = invalid || (leaf && denied);
  wire beyond      = pte_q.ppn[21:20] != 2'd0;                   // above 32 bits: nothing is there

  // ---------------------------------------------------------------- addresses
  // The next table's entry is asked for while the pointer to it is looked at.
  wire [33:2] next_pa = {pte_q.ppn, va_q[21:12]};
  wire [33:2] read_pa = state_q == StEntry ? next_pa : {table_q, leaf_level_q ? va_q[21:12] : va_q[31:22]};
  wire        pointer = state_q == StEntry && !page_fault && !leaf;
  wire        read_ok = read_pa[33:32] == 2'd0 && is_ram({read_pa[31:2], 2'd0}, ram_size_i);
  wire        reading = (state_q == StRead || pointer) && read_ok;
  assign read_o = '{want: reading && !got_q, may_order: may_q, pa: read_pa[31:2]};

  wire [31:12] page = state_q == StPage ? ppn_q : read_pa[31:12];
  wire scan_word = state_q inside {StWord, StUpper};
  assign pmp_run_o     = (reading && !may_q) || state_q inside {StPage, StWord, StUpper};
  assign pmp_page_o    = state_q == StPage;
  assign pmp_machine_o = state_q inside {StPage, StWord, StUpper} && ctx_q.space == SpaceM;
  assign pmp_pa_o      = scan_word ? {ppn_q, va_q[11:3], va_q[2] || state_q == StUpper} : {page, read_pa[11:2]};

  function automatic attr_e attr_of(logic [31:0] pa, logic [31:0] ram_size);
    return is_ram(pa, ram_size) ? AttrRam : is_rom(pa) ? AttrRom : is_device(pa) ? AttrDevice : AttrNone;
  endfunction

  // ---------------------------------------------------------------- states
  wire pmp_ok    = fetch_q ? pmp_exec_i : store_q ? pmp_write_i : pmp_read_i;
  wire denied_read = pmp_done_i && `TH_MUTANT(54, !pmp_read_i, 1'b0);
  wire got       = got_q || read_valid_i;
  wire may       = may_q || pmp_done_i;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StIdle;
    end else unique case (state_q)
      StIdle:  if (take) state_q <= ask_ctx.space == SpaceXlate ? StRead : StPage;
      StRead:  if (!read_ok || read_err_i || (reading && !may_q && denied_read)) state_q <= StAnswer;
               else if (got && may)                                              state_q <= StEntry;
      StEntry: if (page_fault || (leaf && beyond)) state_q <= StAnswer;
               else                                state_q <= leaf ? StPage : StRead;
      StPage:  if (attr_q == AttrNone)             state_q <= StAnswer;
               else if (pmp_done_i)                state_q <= pmp_mixed_i ? StWord : StAnswer;
      StWord:  if (pmp_done_i)                     state_q <= fetch_q && !va_q[2] && pmp_exec_i ? StUpper : StAnswer;
      StUpper: if (pmp_done_i)                     state_q <= StAnswer;
      default: state_q <= StIdle;
    endcase

    if (take) begin
      fetch_q <= take_i;
      store_q <= take_d && d_ask_i.store;
      va_q    <= ask.va;
      ctx_q   <= ask_ctx;
      table_q <= root_i;
      ppn_q   <= ask.va[31:12];
      attr_q  <= attr_of({ask.va[31:12], 12'd0}, ram_size_i);
      leaf_level_q <= 1'b0;
      glob_q  <= 1'b0;
      pte_q   <= '0;
      allow_q <= '1;                                              // bare: all but what PMP takes away
      {page_fault_q, access_fault_q, mixed_q, upper_q} <= '0;
    end
    void_q <= `TH_MUTANT(55, flush_i || (void_q && !take), 1'b0);
    if (state_q == StRead) begin
      if (read_valid_i) pte_q <= pte_t'(read_data_i);
      got_q <= got;
      may_q <= may;
      access_fault_q <= !read_ok || read_err_i || (!may_q && denied_read);
    end else begin
      got_q <= 1'b0; may_q <= 1'b0;
    end
    if (state_q == StEntry) begin
      glob_q       <= glob_q || pte_q.g;
      table_q      <= pte_q.ppn;
      leaf_level_q <= 1'b1;
      page_fault_q <= page_fault;
      access_fault_q <= !page_fault && leaf && beyond;
      ppn_q        <= leaf_ppn;
      attr_q       <= attr_of({leaf_ppn, 12'd0}, ram_size_i);
      allow_q      <= pte_allow;
      allow_q.store <= pte_q.w && pte_q.d;
    end
    if (state_q == StPage && attr_q == AttrNone) access_fault_q <= 1'b1;
    else if (state_q inside {StPage, StWord} && pmp_done_i) begin
      access_fault_q <= !pmp_ok && !(state_q == StPage && pmp_mixed_i);
      if (state_q == StWord || !pmp_mixed_i) begin
        allow_q.load  <= allow_q.load && pmp_read_i;
        allow_q.loadx <= allow_q.loadx && pmp_read_i;
        allow_q.store <= allow_q.store && pmp_write_i;
        allow_q.fetch <= allow_q.fetch && pmp_exec_i;
      end
      if (state_q == StPage) mixed_q <= pmp_mixed_i;
    end
    if (state_q == StUpper && pmp_done_i) upper_q <= `TH_MUTANT(60, !pmp_exec_i, 1'b0);
  end

  // ---------------------------------------------------------------- answer
  wire     answer = state_q == StAnswer;
  answer_t said;
  tlb_fill_t fill;
  assign said = '{done: answer, page: answer && page_fault_q && !void_q, access: answer && access_fault_q && !void_q,
                 upper: answer && upper_q && !void_q};
  wire keep = answer && !page_fault_q && !access_fault_q && !void_q;
  always_comb begin
    fill.valid = keep;
    fill.va    = va_q[31:12];
    fill.entry = '{tag: va_q[31:17], asid: ctx_q.asid, glob: glob_q || ctx_q.space != SpaceXlate, space: ctx_q.space,
                   ppn: ppn_q, attr: attr_q, allow: allow_q};
    fill.entry.allow.mixed = mixed_q;
    d_fill_o = fill; d_fill_o.valid = keep && !fetch_q;
    i_fill_o = fill; i_fill_o.valid = keep && fetch_q;
    d_answer_o = fetch_q ? '0 : said;
    i_answer_o = fetch_q ? said : '0;
  end

`ifdef TH_CHECK
  logic [31:0] satp_q;
  logic        at_leaf_q;               // the last level's entry has been asked for; never of a superpage
  wire         at_leaf = !idle && (at_leaf_q || (state_q == StRead && leaf_level_q));
  always_ff @(posedge clk_i) at_leaf_q <= at_leaf;
  always_ff @(posedge clk_i) if (take) satp_q <= {ask_ctx.space == SpaceXlate, ask_ctx.asid, root_i};
  always_comb begin
    chk_o = '0;
    chk_o[CkFlags][CkWalkRead] = state_q == StRead && read_valid_i;
    chk_o[CkWalkAddr] = {read_pa[31:2], 1'b0, !leaf_level_q};
    chk_o[CkWalkData] = read_data_i;
    chk_o[CkFlags][CkWalkEnd] = answer;
    chk_o[CkFlags][CkWalkBusy]  = !idle && ctx_q.space == SpaceXlate;
    chk_o[CkFlags][CkWalkFetch] = fetch_q;
    chk_o[CkFlags][CkWalkLeaf]  = at_leaf;
    chk_o[CkWalkVa]   = {va_q[31:12], 5'd0, void_q || flush_i, said.access, said.page, ctx_q.space, store_q, fetch_q};
    chk_o[CkWalkSatp] = satp_q;
  end
`endif
  wire unused = ^pte_q.rsw;
  `TH_ASSERT(chk_one_fault, !(page_fault_q && access_fault_q) || !answer)
endmodule
`default_nettype wire

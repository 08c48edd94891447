// walker.sv - page-table walker of one hart: Sv32 (4.3), Svade, Svadu. One walk at a time, the load/store unit's before
// fetch's. It captures who asks, for what, and answers that and nothing else: a flush of the pipeline
// does not stop it, and what it finds goes into the TLB under the address it was asked for (M1). What empties the
// TLBs while it works keeps its finding out of them (M2). Faults are answered, never kept (M3).
// Each table entry is read through the D-cache while PMP looks at its address; nothing is brought before PMP allows it.
// The second-level TLB is looked at while the first entry's read begins.
// A bare access is a walk of no levels.
// A and D (Svadu) are set when all else allows the access, by a write that no other may come before: the entry is read again
// with its line owned, and if it is not as it was, who asked asks again. D is set for the oldest instruction
// only. What empties the TLBs ends that, too: the table may no longer be one (M2).
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
  input  logic         adue_i,          // menvcfgh.ADUE

  input  ask_t         d_ask_i,
  input  xctx_t        d_ctx_i,
  input  logic         d_waits_i,       // the load/store unit waits for its answer
  output logic         d_taken_o,       // the question is taken; its answer will come, and no other before it
  output answer_t      d_answer_o,
  input  ask_t         i_ask_i,
  input  xctx_t        i_ctx_i,
  output logic         i_taken_o,
  output answer_t      i_answer_o,

  output tlb_fill_t    d_fill_o,
  output tlb_fill_t    i_fill_o,
  input  tlb_flush_t   flush_i,

  // Second level: looked at in the cycle of a question
  output logic         look_o,
  output logic [31:12] look_va_o,
  output logic [31:12] look_va_q_o,
  output logic [8:0]   look_asid_o,
  input  logic         found_i,
  input  entry_t       found_entry_i,
  output tlb_fill_t    second_fill_o,

  // Page tables through the D-cache
  output wread_t       read_o,
  input  logic         read_valid_i,
  input  logic         read_err_i,
  input  logic [31:0]  read_data_i,
  input  logic         write_done_i,
  input  logic         write_lost_i,
  output logic         busy_o,          // a question is taken and not yet answered
  output logic         walk_o,          // a walk through tables has begun: the second level did not know

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
  typedef enum logic [3:0] {
    StIdle,
    StRead,      // a table entry is read, and PMP asked for it
    StEntry,     // it is here
    StPage,      // PMP is asked for the page
    StWord,      // ... and for the word, if the page is mixed
    StUpper,     // ... and of fetch for the upper word of its block
    StSet,       // A or D is to be set: the entry is read again
    StSame,      // ... compared: a cycle of its own, for the word comes late
    StWrite,     // ... and written
    StAnswer
  } state_e;
  state_e       state_q;
  logic         fetch_q, store_q, sure_q, ram_q, never_q, adue_q;
  logic [31:2]  va_q;
  xctx_t        ctx_q;
  logic         look_q;                 // the second level answers now
  logic         second_q;               // ... and knew the page
  logic         leaf_level_q;           // the entry at hand is of the last level
  logic         got_q, may_q;           // the entry is read; PMP allows to
  logic         may_write_q;            // PMP allows to write it
  logic         set_q, same_q;          // A or D is to be set; the entry is as it was
  logic         vain_q;                 // nothing comes of this walk: to be asked again
  logic         glob_q, void_q, mixed_q, upper_q, page_fault_q, access_fault_q;
  pte_t         pte_q, again_q;
  logic [21:0]  table_q;                // page of the table at hand
  logic [31:12] ppn_q;
  allow_t       allow_q;
  attr_e        attr_q;

  // ---------------------------------------------------------------- questions
  wire idle   = state_q == StIdle;
  assign busy_o = !idle;
  // That a question is asked is known late; so what is asked goes into the registers in every idle cycle, and fetch waits
  // when the other may have one.
  wire take_d = idle && d_ask_i.valid;
  wire take_i = idle && i_ask_i.valid && !d_ask_i.may;
  wire take   = take_d || take_i;
  ask_t  ask;
  xctx_t ask_ctx;
  assign ask     = d_ask_i.may ? d_ask_i : i_ask_i;
  assign ask_ctx = d_ask_i.may ? d_ctx_i : i_ctx_i;
  `TH_ASSERT(chk_may, !d_ask_i.valid || d_ask_i.may)
  assign d_taken_o = take_d;
  assign i_taken_o = take_i;
  assign look_o      = idle && (d_ask_i.may || i_ask_i.valid);
  assign look_va_o   = ask.va[31:12];
  assign look_va_q_o = va_q[31:12];
  assign look_asid_o = ctx_q.asid;
  wire second = look_q && found_i && `TH_MUTANT(80, allowed(found_entry_i.allow, ctx_q, fetch_q, store_q), 1'b1);
  assign walk_o = look_q && !second;

  // ---------------------------------------------------------------- the entry at hand (4.3.2, steps 3 to 7)
  wire  whole = !leaf_level_q;
  logic leaf, page_fault, clean, set;
  allow_t pte_allow;                    // rights of the leaf alone
  logic [31:12] leaf_ppn;
  always_comb begin
    leaf = 'x; page_fault = 'x; pte_allow = 'x; leaf_ppn = 'x; clean = 'x; set = 'x;
    if (state_q == StEntry) begin
      leaf       = pte_q.r || pte_q.x;
      pte_allow  = '{load: pte_q.r, loadx: pte_q.x, store: pte_q.w, fetch: pte_q.x, by_u: pte_q.u,
                     by_s: `TH_MUTANT(51, !pte_q.u, 1'b1), mixed: 1'b0};
      clean      = store_q && !pte_q.d;
      set        = leaf && adue_q && (!pte_q.a || clean);
      leaf_ppn   = {pte_q.ppn[19:10], whole ? va_q[21:12] : pte_q.ppn[9:0]};
      page_fault = !pte_q.v || (pte_q.w && !pte_q.r) ||
                   (leaf ? !allowed(pte_allow, ctx_q, fetch_q, store_q) || (!adue_q && (`TH_MUTANT(53, !pte_q.a, 1'b0) || clean)) ||
                           (whole && `TH_MUTANT(52, pte_q.ppn[9:0] != '0, 1'b0))
                         : leaf_level_q || pte_q.d || pte_q.a || pte_q.u);           // reserved in a pointer
    end
  end
  wire beyond = pte_q.ppn[21:20] != 2'd0;                        // above 32 bits: nothing is there

  // ---------------------------------------------------------------- addresses
  // The next table's entry is asked for while the pointer to it is looked at, and PMP of its page while a leaf is.
  logic [33:2] read_pa;
  logic        read_ok, reading;
  always_comb begin
    read_pa = 'x; read_ok = 'x; reading = 1'b0;
    if (state_q inside {StRead, StEntry, StSet, StSame, StWrite}) begin
      read_pa = state_q == StEntry ? {pte_q.ppn, va_q[21:12]} : {table_q, leaf_level_q ? va_q[21:12] : va_q[31:22]};
      read_ok = read_pa[33:32] == 2'd0 && is_ram({read_pa[31:2], 2'd0}, ram_size_i);
      reading = (state_q == StRead || (state_q == StEntry && !page_fault && !leaf)) && read_ok;
    end
  end
  pte_t new_pte;
  always_comb begin
    new_pte   = pte_q;
    new_pte.a = 1'b1;
    new_pte.d = pte_q.d || `TH_MUTANT(81, store_q, 1'b1);
  end
  wire void_now = void_q || flush_i.all || flush_i.page;
  // An interrupt has come before the store: its D stays as it is, for what follows sees it in program order (4.3.1).
  wire gone     = sure_q && `TH_MUTANT(85, !d_waits_i, 1'b0);
  // excl: the line is held from the reading on to the write.
  assign read_o = '{want: (reading && !got_q) || (state_q == StSet && !void_q && !gone), may_order: may_q || state_q == StSet,
                    excl: state_q inside {StSet, StSame, StWrite},
                    write: state_q == StWrite && same_q && `TH_MUTANT(82, !void_now, 1'b1) && !gone, pa: read_pa[31:2], data: new_pte};

  always_comb begin
    pmp_run_o = 1'b0; pmp_page_o = 1'b0; pmp_machine_o = 1'b0; pmp_pa_o = 'x;
    unique case (state_q)
      StRead, StEntry: begin
        pmp_run_o  = (reading && !may_q) || (state_q == StEntry && leaf && !page_fault);
        pmp_page_o = state_q == StEntry && leaf;
        pmp_pa_o   = {pmp_page_o ? leaf_ppn : read_pa[31:12], read_pa[11:2]};
      end
      StPage, StWord, StUpper: begin
        pmp_run_o     = 1'b1;
        pmp_page_o    = state_q == StPage;
        pmp_machine_o = ctx_q.space == SpaceM;
        pmp_pa_o      = {ppn_q, va_q[11:3], va_q[2] || state_q == StUpper};
      end
      default: ;
    endcase
  end

  function automatic attr_e attr_of(logic [31:0] pa, logic [31:0] ram_size);
    return is_ram(pa, ram_size) ? AttrRam : is_rom(pa) ? AttrRom : is_device(pa) ? AttrDevice : AttrNone;
  endfunction

  // ---------------------------------------------------------------- states
  allow_t pmp_allow;
  always_comb begin
    pmp_allow = allow_q;
    if (pmp_done_i) begin
      pmp_allow.load  = allow_q.load && pmp_read_i;
      pmp_allow.loadx = allow_q.loadx && pmp_read_i;
      pmp_allow.store = allow_q.store && pmp_write_i;
      pmp_allow.fetch = allow_q.fetch && pmp_exec_i;
    end
  end
  wire pmp_ok    = fetch_q ? pmp_exec_i : store_q ? pmp_write_i : pmp_read_i;
  // What stands there will not do for the access: said before D is set.
  wire nowhere   = attr_q == AttrNone || never_q || (attr_q != AttrRam && ram_q) || (attr_q == AttrRom && store_q);
  state_e last;
  assign last = set_q ? StSet : StAnswer;
  wire denied_read = pmp_done_i && `TH_MUTANT(54, !pmp_read_i, 1'b0);
  wire got       = got_q || read_valid_i;
  wire may       = may_q || pmp_done_i;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StIdle;
    end else unique case (state_q)
      StIdle:  if (take) state_q <= ask_ctx.space == SpaceXlate ? StRead : StPage;
      StRead:  if (second)                                                       state_q <= StAnswer;
               else if (!read_ok || read_err_i || (reading && !may_q && denied_read)) state_q <= StAnswer;
               else if (got && may)                                              state_q <= StEntry;
      StEntry: if (page_fault || (leaf && beyond)) state_q <= StAnswer;
               else if (leaf && set && (!may_write_q || (clean && !sure_q))) state_q <= StAnswer;
               else                                state_q <= leaf ? StPage : StRead;
      StPage:  if (nowhere)                        state_q <= StAnswer;
               else if (pmp_done_i)                state_q <= pmp_mixed_i ? StWord : pmp_ok ? last : StAnswer;
      StWord:  if (pmp_done_i)                     state_q <= fetch_q && !va_q[2] && pmp_exec_i ? StUpper : pmp_ok ? last : StAnswer;
      StUpper: if (pmp_done_i)                     state_q <= last;
      StSet:   if (void_q || gone || read_err_i)   state_q <= StAnswer;
               else if (read_valid_i)              state_q <= StSame;
      StSame:                                      state_q <= StWrite;
      StWrite: if (!same_q || void_now || gone || write_done_i) state_q <= StAnswer;
               else if (write_lost_i)              state_q <= StSet;
      default: state_q <= StIdle;
    endcase

    look_q <= take && ask_ctx.space == SpaceXlate;
    void_q <= `TH_MUTANT(55, flush_i.all || flush_i.page || (void_q && !take), 1'b0);
    unique case (state_q)
      StIdle: begin
        fetch_q <= !d_ask_i.may;
        store_q <= d_ask_i.may && d_ask_i.store;
        va_q    <= ask.va;
        ctx_q   <= ask_ctx;
        table_q <= root_i;
        ppn_q   <= ask.va[31:12];
        attr_q  <= attr_of({ask.va[31:12], 12'd0}, ram_size_i);
        leaf_level_q <= 1'b0;
        glob_q  <= 1'b0;
        allow_q <= '1;                                            // bare: all but what PMP takes away
        {page_fault_q, access_fault_q, mixed_q, upper_q, second_q, got_q, may_q, set_q, vain_q} <= '0;
        {sure_q, ram_q, never_q} <= {d_ask_i.sure, d_ask_i.ram, d_ask_i.never} & {3{d_ask_i.may}};
        adue_q  <= adue_i;
      end
      StRead: begin
        if (read_valid_i) pte_q <= pte_t'(read_data_i);
        if (pmp_done_i)   may_write_q <= `TH_MUTANT(83, pmp_write_i, 1'b1);
        got_q <= got && !(got && may);
        may_q <= may && !(got && may);
        access_fault_q <= !second && (!read_ok || read_err_i || (!may_q && denied_read));
        if (second) begin
          second_q <= 1'b1;
          glob_q   <= found_entry_i.glob;
          ppn_q    <= found_entry_i.ppn;
          attr_q   <= found_entry_i.attr;
          allow_q  <= found_entry_i.allow;
        end
      end
      StEntry: begin
        glob_q       <= glob_q || pte_q.g;
        if (!leaf) table_q <= pte_q.ppn;
        set_q        <= set;
        vain_q       <= !page_fault && set && may_write_q && clean && !sure_q;
        leaf_level_q <= leaf_level_q || !leaf;
        page_fault_q <= page_fault;
        access_fault_q <= !page_fault && leaf && (beyond || (set && !may_write_q));
        ppn_q        <= leaf_ppn;
        attr_q       <= attr_of({leaf_ppn, 12'd0}, ram_size_i);
        allow_q      <= pte_allow;
        allow_q.store <= pte_q.w && (pte_q.d || (store_q && adue_q));     // it will be
      end
      StPage: if (nowhere) begin
        access_fault_q <= 1'b1;
      end else if (pmp_done_i) begin
        access_fault_q <= !pmp_ok && !pmp_mixed_i;
        mixed_q        <= pmp_mixed_i;
        if (!pmp_mixed_i) allow_q <= pmp_allow;
      end
      StWord: if (pmp_done_i) begin
        access_fault_q <= !pmp_ok;
        allow_q        <= pmp_allow;
      end
      StSet: begin
        again_q        <= pte_t'(read_data_i);
        access_fault_q <= read_err_i && !void_q;
        vain_q         <= gone;
      end
      StSame:  same_q <= `TH_MUTANT(84, again_q == pte_q, 1'b1);
      StWrite: vain_q <= !same_q || gone;
      StUpper: if (pmp_done_i) upper_q <= `TH_MUTANT(60, !pmp_exec_i, 1'b0);
      default: ;
    endcase
  end

  // ---------------------------------------------------------------- answer
  wire     answer = state_q == StAnswer;
  answer_t said;
  tlb_fill_t fill;
  assign said = '{done: answer, page: answer && page_fault_q && !void_q, access: answer && access_fault_q && !void_q,
                 upper: answer && upper_q && !void_q};
  wire keep = answer && !page_fault_q && !access_fault_q && !void_q && !vain_q;
  always_comb begin
    fill = 'x; fill.valid = keep;
    if (answer) begin
      fill.whole = !leaf_level_q && !second_q && ctx_q.space == SpaceXlate;
      fill.va    = va_q[31:12];
      fill.entry = '{tag: va_q[31:17], asid: ctx_q.asid, glob: glob_q || ctx_q.space != SpaceXlate, space: ctx_q.space,
                     ppn: ppn_q, attr: attr_q, allow: allow_q};
      fill.entry.allow.mixed = mixed_q;
    end
    d_fill_o = fill; d_fill_o.valid = keep && !fetch_q;
    i_fill_o = fill; i_fill_o.valid = keep && fetch_q;
    d_answer_o = fetch_q ? '0 : said;
    i_answer_o = fetch_q ? said : '0;
    second_fill_o = fill; second_fill_o.valid = keep && !second_q;
  end

`ifdef TH_CHECK
  logic [31:0] satp_q;
  always_ff @(posedge clk_i) if (take) satp_q <= {ask_ctx.space == SpaceXlate, ask_ctx.asid, root_i};
  always_comb begin
    chk_o = '0;
    chk_o[CkFlags][CkWalkRead] = state_q == StRead && read_valid_i;
    chk_o[CkWalkAddr] = {read_pa[31:2], 1'b0, !leaf_level_q};
    chk_o[CkWalkData] = read_data_i;
    chk_o[CkFlags][CkWalkEnd] = answer && !second_q;
    chk_o[CkFlags][CkWalkBusy]  = !idle && ctx_q.space == SpaceXlate;
    chk_o[CkFlags][CkWalkFetch] = fetch_q;
    chk_o[CkFlags][CkWalkLeaf]  = leaf_level_q;
    chk_o[CkWalkVa]   = {va_q[31:12], 5'd0, void_now || vain_q, said.access, said.page, ctx_q.space, store_q, fetch_q};
    chk_o[CkWalkSatp] = satp_q;
  end
`endif
  wire unused = ^pte_q.rsw;
  `TH_ASSERT(chk_one_fault, !(page_fault_q && access_fault_q) || !answer)
endmodule
`default_nettype wire

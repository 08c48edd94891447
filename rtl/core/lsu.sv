// lsu.sv - load/store unit: the memory half of stages m and w, and the D-cache behind it.
//   m  looks up: an aligned load that hits has its data at the end of m, one that misses has ordered its
//      line; so has an atomic, when the store buffer is empty.
//   w  everything else, as the oldest instruction, one thing at a time: waiting for lines, second halves
//      of misaligned accesses, atomics, devices. A store is done when the store buffer takes it.
// Nothing irrevocable happens before w, and nothing but bringing a line while w_valid_i is low.
// Ready and done come from flip-flops, so that no cache lookup stalls the pipeline in its own cycle.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module lsu
  import core_pkg::*, bus_pkg::*, mesi_pkg::*, cache_pkg::*, mmu_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter int SbDepth    = config_pkg::SbDepth,
  parameter int TlbEntries = config_pkg::TlbEntries,
  parameter bit Prefetch   = config_pkg::Prefetch
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic [31:0]     ram_size_i,
  input  logic            ev_on_i,        // events are counted

  // x: address of the load or atomic in x, in m next cycle if xm_adv_i
  input  logic            x_valid_i,
  input  logic [31:0]     x_addr_i,
  input  logic            xm_adv_i,

  // m: holds while m_valid_i && !m_ready_o
  input  logic            m_any_i,        // some instruction is in m
  input  logic            m_valid_i,      // a memory operation
  input  lsu_req_t        m_req_i,
  input  logic            mw_adv_i,
  output logic            m_ready_o,
  input  logic [31:0]     m_other_i,      // result of m made elsewhere; zero if it is a memory operation
  output logic [31:0]     res_data_o,     // result of m when it moves to w, of w when w_upd_o
  output logic            w_upd_o,

  // Memory management. The walker's reads are lookups too; res_data_o is the word when walk_valid_o.
  input  xctx_t           ctx_i,
  output ask_t            ask_o,
  output logic            waits_o,        // for the answer to what was taken
  input  logic            taken_i,
  input  answer_t         answer_i,
  input  tlb_fill_t       fill_i,
  input  tlb_flush_t      tlb_flush_i,
  input  wread_t          walk_i,
  output logic            walk_valid_o,
  output logic            walk_err_o,
  output logic            walk_done_o,    // A or D is written
  output logic            walk_lost_o,

  // w: may begin when w_valid_i; stays until done, a fault, or w_valid_i falls (killed)
  input  logic            w_valid_i,
  input  logic            w_live_i,       // the same where it has begun and cannot be interrupted: comes earlier
  output logic [31:12]    w_addr_o,       // page of w's access, or of what sfence.vma names
  output logic            w_done_o,
  output lsu_fault_t      w_fault_o,
  output logic            w_busy_o,       // cannot be killed now
  output cpi_e            wait_o,         // why w waits

  output logic            sb_empty_o,
  input  logic            resv_clear_i,
  output logic            buserr_o,       // a store or a write-back failed in memory, one cycle ...
  output logic [31:0]     buserr_addr_o,  // ... at this line

  // bus
  input  req_id_t         fill0_id_i,
  output bus_req_t  [2:0] dreq_o,
  input  logic      [2:0] dgnt_i,
  output bus_hold_t [2:0] dhold_o,        // fill 0, fill 1, reservation
  input  bus_ack_t        ack_i,
  input  bus_beat_t       beat_i,
  input  bus_hold_t       snoop_look_i,
  input  bus_snoop_t      snoop_i,
  output snoop_rsp_t      snoop_rsp_o,
  output supply_t         supply_o,
  input  logic            supply_ready_i,
  input  logic            wb_err_i,
  input  logic [31:0]     wb_err_addr_i,
  output io_req_t         io_req_o,
  input  io_rsp_t         io_rsp_i,

  output events_t         ev_o,
  output mon_t            mon_o
`ifdef TH_CHECK
  , output chk_t          chk_o
  , output logic [1:0][31:0] pa_o        // of w's access: its words
`endif
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int SetHi = $clog2(CacheBytes / CacheWays) - 1;

  logic        fair_wait, fair_none;       // an AMO lets the other hart have the line first; no line is owed
  // ================================================================== lookups
  // One launch a cycle: w, then m (what will be in m next cycle), the walker, the drain engine, unless it is urgent.
  typedef enum logic [2:0] { LkNone, LkM, LkW, LkWalk, LkDrain } who_e;
  who_e        who, who_q;
  logic        rd_busy, sweep, coll;
  lookup_t     lk;
  logic        dr_want, dr_urgent;
  logic [31:3] dr_addr, dr_addr2;

  typedef enum logic [3:0] {
    StIdle,      // nothing of ours in w
    StDone,      // complete: retires
    StFault,     // complete: traps
    StXlate,     // its page is not known yet, or that of its second word is still to be looked at
    StStore,     // wants room in the store buffer
    StIo,        // device: waits for the store buffer, then for the device
    StDrain,     // atomic: waits for the store buffer
    StLook,      // wants a lookup
    StRes,       // second cycle of the lookup
    StWait,      // a line is ordered or on its way
    StAmo,       // writes
    StFin        // word_q, rotated, is the result of a misaligned load; or SC has failed
  } state_e;
  state_e      state_q, state_d;
  lsu_req_t    w_q;
  logic        part_q;                     // second word of a misaligned access
  logic        split_q, w_mis_q;           // it has one; it is misaligned
  logic [1:0]  way_q;                      // where the atomic's line is ...
  mesi_e       line_q;                     // ... and its state
  logic [31:2] w_word_q;                   // word of the part at hand; in StXlate virtual, else physical
  logic        second_q;                   // StXlate: it is the second word's turn
  logic [31:12] page0_q, page1_q;          // of a split access: physical pages of its words
  logic [31:0] word_q;
  logic        exact_q;                    // the walker has answered in the cycle before
  logic [1:0]  rot_q;                      // bytes that word_q has still to be rotated by
  logic [4:0]  cause_q;
  logic [31:0] tval_q;
  logic        io_act_q;

  wire m_load = m_valid_i && m_req_i.kind == MemLoad;
  // Nothing in w looks up before the stores older than it are in the cache: only m compares with them.
  wire w_empty = `TH_MUTANT(36, sb_empty_o, 1'b1);
  // An aligned load is looked up while its page is, in the cycle that the walker's answer shows in.
  wire w_soon = state_q == StXlate && exact_q && w_q.kind == MemLoad && !split_q;
  wire w_look = w_empty && (state_q == StLook || w_soon || (state_q == StDrain && !fair_wait));
  // What is known early is chosen first; xm_adv_i, which comes late, decides between two addresses only.
  wire w_first  = w_look && !rd_busy;
  wire w_gnt    = w_first && !sweep;
  wire dr_first = dr_want && (dr_urgent || state_q == StWait || rd_busy);   // m has time then
  // The walker: before m where w waits for it, else behind m. It looks again every few cycles until the line is there.
  logic [1:0]  walk_cnt_q;
  wire  walk_want  = walk_i.want && who_q != LkWalk && walk_cnt_q == '0;
  wire  walk_first = walk_want && state_q == StXlate && !dr_first;
  wire early_lk = w_first || dr_first || walk_first || rd_busy;
  wire m_again  = m_valid_i && m_req_i.kind != MemStore;
  wire m_look   = xm_adv_i ? x_valid_i : m_again;
  always_comb begin
    who = LkNone;
    if (sweep)         who = LkNone;
    else if (w_first)  who = LkW;
    else if (dr_first) who = LkDrain;
    else if (rd_busy)  who = LkNone;
    else if (walk_first) who = LkWalk;
    else if (m_look)   who = LkM;
    else if (walk_want) who = LkWalk;
    else if (dr_want)  who = LkDrain;
  end
  wire lk_en = w_first || dr_want || walk_want || x_valid_i || m_again;      // at least where who is not LkNone

  // What is translated stands in a register of its own, since the TLB's RAM is read with it and the tags' compare waits for
  // that: m's address, or in StXlate w's, one cycle after either has come to stand there.
  logic [31:0] va_q;
  logic        va_w_q, va_new_q;           // it is w's; w's has changed since
  logic        known;
  wire         in_xl = state_q == StXlate;
  wire         xl    = in_xl && va_w_q && !va_new_q;
  wire         here  = xl && known;          // w's word is known now
  always_ff @(posedge clk_i) begin
    va_w_q   <= in_xl;
    va_new_q <= here;
    va_q     <= in_xl ? {w_word_q, second_q ? 2'b00 : w_q.addr[1:0]} : xm_adv_i ? x_addr_i : m_req_i.addr;
  end
  logic [11:3] lk_early, lk_idx;
  assign lk_early = w_first ? w_word_q[11:3] : walk_want && !dr_first ? walk_i.pa[11:3] : dr_addr[11:3];
  assign lk_idx   = xm_adv_i ? (early_lk || !x_valid_i ? lk_early : x_addr_i[11:3])
                             : (early_lk || !m_again   ? lk_early : m_req_i.addr[11:3]);

  // ================================================================== m
  // What is not known there, and the second word of a misaligned access, passes through the same unit when it is in w.
  logic [31:12] page, ppn;
  logic        dev, bad;
  wire         m_mis   = (m_req_i.size == 2'd1 && m_req_i.addr[0]) ||
                         (m_req_i.size == 2'd2 && m_req_i.addr[1:0] != '0);
  wire         m_split = 3'(m_req_i.addr[1:0]) + 3'(3'd1 << m_req_i.size) > 3'd4;
  // Words of different pages are translated one after the other; of one page, once, unless it is not known.
  wire         m_two   = m_mis && m_split && m_req_i.addr[11:2] == '1;
  wire lsu_req_t xreq  = va_w_q ? w_q : m_req_i;
  wire         x_mis   = va_w_q ? second_q || w_mis_q : m_mis;
  xlate #(.Entries(TlbEntries)) u_xlate (
    .clk_i, .rst_ni, .en_i(xl || m_valid_i), .va_i(va_q), .ctx_i,
    .fetch_i(1'b0), .atomic_i(xreq.kind inside {MemLr, MemSc, MemAmo}), .store_i(xreq.kind inside {MemStore, MemSc, MemAmo}),
    .misaligned_i(x_mis), .exact_i(va_w_q && exact_q), .ram_size_i, .fill_i, .flush_i(tlb_flush_i),
    .ok_o(known), .page_o(page), .ppn_o(ppn), .device_o(dev), .fault_o(bad));

  function automatic logic [3:0] lanes(logic [1:0] size, logic [1:0] off, logic hi);
    logic [7:0] m;
    m = (size == 2'd0 ? 8'h01 : size == 2'd1 ? 8'h03 : 8'h0f) << off;
    return hi ? m[7:4] : m[3:0];
  endfunction

  // Stores older than m's lookup: in the buffer, or in w right now (m_behind).
  logic [31:3] lk_addr2;
  logic        sb_ovl, sb_full, sb_same;
  logic [31:0] sb_word;
  logic [3:0]  ld_mask;
  assign ld_mask = lanes(m_req_i.size, m_req_i.addr[1:0], 1'b0);
  wire ovl = sb_ovl && !(sb_full && sb_same);

  // A store in w goes into the buffer before a load of the same word is looked up again. A few address
  // bits will do: a mistake costs the load one cycle.
  wire  older = `TH_MUTANT(34, w_q.kind == MemStore, 1'b0) && state_q inside {StStore, StXlate};
  logic same_word;
  match #(.Width(5)) u_behind (.en_i(older), .a_i(w_word_q[6:2]), .b_i(m_req_i.addr[6:2]), .hit_o(same_word));
  wire  m_behind = same_word || (older && split_q);

  // The load in m has been looked up in the cycle before, and nothing collided.
  wire m_fresh = who_q == LkM && !coll;
  assign m_ready_o = !va_w_q && (!m_load || (m_fresh && !m_behind));
  wire m_hit = m_load && known && !m_mis && !dev && !bad && !ovl && (sb_full || lk.hit);
  // An atomic may act on m's lookup when nothing could have come between.
  wire m_atomic = m_fresh && sb_empty_o && state_q != StStore && fair_none;

  // ================================================================== store buffer and drain
  logic        sb_valid, sb_two, sb_room, sb_pop;
  logic [31:2] sb_addr;
  logic [3:0]  sb_mask;
  logic [31:0] sb_data, st_data;
  wire         sb_push = w_valid_i && state_q == StStore && sb_room;
  assign st_data = rotated(w_q.wdata, w_q.addr[1:0]);          // both words of a misaligned store come from it
  store_buffer #(.Depth(SbDepth)) u_sb (
    .clk_i, .rst_ni,
    .push_i(sb_push), .push_addr_i(w_word_q), .push_mask_i(lanes(w_q.size, w_q.addr[1:0], part_q)),
    .push_data_i(st_data), .room_o(sb_room), .empty_o(sb_empty_o),
    .valid_o(sb_valid), .two_o(sb_two), .addr_o(sb_addr), .mask_o(sb_mask), .data_o(sb_data), .pop_i(sb_pop),
    .ld_valid_i(who_q == LkM), .ld_idx_i(m_req_i.addr[11:2]), .ld_page_i(page),
    .ld_mask_i(ld_mask), .ovl_o(sb_ovl), .full_o(sb_full), .same_o(sb_same), .word_o(sb_word));

  // The first half of a misaligned store is not seen before the store retires.
  // The walker writes A and D where neither m nor w holds an access between its lookup and its end.
  wire          pte_may  = (in_xl && w_valid_i) || (state_q == StIdle && !m_any_i);
  wire          drain_go = state_q != StAmo && !(walk_i.write && pte_may) && !(state_q == StStore && part_q && !sb_two);
  logic         dr_wr, wr_ready, dr_upg, upg_ready, dr_err, dr_ord, dr_ord_excl, ord_ready;
  fill_src_e    dr_ord_src;
  logic [31:3]  dr_waddr, dr_upg_addr;
  logic [1:0]   dr_upg_way;
  logic         w_upg, amo_ready, pte_upg, pte_wr;
  logic [1:0]   pte_way;
  data_write_t  dr_write;
  logic [1:0]   dr_release;
  fill_status_t [1:0] st;
  ord_status_t  ord;
  tag_write_t   tagw;
  logic         early;
  bus_hold_t    lost;                      // a snoop takes this line now
  logic         near_load, near_miss;
  drain #(.LineBytes(LineBytes), .Prefetch(Prefetch)) u_drain (
    .clk_i, .rst_ni,
    .sb_valid_i(sb_valid), .sb_addr_i(sb_addr), .sb_mask_i(sb_mask), .sb_data_i(sb_data), .sb_pop_o(sb_pop),
    .near_valid_i({sb_push, near_load}), .near_miss_i(near_miss), .near_addr_i(w_word_q[31:3]),
    .lk_want_o(dr_want), .lk_urgent_o(dr_urgent), .lk_gnt_i(who == LkDrain), .lk_addr_o(dr_addr),
    .lk_addr2_o(dr_addr2), .lk_i(lk), .coll_i(coll),
    .ord_valid_o(dr_ord), .ord_excl_o(dr_ord_excl), .ord_src_o(dr_ord_src), .ord_ready_i(ord_ready),
    .ord_i(ord), .fill_status_i(st), .fill_release_o(dr_release),
    .wr_valid_o(dr_wr), .wr_o(dr_write), .wr_addr_o(dr_waddr), .wr_ready_i(wr_ready && drain_go),
    .upg_valid_o(dr_upg), .upg_addr_o(dr_upg_addr), .upg_way_o(dr_upg_way), .upg_ready_i(upg_ready && !w_upg && !pte_upg),
    .tagw_i(tagw), .err_o(dr_err));

  // ================================================================== w
  wire w_excl  = w_q.kind inside {MemLr, MemSc, MemAmo};
  wire  w_same = tagw.valid && tagw.addr[SetHi:OffW] == w_word_q[SetHi:OffW];   // a tag of our set changes
  logic stale_q;                           // ... has changed since the lookup
  logic got_q;                             // word_q is true when the line is there: it was, or its beat came by
  wire  amo_stale = `TH_MUTANT(13, stale_q || early, 1'b0);   // ... or changes now: no write
  logic [1:0] unit_has, unit_ours;         // a unit is bringing our line; is on our line
  for (genvar u = 0; u < 2; u++) begin : gen_unit
    always_comb begin
      unit_ours[u] = 1'b0;
      if (st[u].busy) unit_ours[u] = st[u].addr[31:OffW] == w_word_q[31:OffW];
    end
    assign unit_has[u]  = unit_ours[u] && st[u].coming;
  end
  // The beat with our word passes by: taken from the bus, so that a load goes on with the first beat.
  wire beat_here = (unit_has[0] && st[0].beat && st[0].pos[OffW-1:3] == w_word_q[OffW-1:3]) ||
                   (unit_has[1] && st[1].beat && st[1].pos[OffW-1:3] == w_word_q[OffW-1:3]);
  wire line_done = (unit_has[0] && st[0].done) || (unit_has[1] && st[1].done);
  wire line_excl = unit_has[0] ? st[0].excl : st[1].excl;
  wire line_err  = (unit_has[0] && st[0].err)  || (unit_has[1] && st[1].err);

  // Reservation: way and set of an exclusive line; gone with any loss of rights there.
  logic        resv_q;
  logic [31:3] resv_addr_q;
  logic [1:0]  resv_way_q;
  wire resv_lost = tagw.valid && tagw.lost && tagw.way == resv_way_q &&
                   tagw.addr[SetHi:OffW] == resv_addr_q[SetHi:OffW];
  wire resv_here = `TH_MUTANT(11, resv_q && resv_addr_q[31:OffW] == w_word_q[31:OffW], 1'b1);

  wire m_to_w    = mw_adv_i;
  wire res_usable = !coll && !tagw.valid;  // what acts on it later must not find the set changed
  wire [3:0] ld_mask_w = lanes(w_q.size, w_q.addr[1:0], part_q);
  wire last_part = part_q || !split_q;
  // The result of an aligned access comes straight from where it is found; a misaligned load gathers
  // its bytes in word_q and rotates them.
  wire  w_direct = w_q.kind == MemLr || (w_q.kind == MemLoad && !w_mis_q);
  wire  w_found  = lk.hit && (w_q.kind == MemLoad || lk.state[1]);
  wire  part_done = (state_q == StRes && res_usable && w_found) ||
                    (state_q == StWait && beat_here && !line_err);
  wire ld_w    = state_q inside {StRes, StWait, StIo, StAmo, StFin};
  // Its word takes the way of m's result, so only when m has none that can move: fetch, which waits for the walk, leaves m empty.
  wire ld_walk = !ld_w && who_q == LkWalk && `TH_MUTANT(61, !m_any_i || state_q == StXlate, 1'b1);
  // The walker's lookup: found, or the line is ordered, once PMP allows it, and looked for again.
  wire walk_here   = who_q == LkWalk && !coll;
  wire walk_own    = lk.hit && (!walk_i.excl || lk.state[1]);
  wire walk_found  = walk_here && walk_own && !(walk_i.excl && tagw.valid);
  wire walk_order  = walk_here && !walk_own && walk_i.may_order;
  assign walk_valid_o = walk_found && ld_walk;
  wire walk_same   = tagw.valid && tagw.addr[SetHi:OffW] == walk_i.pa[SetHi:OffW];
  pte_write u_pte_write (
    .clk_i, .rst_ni, .found_i(walk_valid_o), .way_i(lk.way), .state_i(lk.state), .write_i(walk_i.write),
    .may_i(pte_may), .changes_i(walk_same), .early_i(early), .upg_ready_i(upg_ready),
    .wr_ready_i(amo_ready), .upg_o(pte_upg), .wr_o(pte_wr), .way_o(pte_way), .done_o(walk_done_o), .lost_o(walk_lost_o));
  assign walk_err_o   = (st[0].err && st[0].src == SrcWalk) || (st[1].err && st[1].src == SrcWalk);
  logic walk_done_q;
  always_ff @(posedge clk_i) begin
    walk_done_q <= walk_valid_o;
    if (!rst_ni || !walk_i.want)   walk_cnt_q <= '0;
    else if (walk_here && !walk_found) walk_cnt_q <= 2'd3;
    else if (walk_cnt_q != '0)     walk_cnt_q <= walk_cnt_q - 2'd1;
  end

  // An AMO's, or SC's, line is made M, if it was E, before it is written.
  wire  amo_now = state_q == StAmo && w_live_i && !amo_stale;
  wire  amo_wr  = amo_now && line_q == MesiM;
  assign w_upg  = amo_now && line_q == MesiE;
  wire  part_next = !last_part && ((part_done && w_q.kind == MemLoad) || sb_push);

  // Orders of what was looked up without success, in m or in w.
  wire m_amo    = m_req_i.kind inside {MemAmo, MemLr} && m_atomic;
  wire m_owned  = lk.hit && lk.state[1];
  wire m_order  = m_to_w && m_valid_i && known && !bad && !dev &&
                  ((m_load && !m_mis && !sb_ovl && !lk.hit) || (m_amo && !m_owned));
  wire w_order  = state_q == StRes && w_valid_i && res_usable && !w_found && w_q.kind != MemSc;
  wire  word_inc = m_to_w ? m_two : `TH_MUTANT(29, !(xl && second_q), 1'b0);
  wire [31:2] w_next = (m_to_w ? m_req_i.addr[31:2] : w_q.addr[31:2]) + 30'(word_inc);

  // The walker is asked for what is not known, first while it moves to w, and its answer taken if the question was that
  // of what is in w (M1).
  logic mine_q;
  wire  m_ask   = m_to_w && m_valid_i && !known;
  wire  w_ask   = xl && w_valid_i && !known && !mine_q && !answer_i.done;
  wire  x_atomic = xreq.kind inside {MemLr, MemSc, MemAmo};
  assign ask_o  = '{valid: m_ask || w_ask, may: (m_valid_i || (xl && w_valid_i)) && !known, store: xreq.kind inside {MemStore, MemSc, MemAmo}, sure: va_w_q, ram: x_atomic || x_mis, never: x_atomic && x_mis,
                    va: va_q[31:2]};
  assign waits_o = mine_q;
  wire  told    = xl && mine_q && answer_i.done;
  wire  told_no = told && (answer_i.page || answer_i.access);
  always_ff @(posedge clk_i) begin
    mine_q  <= rst_ni && (m_ask ? taken_i : in_xl && w_valid_i && !answer_i.done && (mine_q || (w_ask && taken_i)));
    exact_q <= told && !told_no;
  end
  // What a lookup finds comes last. So state_no is where to go if the line is not there, or not with the right asked
  // for, and state_yes if it is, and only the choice is late.
  logic   fault_new, by_lookup;
  state_e state_no, state_yes;
  always_comb begin
    state_no  = state_q;
    state_yes = StDone;
    {by_lookup, fault_new} = '0;
    if (!w_valid_i && state_q != StIdle) state_no = StIdle;               // killed
    else unique case (state_q)
      StXlate: begin
        if (told_no || (here && bad)) begin state_no = StFault; fault_new = 1'b1; end
        else if (here && dev)         state_no = StIo;
        else if (here && (second_q || !split_q))
          state_no = w_q.kind == MemStore ? StStore : w_q.kind != MemLoad ? StDrain : w_soon && w_gnt ? StRes : StLook;
      end
      StStore: if (sb_room) state_no = last_part ? StIdle : StStore;
      StIo:    if (io_act_q && io_rsp_i.ready) begin
                 if (io_rsp_i.err) begin state_no = StFault; fault_new = 1'b1; end
                 else state_no = StDone;
               end
      StDrain: if (w_empty && !fair_wait) begin
                 if (w_q.kind == MemSc && !resv_here) state_no = StFin;
                 else state_no = w_gnt ? StRes : StLook;
               end
      StLook:  if (w_gnt) state_no = StRes;
      StRes:   if (!res_usable) state_no = StLook;
               else begin
                 by_lookup = 1'b1;
                 state_no  = w_q.kind == MemSc ? StFin : ord_ready ? StWait : StLook;
                 state_yes = w_q.kind == MemSc ? (resv_here ? StAmo : StFin) :
                             w_direct ? StDone : w_q.kind == MemAmo ? StAmo : last_part ? StFin : StLook;
               end
      StWait:  if (line_err) begin state_no = StFault; fault_new = 1'b1; end
               else if (!w_excl && beat_here) state_no = w_direct ? StDone : last_part ? StFin : StLook;
               else if (line_done) state_no = w_q.kind == MemAmo && got_q && line_excl ? StAmo : StLook;
               else if (unit_has == '0 && !ord.access) state_no = StLook;
      StAmo:   if (amo_stale) state_no = StLook;
               else if (line_q == MesiM && amo_ready) state_no = StDone;
      StFin:   if (rot_q == '0) state_no = StDone;
      StDone, StFault: state_no = StIdle;   // unless the next one moves in
      default: state_no = StIdle;
    endcase
    if (m_to_w) begin
      {by_lookup, state_yes} = {1'b0, StDone};
      if (!m_valid_i)   state_no = StIdle;
      else if (!known)  state_no = StXlate;
      else if (bad)     state_no = StFault;
      else if (dev)     state_no = StIo;
      else unique case (m_req_i.kind)
        MemLoad:  begin
          by_lookup = !m_mis && !ovl;
          state_no  = by_lookup && sb_full ? StDone : m_mis ? (m_two ? StXlate : StLook) : (sb_ovl || !ord_ready) ? StLook : StWait;
        end
        MemStore: state_no = m_two ? StXlate : StStore;
        default:  begin
          by_lookup = m_amo;
          state_no  = m_amo && ord_ready ? StWait : StDrain;
          state_yes = m_req_i.kind == MemAmo && !tagw.valid ? StAmo : StDrain;
        end
      endcase
    end
  end
  wire found_own = lk.state[1] || (m_to_w ? m_req_i.kind : w_q.kind) == MemLoad;
  logic [3:0] state_next;
  onehot_mux #(.Width($bits(state_e)), .Words(1)) u_state (
    .sel_i(1'b1), .words_i(state_no), .over_i(by_lookup && lk.hit && found_own), .over_word_i(state_yes), .word_o(state_next));
  assign state_d = state_e'(state_next);

  wire amo_go  = amo_wr && amo_ready;
  wire lr_looks = state_q == StRes && w_q.kind == MemLr && res_usable;
  wire lr_got   = lr_looks && w_valid_i && w_found;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q  <= StIdle;
      who_q    <= LkNone;
      io_act_q <= 1'b0;
    end else begin
      state_q  <= state_d;
      who_q    <= who;
      io_act_q <= state_q == StIo && w_valid_i && (io_act_q || sb_empty_o) && !(io_act_q && io_rsp_i.ready);
    end
    if (m_to_w) begin
      w_q     <= m_req_i;
      part_q  <= 1'b0;
      split_q <= m_mis && m_split;
      w_mis_q <= m_mis;
      stale_q <= 1'b0;
      rot_q   <= m_req_i.addr[1:0];
      cause_q <= m_req_i.kind == MemLoad || `TH_MUTANT(27, m_req_i.kind == MemLr, 1'b0) ? 5'd5 : 5'd7;
      tval_q  <= m_req_i.addr;
      second_q <= known;                  // if it is split
    end else begin
      stale_q <= !(state_q inside {StRes, StLook, StWait}) && (stale_q || (w_same && !(w_upg && upg_ready)));
      if (part_next) part_q <= 1'b1;
      if (fault_new) begin
        tval_q <= xl && !second_q ? w_q.addr : xl ? {w_word_q, 2'b00} : part_q ? {w_next, 2'b00} : w_q.addr;
        if (told_no && answer_i.page) cause_q <= cause_q | 5'd8;                   // 13, 15
      end
      if (here) second_q <= 1'b1;
      if (state_q == StFin && rot_q != '0) rot_q <= rot_q - 2'd1;
    end
    if (m_to_w || state_q == StRes) begin
      way_q  <= lk.way;
      line_q <= lk.state;
      got_q  <= lk.hit;
    end else if (state_q == StWait) begin
      way_q  <= unit_has[0] ? st[0].way : st[1].way;
      line_q <= MesiM;
      if (beat_here) got_q <= 1'b1;
    end else if (w_upg && upg_ready) line_q <= MesiM;
    // Of a split access both pages are known before its first word is accessed, then its second.
    if (m_to_w || here || part_next) begin
      w_word_q[11:2]  <= xl && !split_q ? w_q.addr[11:2] : w_next[11:2];
      w_word_q[31:12] <= m_to_w  ? (known && !m_two ? page : !known ? m_req_i.addr[31:12] : w_next[31:12]) :
                         !xl     ? page1_q : !split_q ? page : second_q ? page0_q : w_next[31:12];
    end
    if (m_to_w && !known) w_word_q[11:2] <= m_req_i.addr[11:2];
    if (m_to_w || (xl && !second_q)) page0_q <= page;
    if (m_to_w || (xl && second_q))  page1_q <= page;
    for (int b = 0; b < 4; b++)
      if (m_to_w || ((state_q == StRes || beat_here) && ld_mask_w[b]) || state_q == StFin)
        word_q[8*b +: 8] <= state_q == StFin ? word_q[(8*b + 8) % 32 +: 8] : res_data_o[8*b +: 8];

    // An LR's lookup ends the reservation before it; whether there is a new one is known late, by resv_q alone.
    if (!rst_ni || resv_clear_i || walk_done_o || `TH_MUTANT(12, resv_lost, 1'b0) || (w_q.kind == MemSc && w_done_o && w_valid_i)) resv_q <= 1'b0;
    else if (lr_looks) resv_q <= lr_got;
    if (lr_looks) begin
      resv_addr_q <= w_word_q[31:3];
      resv_way_q  <= lk.way;
    end
  end

  logic resv_hold;
  lr_hold u_hold (
    .clk_i, .rst_ni, .lr_i(lr_got), .sc_i(amo_go && w_q.kind == MemSc), .resv_i(resv_q), .hold_o(resv_hold));

  fair #(.LineBytes(LineBytes)) u_fair (
    .clk_i, .rst_ni, .st_i(st), .lost_i(lost), .new_i(m_to_w), .brings_i(state_q == StWait && w_valid_i),
    .amo_i(w_q.kind == MemAmo), .addr_i({w_word_q[15:2], 2'b00}), .wait_o(fair_wait), .none_o(fair_none));

  // ------------------------------------------------------------------ outputs to the pipeline
  assign w_addr_o   = w_q.addr[31:12];
  assign w_done_o   = state_q == StDone || (state_q == StStore && sb_room && last_part);
  assign w_fault_o  = '{valid: state_q == StFault, cause: cause_q, tval: tval_q};
  assign w_busy_o   = (state_q == StIo && io_act_q) || (state_q == StStore && part_q) ||
                      state_q inside {StAmo, StFin};
  assign w_upd_o    = state_q == StFin || amo_go || (w_direct && state_q inside {StRes, StWait, StIo});
  wire sc_failed    = state_q == StFin && w_q.kind == MemSc;
  always_comb begin
    unique case (w_q.kind)
      MemLoad:  wait_o = state_q == StIo ? CpiDevice : state_q == StWait ? CpiLoadMiss : CpiReplay;
      MemStore: wait_o = state_q == StIo ? CpiDevice : CpiStore;
      default:  wait_o = CpiAtomic;
    endcase
  end

  // ================================================================== D-cache
  logic [31:0]  amo_new;
  logic         amo_keep;
  amo_alu u_amo (.funct5_i(w_q.kind == MemSc ? 5'b00001 : w_q.amo), .old_i(word_q), .rs2_i(w_q.wdata),
                 .new_o(amo_new), .keep_o(amo_keep));
  logic [1:0] release_w;
  for (genvar u = 0; u < 2; u++) begin : gen_release
    assign release_w[u] = (st[u].src == SrcWalk && !walk_i.excl && (walk_done_q || !walk_i.want)) ||
                          (st[u].src == SrcAccess && !(unit_ours[u] && state_q inside {StWait, StLook, StRes, StAmo}));
  end
  data_write_t wr;
  always_comb begin
    wr = dr_write;
    if (state_q == StAmo) wr = '{lanes: {{4{w_word_q[2]}}, {4{!w_word_q[2]}}} & {8{!amo_keep}}, idx: w_word_q[11:3], way: way_q,
                                 data: {2{amo_new}}};
    if (walk_i.write && pte_may)
      wr = '{lanes: {{4{walk_i.pa[2]}}, {4{!walk_i.pa[2]}}}, idx: walk_i.pa[11:3], way: pte_way, data: {2{walk_i.data}}};
  end
  // What passes the aligner: w's word, from the array or elsewhere, until w is done; else the lookup of m. A result
  // of m that is no load's comes late and goes around it.
  // Where w_valid_i has fallen what m gets does not matter: m is about to be killed too.
  wire  ld_arr = ld_w ? state_q == StRes : (who_q == LkM && !sb_full) || ld_walk;
  wire  ld_sb  = !ld_w && who_q == LkM && sb_full;
  logic [31:0] ld_other;
  always_comb begin
    ld_other = '0;
    if (ld_sb) ld_other |= sb_word;
    if (state_q == StWait)
      ld_other |= w_word_q[2] ? beat_i.data[63:32] : beat_i.data[31:0];
    if (state_q == StIo)                                    ld_other |= io_rsp_i.rdata;
    if (state_q inside {StAmo, StFin} && w_q.kind != MemSc) ld_other |= word_q;
  end
  always_comb begin
    unique case (who_q)
      LkW:     lk_addr2 = w_word_q[31:3];
      LkDrain: lk_addr2 = dr_addr2;
      LkWalk:  lk_addr2 = walk_i.pa[31:3];
      default: lk_addr2 = m_req_i.addr[31:3];
    endcase
    if (who_q == LkM && !ctx_i.direct) lk_addr2[31:12] = ppn;
  end
`ifdef TH_MONITOR
  logic [31:3] mon_addr;
`endif
  logic ev_wb, ev_supplied, ev_inval, ev_snoop;
  bus_hold_t [1:0] hold;
  dcache #(.CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes)) u_dcache (
    .clk_i, .rst_ni, .fill0_id_i,
    .lk_en_i(lk_en), .lk_data_i(w_first || walk_want || x_valid_i || m_again), .lk_idx_i(lk_idx), .rd_busy_o(rd_busy),
    .sweep_o(sweep), .lk_valid_i(who_q != LkNone), .lk_addr_i(lk_addr2), .lk_o(lk), .coll_o(coll),
    .ld_en_i(ld_arr), .ld_other_i(ld_other), .ld_plain_i(ld_w ? {31'd0, sc_failed} : ld_walk ? 32'd0 : m_other_i), .ld_data_o(res_data_o),
    .ld_off_i(ld_walk ? {walk_i.pa[2], 2'b00} : !ld_w ? m_req_i.addr[2:0] : {w_word_q[2], w_direct ? w_q.addr[1:0] : 2'b00}),
    .ld_size_i(ld_walk ? 2'd2 : !ld_w ? m_req_i.size : w_direct || state_q == StFin ? w_q.size : 2'd2),
    .ld_uns_i(ld_w ? w_q.uns : m_req_i.uns),
    .ord_valid_i(m_order || w_order || dr_ord || walk_order),
    .ord_excl_i(who_q == LkWalk ? walk_i.excl : who_q == LkDrain ? dr_ord_excl : who_q == LkW ? w_excl : !m_load),
    .ord_src_i(who_q == LkWalk ? SrcWalk : who_q == LkDrain ? dr_ord_src : SrcAccess), .ord_ready_o(ord_ready),
    .ord_give_i(state_q == StLook || dr_ord), .ord_have_i(|unit_has), .ord_o(ord),
    .fill_status_o(st), .fill_release_i(release_w | dr_release),
    .wr_valid_i(dr_wr && drain_go), .wr_atomic_i(amo_wr || pte_wr), .wr_i(wr), .wr_atomic_ready_o(amo_ready),
    .wr_addr_i(dr_waddr), .wr_ready_o(wr_ready),
    .upg_valid_i(w_upg || pte_upg || dr_upg), .upg_addr_i(w_upg ? w_word_q[31:3] : pte_upg ? walk_i.pa[31:3] : dr_upg_addr),
    .upg_way_i(w_upg ? way_q : pte_upg ? pte_way : dr_upg_way), .upg_ready_o(upg_ready), .tagw_o(tagw), .early_o(early), .lost_o(lost),
`ifdef TH_MONITOR
    .mon_addr_o(mon_addr),
`endif
    .req_o(dreq_o), .gnt_i(dgnt_i), .hold_o(hold), .ack_i, .beat_i, .snoop_look_i, .snoop_i, .snoop_rsp_o, .supply_o,
    .supply_ready_i,
    .ev_writeback_o(ev_wb), .ev_supplied_o(ev_supplied), .ev_invalidated_o(ev_inval), .ev_snoop_o(ev_snoop));
  assign dhold_o = {bus_hold_t'{valid: resv_hold, addr: resv_addr_q}, hold};

  // Prefetcher: a load's first cycle in w, and the first in which its line is ordered.
  logic fresh_q, waited_q;
  always_ff @(posedge clk_i) begin
    fresh_q  <= m_to_w;
    waited_q <= state_q == StWait;
  end
  wire ordered     = state_q == StWait && !waited_q;
  assign near_load = w_valid_i && w_q.kind == MemLoad && ((fresh_q && !(state_q inside {StIo, StFault, StXlate})) || ordered);
  assign near_miss = near_load && ordered && unit_has == '0;

  // ================================================================== devices
  assign io_req_o = '{valid: io_act_q, write: w_q.kind == MemStore, addr: {w_word_q, w_q.addr[1:0]},
                      mask: lanes(w_q.size, w_q.addr[1:0], 1'b0), wdata: st_data};

  // ================================================================== bus errors after the fact
  assign buserr_o      = dr_err || wb_err_i;
  assign buserr_addr_o = wb_err_i ? wb_err_addr_i : {sb_addr[31:OffW], {OffW{1'b0}}};

  // ================================================================== events, monitors
  always_comb begin
    ev_o = 'x;
    if (ev_on_i) begin
      ev_o = '0;
      ev_o[EvDLoadMiss]   = ord.go && ord.src == SrcAccess && !ord.upgr;
      ev_o[EvDStoreMiss]  = ord.go && ord.src == SrcStore && !ord.upgr;
      ev_o[EvDPrefetch]   = ord.go && ord.src == SrcPrefetch;
      ev_o[EvDWriteback]  = ev_wb;
      ev_o[EvUpgrade]     = ord.go && ord.upgr;
      ev_o[EvSupplied]    = ev_supplied;
      ev_o[EvTakenFrom]   = ack_i.valid && ack_i.taken &&
                            (ack_i.dst == fill0_id_i || ack_i.dst == fill0_id_i + req_id_t'(1));
      ev_o[EvInvalidated] = ev_inval;
      ev_o[EvSnoop]       = ev_snoop;
      ev_o[EvForward]     = m_to_w && m_hit && sb_full;
      ev_o[EvOverlap]     = m_to_w && m_load && ovl;
      ev_o[EvScFail]      = state_q == StFin && w_q.kind == MemSc;
      ev_o[EvBusWait]     = state_q == StWait;
      ev_o[EvSbFull]      = state_q == StStore && !sb_room;
      ev_o[EvHold]        = resv_hold;
    end
  end
`ifdef TH_MONITOR
  wire        vis_sb    = sb_pop && !dr_err;
  wire        vis       = vis_sb || amo_go || walk_done_o;
  wire [31:0] amo_value = amo_keep ? word_q : amo_new;
  always_comb begin
    mon_o = '0;
    if (vis || tagw.valid) begin
      mon_o[MnFlags][0]   = tagw.valid && !tagw.all;
      mon_o[MnFlags][2:1] = tagw.state;
      mon_o[MnFlags][5:4] = tagw.way;
      mon_o[MnFlags][8]   = vis;
      mon_o[MnLine]       = {mon_addr[31:OffW], {OffW{1'b0}}};
      mon_o[MnVisAddr]    = walk_done_o ? {walk_i.pa, 2'b00} : amo_go ? {w_word_q, 2'b00} : {sb_addr, 2'b00};
      mon_o[MnVisData]    = walk_done_o ? walk_i.data : amo_go ? amo_value : sb_data;
    end
  end
`else
  assign mon_o = '0;
`endif
`ifdef TH_CHECK
  // A hit in m is shown in its first cycle in w, so that the next load's does not come before this one
  // retires. No other hart can have written in between: it would first have to take the line away.
  logic        perf_m;
  logic [31:2] perf_addr_q;
  logic [3:0]  perf_mask_q;
  always_ff @(posedge clk_i) begin
    perf_m      <= rst_ni && m_to_w && m_hit;
    perf_addr_q <= {page, m_req_i.addr[11:2]};
    perf_mask_q <= ld_mask;
  end
  wire perf_w = (state_q == StRes && part_done && w_q.kind == MemLoad) || lr_got ||
                (state_q == StWait && beat_here && !w_excl) || amo_go;
  always_comb begin
    chk_o = '0;
    chk_o[CkFlags][CkPerformed] = perf_m || (perf_w && w_valid_i);
    chk_o[CkPerfAddr] = perf_m ? {perf_addr_q, 2'b00} : {w_word_q, 2'b00};
    chk_o[CkPerfMask] = perf_m ? 32'(perf_mask_q) : {23'b0, part_q, 4'b0, ld_mask_w};
    chk_o[CkFlags][CkVisible] = vis || (io_act_q && io_rsp_i.ready && !io_rsp_i.err && w_q.kind == MemStore);
    chk_o[CkVisAddr] = walk_done_o ? {walk_i.pa, 2'b00} : vis_sb ? {sb_addr, 2'b00} : {w_word_q, 2'b00};
    chk_o[CkVisMask] = walk_done_o ? {21'b0, 3'd4, 8'h0f} : vis_sb ? 32'(sb_mask) : amo_go ? {22'b0, w_q.kind == MemSc ? 2'd2 : 2'd1, 8'h0f}
                              : {22'b0, 2'd3, 4'b0, io_req_o.mask};
    chk_o[CkVisData] = walk_done_o ? walk_i.data : vis_sb ? sb_data : amo_go ? amo_value : st_data;
    chk_o[CkFlags][CkDFill] = st[0].beat || st[1].beat;
    chk_o[CkDFillAddr] = st[0].beat ? {st[0].addr[31:OffW], st[0].pos[OffW-1:3], 3'b0}
                                    : {st[1].addr[31:OffW], st[1].pos[OffW-1:3], 3'b0};
    chk_o[CkDFillLo] = beat_i.data[31:0];
    chk_o[CkDFillHi] = beat_i.data[63:32];
    chk_o[CkFlags][CkResvSet]   = lr_got;
    chk_o[CkFlags][CkResvClear] = resv_q && (resv_clear_i || resv_lost || walk_done_o);
    chk_o[CkResvAddr] = lr_got ? {w_word_q, 2'b00} : {resv_addr_q, 3'b0};
    chk_o[CkFlags][CkWalkW]  = mine_q;
    chk_o[CkFlags][CkIoRead] = io_act_q && io_rsp_i.ready && !io_rsp_i.err && w_q.kind == MemLoad;
    chk_o[CkIoAddr] = io_req_o.addr;
    chk_o[CkIoMask] = 32'(io_req_o.mask);
    chk_o[CkIoData] = io_rsp_i.rdata;
  end
  wire [11:2] w_second = w_q.addr[11:2] + 10'd1;
  assign pa_o = {page1_q, w_second, 2'b00, page0_q, w_q.addr[11:2], 2'b00};
`endif
  // The walker writes when nothing else does.
  `TH_ASSERT(chk_one_write, !(walk_done_o && (vis_sb || amo_go)))
  // The buffer holds nothing that an atomic could overtake (I6).
  `TH_ASSERT(chk_amo_ordered, !(state_q == StAmo || (state_q == StIo && io_act_q)) || sb_empty_o)
endmodule
`default_nettype wire

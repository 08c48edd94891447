// drain.sv - writes the store buffer's oldest entry into the D-cache, and looks ahead for what the
// next ones and the prefetcher want. It works on physical addresses already checked and needs nothing
// of the pipeline, so the buffer empties whatever the hart does (docs/coherence.md, P3).
// Two lines are remembered as writable ("owned"): stores to them need no lookup. Any loss of rights in
// the cache makes both forgotten.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module drain
  import mesi_pkg::*, cache_pkg::*;
#(
  parameter int WayBytes  = config_pkg::CacheBytes / config_pkg::CacheWays,
  parameter int LineBytes = config_pkg::LineBytes,
  parameter bit Prefetch  = config_pkg::Prefetch
) (
  input  logic         clk_i,
  input  logic         rst_ni,

  // Store buffer: its two oldest entries
  input  logic [1:0]   sb_valid_i,
  input  logic [31:2]  sb_addr_i [2],
  input  logic [3:0]   sb_mask_i,
  input  logic [31:0]  sb_data_i,
  output logic         sb_pop_o,

  // A load, or a store into the buffer, touched a line: the next one may be wanted. One cycle.
  input  logic [1:0]   near_valid_i,      // by a load, by a store
  input  logic         near_miss_i,       // the load missed (else: it hit a line, prefetched perhaps)
  input  logic [31:3]  near_addr_i [2],

  // Tag lookup: launched when lk_want_o && lk_gnt_i; its second cycle is the next one.
  output logic         lk_want_o,
  output logic         lk_urgent_o,       // refused twice: the pipeline gives way
  input  logic         lk_gnt_i,
  output logic [31:3]  lk_addr_o,         // of this cycle
  output logic [31:3]  lk_addr2_o,        // of the one in its second cycle
  input  lookup_t      lk_i,
  input  logic         coll_i,

  output logic         fill_valid_o,
  output fill_t        fill_o,
  output mesi_e        fill_vstate_o,
  output logic [31:3]  fill_vaddr_o,
  input  logic         fill_ready_i,
  input  fill_status_t [1:0] fill_status_i,
  output logic [1:0]   fill_release_o,

  output logic         wr_valid_o,
  output data_write_t  wr_o,
  output logic         wr_upgrade_o,
  output logic [31:3]  wr_addr_o,
  input  logic         wr_ready_i,

  input  tag_write_t   tagw_i,
  input  logic         early_i,

  output logic         err_o,             // the oldest store is dropped: memory failed
  output logic         ev_prefetch_o,
  output logic         ev_miss_o,
  output logic         ev_upgrade_o
);
  localparam int OffW = $clog2(LineBytes);
  localparam int SetHi = $clog2(WayBytes) - 1;
  typedef logic [31:OffW] line_t;

  // ------------------------------------------------------------------ owned lines
  typedef struct packed { logic valid; line_t line; logic [1:0] way; logic upgrade; } own_t;
  own_t own_q [2];
  line_t line0, line1;
  assign line0 = sb_addr_i[0][31:OffW];
  assign line1 = sb_addr_i[1][31:OffW];
  logic [1:0] hit0, hit1;
  for (genvar k = 0; k < 2; k++) begin : gen_hit
    assign hit0[k] = own_q[k].valid && own_q[k].line == line0;
    assign hit1[k] = own_q[k].valid && own_q[k].line == line1;
  end
  own_t head_own;
  assign head_own = hit0[1] ? own_q[1] : own_q[0];

  assign wr_valid_o   = sb_valid_i[0] && |hit0;
  assign wr_addr_o    = {sb_addr_i[0][31:3]};
  assign wr_upgrade_o = head_own.upgrade;
  wire [3:0] wr_mask = `TH_MUTANT(9, sb_mask_i, 4'hf);
  assign wr_o = '{lanes: sb_addr_i[0][2] ? {wr_mask, 4'b0} : {4'b0, wr_mask},
                  idx: sb_addr_i[0][11:3], way: head_own.way, data: {2{sb_data_i}}};
  wire written = wr_valid_o && wr_ready_i;

  // ------------------------------------------------------------------ background engine
  // One lookup after another: a store whose line is neither owned nor coming goes before a prefetch.
  typedef enum logic [1:0] {
    StIdle,      // looks up
    StRes,       // second cycle of the lookup
    StMiss       // wants a fill unit
  } state_e;
  state_e      state_q, state_d;
  logic        pf_q;                       // it is a prefetch
  logic        excl_q;
  logic [31:3] addr_q;
  lookup_t     info_q;

  logic [1:0] coming0, coming1;            // a fill unit is bringing the line
  for (genvar u = 0; u < 2; u++) begin : gen_unit
    wire here0 = fill_status_i[u].addr[31:OffW] == line0;
    assign coming0[u] = fill_status_i[u].coming && here0;
    assign coming1[u] = fill_status_i[u].coming && fill_status_i[u].addr[31:OffW] == line1;
    assign fill_release_o[u] = fill_status_i[u].src == SrcStore && written && here0;
  end
  wire store0 = sb_valid_i[0] && hit0 == '0 && coming0 == '0;
  wire store1 = sb_valid_i[1] && hit1 == '0 && coming1 == '0;
  wire store  = store0 || store1;

  logic [1:0]  pf_want_q;                  // a prefetch is due: by loads, by stores
  line_t       pf_line_q [2];              // the line to be prefetched, or prefetched last
  wire pf_k    = !pf_want_q[0];

  assign lk_want_o  = state_q == StIdle && (store || |pf_want_q);
  assign lk_addr_o  = store0 ? sb_addr_i[0][31:3] : store1 ? sb_addr_i[1][31:3]
                                                           : {pf_line_q[pf_k], {(OffW-3){1'b0}}};
  assign lk_addr2_o = addr_q;

  // Tags of this set have moved since the lookup: what it found may be untrue.
  wire  moved    = tagw_i.valid && tagw_i.addr[SetHi:OffW] == addr_q[SetHi:OffW];
  logic moved_q;
  wire  stale    = moved_q || early_i;
  wire  res_ok   = lk_i.hit && (lk_i.state[1] || (pf_q && !excl_q));
  wire  drop     = stale || (pf_q && store);
  wire  again    = pf_q && ((state_q == StRes && (coll_i || moved)) || (state_q == StMiss && drop));

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:  if (lk_want_o && lk_gnt_i) state_d = StRes;
      StRes:   state_d = (coll_i || res_ok || moved) ? StIdle : StMiss;
      StMiss:  if (drop || fill_ready_i) state_d = StIdle;
      default: state_d = StIdle;
    endcase
  end

  assign fill_valid_o  = state_q == StMiss && !drop;
  assign fill_o        = '{addr: addr_q, excl: excl_q, upgr: info_q.hit,
                           way: info_q.hit ? info_q.way : info_q.vway, src: pf_q ? SrcPrefetch : SrcStore};
  assign fill_vstate_o = info_q.vstate;
  assign fill_vaddr_o  = info_q.vaddr;
  wire fill_go = fill_valid_o && fill_ready_i;

  // The line of the oldest store could not be had: the store is dropped and reported.
  assign err_o    = sb_valid_i[0] && ((coming0[0] && fill_status_i[0].err) || (coming0[1] && fill_status_i[1].err));
  assign sb_pop_o = written || err_o;

  logic [1:0] refused_q;
  assign lk_urgent_o = refused_q[1];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q   <= StIdle;
      refused_q <= '0;
    end else begin
      state_q   <= state_d;
      refused_q <= (lk_want_o && !lk_gnt_i) ? refused_q + {1'b0, !refused_q[1]} : '0;
    end
    if (state_q == StIdle) begin
      addr_q <= lk_addr_o;
      pf_q   <= !store;
      excl_q <= store || pf_k;
    end
    if (state_q == StRes) info_q <= lk_i;
    moved_q <= state_q == StMiss && moved;
  end

  // The entry that the oldest store does not use is replaced: by what a lookup found, or by a line that
  // has just come to be written.
  wire own_set = state_q == StRes && !coll_i && !early_i && lk_i.hit && lk_i.state[1] && !pf_q;
  wire own_k   = hit0[0];
  logic [1:0] came;
  for (genvar u = 0; u < 2; u++) begin : gen_came
    assign came[u] = fill_status_i[u].done && fill_status_i[u].excl && (coming0[u] || coming1[u]);
  end
  always_ff @(posedge clk_i) begin
    for (int k = 0; k < 2; k++) begin
      if (own_k == 1'(k)) begin
        for (int u = 0; u < 2; u++)
          if (came[u]) own_q[k] <= '{valid: 1'b1, line: fill_status_i[u].addr[31:OffW], way: fill_status_i[u].way,
                                     upgrade: 1'b0};
        if (own_set && came == '0)
          own_q[k] <= '{valid: 1'b1, line: addr_q[31:OffW], way: lk_i.way, upgrade: lk_i.state == MesiE};
      end
      if (written && hit0[k]) own_q[k].upgrade <= 1'b0;
      if (!rst_ni || `TH_MUTANT(39, tagw_i.valid && tagw_i.lost, 1'b0)) own_q[k].valid <= 1'b0;
    end
  end

  // ------------------------------------------------------------------ next-line prefetch
  // Due after a miss, and when an access reaches the line that was prefetched last; one stream of loads,
  // one of stores. Never leaves the 4 KiB page.
  wire store_miss = fill_go && !pf_q;
  line_t      near_line [2];
  line_t      near_next [2];
  logic [1:0] due;
  assign near_line[0] = near_addr_i[0][31:OffW];
  assign near_line[1] = store_miss ? addr_q[31:OffW] : near_addr_i[1][31:OffW];
  for (genvar k = 0; k < 2; k++) begin : gen_near
    wire missed = k == 0 ? near_miss_i : store_miss;
    assign near_next[k] = near_line[k] + 1'b1;
    assign due[k] = Prefetch && near_next[k][11:OffW] != '0 &&
                    (missed || (near_valid_i[k] && near_line[k] == pf_line_q[k]));
  end
  always_ff @(posedge clk_i) begin
    for (int k = 0; k < 2; k++) begin
      if (due[k]) pf_line_q[k] <= near_next[k];
      if (!rst_ni)     pf_want_q[k] <= 1'b0;
      else if (due[k]) pf_want_q[k] <= 1'b1;
      else if (state_q == StIdle && !store && lk_gnt_i && pf_k == 1'(k)) pf_want_q[k] <= 1'b0;
      else if (again && excl_q == 1'(k))                                 pf_want_q[k] <= 1'b1;
    end
  end

  assign ev_prefetch_o = fill_go && pf_q;
  assign ev_miss_o     = fill_go && !pf_q && !info_q.hit;
  assign ev_upgrade_o  = fill_go && info_q.hit;

  `TH_ASSERT(chk_own_differ, !(hit0 == 2'b11))
endmodule
`default_nettype wire

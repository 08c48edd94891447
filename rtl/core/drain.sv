// drain.sv - writes the store buffer's oldest entry into the D-cache, and fetches what it and the
// prefetcher want. It works on physical addresses already checked and needs nothing of the pipeline, so the
// buffer empties whatever the hart does (docs/coherence.md, P3).
// Two lines are remembered as writable ("owned"): stores to them need no lookup. Any loss of rights in
// the cache makes both forgotten.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module drain
  import mesi_pkg::*, cache_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes,
  parameter bit Prefetch  = config_pkg::Prefetch
) (
  input  logic         clk_i,
  input  logic         rst_ni,

  // Store buffer: its oldest entry
  input  logic         sb_valid_i,
  input  logic [31:2]  sb_addr_i,
  input  logic [3:0]   sb_mask_i,
  input  logic [31:0]  sb_data_i,
  output logic         sb_pop_o,

  // A load, or a store into the buffer, touched a line: the next one may be wanted. One cycle.
  input  logic [1:0]   near_valid_i,      // by a load, by a store
  input  logic         near_miss_i,       // the load missed (else: it hit a line, prefetched perhaps)
  input  logic [31:3]  near_addr_i,

  // Tag lookup: launched when lk_want_o && lk_gnt_i; its second cycle is the next one.
  output logic         lk_want_o,
  output logic         lk_urgent_o,       // refused twice: the pipeline gives way
  input  logic         lk_gnt_i,
  output logic [31:3]  lk_addr_o,         // of this cycle
  output logic [31:3]  lk_addr2_o,        // of the one in its second cycle
  input  lookup_t      lk_i,
  input  logic         coll_i,

  // In the second cycle: bring that line. Taken when ord_ready_i.
  output logic         ord_valid_o,
  output logic         ord_excl_o,
  output fill_src_e    ord_src_o,
  input  logic         ord_ready_i,
  input  ord_status_t  ord_i,
  input  fill_status_t [1:0] fill_status_i,
  output logic [1:0]   fill_release_o,

  output logic         wr_valid_o,
  output data_write_t  wr_o,
  output logic [31:3]  wr_addr_o,
  input  logic         wr_ready_i,

  // A line found in E becomes M before the first store goes there: taken when upg_ready_i.
  output logic         upg_valid_o,
  output logic [31:3]  upg_addr_o,
  output logic [1:0]   upg_way_o,
  input  logic         upg_ready_i,

  input  tag_write_t   tagw_i,

  output logic         err_o              // the oldest store is dropped: memory failed
);
  localparam int OffW = $clog2(LineBytes);
  typedef logic [31:OffW] line_t;

  // ------------------------------------------------------------------ owned lines
  typedef struct packed { line_t line; logic [1:0] way; } own_t;
  own_t       own_q [2];
  logic [1:0] own_valid_q, hit;
  line_t      line;
  assign line = sb_addr_i[31:OffW];
  always_comb begin
    hit = 'x;
    if (sb_valid_i)
      for (int k = 0; k < 2; k++) hit[k] = own_valid_q[k] && own_q[k].line == line;
  end

  assign wr_valid_o   = sb_valid_i && |hit;
  assign wr_addr_o    = sb_addr_i[31:3];
  wire [3:0] wr_mask  = `TH_MUTANT(9, sb_mask_i, 4'hf);
  always_comb begin
    wr_o = 'x;
    if (sb_valid_i)
      wr_o = '{lanes: sb_addr_i[2] ? {wr_mask, 4'b0} : {4'b0, wr_mask}, idx: sb_addr_i[11:3],
               way: hit[1] ? own_q[1].way : own_q[0].way, data: {2{sb_data_i}}};
  end
  wire written = wr_valid_o && wr_ready_i;

  // ------------------------------------------------------------------ background engine
  // One lookup after another: a store whose line is neither owned nor coming goes before a prefetch.
  logic        res_q;                      // second cycle of a lookup
  logic        upg_q;                      // it found E: the tag is to be written
  logic        pf_q;                       // it is a prefetch
  logic        excl_q;
  logic [31:3] addr_q;

  logic [1:0] coming;                      // a fill unit is bringing the line
  for (genvar u = 0; u < 2; u++) begin : gen_unit
    logic here;
    always_comb begin
      here = 'x;
      if (fill_status_i[u].busy) here = fill_status_i[u].addr[31:OffW] == line;
    end
    assign coming[u] = fill_status_i[u].coming && here;
    assign fill_release_o[u] = fill_status_i[u].src == SrcStore && written && here;
  end
  wire store = sb_valid_i && hit == '0 && coming == '0 && !ord_i.store;

  logic [1:0]  pf_want_q;                  // a prefetch is due: by loads, by stores
  line_t       pf_line_q [2];              // the line to be prefetched, or prefetched last
  wire pf_k    = !pf_want_q[0];

  // Whose lookup it is follows from what the store was like a cycle ago, so that no compare of lines stands
  // before the RAMs' addresses. A lookup that turns out not to be wanted is forgotten.
  wire   idle       = !res_q && !upg_q;
  logic  well_q;                           // the oldest store needed no lookup in the cycle before
  wire   for_store  = sb_valid_i && !well_q;
  wire   for_pf     = !for_store && |pf_want_q && ord_ready_i;
  assign lk_want_o  = idle && (for_store || for_pf);
  assign lk_addr_o  = for_store ? sb_addr_i[31:3] : {pf_line_q[pf_k], {(OffW-3){1'b0}}};
  assign lk_addr2_o = addr_q;

  // A tag is written in this cycle: what was found may be untrue.
  wire found    = res_q && !coll_i && !tagw_i.valid;
  wire res_ok   = lk_i.hit && (lk_i.state[1] || (pf_q && !excl_q));
  assign ord_valid_o = found && !res_ok;
  assign ord_excl_o  = excl_q;
  assign ord_src_o   = pf_q ? SrcPrefetch : SrcStore;
  wire again    = res_q && pf_q && (!found || (!res_ok && !ord_ready_i));

  // The line of the oldest store could not be had: the store is dropped and reported.
  assign err_o    = sb_valid_i && ((coming[0] && fill_status_i[0].err) || (coming[1] && fill_status_i[1].err));
  assign sb_pop_o = written || err_o;

  logic [1:0] refused_q;
  assign lk_urgent_o = refused_q[1];
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      res_q     <= 1'b0;
      upg_q     <= 1'b0;
      refused_q <= '0;
    end else begin
      res_q     <= lk_want_o && lk_gnt_i && (store || for_pf);
      upg_q     <= res_q ? found && lk_i.hit && lk_i.state == MesiE && !pf_q
                         : upg_q && !tagw_i.valid;       // by this or by another
      refused_q <= (lk_want_o && !lk_gnt_i) ? refused_q + {1'b0, !refused_q[1]} : '0;
    end
    if (idle) begin
      addr_q <= lk_addr_o;
      pf_q   <= for_pf;
      excl_q <= !for_pf || pf_k;
    end
    well_q <= sb_valid_i && !store;
  end

  // The entry used less lately is replaced: by what a lookup found, or by the oldest store's line that has
  // just come, whose tag is written in this cycle.
  logic last_q;                            // the one that was used last stays
  wire own_k = !last_q;
  wire came  = (fill_status_i[0].done && fill_status_i[0].excl && coming[0]) ||
               (fill_status_i[1].done && fill_status_i[1].excl && coming[1]);
  wire own_set = came || (found && lk_i.hit && lk_i.state == MesiM && !pf_q) || (upg_q && upg_ready_i);
  wire own_load = came || upg_q || (res_q && !pf_q);
  logic [1:0] way_q;
  own_t own_d;
  always_comb begin
    own_d = 'x;
    if (own_set) own_d = '{line: came ? tagw_i.addr[31:OffW] : addr_q[31:OffW],
                           way:  came ? tagw_i.way : upg_q ? way_q : lk_i.way};
  end
  assign upg_valid_o = upg_q;
  assign upg_addr_o  = addr_q;
  assign upg_way_o   = way_q;
  always_ff @(posedge clk_i) begin
    if (own_set)      last_q <= own_k;
    else if (written) last_q <= hit[1];
    if (res_q) way_q <= lk_i.way;
    for (int k = 0; k < 2; k++) begin
      // Loaded with what is looked up for a store, found or not: whether it counts is known later.
      if (own_load && own_k == 1'(k)) begin
        own_q[k]       <= own_d;
        own_valid_q[k] <= own_set;
      end
      if (!rst_ni || `TH_MUTANT(39, tagw_i.valid && tagw_i.lost, 1'b0)) own_valid_q[k] <= 1'b0;
    end
  end

  // ------------------------------------------------------------------ next-line prefetch
  // Due after a miss, and when an access reaches the line that was prefetched last; one stream of loads,
  // one of stores. Never leaves the 4 KiB page. A few address bits tell the line well enough: a mistake is
  // one prefetch too many.
  localparam int NearHi = 15;
  logic  store_miss;                       // in the cycle before; an upgrade is no stream
  always_ff @(posedge clk_i) store_miss <= rst_ni && ord_valid_o && ord_ready_i && !pf_q && !lk_i.hit;
  line_t near_line, near_next;
  logic [1:0] here, due;
  always_comb begin
    near_line = 'x; near_next = 'x; here = 'x; due = '0;
    if (Prefetch && (store_miss || near_miss_i || near_valid_i != '0)) begin
      near_line = store_miss ? addr_q[31:OffW] : near_addr_i[31:OffW];
      near_next = {near_line[31:12], near_line[11:OffW] + 1'b1};
      for (int k = 0; k < 2; k++)
        here[k] = near_valid_i[k] && near_addr_i[NearHi:OffW] == pf_line_q[k][NearHi:OffW];
      if (near_next[11:OffW] != '0)
        due = {store_miss || here[1], !store_miss && (near_miss_i || here[0])};
    end
  end
  always_ff @(posedge clk_i) begin
    for (int k = 0; k < 2; k++) begin
      if (due[k]) pf_line_q[k] <= near_next;
      if (!rst_ni)     pf_want_q[k] <= 1'b0;
      else if (due[k]) pf_want_q[k] <= 1'b1;
      else if (idle && for_pf && lk_gnt_i && pf_k == 1'(k)) pf_want_q[k] <= 1'b0;
      else if ((again && excl_q == 1'(k)) || (ord_i.lost && ord_i.excl == 1'(k))) pf_want_q[k] <= 1'b1;
    end
  end

  `TH_ASSERT(chk_own_differ, !(sb_valid_i && hit == 2'b11))
endmodule
`default_nettype wire

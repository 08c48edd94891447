// dcache.sv - the coherent data cache: arrays, two fill units, victim buffer, snoops, and the one place
// where tag writes are ordered (docs/coherence.md has the invariants I1..I6 named below).
// The load/store unit looks up, orders lines and writes data; it never waits here for anything but
// a port that is taken this cycle.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module dcache
  import bus_pkg::*, mesi_pkg::*, cache_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes
) (
  input  logic           clk_i,
  input  logic           rst_ni,
  input  req_id_t        fill0_id_i,

  // Lookup. Cycle 1 (not while sweep_o; lk_data_i not while rd_busy_o), cycle 2.
  input  logic           lk_en_i,
  input  logic           lk_data_i,
  input  logic [11:3]    lk_idx_i,
  output logic           rd_busy_o,
  output logic           sweep_o,
  input  logic           lk_valid_i,      // cycle 2 is now: else lk_o may be anything
  input  logic [31:3]    lk_addr_i,
  output lookup_t        lk_o,
  output logic           coll_o,
  input  logic           ld_en_i,
  input  logic [2:0]     ld_off_i,
  input  logic [1:0]     ld_size_i,
  input  logic           ld_uns_i,
  input  logic [31:0]    ld_other_i,
  input  logic [31:0]    ld_plain_i,
  output logic [31:0]    ld_data_o,

  // Order, in the second cycle of a lookup that missed: bring that line. Taken when ord_ready_o; dropped again
  // when a tag of its set changes before a unit takes it. give: a prefetch that waits makes room; have:
  // a unit is bringing the line that w has ordered.
  input  logic           ord_valid_i,
  input  logic           ord_excl_i,
  input  fill_src_e      ord_src_i,
  output logic           ord_ready_o,
  input  logic           ord_give_i,
  input  logic           ord_have_i,
  output ord_status_t    ord_o,
  output fill_status_t [1:0] fill_status_o,
  input  logic [1:0]     fill_release_i,

  // Write into a line in M that has not been lost since it was looked up: of the drain (wr_valid_i) or of
  // an atomic, one at a time. wr_addr_i is the drain's: an atomic waits for any snoop and any read-out.
  input  logic           wr_valid_i,
  input  logic           wr_atomic_i,
  input  data_write_t    wr_i,
  input  logic [31:3]    wr_addr_i,
  output logic           wr_ready_o,
  output logic           wr_atomic_ready_o,

  // Make a line M that a lookup found in E and that has not been lost since.
  input  logic           upg_valid_i,
  input  logic [31:3]    upg_addr_i,
  input  logic [1:0]     upg_way_i,
  output logic           upg_ready_o,

  // Every tag write, for those who remember lookups. early: those that the cache itself makes (snoop,
  // install), from flip-flops, for use in the same cycle; the others follow from what the unit asks.
  output tag_write_t     tagw_o,
  output logic           early_o,
  output bus_hold_t      lost_o,          // a snoop takes this line in this cycle
`ifdef TH_MONITOR
  output logic [31:3]    mon_addr_o,      // the line, also where the tag write needs only its set
`endif

  // Bus
  output bus_req_t  [2:0] req_o,          // fill 0, fill 1, write-back
  input  logic      [2:0] gnt_i,
  output bus_hold_t [1:0] hold_o,
  input  bus_ack_t       ack_i,
  input  bus_beat_t      beat_i,
  input  bus_hold_t      snoop_look_i,
  input  bus_snoop_t     snoop_i,
  output snoop_rsp_t     snoop_rsp_o,
  output supply_t        supply_o,
  input  logic           supply_ready_i,

  output logic           ev_writeback_o,
  output logic           ev_supplied_o,
  output logic           ev_invalidated_o,
  output logic           ev_snoop_o
);
  localparam int OffW = $clog2(LineBytes);
  localparam int Sets = CacheBytes / CacheWays / LineBytes;
  localparam int IdxW = $clog2(Sets);

  // ------------------------------------------------------------------ sweep after reset
  logic            sweep_q;
  logic [IdxW-1:0] sweep_set_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sweep_q     <= 1'b1;
      sweep_set_q <= '0;
    end else if (sweep_q) begin
      sweep_set_q <= sweep_set_q + 1'b1;
      if (&sweep_set_q) sweep_q <= 1'b0;
    end
  end
  assign sweep_o = sweep_q;

  // ------------------------------------------------------------------ snoop pipeline
  // The tags are read while the bus still checks, s1 compares, s2 answers and changes the state. While
  // a snoop is in s1 or s2 the hart's side changes nothing in its set (I3): what s1 found is still true in
  // s2. A tag write under the read is found in s1, which then reads again.
  logic        again_q;                   // s1 for the second time
  logic        s2_q;
  bus_snoop_t  s1;                        // its payload stays on the bus until it is answered
  logic        s2_fetch_q;                // by BusFetch
  logic [31:3] s2_addr_q;
  logic        s2_own_q;                  // asked by one of this cache's own fill units
  logic        s2_vb_q;                   // found in the victim buffer
  logic        s2_lose_q, s2_share_q;     // this copy goes; falls to S: the tag is written in s2
  logic        s2_keep_q, s2_supply_q;    // the answer
  logic [1:0]  s2_way_q;
  logic        snp_hit, vb_hit;
  logic [1:0]  snp_way;
  mesi_e       snp_state;
  tag_write_t  tagw;                      // the tag write of this cycle
  logic        tagw_q;                    // one was made in the cycle before
  logic [31:3] tagw_addr_q;

  function automatic logic same_set(logic [31:3] a, logic [31:3] b);
    return a[OffW+IdxW-1:OffW] == b[OffW+IdxW-1:OffW];
  endfunction

  always_comb begin
    s1       = snoop_i;
    s1.valid = again_q || snoop_i.valid;
  end
  wire s1_own  = s1.src == fill0_id_i || s1.src == fill0_id_i + req_id_t'(1);
  wire s1_coll = `TH_MUTANT(19, s1.valid && tagw_q && same_set(tagw_addr_q, s1.addr), 1'b0);
  wire s1_go   = s1.valid && !s1_coll;
  wire s1_hit  = snp_hit && !s1_own;
  snoop_t s1_snp;
  assign s1_snp = snoop(s1_hit ? snp_state : MesiI, s1.op);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      again_q <= 1'b0;
      s2_q    <= 1'b0;
      tagw_q  <= 1'b0;
      s2_lose_q  <= 1'b0;
      s2_share_q <= 1'b0;
    end else begin
      again_q <= s1_coll;
      s2_q    <= s1_go;
      s2_lose_q  <= `TH_MUTANT(1, s1_go && s1_hit && s1_snp.next == MesiI, 1'b0);
      s2_share_q <= `TH_MUTANT(2, s1_go && s1_hit && s1_snp.next == MesiS && snp_state != MesiS, 1'b0);
      tagw_q  <= tagw.valid;
    end
    tagw_addr_q <= tagw.addr;
    if (s1_go) begin
      s2_fetch_q <= s1.op == BusFetch;
      s2_addr_q  <= s1.addr;
      s2_own_q   <= s1_own;
      s2_way_q   <= snp_way;
      s2_keep_q  <= s1_snp.shared;
      s2_supply_q <= s1_snp.supply || vb_hit;
      s2_vb_q    <= vb_hit;
    end
  end

  wire snp_write  = s2_lose_q || s2_share_q;
  wire snp_supply = s2_q && s2_supply_q;
  assign snoop_rsp_o = '{valid: s2_q, shared: s2_keep_q, supply: s2_supply_q};
  wire snp_busy = s1.valid || s2_q;

  function automatic logic snoop_in_set(logic [31:3] a);
    return (s1.valid && same_set(s1.addr, a)) || (s2_q && same_set(s2_addr_q, a));
  endfunction

  // A line is never both in the array and in the victim buffer (I4).
  `TH_ASSERT(chk_array_or_victim, !(s1_go && s1_hit && vb_hit))
  `TH_ASSERT(chk_one_snoop, !(snoop_i.valid && (again_q || s2_q)))

  // ------------------------------------------------------------------ fill units
  logic        [1:0] beat_write;          // a beat is for this unit ...
  logic  [1:0][11:3] beat_idx;            // ... and goes here
  tag_write_t  [1:0] inst;
  logic        [1:0] start;
  logic              ord_q;               // an order waits: below
  fill_t             ord_fill_q;
  mesi_e             vstate_q;            // its victim
  logic [31:3]       vaddr_q;
  logic        inst0_gnt, inst1_gnt;
  fill_status_t [1:0] st;
  for (genvar u = 0; u < 2; u++) begin : gen_fill
    fill_unit #(.LineBytes(LineBytes)) u_fill (
      .clk_i, .rst_ni, .id_i(fill0_id_i + req_id_t'(u)),
      .start_i(start[u]), .fill_i(ord_fill_q), .release_i(fill_release_i[u]),
      .lost_i(s2_lose_q), .lost_idx_i(s2_addr_q[11:3]), .lost_way_i(s2_way_q),
      .status_o(st[u]),
      .req_o(req_o[u]), .gnt_i(gnt_i[u]), .hold_o(hold_o[u]), .ack_i, .beat_i,
      .write_o(beat_write[u]), .write_idx_o(beat_idx[u]), .tagw_o(inst[u]), .tagw_gnt_i(u == 0 ? inst0_gnt : inst1_gnt));
  end
  assign fill_status_o = st;

  // The order. What the lookup found is kept with it, so it is dropped when a tag in its set moves.
  // It starts when a unit is free and none works in its set (it would give the way up twice, or fetch the
  // line twice), when the victim can leave, and when no snoop is looking (I3).
  logic        vb_free, rd_busy;
  logic [1:0]  in_set;
  for (genvar u = 0; u < 2; u++) begin : gen_in_set
    assign in_set[u] = st[u].busy && same_set(st[u].addr, ord_fill_q.addr);
  end
  wire  vict_dirty = `TH_MUTANT(4, !ord_fill_q.upgr && vstate_q == MesiM, 1'b0);
  wire  vict_any   = !ord_fill_q.upgr && vstate_q != MesiI;
  wire  ord_may    = ord_q && !(st[0].busy && st[1].busy) && in_set == '0;
  wire  ord_go     = ord_may && !snp_busy && !inst[0].valid && !inst[1].valid &&
                     (!vict_dirty || (vb_free && !rd_busy));
  wire  ord_stale  = `TH_MUTANT(38, tagw.valid && same_set(tagw.addr, ord_q ? ord_fill_q.addr : lk_addr_i), 1'b0);
  wire  ord_drop   = ord_stale || (ord_give_i && ord_fill_q.src == SrcPrefetch) ||
                     (ord_have_i && ord_fill_q.src == SrcAccess);
  assign ord_ready_o = !ord_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni)    ord_q <= 1'b0;
    else if (ord_q) ord_q <= !ord_go && !ord_drop;
    else            ord_q <= ord_valid_i && !ord_stale;
    if (!ord_q) begin
      ord_fill_q <= '{addr: lk_addr_i, excl: ord_excl_i, upgr: lk_o.hit, way: lk_o.hit ? lk_o.way : lk_o.vway,
                      src: ord_src_i};
      vstate_q   <= lk_o.vstate;
      vaddr_q    <= lk_o.vaddr;
    end
  end
  assign ord_o = '{access: ord_q && ord_fill_q.src == SrcAccess, store: ord_q && ord_fill_q.src == SrcStore,
                   go: ord_go, lost: ord_q && ord_fill_q.src == SrcPrefetch && ord_drop && !ord_go,
                   excl: ord_fill_q.excl, src: ord_fill_q.src, upgr: ord_fill_q.upgr};
  assign start[0] = ord_go && !st[0].busy;
  assign start[1] = ord_go &&  st[0].busy;

  // ------------------------------------------------------------------ lines out
  logic        vict_start;
  logic        rd_en;
  logic [11:3] rd_idx;
  logic [1:0]  out_way;
  logic [63:0] out_data;
  assign vict_start = ord_go && vict_dirty;
  line_out #(.LineBytes(LineBytes)) u_line_out (
    .clk_i, .rst_ni,
    .vict_start_i(vict_start), .vict_addr_i(vaddr_q), .vict_way_i(ord_fill_q.way), .vb_free_o(vb_free),
    .snp_addr_i(s1.addr), .snp_hit_o(vb_hit),
    .send_start_i(snp_supply), .send_vb_i(s2_vb_q), .send_take_i(!s2_fetch_q),
    .send_addr_i(s2_addr_q), .send_way_i(s2_way_q),
    .wb_req_o(req_o[2]), .wb_gnt_i(gnt_i[2]), .supply_o, .supply_ready_i,
    .rd_busy_o(rd_busy), .rd_en_o(rd_en), .rd_idx_o(rd_idx), .out_way_o(out_way), .out_data_i(out_data));
  assign rd_busy_o = rd_busy;

  // ------------------------------------------------------------------ tag writes, in order of rank
  // sweep, snoop, install, victim, E to M. What has a lower rank waits or was told not ready.
  wire wr_free = beat_write == '0 && !sweep_q;
  assign wr_ready_o        = wr_free && !snoop_in_set(wr_addr_i) &&
                             !(rd_busy && rd_idx == wr_addr_i[11:3]);   // not under a read-out (BusFetch)
  assign wr_atomic_ready_o = wr_free && !snp_busy && !rd_busy;
  // Whoever writes a tag waits while any snoop is under way, not only one in its set: a compare would stand
  // in front of all that follows from a tag write.
  assign upg_ready_o = !snp_busy && !inst[0].valid && !inst[1].valid && !ord_may && !sweep_q;

  assign inst0_gnt = inst[0].valid && !snp_busy && !sweep_q;
  assign inst1_gnt = inst[1].valid && !snp_busy && !sweep_q && !inst[0].valid;
  always_comb begin
    // The victim: its set is that of the fill, and a tag in I may be anything.
    tagw = '{valid: 1'b0, all: 1'b0, lost: 1'b0, way: ord_fill_q.way, state: MesiI, addr: upg_addr_i};
    tagw.addr[OffW+IdxW-1:3] = ord_fill_q.addr[OffW+IdxW-1:3];
    if (sweep_q) begin
      tagw.valid = 1'b1;
      tagw.all   = 1'b1;
      tagw.addr[OffW+IdxW-1:OffW] = sweep_set_q;
    end else if (snp_write) begin
      tagw = '{valid: 1'b1, all: 1'b0, lost: 1'b1, way: s2_way_q, state: s2_lose_q ? MesiI : MesiS, addr: s2_addr_q};
    end else if (inst0_gnt) begin
      tagw = inst[0];
    end else if (inst1_gnt) begin
      tagw = inst[1];
    end else if (ord_go && vict_any) begin
      tagw.valid = 1'b1;
      tagw.lost  = 1'b1;
    end else if (`TH_MUTANT(3, upg_valid_i && upg_ready_o, 1'b0)) begin
      tagw = '{valid: 1'b1, all: 1'b0, lost: 1'b0, way: upg_way_i, state: MesiM, addr: upg_addr_i};
    end
  end
  assign tagw_o  = tagw;
`ifdef TH_MONITOR
  assign mon_addr_o = ord_go && vict_any && tagw.lost && !snp_write ? vaddr_q : tagw.addr;
`endif
  assign lost_o  = '{valid: s2_lose_q, addr: s2_addr_q};
  assign early_o = snp_write || inst0_gnt || inst1_gnt;

  data_write_t dataw;
  always_comb begin
    dataw = wr_i;                                    // lanes 0 unless it goes
    if (!(wr_valid_i && wr_ready_o) && !(wr_atomic_i && wr_atomic_ready_o)) dataw.lanes = '0;
    for (int u = 0; u < 2; u++)
      if (beat_write[u]) dataw = '{lanes: '1, idx: beat_idx[u], way: st[u].way, data: beat_i.data};
  end

  dcache_arrays #(.CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes)) u_arrays (
    .clk_i, .rst_ni,
    .lk_en_i, .lk_idx_i, .lk_valid_i, .rd_en_i(rd_busy ? rd_en : lk_en_i && lk_data_i),
    .rd_idx_i(rd_busy ? rd_idx : lk_idx_i),
    .lk_addr_i, .lk_o, .coll_o,
    .ld_en_i, .ld_off_i, .ld_size_i, .ld_uns_i, .ld_other_i, .ld_plain_i, .ld_data_o,
    .out_en_i(rd_busy), .out_way_i(out_way), .out_data_o(out_data),
    .snp_en_i(snoop_look_i.valid || s1_coll), .snp_idx_i(s1_coll ? s1.addr[11:3] : snoop_look_i.addr[11:3]), .snp_valid_i(s1.valid),
    .snp_addr_i(s1.addr), .snp_hit_o(snp_hit), .snp_way_o(snp_way), .snp_state_o(snp_state),
    .fill_i(ord_go && !ord_fill_q.upgr), .fill_idx_i(ord_fill_q.addr[11:3]), .fill_way_i(ord_fill_q.way),
    .tagw_i(tagw), .dataw_i(dataw));

  assign ev_writeback_o   = gnt_i[2];
  assign ev_supplied_o    = snp_supply && !s2_own_q;
  assign ev_invalidated_o = s2_lose_q;
  assign ev_snoop_o       = s2_q && !s2_own_q;
endmodule
`default_nettype wire

// icache.sv - instruction cache: tags and data of the fetch pipeline's stages f0 and f1, line fills,
// next-line prefetch (docs/ref/frontend.md).
//   f0  the block's address goes to tag and data RAMs (go_i)
//   f1  tag compare, way select: ok_o with data_o, or wait_o; neither: to be fetched again
// A line in flight is served too: a beat already written comes out of the RAM in the fill's way, the one
// that arrives in this cycle passes by the RAM. What cannot be served is fetched again by the front end,
// so nothing late enables a RAM. Not coherent: lines stay until replaced or until inval_i.
// A tag is valid when its epoch is the current one; so an invalidation is one cycle, but every seventh.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module icache
  import bus_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int Ways       = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter bit Prefetch   = config_pkg::Prefetch
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // f0. go: the block enters f1 at the end of this cycle. No go while block_o, unless flush_i.
  input  logic        go_i,          // ... or f1's block is to be fetched again
  input  logic        flush_i,       // back-end redirect: what stands in f1 is dropped
  input  logic [31:3] f0_addr_i,     // only what indexes
  output logic        block_o,
  output logic        probe_o,       // the cache uses this cycle for itself: a kind of block_o

  // f1. hold: the block stays. fault: it is not to be looked up.
  input  logic        f1_valid_i,
  input  logic [31:3] f1_addr_i,     // physical
  input  logic        f1_fault_i,    // late
  input  logic        f1_skip_i,     // it is not in flight either; early, and of f1_fault_i only what may meet a line's address
  input  logic        f1_busy_i,     // nobody takes the block in this cycle
  output logic        wait_o,        // its beat is on the way (early)
  output logic        ok_o,          // data_o is right, and not wait_o; late
  output logic [63:0] data_o,
  output logic        err_o,         // memory failed

  // Invalidation: req until done (one cycle)
  input  logic        inval_i,
  output logic        inval_done_o,

  // Bus (rules in bus_pkg)
  output bus_req_t    req_o,
  input  logic        gnt_i,
  output bus_hold_t   hold_o,
  input  bus_beat_t   beat_i,
  input  req_id_t     req_id_i,

  output logic        busy_miss_o,
  output logic        ev_miss_o,
  output logic        ev_prefetch_o,
  output logic        fill_o,        // a beat without error is written ...
  output logic [31:3] fill_addr_o    // ... of this address
);
  localparam int OffW   = $clog2(LineBytes);
  localparam int Beats  = LineBytes / 8;
  localparam int BeatW  = OffW - 3;
  localparam int Sets   = CacheBytes / Ways / LineBytes;
  localparam int SetW   = $clog2(Sets);
  localparam int TagLsb = OffW + SetW;
  localparam int TagW   = 32 - TagLsb;
  localparam int WayW   = Ways > 1 ? $clog2(Ways) : 1;
  localparam int EpochW = 3;
  // Epoch 0: invalid. Ways are filled in turn, and each turn with the other phase: so the next to go, the
  // oldest, is the first whose phase is not the first way's, or else the first.
  typedef struct packed { logic phase; logic [EpochW-1:0] epoch; logic [TagW-1:0] tag; } tag_t;
  if (CacheBytes / Ways > 4096) begin : gen_bad
    $error("icache: a way is larger than a page, so translated address bits would index it");
  end

  // ---------------------------------------------------------------- fill engine
  typedef enum logic [1:0] {
    StIdle,            // fill_addr_q names the last line
    StReq,             // asks the bus
    StFill             // granted: beats come
  } state_e;
  state_e            state_q;
  logic [31:3]       fill_addr_q;              // line, and the next beat
  logic [WayW-1:0]   fill_way_q;
  logic              fill_phase_q;
  logic [Beats-1:0]  seen_q;                   // beats written
  logic              void_q;                   // error or invalidation: not to be used, not installed
  logic              opened_q;                 // the victim's tag is gone
  logic              wait_idle_q;              // f0 waits for the engine: it is busy with another line
  logic              pf_valid_q;               // the line after fill_addr_q is wanted, into pf_way_q
  logic [WayW-1:0]   pf_way_q;
  logic              pf_phase_q;
  logic              pf_fresh_q;               // fill_addr_q was prefetched and not yet asked for
  logic              probe_q;                  // f0's next free cycle looks up the line after it

  wire busy    = state_q != StIdle;
  wire beat    = beat_i.valid && beat_i.dst == req_id_i;
  wire last    = beat && beat_i.last;
  wire [SetW-1:0]  fill_set = fill_addr_q[TagLsb-1:OffW];
  wire [BeatW-1:0] fill_pos = fill_addr_q[OffW-1:3];
  wire [SetW-1:0]  next_set = fill_set + 1'b1;
  wire has_next = fill_set != '1;              // in the same page, and with the same tag

  // ---------------------------------------------------------------- invalidation and sweep
  // A sweep counts in the idle fill engine's address, so the one that follows the last epoch waits for it.
  logic              sweep_q, done_q;
  logic [EpochW-1:0] epoch_q;
  wire  wrap  = epoch_q == '1;
  wire  inval = inval_i && !done_q && !sweep_q && !(wrap && busy);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sweep_q <= 1'b1;
      epoch_q <= EpochW'(1);
      done_q  <= 1'b0;
    end else begin
      done_q  <= sweep_q ? inval_i && !has_next : inval && !wrap;
      sweep_q <= sweep_q ? has_next : inval && wrap;
      if (inval) epoch_q <= wrap ? EpochW'(1) : epoch_q + `TH_MUTANT(20, EpochW'(1), EpochW'(0));
    end
  end
  assign inval_done_o = done_q;

  // ---------------------------------------------------------------- f0
  // While f1 is held f0 does not go anyway; so what blocks and selects need not know of it.
  wire   probing = Prefetch && probe_q && !flush_i;
  assign probe_o = probing && !f1_busy_i && !wait_o && !sweep_q && !inval_i;
  assign block_o = sweep_q || inval_i || (wait_idle_q && !flush_i) || probing;
  wire read = go_i || probe_o;
  wire [SetW-1:0]  f0_set  = probing ? next_set : f0_addr_i[TagLsb-1:OffW];
  wire [BeatW-1:0] f0_pos  = f0_addr_i[OffW-1:3];

  // ---------------------------------------------------------------- RAMs
  logic [Ways-1:0] tag_wen;
  tag_t            tag_wdata;
  tag_t [Ways-1:0] tag;
  ram_1r1w #(.Width(Ways * $bits(tag_t)), .Depth(Sets), .LaneBits($bits(tag_t))) u_tag (
    .clk_i, .ren_i(read), .raddr_i(f0_set), .rdata_o(tag),
    .wen_i(tag_wen), .waddr_i(fill_set), .wdata_i({Ways{tag_wdata}}));

  // The victim's tag goes with the first beat, the new one comes with the last.
  wire open_victim = beat && !opened_q;
  wire install     = last && !void_q && !beat_i.err && !inval_i;
  always_comb begin
    tag_wen   = '0;
    tag_wdata = '{phase: fill_phase_q && !sweep_q, epoch: install ? epoch_q : '0, tag: fill_addr_q[31:TagLsb]};
    if (sweep_q)                     tag_wen = '1;
    else if (open_victim || install) tag_wen[fill_way_q] = 1'b1;
  end

  logic [Ways-1:0][63:0] way_data;
  for (genvar w = 0; w < Ways; w++) begin : gen_data
    ram_1r1w #(.Width(64), .Depth(Sets * Beats)) u_data (
      .clk_i, .ren_i(go_i), .raddr_i(f0_addr_i[TagLsb-1:3]), .rdata_o(way_data[w]),
      .wen_i(beat && fill_way_q == WayW'(w)), .waddr_i(fill_addr_q[TagLsb-1:3]), .wdata_i(beat_i.data));
  end

  // ---------------------------------------------------------------- what f1 must know of its read
  logic first_q;        // f1's block was read in the cycle before: its tags are up to date
  logic collide_q;      // its set's tag was written in that cycle: undefined
  logic present_q;      // its beat of the line in flight was in the RAM by then ...
  logic passed_q;       // ... or arrived just then, or later when f1 was held
  logic f1_probe_q;     // a look-up of the cache itself
  logic miss, start, start_demand, start_prefetch;     // a fill begins, and for whom

  // ---------------------------------------------------------------- f1: compare and select
  logic [Ways-1:0] hit;
  logic [1:0][Ways-1:0] hit_word;             // the same, for each word of the data
  for (genvar w = 0; w < Ways; w++) begin : gen_hit
    match #(.Width(EpochW + TagW), .Copies(3)) u_match (
      .en_i(1'b1), .a_i({tag[w].epoch, tag[w].tag}), .b_i({epoch_q, f1_addr_i[31:TagLsb]}),
      .hit_o({hit_word[1][w], hit_word[0][w], hit[w]}));
  end

  // Early: the line in flight
  wire same_tag   = f1_addr_i[31:TagLsb] == fill_addr_q[31:TagLsb];
  wire f1_line    = same_tag && f1_addr_i[TagLsb-1:OffW] == fill_set;
  wire in_flight  = f1_line && busy && !void_q && !f1_skip_i;
  wire arrives    = in_flight && !present_q && !passed_q && beat && fill_pos == f1_addr_i[OffW-1:3];
  assign wait_o   = f1_valid_i && in_flight && !present_q && !passed_q && !arrives;

  always_ff @(posedge clk_i) begin
    first_q    <= read;
    f1_probe_q <= rst_ni && probe_o && !start;
    if (read) begin
      collide_q <= tag_wen != '0 && fill_set == f0_set;
      present_q <= seen_q[f0_pos] && !start;
      passed_q  <= beat && fill_pos == f0_pos;
    end else if (start) begin         // held, and its line is asked for now
      present_q <= 1'b0;
      passed_q  <= 1'b0;
    end else if (arrives && f1_busy_i) passed_q <= 1'b1;       // nobody took it
  end

  // Data are selected before it is known whether they are right.
  for (genvar d = 0; d < 2; d++) begin : gen_word
    logic [Ways-1:0]       sel;
    logic [Ways-1:0][31:0] words;
    for (genvar w = 0; w < Ways; w++) begin : gen_sel
      assign sel[w]   = in_flight ? present_q && fill_way_q == WayW'(w) : hit_word[d][w];
      assign words[w] = way_data[w][32*d +: 32];
    end
    onehot_mux #(.Width(32), .Words(Ways)) u_select (
      .sel_i(sel), .words_i(words), .over_i(arrives), .over_word_i(beat_i.data[32*d +: 32]), .word_o(data_o[32*d +: 32]));
  end
  assign err_o   = arrives && beat_i.err;
  assign ok_o    = f1_fault_i || arrives || (in_flight ? present_q : hit != '0 && !collide_q);

  // Only a first look decides: later a held block's tags may be out of date.
  icache_start #(.Ways(Ways)) u_start (
    .look_i(f1_valid_i && first_q && !in_flight && !collide_q && !f1_fault_i && !flush_i && !inval_i),
    .want_i(Prefetch && pf_valid_q && !inval_i), .busy_i(busy), .hit_i(hit),
    .miss_o(miss), .start_o(start), .demand_o(start_demand), .prefetch_o(start_prefetch));
  // The cache's own look-up compares with the block that stands in f1: who has left the page needs no more
  // of it.
  wire   want = f1_probe_q && !collide_q && hit == '0 && same_tag;

  // Victim: first in, first out in each set.
  logic [WayW-1:0] victim;
  logic            victim_phase;
  always_comb begin
    victim       = '0;
    victim_phase = !tag[0].phase;
    for (int w = Ways - 1; w > 0; w--)
      if (tag[w].phase != tag[0].phase) begin
        victim       = WayW'(w);
        victim_phase = tag[0].phase;
      end
  end

  // First use of a prefetched line, and a demand fill, ask for the next one.
  wire first_use = f1_valid_i && f1_line && pf_fresh_q && !f1_fault_i && !flush_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q     <= StIdle;
      wait_idle_q <= 1'b0;
      pf_valid_q  <= 1'b0;
      pf_fresh_q  <= 1'b0;
      probe_q     <= 1'b0;
      void_q      <= 1'b0;
    end else begin
      unique case (state_q)
        StIdle:  if (start) state_q <= StReq;
        StReq:   if (gnt_i) state_q <= StFill;
        StFill:  if (last) state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
      if (start) void_q <= 1'b0;
      else if (busy && (inval_i || (beat && beat_i.err))) void_q <= 1'b1;

      if (flush_i || start_prefetch || !busy) wait_idle_q <= 1'b0;
      else if (miss && !last)                 wait_idle_q <= 1'b1;

      if (start || inval_i)   pf_valid_q <= 1'b0;
      else if (miss)                                   pf_valid_q <= 1'b0;   // jumped away
      else if (want)                                   pf_valid_q <= 1'b1;

      if (start_prefetch)                                 pf_fresh_q <= 1'b1;
      else if (start_demand || first_use || inval_i)      pf_fresh_q <= 1'b0;

      if (start_prefetch || inval_i)                      probe_q <= 1'b0;
      else if (start_demand)                              probe_q <= Prefetch && f1_addr_i[TagLsb-1:OffW] != '1;
      else if (first_use)                                 probe_q <= has_next;
      else if (probe_o)                                   probe_q <= 1'b0;
    end

    if (start_demand)        fill_addr_q <= f1_addr_i;
    else if (start_prefetch) fill_addr_q <= {fill_addr_q[31:TagLsb], next_set, BeatW'(0)};
    else if (beat)           fill_addr_q[OffW-1:3] <= fill_pos + 1'b1;
    else if (sweep_q)        fill_addr_q[TagLsb-1:OffW] <= next_set;
    if (!rst_ni || (inval && wrap)) fill_addr_q[TagLsb-1:OffW] <= '0;
    if (start) begin
      fill_way_q   <= start_demand ? victim : pf_way_q;
      fill_phase_q <= start_demand ? victim_phase : pf_phase_q;
      seen_q       <= '0;
      opened_q     <= 1'b0;
    end else begin
      if (beat) begin
        opened_q <= 1'b1;
        if (!beat_i.err) seen_q[fill_pos] <= 1'b1;
      end
    end
    if (want) begin
      pf_way_q   <= victim;
      pf_phase_q <= victim_phase;
    end
  end

  assign req_o  = '{valid: state_q == StReq, op: BusFetch, addr: fill_addr_q};
  assign hold_o = '{valid: state_q == StFill, addr: fill_addr_q};

  assign ev_miss_o     = start_demand;
  assign ev_prefetch_o = start_prefetch;
  assign fill_o        = beat && !beat_i.err;
  assign fill_addr_o   = fill_addr_q;

  // A demand waits from its miss until a block moves on.
  logic miss_q;
  always_ff @(posedge clk_i)
    if (!rst_ni || flush_i || (f1_valid_i && ok_o)) miss_q <= 1'b0;
    else if (miss)                                  miss_q <= 1'b1;
  assign busy_miss_o = miss_q || wait_o;

  `TH_ASSERT(chk_one_way, !f1_valid_i || collide_q || in_flight || $onehot0(hit))
  `TH_ASSERT(chk_beat_expected, !beat || state_q == StFill)
  `TH_ASSERT(chk_no_go_blocked, !(go_i && block_o))
endmodule
`default_nettype wire

// dcache_arrays.sv - tags (two copies) and data of the D-cache, and the second cycle of a lookup.
// Cycle 1: addresses to the RAMs. Cycle 2: compare, way select, alignment, choice of a victim.
// A lookup or data read in the cycle of a write to the same place gives garbage: coll_o says so in
// cycle 2 and whoever looked must look again.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module dcache_arrays
  import mesi_pkg::*, cache_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Lookup of the hart's side, cycle 1: tags, and data where rd_en_i. Cycle 2: pa of what is looked up.
  input  logic        lk_en_i,
  input  logic [11:3] lk_idx_i,
  input  logic        rd_en_i,
  input  logic [11:3] rd_idx_i,        // differs from lk_idx_i when a line is read out
  input  logic        lk_valid_i,      // cycle 2 is now; low: lk_o may be anything, ld_en_i is low too
  input  logic [31:3] lk_addr_i,
  output lookup_t     lk_o,
  output logic        coll_o,

  // Load result, cycle 2: zero unless the array has a say and hits, or the word comes from elsewhere.
  input  logic        ld_en_i,
  input  logic [2:0]  ld_off_i,
  input  logic [1:0]  ld_size_i,
  input  logic        ld_uns_i,
  input  logic [31:0] ld_other_i,      // the word from elsewhere; zero while ld_en_i
  input  logic [31:0] ld_plain_i,      // a result that needs no aligning; the two others are zero then
  output logic [31:0] ld_data_o,

  // Line read-out, cycle 2: the whole beat of one way.
  input  logic        out_en_i,
  input  logic [1:0]  out_way_i,
  output logic [63:0] out_data_o,

  // Snoop lookup: cycle 1 index, cycle 2 address.
  input  logic        snp_en_i,
  input  logic [11:3] snp_idx_i,
  input  logic        snp_valid_i,     // cycle 2 is now
  input  logic [31:3] snp_addr_i,
  output logic        snp_hit_o,
  output logic [1:0]  snp_way_o,
  output mesi_e       snp_state_o,

  // A fill starts into this way.
  input  logic        fill_i,
  input  logic [11:3] fill_idx_i,
  input  logic [1:0]  fill_way_i,

  input  tag_write_t  tagw_i,
  input  data_write_t dataw_i
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int Sets  = CacheBytes / CacheWays / LineBytes;
  localparam int IdxW  = $clog2(Sets);
  localparam int TagLo = OffW + IdxW;
  localparam int TagW  = 31 - TagLo;      // bit 31 is 1 for all RAM

  if (TagLo > 12) $error("a cache way must not be larger than 4 KiB: untranslated bits index it");
  if (LineBytes != 32 && LineBytes != 64) $error("LineBytes must be 32 or 64");
  if (CacheWays != 1 && CacheWays != 2 && CacheWays != 4) $error("CacheWays must be 1, 2 or 4");

  typedef struct packed { mesi_e state; logic [TagW-1:0] tag; } tag_t;
  tag_t tag [CacheWays], stag [CacheWays];
  logic [CacheWays-1:0][63:0] data;
  logic [CacheWays-1:0] hit, shit;
  logic [CacheWays-1:0] same, same_ld; // a way's tag is that of the lookup; the same, for the load's data
  logic [11:3] lk_idx_q;               // of the lookup in its second cycle

  for (genvar w = 0; w < CacheWays; w++) begin : gen_way
    match #(.Width(TagW), .Copies(2)) u_match (
      .en_i(tag[w].state != MesiI), .a_i(tag[w].tag), .b_i(lk_addr_i[30:TagLo]), .hit_o({same_ld[w], same[w]}));
    wire tag_wen = tagw_i.valid && (tagw_i.all || tagw_i.way == 2'(w));
    tag_t wtag;
    assign wtag = '{state: tagw_i.state, tag: tagw_i.addr[30:TagLo]};
    ram_1r1w #(.Width($bits(tag_t)), .Depth(Sets)) u_tag (
      .clk_i, .ren_i(lk_en_i), .raddr_i(lk_idx_i[TagLo-1:OffW]), .rdata_o(tag[w]),
      .wen_i(tag_wen), .waddr_i(tagw_i.addr[TagLo-1:OffW]), .wdata_i(wtag));
    ram_1r1w #(.Width($bits(tag_t)), .Depth(Sets)) u_snoop_tag (
      .clk_i, .ren_i(snp_en_i), .raddr_i(snp_idx_i[TagLo-1:OffW]), .rdata_o(stag[w]),
      .wen_i(tag_wen), .waddr_i(tagw_i.addr[TagLo-1:OffW]), .wdata_i(wtag));
    ram_1r1w #(.Width(64), .Depth(Sets * LineBytes / 8), .LaneBits(8)) u_data (
      .clk_i, .ren_i(rd_en_i), .raddr_i(rd_idx_i[TagLo-1:3]), .rdata_o(data[w]),
      .wen_i(dataw_i.lanes & {8{dataw_i.way == 2'(w)}}), .waddr_i(dataw_i.idx[TagLo-1:3]),
      .wdata_i(dataw_i.data));
  end

  // ------------------------------------------------------------------ victim: an invalid way, else the oldest
  // First in, first out in each set: a line that was prefetched is the last to go, where a random choice
  // would give up every fourth one before its use. Any pointer will do to begin with.
  logic [1:0] oldest, vway;
  if (CacheWays > 1) begin : gen_oldest
    localparam int WayW = $clog2(CacheWays);
    logic [WayW-1:0] ptr;
    lutram #(.Width(WayW), .Depth(Sets)) u_oldest (
      .clk_i, .raddr_i(lk_idx_q[TagLo-1:OffW]), .rdata_o(ptr),
      .wen_i(fill_i), .waddr_i(fill_idx_i[TagLo-1:OffW]), .wdata_i(WayW'(fill_way_i) + 1'b1));
    assign oldest = 2'(ptr);
  end else begin : gen_one
    assign oldest = '0;
    wire unused = ^{fill_i, fill_idx_i, fill_way_i};
  end

  localparam int WayIdxW = CacheWays > 1 ? $clog2(CacheWays) : 1;
  tag_t victim;
  always_comb begin
    hit = 'x; lk_o = 'x; vway = 'x; victim = 'x;
    if (lk_valid_i) begin
      hit       = same;
      lk_o      = '{hit: |hit, state: MesiI, vstate: MesiI, default: '0};
      vway      = oldest;
      for (int w = 0; w < CacheWays; w++) begin
        if (hit[w]) begin
          lk_o.way   = lk_o.way   | 2'(w);
          lk_o.state = mesi_e'(lk_o.state | tag[w].state);
        end
        if (tag[w].state == MesiI) vway = 2'(w);
      end
      victim               = tag[WayIdxW'(`TH_MUTANT(6, vway, vway ^ 2'd1))];
      lk_o.vstate          = victim.state;
      lk_o.vaddr[30:TagLo] = victim.tag;
      lk_o.vway              = vway;
      lk_o.vaddr[31]         = 1'b1;
      lk_o.vaddr[TagLo-1:3]  = lk_addr_i[TagLo-1:3];   // read out from the beat that is filled first
    end
  end
  // At most one way holds a line.
  `TH_ASSERT(chk_one_way, !lk_q || coll_o || $onehot0(hit))

  // ------------------------------------------------------------------ load
  part_t [CacheWays-1:0] ld_part;
  part_t                 ld_other;
  always_comb begin
    ld_part = 'x;
    if (lk_valid_i)
      for (int w = 0; w < CacheWays; w++) ld_part[w] = part_of(data[w], ld_off_i, ld_size_i, ld_uns_i);
    ld_other = part_of({2{ld_other_i}}, ld_off_i, ld_size_i, ld_uns_i);
  end
  load_select #(.Ways(CacheWays)) u_load (
    .en_i(ld_en_i), .hit_i(same_ld), .part_i(ld_part), .other_i(ld_other), .odd_i(ld_off_i[0]), .size_i(ld_size_i),
    .plain_i(ld_plain_i), .word_o(ld_data_o));

  always_comb begin
    out_data_o = 'x;
    if (out_en_i) begin
      out_data_o = data[0];
      for (int w = 1; w < CacheWays; w++) if (out_way_i == 2'(w)) out_data_o = data[w];
    end
  end

  // ------------------------------------------------------------------ snoop
  // Bit 31 of a fetch from the ROM is 0: no line here is that one.
  always_comb begin
    shit = 'x; snp_hit_o = 'x; snp_way_o = 'x; snp_state_o = mesi_e'('x);
    if (snp_valid_i) begin
      for (int w = 0; w < CacheWays; w++)
        shit[w] = stag[w].state != MesiI && stag[w].tag == snp_addr_i[30:TagLo] && `TH_MUTANT(86, snp_addr_i[31], 1'b1);
      snp_hit_o   = |shit;
      snp_way_o   = '0;
      snp_state_o = MesiI;
      for (int w = 0; w < CacheWays; w++)
        if (shit[w]) begin
          snp_way_o   = snp_way_o | 2'(w);
          snp_state_o = mesi_e'(snp_state_o | stag[w].state);
        end
    end
  end

  // ------------------------------------------------------------------ collisions
  // Compared a cycle late, from flip-flops: the lookup's address comes late in its cycle.
  logic             tagw_q, dataw_q;
  // Few bits, since this stands before the pipeline's stall: a mistake costs a second look.
  localparam int CollW = IdxW < 5 ? IdxW : 5;
  logic [CollW-1:0] tagw_set_q, dataw_idx_q;
  logic             rd_q;
  always_ff @(posedge clk_i) begin
    tagw_q      <= rst_ni && tagw_i.valid;
    tagw_set_q  <= tagw_i.addr[OffW +: CollW];
    dataw_q     <= rst_ni && |dataw_i.lanes;
    dataw_idx_q <= dataw_i.idx[3 +: CollW];
    rd_q        <= rd_en_i;
    lk_idx_q    <= lk_idx_i;
  end
  logic coll_tag, coll_data;
  match #(.Width(CollW)) u_coll_tag (
    .en_i(tagw_q), .a_i(tagw_set_q), .b_i(lk_idx_q[OffW +: CollW]), .hit_o(coll_tag));
  match #(.Width(CollW)) u_coll_data (
    .en_i(dataw_q && rd_q), .a_i(dataw_idx_q), .b_i(lk_idx_q[3 +: CollW]), .hit_o(coll_data));
  assign coll_o = `TH_MUTANT(18, coll_tag, 1'b0) || `TH_MUTANT(40, coll_data, 1'b0);
`ifdef TH_CHECK
  logic lk_q;
  always_ff @(posedge clk_i) lk_q <= rst_ni && lk_en_i;
`endif
endmodule
`default_nettype wire

// predict_tage.sv - direction of conditional branches: three tagged tables over the bimodal counter that
// comes with the BTB (A. Seznec, P. Michaud, "A case for (partially) tagged geometric history length
// branch prediction", 2006). Two lanes, one per word of the block. Read in f0, answer in f1.
// Update: one write per table and cycle, from what was read at fetch; nothing is read again.
`default_nettype none
module predict_tage
  import predict_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        ren_i,          // f0's block enters f1
  input  logic [31:3] f0_pc_i,
  input  hist_t       f0_hist_i,
  input  logic [1:0]  f1_base_i,      // per lane: what the bimodal counter says
  output logic [1:0]  f1_taken_o,
  output dir_meta_t   f1_meta_o,
  // A resolved conditional branch that the BTB knew
  input  logic        upd_valid_i,
  input  logic        upd_lane_i,
  input  logic        upd_taken_i,
  input  logic        upd_base_i,
  input  dir_meta_t   upd_meta_i,
  output logic        upd_base_o,     // the bimodal counter learns
  // Sweep after reset
  input  logic        sweep_i,
  input  logic [TageIdxW-1:0] sweep_row_i
);
  localparam int Len [Tables] = '{6, 16, 44};

  tage_t [1:0]       rd [Tables];
  tage_lane_t [1:0][Tables-1:0] lane;
  logic [Tables-1:0][TageIdxW-1:0] idx_q;
  logic [Tables-1:0][TageTagW-1:0] tag_q;

  // ---------------------------------------------------------------- update: what to write
  tage_meta_t um;
  assign um = tage_meta_t'(upd_meta_i);
  typedef struct packed {
    logic               base;
    logic  [Tables-1:0] wr;
    tage_t [Tables-1:0] data;
  } upd_t;
  function automatic upd_t update(tage_lane_t [Tables-1:0] ul, logic [Tables-1:0][TageTagW-1:0] tag,
                                  logic base, logic told, logic taken);
    logic pred, alt, provided, trusted, open, miss, wrong, proves;
    logic [Tables-1:0] provider, alloc;
    pred = base; alt = base;
    for (int t = 0; t < Tables; t++)
      if (ul[t].hit) begin
        alt = pred; pred = ul[t].ctr[2];
      end
    // The longest that knew it provides. Of the tables above, the first that is free takes the branch.
    provided = 1'b0; trusted = 1'b0;
    for (int t = Tables - 1; t >= 0; t--) begin
      provider[t] = ul[t].hit && !provided;
      alloc[t]    = !ul[t].hit && !provided && ul[t].useful == '0;
      provided    = provided || ul[t].hit;
      trusted     = trusted || (provider[t] && ul[t].useful != '0);
    end
    open = 1'b1;
    for (int t = 0; t < Tables; t++) begin
      alloc[t] = alloc[t] && open;
      open     = open && !alloc[t];
    end
    miss   = told != taken;
    wrong  = pred != taken;                     // what the provider said
    proves = pred != alt;
    update.base = !provided || !trusted;
    for (int t = 0; t < Tables; t++) begin
      update.data[t].tag = tag[t];
      if (provider[t]) begin
        update.wr[t] = ul[t].ctr != {3{taken}} || (proves && ul[t].useful != {2{!wrong}});
        update.data[t].ctr    = ul[t].ctr == {3{taken}} ? ul[t].ctr :
                                taken ? ul[t].ctr + 1'b1 : ul[t].ctr - 1'b1;
        update.data[t].useful = !proves || ul[t].useful == {2{!wrong}} ? ul[t].useful :
                                wrong ? ul[t].useful - 1'b1 : ul[t].useful + 1'b1;
      end else begin
        update.wr[t] = miss && alloc[t];
        update.data[t].ctr    = taken ? 3'd4 : 3'd3;
        update.data[t].useful = '0;
      end
      update.data[t].fresh = update.data[t].useful == '0 && update.data[t].ctr inside {3'd3, 3'd4};
    end
  endfunction

  // Under if, so that a simulator works it out only where a branch is resolved.
  upd_t upd;
  always_comb begin
    upd    = 'x;
    upd.wr = '0;
    if (upd_valid_i)
      upd = update(um.lane[upd_lane_i], um.tag, upd_base_i, um.told[upd_lane_i], upd_taken_i);
  end
  assign upd_base_o = upd.base;

  // ---------------------------------------------------------------- tables
  for (genvar t = 0; t < Tables; t++) begin : gen_table
    // The youngest bits, folded to the width of an index and of a tag.
    hist_t              young;
    logic [TageIdxW-1:0] fi;
    logic [TageTagW-1:0] ft;
    assign young = f0_hist_i & ({HistBits{1'b1}} >> (HistBits - Len[t]));
    always_comb begin
      fi = '0;
      for (int b = 0; b < HistBits; b += TageIdxW) fi ^= TageIdxW'(young >> b);
      ft = '0;
      for (int b = 0; b < HistBits; b += TageTagW) ft ^= TageTagW'(young >> b);
    end
    wire [TageIdxW-1:0] idx = fi ^ f0_pc_i[3+:TageIdxW] ^ (TageIdxW'(f0_pc_i[3+TageIdxW+:3]) << t);
    wire [TageTagW-1:0] tag = ft ^ f0_pc_i[6+:TageTagW];   // shifted, else idx would imply it
    wire [1:0] wen = {upd_lane_i, !upd_lane_i} & {2{upd.wr[t]}};
    predict_ram #(.LaneBits($bits(tage_t)), .Rows(1 << TageIdxW)) u_ram (
      .clk_i, .rst_ni, .ren_i, .raddr_i(idx), .rdata_o(rd[t]), .wen_i(wen), .waddr_i(um.idx[t]),
      .wdata_i(upd.data[t]), .sweep_i, .sweep_row_i);
    always_ff @(posedge clk_i)
      if (ren_i) begin
        idx_q[t]  <= idx;
        tag_q[t]  <= tag;
      end
  end

  for (genvar l = 0; l < 2; l++) begin : gen_answer
    tage_t [Tables-1:0] entry;
    logic  [Tables-1:0] hit;
    for (genvar t = 0; t < Tables; t++) begin : gen_lane
      assign entry[t]   = rd[t][l];
      assign lane[l][t] = '{hit: hit[t], ctr: rd[t][l].ctr, useful: rd[t][l].useful};
    end
    predict_answer u_answer (
      .base_i(f1_base_i[l]), .entry_i(entry), .tag_i(tag_q), .hit_o(hit), .taken_o(f1_taken_o[l]));
  end
  tage_meta_t f1_meta;
  assign f1_meta   = '{idx: idx_q, tag: tag_q, lane: lane, told: f1_taken_o};
  assign f1_meta_o = f1_meta;
endmodule
`default_nettype wire

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

  // An entry that has not yet proved itself is not believed.
  function automatic logic is_new(tage_lane_t e);
    return e.useful == '0 && e.ctr inside {3'd3, 3'd4};
  endfunction

  tage_t [1:0]       rd [Tables];
  tage_lane_t [1:0][Tables-1:0] lane;
  logic [Tables-1:0][TageIdxW-1:0] idx_q;
  logic [Tables-1:0][TageTagW-1:0] tag_q;

  // ---------------------------------------------------------------- update: what to write
  tage_meta_t um;
  assign um = tage_meta_t'(upd_meta_i);
  tage_lane_t [Tables-1:0] ul;
  assign ul = um.lane[upd_lane_i];
  logic [Tables-1:0] wr;
  tage_t             wdata [Tables];
  logic              provided, pred, alt, used, trusted;
  logic [Tables-1:0] provider, longer, freeable, alloc;
  always_comb begin
    provider = '0; provided = 1'b0;
    pred = upd_base_i; alt = upd_base_i; used = upd_base_i; trusted = 1'b0;
    for (int t = 0; t < Tables; t++)
      if (ul[t].hit) begin
        provider = '0; provider[t] = 1'b1; provided = 1'b1;
        alt = pred; pred = ul[t].ctr[2];
        if (!is_new(ul[t])) used = pred;
        trusted = ul[t].useful != '0;
      end
    // tables above the provider; of those the first that is free takes the branch
    for (int t = 0; t < Tables; t++) begin
      longer[t] = 1'b1;
      for (int s = t; s < Tables; s++) if (provider[s]) longer[t] = 1'b0;
      freeable[t] = longer[t] && ul[t].useful == '0;
    end
    alloc = freeable & (~freeable + 1'b1);
  end
  wire miss  = used != upd_taken_i;             // what fetch was told
  wire wrong = pred != upd_taken_i;             // what the provider said
  assign upd_base_o = !provided || !trusted;

  always_comb
    for (int t = 0; t < Tables; t++) begin
      wr[t] = 1'b0;
      wdata[t].tag = um.tag[t];
      wdata[t].ctr = ul[t].ctr;
      wdata[t].useful = ul[t].useful;
      if (provider[t]) begin
        wdata[t].ctr = upd_taken_i ? (ul[t].ctr == '1 ? '1 : ul[t].ctr + 1'b1)
                                   : (ul[t].ctr == '0 ? '0 : ul[t].ctr - 1'b1);
        if (pred != alt)
          wdata[t].useful = wrong ? (ul[t].useful == '0 ? '0 : ul[t].useful - 1'b1)
                                 : (ul[t].useful == '1 ? '1 : ul[t].useful + 1'b1);
        wr[t] = wdata[t].ctr != ul[t].ctr || wdata[t].useful != ul[t].useful;
      end else if (miss && alloc[t]) begin
        wdata[t].ctr    = upd_taken_i ? 3'd4 : 3'd3;
        wdata[t].useful = '0;
        wr[t] = 1'b1;
      end
    end

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
    wire [1:0] wen = sweep_i ? 2'b11 : {wr[t] && upd_lane_i, wr[t] && !upd_lane_i} & {2{upd_valid_i}};
    wire [TageIdxW-1:0] waddr = sweep_i ? sweep_row_i : um.idx[t];
    wire tage_t wd = sweep_i ? '0 : wdata[t];
    predict_ram #(.LaneBits($bits(tage_t)), .Rows(1 << TageIdxW)) u_ram (
      .clk_i, .rst_ni, .ren_i, .raddr_i(idx), .rdata_o(rd[t]), .wen_i(wen), .waddr_i(waddr), .wdata_i(wd));
    always_ff @(posedge clk_i)
      if (ren_i) begin
        idx_q[t]  <= idx;
        tag_q[t]  <= tag;
      end
    for (genvar l = 0; l < 2; l++) begin : gen_lane
      assign lane[l][t] = '{hit: rd[t][l].tag == tag_q[t], ctr: rd[t][l].ctr, useful: rd[t][l].useful};
    end
  end

  for (genvar l = 0; l < 2; l++) begin : gen_answer
    always_comb begin
      f1_taken_o[l] = f1_base_i[l];
      for (int t = 0; t < Tables; t++)
        if (lane[l][t].hit && !is_new(lane[l][t])) f1_taken_o[l] = lane[l][t].ctr[2];
    end
  end
  tage_meta_t f1_meta;
  assign f1_meta   = '{idx: idx_q, tag: tag_q, lane: lane};
  assign f1_meta_o = f1_meta;
endmodule
`default_nettype wire

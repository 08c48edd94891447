// plic_proof.sv - PLIC 1.0.0: a source that was claimed is not claimed again, by any context, before a completion that counts;
// a claim gives the best that is pending and enabled; nothing is claimed that did not ask. Any accesses by anyone, from reset
// on, for ever. Four wired sources, so that priorities have something to decide; two harts.
`default_nettype none
module plic_proof
  import bus_pkg::*;
(
  input logic       clk_i,
  input logic       rst_ni,
  input io_req_t    req_i,
  input logic [3:0] irq_i
);
  localparam int NumHarts = 2, NumSources = 4, NumCtx = 4;
  localparam logic [3:0][4:0] Ids = {5'd31, 5'd10, 5'd9, 5'd1};
  io_rsp_t    rsp;
  logic [1:0] irq_m, irq_s;
  plic #(.NumHarts(NumHarts), .NumSources(NumSources), .Ids(Ids)) u_plic (
    .clk_i, .rst_ni, .req_i, .rsp_o(rsp), .irq_i, .irq_m_o(irq_m), .irq_s_o(irq_s));

  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  always_comb if (first) assume (!rst_ni);

  // ---------------------------------------------------------------- registers, by their addresses in the manual
  // Answers come at once, so an access is a cycle. Words only (docs/ref/plic.md).
  wire        word   = req_i.valid && req_i.mask == '1;
  wire [25:0] offset = {req_i.addr[25:2], 2'd0};
  logic [31:0]             prio_q [NumSources];     // three bits of each
  logic [NumCtx-1:0][3:0]  enable_q;                // of source index
  logic [NumCtx-1:0][2:0]  threshold_q;
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      for (int s = 0; s < NumSources; s++) prio_q[s] <= '0;
      enable_q <= '0; threshold_q <= '0;
    end else if (word && req_i.write) begin
      for (int s = 0; s < NumSources; s++) if (offset == 26'(Ids[s]) * 26'd4) prio_q[s] <= {29'd0, req_i.wdata[2:0]};
      for (int c = 0; c < NumCtx; c++) begin
        if (offset == 26'h2000 + 26'h80 * 26'(c))
          for (int s = 0; s < NumSources; s++) enable_q[c][s] <= req_i.wdata[Ids[s]];
        if (offset == 26'h20_0000 + 26'h1000 * 26'(c)) threshold_q[c] <= req_i.wdata[2:0];
      end
    end

  // ---------------------------------------------------------------- claims and completions, as software sees them
  logic [NumCtx-1:0] at_claim;
  logic [3:0]        claimed, completed;    // in this cycle
  logic              claim_read;
  always_comb begin
    claimed = '0; completed = '0;
    for (int c = 0; c < NumCtx; c++) at_claim[c] = word && offset == 26'h20_0004 + 26'h1000 * 26'(c);
    claim_read = at_claim != '0 && !req_i.write;
    for (int s = 0; s < NumSources; s++) begin
      claimed[s] = claim_read && rsp.rdata == 32'(Ids[s]);
      for (int c = 0; c < NumCtx; c++)
        completed[s] |= at_claim[c] && req_i.write && req_i.wdata[4:0] == Ids[s] && enable_q[c][s];
    end
  end
  logic [3:0] busy_q, asked_q;                      // claimed and not completed; a request that waits
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      busy_q <= '0; asked_q <= '0;
    end else begin
      busy_q  <= (busy_q | claimed) & ~completed;
      asked_q <= (asked_q | (irq_i & ~busy_q)) & ~claimed;        // chapter 2: the gateway passes one request
    end

  // The best: enabled for this context, waiting, priority not 0; highest priority, lowest number of equals.
  logic [31:0] best, best_prio;
  logic        up;
  logic [1:0]  want_m, want_s, want_m_q, want_s_q;
  always_comb begin
    best = '0; best_prio = '0;
    for (int c = 0; c < NumCtx; c++)
      if (at_claim[c])
        for (int s = 0; s < NumSources; s++)
          if (asked_q[s] && enable_q[c][s] && prio_q[s] > best_prio) begin best = 32'(Ids[s]); best_prio = prio_q[s]; end
    want_m = '0; want_s = '0; up = 1'b0;
    for (int c = 0; c < NumCtx; c++) begin
      up = 1'b0;
      for (int s = 0; s < NumSources; s++) up |= asked_q[s] && enable_q[c][s] && prio_q[s] > 32'(threshold_q[c]);
      if (c % 2 == 0) want_m[c/2] = up;
      else            want_s[c/2] = up;
    end
  end
  always_ff @(posedge clk_i) {want_m_q, want_s_q} <= rst_ni ? {want_m, want_s} : '0;

  always_comb if (!first && rst_ni) begin
    a_once:  assert ((claimed & busy_q) == '0);                   // the uniqueness of claims
    a_asked: assert ((claimed & ~asked_q) == '0);
    a_claim: assert (!claim_read || rsp.rdata == best);
    a_ready: assert (rsp.ready == req_i.valid && !rsp.err);
    a_lines: assert (irq_m == want_m_q && irq_s == want_s_q);
    a_narrow: assert (word || rsp.rdata == '0);
  end
  // ---------------------------------------------------------------- what is true between two cycles
  always_comb if (!first) begin
    a_state: assert (u_plic.pending_q == asked_q && u_plic.claimed_q == busy_q && u_plic.enable_q == enable_q &&
                     u_plic.threshold_q == threshold_q && (asked_q & busy_q) == '0);
    for (int s = 0; s < NumSources; s++) assert (32'(u_plic.prio_q[s]) == prio_q[s]);
  end
endmodule
`default_nettype wire

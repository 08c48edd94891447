// plic.sv - platform-level interrupt controller: device interrupts to the harts' M and S modes.
// RISC-V PLIC specification 1.0.0, SiFive layout; docs/ref/plic.md. Context 2h is M-mode of hart h, 2h+1 its S-mode.
// Answers in the cycle of the request; an interrupt line follows what it depends on by one cycle.
// Only the sources that are wired have registers: other ids read 0 and are never pending. Words only: a narrower
// access reads 0 and does nothing, so that no byte load claims an interrupt.
// The surprising rule: a claim does not look at the threshold, which holds back the line alone (chapter 8).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module plic
  import bus_pkg::*;
#(
  parameter int NumHarts   = config_pkg::NumHarts,
  parameter bit Smode      = config_pkg::Smode,                       // without it the S contexts read 0
  parameter int NumSources = map_pkg::NumIrqs,                        // 1..31
  parameter logic [NumSources-1:0][4:0] Ids = map_pkg::IrqIds         // 1..31 each, ascending from index 0
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  // valid and payload stay until ready, which comes at once.
  input  io_req_t               req_i,
  output io_rsp_t               rsp_o,

  input  logic [NumSources-1:0] irq_i,      // levels, from registers of this clock
  output logic [NumHarts-1:0]   irq_m_o,    // registers
  output logic [NumHarts-1:0]   irq_s_o
);
  localparam int NumCtx = 2 * NumHarts;
  typedef logic [NumSources-1:0] set_t;     // a bit a source
  typedef logic [2:0]            prio_t;    // 0: never; 1 lowest

  set_t               pending_q, claimed_q;
  prio_t [NumSources-1:0] prio_q;
  set_t  [NumCtx-1:0] enable_q;
  prio_t [NumCtx-1:0] threshold_q;

  // ---------------------------------------------------------------- decode
  // A context's registers: a base, and a step that is a power of two, as their number is.
  localparam int CtxW = $clog2(NumCtx);
  typedef logic [CtxW-1:0] ctx_t;
  logic        access, write, at_pending, at_enable, at_threshold, at_claim;
  logic [25:0] offset, in_ctx;              // in the 64 MiB; without the context's number
  ctx_t        ctx;
  set_t        at_prio;
  assign access = req_i.valid && req_i.mask == '1;
  assign write  = access && req_i.write;
  assign offset = {req_i.addr[25:2], 2'b00};
  always_comb begin
    ctx    = offset[21] ? offset[12+:CtxW] : offset[7+:CtxW];
    in_ctx = offset;
    if (offset[21]) in_ctx[12+:CtxW] = '0;
    else            in_ctx[7+:CtxW]  = '0;
    for (int s = 0; s < NumSources; s++) at_prio[s] = offset == {19'd0, Ids[s], 2'b00};
  end
  assign at_pending   = offset == 26'h1000;
  assign at_enable    = in_ctx == 26'h2000;
  assign at_threshold = in_ctx == 26'h20_0000;
  assign at_claim     = in_ctx == 26'h20_0004;

  // Sources as bits of a 32-bit register, and back.
  function automatic logic [31:0] spread(set_t set);
    spread = '0;
    for (int s = 0; s < NumSources; s++) spread[Ids[s]] = set[s];
  endfunction
  function automatic set_t gather(logic [31:0] data);
    for (int s = 0; s < NumSources; s++) gather[s] = data[Ids[s]];
  endfunction

  // ---------------------------------------------------------------- claim: highest priority, lowest id of equals
  set_t  enabled, best;                     // of the context that is asked, else none; one of these or none
  prio_t best_prio;
  always_comb begin
    enabled   = at_claim ? enable_q[ctx] : '0;
    best      = '0;
    best_prio = '0;
    for (int s = NumSources - 1; s >= 0; s--)
      if (pending_q[s] && enabled[s] && prio_q[s] != '0 && prio_q[s] >= best_prio) begin
        best      = '0;
        best[s]   = 1'b1;
        best_prio = prio_q[s];
      end
  end

  // ---------------------------------------------------------------- read
  always_comb begin
    rsp_o = '{ready: req_i.valid, rdata: '0, err: 1'b0};
    if (access) begin
      for (int s = 0; s < NumSources; s++) begin
        if (at_prio[s]) rsp_o.rdata |= {29'b0, prio_q[s]};
        if (best[s])    rsp_o.rdata |= {27'b0, Ids[s]};
      end
      if (at_pending)   rsp_o.rdata |= spread(pending_q);
      if (at_enable)    rsp_o.rdata |= spread(enable_q[ctx]);
      if (at_threshold) rsp_o.rdata |= {29'b0, threshold_q[ctx]};
    end
  end

  // ---------------------------------------------------------------- gateways
  // A level becomes pending once, and stays so when the level falls; again only after the claim's completion, which
  // must come from a context in which the source is enabled (chapter 9).
  set_t claim, complete;
  assign claim = access && !req_i.write ? best : '0;
  always_comb
    for (int s = 0; s < NumSources; s++)
      complete[s] = write && `TH_MUTANT(59, enabled[s], at_claim) && req_i.wdata[4:0] == Ids[s];

  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      pending_q <= '0;
      claimed_q <= '0;
    end else begin
      pending_q <= (pending_q | (irq_i & ~`TH_MUTANT(58, claimed_q, '0))) & ~claim;
      claimed_q <= (claimed_q | claim) & ~complete;
    end
  // One request of a source at a time (1.3).
  `TH_ASSERT(chk_one_request, (pending_q & claimed_q) == '0)

  // ---------------------------------------------------------------- what software sets
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      prio_q      <= '0;
      enable_q    <= '0;
      threshold_q <= '0;
    end else if (write) begin
      for (int s = 0; s < NumSources; s++) if (at_prio[s]) prio_q[s] <= req_i.wdata[2:0];
      if (at_enable)    enable_q[ctx]    <= gather(req_i.wdata);
      if (at_threshold) threshold_q[ctx] <= req_i.wdata[2:0];
      for (int h = 0; h < NumHarts; h++)
        if (!Smode) begin
          enable_q[2*h+1] <= '0; threshold_q[2*h+1] <= '0;
        end
    end

  // ---------------------------------------------------------------- lines
  logic [NumCtx-1:0] line;
  always_comb
    for (int c = 0; c < NumCtx; c++) begin
      line[c] = 1'b0;
      for (int s = 0; s < NumSources; s++)
        line[c] |= pending_q[s] && enable_q[c][s] && prio_q[s] > threshold_q[c];
    end
  always_ff @(posedge clk_i)
    for (int h = 0; h < NumHarts; h++) begin
      irq_m_o[h] <= rst_ni && line[2*h];
      irq_s_o[h] <= rst_ni && line[2*h+1];
    end

  logic unused;
  assign unused = ^{req_i.addr[31:26], req_i.addr[1:0]};
endmodule
`default_nettype wire

// clint.sv - core-local interruptor: software and timer interrupts of each hart, and the time.
// SiFive layout: msip at 0x0000 + 4h, mtimecmp at 0x4000 + 8h, mtime at 0xbff8; docs/ref/clint.md.
// Answers in the cycle of the request. Every register takes byte, halfword and word writes.
// A timer interrupt follows its compare by one cycle, so it may be seen once more after mtimecmp moved.
`default_nettype none
module clint
  import bus_pkg::*;
#(
  parameter int NumHarts = config_pkg::NumHarts,
  parameter int TimeDiv  = config_pkg::TimeDiv      // core clocks per tick of mtime, 1..1023
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  // valid and payload stay until ready, which comes at once.
  input  io_req_t             req_i,
  output io_rsp_t             rsp_o,

  output logic [NumHarts-1:0] irq_soft_o,
  output logic [NumHarts-1:0] irq_timer_o,
  output logic [63:0]         mtime_o
);
  logic [NumHarts-1:0]       msip_q;
  logic [NumHarts-1:0][63:0] mtimecmp_q;
  logic [63:0]               mtime_q, mtime_d;

  function automatic logic [31:0] merge(logic [31:0] old, logic [31:0] data, logic [3:0] mask);
    for (int b = 0; b < 4; b++) merge[8*b +: 8] = mask[b] ? data[8*b +: 8] : old[8*b +: 8];
  endfunction

  // ---------------------------------------------------------------- decode
  logic        write, high, at_time;
  logic [13:0] word;                    // word address in the 64 KiB
  assign write   = req_i.valid && req_i.write;
  assign word    = req_i.addr[15:2];
  assign high    = req_i.addr[2];
  assign at_time = word[13:1] == 13'(32'hbff8 >> 3);

  logic [NumHarts-1:0] at_msip, at_cmp;
  always_comb
    for (int h = 0; h < NumHarts; h++) begin
      at_msip[h] = word == 14'(h);
      at_cmp[h]  = word[13:1] == 13'((32'h4000 >> 3) + h);
    end

  always_comb begin
    rsp_o = '{ready: req_i.valid, rdata: '0, err: 1'b0};  // absent harts and gaps read 0
    for (int h = 0; h < NumHarts; h++) begin
      if (at_msip[h]) rsp_o.rdata = {31'b0, msip_q[h]};
      if (at_cmp[h])  rsp_o.rdata = high ? mtimecmp_q[h][63:32] : mtimecmp_q[h][31:0];
    end
    if (at_time) rsp_o.rdata = high ? mtime_q[63:32] : mtime_q[31:0];
  end

  // ---------------------------------------------------------------- time
  localparam int DivW = TimeDiv > 1 ? $clog2(TimeDiv) : 1;
  logic [DivW-1:0] div_q;
  logic            tick;
  assign tick = div_q == DivW'(TimeDiv - 1);

  // A write replaces its bytes of the value that this cycle's tick would have made, so a carry into the
  // other half is never lost.
  always_comb begin
    mtime_d = mtime_q + 64'(tick);
    if (write && at_time) begin
      if (high) mtime_d[63:32] = merge(mtime_d[63:32], req_i.wdata, req_i.mask);
      else      mtime_d[31:0]  = merge(mtime_d[31:0],  req_i.wdata, req_i.mask);
    end
  end

  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      div_q   <= '0;
      mtime_q <= '0;
    end else begin
      div_q   <= tick ? '0 : div_q + 1'b1;
      mtime_q <= mtime_d;
    end

  // ---------------------------------------------------------------- per hart
  always_ff @(posedge clk_i)
    for (int h = 0; h < NumHarts; h++)
      if (!rst_ni) begin
        msip_q[h]      <= 1'b0;
        mtimecmp_q[h]  <= '1;           // no timer interrupt before software asks for one
        irq_timer_o[h] <= 1'b0;
      end else begin
        if (write && at_msip[h] && req_i.mask[0]) msip_q[h] <= req_i.wdata[0];
        if (write && at_cmp[h]) begin
          if (high) mtimecmp_q[h][63:32] <= merge(mtimecmp_q[h][63:32], req_i.wdata, req_i.mask);
          else      mtimecmp_q[h][31:0]  <= merge(mtimecmp_q[h][31:0],  req_i.wdata, req_i.mask);
        end
        irq_timer_o[h] <= mtime_q >= mtimecmp_q[h];
      end

  assign irq_soft_o = msip_q;
  assign mtime_o    = mtime_q;

  logic unused;
  assign unused = ^{req_i.addr[31:16], req_i.addr[1:0]};
endmodule
`default_nettype wire

// gpio.sv - general-purpose pins with SiFive's GPIO0 registers: value, enables, four kinds of interrupt, one line.
// FU540-C000 manual, chapter GPIO; what is absent is listed in docs/ref/gpio.md. Answers in the cycle of the request; a pin
// is read two cycles after it has changed, irq_o follows one cycle later. Words only: a narrower access reads 0 and does nothing.
// The surprising rule: what is pending is set whether its interrupt is enabled or not, a level again and again; an input
// that is not enabled reads low.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module gpio
  import bus_pkg::*;
#(
  parameter int Width = config_pkg::GpioWidth         // pins, 1..32
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  // valid and payload stay until ready, which comes at once.
  input  io_req_t          req_i,
  output io_rsp_t          rsp_o,
  output logic             irq_o,

  // Pins: input of any clock; output and output enable from registers.
  input  logic [Width-1:0] pin_i,
  output logic [Width-1:0] pin_o,
  output logic [Width-1:0] pin_oe_o
);
  typedef logic [Width-1:0] pins_t;
  typedef enum logic [1:0] { Rise, Fall, High, Low } kind_e;

  // Words: value, input enable, output enable, output at 0 to 3; of each kind enable and pending at 6 to 13.
  logic       access, write, kinds;
  logic [3:0] at;
  kind_e      kind;
  assign access = req_i.valid && req_i.mask == '1 && req_i.addr[11:6] == '0;
  assign write  = access && req_i.write;
  assign at     = req_i.addr[5:2];
  assign kinds  = at >= 4'd6 && at < 4'd14;
  assign kind   = kind_e'(at[2:1] + 2'd1);

  // ---------------------------------------------------------------- pins
  pins_t value_q, before_q, in_en_q;
  sync #(.Width(Width)) u_sync (.clk_i, .rst_ni, .d_i(pin_i & in_en_q), .q_o(value_q));
  always_ff @(posedge clk_i) before_q <= rst_ni ? value_q : '0;

  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      in_en_q  <= '0;
      pin_oe_o <= '0;
      pin_o    <= '0;
    end else if (write) begin
      if (at == 4'd1) in_en_q  <= req_i.wdata[Width-1:0];
      if (at == 4'd2) pin_oe_o <= req_i.wdata[Width-1:0];
      if (at == 4'd3) pin_o    <= req_i.wdata[Width-1:0];
    end

  // ---------------------------------------------------------------- interrupts
  // A bit written 1 clears what is pending, unless its cause comes, or is still there, in the same cycle.
  pins_t [3:0] ie_q, ip_q, cause, clear;
  logic        irq;
  assign cause[Rise] = value_q & ~before_q;
  assign cause[Fall] = ~value_q & before_q;
  assign cause[High] = value_q;
  assign cause[Low]  = ~value_q;
  always_comb begin
    clear = '0;
    irq   = 1'b0;
    for (int k = 0; k < 4; k++) begin
      if (write && kinds && at[0] && kind == kind_e'(k)) clear[k] = `TH_MUTANT(73, req_i.wdata[Width-1:0], '1);
      irq |= |(ie_q[k] & ip_q[k]);
    end
  end
  always_ff @(posedge clk_i)
    if (!rst_ni)                        ie_q       <= '0;
    else if (write && kinds && !at[0])  ie_q[kind] <= req_i.wdata[Width-1:0];

  // Between accesses and changes of pins nothing is set, cleared or asked for: the simulator need not look.
  logic event_now, event_q;
  assign event_now = !rst_ni || req_i.valid || value_q != before_q;
  always_ff @(posedge clk_i) begin
    event_q <= event_now;
    if (event_now || event_q) begin
      ip_q  <= rst_ni ? (ip_q & ~clear) | cause : '0;
      irq_o <= rst_ni && irq;
    end
  end

  // ---------------------------------------------------------------- reads
  pins_t value;
  always_comb begin
    unique case (at[1:0])
      2'd0:    value = value_q;
      2'd1:    value = in_en_q;
      2'd2:    value = pin_oe_o;
      default: value = pin_o;
    endcase
    if (at[3:2] != '0) value = !kinds ? '0 : at[0] ? ip_q[kind] : ie_q[kind];
    rsp_o = '{ready: req_i.valid, rdata: access ? 32'(value) : '0, err: 1'b0};
  end

  logic unused;
  assign unused = ^{req_i.addr[31:12], req_i.addr[1:0], req_i.wdata};
endmodule
`default_nettype wire

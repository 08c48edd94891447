// spi.sv - SPI host with SiFive's SPI0 registers: one data line each way, modes 0 to 3, 8-byte FIFOs.
// FU540-C000 manual, chapter SPI; what is fixed or absent is listed in docs/ref/spi.md. Answers in the cycle of the
// request; irq_o follows what it depends on by one cycle. Words only: a narrower access reads 0 and does nothing.
// A frame is 16 half periods of sckdiv + 1 clocks. A bit that comes in is sampled at the end of its whole period, not in
// the middle, so that a slow way to the card and back has a whole period.
// The surprising rule: a chip select that was to go goes, even if the register has been put back meanwhile: a driver ends
// one message and begins the next while the first one's last byte is still on its way.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module spi
  import bus_pkg::*;
#(
  parameter int NumSelects = config_pkg::SpiSelects   // 1..4
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  // valid and payload stay until ready, which comes at once.
  input  io_req_t               req_i,
  output io_rsp_t               rsp_o,
  output logic                  irq_o,

  // Pins; sck_o and cs_o do not glitch. cs_o idles at csdef, which is all ones after reset.
  output logic                  sck_o,
  output logic                  mosi_o,
  input  logic                  miso_i,
  output logic [NumSelects-1:0] cs_o
);
  localparam int SelW = NumSelects > 1 ? $clog2(NumSelects) : 1;
  typedef logic [NumSelects-1:0] set_t;

  // ---------------------------------------------------------------- registers
  typedef enum logic [4:0] {            // word offsets
    RegSckdiv = 5'h00, RegSckmode = 5'h01, RegCsid = 5'h04, RegCsdef = 5'h05, RegCsmode = 5'h06, RegDelay0 = 5'h0a,
    RegDelay1 = 5'h0b, RegFmt = 5'h10, RegTxdata = 5'h12, RegRxdata = 5'h13, RegTxmark = 5'h14, RegRxmark = 5'h15,
    RegIe = 5'h1c, RegIp = 5'h1d
  } reg_e;
  localparam logic [1:0] CsHold = 2'd2, CsOff = 2'd3;

  typedef struct packed {               // what a frame keeps from its start to its end
    logic [11:0] div;
    logic        pol;
    logic        pha;
    logic        lsb_first;
    logic        transmit_only;         // what comes in is not kept
  } frame_t;

  logic access, write, read;
  reg_e at;
  assign access = req_i.valid && req_i.mask == '1 && req_i.addr[11:7] == '0;
  assign write  = access && req_i.write;
  assign read   = access && !req_i.write;
  assign at     = reg_e'(req_i.addr[6:2]);

  logic active;                         // see below: in other cycles no register here moves
  frame_t          set_q;
  logic [SelW-1:0] csid_q;
  set_t            csdef_q;
  logic [1:0]      csmode_q, ie_q, ip;  // ie, ip: receive, transmit watermark
  logic [2:0]      txmark_q, rxmark_q;
  always_ff @(posedge clk_i) if (active)
    if (!rst_ni) begin
      set_q    <= '{div: 12'd3, default: '0};
      csid_q   <= '0;
      csdef_q  <= '1;
      csmode_q <= '0;
      ie_q     <= '0;
      txmark_q <= '0;
      rxmark_q <= '0;
    end else if (write)
      unique case (at)
        RegSckdiv:  set_q.div <= req_i.wdata[11:0];
        RegSckmode: {set_q.pol, set_q.pha} <= req_i.wdata[1:0];
        RegCsid:    csid_q   <= req_i.wdata[SelW-1:0];
        RegCsdef:   csdef_q  <= req_i.wdata[NumSelects-1:0];
        RegCsmode:  csmode_q <= req_i.wdata[1:0];
        RegFmt:     {set_q.transmit_only, set_q.lsb_first} <= req_i.wdata[3:2];
        RegTxmark:  txmark_q <= req_i.wdata[2:0];
        RegRxmark:  rxmark_q <= req_i.wdata[2:0];
        RegIe:      ie_q     <= req_i.wdata[1:0];
        default: ;
      endcase

  // ---------------------------------------------------------------- FIFOs
  // A byte too many is lost, in either one.
  logic [2:0] tx_head_q, tx_tail_q, rx_head_q, rx_tail_q;
  logic [3:0] tx_count_q, rx_count_q;
  logic       tx_push, tx_pop, rx_in, rx_push, rx_pop, tx_some, rx_some;
  logic [7:0] tx_front, rx_front, rx_byte;
  assign tx_some = tx_count_q != '0;
  assign rx_some = rx_count_q != '0;
  assign tx_push = write && at == RegTxdata && `TH_MUTANT(72, !tx_count_q[3], 1'b1);
  assign rx_push = rx_in && !rx_count_q[3];
  assign rx_pop  = read && at == RegRxdata && rx_some;

  lutram #(.Width(8), .Depth(8)) u_tx_fifo (
    .clk_i, .raddr_i(tx_head_q), .rdata_o(tx_front), .wen_i(tx_push), .waddr_i(tx_tail_q), .wdata_i(req_i.wdata[7:0]));
  lutram #(.Width(8), .Depth(8)) u_rx_fifo (
    .clk_i, .raddr_i(rx_head_q), .rdata_o(rx_front), .wen_i(rx_push), .waddr_i(rx_tail_q), .wdata_i(rx_byte));

  always_ff @(posedge clk_i) if (active)
    if (!rst_ni) begin
      {tx_head_q, tx_tail_q, tx_count_q} <= '0;
      {rx_head_q, rx_tail_q, rx_count_q} <= '0;
    end else begin
      tx_head_q  <= tx_head_q + 3'(tx_pop);
      tx_tail_q  <= tx_tail_q + 3'(tx_push);
      tx_count_q <= tx_count_q + 4'(tx_push) - 4'(tx_pop);
      rx_head_q  <= rx_head_q + 3'(rx_pop);
      rx_tail_q  <= rx_tail_q + 3'(rx_push);
      rx_count_q <= rx_count_q + 4'(rx_push) - 4'(rx_pop);
    end

  // ---------------------------------------------------------------- frames and the chip select
  typedef enum logic [2:0] {
    StIdle,      // for one clock at least after each frame
    StLead,      // a select has come: one period before the first edge
    StFrame,     // 16 half periods
    StTrail,     // a select is to go: one period after the last edge
    StGap        // a select has gone: one period before it may come again
  } state_e;
  state_e state_q, state_d;

  frame_t      now, frame_q;
  logic [11:0] count_q;                 // clocks to the end of this half period
  logic [3:0]  half_q;                  // half periods; other states than a frame have the last two
  logic        idle, tick, last, start;
  assign idle = state_q == StIdle;
  assign tick = !idle && count_q == '0;
  assign last = tick && &half_q;
  assign now  = idle ? set_q : frame_q;

  // selected_q: the pin that is not at its default. release_q: it goes when no frame is under way.
  set_t selected_q, wanted;
  logic release_q, come;
  always_comb begin
    wanted = '0;
    wanted[csid_q] = 1'b1;
  end
  assign come = state_q == StIdle && state_d == StLead;
  always_ff @(posedge clk_i) if (active)
    if (!rst_ni) begin
      selected_q <= '0;
      release_q  <= 1'b0;
    end else begin
      if (come) selected_q <= wanted;
      if (state_q == StTrail && last) selected_q <= '0;
      release_q <= selected_q != '0 && state_q != StGap &&
                   (`TH_MUTANT(70, release_q, 1'b0) || csmode_q != CsHold || selected_q != wanted);
    end

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:  if (release_q)    state_d = StTrail;
               else if (tx_some) state_d = selected_q == '0 && csmode_q != CsOff ? StLead : StFrame;
      StLead:  if (last) state_d = StFrame;
      StFrame: if (last) state_d = StIdle;
      StTrail: if (last) state_d = StGap;
      StGap:   if (last) state_d = StIdle;
      default: state_d = StIdle;        // unreachable encodings recover
    endcase
  end
  assign start  = state_d == StFrame && state_q != StFrame;
  assign tx_pop = start;

  function automatic logic [7:0] ordered(logic [7:0] data, logic lsb_first);
    return lsb_first ? {<<{data}} : data;
  endfunction

  logic [7:0] shift_q;
  logic       clock_q;                  // sck is away from its idle level
  always_ff @(posedge clk_i) if (active) begin
    state_q <= rst_ni ? state_d : StIdle;
    frame_q <= now;
    count_q <= idle || tick ? now.div : count_q - 12'd1;
    if (idle || start) half_q <= state_d == StFrame ? 4'd0 : 4'd14;
    else if (tick)     half_q <= last ? 4'd14 : half_q + 4'd1;
    if (!rst_ni)       clock_q <= 1'b0;
    else if (start)    clock_q <= now.pha;
    else if (tick)     clock_q <= state_q == StFrame && !last && !clock_q;
    if (start)         shift_q <= ordered(tx_front, now.lsb_first);
    else if (tick && state_q == StFrame && half_q[0]) shift_q <= {shift_q[6:0], miso_i};
  end
  assign rx_in   = state_q == StFrame && last && !frame_q.transmit_only;
  assign rx_byte = ordered({shift_q[6:0], miso_i}, frame_q.lsb_first);

  // Two registers that never change in the same clock, so the gate between them is quiet.
  assign sck_o  = now.pol ^ clock_q;
  assign mosi_o = shift_q[7];
  assign cs_o   = csdef_q ^ selected_q;

  // ---------------------------------------------------------------- watermarks
  assign ip = {`TH_MUTANT(71, rx_count_q > {1'b0, rxmark_q}, rx_count_q >= {1'b0, rxmark_q}),
               tx_count_q < {1'b0, txmark_q}};
  always_ff @(posedge clk_i) if (active) irq_o <= rst_ni && |(ip & ie_q);

  // ---------------------------------------------------------------- activity
  // Between accesses and frames nothing moves: the simulator need not look. What follows from the last event has
  // settled two cycles after it.
  logic       event_now;
  logic [1:0] event_q;
  assign event_now = req_i.valid || !idle || tx_some || release_q;
  assign active    = !rst_ni || event_now || event_q != '0;
  always_ff @(posedge clk_i) event_q <= {event_q[0], !rst_ni || event_now};

  // ---------------------------------------------------------------- reads
  always_comb begin
    rsp_o = '{ready: req_i.valid, rdata: '0, err: 1'b0};
    if (access)
      unique case (at)
        RegSckdiv:  rsp_o.rdata[11:0] = set_q.div;
        RegSckmode: rsp_o.rdata[1:0]  = {set_q.pol, set_q.pha};
        RegCsid:    rsp_o.rdata[SelW-1:0] = csid_q;
        RegCsdef:   rsp_o.rdata[NumSelects-1:0] = csdef_q;
        RegCsmode:  rsp_o.rdata[1:0]  = csmode_q;
        RegDelay0:  rsp_o.rdata       = 32'h0001_0001;
        RegDelay1:  rsp_o.rdata       = 32'h0000_0001;
        RegFmt:     rsp_o.rdata[19:0] = {4'd8, 12'b0, set_q.transmit_only, set_q.lsb_first, 2'b0};
        RegTxdata:  rsp_o.rdata[31]   = tx_count_q[3];
        RegRxdata:  rsp_o.rdata       = {!rx_some, 23'b0, rx_some ? rx_front : 8'd0};
        RegTxmark:  rsp_o.rdata[2:0]  = txmark_q;
        RegRxmark:  rsp_o.rdata[2:0]  = rxmark_q;
        RegIe:      rsp_o.rdata[1:0]  = ie_q;
        RegIp:      rsp_o.rdata[1:0]  = ip;
        default: ;
      endcase
  end

  logic unused;
  assign unused = ^{req_i.addr[31:12], req_i.addr[1:0]};

  `TH_ASSERT(chk_tx_count, tx_count_q <= 4'd8)
  `TH_ASSERT(chk_rx_count, rx_count_q <= 4'd8)
  // A frame moves the clock between edges of its own only.
  `TH_ASSERT(chk_clock_rests, state_q == StFrame || !clock_q)
endmodule
`default_nettype wire

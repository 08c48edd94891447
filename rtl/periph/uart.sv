// uart.sv - 16550A registers with 16-byte FIFOs, register shift 0, over a stream of characters.
// PC16550D data sheet; what differs from it is listed in docs/ref/uart.md. Answers in the cycle of the
// request; irq_o follows one cycle later. A wide access touches every register in its lanes.
// The surprising rule: reading IIR clears the THRE interrupt, but only when IIR shows that one.
`include "chk.svh"
`default_nettype none
module uart
  import bus_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // valid and payload stay until ready, which comes at once.
  input  io_req_t     req_i,
  output io_rsp_t     rsp_o,
  output logic        irq_o,

  // Core clocks that a character takes, quasi-static; 0: the divisor and the line format say.
  // It paces the receive timeout and the loopback; what leaves is paced by tx_ready_i.
  input  logic [15:0] char_cycles_i,

  // Sent characters: valid and data stay until ready, which comes when the last bit has left.
  output logic        tx_valid_o,
  output logic [7:0]  tx_data_o,
  input  logic        tx_ready_i,

  // Received characters: one cycle each, never refused. rx_err_i: break, framing, parity error.
  input  logic        rx_valid_i,
  input  logic [7:0]  rx_data_i,
  input  logic [2:0]  rx_err_i,

  // Speed and format, for the serial line of a board (uart_line.sv).
  output uart_pkg::line_t line_o
);
  localparam logic [15:0] DivisorReset = 16'd12;          // 9600 at 1.8432 MHz, as QEMU has it

  // ---------------------------------------------------------------- register access
  // rd, wr: the register of each byte address 0..7 is read or written in this cycle. Behind them is one of ours, at 8: a
  // fraction for the divisor, without which 3 Mbaud, or 115200 from 12 MHz, would be out of reach. 9..255 read 0.
  logic [7:0] rd, wr, lanes;
  logic       low_regs, at_fraction;
  assign low_regs = req_i.addr[7:3] == '0;
  assign at_fraction = req_i.addr[7:2] == 6'd2;
  assign lanes    = req_i.addr[2] ? {req_i.mask, 4'b0} : {4'b0, req_i.mask};
  assign rd       = (req_i.valid && low_regs && !req_i.write) ? lanes : '0;
  assign wr       = (req_i.valid && low_regs &&  req_i.write) ? lanes : '0;

  logic [3:0][7:0] wb;                                    // write data by lane
  assign wb = req_i.wdata;

  logic [3:0]  ier_q;                                     // modem, line status, THRE, received data
  logic [7:0]  lcr_q, scr_q;
  logic [4:0]  mcr_q;
  logic [15:0] divisor_q;
  logic [3:0]  fraction_q;
  logic        fifo_q, fifo_d;                            // FCR 0: FIFOs on
  logic [1:0]  trigger_q;                                 // FCR 7:6
  logic        dlab, loop;
  assign dlab = lcr_q[7];
  assign loop = mcr_q[4];

  logic rbr_read, thr_write, ier_write, iir_read, fcr_write, lsr_read, msr_read;
  assign rbr_read  = rd[0] && !dlab;
  assign thr_write = wr[0] && !dlab;
  assign ier_write = wr[1] && !dlab;
  assign iir_read  = rd[2];
  assign fcr_write = wr[2];
  assign lsr_read  = rd[5];
  assign msr_read  = rd[6];
  assign fifo_d    = fcr_write ? wb[2][0] : fifo_q;

  logic active;                                           // see below: in other cycles no register here moves
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      ier_q     <= '0;
      lcr_q     <= '0;
      mcr_q     <= '0;
      scr_q     <= '0;
      divisor_q <= DivisorReset;
      fraction_q <= '0;
      fifo_q    <= 1'b0;
      trigger_q <= '0;
    end else if (active) begin
      if (ier_write)     ier_q <= wb[1][3:0];
      if (wr[3])         lcr_q <= wb[3];
      if (wr[4])         mcr_q <= wb[0][4:0];
      if (wr[7])         scr_q <= wb[3];
      if (wr[0] && dlab) divisor_q[7:0]  <= wb[0];
      if (wr[1] && dlab) divisor_q[15:8] <= wb[1];
      if (at_fraction && req_i.valid && req_i.write && req_i.mask[0]) fraction_q <= wb[0][3:0];
      fifo_q <= fifo_d;
      if (fcr_write)     trigger_q <= wb[2][7:6];         // means nothing while the FIFOs are off
    end

  assign line_o = '{divisor: divisor_q, fraction: fraction_q, send_break: lcr_q[6], stick: lcr_q[5], even: lcr_q[4],
                    parity: lcr_q[3], long_stop: lcr_q[2], length: lcr_q[1:0]};

  // Both FIFOs are emptied when they are turned on or off.
  logic fcr_toggle, rx_reset, tx_reset;
  assign fcr_toggle = fifo_d != fifo_q;
  assign rx_reset   = fcr_toggle || (fcr_write && wb[2][0] && wb[2][1]);
  assign tx_reset   = fcr_toggle || (fcr_write && wb[2][0] && wb[2][2]);

  // ---------------------------------------------------------------- character time
  // Either char_cycles_i clocks, or 16 * divisor + fraction clocks a bit (uart_clock.sv) and as many bits as LCR says:
  // start, 5 to 8 data, parity, and 1 or 2 stop bits (1.5 counts as 2).
  logic [16:0] clock_q, sixteenth_clocks;
  logic [3:0]  sixteenth_q, bit_q, char_bits;
  logic        clock_end, char_tick;
  assign char_bits = 4'd7 + 4'(lcr_q[1:0]) + 4'(lcr_q[3]) + 4'(lcr_q[2]);
  assign clock_end = clock_q <= 17'd1;
  assign sixteenth_clocks = 17'(divisor_q) + 17'(sixteenth_q + 4'd1 < fraction_q);
  assign char_tick = clock_end && (char_cycles_i != '0 || (&sixteenth_q && bit_q <= 4'd1));
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      clock_q     <= '0;
      sixteenth_q <= '0;
      bit_q       <= '0;
    end else begin
      clock_q <= !clock_end ? clock_q - 17'd1 : char_cycles_i != '0 ? 17'(char_cycles_i) : sixteenth_clocks;
      if (clock_end) sixteenth_q <= sixteenth_q + 4'd1;
      if (clock_end && &sixteenth_q) bit_q <= bit_q <= 4'd1 ? char_bits : bit_q - 4'd1;
    end

  // ---------------------------------------------------------------- sending: FIFO, then shift register
  logic [3:0] tx_head_q, tx_tail_q;
  logic [4:0] tx_count_q;
  logic       tx_push, tx_pop, tx_full, thre, shift_q, shift_loop_q, shift_done;
  logic [7:0] tx_front;
  assign thre    = tx_count_q == '0;
  assign tx_full = fifo_q ? tx_count_q[4] : !thre;
  assign tx_push = thr_write && !tx_full;                 // one too many is lost
  assign tx_pop  = !thre && (!shift_q || shift_done);

  lutram #(.Width(8), .Depth(16)) u_tx_fifo (
    .clk_i, .raddr_i(tx_head_q), .rdata_o(tx_front),
    .wen_i(tx_push), .waddr_i(tx_tail_q), .wdata_i(wb[0])
  );

  // The character under way goes where it started to go, whatever happens to the FIFO and to MCR.
  assign shift_done = shift_q && (shift_loop_q ? char_tick : tx_ready_i);
  assign tx_valid_o = shift_q && !shift_loop_q;
  always_ff @(posedge clk_i) if (active) begin
    if (!rst_ni) shift_q <= 1'b0;
    else         shift_q <= tx_pop || (shift_q && !shift_done);
    if (tx_pop) begin
      tx_data_o    <= tx_front;
      shift_loop_q <= loop;
    end
    if (!rst_ni || tx_reset) begin
      tx_head_q  <= '0;
      tx_tail_q  <= '0;
      tx_count_q <= '0;
    end else begin
      tx_head_q  <= tx_head_q + 4'(tx_pop);
      tx_tail_q  <= tx_tail_q + 4'(tx_push);
      tx_count_q <= tx_count_q + 5'(tx_push) - 5'(tx_pop);
    end
  end

  // ---------------------------------------------------------------- receiving
  // In loopback the receiver hears the shift register and nothing else.
  logic [3:0]  rx_head_q, rx_tail_q;
  logic [4:0]  rx_count_q, rx_count_d;
  logic        rx_in, rx_push, rx_pop, rx_full, rx_overrun, dr;
  logic [10:0] rx_entry, rx_front;                        // error bits, character
  assign dr         = rx_count_q != '0;
  assign rx_full    = fifo_q ? rx_count_q[4] : dr;
  assign rx_in      = loop ? shift_done && shift_loop_q : rx_valid_i;
  assign rx_entry   = loop ? {3'b0, tx_data_o} : {rx_err_i, rx_data_i};
  assign rx_pop     = rbr_read && dr;
  assign rx_push    = rx_in && (!rx_full || rx_pop);
  assign rx_overrun = rx_in && rx_full && !rx_pop;

  // An overrun loses the new character with FIFOs, and the old one without.
  lutram #(.Width(11), .Depth(16)) u_rx_fifo (
    .clk_i, .raddr_i(rx_head_q), .rdata_o(rx_front),
    .wen_i(rx_push || (rx_overrun && !fifo_q)),
    .waddr_i(rx_overrun ? rx_head_q : rx_tail_q), .wdata_i(rx_entry)
  );

  assign rx_count_d = rx_reset ? '0 : rx_count_q + 5'(rx_push) - 5'(rx_pop);
  always_ff @(posedge clk_i) if (active) begin
    rx_count_q <= rst_ni ? rx_count_d : '0;
    if (!rst_ni || rx_reset) begin
      rx_head_q <= '0;
      rx_tail_q <= '0;
    end else begin
      rx_head_q <= rx_head_q + 4'(rx_pop);
      rx_tail_q <= rx_tail_q + 4'(rx_push);
    end
  end

  // A character's errors are revealed in LSR in the cycle after it has become the oldest, and stay until
  // LSR is read. new_top: the oldest character is one whose errors are not yet revealed.
  logic       new_top_q, oe_q;
  logic [2:0] err_q, reveal;
  logic [4:0] hidden_q;                                   // characters with errors not yet revealed
  logic       hide, show;
  assign reveal = new_top_q ? rx_front[10:8] : '0;
  assign show   = |reveal;
  assign hide   = rx_in && |rx_entry[10:8] && (!rx_overrun || !fifo_q);
  always_ff @(posedge clk_i) if (active)
    if (!rst_ni) begin
      new_top_q <= 1'b0;
      oe_q      <= 1'b0;
      err_q     <= '0;
      hidden_q  <= '0;
    end else begin
      new_top_q <= !rx_reset && (rx_pop ? rx_count_q > 5'd1 || rx_push
                                        : (rx_push && !dr) || (rx_overrun && !fifo_q));
      oe_q      <= rx_overrun || (oe_q && !lsr_read);
      err_q     <= lsr_read ? '0 : err_q | reveal;
      hidden_q  <= rx_reset ? '0 : hidden_q + 5'(hide) - 5'(show);
    end

  logic [7:0] lsr;
  logic [2:0] errors;
  assign errors = err_q | reveal;
  assign lsr    = {fifo_q && (|err_q || hidden_q != '0), thre && !shift_q, thre, errors, oe_q, dr};

  // Receive timeout: a character waits, and for four character times none has come or been read.
  // Once there it stays until a character is read.
  logic       timeout_q;
  logic [2:0] idle_q;
  always_ff @(posedge clk_i) if (active)
    if (!rst_ni || rx_reset || !fifo_q || !dr || rx_pop) begin
      timeout_q <= 1'b0;
      idle_q    <= '0;
    end else if (rx_in) begin
      idle_q    <= '0;
    end else if (char_tick && !timeout_q) begin
      timeout_q <= idle_q == 3'd4;                        // the first tick ends a part of a character time
      idle_q    <= idle_q + 3'd1;
    end

  // ---------------------------------------------------------------- modem status
  // No modem: clear to send, data set ready and carrier are on. In loopback the outputs take their place.
  logic [3:0] lines, lines_q, delta_q, changed;           // DCD, RI, DSR, CTS
  assign lines   = loop ? {mcr_q[3], mcr_q[2], mcr_q[0], mcr_q[1]} : 4'b1011;
  assign changed = {lines[3] ^ lines_q[3], lines_q[2] && !lines[2], lines[1:0] ^ lines_q[1:0]};
  always_ff @(posedge clk_i) if (active) begin
    lines_q <= rst_ni ? lines : 4'b1011;
    delta_q <= rst_ni ? changed | (msr_read ? '0 : delta_q) : '0;
  end

  // ---------------------------------------------------------------- interrupts
  // THRE is an event: the FIFO has become empty, the FIFOs were switched, or the enable bit was set while
  // empty. A write to THR or a read of IIR that shows it takes it back.
  typedef enum logic [3:0] {
    IirNone = 4'b0001, IirLine = 4'b0110, IirData = 4'b0100, IirTimeout = 4'b1100, IirThre = 4'b0010,
    IirModem = 4'b0000
  } iir_e;
  iir_e       iir;
  logic       thre_q, thre_set, at_trigger;
  logic [4:0] trigger;
  always_comb
    unique case (trigger_q)
      2'd0:    trigger = 5'd1;
      2'd1:    trigger = 5'd4;
      2'd2:    trigger = 5'd8;
      default: trigger = 5'd14;
    endcase
  assign at_trigger = fifo_q ? rx_count_q >= trigger : dr;

  always_comb begin
    iir = IirNone;
    if      (ier_q[2] && (oe_q || |errors)) iir = IirLine;
    else if (ier_q[0] && at_trigger)        iir = IirData;
    else if (ier_q[0] && timeout_q)         iir = IirTimeout;
    else if (ier_q[1] && thre_q)            iir = IirThre;
    else if (ier_q[3] && |delta_q)          iir = IirModem;
  end

  assign thre_set = (!thre && (tx_reset || (tx_count_q == 5'd1 && tx_pop && !tx_push))) || fcr_toggle ||
                    (ier_write && wb[1][1] && !ier_q[1] && thre);
  always_ff @(posedge clk_i) if (active) begin
    if (!rst_ni)        thre_q <= 1'b0;
    else if (thre_set)  thre_q <= 1'b1;
    else if (thr_write || (iir_read && iir == IirThre)) thre_q <= 1'b0;
    irq_o <= rst_ni && iir != IirNone;
  end

  // ---------------------------------------------------------------- activity
  // Between accesses and characters nothing moves but the character time: the simulator need not look.
  // What follows from the last event has settled two cycles after it.
  logic       event_now;
  logic [1:0] event_q;
  assign event_now = req_i.valid || rx_valid_i || shift_q || !thre || dr;
  assign active    = !rst_ni || event_now || event_q != '0;
  always_ff @(posedge clk_i) event_q <= {event_q[0], !rst_ni || event_now};

  // ---------------------------------------------------------------- reads
  logic [7:0][7:0] regs;
  assign regs[0] = dlab ? divisor_q[7:0]  : dr ? rx_front[7:0] : 8'h00;
  assign regs[1] = dlab ? divisor_q[15:8] : {4'b0, ier_q};
  assign regs[2] = {{2{fifo_q}}, 2'b0, iir};
  assign regs[3] = lcr_q;
  assign regs[4] = {3'b0, mcr_q};
  assign regs[5] = lsr;
  assign regs[6] = {lines_q, delta_q};
  assign regs[7] = scr_q;
  assign rsp_o   = '{ready: req_i.valid, err: 1'b0,
                     rdata: at_fraction ? 32'(fraction_q) : !low_regs ? '0 : req_i.addr[2] ? regs[7:4] : regs[3:0]};

  logic unused;
  assign unused = ^{req_i.addr[31:8], req_i.addr[1:0], rd, wr[6:5], wb[2][5:3]};

  `TH_ASSERT(chk_tx_count, tx_count_q <= (fifo_q ? 5'd16 : 5'd1))
  `TH_ASSERT(chk_rx_count, rx_count_q <= (fifo_q ? 5'd16 : 5'd1))
  `TH_ASSERT(chk_hidden, hidden_q <= rx_count_q)
endmodule
`default_nettype wire

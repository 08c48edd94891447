// uart_line.sv - the serial line itself: characters of uart.sv to and from a board's pins. docs/ref/uart.md.
// Speed and format are those of the UART's registers (uart_pkg); they must not change under a character. A received bit is
// the majority of three samples, after 6, 7 and 8 sixteenths, since the edge that began it all is found one to two clocks
// late; a start bit that is not low then was a glitch. From the middle of the first stop bit on the next start bit is
// looked for, so that a faster sender costs nothing.
// The surprising rule: after a character without stop bit, a break too, the line must go high before a start counts.
`include "chk.svh"
`default_nettype none
module uart_line
  import uart_pkg::*;
(
  input  logic       clk_i,
  input  logic       rst_ni,
  input  line_t      line_i,

  // Characters to send: valid and data stay until ready, which comes with the last clock of the last stop bit.
  input  logic       tx_valid_i,
  input  logic [7:0] tx_data_i,
  output logic       tx_ready_o,

  // Received characters: one clock each. Errors: break, framing, parity; a break is a framing error, too.
  output logic       rx_valid_o,
  output logic [7:0] rx_data_o,
  output logic [2:0] rx_err_o,

  // Pins: the input is of any clock, the output comes out of a register.
  input  logic       rx_i,
  output logic       tx_o
);
  function automatic logic [7:0] kept(logic [7:0] data, logic [1:0] length);   // the bits that the format has
    return data & (8'hff >> (2'd3 - length));
  endfunction

  // ---------------------------------------------------------------- sending
  // One frame in a shift register, lowest bit next: data, parity if there is one, ones for the stop bits.
  logic       sending_q, tx_tick, tx_bit_end;
  logic [3:0] tx_sixteenth, tx_left_q;          // bits after this one
  logic [8:0] tx_shift_q, tx_frame;
  logic [7:0] tx_data;
  uart_clock u_tx_clock (
    .clk_i, .restart_i(!sending_q && tx_valid_i), .run_i(sending_q), .divisor_i(line_i.divisor),
    .fraction_i(line_i.fraction), .tick_o(tx_tick), .sixteenth_o(tx_sixteenth));
  assign tx_bit_end = sending_q && tx_tick && &tx_sixteenth;
  assign tx_ready_o = tx_bit_end && tx_left_q == '0;
  assign tx_data    = kept(tx_data_i, line_i.length);

  // Above the data the parity bit, or a one.
  always_comb begin
    tx_frame = {1'b1, tx_data};
    for (int i = 5; i <= 8; i++)
      if (i == 5 + int'(line_i.length)) tx_frame[i] = !line_i.parity || parity_bit(tx_data, line_i);
      else if (i > 5 + int'(line_i.length)) tx_frame[i] = 1'b1;
  end

  logic level_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sending_q <= 1'b0;
      level_q   <= 1'b1;
    end else if (!sending_q) begin
      sending_q <= tx_valid_i;
      level_q   <= !tx_valid_i;                 // the start bit
    end else if (tx_bit_end) begin
      sending_q <= tx_left_q != '0;
      level_q   <= tx_left_q == '0 || tx_shift_q[0];
    end
    if (!sending_q && tx_valid_i) begin
      tx_left_q  <= 4'd6 + 4'(line_i.length) + 4'(line_i.parity) + 4'(line_i.long_stop);
      tx_shift_q <= tx_frame;
    end else if (tx_bit_end) begin
      tx_left_q  <= tx_left_q - 4'd1;
      tx_shift_q <= {1'b1, tx_shift_q[8:1]};
    end
    tx_o <= !rst_ni || (level_q && !line_i.send_break);
  end

  // ---------------------------------------------------------------- receiving
  typedef enum logic [2:0] {
    StIdle,      // the line is high, or has just fallen
    StStart,     // a start bit, if it is still low in the middle
    StData,
    StParity,
    StStop,      // the first stop bit, up to its middle
    StLow        // there was none: the line must go high first
  } state_e;
  state_e     state_q, state_d;
  logic       rx, rx_tick, sample, bit_end, value;
  logic [3:0] rx_sixteenth;
  logic [1:0] ones_q;                           // of the first two samples
  logic [2:0] rx_left_q;                        // data bits after this one
  logic [7:0] rx_shift_q;
  logic       parity_q, any_q;                  // the parity bit; a bit was 1
  sync #(.Reset(1'b1)) u_rx_sync (.clk_i, .rst_ni, .d_i(rx_i), .q_o(rx));
  uart_clock u_rx_clock (
    .clk_i, .restart_i(state_q == StIdle && !rx), .run_i(state_q != StIdle), .divisor_i(line_i.divisor),
    .fraction_i(line_i.fraction), .tick_o(rx_tick), .sixteenth_o(rx_sixteenth));
  assign sample  = rx_tick && rx_sixteenth == 4'd7;
  assign bit_end = rx_tick && &rx_sixteenth;
  assign value   = ones_q + 2'(rx) >= 2'd2;
  always_ff @(posedge clk_i)
    if (rx_tick) ones_q <= rx_sixteenth == 4'd5 ? 2'(rx) : rx_sixteenth == 4'd6 ? ones_q + 2'(rx) : ones_q;

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:   if (!rx) state_d = StStart;
      StStart:  if (sample && value) state_d = StIdle;
                else if (bit_end)    state_d = StData;
      StData:   if (bit_end && rx_left_q == '0) state_d = line_i.parity ? StParity : StStop;
      StParity: if (bit_end) state_d = StStop;
      StStop:   if (sample) state_d = value ? StIdle : StLow;
      StLow:    if (rx) state_d = StIdle;
      default:  state_d = StIdle;               // unreachable encodings recover
    endcase
  end

  logic [7:0] data;
  assign data = rx_shift_q >> (2'd3 - line_i.length);
  always_ff @(posedge clk_i) begin
    state_q <= rst_ni ? state_d : StIdle;
    if (state_q == StStart) begin
      rx_left_q <= 3'd4 + 3'(line_i.length);
      any_q     <= 1'b0;
    end else if (state_q == StData && bit_end)
      rx_left_q <= rx_left_q - 3'd1;
    if (sample && state_q == StData)   rx_shift_q <= {value, rx_shift_q[7:1]};
    if (sample && state_q == StParity) parity_q   <= value;
    if (sample && state_q inside {StData, StParity}) any_q <= any_q || value;
    rx_valid_o <= rst_ni && state_q == StStop && sample;
    if (state_q == StStop && sample) begin
      rx_data_o <= data;
      rx_err_o  <= {!value && !any_q, !value, line_i.parity && parity_q != parity_bit(data, line_i)};
    end
  end

  `TH_ASSERT(chk_valid_stays, !sending_q || tx_valid_i)
endmodule
`default_nettype wire

// serial_fixed.sv - the smallest serial line: characters of uart.sv to and from two pins, 8 data bits, no parity, one
// stop bit, at a rate that is fixed when the bitstream is made. Divisor and format registers are not looked at.
// For boards on which a line with all of them does not fit.
`default_nettype none
module serial_fixed #(
  parameter int BitClocks = 104        // core clocks a bit, 8 or more: 12 MHz / 115200
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  // Sent: valid and data stay until ready, which comes with the end of the stop bit.
  input  logic       tx_valid_i,
  input  logic [7:0] tx_data_i,
  output logic       tx_ready_o,
  // Received: one cycle each. A character without stop bit is dropped.
  output logic       rx_valid_o,
  output logic [7:0] rx_data_o,
  // Pins; rx_i of any clock
  input  logic       rx_i,
  output logic       tx_o
);
  if (BitClocks < 8) $error("serial_fixed: a bit must take 8 clocks or more");
  localparam int CountW = $clog2(BitClocks);
  typedef logic [CountW-1:0] count_t;

  // ---------------------------------------------------------------- sending: start, eight bits, stop
  count_t     tx_count_q;
  logic [3:0] tx_left_q;               // bits that follow this one; 0 while none is sent
  logic [8:0] tx_shift_q;              // the bits on the line and after it
  wire        tx_end = tx_count_q == '0;
  wire        tx_go  = tx_left_q == '0 && tx_valid_i && !tx_ready_o;
  always_ff @(posedge clk_i) begin
    tx_count_q <= tx_end || tx_go ? count_t'(BitClocks - 1) : tx_count_q - 1'b1;
    if (!rst_ni)                           tx_left_q <= '0;
    else if (tx_go)                        tx_left_q <= 4'd10;
    else if (tx_left_q != '0 && tx_end)    tx_left_q <= tx_left_q - 4'd1;
    if (!rst_ni)                           tx_shift_q <= '1;
    else if (tx_go)                        tx_shift_q <= {tx_data_i, 1'b0};
    else if (tx_end)                       tx_shift_q <= {1'b1, tx_shift_q[8:1]};
    tx_ready_o <= rst_ni && tx_left_q == 4'd1 && tx_end;
  end
  assign tx_o = tx_shift_q[0];

  // ---------------------------------------------------------------- receiving: the middle of each bit
  logic       rx, rx_before_q;
  sync #(.Width(1), .Reset(1'b1)) u_rx (.clk_i, .rst_ni, .d_i(rx_i), .q_o(rx));
  count_t     rx_count_q;
  logic [3:0] rx_left_q;               // samples still to be taken; 0: waits for a start bit
  wire        rx_end = rx_count_q == '0;
  wire        rx_go  = rx_left_q == '0 && rx_before_q && !rx;
  always_ff @(posedge clk_i) begin
    rx_before_q <= !rst_ni || rx;
    rx_count_q <= rx_go ? count_t'(BitClocks / 2 - 2) : rx_end ? count_t'(BitClocks - 1) : rx_count_q - 1'b1;
    if (!rst_ni)                           rx_left_q <= '0;
    else if (rx_go)                        rx_left_q <= 4'd10;
    else if (rx_left_q == 4'd10 && rx_end && rx) rx_left_q <= '0;      // no start bit after all
    else if (rx_left_q != '0 && rx_end)    rx_left_q <= rx_left_q - 4'd1;
    if (rx_end && rx_left_q > 4'd1)        rx_data_o <= {rx, rx_data_o[7:1]};
    rx_valid_o <= rst_ni && rx_end && rx_left_q == 4'd1 && rx;
  end
endmodule
`default_nettype wire

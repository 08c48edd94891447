// icebreaker.sv - the iCEBreaker: iCE40 UP5K, 12 MHz, 128 KiB of its single-port RAM as memory, one hart without caches.
// Serial line over the USB chip, LEDs and button, the flash as SPI select 1. docs/fpga.md.
`default_nettype none
module icebreaker
  import bus_pkg::*;
#(
  parameter int ClockHz = 12_000_000,
  parameter int Baud    = 115200
) (
  input  logic CLK,
  input  logic RX,
  output logic TX,
  input  logic BTN_N,
  output logic LEDR_N,
  output logic LEDG_N,
  output logic FLASH_SCK,
  output logic FLASH_SSB,
  output logic FLASH_IO0,
  input  logic FLASH_IO1
);
  // ---------------------------------------------------------------- reset: 15 clocks after the bitstream is in
  logic [3:0] wait_q = '0;
  wire        rst_n  = &wait_q;
  always_ff @(posedge CLK) if (!rst_n) wait_q <= wait_q + 4'd1;

  // ---------------------------------------------------------------- memory
  mem_req_t    mem_req;
  logic        mem_ready, mem_wvalid, mem_wready, mem_rvalid, mem_bvalid, mem_rready;
  logic [63:0] mem_wdata, mem_rdata;
  logic [7:0]  mem_wmask;
  spram_port u_memory (
    .clk_i(CLK), .rst_ni(rst_n), .req_i(mem_req), .ready_o(mem_ready), .wvalid_i(mem_wvalid), .wdata_i(mem_wdata),
    .wmask_i(mem_wmask), .wready_o(mem_wready), .rvalid_o(mem_rvalid), .rdata_o(mem_rdata), .bvalid_o(mem_bvalid));

  // ---------------------------------------------------------------- serial line
  logic       tx_valid, tx_ready, rx_valid;
  logic [7:0] tx_data, rx_data;
  uart_pkg::line_t line;               // not looked at: the rate is fixed
  serial_fixed #(.BitClocks((ClockHz + Baud / 2) / Baud)) u_line (
    .clk_i(CLK), .rst_ni(rst_n), .tx_valid_i(tx_valid), .tx_data_i(tx_data), .tx_ready_o(tx_ready),
    .rx_valid_o(rx_valid), .rx_data_o(rx_data), .rx_i(RX), .tx_o(TX));

  // ---------------------------------------------------------------- the machine
  // GPIO: 0 the red LED, 1 the green one, 2 the button; all are on, or pressed, at 1.
  logic [2:0] gpio, gpio_oe;
  logic [1:0] spi_cs;
  assign {LEDG_N, LEDR_N} = ~(gpio[1:0] & gpio_oe[1:0]);
  soc #(
    .CacheBytes(0), .LineBytes(8), .Smode(1'b0), .PmpEntries(0), .Bitmanip(1'b0), .FastMul(1'b0), .HpmCounters(0), .BtbEntries(0),
    .Predictor(config_pkg::PredNone), .Prefetch(1'b0), .RomBytes(2048), .GpioWidth(3)
  ) u_soc (
    .clk_i(CLK), .rst_ni(rst_n), .ram_size_i(32'h0002_0000), .ev_on_i(1'b0),
    .mem_req_o(mem_req), .mem_ready_i(mem_ready), .mem_wvalid_o(mem_wvalid), .mem_wdata_o(mem_wdata), .mem_wmask_o(mem_wmask),
    .mem_wready_i(mem_wready), .mem_rvalid_i(mem_rvalid), .mem_rdata_i(mem_rdata), .mem_rerr_i(1'b0), .mem_rready_o(mem_rready),
    .mem_bvalid_i(mem_bvalid), .mem_berr_i(1'b0),
    .uart_char_cycles_i(16'(ClockHz / Baud * 10)), .uart_tx_valid_o(tx_valid), .uart_tx_data_o(tx_data), .uart_tx_ready_i(tx_ready),
    .uart_rx_valid_i(rx_valid), .uart_rx_data_i(rx_data), .uart_rx_err_i('0), .uart_line_o(line),
    .spi_sck_o(FLASH_SCK), .spi_mosi_o(FLASH_IO0), .spi_miso_i(FLASH_IO1), .spi_cs_o(spi_cs),
    .gpio_i({!BTN_N, 2'b00}), .gpio_o(gpio), .gpio_oe_o(gpio_oe),
    .fin_valid_o(), .fin_code_o(), .mtime_o(), .cpi_o(), .ev_o(), .mon_o(), .monbus_o());
  assign FLASH_SSB = spi_cs[1];
  wire unused = ^{line, mem_rready, gpio, gpio_oe, spi_cs[0]};
endmodule
`default_nettype wire

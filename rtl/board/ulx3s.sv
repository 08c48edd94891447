// ulx3s.sv - the machine on a ULX3S (docs/ref/board-ulx3s.md): pins by the names of its schematic (constraints/ulx3s.lpf).
// One clock, of the PLL; the memory chip has it a quarter of a period late, so that what leaves at an edge is there
// before the chip's, and the chip's data before the next of ours.
`default_nettype none
module ulx3s
  import config_pkg::*, bus_pkg::*, core_pkg::*, chk_pkg::*;
#(
  parameter int ClkKhz = 40_000       // as tools/boards.py says
) (
  input  logic        clk_25mhz,
  output logic        ftdi_rxd,       // named from the FTDI's side: we send
  input  logic        ftdi_txd,
  output logic [7:0]  led,
  input  logic [6:0]  btn,            // 0, PWR, is low while pressed, the others high
  output logic        wifi_gpio0,

  output logic        flash_csn,      // its clock leaves through USRMCLK
  output logic        flash_mosi,
  input  logic        flash_miso,
  output logic        flash_holdn,
  output logic        flash_wpn,

  output logic        sd_clk,
  output logic        sd_cmd,         // MOSI
  inout  wire  [3:0]  sd_d,           // 0 MISO, 3 select

  output logic        sdram_clk,
  output logic        sdram_cke,
  output logic        sdram_csn,
  output logic        sdram_wen,
  output logic        sdram_rasn,
  output logic        sdram_casn,
  output logic [12:0] sdram_a,
  output logic [1:0]  sdram_ba,
  output logic [1:0]  sdram_dqm,
  inout  wire  [15:0] sdram_d
);
  localparam logic [31:0] RamSize = 32'd32 << 20;      // bytes; boards with 64 MB run, too

  // ------------------------------------------------------------------ clock and reset
  logic clk, clk_late, locked, rst_n, fin_valid;
  logic [31:0] fin_code;
  pll #(.InKhz(25_000), .OutKhz(ClkKhz), .LateDeg(90)) u_pll (
    .clk_i(clk_25mhz), .clk_o(clk), .clk_late_o(clk_late), .locked_o(locked));
  board_reset u_reset (
    .clk_i(clk), .locked_i(locked), .button_i(!btn[0]), .again_i(fin_valid && fin_code[15:0] == 16'h7777), .rst_no(rst_n));

  // ------------------------------------------------------------------ memory
  mem_req_t    req;
  logic        ready, wvalid, wready, rvalid, rerr, rready, bvalid, berr, up;
  logic [63:0] wdata, rdata;
  logic        dqm, dq_oe;
  logic [15:0] dq;
  sdram_pkg::sdram_cmd_e cmd;
  sdram #(.ClkKhz(ClkKhz), .DqBits(16), .RowBits(13), .ColBits(10)) u_sdram (
    .clk_i(clk), .rst_ni(rst_n), .up_o(up),
    .mem_req_i(req), .mem_ready_o(ready), .mem_wvalid_i(wvalid), .mem_wdata_i(wdata), .mem_wready_o(wready),
    .mem_rvalid_o(rvalid), .mem_rdata_o(rdata), .mem_rerr_o(rerr), .mem_rready_i(rready), .mem_bvalid_o(bvalid),
    .mem_berr_o(berr), .cke_o(sdram_cke), .cmd_o(cmd), .ba_o(sdram_ba), .a_o(sdram_a), .dqm_o(dqm), .dq_o(dq),
    .dq_oe_o(dq_oe), .dq_i(sdram_d));
  assign sdram_csn = 1'b0;
  assign {sdram_rasn, sdram_casn, sdram_wen} = cmd;
  assign sdram_dqm = {2{dqm}};
  assign sdram_d   = dq_oe ? dq : 'z;
  ODDRX1F u_sdram_clk (.D0(1'b1), .D1(1'b0), .SCLK(clk_late), .RST(1'b0), .Q(sdram_clk));

  // ------------------------------------------------------------------ serial line
  logic       tx_valid, tx_ready, rx_valid;
  logic [7:0] tx_data, rx_data;
  logic [2:0] rx_err;
  uart_pkg::line_t line;
  uart_line u_line (
    .clk_i(clk), .rst_ni(rst_n), .line_i(line), .tx_valid_i(tx_valid), .tx_data_i(tx_data), .tx_ready_o(tx_ready),
    .rx_valid_o(rx_valid), .rx_data_o(rx_data), .rx_err_o(rx_err), .rx_i(ftdi_txd), .tx_o(ftdi_rxd));

  // ------------------------------------------------------------------ card and flash: one SPI, two selects
  logic       sck, mosi, miso;
  logic [1:0] cs;
  assign sd_clk      = sck;
  assign sd_cmd      = mosi;
  assign sd_d        = {cs[0], 3'bzzz};
  assign flash_csn   = cs[1];
  assign flash_mosi  = mosi;
  assign flash_holdn = 1'b1;
  assign flash_wpn   = 1'b1;
  assign miso        = cs[1] ? sd_d[0] : flash_miso;
  USRMCLK u_flash_clk (.USRMCLKI(sck), .USRMCLKTS(1'b0));

  // ------------------------------------------------------------------ lights and buttons
  // GPIO 0 to 5: buttons FIRE1, FIRE2, UP, DOWN, LEFT, RIGHT as inputs, led[2] to led[7] as outputs.
  logic [GpioWidth-1:0] gpio_out, gpio_oe;
  events_t [NumHarts-1:0] ev;
  assign led[7:2]   = gpio_out[5:0] & gpio_oe[5:0];
  for (genvar h = 0; h < 2; h++) begin : gen_light
    if (h < NumHarts) begin : gen_hart
      heartbeat u_heartbeat (.clk_i(clk), .rst_ni(rst_n), .retire_i(ev[h][EvRetire]), .light_o(led[h]));
    end else begin : gen_none
      assign led[h] = 1'b0;
    end
  end
  assign wifi_gpio0 = 1'b1;

  // ------------------------------------------------------------------ the machine
  logic [63:0] mtime;
  cpi_e [NumHarts-1:0] cpi;
  mon_t [NumHarts-1:0] mon;
  monbus_t monbus;
  soc u_soc (
    .clk_i(clk), .rst_ni(rst_n), .ram_size_i(RamSize), .ev_on_i(1'b0),
    .mem_req_o(req), .mem_ready_i(ready), .mem_wvalid_o(wvalid), .mem_wdata_o(wdata), .mem_wready_i(wready),
    .mem_rvalid_i(rvalid), .mem_rdata_i(rdata), .mem_rerr_i(rerr), .mem_rready_o(rready), .mem_bvalid_i(bvalid),
    .mem_berr_i(berr),
    .uart_char_cycles_i('0), .uart_tx_valid_o(tx_valid), .uart_tx_data_o(tx_data), .uart_tx_ready_i(tx_ready),
    .uart_rx_valid_i(rx_valid), .uart_rx_data_i(rx_data), .uart_rx_err_i(rx_err), .uart_line_o(line),
    .spi_sck_o(sck), .spi_mosi_o(mosi), .spi_miso_i(miso), .spi_cs_o(cs),
    .gpio_i(GpioWidth'(btn[6:1])), .gpio_o(gpio_out), .gpio_oe_o(gpio_oe),
    .fin_valid_o(fin_valid), .fin_code_o(fin_code), .mtime_o(mtime), .cpi_o(cpi), .ev_o(ev), .mon_o(mon), .monbus_o(monbus));

  wire unused = ^{up, sd_d[2:1], gpio_out, gpio_oe, fin_code, mtime, cpi, ev, mon, monbus};
endmodule
`default_nettype wire

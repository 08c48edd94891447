// io_tb.sv - the device side of the SoC: fabric, ROM, finisher, CLINT, PLIC, UART, SPI, GPIO, with flat ports for C++.
`default_nettype none
module io_tb
  import config_pkg::*, bus_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [1:0]  valid_i,
  input  logic [1:0]  write_i,
  input  logic [31:0] addr_i  [2],
  input  logic [3:0]  mask_i  [2],
  input  logic [31:0] wdata_i [2],
  output logic [1:0]  ready_o,
  output logic [31:0] rdata_o [2],
  output logic [1:0]  err_o,
  input  logic        rom_req_i,
  input  logic [map_pkg::RomW-1:3] rom_addr_i,
  output logic [63:0] rom_data_o,
  output logic        fin_valid_o,
  output logic [31:0] fin_code_o
);
  io_req_t [1:0] hart_req;
  io_rsp_t [1:0] hart_rsp;
  always_comb
    for (int h = 0; h < 2; h++) begin
      hart_req[h] = '{valid: valid_i[h], write: write_i[h], addr: addr_i[h], mask: mask_i[h], wdata: wdata_i[h]};
      ready_o[h]  = hart_rsp[h].ready;
      rdata_o[h]  = hart_rsp[h].rdata;
      err_o[h]    = hart_rsp[h].err;
    end

  io_req_t rom_req, finisher_req, clint_req, plic_req, uart_req, spi_req, gpio_req;
  io_rsp_t rom_rsp, finisher_rsp, clint_rsp, plic_rsp, uart_rsp, spi_rsp, gpio_rsp;
  io_fabric u_io (
    .clk_i, .rst_ni, .hart_req_i(hart_req), .hart_rsp_o(hart_rsp),
    .rom_req_o(rom_req), .rom_rsp_i(rom_rsp), .finisher_req_o(finisher_req), .finisher_rsp_i(finisher_rsp),
    .clint_req_o(clint_req), .clint_rsp_i(clint_rsp),
    .plic_req_o(plic_req), .plic_rsp_i(plic_rsp), .uart_req_o(uart_req), .uart_rsp_i(uart_rsp),
    .spi_req_o(spi_req), .spi_rsp_i(spi_rsp), .gpio_req_o(gpio_req), .gpio_rsp_i(gpio_rsp));
  bootrom u_rom (
    .clk_i, .rst_ni, .req_i(rom_req), .rsp_o(rom_rsp), .rom_req_i, .rom_addr_i, .rom_data_o);
  finisher u_finisher (
    .clk_i, .rst_ni, .req_i(finisher_req), .rsp_o(finisher_rsp), .fin_valid_o, .fin_code_o);
  clint u_clint (
    .clk_i, .rst_ni, .req_i(clint_req), .rsp_o(clint_rsp), .irq_soft_o(), .irq_timer_o(), .mtime_o());
  plic u_plic (
    .clk_i, .rst_ni, .req_i(plic_req), .rsp_o(plic_rsp), .irq_i('0), .irq_m_o(), .irq_s_o());
  uart u_uart (
    .clk_i, .rst_ni, .req_i(uart_req), .rsp_o(uart_rsp), .irq_o(), .char_cycles_i(16'd16),
    .tx_valid_o(), .tx_data_o(), .tx_ready_i(1'b1), .rx_valid_i(1'b0), .rx_data_i('0), .rx_err_i('0));
  spi u_spi (
    .clk_i, .rst_ni, .req_i(spi_req), .rsp_o(spi_rsp), .irq_o(), .sck_o(), .mosi_o(), .miso_i(1'b1), .cs_o());
  gpio u_gpio (
    .clk_i, .rst_ni, .req_i(gpio_req), .rsp_o(gpio_rsp), .irq_o(), .pin_i('0), .pin_o(), .pin_oe_o());
endmodule
`default_nettype wire

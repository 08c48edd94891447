// soc.sv - the machine without its technology: harts, bus, devices. Memory, the serial line and the
// clock are outside (docs/ref/soc.md).
`default_nettype none
module soc
  import config_pkg::*, bus_pkg::*, core_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter int SbDepth    = config_pkg::SbDepth,
  parameter int BtbEntries = config_pkg::BtbEntries,
  parameter int RasEntries = config_pkg::RasEntries,
  parameter int Predictor  = config_pkg::Predictor,
  parameter int TlbEntries = config_pkg::TlbEntries,
  parameter int Tlb2Entries = config_pkg::Tlb2Entries,
  parameter int PmpEntries = config_pkg::PmpEntries,
  parameter int HpmCounters = config_pkg::HpmCounters,
  parameter bit Prefetch   = config_pkg::Prefetch,
  parameter int RomBytes   = config_pkg::RomBytes,
  parameter bit Smode      = config_pkg::Smode,
  parameter bit Bitmanip   = config_pkg::Bitmanip,
  parameter bit FastMul    = config_pkg::FastMul,
  parameter int GpioWidth  = config_pkg::GpioWidth
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] ram_size_i,        // bytes, a multiple of 4 KiB; quasi-static
  input  logic        ev_on_i,           // events are counted; quasi-static

  // Memory port (docs/ref/memory-port.md): a request is one line, beats wrap in it
  output mem_req_t    mem_req_o,
  input  logic        mem_ready_i,
  output logic        mem_wvalid_o,
  output logic [63:0] mem_wdata_o,
  output logic [7:0]  mem_wmask_o,       // byte lanes: all, but without caches
  input  logic        mem_wready_i,
  input  logic        mem_rvalid_i,
  input  logic [63:0] mem_rdata_i,
  input  logic        mem_rerr_i,
  output logic        mem_rready_o,
  input  logic        mem_bvalid_i,      // one per write, in order, after its last beat
  input  logic        mem_berr_i,

  // Serial line as characters; uart_char_cycles_i: core clocks a character takes, 0: as the divisor says. A board has
  // uart_line.sv between this and its pins.
  input  logic [15:0] uart_char_cycles_i,
  output logic        uart_tx_valid_o,
  output logic [7:0]  uart_tx_data_o,
  input  logic        uart_tx_ready_i,
  input  logic        uart_rx_valid_i,
  input  logic [7:0]  uart_rx_data_i,
  input  logic [2:0]  uart_rx_err_i,     // break, framing, parity
  output uart_pkg::line_t uart_line_o,   // speed and format

  // SPI: an SD card is behind select 0, a flash behind 1; pins, cs_o idles high
  output logic        spi_sck_o,
  output logic        spi_mosi_o,
  input  logic        spi_miso_i,
  output logic [SpiSelects-1:0] spi_cs_o,

  // LEDs and buttons of a board; inputs of any clock
  input  logic [GpioWidth-1:0] gpio_i,
  output logic [GpioWidth-1:0] gpio_o,
  output logic [GpioWidth-1:0] gpio_oe_o,

  // Test finisher
  output logic        fin_valid_o,
  output logic [31:0] fin_code_o,

  // Observation
  output logic [63:0] mtime_o,
  output cpi_e        [NumHarts-1:0] cpi_o,
  output events_t     [NumHarts-1:0] ev_o,
  output mon_t        [NumHarts-1:0] mon_o,
  output monbus_t                    monbus_o
`ifdef TH_MUTANTS
  ,
  input  logic [7:0]  mutant_i           // which fault the machine has, 0: none; quasi-static (mutant.svh)
`endif
`ifdef TH_CHECK
  ,
  output rvfi_t       [NumHarts-1:0][IssueWidth-1:0] rvfi_o,
  output chk_t        [NumHarts-1:0] chk_o
`endif
);
  if (CacheBytes == 0 && LineBytes != 8) $error("soc: without caches a transfer is 8 bytes: LineBytes=8");
  if (CacheBytes != 0 && LineBytes == 8) $error("soc: LineBytes=8 is for a machine without caches: CacheBytes=0");

  // ------------------------------------------------------------------ bus
  bus_req_t   [NumReq-1:0]   req;
  logic       [NumReq-1:0]   gnt;
  bus_hold_t  [NumReq-1:0]   hold;
  bus_ack_t                  ack;
  bus_beat_t                 beat;
  bus_snoop_t                snoop;
  bus_hold_t                 snoop_look;
  snoop_rsp_t [NumHarts-1:0] snoop_rsp;
  supply_t    [NumHarts-1:0] supply;
  logic       [NumHarts-1:0] supply_ready, wb_err;
  logic       [31:0]         wb_err_addr;
  logic        rom_req;
  logic [map_pkg::RomW-1:3] rom_addr;
  logic [63:0] rom_data;

  if (CacheBytes == 0) begin : gen_direct
    direct_bus u_bus (
      .clk_i, .rst_ni, .req_i(req), .gnt_o(gnt), .hold_i(hold), .beat_o(beat), .snoop_o(snoop), .supply_i(supply),
      .wb_err_o(wb_err), .rom_req_o(rom_req), .rom_addr_o(rom_addr), .rom_data_i(rom_data),
      .mem_req_o, .mem_ready_i, .mem_wvalid_o, .mem_wdata_o, .mem_wmask_o, .mem_wready_i, .mem_rvalid_i, .mem_rdata_i,
      .mem_rerr_i, .mem_rready_o, .mem_bvalid_i, .mem_berr_i, .mon_o(monbus_o));
    assign {ack, snoop_look, supply_ready, wb_err_addr} = '0;
    wire unused = ^snoop_rsp;
  end else begin : gen_snooping
    mem_req_t    bus_req;
    logic        bus_ready, bus_rvalid, bus_rerr, bus_rready;
    logic [63:0] bus_rdata;
    snoop_bus #(.LineBytes(LineBytes)) u_bus (
      .clk_i, .rst_ni, .req_i(req), .gnt_o(gnt), .hold_i(hold), .ack_o(ack), .beat_o(beat),
      .snoop_look_o(snoop_look), .snoop_o(snoop), .snoop_rsp_i(snoop_rsp), .supply_i(supply), .supply_ready_o(supply_ready),
      .wb_err_o(wb_err), .wb_err_addr_o(wb_err_addr),
      .mem_req_o(bus_req), .mem_ready_i(bus_ready), .mem_wvalid_o, .mem_wdata_o, .mem_wready_i,
      .mem_rvalid_i(bus_rvalid), .mem_rdata_i(bus_rdata), .mem_rerr_i(bus_rerr), .mem_rready_o(bus_rready),
      .mem_bvalid_i, .mem_berr_i, .mon_o(monbus_o));

    rom_mux #(.LineBytes(LineBytes)) u_rom_mux (
      .clk_i, .rst_ni, .req_i(bus_req), .ready_o(bus_ready), .rvalid_o(bus_rvalid), .rdata_o(bus_rdata),
      .rerr_o(bus_rerr), .rready_i(bus_rready),
      .rom_req_o(rom_req), .rom_addr_o(rom_addr), .rom_data_i(rom_data),
      .mem_req_o, .mem_ready_i, .mem_rvalid_i, .mem_rdata_i, .mem_rerr_i, .mem_rready_o);
    assign mem_wmask_o = '1;
  end

  // ------------------------------------------------------------------ harts
  io_req_t [NumHarts-1:0] io_req;
  io_rsp_t [NumHarts-1:0] io_rsp;
  logic    [NumHarts-1:0] irq_soft, irq_timer, irq_ext_m, irq_ext_s;
  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    localparam int R = h * ReqPerHart;
    hart #(
      .CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes), .SbDepth(SbDepth),
      .BtbEntries(BtbEntries), .RasEntries(RasEntries), .Predictor(Predictor), .TlbEntries(TlbEntries),
      .Tlb2Entries(Tlb2Entries), .PmpEntries(PmpEntries), .HpmCounters(HpmCounters), .Prefetch(Prefetch),
      .Smode(Smode), .Bitmanip(Bitmanip), .FastMul(FastMul)
    ) u_hart (
      .clk_i, .rst_ni, .hart_id_i(32'(h)), .ram_size_i, .ev_on_i, .base_id_i(req_id_t'(R)),
      .irq_soft_i(irq_soft[h]), .irq_timer_i(irq_timer[h]), .irq_ext_i(irq_ext_m[h]), .irq_ext_s_i(irq_ext_s[h]),
      .mtime_i(mtime_o), .halt_req_i(1'b0),
      .fetch_req_o(req[R+ReqFetch]), .fetch_gnt_i(gnt[R+ReqFetch]), .fetch_hold_o(hold[R+ReqFetch]),
      .dreq_o(req[R+ReqWb:R+ReqFill0]), .dgnt_i(gnt[R+ReqWb:R+ReqFill0]),
      .dhold_o(hold[R+ReqWb:R+ReqFill0]), .ack_i(ack), .beat_i(beat), .snoop_look_i(snoop_look), .snoop_i(snoop),
      .snoop_rsp_o(snoop_rsp[h]), .supply_o(supply[h]), .supply_ready_i(supply_ready[h]),
      .wb_err_i(wb_err[h]), .wb_err_addr_i(wb_err_addr),
      .io_req_o(io_req[h]), .io_rsp_i(io_rsp[h]),
      .cpi_o(cpi_o[h]), .ev_o(ev_o[h]), .mon_o(mon_o[h])
`ifdef TH_CHECK
      , .rvfi_o(rvfi_o[h]), .chk_o(chk_o[h])
`endif
    );
  end

  // ------------------------------------------------------------------ devices
  io_req_t rom_io_req, fin_req, clint_req, plic_req, uart_req, spi_req, gpio_req;
  io_rsp_t rom_io_rsp, fin_rsp, clint_rsp, plic_rsp, uart_rsp, spi_rsp, gpio_rsp;
  io_fabric u_io (
    .clk_i, .rst_ni, .hart_req_i(io_req), .hart_rsp_o(io_rsp),
    .rom_req_o(rom_io_req), .rom_rsp_i(rom_io_rsp), .finisher_req_o(fin_req), .finisher_rsp_i(fin_rsp),
    .clint_req_o(clint_req), .clint_rsp_i(clint_rsp), .plic_req_o(plic_req), .plic_rsp_i(plic_rsp),
    .uart_req_o(uart_req), .uart_rsp_i(uart_rsp), .spi_req_o(spi_req), .spi_rsp_i(spi_rsp),
    .gpio_req_o(gpio_req), .gpio_rsp_i(gpio_rsp));

  bootrom #(.Bytes(RomBytes)) u_bootrom (
    .clk_i, .rst_ni, .req_i(rom_io_req), .rsp_o(rom_io_rsp),
    .rom_req_i(rom_req), .rom_addr_i(rom_addr), .rom_data_o(rom_data));

  finisher u_finisher (.clk_i, .rst_ni, .req_i(fin_req), .rsp_o(fin_rsp), .fin_valid_o, .fin_code_o);

  clint u_clint (
    .clk_i, .rst_ni, .req_i(clint_req), .rsp_o(clint_rsp), .irq_soft_o(irq_soft), .irq_timer_o(irq_timer),
    .mtime_o);

  logic uart_irq;
  uart u_uart (
    .clk_i, .rst_ni, .req_i(uart_req), .rsp_o(uart_rsp),
    .tx_valid_o(uart_tx_valid_o), .tx_data_o(uart_tx_data_o), .tx_ready_i(uart_tx_ready_i),
    .rx_valid_i(uart_rx_valid_i), .rx_data_i(uart_rx_data_i), .rx_err_i(uart_rx_err_i), .line_o(uart_line_o),
    .char_cycles_i(uart_char_cycles_i), .irq_o(uart_irq));

  logic spi_irq;
  spi u_spi (
    .clk_i, .rst_ni, .req_i(spi_req), .rsp_o(spi_rsp), .irq_o(spi_irq),
    .sck_o(spi_sck_o), .mosi_o(spi_mosi_o), .miso_i(spi_miso_i), .cs_o(spi_cs_o));

  logic gpio_irq;
  gpio #(.Width(GpioWidth)) u_gpio (
    .clk_i, .rst_ni, .req_i(gpio_req), .rsp_o(gpio_rsp), .irq_o(gpio_irq),
    .pin_i(gpio_i), .pin_o(gpio_o), .pin_oe_o(gpio_oe_o));

  plic #(.Smode(Smode)) u_plic (
    .clk_i, .rst_ni, .req_i(plic_req), .rsp_o(plic_rsp), .irq_i({gpio_irq, spi_irq, uart_irq}),
    .irq_m_o(irq_ext_m), .irq_s_o(irq_ext_s));
endmodule
`default_nettype wire

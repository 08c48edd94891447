// sim_top.sv - the machine as the simulator builds it: each input of soc comes out of a flip-flop here.
// The harness sets inputs before a rising edge and soc has them after it, as if they had changed then. So
// nothing hangs on an input but registers, and a cycle is one evaluation of the clocked code.
`default_nettype none
module sim_top
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
  parameter bit Smode      = config_pkg::Smode,
  parameter bit Bitmanip   = config_pkg::Bitmanip,
  parameter bit FastMul    = config_pkg::FastMul
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] ram_size_i,
  input  logic        ev_on_i,

  output mem_req_t    mem_req_o,
  input  logic        mem_ready_i,
  output logic        mem_wvalid_o,
  output logic [63:0] mem_wdata_o,
  output logic [7:0]  mem_wmask_o,
  input  logic        mem_wready_i,
  input  logic        mem_rvalid_i,
  input  logic [63:0] mem_rdata_i,
  input  logic        mem_rerr_i,
  output logic        mem_rready_o,
  input  logic        mem_bvalid_i,
  input  logic        mem_berr_i,

  input  logic [15:0] uart_char_cycles_i,
  output logic        uart_tx_valid_o,
  output logic [7:0]  uart_tx_data_o,
  input  logic        uart_tx_ready_i,
  input  logic        uart_rx_valid_i,
  input  logic [7:0]  uart_rx_data_i,
  // uart_pins_i: characters go over pins instead, to and from a line of uart_far_bit_i clocks a bit. Then tx_valid is a
  // character that has arrived there, and rx_valid stays until rx_ready.
  input  logic        uart_pins_i,
  input  logic [19:0] uart_far_bit_i,
  output logic        uart_rx_ready_o,

  output logic        spi_sck_o,
  output logic        spi_mosi_o,
  input  logic        spi_miso_i,
  output logic [SpiSelects-1:0] spi_cs_o,

  input  logic [GpioWidth-1:0] gpio_i,
  output logic [GpioWidth-1:0] gpio_o,
  output logic [GpioWidth-1:0] gpio_oe_o,

  output logic        fin_valid_o,
  output logic [31:0] fin_code_o,

  output logic [63:0] mtime_o,
  output cpi_e        [NumHarts-1:0] cpi_o,
  output events_t     [NumHarts-1:0] ev_o,
  output mon_t        [NumHarts-1:0] mon_o,
  output monbus_t                    monbus_o
`ifdef TH_MUTANTS
  ,
  input  logic [7:0]  mutant_i
`endif
`ifdef TH_CHECK
  ,
  output rvfi_t       [NumHarts-1:0][IssueWidth-1:0] rvfi_o,
  output chk_t        [NumHarts-1:0] chk_o
`endif
);
  logic        rst_n = 1'b0;              // before the first edge, whatever the rest begins with
  logic        mem_ready, mem_wready, mem_rvalid, mem_rerr, mem_bvalid, mem_berr;
  logic        uart_tx_ready, uart_rx_valid, uart_pins;
  logic [7:0]  uart_rx_data;
  logic [19:0] uart_far_bit;
  logic        spi_miso;
  logic [GpioWidth-1:0] gpio;
  logic [15:0] uart_char_cycles;
  logic [31:0] ram_size;
  logic        ev_on;
  logic [63:0] mem_rdata;
  always_ff @(posedge clk_i) begin
    rst_n            <= rst_ni;
    ram_size         <= ram_size_i;
    ev_on            <= ev_on_i;
    mem_ready        <= mem_ready_i;
    mem_wready       <= mem_wready_i;
    mem_rvalid       <= mem_rvalid_i;
    mem_rdata        <= mem_rdata_i;
    mem_rerr         <= mem_rerr_i;
    mem_bvalid       <= mem_bvalid_i;
    mem_berr         <= mem_berr_i;
    uart_char_cycles <= uart_char_cycles_i;
    uart_tx_ready    <= uart_tx_ready_i;
    uart_rx_valid    <= uart_rx_valid_i;
    uart_rx_data     <= uart_rx_data_i;
    uart_pins        <= uart_pins_i;
    uart_far_bit     <= uart_far_bit_i;
    spi_miso         <= spi_miso_i;
    gpio             <= (gpio_o & gpio_oe_o) | (gpio_i & ~gpio_oe_o);   // a pin that is driven reads so
  end
`ifdef TH_MUTANTS
  logic [7:0]  mutant;
  always_ff @(posedge clk_i) mutant <= mutant_i;
`endif

  // ------------------------------------------------------------------ serial line
  // As a board has it, with another one as the person's end; both rest while characters go past them.
  uart_pkg::line_t line, far_line;
  logic            soc_tx_valid, near_tx_ready, near_rx_valid, far_rx_valid, near_pin, far_pin;
  logic [7:0]      soc_tx_data, near_rx_data, far_rx_data;
  logic [2:0]      near_rx_err;
  assign far_line = '{divisor: uart_far_bit[19:4], fraction: uart_far_bit[3:0], length: 2'd3, default: '0};
  uart_line u_near (
    .clk_i, .rst_ni(rst_n), .line_i(line), .tx_valid_i(uart_pins && soc_tx_valid), .tx_data_i(soc_tx_data),
    .tx_ready_o(near_tx_ready), .rx_valid_o(near_rx_valid), .rx_data_o(near_rx_data), .rx_err_o(near_rx_err),
    .rx_i(far_pin), .tx_o(near_pin));
  uart_line u_far (
    .clk_i, .rst_ni(rst_n), .line_i(far_line), .tx_valid_i(uart_pins && uart_rx_valid), .tx_data_i(uart_rx_data),
    .tx_ready_o(uart_rx_ready_o), .rx_valid_o(far_rx_valid), .rx_data_o(far_rx_data), .rx_err_o(),
    .rx_i(near_pin), .tx_o(far_pin));
  assign uart_tx_valid_o = uart_pins ? far_rx_valid : soc_tx_valid;
  assign uart_tx_data_o  = uart_pins ? far_rx_data : soc_tx_data;

  soc #(
    .CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes), .SbDepth(SbDepth),
    .BtbEntries(BtbEntries), .RasEntries(RasEntries), .Predictor(Predictor), .TlbEntries(TlbEntries), .Tlb2Entries(Tlb2Entries),
    .PmpEntries(PmpEntries), .HpmCounters(HpmCounters), .Prefetch(Prefetch), .Smode(Smode), .Bitmanip(Bitmanip), .FastMul(FastMul)
  ) u_soc (
    .clk_i, .rst_ni(rst_n), .ram_size_i(ram_size), .ev_on_i(ev_on),
    .mem_req_o, .mem_ready_i(mem_ready), .mem_wvalid_o, .mem_wdata_o, .mem_wmask_o, .mem_wready_i(mem_wready),
    .mem_rvalid_i(mem_rvalid), .mem_rdata_i(mem_rdata), .mem_rerr_i(mem_rerr), .mem_rready_o,
    .mem_bvalid_i(mem_bvalid), .mem_berr_i(mem_berr),
    .uart_char_cycles_i(uart_char_cycles), .uart_tx_valid_o(soc_tx_valid), .uart_tx_data_o(soc_tx_data),
    .uart_tx_ready_i(uart_pins ? near_tx_ready : uart_tx_ready),
    .uart_rx_valid_i(uart_pins ? near_rx_valid : uart_rx_valid),
    .uart_rx_data_i(uart_pins ? near_rx_data : uart_rx_data), .uart_rx_err_i(uart_pins ? near_rx_err : 3'b0),
    .uart_line_o(line),
    .spi_sck_o, .spi_mosi_o, .spi_miso_i(spi_miso), .spi_cs_o, .gpio_i(gpio), .gpio_o, .gpio_oe_o,
    .fin_valid_o, .fin_code_o, .mtime_o, .cpi_o, .ev_o, .mon_o, .monbus_o
`ifdef TH_MUTANTS
    , .mutant_i(mutant)
`endif
`ifdef TH_CHECK
    , .rvfi_o, .chk_o
`endif
  );
endmodule
`default_nettype wire

// io_fabric.sv - uncached accesses of the harts to the devices and to the ROM's data.
// Design section 3; docs/ref/map.md. One access at a time, harts in turn. Three cycles where the device
// answers at once: request registered, device cycle, registered answer. A single hart, which has nobody to wait for and
// whose requests come out of registers, is served in the device's cycle alone.
// The harts have checked the attributes already: an address that no device claims, or a write to the ROM,
// answers err and reaches no device.
`include "chk.svh"
`default_nettype none
module io_fabric
  import config_pkg::*;
  import bus_pkg::*;
(
  input  logic    clk_i,
  input  logic    rst_ni,

  // Harts: valid and payload stay until ready.
  input  io_req_t [NumHarts-1:0] hart_req_i,
  output io_rsp_t [NumHarts-1:0] hart_rsp_o,

  // Devices: the same rule; a device acts in the cycle in which it is ready.
  output io_req_t rom_req_o,
  input  io_rsp_t rom_rsp_i,
  output io_req_t finisher_req_o,
  input  io_rsp_t finisher_rsp_i,
  output io_req_t clint_req_o,
  input  io_rsp_t clint_rsp_i,
  output io_req_t plic_req_o,
  input  io_rsp_t plic_rsp_i,
  output io_req_t uart_req_o,
  input  io_rsp_t uart_rsp_i,
  output io_req_t spi_req_o,
  input  io_rsp_t spi_rsp_i,
  output io_req_t gpio_req_o,
  input  io_rsp_t gpio_rsp_i
);
  io_req_t req;                                           // the access
  io_rsp_t rsp;                                           // its answer
  logic    access;

  logic sel_rom, sel_finisher, sel_clint, sel_plic, sel_uart, sel_spi, sel_gpio;
  assign sel_rom      = access && map_pkg::is_rom(req.addr) && !req.write;
  assign sel_finisher = access && map_pkg::is_finisher(req.addr);
  assign sel_clint    = access && map_pkg::is_clint(req.addr);
  assign sel_plic     = access && map_pkg::is_plic(req.addr);
  assign sel_uart     = access && map_pkg::is_uart(req.addr);
  assign sel_spi      = access && map_pkg::is_spi(req.addr);
  assign sel_gpio     = access && map_pkg::is_gpio(req.addr);

  always_comb begin
    rom_req_o = req;       rom_req_o.valid      = sel_rom;
    finisher_req_o = req;  finisher_req_o.valid = sel_finisher;
    clint_req_o = req;     clint_req_o.valid    = sel_clint;
    plic_req_o = req;      plic_req_o.valid     = sel_plic;
    uart_req_o = req;      uart_req_o.valid     = sel_uart;
    spi_req_o = req;       spi_req_o.valid      = sel_spi;
    gpio_req_o = req;      gpio_req_o.valid     = sel_gpio;
  end

  always_comb begin
    rsp = '{ready: 1'b1, rdata: '0, err: 1'b1};           // nobody claims it
    if (sel_rom)      rsp = rom_rsp_i;
    if (sel_finisher) rsp = finisher_rsp_i;
    if (sel_clint)    rsp = clint_rsp_i;
    if (sel_plic)     rsp = plic_rsp_i;
    if (sel_uart)     rsp = uart_rsp_i;
    if (sel_spi)      rsp = spi_rsp_i;
    if (sel_gpio)     rsp = gpio_rsp_i;
  end

  // ---------------------------------------------------------------- whose it is
  if (NumHarts == 1) begin : gen_one
    assign req    = hart_req_i[0];
    assign access = hart_req_i[0].valid;
    always_comb begin
      hart_rsp_o[0]       = rsp;
      hart_rsp_o[0].ready = access && rsp.ready;
    end
    wire unused = ^{clk_i, rst_ni};
  end else begin : gen_turns
    localparam int HartW = $clog2(NumHarts);
    typedef logic [HartW-1:0] hart_t;

    typedef enum logic [1:0] {
      StIdle,      // choose a hart, register its request
      StAccess,    // the device is asked, until it is ready
      StAnswer     // the hart sees ready for one cycle
    } state_e;
    state_e state_q, state_d;

    // Arbitration: the next one after the last
    hart_t hart_q, pick;
    logic  any;
    always_comb begin
      any  = 1'b0;
      pick = hart_q;
      for (int h = NumHarts - 1; h >= 0; h--)                 // the lowest that asks ...
        if (hart_req_i[h].valid) begin
          any  = 1'b1;
          pick = hart_t'(h);
        end
      for (int h = NumHarts - 1; h >= 0; h--)                 // ... or rather the lowest above the last one
        if (hart_req_i[h].valid && h > int'(hart_q)) pick = hart_t'(h);
    end

    io_req_t req_q;
    io_rsp_t rsp_q;
    assign req    = req_q;
    assign access = state_q == StAccess;

    always_comb begin
      state_d = state_q;
      unique case (state_q)
        StIdle:   if (any) state_d = StAccess;
        StAccess: if (rsp.ready) state_d = StAnswer;
        StAnswer: state_d = StIdle;
        default:  state_d = StIdle;                         // unreachable encoding recovers
      endcase
    end
    always_ff @(posedge clk_i) state_q <= rst_ni ? state_d : StIdle;

    always_ff @(posedge clk_i) begin
      if (!rst_ni)                       hart_q <= '0;
      else if (state_q == StIdle && any) hart_q <= pick;
      if (state_q == StIdle && any)      req_q  <= hart_req_i[pick];
      if (access)                        rsp_q  <= rsp;
    end

    always_comb
      for (int h = 0; h < NumHarts; h++) begin
        hart_rsp_o[h]       = rsp_q;
        hart_rsp_o[h].ready = state_q == StAnswer && hart_q == hart_t'(h);
      end

    // A hart that withdraws or changes a request would be answered for another one.
    `TH_ASSERT(chk_request_stays, state_q == StIdle || (hart_req_i[hart_q].valid && hart_req_i[hart_q] == req_q))
  end
endmodule
`default_nettype wire

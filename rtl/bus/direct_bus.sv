// direct_bus.sv - the bus of a machine without caches: each request is one beat of memory or of the boot ROM.
// In place of snoop_bus.sv and rom_mux.sv where CacheBytes is 0; the same bundles, of which a hart uses two requests:
// ReqFill0 reads (BusRd) and writes (BusWB, data and lanes on its supply), ReqFetch fetches.
// One request is under way at a time, the next may start with its answer. A read is granted when memory has accepted it,
// its beat comes later; a write when it is done. Requests stay as they are until granted. hold_i of a hart's ReqFill0
// locks all others out. Of each write the others are told (snoop_o): reservations are lost by it.
`include "chk.svh"
`default_nettype none
module direct_bus
  import config_pkg::*, bus_pkg::*, map_pkg::*, chk_pkg::*;
(
  input  logic       clk_i,
  input  logic       rst_ni,

  input  bus_req_t   [NumReq-1:0]   req_i,
  output logic       [NumReq-1:0]   gnt_o,
  input  bus_hold_t  [NumReq-1:0]   hold_i,
  output bus_beat_t                 beat_o,
  output bus_snoop_t                snoop_o,
  input  supply_t    [NumHarts-1:0] supply_i,
  output logic       [NumHarts-1:0] wb_err_o,     // with the grant: memory failed

  // ROM: data in the cycle after the request
  output logic        rom_req_o,
  output logic [map_pkg::RomW-1:3] rom_addr_o,
  input  logic [63:0] rom_data_i,

  // Memory port (docs/ref/memory-port.md)
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

  output monbus_t     mon_o
);
  localparam int HartW = NumHarts > 1 ? $clog2(NumHarts) : 1;
  typedef logic [HartW-1:0] hart_t;
  typedef enum logic [1:0] {
    StIdle,
    StRead,      // the beat will come
    StWrite,     // memory takes the data
    StAnswer     // ... and says how it went
  } state_e;
  state_e  state_q, state_d;
  logic    rom_q;                             // the beat comes from the ROM
  logic    asked_q;                           // memory has seen the request: it is not changed
  hart_t   hart_q, hart;                      // under way, or last; the next
  logic    fetch_q, fetch;

  // ---------------------------------------------------------------- who is next: the other hart, data before fetch
  logic [NumHarts-1:0] asks, locks;
  always_comb begin
    for (int h = 0; h < NumHarts; h++) locks[h] = hold_i[h * ReqPerHart + ReqFill0].valid;
    for (int h = 0; h < NumHarts; h++)
      asks[h] = (req_i[h * ReqPerHart + ReqFill0].valid || req_i[h * ReqPerHart + ReqFetch].valid) &&
                (locks == '0 || locks[h]);
    hart = hart_q;
    for (int h = 0; h < NumHarts; h++) if (asks[h] && hart_t'(h) != hart_q) hart = hart_t'(h);
    fetch = !req_i[32'(hart) * ReqPerHart + ReqFill0].valid;
    if (asked_q || state_q inside {StWrite, StAnswer}) begin     // memory may look at a write's address until it is done
      hart = hart_q; fetch = fetch_q;
    end
  end
  wire req_id_t  id = req_id_t'(32'(hart) * ReqPerHart + (fetch ? ReqFetch : ReqFill0));
  bus_req_t      req;
  assign req = req_i[id];
  wire beat  = state_q == StRead && (rom_q || mem_rvalid_i);
  wire free  = state_q == StIdle || beat;
  wire go    = free && asks != '0;
  wire rom   = is_rom({req.addr, 3'd0});
  wire write = req.op == BusWB;

  assign mem_req_o  = '{valid: go && !rom, write: write, addr: req.addr};
  assign rom_req_o  = go && rom;
  assign rom_addr_o = req.addr[map_pkg::RomW-1:3];
  wire taken = go && (rom || mem_ready_i);
  wire done  = state_q == StAnswer && mem_bvalid_i;

  // ---------------------------------------------------------------- the one under way
  wire req_id_t  id_q = req_id_t'(32'(hart_q) * ReqPerHart + (fetch_q ? ReqFetch : ReqFill0));
  always_comb begin
    state_d = state_q;
    if (beat || done)                              state_d = StIdle;
    if (state_q == StWrite && mem_wready_i)        state_d = StAnswer;
    if (taken)                                     state_d = write ? StWrite : StRead;
  end
  always_ff @(posedge clk_i) begin
    state_q <= rst_ni ? state_d : StIdle;
    asked_q <= rst_ni && go && !taken;
    if (go) begin
      hart_q  <= hart;
      fetch_q <= fetch;
      rom_q   <= rom;
    end
    if (!rst_ni) hart_q <= '0;
  end
  always_comb begin
    gnt_o = '0;
    if (taken && !write) gnt_o[id]   = 1'b1;
    if (done)            gnt_o[id_q] = 1'b1;
    wb_err_o = '0;
    wb_err_o[hart_q] = done && mem_berr_i;
  end
  assign beat_o  = '{valid: beat, dst: id_q, data: rom_q ? rom_data_i : mem_rdata_i, last: 1'b1, err: !rom_q && mem_rerr_i};
  assign snoop_o = '{valid: done && !mem_berr_i, op: BusRdX, addr: req_i[id_q].addr, src: id_q};
  assign mem_wvalid_o = state_q == StWrite;
  assign mem_wdata_o  = supply_i[hart_q].data;
  assign mem_wmask_o  = supply_i[hart_q].mask;
  assign mem_rready_o = 1'b1;

`ifdef TH_MONITOR
  always_comb begin
    mon_o = '0;
    mon_o[MbFlags][0]   = taken;
    mon_o[MbFlags][3:1] = req.op;
    mon_o[MbFlags][4 +: ReqW] = id;
    mon_o[MbLine]       = {req.addr, 3'd0};
    for (int r = 0; r < NumReq; r++) mon_o[MbWait][r] = req_i[r].valid && !(state_q inside {StWrite, StAnswer} && req_id_t'(r) == id_q);
    mon_o[MbBusy][5'(id_q)] = state_q != StIdle;
  end
`else
  assign mon_o = '0;
`endif
  `TH_ASSERT(chk_read_expected, !mem_rvalid_i || (state_q == StRead && !rom_q))
  `TH_ASSERT(chk_one_lock, $onehot0(locks))
endmodule
`default_nettype wire

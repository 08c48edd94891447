// lsu_direct.sv - load/store unit of a hart without caches: each access goes to memory by itself, in w.
// In place of lsu.sv where CacheBytes is 0. One access at a time:
//   load     checked, asked for, here: its result goes to w's register, and it is done
//   store    checked, done; then written, while w goes on. Nothing else enters until it is
//   AMO, SC  read and written with the bus locked in between
//   device   as a load
// A misaligned access traps (causes 4 and 6), whatever stands there: to do it in software.
// A reservation is one beat, known by some bits of its address: more than asked for is allowed (unprivileged 8.2).
`include "chk.svh"
`default_nettype none
module lsu_direct
  import core_pkg::*, bus_pkg::*, cache_pkg::*, mmu_pkg::*, chk_pkg::*;
(
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic [31:0]     ram_size_i,
  input  logic            ev_on_i,        // events are counted

  // m: holds while m_valid_i && !m_ready_o
  input  logic            m_valid_i,      // a memory operation
  input  lsu_req_t        m_req_i,
  input  logic            mw_adv_i,
  output logic            m_ready_o,
  input  logic [31:0]     m_other_i,      // result of m made elsewhere
  output logic [31:0]     res_data_o,     // result of m when it moves to w, of w when w_upd_o
  output logic            w_upd_o,

  // w: may begin when w_valid_i; stays until done, a fault, or w_valid_i falls (killed)
  input  logic            w_valid_i,
  output logic            w_done_o,
  output lsu_fault_t      w_fault_o,
  output logic            w_busy_o,       // cannot be killed now
  output cpi_e            wait_o,         // why w waits

  // PMP: asked where guard_on_i
  input  logic            guard_on_i,
  output logic            guard_ask_o,
  output logic            guard_store_o,
  output logic [31:2]     guard_addr_o,
  input  logic            guard_done_i,
  input  logic            guard_ok_i,

  output logic            sb_empty_o,     // no store is still to be written
  input  logic            resv_clear_i,
  output logic            buserr_o,       // a write failed in memory, one cycle ...
  output logic [31:0]     buserr_addr_o,  // ... here

  // Bus (rules in direct_bus.sv)
  input  req_id_t         req_id_i,
  output bus_req_t        req_o,
  input  logic            gnt_i,
  output logic            lock_o,
  input  bus_beat_t       beat_i,
  input  bus_snoop_t      snoop_i,
  output supply_t         supply_o,
  input  logic            wb_err_i,       // with gnt_i of a write
  output io_req_t         io_req_o,
  input  io_rsp_t         io_rsp_i,

  output events_t         ev_o,
  output mon_t            mon_o
`ifdef TH_CHECK
  , output chk_t          chk_o
  , output logic [1:0][31:0] pa_o        // of w's access: its words
`endif
);
  typedef enum logic [3:0] {
    StIdle,      // nothing in w
    StCheck,     // may it be done?
    StIo,        // device: asked until it is ready
    StAsk,       // memory is asked for the word
    StBeat,      // ... which will come
    StWrite,     // the word is written anew: AMO, SC
    StRes,       // the result goes to w's register
    StDone,      // complete: retires
    StFault,     // traps
    StStore,     // a store: retires
    StPost       // ... and is written
  } state_e;
  state_e      state_q, state_d;
  lsu_req_t    w_q;
  logic [31:0] word_q;                     // what was read
  logic        io_act_q;

  wire load = w_q.kind inside {MemLoad, MemLr}, swaps = w_q.kind inside {MemSc, MemAmo};
  wire mis  = (w_q.size == 2'd1 && w_q.addr[0]) || (w_q.size == 2'd2 && w_q.addr[1:0] != '0);
  wire ram  = map_pkg::is_ram(w_q.addr, ram_size_i);
  wire dev  = map_pkg::is_device(w_q.addr) || (map_pkg::is_rom(w_q.addr) && load);
  wire bad  = mis || !(ram || (dev && w_q.kind inside {MemLoad, MemStore}));
  wire to_w = mw_adv_i && m_valid_i;
  wire beat = beat_i.valid && beat_i.dst == req_id_i;

  // ---------------------------------------------------------------- reservation
  logic        resv_q;
  logic [15:3] resv_addr_q;
  wire resv_mine  = w_q.addr[15:3] == resv_addr_q;
  wire lr_got     = state_q == StBeat && beat && !beat_i.err && w_q.kind == MemLr;
  wire resv_lost  = snoop_i.valid && snoop_i.src != req_id_i && snoop_i.addr[15:3] == resv_addr_q;
  wire sc_ok      = resv_q && resv_mine;
  logic        sc_failed_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || resv_clear_i || resv_lost || (w_q.kind == MemSc && state_q == StRes)) resv_q <= 1'b0;
    else if (lr_got) resv_q <= 1'b1;
    if (lr_got) resv_addr_q <= w_q.addr[15:3];
    sc_failed_q <= w_q.kind == MemSc && ((state_q == StBeat && !sc_ok) || (sc_failed_q && state_q == StRes));
  end

  // ---------------------------------------------------------------- states
  wire io_done = io_act_q && io_rsp_i.ready;
  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StCheck: if (!w_valid_i)               state_d = StIdle;                  // killed
               else if (bad)                 state_d = StFault;
               else if (guard_on_i && !guard_done_i) state_d = StCheck;
               else if (guard_on_i && !guard_ok_i)   state_d = StFault;
               else if (!ram)                state_d = StIo;
               else                          state_d = w_q.kind == MemStore ? StStore : StAsk;
      StIo:    if (!w_valid_i)               state_d = StIdle;
               else if (io_done)             state_d = io_rsp_i.err ? StFault : StRes;
      StAsk:   if (gnt_i)                    state_d = StBeat;
      StBeat:  if (beat)                     state_d = beat_i.err ? StFault : w_q.kind == MemAmo || (swaps && sc_ok) ? StWrite : StRes;
      StWrite: if (gnt_i)                    state_d = StRes;
      StRes:                                 state_d = StDone;
      StStore:                               state_d = w_valid_i ? StPost : StIdle;
      StPost:  if (gnt_i)                    state_d = StIdle;
      default:                               state_d = StIdle;                  // retired or trapped
    endcase
    if (to_w)                                state_d = StCheck;
  end
  always_ff @(posedge clk_i) begin
    state_q  <= rst_ni ? state_d : StIdle;
    io_act_q <= rst_ni && state_q == StIo && w_valid_i && !io_done;
    if (to_w) w_q <= m_req_i;
    if (state_q == StIo)        word_q <= io_rsp_i.rdata;
    else if (state_q == StBeat) word_q <= w_q.addr[2] ? beat_i.data[63:32] : beat_i.data[31:0];
  end
  assign guard_ask_o   = state_q == StCheck && w_valid_i && !bad && guard_on_i;
  assign guard_store_o = !load;
  assign guard_addr_o  = w_q.addr[31:2];

  wire posting = state_q inside {StStore, StPost};
  assign m_ready_o  = !posting;
  assign sb_empty_o = !posting;
  assign w_done_o   = state_q inside {StDone, StStore};
  assign w_busy_o   = state_q inside {StAsk, StBeat, StWrite, StRes} || io_act_q;
  assign w_upd_o    = state_q == StRes;
  assign w_fault_o  = '{valid: state_q == StFault, cause: {3'b001, !load, !mis}, tval: w_q.addr};
  assign wait_o     = state_q == StIo ? CpiDevice : w_q.kind == MemLoad ? CpiLoadMiss : load || swaps ? CpiAtomic : CpiStore;

  // ---------------------------------------------------------------- data
  wire [31:0] aligned = extended(part_of({32'd0, word_q}, {1'b0, w_q.addr[1:0]}, w_q.size, w_q.uns), w_q.addr[0], w_q.size);
  assign res_data_o = !w_upd_o ? m_other_i : w_q.kind == MemSc ? {31'd0, sc_failed_q} : aligned;

  logic [31:0] st_data, new_data;
  logic        keep;
  logic [3:0]  lanes;
  always_comb begin
    unique case (w_q.size)
      2'd0:    begin st_data = {4{w_q.wdata[7:0]}};  lanes = 4'd1 << w_q.addr[1:0]; end
      2'd1:    begin st_data = {2{w_q.wdata[15:0]}}; lanes = {{2{w_q.addr[1]}}, {2{!w_q.addr[1]}}}; end
      default: begin st_data = w_q.wdata;            lanes = 4'hf; end
    endcase
  end
  amo_alu u_amo (.funct5_i(w_q.kind == MemAmo ? w_q.amo : 5'b00001), .old_i(word_q), .rs2_i(st_data), .new_o(new_data), .keep_o(keep));
  wire [3:0] wmask = lanes & {4{!(keep && w_q.kind == MemAmo)}};

  assign req_o    = '{valid: state_q inside {StAsk, StWrite, StPost}, op: state_q == StAsk ? BusRd : BusWB, addr: w_q.addr[31:3]};
  assign supply_o = '{mask: {wmask & {4{w_q.addr[2]}}, wmask & {4{!w_q.addr[2]}}}, valid: 1'b0, data: {2{new_data}}};
  assign lock_o   = swaps && state_q inside {StBeat, StWrite};
  assign io_req_o = '{valid: io_act_q, write: w_q.kind == MemStore, addr: w_q.addr, mask: lanes, wdata: st_data};
  assign buserr_o      = wb_err_i;
  assign buserr_addr_o = {w_q.addr[31:3], 3'd0};

  // ---------------------------------------------------------------- observation
  always_comb begin
    ev_o = 'x;
    if (ev_on_i) begin
      ev_o = '0;
      ev_o[EvScFail]  = state_q == StRes && sc_failed_q;
      ev_o[EvBusWait] = state_q inside {StAsk, StBeat};
      ev_o[EvSbFull]  = posting && m_valid_i;
    end
  end
`ifdef TH_MONITOR
  wire written = gnt_i && state_q inside {StWrite, StPost} && !wb_err_i;
  wire [31:0] seen = keep && w_q.kind == MemAmo ? word_q : new_data;
  always_comb begin
    mon_o = '0;
    if (written) begin
      mon_o[MnFlags][8] = 1'b1;
      mon_o[MnVisAddr]  = {w_q.addr[31:2], 2'b00};
      mon_o[MnVisData]  = seen;
    end
  end
`else
  assign mon_o = '0;
`endif
`ifdef TH_CHECK
  always_comb begin
    chk_o = '0;
    chk_o[CkFlags][CkPerformed] = state_q == StBeat && beat && !beat_i.err;
    chk_o[CkPerfAddr] = {w_q.addr[31:2], 2'b00};
    chk_o[CkPerfMask] = 32'(lanes);
    chk_o[CkFlags][CkVisible] = written || (io_done && !io_rsp_i.err && w_q.kind == MemStore);
    chk_o[CkVisAddr] = {w_q.addr[31:2], 2'b00};
    chk_o[CkVisMask] = {21'd0, state_q == StPost ? 3'd0 : w_q.kind == MemAmo ? 3'd1 : w_q.kind == MemSc ? 3'd2 : 3'd3, 4'd0, lanes};
    chk_o[CkVisData] = state_q == StIo ? st_data : seen;
    chk_o[CkFlags][CkResvSet]   = lr_got;
    chk_o[CkFlags][CkResvClear] = resv_q && (resv_clear_i || resv_lost);
    chk_o[CkResvAddr] = {w_q.addr[31:2], 2'b00};
    chk_o[CkFlags][CkIoRead] = io_done && !io_rsp_i.err && w_q.kind == MemLoad;
    chk_o[CkIoAddr] = w_q.addr;
    chk_o[CkIoMask] = 32'(lanes);
    chk_o[CkIoData] = io_rsp_i.rdata;
  end
  assign pa_o = {{w_q.addr[31:2], 2'b00}, {w_q.addr[31:2], 2'b00}};
`endif
  `TH_ASSERT(chk_not_killed, !(state_q inside {StAsk, StBeat, StWrite}) || w_valid_i)
  `TH_ASSERT(chk_one_access, !(to_w && posting))
endmodule
`default_nettype wire

// lsu.sv - for proofs, in place of the design's: memory gives any data after any time, or faults. It keeps what lsu.sv says over
// its ports: one thing in w, which is done at once or waits, may be killed until it says that it has begun, and
// whose result comes with m when it moves to w, or in w with w_upd_o. What is loaded is extended here as lsu.sv does.
`default_nettype none
module lsu
  import core_pkg::*, bus_pkg::*, mmu_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = 0, CacheWays = 0, LineBytes = 0, SbDepth = 0, TlbEntries = 0,
  parameter bit Prefetch = 0
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic [31:0]     ram_size_i,
  input  logic            ev_on_i,
  input  logic            x_valid_i,
  input  logic [31:0]     x_addr_i,
  input  logic            xm_adv_i,
  input  logic            m_any_i,
  input  logic            m_valid_i,
  input  lsu_req_t        m_req_i,
  input  logic            mw_adv_i,
  output logic            m_ready_o,
  input  logic [31:0]     m_other_i,
  output logic [31:0]     res_data_o,
  output logic            w_upd_o,
  input  xctx_t           ctx_i,
  output ask_t            ask_o,
  output logic            waits_o,
  input  logic            taken_i,
  input  answer_t         answer_i,
  input  tlb_fill_t       fill_i,
  input  tlb_flush_t      tlb_flush_i,
  input  wread_t          walk_i,
  output logic            walk_valid_o,
  output logic            walk_err_o,
  output logic            walk_done_o,
  output logic            walk_lost_o,
  input  logic            w_valid_i,
  input  logic            w_live_i,
  output logic [31:12]    w_addr_o,
  output logic            w_done_o,
  output lsu_fault_t      w_fault_o,
  output logic            w_busy_o,
  output cpi_e            wait_o,
  output logic            sb_empty_o,
  input  logic            resv_clear_i,
  output logic            buserr_o,
  output logic [31:0]     buserr_addr_o,
  input  req_id_t         fill0_id_i,
  output bus_req_t  [2:0] dreq_o,
  input  logic      [2:0] dgnt_i,
  output bus_hold_t [2:0] dhold_o,
  input  bus_ack_t        ack_i,
  input  bus_beat_t       beat_i,
  input  bus_hold_t       snoop_look_i,
  input  bus_snoop_t      snoop_i,
  output snoop_rsp_t      snoop_rsp_o,
  output supply_t         supply_o,
  input  logic            supply_ready_i,
  input  logic            wb_err_i,
  input  logic [31:0]     wb_err_addr_i,
  output io_req_t         io_req_o,
  input  io_rsp_t         io_rsp_i,
  output events_t         ev_o,
  output mon_t            mon_o,
  output chk_t            chk_o,
  output logic [1:0][31:0] pa_o
);
  typedef enum logic [1:0] { StIdle, StWait, StDone, StFault } state_e;
  state_e      state_q;
  lsu_req_t    w_q;
  logic        begun_q;
  logic [31:0] tval_q;
  logic [4:0]  cause_q;

  function automatic logic [31:0] extended(lsu_req_t r, logic [31:0] data);
    if (r.kind == MemSc)    return {31'd0, data[0]};
    if (r.kind == MemStore) return data;                 // nobody's
    if (r.kind != MemLoad)  return data;
    unique case (r.size)
      2'd0:    return {{24{data[7] && !r.uns}}, data[7:0]};
      2'd1:    return {{16{data[15] && !r.uns}}, data[15:0]};
      default: return data;
    endcase
  endfunction
  wire store = w_q.kind == MemStore;
  wire stuck = state_q == StWait;
  assign m_ready_o  = hart_proof.free_i.m_ready;
  assign w_upd_o    = stuck && !store && hart_proof.free_i.upd;
  assign res_data_o = stuck && !store && hart_proof.free_i.upd ? extended(w_q, hart_proof.free_i.data) : m_other_i | (m_valid_i ? extended(m_req_i, hart_proof.free_i.data) : 32'd0);
  assign w_done_o   = state_q == StDone || (stuck && store && hart_proof.free_i.finish && !hart_proof.free_i.failed);
  assign w_fault_o  = '{valid: state_q == StFault, cause: cause_q, tval: tval_q};
  assign w_addr_o   = w_q.addr[31:12];
  assign w_busy_o   = stuck && begun_q;
  always_ff @(posedge clk_i) begin
    begun_q <= stuck && w_valid_i && (begun_q || hart_proof.free_i.begin_now);
    if (!rst_ni) state_q <= StIdle;
    else if (mw_adv_i) begin
      w_q     <= m_req_i;
      state_q <= !m_valid_i ? StIdle : hart_proof.free_i.refused ? StFault : hart_proof.free_i.hit && m_req_i.kind != MemStore ? StDone : StWait;
    end else if (!w_valid_i || state_q inside {StDone, StFault}) state_q <= StIdle;
    else if (stuck && hart_proof.free_i.finish)
      state_q <= hart_proof.free_i.failed ? StFault : store ? StIdle : hart_proof.free_i.upd ? StDone : StWait;
    if (mw_adv_i || stuck) begin
      cause_q <= ((mw_adv_i ? m_req_i.kind : w_q.kind) inside {MemLoad, MemLr} ? 5'd5 : 5'd7) | (hart_proof.free_i.page ? 5'd8 : 5'd0);
      tval_q  <= hart_proof.free_i.tval;
    end
  end
  assign sb_empty_o    = hart_proof.free_i.sb_empty;
  assign buserr_o      = hart_proof.free_i.buserr;
  assign buserr_addr_o = hart_proof.free_i.buserr_addr;
  assign wait_o        = CpiDevice;
  assign {ask_o, waits_o, walk_valid_o, walk_err_o, walk_done_o, walk_lost_o, dreq_o, dhold_o, snoop_rsp_o, supply_o, io_req_o, ev_o, mon_o, chk_o, pa_o} = '0;
  wire unused = ^{ram_size_i, ev_on_i, x_valid_i, x_addr_i, xm_adv_i, m_any_i, ctx_i, taken_i, answer_i, fill_i, tlb_flush_i, walk_i,
                  w_live_i, resv_clear_i, fill0_id_i, dgnt_i, ack_i, beat_i, snoop_look_i, snoop_i, supply_ready_i, wb_err_i,
                  wb_err_addr_i, io_rsp_i};
endmodule
`default_nettype wire

// hart.sv - one RV32IMAC hart: front end, the stages d x m w, load/store unit (docs/ref/hart.md).
//   f0 f1  frontend: predicted fetch into a queue      x  alu, branch, div: operands are always true here,
//   d      issue: decode, registers, hazards              or w still waits and x cannot move
//   m      lookup, products added, bit counts          w  commit: retire, trap, wait
// x, m and w move together: x only into m when m moves, m only into w when w leaves. Bubbles are not
// squeezed, so what d decided about operands stays true.
`include "chk.svh"
`default_nettype none
module hart
  import config_pkg::IssueWidth, bus_pkg::*, core_pkg::*, uop_pkg::*, mmu_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,   // each of I and D
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
  input  logic               clk_i,
  input  logic               rst_ni,         // low for two edges or more
  input  logic [31:0]        hart_id_i,
  input  logic [31:0]        ram_size_i,     // bytes, quasi-static
  input  logic               ev_on_i,        // events are counted, quasi-static
  input  req_id_t            base_id_i,      // this hart's requester 0 on the bus
  // Interrupt levels and time, from registers of this clock.
  input  logic               irq_soft_i,
  input  logic               irq_timer_i,
  input  logic               irq_ext_i,
  input  logic               irq_ext_s_i,
  input  logic [63:0]        mtime_i,
  input  logic               halt_req_i,     // debug halt: reserved, reaches commit and does nothing
  // Bus, instruction side (rules in bus_pkg)
  output bus_req_t           fetch_req_o,
  input  logic               fetch_gnt_i,
  output bus_hold_t          fetch_hold_o,
  // Bus, data side: requests of fill 0, fill 1, write-back; holds of fill 0, fill 1, LR
  output bus_req_t  [2:0]    dreq_o,
  input  logic      [2:0]    dgnt_i,
  output bus_hold_t [2:0]    dhold_o,
  input  bus_ack_t           ack_i,
  input  bus_beat_t          beat_i,
  input  bus_hold_t          snoop_look_i,   // address of the snoop that may come next cycle
  input  bus_snoop_t         snoop_i,
  output snoop_rsp_t         snoop_rsp_o,
  output supply_t            supply_o,
  input  logic               supply_ready_i,
  input  logic               wb_err_i,       // a write-back failed in memory
  input  logic [31:0]        wb_err_addr_i,
  // Uncached accesses
  output io_req_t            io_req_o,
  input  io_rsp_t            io_rsp_i,
  // Observation: w's category of this cycle, events, MESI changes
  output cpi_e               cpi_o,
  output events_t            ev_o,
  output mon_t               mon_o
`ifdef TH_CHECK
  ,
  output rvfi_t [IssueWidth-1:0] rvfi_o,
  output chk_t               chk_o
`endif
);
  localparam bit Direct = CacheBytes == 0;
  localparam bit Bare   = !Smode && PmpEntries == 0;         // nothing translates, nothing protects: no TLB, no walker
  if (Direct && Smode) $error("hart: without caches there is no S-mode: Smode=0");

  // ---------------------------------------------------------------- who moves
  logic x_valid, m_valid, w_valid;             // killed ones excluded
  logic w_leave, kill_x, kill_all, x_ops_ok;
  logic mw_adv, xm_adv;                        // m moves to w, x to m; w_leave: w is or becomes empty
  logic xm_load;                               // xm_adv, for the data registers before and behind x

  // ---------------------------------------------------------------- front end
  fetch_slot_t [1:0] slot;
  logic        [1:0] slot_valid;
  logic        guard_i_ask, guard_d_ask, guard_d_store;        // without caches: PMP is asked word by word
  logic [31:2] guard_i_addr, guard_d_addr;
  logic        guard_i_on, guard_i_done, guard_d_on, guard_d_done, guard_ok;
  logic        redir, pop, busy_miss, decode_redirect, sleep, inval_req, inval_done;
  logic [31:1] redir_pc;
  cpi_e        redir_reason;
  bp_update_t  upd;
  logic        ev_imiss, ev_iprefetch;
  xctx_t       i_ctx, d_ctx;
  ask_t        i_ask, d_ask;
  logic        i_taken, d_taken, d_waits;
  tlb_flush_t  tlb_flush;
  answer_t     i_answer, d_answer;
  tlb_fill_t   i_fill, d_fill;
`ifdef TH_CHECK
  chk_t        fe_chk, lsu_chk, mmu_chk;
  logic [1:0][31:0] lsu_pa;
`endif
  if (Direct) begin : gen_direct_fetch
    fetch_direct u_fetch (
      .clk_i, .rst_ni, .ram_size_i, .redir_valid_i(redir), .redir_pc_i(redir_pc),
      .slot_o(slot[0]), .slot_valid_o(slot_valid[0]), .pop_i(pop), .inval_req_i(inval_req), .inval_done_o(inval_done),
      .halt_i(sleep), .guard_on_i(guard_i_on), .guard_ask_o(guard_i_ask), .guard_addr_o(guard_i_addr),
      .guard_done_i(guard_i_done), .guard_ok_i(guard_ok), .busy_miss_o(busy_miss), .req_o(fetch_req_o), .gnt_i(fetch_gnt_i), .beat_i,
      .req_id_i(base_id_i + req_id_t'(ReqFetch))
`ifdef TH_CHECK
      , .chk_o(fe_chk)
`endif
    );
    assign slot[1] = '0;
    assign slot_valid[1] = 1'b0;
    assign fetch_hold_o = '0;
    assign i_ask = '0;
    assign {decode_redirect, ev_imiss, ev_iprefetch} = '0;
    wire unused = ^{upd, i_ctx, i_taken, i_answer, i_fill, tlb_flush};
  end else begin : gen_frontend
    assign {guard_i_ask, guard_i_addr} = '0;
    wire unused_guard = ^{guard_i_on, guard_i_done, guard_ok};
    frontend #(
      .CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes), .BtbEntries(BtbEntries),
      .RasEntries(RasEntries), .Predictor(Predictor), .TlbEntries(Bare ? 0 : TlbEntries), .Prefetch(Prefetch)
    ) u_frontend (
      .clk_i, .rst_ni, .ram_size_i,
      .redir_valid_i(redir), .redir_pc_i(redir_pc), .upd_i(upd),
      .ctx_i(i_ctx), .ask_o(i_ask), .taken_i(i_taken), .answer_i(i_answer), .fill_i(i_fill), .tlb_flush_i(tlb_flush),
      .slot_o(slot), .slot_valid_o(slot_valid), .pop_i({1'b0, pop}),
      .inval_req_i(inval_req), .inval_done_o(inval_done), .halt_i(sleep), .busy_miss_o(busy_miss),
      .fetch_req_o, .fetch_gnt_i, .fetch_hold_o, .beat_i, .req_id_i(base_id_i + req_id_t'(ReqFetch)),
      .ev_decode_redirect_o(decode_redirect), .ev_miss_o(ev_imiss), .ev_prefetch_o(ev_iprefetch)
`ifdef TH_CHECK
      , .chk_o(fe_chk)
`endif
    );
  end

  // ---------------------------------------------------------------- d, and x's operands
  uop_t        x_uop, xm_uop_q, mw_uop_q;
  csr_uop_t    csr_uop;
  csr_pkg::place_t csr_place;
  cpi_e        x_reason, xm_reason_q, mw_reason_q;
  logic [31:0] x_pc, x_imm, x_a, x_b, xm_result_q, mw_result_q;
  pred_t       x_pred;
  logic        mem_done, rf_wen;
  csr_pkg::rights_t rights;                    // of the mode; changes with w only, and nothing is in d then
`ifdef TH_CHECK
  trace_t      x_trace, xm_trace_q, mw_trace_q;
  logic        d_valid;
`endif
  issue #(.HpmCounters(HpmCounters), .Smode(Smode), .Pmp(PmpEntries != 0), .Bitmanip(Bitmanip), .FastMul(FastMul)) u_issue (
    .clk_i, .rst_ni,
    .slot_i(slot[0]), .slot_valid_i(slot_valid[0]), .pop_o(pop),
    .busy_miss_i(busy_miss), .decode_redirect_i(decode_redirect), .rights_i(rights),
    .redir_i(redir), .redir_reason_i(redir_reason), .x_kill_i(kill_x), .xm_adv_i(xm_adv), .xm_load_i(xm_load),
    .m_valid_i(m_valid), .m_wen_i(xm_uop_q.wen), .m_rd_i(xm_uop_q.rd), .m_csr_i(xm_uop_q.sys == SysCsr),
    .m_result_i(xm_result_q),
    .w_valid_i(w_valid), .w_wen_i(mw_uop_q.wen), .w_rd_i(mw_uop_q.rd), .w_csr_i(mw_uop_q.sys == SysCsr),
    .w_result_i(mw_result_q), .w_result_ok_i(!(w_valid && mw_uop_q.mem) || mem_done), .rf_wen_i(rf_wen),
    .x_valid_o(x_valid), .x_reason_o(x_reason), .x_uop_o(x_uop), .x_pc_o(x_pc), .x_imm_o(x_imm),
    .x_pred_o(x_pred), .x_a_o(x_a), .x_b_o(x_b), .x_ops_ok_o(x_ops_ok), .csr_o(csr_uop), .csr_place_o(csr_place)
`ifdef TH_CHECK
    , .x_trace_o(x_trace), .d_valid_o(d_valid)
`endif
  );

  // ---------------------------------------------------------------- x
  wire [31:0]  x_addr = x_a + x_imm;           // memory address, or target of an indirect jump
  logic [31:0] x_seq_pc, x_result, div_result;
  logic        x_eq, x_lt, x_taken, x_mispredict, x_redir, div_idle, div_done;
  logic [31:1] x_target;

  alu #(.Bitmanip(Bitmanip)) u_alu (
    .unit_i(x_uop.alu), .funct3_i(x_uop.funct3), .alt_i(x_uop.alt), .a_i(x_a), .b_i(x_b), .link_i(x_seq_pc),
    .other_i(div_result), .result_o(x_result), .eq_o(x_eq), .lt_o(x_lt));

  branch u_branch (
    .clk_i, .rst_ni, .x_valid_i(x_valid), .x_ops_ok_i(x_ops_ok), .xm_adv_i(xm_adv), .kill_i(kill_x),
    .upd_kill_i(kill_all), .uop_i(x_uop), .pc_i(x_pc), .imm_i(x_imm), .addr_i(x_addr), .eq_i(x_eq),
    .lt_i(x_lt), .pred_i(x_pred), .seq_pc_o(x_seq_pc), .taken_o(x_taken), .mispredict_o(x_mispredict),
    .redir_o(x_redir), .target_o(x_target), .upd_o(upd));

  wire x_is_div = x_valid && x_uop.res == ResDiv;
  wire x_div_start = x_is_div && x_ops_ok && div_idle;
  if (FastMul) begin : gen_div
    div u_div (
      .clk_i, .rst_ni, .start_i(x_div_start), .op_i(x_uop.funct3[1:0]), .a_i(x_a), .b_i(x_b), .kill_i(kill_x), .ack_i(xm_adv),
      .idle_o(div_idle), .done_o(div_done), .result_o(div_result));
  end else begin : gen_muldiv
    muldiv u_muldiv (
      .clk_i, .rst_ni, .start_i(x_div_start), .op_i(x_uop.funct3), .a_i(x_a), .b_i(x_b), .kill_i(kill_x), .ack_i(xm_adv),
      .idle_o(div_idle), .done_o(div_done), .result_o(div_result));
  end

  wire x_mem = x_valid && x_uop.mem;
  lsu_req_t xm_req_q;
  logic     xm_valid_q, xm_taken_q, xm_mispredict_q;
  logic     xm_csr_q, xm_mret_q, xm_sret_q;    // these are in m: kept, since CSR reads are long
  logic [31:0] xm_pc_q;

  // X -> M. Payload is don't-care while !xm_valid_q.
  always_ff @(posedge clk_i) begin
    if (!rst_ni || kill_all) begin
      xm_valid_q  <= 1'b0;
      {xm_csr_q, xm_mret_q, xm_sret_q} <= '0;
      xm_reason_q <= rst_ni ? CpiTrap : CpiFetch;
    end else if (mw_adv) begin
      xm_valid_q  <= x_valid && xm_adv;
      xm_csr_q    <= x_valid && xm_adv && x_uop.sys == SysCsr;
      xm_mret_q   <= x_valid && xm_adv && x_uop.sys == SysRet && x_uop.alt[0];
      xm_sret_q   <= x_valid && xm_adv && x_uop.sys == SysRet && !x_uop.alt[0];
      xm_reason_q <= xm_adv ? x_reason : CpiMulDiv;
    end
    if (xm_load) begin
      xm_uop_q        <= x_uop;
      xm_pc_q         <= x_pc;
      xm_result_q     <= x_result;
      xm_taken_q      <= x_taken;
      xm_mispredict_q <= x_mispredict;
    end
    if (xm_load && (x_mem || x_uop.sys == SysFenceI))                   // sfence.vma's address travels there too
      xm_req_q <= '{kind: x_uop.mem_kind, size: x_uop.mem_size, uns: x_uop.mem_uns, amo: x_uop.amo,
                    rl: x_uop.rl, addr: x_addr, wdata: x_b};
  end

  // ---------------------------------------------------------------- m
  assign m_valid = xm_valid_q && !kill_all;
  wire   m_mem   = m_valid && xm_uop_q.mem;
  logic  lsu_ready, lsu_upd;

  logic [31:0] mul_result, count_result, csr_rdata, mmu_rdata, lsu_data;
  if (FastMul) begin : gen_mul
    mul u_mul (
      .clk_i, .x_load_i(xm_adv && x_valid && x_uop.res == ResMul), .x_op_i(x_uop.funct3[1:0]),
      .x_a_i(x_a), .x_b_i(x_b), .m_valid_i(m_valid && xm_uop_q.res == ResMul), .m_result_o(mul_result));
  end else begin : gen_no_mul
    assign mul_result = '0;
  end
  if (Bitmanip) begin : gen_bitcount
    bitcount u_bitcount (
      .valid_i(m_valid && xm_uop_q.res == ResCount), .op_i(xm_uop_q.count), .a_i(xm_result_q),
      .result_o(count_result));
  end else begin : gen_no_bitcount
    assign count_result = '0;
  end

  // x's result is zero for memory operations and products; that of counts and CSRs is their operand.
  wire m_pass = !(xm_uop_q.res inside {ResCount, ResCsr});
  wire [31:0] m_result = (m_pass ? xm_result_q : 32'd0) | mul_result | count_result | csr_rdata | mmu_rdata;

  // M -> W. The load/store unit's slow results come while w holds.
  logic        mw_valid_q, mw_taken_q, mw_mispredict_q, mw_begun_q;
  logic [31:0] mw_pc_q;
  logic        w_busy;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || kill_all) begin
      mw_valid_q  <= 1'b0;
      mw_reason_q <= rst_ni ? CpiTrap : CpiFetch;
    end else if (w_leave) begin
      mw_valid_q  <= m_valid && mw_adv;
      mw_reason_q <= mw_adv ? xm_reason_q : CpiReplay;
    end
    mw_begun_q <= rst_ni && w_busy && !w_leave;
    if (!rst_ni)               mw_result_q <= 32'd0;                  // zero goes to x0 in reset
    else if (mw_adv || lsu_upd) mw_result_q <= lsu_data;
    if (!rst_ni)               mw_uop_q.rd <= 5'd0;
    else if (mw_adv)           mw_uop_q    <= xm_uop_q;
    if (mw_adv) begin
      mw_pc_q         <= xm_pc_q;
      mw_taken_q      <= xm_taken_q;
      mw_mispredict_q <= xm_mispredict_q;
    end
  end

  // ---------------------------------------------------------------- w
  assign w_valid = mw_valid_q && !kill_all;
  logic [IssueWidth-1:0] w_retire;
  logic        w_trap, w_trap_irq, w_xret, w_fencei, w_refetch, w_csr_write, mem_go, mem_busy, sb_empty;
  logic [4:0]  w_cause, irq_cause;
  logic [31:0] w_tval, csr_new, mip;
  logic        irq, wake;
  logic [31:1] trap_pc;
  lsu_fault_t  mem_fault;
  cpi_e        mem_wait;
  logic        wait_mem, wait_fence, wait_wfi;
  wire fencei_done = mw_uop_q.alt[0] ? sb_empty : inval_done;
  for (genvar c = 0; c < 2; c++) begin : gen_advance
    logic leave, mw, xm;
    logic [2:0] reason;
    wire  unused = ^{leave, mw, reason};
    advance u_advance (
      .w_valid_i(w_valid), .w_mem_i(mw_uop_q.mem), .mem_done_i(mem_done), .mem_fault_i(mem_fault.valid),
      .w_fence_i(mw_uop_q.sys == SysFenceWait), .sb_empty_i(sb_empty), .w_fencei_i(mw_uop_q.sys == SysFenceI),
      .fencei_done_i(fencei_done), .w_wfi_i(mw_uop_q.sys == SysWfi), .wake_i(wake), .m_mem_i(m_mem),
      .lookup_i(lsu_ready), .x_div_i(x_is_div), .div_done_i(div_done), .wait_mem_o(reason[0]),
      .wait_fence_o(reason[1]), .wait_wfi_o(reason[2]), .w_leave_o(leave), .mw_adv_o(mw), .xm_adv_o(xm));
  end
  assign {wait_wfi, wait_fence, wait_mem} = gen_advance[0].reason;
  assign w_leave = gen_advance[0].leave;
  assign mw_adv  = gen_advance[0].mw;
  assign xm_adv  = gen_advance[0].xm;
  assign xm_load = gen_advance[1].xm;
  assign sleep   = wait_wfi;
  commit u_commit (
    .w_valid_i(w_valid), .leave_i(w_leave), .wait_mem_i(wait_mem), .wait_fence_i(wait_fence),
    .wait_wfi_i(wait_wfi), .kill_all_i(kill_all), .w_reason_i(mw_reason_q), .w_uop_i(mw_uop_q),
    .w_result_i(mw_result_q), .irq_i(irq), .irq_cause_i(irq_cause), .halt_req_i,
    .mem_go_o(mem_go), .mem_fault_i(mem_fault), .mem_busy_i(mem_busy),
    .begun_i(mw_begun_q), .mem_wait_i(mem_wait), .sb_empty_i(sb_empty),
    .inval_req_o(inval_req), .fencei_done_i(fencei_done),
    .retire_o(w_retire), .trap_o(w_trap), .trap_irq_o(w_trap_irq), .cause_o(w_cause), .tval_o(w_tval),
    .xret_o(w_xret), .fencei_o(w_fencei), .csr_write_o(w_csr_write), .busy_o(w_busy), .cpi_o);
  assign rf_wen = !rst_ni || (w_retire[0] && mw_uop_q.wen);

  // What instructions are fetched by: satp, PMP.
  wire w_csr_of_fetch = csr_uop.addr == csr_pkg::CsrSatp || csr_uop.addr[11:5] == csr_pkg::CsrPmpcfg0[11:5];
  wire w_csr_writes   = w_csr_write && csr_uop.op != CsrNone;
  assign w_refetch    = w_csr_writes && w_csr_of_fetch;

  logic        buserr;
  logic [31:0] buserr_addr;
  status_t     status;
  logic        ev_on_hpm;
  wire         ev_on = ev_on_i || ev_on_hpm;
  csr #(.HpmCounters(HpmCounters), .Smode(Smode)) u_csr (
    .clk_i, .rst_ni, .hart_id_i, .irq_soft_i, .irq_timer_i, .irq_ext_i, .irq_ext_s_i, .mtime_i,
    .buserr_i(buserr), .buserr_addr_i(buserr_addr),
    .ev_on_o(ev_on_hpm), .ev_i(ev_o), .cpi_i(cpi_o), .csr_i(csr_uop), .place_i(csr_place),
    .x_csr_i(x_valid && x_uop.sys == SysCsr), .m_read_i(xm_csr_q), .m_mret_i(xm_mret_q), .m_sret_i(xm_sret_q), .m_src_i(xm_result_q), .m_rdata_o(csr_rdata),
    .w_csr_i(mw_valid_q && mw_uop_q.sys == SysCsr), .w_write_i(w_csr_writes), .w_old_i(mw_result_q), .w_new_o(csr_new),
    .w_retire_i(w_retire[0]), .w_trap_i(w_trap), .w_trap_irq_i(w_trap_irq), .w_cause_i(w_cause),
    .w_pc_i(mw_pc_q[31:1]), .w_tval_i(w_tval), .w_mret_i(w_xret && mw_uop_q.alt[0]),
    .w_sret_i(w_xret && !mw_uop_q.alt[0]), .trap_pc_o(trap_pc), .rights_o(rights), .status_o(status),
    .irq_o(irq), .irq_cause_o(irq_cause), .wake_o(wake), .mip_o(mip));

  flush u_flush (
    .clk_i, .rst_ni, .w_trap_i(w_trap), .w_trap_pc_i(trap_pc), .w_xret_i(w_xret), .w_fencei_i(w_fencei), .w_refetch_i(w_refetch),
    .w_sends_i(w_valid && mw_uop_q.sys inside {SysRet, SysFenceI, SysCsr}),
    .w_result_i(mw_uop_q.sys == SysCsr ? mw_pc_q[31:1] + 31'd2 : mw_result_q[31:1]), .x_redir_i(x_redir), .x_taken_i(x_taken), .x_target_i(x_target),
    .x_seq_pc_i(x_seq_pc[31:1]), .x_branch_i(x_uop.branch), .xm_adv_i(xm_adv), .redir_o(redir),
    .redir_pc_o(redir_pc), .redir_reason_o(redir_reason), .kill_x_o(kill_x), .kill_all_o(kill_all));

  // ---------------------------------------------------------------- memory management
  wread_t  walk;
  logic    walk_valid, walk_err, walk_done, walk_lost, walking, walk_begun;
  logic [31:12] w_addr;
  if (Direct || Bare) begin : gen_bare       // every access goes where it says
    assign d_ctx = '{direct: 1'b1, space: SpaceM, default: '0};
    assign i_ctx = d_ctx;
    assign {d_taken, d_answer, d_fill, i_taken, i_answer, i_fill, tlb_flush, walk, walking, walk_begun} = '0;
`ifdef TH_CHECK
    assign mmu_chk = '0;
`endif
    wire unused = ^{d_ask, i_ask, d_waits, walk_valid, walk_err, walk_done, walk_lost, w_addr};
    if (Bare) begin : gen_open
      assign {mmu_rdata, guard_d_on, guard_d_done, guard_i_on, guard_i_done, guard_ok} = '0;
      wire unused_guard = ^{status, guard_d_ask, guard_d_store, guard_d_addr, guard_i_ask, guard_i_addr};
    end else begin : gen_guard
      guard #(.PmpEntries(PmpEntries)) u_guard (
        .clk_i, .rst_ni, .r_en_i(xm_csr_q), .r_addr_i(csr_uop.addr), .r_data_o(mmu_rdata),
        .w_en_i(w_csr_writes), .w_addr_i(csr_uop.addr), .w_data_i(csr_new), .status_i(status),
        .d_on_o(guard_d_on), .d_ask_i(guard_d_ask), .d_store_i(guard_d_store), .d_addr_i(guard_d_addr), .d_done_o(guard_d_done),
        .i_on_o(guard_i_on), .i_ask_i(guard_i_ask), .i_addr_i(guard_i_addr), .i_done_o(guard_i_done), .ok_o(guard_ok));
    end
  end else begin : gen_mmu
    assign {guard_d_on, guard_d_done, guard_i_on, guard_i_done, guard_ok} = '0;
    wire unused_guard = ^{guard_d_ask, guard_d_store, guard_d_addr, guard_i_ask, guard_i_addr};
    mmu #(.Tlb2Entries(Tlb2Entries), .PmpEntries(PmpEntries), .Smode(Smode)) u_mmu (
      .clk_i, .rst_ni, .ram_size_i,
      .r_en_i(xm_csr_q), .r_addr_i(csr_uop.addr), .r_data_o(mmu_rdata),
      .w_en_i(w_csr_writes), .w_addr_i(csr_uop.addr), .w_data_i(csr_new), .status_i(status),
      .sfence_i(w_fencei && mw_uop_q.alt[0]), .sfence_va_i(mw_uop_q.alt[1]), .sfence_at_i(w_addr),
      .d_ctx_o(d_ctx), .d_ask_i(d_ask), .d_waits_i(d_waits), .d_taken_o(d_taken), .d_answer_o(d_answer), .d_fill_o(d_fill),
      .i_ctx_o(i_ctx), .i_ask_i(i_ask), .i_taken_o(i_taken), .i_answer_o(i_answer), .i_fill_o(i_fill),
      .flush_o(tlb_flush), .read_o(walk), .read_valid_i(walk_valid), .read_err_i(walk_err), .read_data_i(lsu_data),
      .write_done_i(walk_done), .write_lost_i(walk_lost), .walking_o(walking), .walk_o(walk_begun)
`ifdef TH_CHECK
      , .chk_o(mmu_chk)
`endif
    );
  end

  // ---------------------------------------------------------------- load/store unit
  events_t lsu_ev;
  if (Direct) begin : gen_direct
    logic lock;
    lsu_direct u_lsu (
      .clk_i, .rst_ni, .ram_size_i, .ev_on_i(ev_on),
      .m_valid_i(m_mem), .m_req_i(xm_req_q), .mw_adv_i(mw_adv), .m_ready_o(lsu_ready), .m_other_i(m_result),
      .res_data_o(lsu_data), .w_upd_o(lsu_upd),
      .w_valid_i(mem_go), .w_done_o(mem_done), .w_fault_o(mem_fault), .w_busy_o(mem_busy), .wait_o(mem_wait),
      .guard_on_i(guard_d_on), .guard_ask_o(guard_d_ask), .guard_store_o(guard_d_store), .guard_addr_o(guard_d_addr),
      .guard_done_i(guard_d_done), .guard_ok_i(guard_ok),
      .sb_empty_o(sb_empty), .resv_clear_i(w_trap || w_xret), .buserr_o(buserr), .buserr_addr_o(buserr_addr),
      .req_id_i(base_id_i + req_id_t'(ReqFill0)), .req_o(dreq_o[0]), .gnt_i(dgnt_i[0]), .lock_o(lock), .beat_i, .snoop_i,
      .supply_o, .wb_err_i, .io_req_o, .io_rsp_i, .ev_o(lsu_ev), .mon_o
`ifdef TH_CHECK
      , .chk_o(lsu_chk), .pa_o(lsu_pa)
`endif
    );
    assign dreq_o[2:1] = '0;
    assign dhold_o     = {bus_hold_t'('0), bus_hold_t'('0), bus_hold_t'{valid: lock, addr: '0}};
    assign snoop_rsp_o = '0;
    assign w_addr      = '0;
    assign {d_ask, d_waits, walk_valid, walk_err, walk_done, walk_lost} = '0;
    wire unused = ^{d_ctx, d_taken, d_answer, d_fill, tlb_flush, walk, dgnt_i[2:1], ack_i, snoop_look_i, supply_ready_i, wb_err_addr_i};
  end else begin : gen_lsu
    assign {guard_d_ask, guard_d_store, guard_d_addr} = '0;
    wire unused_guard = ^{guard_d_on, guard_d_done};
    lsu #(
      .CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes), .SbDepth(SbDepth), .TlbEntries(Bare ? 0 : TlbEntries), .Prefetch(Prefetch)
    ) u_lsu (
      .clk_i, .rst_ni, .ram_size_i, .ev_on_i(ev_on),
      .x_valid_i(x_mem && x_uop.mem_kind != MemStore), .x_addr_i(x_addr), .xm_adv_i(xm_adv),
      .m_any_i(xm_valid_q), .m_valid_i(m_mem), .m_req_i(xm_req_q), .mw_adv_i(mw_adv), .m_ready_o(lsu_ready),
      .m_other_i(m_result), .res_data_o(lsu_data), .w_upd_o(lsu_upd),
      .ctx_i(d_ctx), .ask_o(d_ask), .waits_o(d_waits), .taken_i(d_taken), .answer_i(d_answer), .fill_i(d_fill), .tlb_flush_i(tlb_flush),
      .walk_i(walk), .walk_valid_o(walk_valid), .walk_err_o(walk_err), .walk_done_o(walk_done), .walk_lost_o(walk_lost),
      .w_valid_i(mem_go), .w_live_i(w_valid), .w_addr_o(w_addr), .w_done_o(mem_done), .w_fault_o(mem_fault), .w_busy_o(mem_busy),
      .sb_empty_o(sb_empty), .resv_clear_i(w_trap || w_xret), .buserr_o(buserr), .buserr_addr_o(buserr_addr),
      .dreq_o, .dgnt_i, .dhold_o, .ack_i, .beat_i, .snoop_look_i, .snoop_i, .snoop_rsp_o, .supply_o, .supply_ready_i,
      .fill0_id_i(base_id_i + req_id_t'(ReqFill0)), .wb_err_i, .wb_err_addr_i, .io_req_o, .io_rsp_i,
      .ev_o(lsu_ev), .wait_o(mem_wait), .mon_o
`ifdef TH_CHECK
      , .chk_o(lsu_chk), .pa_o(lsu_pa)
`endif
    );
  end

  // ---------------------------------------------------------------- events, counted where they are certain
  // Retirement always is; the rest means nothing unless --stats or a counter wants it, and costs a simulator 3 % of its work.
  wire w_atomic = mw_uop_q.mem_kind inside {MemLr, MemSc, MemAmo};
  always_comb begin
    ev_o = 'x;
    if (ev_on) begin
      ev_o = lsu_ev;
      ev_o[EvCycle]    = 1'b1;
      ev_o[EvLoad]     = w_retire[0] && mw_uop_q.mem && mw_uop_q.mem_kind == MemLoad;
      ev_o[EvStore]    = w_retire[0] && mw_uop_q.mem && mw_uop_q.mem_kind == MemStore;
      ev_o[EvAtomic]   = w_retire[0] && mw_uop_q.mem && w_atomic;
      ev_o[EvBranch]   = w_retire[0] && mw_uop_q.branch;
      ev_o[EvTaken]    = w_retire[0] && mw_uop_q.branch && mw_taken_q;
      ev_o[EvMispredict] = w_retire[0] && mw_mispredict_q;
      ev_o[EvJump]     = w_retire[0] && (mw_uop_q.jal || mw_uop_q.jalr);
      ev_o[EvReturn]   = w_retire[0] && mw_uop_q.kind inside {CfReturn, CfReturnCall};
      ev_o[EvIndirectMiss] = w_retire[0] && mw_mispredict_q && mw_uop_q.jalr;
      ev_o[EvTrap]     = w_trap && !w_trap_irq;
      ev_o[EvInterrupt] = w_trap_irq;
      ev_o[EvFence]    = w_retire[0] && mw_uop_q.sys inside {SysFence, SysFenceWait, SysFenceI};
      ev_o[EvMulDiv]   = w_retire[0] && mw_uop_q.res inside {ResMul, ResDiv};
      ev_o[EvDecodeRedirect] = decode_redirect;
      ev_o[EvIMiss]     = ev_imiss;
      ev_o[EvIPrefetch] = ev_iprefetch;
      ev_o[EvItlbMiss]  = i_taken;
      ev_o[EvDtlbMiss]  = d_taken;
      ev_o[EvWalk]      = walk_begun;
      ev_o[EvWalkCycle] = walking;
      ev_o[EvPageFault] = w_trap && !w_trap_irq && w_cause inside {5'd12, 5'd13, 5'd15};
    end
    ev_o[EvRetire] = w_retire[0];
  end

  // The second slot of the queue waits for a second issue.
  wire unused = ^{slot[1], slot_valid[1], mip, csr_new, mw_pc_q[0]};

  // What moves on is true: no operand of x waits for w when x leaves, unless w's trap is about to kill it;
  // and w's result is not touched twice.
  `TH_ASSERT(chk_x_operands, !(xm_adv && x_valid && !x_ops_ok && !w_trap))
  `TH_ASSERT(chk_upd_holds_w, !(lsu_upd && mw_adv && w_valid))
  `TH_ASSERT(chk_m_kind, {xm_csr_q, xm_mret_q, xm_sret_q} == {xm_valid_q && xm_uop_q.sys == SysCsr,
                          xm_valid_q && xm_uop_q.sys == SysRet && xm_uop_q.alt[0], xm_valid_q && xm_uop_q.sys == SysRet && !xm_uop_q.alt[0]})
  `TH_ASSERT(chk_one_csr, !((x_valid && x_uop.sys == SysCsr) && (m_valid || w_valid)))

`ifdef TH_CHECK
  // ---------------------------------------------------------------- trace
  logic [31:0] x_div_a_q, x_div_b_q;           // x's operands do not outlast a division
  wire div_trace = x_is_div && !div_idle;
  always_ff @(posedge clk_i) begin
    if (div_idle) begin
      x_div_a_q <= x_a; x_div_b_q <= x_b;
    end
    if (xm_adv) begin
      xm_trace_q          <= x_trace;
      xm_trace_q.next_pc  <= x_taken ? {x_uop.jalr ? x_addr[31:1] : 31'((x_pc + x_imm) >> 1), 1'b0} : x_seq_pc;
      xm_trace_q.rs1_data <= x_trace.rs1 == 5'd0 ? 32'd0 : div_trace ? x_div_a_q : x_a;
      xm_trace_q.rs2_data <= x_trace.rs2 == 5'd0 ? 32'd0 : div_trace ? x_div_b_q : x_b;
      xm_trace_q.mem_addr <= x_addr;
    end
    if (mw_adv) mw_trace_q <= xm_trace_q;
  end
  rvfi u_rvfi (
    .clk_i, .rst_ni, .retire_i(w_retire[0]), .trap_i(w_trap), .trap_irq_i(w_trap_irq), .cause_i(w_cause),
    .tval_i(w_tval), .trap_pc_i(trap_pc), .xret_i(w_xret), .xepc_i(mw_result_q[31:1]), .pc_i(mw_pc_q), .uop_i(mw_uop_q),
    .trace_i(mw_trace_q), .result_i(mw_result_q), .csr_i(csr_uop), .csr_new_i(csr_new), .mip_i(mip), .mode_i(rights.mode),
    .mem_pa_i(lsu_pa), .rvfi_o(rvfi_o[0]));

  always_comb begin
    for (int i = 0; i < CkWords; i++) chk_o[i] = fe_chk[i] | lsu_chk[i] | mmu_chk[i];
    chk_o[CkStages] = {12'd0, cpi_o, 4'd0, !w_leave, !mw_adv, !xm_adv, d_valid && !pop,
                       4'd0, w_valid, m_valid, x_valid, d_valid};
    chk_o[CkUidD] = slot[0].uid;
    chk_o[CkUidX] = x_trace.uid;
    chk_o[CkUidM] = xm_trace_q.uid;
    chk_o[CkUidW] = mw_trace_q.uid;
  end
`endif
endmodule
`default_nettype wire

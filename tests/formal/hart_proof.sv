// hart_proof.sv - a hart's pipeline, from decode to retirement, against the instruction set, by what it says of itself (rvfi.sv).
// Fetch and memory are free (folder stub): any instructions, predictions, data, delays, faults, interrupts. It begins with an
// empty pipeline in any state of the registers that csr_proof allows, and runs for as many cycles as proofs.py says.
// Check picks what is asserted, so that a solver has little to carry.
`default_nettype none
module hart_proof
  import bus_pkg::*, core_pkg::*, uop_pkg::*, csr_pkg::*, chk_pkg::*, isa_pkg::*, exec_pkg::*, free_pkg::*, decoded_pkg::*;
#(
  parameter int Check = 0                  // 1 instructions, 2 registers, 3 pc and order, 4 liveness, 5 CSR writes, 6 traps, 7 csr_events
) (
  input logic        clk_i,
  input free_t       free_i,
  input logic [31:0] hart_id_i,
  input logic [3:0]  line_i,               // soft, timer, ext, ext_s
  input logic [63:0] mtime_i,
  // The instructions that are looked at: those whose bits under case_mask_i are case_match_i's. Set by the runner.
  input logic [31:0] case_mask_i,
  input logic [31:0] case_match_i
);
  wire rst_ni = 1'b1;
  rvfi_t [0:0] rvfi;
  cpi_e        cpi;
  events_t     ev;
  mon_t        mon;
  chk_t        chk;
  bus_req_t    fetch_req;
  bus_hold_t   fetch_hold;
  bus_req_t  [2:0] dreq;
  bus_hold_t [2:0] dhold;
  snoop_rsp_t  snoop_rsp;
  supply_t     supply;
  io_req_t     io_req;
  hart #(.PmpEntries(0), .HpmCounters(0), .Tlb2Entries(128)) u_hart (             // what is not proved here, small
    .clk_i, .rst_ni, .hart_id_i, .ram_size_i(32'h0100_0000), .ev_on_i(1'b0), .base_id_i('0),
    .irq_soft_i(line_i[0]), .irq_timer_i(line_i[1]), .irq_ext_i(line_i[2]), .irq_ext_s_i(line_i[3]), .mtime_i, .halt_req_i(1'b0),
    .fetch_req_o(fetch_req), .fetch_gnt_i(1'b0), .fetch_hold_o(fetch_hold), .dreq_o(dreq), .dgnt_i('0), .dhold_o(dhold),
    .ack_i('0), .beat_i('0), .snoop_look_i('0), .snoop_i('0), .snoop_rsp_o(snoop_rsp), .supply_o(supply), .supply_ready_i(1'b0),
    .wb_err_i(1'b0), .wb_err_addr_i('0), .io_req_o(io_req), .io_rsp_i('0), .cpi_o(cpi), .ev_o(ev), .mon_o(mon), .rvfi_o(rvfi), .chk_o(chk));
  wire unused = ^{cpi, ev, mon, chk, fetch_req, fetch_hold, dreq, dhold, snoop_rsp, supply, io_req};

  // ---------------------------------------------------------------- the beginning
  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  logic copies;
  always_comb begin
    copies = u_hart.u_issue.u_regfile.u_copy1.mem[0] == '0;
    for (int r = 0; r < 32; r++) copies &= u_hart.u_issue.u_regfile.u_copy1.mem[r] == u_hart.u_issue.u_regfile.u_copy2.mem[r];
    if (first) begin
      assume (copies);
      assume (!u_hart.xm_valid_q && !u_hart.xm_csr_q && !u_hart.xm_mret_q && !u_hart.xm_sret_q && !u_hart.mw_valid_q && !u_hart.mw_begun_q && !u_hart.u_issue.dx_valid_q && !u_hart.u_flush.all_q &&
              !u_hart.u_flush.x_q && !u_hart.u_branch.resolved_q && !u_hart.u_branch.upd_q.valid && !u_hart.gen_frontend.u_frontend.valid_q &&
              u_hart.gen_lsu.u_lsu.state_q == '0 && !u_hart.gen_lsu.u_lsu.begun_q && !u_hart.gen_div.u_div.busy_q && !u_hart.gen_div.u_div.done_q);
      assume (!u_hart.u_csr.clear_q && u_hart.u_csr.trap_q == '0 && u_hart.u_csr.pc2_q == '0 && u_hart.u_csr.tval3_q == '0 &&
              u_hart.u_csr.cause4_q == '0 && !u_hart.u_csr.beaddr_wait_q && u_hart.u_csr.u_pending.pend_q == '0 &&
              u_hart.u_csr.u_pending.overflow_o == '0);
      assume (u_hart.u_csr.mode_q != 2'd2 && u_hart.u_csr.mpp_q != 2'd2 && (u_hart.u_csr.medeleg_q & ~ExcMaskS) == '0 &&
              (u_hart.u_csr.mideleg & ~IrqMaskS) == '0 && !u_hart.u_csr.u_interrupts.take_q);
      assume (u_hart.gen_mmu.u_mmu.u_walker.state_q == '0 && !u_hart.u_rvfi.intr_q);
    end
    if (free_i.fault == 2'd3) assume (1'b0);
  end

  // ---------------------------------------------------------------- what retires
  wire rvfi_t  r        = rvfi[0];
  wire         valid    = r[RvFlags][0], trap = r[RvFlags][1], irq = r[RvFlags][9], rvc = r[RvFlags][8];
  wire [1:0]   mode     = r[RvFlags][5:4];
  wire [31:0]  word     = r[RvInsn], pc = r[RvPc], next_pc = r[RvNextPc];
  wire [4:0]   rs1 = r[RvRegs][4:0], rs2 = r[RvRegs][12:8], rd = r[RvRegs][20:16];
  wire [31:0]  insn     = rvc ? expansion(word[15:0]) : word;
  wire [3:0]   read_mask = r[RvMemMask][3:0], write_mask = r[RvMemMask][11:8];

  // Of each stage: what stands there is what decode says of its word, and what it has computed is what the manual says. So
  // it is at retirement. For any number of cycles. Fences, A, CSR instructions and the privileged ones are not here.
  if (Check == 1) begin : gen_insn
    // What a flush drops in this cycle does not count.
    wire stage_t x = '{valid: u_hart.x_valid, uop: u_hart.u_issue.dx_uop_q, trace: u_hart.u_issue.dx_trace_q};
    wire stage_t m = '{valid: u_hart.m_valid, uop: u_hart.xm_uop_q, trace: u_hart.xm_trace_q};
    wire stage_t w = '{valid: u_hart.w_valid, uop: u_hart.mw_uop_q, trace: u_hart.mw_trace_q};
    stage_word_t xr, mr, wr;
    decoded u_x (.word_i(x.trace.insn), .o(xr));
    decoded u_m (.word_i(m.trace.insn), .o(mr));
    decoded u_w (.word_i(w.trace.insn), .o(wr));
    function automatic logic looked_at(stage_t s, stage_word_t d);
      return s.valid && s.uop.sys != SysExc && (s.trace.insn & case_mask_i) == case_match_i &&
             d.insn[6:0] inside {7'h37, 7'h17, 7'h6f, 7'h67, 7'h63, 7'h03, 7'h23, 7'h13, 7'h33};
    endfunction
    function automatic logic same(uop_t a, uop_t b);     // cause counts for exceptions alone
      a.cause = '0; b.cause = '0;
      return a == b;
    endfunction
    function automatic effect_t done(stage_t s, stage_word_t d, logic [31:0] pc, read);
      return effect(d.insn, pc, d.rvc ? 32'd2 : 32'd4, s.trace.rs1_data, s.trace.rs2_data, read);
    endfunction
    wire x_look = looked_at(x, xr), m_look = looked_at(m, mr), w_look = looked_at(w, wr);
    wire effect_t me = done(m, mr, u_hart.xm_pc_q, '0);
    wire effect_t we = done(w, wr, u_hart.mw_pc_q, u_hart.mw_result_q);

    always_comb if (!first) begin
      i_zero:   assert (u_hart.u_issue.u_regfile.u_copy1.mem[0] == '0 && u_hart.u_issue.u_regfile.u_copy2.mem[0] == '0);
      i_wen:    assert ((!x.valid || !x.uop.wen || x.uop.rd != '0) && (!m.valid || !m.uop.wen || m.uop.rd != '0) &&
                        (!w.valid || !w.uop.wen || w.uop.rd != '0));
      i_even:   assert ((!x.valid || !u_hart.u_issue.dx_pc_q[0]) && (!m.valid || !u_hart.xm_pc_q[0]) && (!w.valid || !u_hart.mw_pc_q[0]));
      i_div:    assert (!u_hart.gen_div.u_div.busy_q || (u_hart.u_issue.dx_valid_q && x.uop.res == ResDiv));
      i_done:   assert (!u_hart.gen_div.u_div.done_q || u_hart.gen_div.u_div.busy_q);
      i_div_is: assert (!u_hart.gen_div.u_div.busy_q || u_hart.gen_div.u_div.result_q == instead({1'b1, x.uop.funct3[1:0]}, u_hart.x_div_a_q, u_hart.x_div_b_q));
      i_div_x0: assert (!u_hart.gen_div.u_div.busy_q || ((!x_look || x.trace.rs1 != '0 || u_hart.x_div_a_q == '0) &&
                                                 (!x_look || x.trace.rs2 != '0 || u_hart.x_div_b_q == '0)));
      if (x_look) begin
        x_uop:  assert (same(x.uop, xr.uop) && u_hart.u_issue.dx_imm_q == xr.imm);
        x_regs: assert (x.trace.rs1 == (xr.use_rs1 ? xr.insn[19:15] : 5'd0) && x.trace.rs2 == (xr.use_rs2 ? xr.insn[24:20] : 5'd0));
        x_a:    assert ($onehot0(u_hart.u_issue.dx_a_sel_q) && u_hart.u_issue.dx_a_sel_q.alt == (xr.a_src == SrcAlt) &&
                        (u_hart.u_issue.dx_a_sel_q == '0 || u_hart.u_issue.dx_a_q == '0) &&
                        (!(xr.a_src == SrcZero || (xr.use_rs1 && x.trace.rs1 == '0)) || {u_hart.u_issue.dx_a_sel_q, u_hart.u_issue.dx_a_q} == '0));
        x_b:    assert ($onehot0(u_hart.u_issue.dx_b_sel_q) && u_hart.u_issue.dx_b_sel_q.alt == (xr.b_src == SrcAlt) &&
                        (u_hart.u_issue.dx_b_sel_q == '0 || u_hart.u_issue.dx_b_q == '0) &&
                        (!(xr.b_src == SrcZero || (xr.use_rs2 && x.trace.rs2 == '0)) || {u_hart.u_issue.dx_b_sel_q, u_hart.u_issue.dx_b_q} == '0));
      end
      if (m_look) begin
        m_uop:  assert (same(m.uop, mr.uop));
        m_regs: assert (m.trace.rs1 == (mr.use_rs1 ? mr.insn[19:15] : 5'd0) && m.trace.rs2 == (mr.use_rs2 ? mr.insn[24:20] : 5'd0));
        m_now:  assert (!(m.uop.res inside {ResAlu, ResDiv}) || !me.wen || u_hart.xm_result_q == me.value);
        m_count: assert (m.uop.res != ResCount || u_hart.xm_result_q == m.trace.rs1_data);
        m_mul:  assert (m.uop.res != ResMul || (u_hart.xm_result_q == '0 && u_hart.gen_mul.u_mul.result_q == me.value));
        m_mem:  assert (!m.uop.mem || (u_hart.xm_result_q == '0 && m.trace.mem_addr == me.addr && u_hart.xm_req_q.addr == me.addr &&
                        u_hart.xm_req_q.kind == m.uop.mem_kind && u_hart.xm_req_q.size == m.uop.mem_size && u_hart.xm_req_q.uns == m.uop.mem_uns));
        m_store: assert (!me.store || u_hart.xm_req_q.wdata == m.trace.rs2_data);
        m_next: assert (m.trace.next_pc == me.next_pc);
      end
      if (w_look) begin
        w_uop:  assert (same(w.uop, wr.uop));
        w_regs: assert (w.trace.rs1 == (wr.use_rs1 ? wr.insn[19:15] : 5'd0) && w.trace.rs2 == (wr.use_rs2 ? wr.insn[24:20] : 5'd0));
        w_now:  assert (w.uop.mem || !we.wen || u_hart.mw_result_q == we.value);
        w_next: assert (w.trace.next_pc == we.next_pc);
        w_mem:  assert (!w.uop.mem || (w.trace.mem_addr == we.addr && u_hart.gen_lsu.u_lsu.w_q.addr == we.addr &&
                        u_hart.gen_lsu.u_lsu.w_q.kind == w.uop.mem_kind && u_hart.gen_lsu.u_lsu.w_q.size == w.uop.mem_size &&
                        u_hart.gen_lsu.u_lsu.w_q.uns == w.uop.mem_uns && u_hart.gen_lsu.u_lsu.state_q != '0));
        w_load: assert (!we.load || u_hart.gen_lsu.u_lsu.state_q != 2'd2 || u_hart.mw_result_q == we.value);
        w_store: assert (!we.store || (u_hart.gen_lsu.u_lsu.w_q.wdata == w.trace.rs2_data && u_hart.gen_lsu.u_lsu.state_q != 2'd2));
      end
    end

    // At retirement, in the words of RVFI
    wire effect_t e = effect(insn, pc, rvc ? 32'd2 : 32'd4, r[RvRs1], r[RvRs2], r[RvMemRead]);
    wire ours    = insn[6:0] inside {7'h37, 7'h17, 7'h6f, 7'h67, 7'h63, 7'h03, 7'h23, 7'h13, 7'h33};
    wire has_rs1 = !(insn[6:0] inside {7'h37, 7'h17, 7'h6f});
    wire has_rs2 = insn[6:0] inside {7'h63, 7'h23, 7'h33};
    always_comb if (!first && valid && !trap && ours && (word & case_mask_i) == case_match_i) begin
      a_size:  assert (rvc == (word[1:0] != 2'b11));
      a_rs1:   assert (rs1 == (has_rs1 ? insn[19:15] : 5'd0));
      a_rs2:   assert (rs2 == (has_rs2 ? insn[24:20] : 5'd0));
      a_rd:    assert (rd == (e.wen ? insn[11:7] : 5'd0));
      a_value: assert (rd == 5'd0 || r[RvRd] == e.value);
      a_pc:    assert (next_pc == e.next_pc);
      a_mask:  assert (read_mask == (e.load ? e.mask : 4'd0) && write_mask == (e.store ? e.mask : 4'd0));
      a_addr:  assert (!(e.load || e.store) || r[RvMemAddr] == e.addr);
      a_data:  assert (!e.store || r[RvMemWrite] == e.wdata);
      a_csr:   assert (r[RvCsr][17:16] == 2'b00);
    end
  end

  // A register reads what was written to it last, or held at the beginning: so nothing is read before it is written (causality).
  if (Check == 2) begin : gen_register
    logic [4:0]  k;
    logic [31:0] held_q;
    always_ff @(posedge clk_i) begin
      k <= k;
      if (first) held_q <= u_hart.u_issue.u_regfile.u_copy1.mem[k];
      else if (valid && !trap && rd == k && k != 5'd0) held_q <= r[RvRd];
    end
    always_comb if (!first && valid && !trap) begin
      a_rs1: assert (rs1 != k || r[RvRs1] == held_q);
      a_rs2: assert (rs2 != k || r[RvRs2] == held_q);
      a_x0:  assert ((rs1 != 5'd0 || r[RvRs1] == '0) && (rs2 != 5'd0 || r[RvRs2] == '0) && (rd != 5'd0 || r[RvRd] == '0));
    end
    always_comb if (!first) a_file: assert (copies);
  end

  // Each instruction is where the one before it goes, and follows it in order; a trap goes to its handler, which is a record
  // of its own where an interrupt comes instead of an instruction.
  if (Check == 3) begin : gen_pc
    logic        known_q = 1'b0, intr_q;
    logic [31:0] next_q;
    logic [63:0] order_q;
    always_ff @(posedge clk_i)
      if (valid || irq) begin
        known_q <= 1'b1; next_q <= next_pc; intr_q <= irq || trap;
        if (valid) order_q <= {r[RvOrderHi], r[RvOrderLo]} + 64'd1;
        else if (!known_q) order_q <= u_hart.u_rvfi.order_q;
      end
    always_comb begin
      if ((valid || irq) && known_q) a_pc: assert (pc == next_q);
      if (valid && known_q) begin
        a_order: assert ({r[RvOrderHi], r[RvOrderLo]} == order_q);
        a_intr:  assert (r[RvFlags][3] == intr_q);
      end
      if (valid || irq) a_even: assert (!pc[0] && !next_pc[0]);
    end
    // Where all that is younger is dropped, fetch goes on at the address in the record of the cycle before.
    logic all_q, sent_q;
    always_ff @(posedge clk_i) begin all_q <= valid || irq; sent_q <= irq || (valid && trap); end
    always_comb if (!first) begin
      a_sent:  assert (!u_hart.kill_all || (all_q && u_hart.redir && {u_hart.redir_pc, 1'b0} == next_q));
      a_drops: assert (!sent_q || !known_q || u_hart.kill_all);
    end
    // The first is what fetch gave first.
    logic [31:1] begin_q;
    always_ff @(posedge clk_i) if (first) begin_q <= u_hart.gen_frontend.u_frontend.next_q;
    always_comb if ((valid || irq) && !known_q) a_begin: assert (pc == {begin_q, 1'b0});
  end

  // Something happens within 40 cycles where memory answers at once: here within 6, of which those are not counted in which
  // a division is under way; div_proof counts these, 34 at most. wfi may wait.
  if (Check == 4) begin : gen_live
    logic [4:0] since_q = '0;
    wire wfi = u_hart.wait_wfi;
    wire dividing = u_hart.gen_div.u_div.busy_q && !u_hart.gen_div.u_div.done_q;
    always_ff @(posedge clk_i)
      if (valid || irq || wfi) since_q <= '0;
      else if (!dividing)      since_q <= since_q + 5'd1;
    always_comb begin
      assume (free_i.go && free_i.m_ready && free_i.finish && free_i.upd && free_i.sb_empty && free_i.inval_done);
      a_live: assert (since_q <= 5'd6);
    end
  end

  // A CSR that nothing else changes gives what was written to it last. One of them, any.
  if (Check == 5) begin : gen_csr
    logic [2:0]  which;
    logic        known_q = 1'b0;
    logic [31:0] held_q, mask, given;
    logic [11:0] number;
    always_comb begin
      mask = '1;
      unique case (which)
        3'd0:    number = 12'h340;                                       // mscratch
        3'd1:    number = 12'h140;                                       // sscratch
        3'd2:    begin number = 12'h305; mask = 32'hffff_fffd; end       // mtvec
        3'd3:    begin number = 12'h105; mask = 32'hffff_fffd; end       // stvec
        3'd4:    begin number = 12'h302; mask = 32'h0000_b3ae; end       // medeleg
        3'd5:    begin number = 12'h106; mask = 32'h0000_0007; end       // scounteren
        3'd6:    number = 12'h180;                                       // satp
        default: begin number = 12'h304; mask = 32'h0001_2aaa; end       // mie
      endcase
      given = insn[14] ? {27'd0, insn[19:15]} : r[RvRs1];
    end
    wire csr   = valid && !trap && is_csr_insn(insn);
    wire ours  = csr && insn[31:20] == number;
    wire alias_write = csr && number == 12'h304 && insn[31:20] == 12'h104;      // sie shows mie's
    wire reads = insn[13:12] != 2'd1 || insn[11:7] != 5'd0, writes = csr_insn_writes(insn);
    wire [31:0] after = insn[13:12] == 2'd1 ? given : insn[13:12] == 2'd2 ? r[RvCsrRead] | given : r[RvCsrRead] & ~given;
    always_ff @(posedge clk_i) begin
      which <= which;
      if (alias_write) known_q <= 1'b0;
      else if (ours && (reads || writes)) begin
        known_q <= 1'b1;
        held_q  <= writes ? after & mask : r[RvCsrRead];
      end
    end
    always_comb begin
      if (csr) begin
        a_access: assert (r[RvCsr][11:0] == insn[31:20] && r[RvCsr][17:16] == {writes, reads});
        a_right:  assert (is_csr(insn[31:20]) && mode >= insn[29:28] && !(writes && insn[31:30] == 2'd3));
        a_rd:     assert (rd == insn[11:7] && (rd == 5'd0 || r[RvRd] == r[RvCsrRead]));
        a_rs1:    assert (rs1 == (insn[14] ? 5'd0 : insn[19:15]));
        a_write:  assert (!writes || r[RvCsrWrite] == after);
        a_pc:     assert (next_pc == pc + 32'd4);
      end
      if (ours && reads && known_q) a_held: assert (r[RvCsrRead] == held_q);
    end
  end

  // What traps, and why. Fetch faults, memory's and CSR rights are others' word; everything else is in the instruction.
  if (Check == 6) begin : gen_trap
    wire legal   = rvc ? is_legal16(word[15:0]) && is_plain32(insn) : is_plain32(insn);
    wire special = !rvc && word[6:0] == 7'h73 && (word[14:12] != 3'd0 || word[31:20] inside {12'h302, 12'h102, 12'h105} || word[31:25] == 7'h09);
    wire env     = insn inside {32'h0000_0073, 32'h0010_0073};
    wire [31:0] cause = r[RvCause], tval = r[RvTval];
    always_comb if (valid) begin
      a_bare:    assert (!trap || (rd == 5'd0 && read_mask == '0 && write_mask == '0 && r[RvCsr] == '0));
      a_cause:   assert (!trap || cause inside {32'd1, 32'd2, 32'd3, 32'd5, 32'd7, 32'd8, 32'd9, 32'd11, 32'd12, 32'd13, 32'd15});
      a_illegal: assert (!trap || cause != 32'd2 || !legal);
      a_retires: assert (trap || ((legal || special) && !env));
      a_env:     assert (!trap || !(cause inside {32'd3, 32'd8, 32'd9, 32'd11}) || (env && legal && cause == (insn[20] ? 32'd3 : {30'd2, mode})));
      a_memory:  assert (!trap || !(cause inside {32'd5, 32'd7, 32'd13, 32'd15}) || insn[6:0] inside {7'h03, 7'h23, 7'h2f});
      a_tval:    assert (!trap || cause != 32'd2 || tval == word);
      a_break:   assert (!trap || cause != 32'd3 || tval == pc);
      a_call:    assert (!trap || !(cause inside {32'd8, 32'd9, 32'd11}) || tval == '0);
      a_fetch:   assert (!trap || !(cause inside {32'd1, 32'd12}) || (tval == pc || tval == pc + 32'd2));
    end
  end

  // What csr_proof and csr_privilege_proof assume of the pipeline.
  if (Check == 7) begin : gen_events
    wire csr_uop_t csr_in = u_hart.u_csr.csr_i;
    wire x_csr = u_hart.u_csr.x_csr_i, m_read = u_hart.u_csr.m_read_i, m_mret = u_hart.u_csr.m_mret_i, m_sret = u_hart.u_csr.m_sret_i;
    wire w_csr = u_hart.u_csr.w_csr_i, w_write = u_hart.u_csr.w_write_i, w_retire = u_hart.u_csr.w_retire_i, w_trap = u_hart.u_csr.w_trap_i;
    wire w_trap_irq = u_hart.u_csr.w_trap_irq_i, w_mret = u_hart.u_csr.w_mret_i, w_sret = u_hart.u_csr.w_sret_i, irq = u_hart.u_csr.irq_o;
    wire [4:0] w_cause = u_hart.u_csr.w_cause_i, irq_cause = u_hart.u_csr.irq_cause_o;
    `include "csr_events.svh"
    logic second = 1'b0;                   // its registers have been loaded once
    always_ff @(posedge clk_i) second <= 1'b1;
    always_comb if (second) begin
      a_stages: assert (ev_stages);
      a_alone:  assert (ev_alone);
      a_stays:  assert (ev_stays);
      a_ret:    assert (ev_ret);
      a_one:    assert (ev_one);
      a_apart:  assert (ev_apart);
      a_irq:    assert (ev_irq);
      a_pc:     assert (ev_pc);
      a_legal:  assert (!w_write || (is_csr(csr_in.addr) && csr_in.addr[9:8] <= u_hart.u_csr.mode_q && csr_in.addr[11:10] != 2'd3));
      a_mode:   assert ((!w_mret || u_hart.u_csr.mode_q == 2'd3) && (!w_sret || u_hart.u_csr.mode_q != 2'd0));
      a_ready:  assert (!(u_hart.u_csr.trap_q[4:2] != '0 && (m_read || m_mret || m_sret || w_csr || w_trap)));
    end
  end
endmodule
`default_nettype wire

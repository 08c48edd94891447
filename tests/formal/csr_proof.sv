// csr_proof.sv - the CSRs of csr.sv under any instructions, traps, returns and interrupts, from reset on, for ever: each reads
// what the privileged specification 1.12 (3.1, 4.1) says, WARL fields have legal values alone, traps and returns do to mstatus
// and the mode what 3.1.6.1 says, and an interrupt is taken where 3.1.9 allows it.
// mhpmevent(h), scountovf and LCOFIP as Sscofpmf 1.0 says; four mhpmcounters (docs/ref/csr.md).
// Not here: counters (their values, what they count and when they overflow, and so OF, which an overflow sets: LCOFIP is set
// where hpm.sv says so), time, satp and PMP's registers (mmu, pmp_csr_proof).
`default_nettype none
module csr_proof
  import core_pkg::*, uop_pkg::*, csr_pkg::*, isa_pkg::is_csr;
(
  input logic        clk_i,
  input logic        rst_ni,
  input logic [31:0] hart_id_i,
  input logic        line_soft, line_timer, line_ext, line_ext_s,
  input logic [63:0] mtime,
  input logic        buserr,
  input logic [31:0] buserr_addr,
  input csr_uop_t    csr_in,
  input logic        x_csr, m_read, m_mret, m_sret, w_csr, w_write, w_retire, w_trap, w_trap_irq, w_mret, w_sret,
  input logic [31:0] m_src,
  input logic [4:0]  w_cause,
  input logic [31:1] w_pc,
  input logic [31:0] w_tval,
  input events_t     ev,
  input cpi_e        cpi
);
  logic [31:0] rdata, w_old_q, w_new, mip_seen;
  logic [31:1] trap_pc;
  rights_t     rights;
  mmu_pkg::status_t status;
  logic        irq, wake, ev_on;
  logic [4:0]  irq_cause;
  csr #(.HpmCounters(4)) u_csr (
    .clk_i, .rst_ni, .hart_id_i, .irq_soft_i(line_soft), .irq_timer_i(line_timer), .irq_ext_i(line_ext), .irq_ext_s_i(line_ext_s), .mtime_i(mtime),
    .buserr_i(buserr), .buserr_addr_i(buserr_addr), .ev_on_o(ev_on), .ev_i(ev), .cpi_i(cpi), .csr_i(csr_in), .place_i(place(csr_in.addr, 4)), .x_csr_i(x_csr), .m_read_i(m_read), .m_mret_i(m_mret),
    .m_sret_i(m_sret), .m_src_i(m_src), .m_rdata_o(rdata), .w_csr_i(w_csr), .w_write_i(w_write), .w_old_i(w_old_q), .w_new_o(w_new),
    .w_retire_i(w_retire), .w_trap_i(w_trap), .w_trap_irq_i(w_trap_irq), .w_cause_i(w_cause), .w_pc_i(w_pc), .w_tval_i(w_tval),
    .w_mret_i(w_mret), .w_sret_i(w_sret), .trap_pc_o(trap_pc), .rights_o(rights), .status_o(status), .irq_o(irq),
    .irq_cause_o(irq_cause), .wake_o(wake), .mip_o(mip_seen));
  always_ff @(posedge clk_i) if (m_read) w_old_q <= rdata;

  `include "csr_events.svh"
  logic [1:0] begin_q = '0;                // reset lasts three cycles, from any state
  always_ff @(posedge clk_i) begin_q <= begin_q == 2'd3 ? 2'd3 : begin_q + 2'd1;
  wire began = begin_q == 2'd3;
  always_comb begin
    assume (rst_ni == began);
    assume (rst_ni || !(x_csr || m_read || m_mret || m_sret || w_csr || w_write || w_retire || w_trap || w_mret || w_sret));
    assume (events_ok);
    assume (is_csr(csr_in.addr) && (csr_in.op == CsrNone || csr_in.addr[11:10] != 2'd3));      // decode
    // chk_ram_ready, asserted in hart_proof.
    assume (!((u_csr.clear_q || u_csr.trap_q[4:2] != '0) && (m_read || m_mret || m_sret || w_csr || w_trap)));
  end

  // ---------------------------------------------------------------- the registers as the specification has them
  typedef struct packed { logic tsr, tw, tvm, mxr, sum, mprv; logic [1:0] mpp; logic spp, mpie, spie, mie, sie; } mstatus_t;
  mstatus_t    st_q, st_d, st_w;
  logic [1:0]  mode_q, mode_d;
  logic [31:0] mtvec_q, stvec_q, medeleg_q, mideleg_q, mie_q, mscratch_q, sscratch_q, mepc_q, sepc_q, mcause_q, scause_q, mtval_q,
               stval_q;
  logic [31:0] mcounteren_q, scounteren_q, inhibit_q;
  logic [6:3][6:0] event_q;                // mhpmevent3 to 6
  logic [6:3][2:0] inh_q;                  // mhpmevent3h to 6h: MINH SINH UINH
  logic        mfiom_q, sfiom_q, stce_q, adue_q, ssip_q, stip_q, seip_q, coi_q, bei_q;
  logic [31:0] src_q;
  always_ff @(posedge clk_i) if (m_read) src_q <= m_src;
  function automatic logic [31:0] status_word(mstatus_t s);        // figure 3.7
    return {9'd0, s.tsr, s.tw, s.tvm, s.mxr, s.sum, s.mprv, 4'd0, s.mpp, 2'd0, s.spp, s.mpie, 1'b0, s.spie, 1'b0, s.mie, 1'b0, s.sie, 1'b0};
  endfunction
  function automatic logic [31:0] after(logic [31:0] old);         // chapter 9: csrrw, csrrs, csrrc
    return csr_in.op == CsrWrite ? src_q : csr_in.op == CsrSet ? old | src_q : csr_in.op == CsrClear ? old & ~src_q : old;
  endfunction
  // Bits 3, 7, 11 are lines; S may see and write what is delegated (4.1.3).
  wire [31:0] soft_bits = {15'd0, bei_q, 2'd0, coi_q, 3'd0, seip_q, 3'd0, stip_q, 3'd0, ssip_q, 1'b0};

  wire [31:0] envcfgh = {stce_q, 1'b0, adue_q, 29'd0};
  wire [2:0]  n3      = csr_in.addr[2:0];                            // of mhpmevent3(h) to 6(h)
  function automatic logic [6:0] event_number(logic [31:0] v);     // WARL (docs/ref/csr.md)
    return {v[6], v[6] ? 2'b00 : v[5:4], v[3:0]};
  endfunction
  wire  to_s = mode_q != 2'd3 && (w_trap_irq ? mideleg_q[w_cause] : medeleg_q[w_cause]);        // 3.1.8
  logic [31:0] v;
  always_comb begin
    st_d = st_q; mode_d = mode_q; st_w = st_q; v = '0;
    if (w_write && csr_in.addr inside {12'h300, 12'h100}) begin
      v    = after(status_word(st_q) & (csr_in.addr == 12'h300 ? '1 : 32'h000c_0122));
      st_w = '{tsr: v[22], tw: v[21], tvm: v[20], mxr: v[19], sum: v[18], mprv: v[17],
               mpp: v[12:11] == 2'd2 ? 2'd0 : v[12:11], spp: v[8], mpie: v[7], spie: v[5], mie: v[3], sie: v[1]};
      if (csr_in.addr == 12'h300) st_d = st_w;
      else {st_d.mxr, st_d.sum, st_d.spp, st_d.spie, st_d.sie} = {st_w.mxr, st_w.sum, st_w.spp, st_w.spie, st_w.sie};
    end
    if (w_trap && !to_s) begin st_d.mpie = st_q.mie; st_d.mie = 1'b0; st_d.mpp = mode_q; mode_d = 2'd3; end
    if (w_trap && to_s)  begin st_d.spie = st_q.sie; st_d.sie = 1'b0; st_d.spp = mode_q[0]; mode_d = 2'd1; end
    if (w_mret) begin
      mode_d = st_q.mpp; st_d.mie = st_q.mpie; st_d.mpie = 1'b1; st_d.mpp = 2'd0;
      if (st_q.mpp != 2'd3) st_d.mprv = 1'b0;
    end
    if (w_sret) begin mode_d = {1'b0, st_q.spp}; st_d.sie = st_q.spie; st_d.spie = 1'b1; st_d.spp = 1'b0; st_d.mprv = 1'b0; end
  end
  wire [31:0] cause_word = {w_trap_irq, 26'd0, w_cause};
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      st_q <= '0; mode_q <= 2'd3; {mtvec_q, stvec_q, medeleg_q, mideleg_q, mie_q, mscratch_q, sscratch_q} <= '0;
      {mepc_q, sepc_q, mcause_q, scause_q, mtval_q, stval_q, mcounteren_q, scounteren_q, inhibit_q} <= '0;
      {mfiom_q, sfiom_q, stce_q, adue_q, ssip_q, stip_q, seip_q, coi_q, bei_q, event_q, inh_q} <= '0;
    end else begin
      st_q <= st_d; mode_q <= mode_d;
      if (w_write) unique case (csr_in.addr)
        12'h302: medeleg_q    <= after(medeleg_q) & 32'h0000_b3ae;
        12'h303: mideleg_q    <= after(mideleg_q) & 32'h0000_2222;
        12'h304: mie_q        <= after(mie_q) & 32'h0001_2aaa;
        12'h104: mie_q        <= (mie_q & ~mideleg_q) | (after(mie_q & mideleg_q) & mideleg_q);
        12'h305: mtvec_q      <= after(mtvec_q) & 32'hffff_fffd;
        12'h105: stvec_q      <= after(stvec_q) & 32'hffff_fffd;
        12'h306: mcounteren_q <= after(mcounteren_q) & 32'h0000_007f;
        12'h106: scounteren_q <= after(scounteren_q) & 32'h0000_007f;
        12'h30a: mfiom_q      <= 1'(after(32'(mfiom_q)));
        12'h10a: sfiom_q      <= 1'(after(32'(sfiom_q)));
        12'h31a: begin stce_q <= 1'(after(envcfgh) >> 31); adue_q <= 1'(after(envcfgh) >> 29); end
        12'h320: inhibit_q    <= after(inhibit_q) & 32'h0000_007d;
        12'h323, 12'h324, 12'h325, 12'h326: event_q[n3] <= event_number(after({25'd0, event_q[n3]}));
        12'h723, 12'h724, 12'h725, 12'h726: inh_q[n3]   <= 3'(after({1'b0, inh_q[n3], 28'd0}) >> 28);
        12'h340: mscratch_q   <= after(mscratch_q);
        12'h140: sscratch_q   <= after(sscratch_q);
        12'h341: mepc_q       <= after(mepc_q) & 32'hffff_fffe;
        12'h141: sepc_q       <= after(sepc_q) & 32'hffff_fffe;
        12'h342: mcause_q     <= after(mcause_q) & 32'h8000_003f;
        12'h142: scause_q     <= after(scause_q) & 32'h8000_003f;
        12'h343: mtval_q      <= after(mtval_q);
        12'h143: stval_q      <= after(stval_q);
        12'h344: begin
          ssip_q <= 1'(after(soft_bits) >> 1); seip_q <= 1'(after(soft_bits) >> 9); coi_q <= 1'(after(soft_bits) >> 13);
          if (!stce_q) stip_q <= 1'(after(soft_bits) >> 5);
        end
        12'h144: begin
          if (mideleg_q[1])  ssip_q <= 1'(after(soft_bits) >> 1);
          if (mideleg_q[13]) coi_q  <= 1'(after(soft_bits) >> 13);
        end
        default: ;
      endcase
      if (u_csr.overflow) coi_q <= 1'b1;                   // never with a write: i_race
      bei_q <= buserr || (w_write && csr_in.addr == 12'h344 ? 1'(after(soft_bits) >> 16) : bei_q);
      if (w_trap && !to_s) begin mepc_q <= {w_pc, 1'b0}; mcause_q <= cause_word; mtval_q <= w_tval; end
      if (w_trap && to_s)  begin sepc_q <= {w_pc, 1'b0}; scause_q <= cause_word; stval_q <= w_tval; end
    end

  // What a read must give, in the bits that are said.
  wire is_m = mode_q == 2'd3, is_s = mode_q == 2'd1;
  logic [31:0] want, said;
  wire [31:0]  mip_lines = {20'd0, 1'b1, 1'b0, 1'b1, 1'b0, 1'b1, 1'b0, 1'b1, 1'b0, 1'b1, 3'd0};   // 11 9 7 5 3: a line is in it
  always_comb begin
    want = '0; said = '1;
    unique case (csr_in.addr) inside
      12'h300: want = status_word(st_q);
      12'h100: want = status_word(st_q) & 32'h000c_0122;
      12'h301: want = 32'h4014_1105;
      12'h302: want = medeleg_q;
      12'h303: want = mideleg_q;
      12'h304: want = mie_q;
      12'h104: want = mie_q & mideleg_q;
      12'h344: begin want = soft_bits; said = ~mip_lines; end
      12'h144: begin want = soft_bits & mideleg_q; said = ~(mip_lines & mideleg_q); end
      12'h305: want = mtvec_q;
      12'h105: want = stvec_q;
      12'h306: want = mcounteren_q;
      12'h106: want = scounteren_q;
      12'h30a: want = {31'd0, mfiom_q};
      12'h10a: want = {31'd0, sfiom_q};
      12'h31a: want = envcfgh;
      12'h320: want = inhibit_q;
      12'h323, 12'h324, 12'h325, 12'h326: want = {25'd0, event_q[n3]};
      12'h723, 12'h724, 12'h725, 12'h726: begin want = {1'b0, inh_q[n3], 28'd0}; said = 32'h7fff_ffff; end
      12'hda0: said = ~(32'h0000_0078 & (is_m ? '1 : mcounteren_q));              // below M: of those that mcounteren gives
      12'h340: want = mscratch_q;
      12'h140: want = sscratch_q;
      12'h341: want = mepc_q;
      12'h141: want = sepc_q;
      12'h342: want = mcause_q;
      12'h142: want = scause_q;
      12'h343: want = mtval_q;
      12'h143: want = stval_q;
      12'hc01: want = mtime[31:0];
      12'hc81: want = mtime[63:32];
      12'hf13: want = 32'h0000_0100;
      12'hf14: want = hart_id_i;
      12'h14d, 12'h15d, 12'hb00, [12'hb02:12'hb06], 12'hb80, [12'hb82:12'hb86], 12'hc00, [12'hc02:12'hc06],
      12'hc80, [12'hc82:12'hc86], 12'hfc0, 12'hfc1: said = '0;
      default: want = '0;              // read-only zero, as counters and their events that there are not; satp and PMP's are others'
    endcase
  end
  always_comb if (began && rst_ni) begin
    a_read:   assert (!m_read || ((rdata ^ want) & said) == '0);
    a_epc:    assert (!(m_mret || m_sret) || u_csr.trap_q[1] || rdata == (m_mret ? mepc_q : sepc_q));
    a_mode:   assert ({status.mode, status.mpp, status.mprv, status.sum, status.mxr, status.adue} ==
                      {mode_q, st_q.mpp, st_q.mprv, st_q.sum, st_q.mxr, adue_q});
    a_legal:  assert (mode_q != 2'd2 && st_q.mpp != 2'd2);
    // 3.1.6.5, 3.1.11, 4.1.5, Sstc
    a_rights: assert (rights.mode == mode_q && rights.satp == (is_m || (is_s && !st_q.tvm)) && rights.sret == (is_m || (is_s && !st_q.tsr)) &&
                      rights.wfi == (is_m || (is_s && !st_q.tw)) && rights.stimecmp == (is_m || (is_s && stce_q && mcounteren_q[1])) &&
                      rights.counter == (is_m ? '1 : NumCounters'(is_s ? mcounteren_q : mcounteren_q & scounteren_q)));
    // 3.1.7, 4.1.2: BASE, and for interrupts in vectored mode four bytes a cause
    a_vector: assert (!w_trap || {trap_pc, 1'b0} == ((to_s ? stvec_q : mtvec_q) & 32'hffff_fffc) +
                      (w_trap_irq && (to_s ? stvec_q[0] : mtvec_q[0]) ? {25'd0, w_cause, 2'd0} : 32'd0));
    // 3.1.9, 4.1.3: enabled, and the destination's interrupts are on
    a_irq:    assert (!(w_trap && w_trap_irq) || (mie_q[w_cause] &&
                      (to_s ? mode_q == 2'd0 || st_q.sie : (!mideleg_q[w_cause] && (mode_q != 2'd3 || st_q.mie)))));
  end

  // ---------------------------------------------------------------- what is true between two cycles
  function automatic logic word_is(logic [4:0] k, logic [31:0] mask, value);
    return (u_csr.clear_q && u_csr.walk_q <= k) || ((u_csr.u_ram.mem[k] ^ value) & mask) == '0;
  endfunction
  // What is read of mhpmevent(h) is a copy, cleared word by word; what counts follows a cycle behind.
  logic hpm_same;
  always_comb begin
    hpm_same = u_csr.u_hpm.new_q[5:4] == '0 && u_csr.u_hpm.of_q[5:4] == '0 && $onehot0(u_csr.u_hpm.new_q);
    for (int c = 3; c < 7; c++)
      hpm_same &= event_q[c] == event_number({25'd0, event_q[c]}) && u_csr.u_hpm.inh_q[c - 3] == inh_q[c] &&
                  (u_csr.u_hpm.new_q[c - 3] ? u_csr.u_hpm.new_sel_q : u_csr.u_hpm.sel_q[c - 3]) == event_q[c] &&
                  ((u_csr.clear_q && u_csr.walk_q <= 5'(c)) || (u_csr.u_hpm.u_sel.mem[c] == event_q[c] && u_csr.u_hpm.u_inh.mem[c] == inh_q[c])) &&
                  (!u_csr.clear_q || {event_q[c], inh_q[c]} == '0);
  end
  wire m_late = !u_csr.trap_s_q, s_late = u_csr.trap_s_q;
  wire [4:1] t = u_csr.trap_q;
  wire [31:0] epc = s_late ? sepc_q : mepc_q, tval = s_late ? stval_q : mtval_q, cause = s_late ? scause_q : mcause_q;
  always_comb if (began) begin
    i_status: assert (status_word(st_q) == u_csr.mstatus && mode_q == u_csr.mode_q);
    i_flops:  assert (medeleg_q == u_csr.medeleg_q && mideleg_q == u_csr.mideleg && mie_q == u_csr.mie &&
                      mcounteren_q == 32'(u_csr.mcounteren_q) && scounteren_q == 32'(u_csr.scounteren_q) && adue_q == u_csr.adue_q && mfiom_q == u_csr.mfiom_q &&
                      sfiom_q == u_csr.sfiom_q && stce_q == u_csr.stce_q && inhibit_q == 32'(u_csr.inhibit_q) &&
                      mtvec_q == {u_csr.mtvec_q, 1'b0, u_csr.mtvec_vec_q} && stvec_q == {u_csr.stvec_q, 1'b0, u_csr.stvec_vec_q});
    i_masks:  assert ((medeleg_q & ~32'h0000_b3ae) == '0 && (mideleg_q & ~32'h0000_2222) == '0 && (mie_q & ~32'h0001_2aaa) == '0 &&
                      ((mcounteren_q | scounteren_q) & ~32'h0000_007f) == '0 && (inhibit_q & ~32'h0000_007d) == '0);
    i_words:  assert (!mepc_q[0] && !sepc_q[0] && ((mcause_q | scause_q) & ~32'h8000_003f) == '0 && !mtvec_q[1] && !stvec_q[1]);
    i_mip:    assert ({ssip_q, stip_q, seip_q, coi_q, bei_q} ==
                      {u_csr.u_interrupts.mip_q[1], u_csr.u_interrupts.mip_q[5], u_csr.u_interrupts.mip_q[9], u_csr.u_interrupts.mip_q[13],
                       u_csr.u_interrupts.mip_q[16]} && (u_csr.u_interrupts.mip_q & ~32'h0001_2aaa) == '0);
    // Nothing overflows between the read and the write of a CSR instruction.
    i_race:   assert (!(m_read || w_csr) || u_csr.hpm_overflow == '0);
    i_hpm:    assert (hpm_same);
    i_plain:  assert (word_is(5'd4, '1, mscratch_q) && word_is(5'd20, '1, sscratch_q) && word_is(5'd11, 32'hffff_fffc, mtvec_q) &&
                      word_is(5'd27, 32'hffff_fffc, stvec_q));
    i_other:  assert (word_is({m_late, 4'd5}, 32'hffff_fffe, m_late ? sepc_q : mepc_q) &&
                      word_is({m_late, 4'd6}, 32'h8000_003f, m_late ? scause_q : mcause_q) &&
                      word_is({m_late, 4'd7}, '1, m_late ? stval_q : mtval_q));
    // A trap's words on their way
    i_trap:   assert ((t & (t - 4'd1)) == '0);
    i_epc:    assert (t[1] ? u_csr.pc1_q == epc[31:1] : t[2] ? u_csr.pc2_q == epc[31:1] : word_is({s_late, 4'd5}, 32'hffff_fffe, epc));
    i_tval:   assert (t[1] ? u_csr.tval1_q == tval : t[2] ? u_csr.tval2_q == tval : t[3] ? u_csr.tval3_q == tval : word_is({s_late, 4'd7}, '1, tval));
    i_cause:  assert (t[1] ? {u_csr.cause1_q[5], 26'd0, u_csr.cause1_q[4:0]} == cause : t[2] ? {u_csr.cause2_q[5], 26'd0, u_csr.cause2_q[4:0]} == cause :
                      t[3] ? {u_csr.cause3_q[5], 26'd0, u_csr.cause3_q[4:0]} == cause :
                      t[4] ? {u_csr.cause4_q[5], 26'd0, u_csr.cause4_q[4:0]} == cause : word_is({s_late, 4'd6}, 32'h8000_003f, cause));
    i_late:   assert ((t[2] || u_csr.pc2_q == '0) && (t[3] || u_csr.tval3_q == '0) && (t[4] || u_csr.cause4_q == '0));
    i_clear:  assert (!u_csr.clear_q || (t == '0 && {mtvec_q, stvec_q, mscratch_q, sscratch_q, mepc_q, sepc_q, mcause_q, scause_q, mtval_q,
                                                     stval_q} == '0));
    i_src:    assert (!w_csr || u_csr.src_q == src_q);
    // What an instruction in w read in the cycle before
    i_old:    assert (!w_write || csr_in.addr inside {12'h344, 12'h144} || ((w_old_q ^ want) & said) == '0);
    i_old_ip: assert (!w_csr || csr_in.addr != 12'h344 || (w_old_q[1] == ssip_q && (stce_q || w_old_q[5] == stip_q) && w_old_q[13] == coi_q));
    i_old_is: assert (!w_csr || csr_in.addr != 12'h144 || ((!mideleg_q[1] || w_old_q[1] == ssip_q) && (!mideleg_q[13] || w_old_q[13] == coi_q)));
    // Interrupts: what waits and is enabled was found in the last cycle, and stands unless w had something in it.
    i_ready:  assert (w_event_q || (u_csr.u_interrupts.ready_m_q == (mip_seen & mie_q & ~mideleg_q) &&
                                    u_csr.u_interrupts.ready_s_q == (mip_seen & mie_q & mideleg_q)));
    i_take:   assert (w_event_q || irq == (((mip_seen & mie_q & ~mideleg_q) != '0 && (mode_q != 2'd3 || st_q.mie)) ||
                                           ((mip_seen & mie_q & mideleg_q) != '0 && (mode_q == 2'd0 || (mode_q == 2'd1 && st_q.sie)))));
    i_wake:   assert (w_event_q || wake == ((mip_seen & mie_q) != '0));
  end
  wire unused = ^{w_new, ev_on};
endmodule
`default_nettype wire

// csr_privilege_proof.sv - an instruction changes no CSR of a higher mode: in S and U nothing of M's, in U nothing of S's. What is
// meant to change them from below is named here: a trap, which is not an instruction's effect (3.1.6.1, left out), sret's
// MPRV (3.1.6.3), the fields that sstatus, sie and sip show of mstatus, mie and mip, counters, and hardware's bits.
// One step from any state: what holds in every state holds in those that can be.
`default_nettype none
module csr_privilege_proof
  import core_pkg::*, uop_pkg::*, csr_pkg::*, isa_pkg::is_csr;
(
  input logic        clk_i,
  input logic [31:0] hart_id_i,
  input logic        line_soft, line_timer, line_ext, line_ext_s,
  input logic [63:0] mtime,
  input logic        buserr,
  input logic [31:0] buserr_addr,
  input csr_uop_t    csr_in,
  input logic        x_csr, m_read, m_mret, m_sret, w_csr, w_write, w_retire, w_mret, w_sret,
  input logic [31:0] m_src, w_old,
  input logic [4:0]  w_cause,
  input logic [31:1] w_pc,
  input logic [31:0] w_tval,
  input events_t     ev,
  input cpi_e        cpi
);
  logic [31:0] rdata, w_new, mip_seen;
  logic [31:1] trap_pc;
  rights_t     rights;
  mmu_pkg::status_t status;
  logic        irq, wake, ev_on;
  logic [4:0]  irq_cause;
  csr #(.HpmCounters(4)) u_csr (
    .clk_i, .rst_ni(1'b1), .hart_id_i, .irq_soft_i(line_soft), .irq_timer_i(line_timer), .irq_ext_i(line_ext), .irq_ext_s_i(line_ext_s),
    .mtime_i(mtime), .buserr_i(buserr), .buserr_addr_i(buserr_addr), .ev_on_o(ev_on), .ev_i(ev), .cpi_i(cpi), .csr_i(csr_in), .place_i(place(csr_in.addr, 4)), .x_csr_i(x_csr), .m_read_i(m_read),
    .m_mret_i(m_mret), .m_sret_i(m_sret), .m_src_i(m_src), .m_rdata_o(rdata), .w_csr_i(w_csr), .w_write_i(w_write), .w_old_i(w_old),
    .w_new_o(w_new), .w_retire_i(w_retire), .w_trap_i(1'b0), .w_trap_irq_i(1'b0), .w_cause_i(w_cause), .w_pc_i(w_pc), .w_tval_i(w_tval),
    .w_mret_i(w_mret), .w_sret_i(w_sret), .trap_pc_o(trap_pc), .rights_o(rights), .status_o(status), .irq_o(irq),
    .irq_cause_o(irq_cause), .wake_o(wake), .mip_o(mip_seen));

  logic [1:0] mode;
  assign mode = u_csr.mode_q;
  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  always_comb begin
    assume (mode != 2'd2);
    // What decode lets by (decode_proof, by the rights that csr_proof checks), and commit: one thing at a time.
    if (w_write) assume (w_csr && is_csr(csr_in.addr) && csr_in.addr[9:8] <= mode && csr_in.addr[11:10] != 2'd3 && csr_in.op != CsrNone);
    assume (!w_mret || mode == 2'd3);
    assume (!w_sret || mode != 2'd0);
    assume ($onehot0({w_write, w_mret, w_sret}));
    // No trap's words are on their way, and the RAM was cleared (csr_proof, i_late).
    if (first) assume (!u_csr.clear_q && u_csr.trap_q == '0 && u_csr.pc2_q == '0 && u_csr.tval3_q == '0 && u_csr.cause4_q == '0);
  end

  // M's own: all but what S's views show.
  typedef struct packed {
    logic mie, mpie, tvm, tw, tsr; logic [1:0] mpp; logic [31:2] mtvec; logic mtvec_vec; logic [31:0] medeleg, mideleg, mie_own, mip_own;
    logic [NumCounters-1:0] mcounteren, inhibit; logic mfiom, stce, adue; logic [3:0][6:0] event_of; logic [3:0][2:0] inh, inh_read;
    logic [3:0][6:0] event_read; logic [31:0] mscratch, mepc, mcause, mtval, mtvec_word;
  } m_own_t;
  // S's: with the views, without what hardware does to sip.
  typedef struct packed {
    logic sie, spie, spp, sum, mxr, mprv; logic [31:2] stvec; logic stvec_vec; logic [NumCounters-1:0] scounteren; logic sfiom; logic [31:0] sie_all;
    logic ssip; logic [63:0] stimecmp; logic [31:0] sscratch, sepc, scause, stval, stvec_word;
  } s_own_t;
  // What a counter counts follows its write a cycle later.
  logic [3:0][6:0] event_of;
  always_comb
    for (int c = 0; c < 4; c++) event_of[c] = u_csr.u_hpm.new_q[c] ? u_csr.u_hpm.new_sel_q : u_csr.u_hpm.sel_q[c];
  m_own_t m_now, m_q;
  s_own_t s_now, s_q;
  assign m_now = '{mie: u_csr.mie_q, mpie: u_csr.mpie_q, tvm: u_csr.tvm_q, tw: u_csr.tw_q, tsr: u_csr.tsr_q, mpp: u_csr.mpp_q,
                   mtvec: u_csr.mtvec_q, mtvec_vec: u_csr.mtvec_vec_q, medeleg: u_csr.medeleg_q, mideleg: u_csr.mideleg,
                   mie_own: u_csr.mie & ~u_csr.mideleg, mip_own: u_csr.u_interrupts.mip_q & 32'h0000_0220 | (u_csr.u_interrupts.mip_q & 32'd2 & ~u_csr.mideleg),
                   mcounteren: u_csr.mcounteren_q, mfiom: u_csr.mfiom_q, stce: u_csr.stce_q, adue: u_csr.adue_q, inhibit: u_csr.inhibit_q,
                   event_of: event_of, inh: u_csr.u_hpm.inh_q[3:0], inh_read: {u_csr.u_hpm.u_inh.mem[6], u_csr.u_hpm.u_inh.mem[5],
                   u_csr.u_hpm.u_inh.mem[4], u_csr.u_hpm.u_inh.mem[3]}, event_read: {u_csr.u_hpm.u_sel.mem[6], u_csr.u_hpm.u_sel.mem[5],
                   u_csr.u_hpm.u_sel.mem[4], u_csr.u_hpm.u_sel.mem[3]},
                   mscratch: u_csr.u_ram.mem[4], mepc: u_csr.u_ram.mem[5], mcause: u_csr.u_ram.mem[6], mtval: u_csr.u_ram.mem[7],
                   mtvec_word: u_csr.u_ram.mem[11]};
  assign s_now = '{sie: u_csr.sie_q, spie: u_csr.spie_q, spp: u_csr.spp_q, sum: u_csr.sum_q, mxr: u_csr.mxr_q, mprv: u_csr.mprv_q,
                   stvec: u_csr.stvec_q, stvec_vec: u_csr.stvec_vec_q, scounteren: u_csr.scounteren_q, sfiom: u_csr.sfiom_q,
                   sie_all: u_csr.mie, ssip: u_csr.u_interrupts.mip_q[1], stimecmp: u_csr.gen_sstc.u_sstc.stimecmp_q, sscratch: u_csr.u_ram.mem[20],
                   sepc: u_csr.u_ram.mem[21], scause: u_csr.u_ram.mem[22], stval: u_csr.u_ram.mem[23], stvec_word: u_csr.u_ram.mem[27]};
  // Hardware sets these two at an overflow; the second is S's if delegated.
  wire [3:0]  of_now = u_csr.u_hpm.of_q[3:0];
  wire        coi_now = u_csr.u_interrupts.mip_q[13], coi_s = u_csr.mideleg[13];
  logic [3:0] of_was, rise_q;
  logic       coi_was, coi_s_q, coi_rise_q;
  logic       mret_q, sret_q;
  logic [1:0] mode_was;
  always_ff @(posedge clk_i) begin
    of_was <= of_now; rise_q <= u_csr.hpm_overflow[3:0]; coi_was <= coi_now; coi_s_q <= coi_s; coi_rise_q <= u_csr.overflow;
    m_q <= m_now; s_q <= s_now; mode_was <= mode; sret_q <= w_sret; mret_q <= w_mret;
  end
  always_comb if (!first) begin
    a_m:      assert (mode_was == 2'd3 || m_now == m_q);
    a_mprv:   assert (mode_was == 2'd3 || s_now.mprv == s_q.mprv || (sret_q && !s_now.mprv));
    a_of:     assert (mode_was == 2'd3 || of_now == (of_was | rise_q));
    a_coi:    assert (mode_was == 2'd3 || (mode_was == 2'd1 && coi_s_q) || coi_now == (coi_was || coi_rise_q));
    a_s:      assert (mode_was != 2'd0 || s_now == s_q);
    // Nobody raises himself: without a trap the mode goes up in no way, and changes by a return alone.
    a_mode:   assert (mode <= mode_was && (mode == mode_was || mret_q || sret_q));
  end
  wire unused = ^{ev_on, rdata, w_new, mip_seen, trap_pc, rights, status, irq, wake, irq_cause};
endmodule
`default_nettype wire

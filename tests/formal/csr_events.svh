// csr_events.svh - what the pipeline may do to csr.sv, for proofs of it alone: assumed here, and asserted of the pipeline in
// hart_proof. Included in a module with csr's inputs under its own names, without _i.
//   A CSR instruction is alone: x, m and w in three cycles (issue.sv). Who changes the mode or a CSR is followed by nothing
//   in w for two cycles (interrupts.sv). A return reads xepc in m in the cycle before it is in w.
  logic     x_csr_q, m_read_q, m_mret_q, m_sret_q, w_event_q, w_event_qq;
  csr_uop_t csr_q;
  wire      w_event = w_csr || w_trap || w_mret || w_sret;
  always_ff @(posedge clk_i) begin
    x_csr_q <= rst_ni && x_csr; m_read_q <= rst_ni && m_read; m_mret_q <= rst_ni && m_mret; m_sret_q <= rst_ni && m_sret;
    w_event_q <= rst_ni && w_event; w_event_qq <= rst_ni && w_event_q; csr_q <= csr_in;
  end
  wire ev_stages  = m_read == x_csr_q && w_csr == m_read_q && !(x_csr && (x_csr_q || m_read || w_csr));
  wire ev_alone   = !((m_mret || m_sret || w_mret || w_sret) && (x_csr || m_read || w_csr)) && !(m_mret && m_sret) &&
                    !((x_csr || m_read) && (w_trap || w_retire));
  wire ev_stays   = !(x_csr_q || m_read_q) || csr_in == csr_q;
  wire ev_ret     = (!w_mret || m_mret_q) && (!w_sret || m_sret_q);
  wire ev_one     = $onehot0({w_trap, w_mret, w_sret, w_write}) && !(w_trap && w_retire) && (!(w_mret || w_sret) || w_retire) &&
                    (!w_csr || w_trap || w_retire) && w_write == (w_csr && !w_trap && csr_in.op != CsrNone);
  wire ev_apart   = !((w_event_q || w_event_qq) && (w_event || w_retire));
  wire ev_irq     = !(w_trap && w_trap_irq) || (irq && w_cause == irq_cause);
  wire ev_pc      = !(w_trap && !w_trap_irq) || !(w_cause inside {5'd10, 5'd14, [5'd16:5'd31]});
  wire events_ok  = ev_stages && ev_alone && ev_stays && ev_ret && ev_one && ev_apart && ev_irq && ev_pc;

// csr.sv - control and status registers, trap state, interrupts. Privileged spec 1.12 chapters 2 and 3.
// The table of numbers, masks and sections is csr_pkg; here stand the read values, in the same order.
// Read in m, written in w when the instruction retires; nothing else is between d and w then (issue.sv).
// minstret: an instruction that writes either half is not counted (3.1.10: the write wins).
`include "mutant.svh"
`default_nettype none
module csr
  import core_pkg::*, uop_pkg::*, csr_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,
  input  logic        irq_soft_i,
  input  logic        irq_timer_i,
  input  logic        irq_ext_i,
  input  logic [63:0] mtime_i,
  input  logic        buserr_i,
  input  logic [31:0] buserr_addr_i,
  input  csr_uop_t    csr_i,           // the one CSR instruction under way
  // Stage m
  input  logic        m_read_i,
  input  logic [31:0] m_src_i,         // rs1 or the immediate
  output logic [31:0] m_rdata_o,       // zero unless m_read_i
  // Stage w
  input  logic        w_write_i,       // retires
  input  logic [31:0] w_old_i,         // what it read
  output logic [31:0] w_new_o,         // what it gives, before WARL
  input  logic        w_retire_i,      // any instruction
  input  logic        w_trap_i,
  input  logic        w_trap_irq_i,    // ... is an interrupt
  input  logic [4:0]  w_cause_i,
  input  logic [31:1] w_pc_i,
  input  logic [31:0] w_tval_i,
  input  logic        w_mret_i,
  output logic [31:1] trap_pc_o,
  output logic [31:1] mepc_o,
  output logic        irq_o,           // take an interrupt now ...
  output logic [4:0]  irq_cause_o,     // ... for this reason
  output logic        wake_o,          // mip & mie is not zero: wfi ends
  output logic [31:0] mip_o
);
  // Interrupt numbers
  localparam int Msi = 3, Mti = 7, Mei = 11, Bei = 16;

  logic        mie_q, mpie_q, mtvec_vec_q;
  logic [31:2] mtvec_q;
  logic [31:1] mepc_q;
  logic [31:0] mscratch_q, mtval_q, ie_q, mip, src_q, mbeaddr_q, mbecount_q;
  logic        cause_irq_q, inh_cy_q, inh_ir_q, count_q, bei_q, soft_q, timer_q, ext_q;
  logic [5:0]  cause_q;
  logic [63:0] mcycle_q, minstret_q;

  always_ff @(posedge clk_i) begin
    soft_q  <= irq_soft_i;
    timer_q <= irq_timer_i;
    ext_q   <= irq_ext_i;
  end
  always_comb begin
    mip = 32'd0;
    mip[Msi] = soft_q; mip[Mti] = timer_q; mip[Mei] = ext_q; mip[Bei] = bei_q;
  end
  assign mip_o = mip;

  // ---------------------------------------------------------------- read values
  logic [31:0] rdata;
  always_comb begin
    rdata = 32'd0;
    if (m_read_i) unique case (csr_i.addr)   // rows that read as zero fall to the default
      CsrMstatus:               rdata = {19'd0, 2'b11, 3'd0, mpie_q, 3'd0, mie_q, 3'd0};
      CsrMisa:                  rdata = 32'h4000_1105;                 // RV32 A C I M
      CsrMie:                   rdata = ie_q;
      CsrMtvec:                 rdata = {mtvec_q, 1'b0, mtvec_vec_q};
      CsrMcountinhibit:         rdata = {29'd0, inh_ir_q, 1'b0, inh_cy_q};
      CsrMscratch:              rdata = mscratch_q;
      CsrMepc:                  rdata = {mepc_q, 1'b0};
      CsrMcause:                rdata = {cause_irq_q, 25'd0, cause_q};
      CsrMtval:                 rdata = mtval_q;
      CsrMip:                   rdata = mip;
      CsrMcycle, CsrCycle:      rdata = mcycle_q[31:0];
      CsrMcycleh, CsrCycleh:    rdata = mcycle_q[63:32];
      CsrMinstret, CsrInstret:  rdata = minstret_q[31:0];
      CsrMinstreth, CsrInstreth: rdata = minstret_q[63:32];
      CsrTime:                  rdata = mtime_i[31:0];
      CsrTimeh:                 rdata = mtime_i[63:32];
      CsrMimpid:                rdata = config_pkg::Version;
      CsrMhartid:               rdata = hart_id_i;
      CsrMbeaddr:               rdata = mbeaddr_q;
      CsrMbecount:              rdata = mbecount_q;
      default:                  rdata = 32'd0;
    endcase
  end
  assign m_rdata_o = rdata;

  // ---------------------------------------------------------------- writes
  always_ff @(posedge clk_i) if (m_read_i) src_q <= m_src_i;
  wire [31:0] wdata = csr_i.op == CsrWrite ? src_q : csr_i.op == CsrSet ? w_old_i | src_q : w_old_i & ~src_q;
  assign w_new_o = wdata;

  // Which register is written
  wire w_mstatus  = w_write_i && csr_i.addr == CsrMstatus;
  wire w_mie      = w_write_i && csr_i.addr == CsrMie;
  wire w_mtvec    = w_write_i && csr_i.addr == CsrMtvec;
  wire w_inhibit  = w_write_i && csr_i.addr == CsrMcountinhibit;
  wire w_mscratch = w_write_i && csr_i.addr == CsrMscratch;
  wire w_mepc     = w_write_i && csr_i.addr == CsrMepc;
  wire w_mcause   = w_write_i && csr_i.addr == CsrMcause;
  wire w_mtval    = w_write_i && csr_i.addr == CsrMtval;
  wire w_mip      = w_write_i && csr_i.addr == CsrMip;
  wire w_cycle    = w_write_i && csr_i.addr == CsrMcycle;
  wire w_cycleh   = w_write_i && csr_i.addr == CsrMcycleh;
  wire w_instret  = w_write_i && csr_i.addr == CsrMinstret;
  wire w_instreth = w_write_i && csr_i.addr == CsrMinstreth;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      mie_q <= 1'b0; mpie_q <= 1'b0;
    end else if (w_trap_i) begin
      mie_q <= 1'b0; mpie_q <= mie_q;
    end else if (w_mret_i) begin
      mie_q <= mpie_q; mpie_q <= 1'b1;
    end else if (w_mstatus) begin
      mie_q <= wdata[3]; mpie_q <= wdata[7];
    end

    if (!rst_ni)     ie_q <= 32'd0;
    else if (w_mie)  ie_q <= wdata & IrqMask;

    if (!rst_ni) begin
      mtvec_q <= '0; mtvec_vec_q <= 1'b0;
    end else if (w_mtvec) begin
      mtvec_q <= wdata[31:2]; mtvec_vec_q <= `TH_MUTANT(30, wdata[0], |wdata[1:0]);
    end

    if (!rst_ni) begin
      inh_cy_q <= 1'b0; inh_ir_q <= 1'b0;
    end else if (w_inhibit) begin
      inh_cy_q <= wdata[0]; inh_ir_q <= wdata[2];
    end

    if (!rst_ni)          mscratch_q <= 32'd0;
    else if (w_mscratch)  mscratch_q <= wdata;

    if (!rst_ni)          mepc_q <= '0;
    else if (w_trap_i)    mepc_q <= w_pc_i + `TH_MUTANT(26, 31'd0, 31'({w_trap_irq_i, 1'b0}));
    else if (w_mepc)      mepc_q <= wdata[31:1];

    if (!rst_ni)          {cause_irq_q, cause_q} <= '0;
    else if (w_trap_i)    {cause_irq_q, cause_q} <= {w_trap_irq_i, 1'b0, w_cause_i};
    else if (w_mcause)    {cause_irq_q, cause_q} <= {wdata[31], wdata[5:0]};

    if (!rst_ni)          mtval_q <= 32'd0;
    else if (w_trap_i)    mtval_q <= w_tval_i;
    else if (w_mtval)     mtval_q <= wdata;

    // A bus error that comes while mip is written is not lost: the write works on the bit as it is now.
    if (!rst_ni)          bei_q <= 1'b0;
    else                  bei_q <= buserr_i || (!w_mip ? bei_q
                                 : csr_i.op == CsrWrite ? src_q[Bei]
                                 : csr_i.op == CsrSet   ? bei_q || src_q[Bei] : bei_q && !src_q[Bei]);
    if (!rst_ni) begin
      mbeaddr_q <= 32'd0; mbecount_q <= 32'd0;
    end else if (buserr_i) begin
      mbeaddr_q <= buserr_addr_i; mbecount_q <= mbecount_q + 32'd1;
    end
  end

  // Counters. The instruction that writes mcountinhibit still counts as it said before. minstret follows one
  // cycle after w, which keeps interrupts off its carry chain; no CSR instruction is near enough to see it.
  wire [63:0] mcycle_inc   = mcycle_q   + {63'd0, !inh_cy_q};
  wire [63:0] minstret_inc = minstret_q + {63'd0, count_q};
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      mcycle_q <= '0; minstret_q <= '0; count_q <= 1'b0;
    end else begin
      count_q    <= w_retire_i && !inh_ir_q && `TH_MUTANT(28, !w_instret, 1'b1) && !w_instreth;
      mcycle_q   <= {w_cycleh   ? wdata : mcycle_inc[63:32],   w_cycle   ? wdata : mcycle_inc[31:0]};
      minstret_q <= {w_instreth ? wdata : minstret_inc[63:32], w_instret ? wdata : minstret_inc[31:0]};
    end

  // ---------------------------------------------------------------- traps
  // Bus error first (ours, 3.1.9 leaves its place to us), then external, software, timer.
  wire [31:0] ready = mip & ie_q;
  assign wake_o      = |ready;
  assign irq_o       = wake_o && mie_q;
  assign irq_cause_o = ready[Bei] ? 5'(Bei) : ready[Mei] ? 5'(Mei) : ready[Msi] ? 5'(Msi) : 5'(Mti);
  wire [31:0] vector = {mtvec_q, 2'b00} + ((`TH_MUTANT(37, w_trap_irq_i, 1'b1) && mtvec_vec_q) ? {25'd0, irq_cause_o, 2'b00} : 32'd0);
  wire unused = ^{vector[0], csr_i.read};
  assign trap_pc_o = vector[31:1];
  assign mepc_o    = mepc_q;
endmodule
`default_nettype wire

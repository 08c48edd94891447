// rvfi.sv - the RISC-V formal interface's words of the instruction that leaves w (chk_pkg). Checking build only.
// A trapped instruction is valid with its trap flag and no effects. An interrupt is a record of its own,
// not valid: pc is the instruction that did not happen, next pc the handler.
`ifdef TH_CHECK
`default_nettype none
module rvfi
  import core_pkg::*, uop_pkg::*, chk_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        retire_i,
  input  logic        trap_i,
  input  logic        trap_irq_i,
  input  logic [4:0]  cause_i,
  input  logic [31:0] tval_i,
  input  logic [31:1] trap_pc_i,
  input  logic        xret_i,
  input  logic [31:1] xepc_i,
  input  logic [31:0] pc_i,
  input  uop_t        uop_i,   // each user needs a part
  input  trace_t      trace_i,
  input  logic [31:0] result_i,
  input  csr_uop_t    csr_i,
  input  logic [31:0] csr_new_i,
  input  logic [31:0] mip_i,
  input  csr_pkg::mode_e mode_i,
  input  logic [1:0][31:0] mem_pa_i,
  output rvfi_t       rvfi_o
);
  logic [63:0] order_q;
  logic        intr_q;              // the next instruction is the first of a handler
  wire valid = retire_i || (trap_i && !trap_irq_i);
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      order_q <= '0; intr_q <= 1'b0;
    end else begin
      if (valid) order_q <= order_q + 64'd1;
      if (trap_i)       intr_q <= 1'b1;
      else if (valid)   intr_q <= 1'b0;
    end

  // Memory: what the instruction read and wrote, from its address on
  wire [3:0] mask  = uop_i.mem_size == 2'd0 ? 4'h1 : uop_i.mem_size == 2'd1 ? 4'h3 : 4'hf;
  wire [31:0] bits = {{16{mask[3]}}, {8{mask[1]}}, 8'hff};
  wire mem   = retire_i && uop_i.mem;
  wire read  = mem && uop_i.mem_kind inside {MemLoad, MemLr, MemAmo};
  wire write = mem && (uop_i.mem_kind inside {MemStore, MemAmo} || (uop_i.mem_kind == MemSc && result_i == 32'd0));
  logic [31:0] amo_new;
  logic        amo_keep;
  amo_alu u_amo (.funct5_i(uop_i.mem_kind == MemAmo ? uop_i.amo : 5'b00001), .old_i(result_i),
                 .rs2_i(trace_i.rs2_data), .new_o(amo_new), .keep_o(amo_keep));
  wire csr = retire_i && uop_i.sys == SysCsr;

  always_comb begin
    rvfi_o = '0;
    if (valid || trap_irq_i) begin
      rvfi_o[RvFlags]    = {22'd0, trap_irq_i, uop_i.rvc, 2'd1, mode_i, intr_q, 1'b0, trap_i && !trap_irq_i, valid};
      rvfi_o[RvInsn]     = trace_i.insn;
      rvfi_o[RvOrderLo]  = order_q[31:0];
      rvfi_o[RvOrderHi]  = order_q[63:32];
      rvfi_o[RvPc]       = pc_i;
      rvfi_o[RvNextPc]   = trap_i ? {trap_pc_i, 1'b0} : xret_i ? {xepc_i, 1'b0} : trace_i.next_pc;
      rvfi_o[RvUid]      = trace_i.uid;
      rvfi_o[RvMip]      = mip_i;
    end
    if (valid) begin
      rvfi_o[RvRegs]     = {11'd0, retire_i && uop_i.wen ? uop_i.rd : 5'd0, 3'd0, trace_i.rs2, 3'd0, trace_i.rs1};
      rvfi_o[RvRs1]      = trace_i.rs1_data;
      rvfi_o[RvRs2]      = trace_i.rs2_data;
      if (retire_i && uop_i.wen) rvfi_o[RvRd] = result_i;
    end
    if (mem) begin
      rvfi_o[RvMemAddr]  = trace_i.mem_addr;
      rvfi_o[RvMemMask]  = {20'd0, write ? mask : 4'd0, 4'd0, read ? mask : 4'd0};
      rvfi_o[RvMemPa]    = mem_pa_i[0];
      rvfi_o[RvMemPa2]   = mem_pa_i[1];
      if (read)  rvfi_o[RvMemRead]  = result_i & bits;
      if (write) rvfi_o[RvMemWrite] = (amo_keep ? result_i : amo_new) & bits;
    end
    if (csr) begin
      rvfi_o[RvCsr]      = {14'd0, csr_i.op != CsrNone, csr_i.read, 4'd0, csr_i.addr};
      if (csr_i.read)           rvfi_o[RvCsrRead]  = result_i;
      if (csr_i.op != CsrNone)  rvfi_o[RvCsrWrite] = csr_new_i;
    end
    if (trap_i) begin
      rvfi_o[RvCause]    = {trap_irq_i, 26'd0, cause_i};
      rvfi_o[RvTval]     = tval_i;
    end
  end
endmodule
`default_nettype wire
`endif

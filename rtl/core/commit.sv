// commit.sv - stage w: what happens to the oldest instruction in this cycle. Combinational.
// It retires, traps, is replaced by an interrupt, or waits; one cause each, and the cycle's place in the
// CPI stack. An interrupt comes only before an instruction has begun what cannot be undone.
// Arrays of IssueWidth where a second instruction will retire beside the first.
`include "mutant.svh"
`default_nettype none
module commit
  import config_pkg::*, core_pkg::*, uop_pkg::*;
(
  input  logic        w_valid_i,        // killed ones excluded
  input  logic        kill_all_i,       // w's instruction, if any, was dropped: for the CPI stack
  input  cpi_e        w_reason_i,       // why w is empty
  input  uop_t        w_uop_i,   // each user needs a part
  input  logic [31:0] w_result_i,       // mtval of an exception found in d
  // Why it waits (advance.sv)
  input  logic        leave_i,          // it does not
  input  logic        wait_mem_i,
  input  logic        wait_fence_i,
  input  logic        wait_wfi_i,
  // Interrupts
  input  logic        irq_i,
  input  logic [4:0]  irq_cause_i,
  input  logic        halt_req_i,       // debug halt, reserved: will replace an instruction as interrupts do
  // Load/store unit
  output logic        mem_go_o,         // a memory operation may begin or go on
  input  lsu_fault_t  mem_fault_i,
  input  logic        mem_busy_i,
  input  logic        begun_i,          // w's instruction was seen busy in an earlier cycle
  input  cpi_e        mem_wait_i,
  input  logic        sb_empty_i,
  // I-cache invalidation
  output logic        inval_req_o,
  input  logic        fencei_done_i,    // that, or of sfence.vma the empty store buffer
  // Outcome
  output logic [IssueWidth-1:0] retire_o,
  output logic        trap_o,           // exception or interrupt; no instruction retires
  output logic        trap_irq_o,
  output logic [4:0]  cause_o,
  output logic [31:0] tval_o,
  output logic        xret_o,           // mret or sret
  output logic        fencei_o,         // fence.i or sfence.vma
  output logic        csr_write_o,      // of a CSR instruction that retires
  output logic        busy_o,           // what w does cannot be undone: feeds begun_i while w stays
  output cpi_e        cpi_o
);
  wire unused = halt_req_i;
  wire is_fencei = w_uop_i.sys == SysFenceI;
  wire is_wfi    = w_uop_i.sys == SysWfi;

  // An interrupt is never taken instead of wfi, which ends by itself: it is taken on the next one.
  wire begun  = `TH_MUTANT(31, mem_busy_i || begun_i, 1'b0) || is_wfi;
  wire irq    = w_valid_i && irq_i && !begun;
  wire go     = w_valid_i && !irq;                     // w_go: irrevocable actions start under this
  assign mem_go_o    = go && w_uop_i.mem;
  assign inval_req_o = go && is_fencei && !w_uop_i.alt[0] && `TH_MUTANT(21, sb_empty_i, 1'b1);
  assign busy_o      = w_valid_i && (mem_busy_i || begun_i || inval_req_o);

  // Exceptions: found in d, or by the load/store unit
  wire mem_exc = mem_go_o && mem_fault_i.valid;
  wire exc     = (go && w_uop_i.sys == SysExc) || mem_exc;

  assign retire_o[0] = go && !exc && leave_i;
  assign trap_o      = irq || exc;
  assign trap_irq_o  = irq;
  assign cause_o     = irq ? irq_cause_i : mem_exc ? mem_fault_i.cause : w_uop_i.cause;
  assign tval_o      = irq ? 32'd0 : mem_exc ? mem_fault_i.tval : w_result_i;
  // These neither wait nor trap, so they need not know of those who do.
  assign xret_o      = go && w_uop_i.sys == SysRet;
  assign fencei_o    = go && is_fencei && fencei_done_i;
  assign csr_write_o = go && w_uop_i.sys == SysCsr;

  always_comb
    if (kill_all_i)                             cpi_o = CpiTrap;
    else if (!w_valid_i)                        cpi_o = w_reason_i;
    else if (trap_o)                            cpi_o = CpiTrap;
    else if (wait_mem_i)                        cpi_o = mem_wait_i;
    else if (wait_fence_i)                      cpi_o = CpiFence;
    else if (wait_wfi_i)                        cpi_o = CpiWfi;
    else                                        cpi_o = CpiRetire;
endmodule
`default_nettype wire

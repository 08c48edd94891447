// advance.sv - who moves in this cycle. Every reason to wait stands here by name, joined once per stage.
// Kept whole by synthesis, so that this path, which ends at every register of the pipeline, is mapped for
// its own depth; instantiated twice, once for data registers and once for control, to share the load.
`include "mutant.svh"
`default_nettype none
(* keep_hierarchy *)
module advance (
  // w: its instruction, killed ones excluded
  input  logic w_valid_i,
  input  logic w_mem_i,            // load/store unit's
  input  logic mem_done_i,
  input  logic mem_fault_i,
  input  logic w_fence_i,          // a fence that waits for the store buffer
  input  logic sb_empty_i,
  input  logic w_fencei_i,
  input  logic fencei_done_i,
  input  logic w_wfi_i,
  input  logic wake_i,
  // m, x: killed ones may be included, which then move or not
  input  logic m_mem_i,
  input  logic lookup_i,           // its lookup is done
  input  logic x_div_i,
  input  logic div_done_i,
  output logic wait_mem_o,
  output logic wait_fence_o,
  output logic wait_wfi_o,
  output logic w_leave_o,          // w is free at the end of the cycle, or was empty
  output logic mw_adv_o,           // m moves to w
  output logic xm_adv_o            // x moves to m
);
  // Not looked at: an interrupt, which would be late here; what it replaces may as well wait one cycle
  // more, in which all stages are emptied.
  assign wait_mem_o   = w_valid_i && w_mem_i && !mem_done_i && !mem_fault_i;
  assign wait_fence_o = w_valid_i && ((`TH_MUTANT(33, w_fence_i, 1'b0) && !sb_empty_i) || (w_fencei_i && !fencei_done_i));
  assign wait_wfi_o   = w_valid_i && w_wfi_i && !wake_i;
  wire m_wait_lookup  = m_mem_i && !lookup_i;
  wire x_wait_div     = x_div_i && !div_done_i;
  assign w_leave_o    = !(wait_mem_o || wait_fence_o || wait_wfi_o);
  assign mw_adv_o     = w_leave_o && !m_wait_lookup;
  assign xm_adv_o     = mw_adv_o && !x_wait_div;
endmodule
`default_nettype wire

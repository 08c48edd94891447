// flush.sv - the one place where fetch is sent elsewhere, and who must go when it is.
// Causes arrive in the cycle in which they are found; everything here acts in the next one, from registers.
`include "mutant.svh"
`default_nettype none
module flush
  import core_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  // Found in w: all younger instructions go, m's included, which by then may stand in w.
  input  logic        w_trap_i,        // exception or interrupt
  input  logic [31:1] w_trap_pc_i,
  input  logic        w_xret_i,
  input  logic        w_fencei_i,      // or sfence.vma
  input  logic        w_refetch_i,     // a CSR that instructions are fetched by was written
  input  logic        w_sends_i,       // in w is one of these, whether it is done or not, ...
  input  logic [31:1] w_result_i,      // ... and this is xepc, or the instruction after it
  // Found in x: younger instructions are in d and the queue, and in x if the branch has left it.
  input  logic        x_redir_i,
  input  logic        x_taken_i,
  input  logic [31:1] x_target_i,
  input  logic [31:1] x_seq_pc_i,      // where it goes if not taken
  input  logic        x_branch_i,      // by a conditional branch
  input  logic        xm_adv_i,
  output logic        redir_o,         // fetch goes to redir_pc_o; the queue is stale
  output logic [31:1] redir_pc_o,
  output cpi_e        redir_reason_o,
  output logic        kill_x_o,        // x holds a younger instruction: drop it
  output logic        kill_all_o       // so do m and w
);
  logic        all_q, x_q, x_left_q, branch_q;
  logic [31:1] pc_q;
  wire all = w_trap_i || w_xret_i || w_fencei_i || w_refetch_i;

  always_ff @(posedge clk_i) begin
    all_q    <= rst_ni && all;
    x_q      <= rst_ni && x_redir_i && !all;
    x_left_q <= xm_adv_i;
    branch_q <= x_branch_i;
    // Oldest first. Those of w exclude each other: 1. trap: the instruction in w did not happen; 2. mret, sret;
    // 3. fence.i, sfence.vma, satp, PMP: what follows is fetched anew. 4. A wrong prediction is younger than all of w.
    // What a wrong prediction behind a fence.i that still waits is sent to does not matter.
    if (w_trap_i)       pc_q <= w_trap_pc_i;
    else if (w_sends_i) pc_q <= w_result_i;
    else                pc_q <= x_taken_i ? x_target_i : x_seq_pc_i;
  end

  assign redir_o        = all_q || x_q;
  assign redir_pc_o     = pc_q;
  assign redir_reason_o = all_q ? CpiTrap : branch_q ? CpiBranch : CpiJump;
  assign kill_all_o     = all_q;
  assign kill_x_o       = all_q || `TH_MUTANT(25, x_q && x_left_q, 1'b0);
endmodule
`default_nettype wire

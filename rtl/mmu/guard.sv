// guard.sv - physical memory protection of a hart without caches and without S-mode: each word that is accessed is asked
// for by itself. In place of mmu.sv where CacheBytes is 0 and there are PMP entries. Fetch and load/store unit take
// turns at one scan (pmp.sv), which costs 2 cycles and one more for each entry in use before the one that matches.
// In M, while no entry is locked, nobody has to ask.
`include "chk.svh"
`default_nettype none
module guard
  import csr_pkg::*, mmu_pkg::*;
#(
  parameter int PmpEntries = config_pkg::PmpEntries
) (
  input  logic         clk_i,
  input  logic         rst_ni,

  // CSRs: read in m (zero where it is not one of ours), written in w
  input  logic         r_en_i,
  input  logic [11:0]  r_addr_i,
  output logic [31:0]  r_data_o,
  input  logic         w_en_i,
  input  logic [11:0]  w_addr_i,
  input  logic [31:0]  w_data_i,
  input  status_t      status_i,

  // Who asks stays until done, one cycle, or until it no longer wants to know. on: it has to ask.
  output logic         d_on_o,
  input  logic         d_ask_i,
  input  logic         d_store_i,
  input  logic [31:2]  d_addr_i,
  output logic         d_done_o,
  output logic         i_on_o,
  input  logic         i_ask_i,
  input  logic [31:2]  i_addr_i,
  output logic         i_done_o,
  output logic         ok_o            // of either: it may
);
  logic  locked, done, ok_read, ok_write, ok_exec, mixed;
  logic  run_q, data_q;                // a scan goes on; for whom
  wire   data = run_q ? data_q : d_ask_i;
  wire   run  = data ? d_ask_i : i_ask_i;
  always_ff @(posedge clk_i) begin
    run_q  <= rst_ni && run && !done;
    data_q <= data;
  end

  wire mode_e d_mode = status_i.mprv && status_i.mode == ModeM ? status_i.mpp : status_i.mode;
  wire d_machine = d_mode == ModeM, i_machine = status_i.mode == ModeM;
  pmp #(.Entries(PmpEntries)) u_pmp (
    .clk_i, .rst_ni, .r_en_i, .r_addr_i, .r_data_o, .w_en_i, .w_addr_i, .w_data_i, .locked_o(locked),
    .run_i(run), .page_i(1'b0), .machine_i(data ? d_machine : i_machine), .pa_i(data ? d_addr_i : i_addr_i), .done_o(done),
    .read_o(ok_read), .write_o(ok_write), .exec_o(ok_exec), .mixed_o(mixed));
  assign d_on_o   = !d_machine || locked;
  assign i_on_o   = !i_machine || locked;
  assign d_done_o = done && data;
  assign i_done_o = done && !data;
  assign ok_o     = !data ? ok_exec : d_store_i ? ok_write : ok_read;
  wire unused = mixed;
  `TH_ASSERT(chk_word, !(done && mixed))
endmodule
`default_nettype wire

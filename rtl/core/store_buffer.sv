// store_buffer.sv - committed stores on their way to the D-cache, oldest first.
// One entry is up to four bytes of one word. Loads compare with every entry.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module store_buffer #(
  parameter int Depth = config_pkg::SbDepth
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Push: taken when push_i; only while room_o.
  input  logic        push_i,
  input  logic [31:2] push_addr_i,
  input  logic [3:0]  push_mask_i,
  input  logic [31:0] push_data_i,
  output logic        room_o,
  output logic        empty_o,

  // The two oldest entries.
  output logic [1:0]  valid_o,
  output logic [31:2] addr_o [2],
  output logic [3:0]  mask_o,
  output logic [31:0] data_o,
  input  logic        pop_i,

  // Load: youngest entry that overlaps it; full_o when that one has all its bytes.
  input  logic [31:2] ld_addr_i,
  input  logic [3:0]  ld_mask_i,
  output logic        ovl_o,
  output logic        full_o,
  output logic [31:0] word_o
);
  // A shift register: entry 0 is the oldest. Moving entries costs less than selecting them would, and
  // age is position, so the load's priority needs no rotation.
  typedef struct packed { logic [31:2] addr; logic [3:0] mask; logic [31:0] data; } entry_t;
  entry_t           e_q [Depth];
  logic [Depth-1:0] valid_q;                 // thermometer code

  assign room_o    = !valid_q[Depth-1];
  assign empty_o   = !valid_q[0];
  assign valid_o   = valid_q[1:0];
  assign addr_o[0] = e_q[0].addr;
  assign addr_o[1] = e_q[1].addr;
  assign mask_o    = e_q[0].mask;
  assign data_o    = e_q[0].data;

  // A push goes behind the youngest entry; with a pop, everything moves down by one at the same time.
  logic [Depth-1:0] here, put;
  assign here = ~valid_q & {valid_q[Depth-2:0], 1'b1};
  assign put  = {Depth{push_i}} & (`TH_MUTANT(10, pop_i, 1'b0) ? here >> 1 : here);
  wire [Depth-1:0] valid_d = push_i ? {valid_q[Depth-2:0], 1'b1} : valid_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) valid_q <= '0;
    else         valid_q <= pop_i ? valid_d >> 1 : valid_d;
    for (int k = 0; k < Depth; k++)
      if (put[k])     e_q[k] <= '{addr: push_addr_i, mask: push_mask_i, data: push_data_i};
      else if (pop_i) e_q[k] <= e_q[k == Depth - 1 ? k : k + 1];
  end

  always_comb begin                          // the youngest overlap wins
    ovl_o = 1'b0; full_o = 1'b0; word_o = '0;
    for (int k = 0; k < Depth; k++)
      if (valid_q[k] && `TH_MUTANT(7, e_q[k].addr == ld_addr_i, 1'b0) && |(e_q[k].mask & ld_mask_i) &&
          `TH_MUTANT(8, 1'b1, !ovl_o)) begin
        ovl_o  = 1'b1;
        full_o = (e_q[k].mask & ld_mask_i) == ld_mask_i;
        word_o = e_q[k].data;
      end
  end

  `TH_ASSERT(chk_push_room, !push_i || room_o)
  `TH_ASSERT(chk_pop_valid, !pop_i || valid_q[0])
endmodule
`default_nettype wire

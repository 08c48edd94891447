// store_buffer.sv - committed stores on their way to the D-cache, oldest first.
// One entry is up to four bytes of one word. Loads compare with every entry.
// Addresses and masks stand in a shift register, entry 0 the oldest: age is position, and all of them are
// compared at once. Data stay where they were written, in a LUTRAM: they are wanted one at a time.
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

  // The oldest entry; two_o: there is another.
  output logic        valid_o,
  output logic        two_o,
  output logic [31:2] addr_o,
  output logic [3:0]  mask_o,
  output logic [31:0] data_o,
  input  logic        pop_i,

  // Load: youngest entry that overlaps it as far as untranslated bits tell; full_o when that one has all its bytes,
  // same_o when it is in the same page, which is known later. word_o is its data.
  input  logic        ld_valid_i,     // low: what follows may be anything
  input  logic [11:2] ld_idx_i,
  input  logic [31:12] ld_page_i,
  input  logic [3:0]  ld_mask_i,
  output logic        ovl_o,
  output logic        full_o,
  output logic        same_o,
  output logic [31:0] word_o
);
  localparam int SlotW = $clog2(Depth);
  typedef logic [SlotW-1:0] slot_t;
  typedef struct packed { logic [31:2] addr; logic [3:0] mask; } entry_t;
  entry_t           e_q [Depth];
  logic [Depth-1:0] valid_q;                 // thermometer code
  slot_t            head_q, tail_q;          // data of entry 0; of the next push

  assign room_o  = !valid_q[Depth-1];
  assign empty_o = !valid_q[0];
  assign valid_o = valid_q[0];
  assign two_o   = valid_q[1];
  assign addr_o  = e_q[0].addr;
  assign mask_o  = e_q[0].mask;

  // A push goes behind the youngest entry; with a pop, everything moves down by one at the same time.
  logic [Depth-1:0] here, put;
  assign here = ~valid_q & {valid_q[Depth-2:0], 1'b1};
  assign put  = {Depth{push_i}} & (`TH_MUTANT(10, pop_i, 1'b0) ? here >> 1 : here);
  wire [Depth-1:0] valid_d = push_i ? {valid_q[Depth-2:0], 1'b1} : valid_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      head_q  <= '0;
      tail_q  <= '0;
    end else begin
      valid_q <= pop_i ? valid_d >> 1 : valid_d;
      if (pop_i)  head_q <= head_q + 1'b1;
      if (push_i) tail_q <= tail_q + 1'b1;
    end
    for (int k = 0; k < Depth; k++)
      if (put[k])     e_q[k] <= '{addr: push_addr_i, mask: push_mask_i};
      else if (pop_i) e_q[k] <= e_q[k == Depth - 1 ? k : k + 1];
  end

  slot_t ld_slot;
  always_comb begin                          // the youngest overlap wins
    ovl_o = 'x; full_o = 'x; same_o = 'x; ld_slot = 'x;
    if (ld_valid_i) begin
      ovl_o = 1'b0; full_o = 1'b0; same_o = 1'b0; ld_slot = head_q;
      for (int k = 0; k < Depth; k++)
        if (valid_q[k])
          if (`TH_MUTANT(7, e_q[k].addr[11:2] == ld_idx_i, 1'b0) && |(e_q[k].mask & ld_mask_i) &&
              `TH_MUTANT(8, 1'b1, !ovl_o)) begin
            ovl_o   = 1'b1;
            full_o  = (e_q[k].mask & ld_mask_i) == ld_mask_i;
            same_o  = `TH_MUTANT(56, e_q[k].addr[31:12] == ld_page_i, 1'b1);
            ld_slot = head_q + slot_t'(k);
          end
    end
  end

  // One copy for each reader.
  lutram #(.Width(32), .Depth(Depth)) u_head (
    .clk_i, .raddr_i(head_q), .rdata_o(data_o), .wen_i(push_i), .waddr_i(tail_q), .wdata_i(push_data_i));
  lutram #(.Width(32), .Depth(Depth)) u_load (
    .clk_i, .raddr_i(ld_slot), .rdata_o(word_o), .wen_i(push_i), .waddr_i(tail_q), .wdata_i(push_data_i));

  `TH_ASSERT(chk_push_room, !push_i || room_o)
  `TH_ASSERT(chk_pop_valid, !pop_i || valid_q[0])
endmodule
`default_nettype wire

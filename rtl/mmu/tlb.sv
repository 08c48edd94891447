// tlb.sv - direct-mapped translation look-aside buffer. One lookup, in the cycle of its address; one fill.
// Entries are 4 KiB; the walker cuts superpages. An entry is valid when its epoch is the current one, so emptying
// takes one cycle, but every third time a sweep, in which nothing is found and nothing filled.
`include "mutant.svh"
`default_nettype none
module tlb
  import mmu_pkg::*;
#(
  parameter int Entries = config_pkg::TlbEntries
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         en_i,          // low: what comes out does not matter
  input  logic [31:12] va_i,
  input  xctx_t        ctx_i,
  output logic         found_o,
  output entry_t       entry_o,
  input  tlb_fill_t    fill_i,
  input  tlb_flush_t   flush_i
);
  localparam int IdxW = $clog2(Entries);
  // Two buffers a power of two apart, as a copy's are, must not share their places: higher bits are mixed in.
  function automatic logic [IdxW-1:0] place(logic [31:12] va);
    return va[12 +: IdxW] ^ va[12 + IdxW +: IdxW];
  endfunction
  if (Entries < 32) $error("tlb: fewer than 32 entries need a longer tag");
  typedef struct packed { logic [1:0] epoch; entry_t e; } word_t;

  logic [1:0]      epoch_q;            // 1 to 3
  logic            sweep_q;
  logic [IdxW-1:0] at_q;
  wire             wrap = epoch_q == 2'd3;
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      epoch_q <= 2'd1; sweep_q <= 1'b1; at_q <= '0;
    end else begin
      if (sweep_q) at_q <= at_q + 1'b1;
      sweep_q <= sweep_q ? at_q != '1 || flush_i.all : flush_i.all && wrap;
      if (flush_i.all && !sweep_q) epoch_q <= wrap ? 2'd1 : epoch_q + 2'd1;
    end

  // A page is forgotten by a word of no epoch in its place. A sweep need not be told: it leaves nothing.
  word_t read, write;
  assign write = '{epoch: sweep_q || flush_i.page ? 2'd0 : epoch_q, e: fill_i.entry};
  lutram #(.Width($bits(word_t)), .Depth(Entries)) u_ram (
    .clk_i, .raddr_i(place(va_i)), .rdata_o(read),
    .wen_i(sweep_q || `TH_MUTANT(76, flush_i.page, 1'b0) || (fill_i.valid && !flush_i.all)),
    .waddr_i(sweep_q ? at_q : flush_i.page ? place(flush_i.va) : place(fill_i.va)),
    .wdata_i(write));

  logic same_page, same_asid;
  match #(.Width($bits({epoch_q, va_i[31:17], ctx_i.space}))) u_page (
    .en_i(en_i && !sweep_q), .a_i({read.epoch, read.e.tag, read.e.space}), .b_i({epoch_q, va_i[31:17], ctx_i.space}),
    .hit_o(same_page));
  match #(.Width($bits(ctx_i.asid))) u_asid (.en_i(1'b1), .a_i(read.e.asid), .b_i(ctx_i.asid), .hit_o(same_asid));
  assign found_o = same_page && (read.e.glob || `TH_MUTANT(47, same_asid, 1'b1));
  assign entry_o = read.e;
endmodule
`default_nettype wire

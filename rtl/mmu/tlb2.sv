// tlb2.sv - second level of both TLBs: direct-mapped, in block RAM. The walker looks here before it reads tables:
// the address in one cycle, what was found in the next. Only translated pages are kept, of which PMP says one thing.
// As in tlb.sv an entry is valid when its epoch is the current one; here a sweep, in which nothing is found and nothing
// filled, takes Entries cycles, so it is needed once in 255 times only.
`include "mutant.svh"
`default_nettype none
module tlb2
  import mmu_pkg::*;
#(
  parameter int Entries = config_pkg::Tlb2Entries
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         look_i,
  input  logic [31:12] va_i,
  input  logic [31:12] va_q_i,        // that of the cycle before, ...
  input  logic [8:0]   asid_i,        // ... and whose it is
  output logic         found_o,       // if the cycle before looked; true if nothing has been flushed since
  output entry_t       entry_o,
  input  tlb_fill_t    fill_i,        // never in the cycle of a look
  input  tlb_flush_t   flush_i
);
  localparam int IdxW = $clog2(Entries);
  if (Entries < 128) $error("tlb2: fewer than 128 entries are not worth a block RAM");
  typedef struct packed {
    logic [7:0]          epoch;
    logic [31:12 + IdxW] tag;
    logic [8:0]          asid;
    logic                glob;
    logic [31:12]        ppn;
    attr_e               attr;
    allow_t              allow;
  } word_t;

  logic [7:0]      epoch_q;            // 1 to 255
  logic            sweep_q;
  logic [IdxW-1:0] at_q;
  wire             wrap = epoch_q == '1;
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      epoch_q <= 8'd1; sweep_q <= 1'b1; at_q <= '0;
    end else begin
      if (sweep_q) at_q <= at_q + 1'b1;
      sweep_q <= sweep_q ? at_q != '1 || flush_i.all : flush_i.all && wrap;
      if (flush_i.all && !sweep_q) epoch_q <= wrap ? 8'd1 : epoch_q + 8'd1;
    end

  wire   fill = fill_i.valid && fill_i.entry.space == SpaceXlate && !fill_i.entry.allow.mixed;
  word_t read, write;
  always_comb begin
    write = 'x;
    if (sweep_q || flush_i.page)
      write.epoch = '0;
    else if (fill)
      write = '{epoch: epoch_q, tag: fill_i.va[31:12 + IdxW], asid: fill_i.entry.asid, glob: fill_i.entry.glob,
                ppn: fill_i.entry.ppn, attr: fill_i.entry.attr, allow: fill_i.entry.allow};
  end
  ram_1r1w #(.Width($bits(word_t)), .Depth(Entries)) u_ram (
    .clk_i, .ren_i(look_i), .raddr_i(va_i[12 +: IdxW]), .rdata_o(read),
    .wen_i(sweep_q || `TH_MUTANT(77, flush_i.page, 1'b0) || (fill && !flush_i.all)),
    .waddr_i(sweep_q ? at_q : flush_i.page ? flush_i.va[12 +: IdxW] : fill_i.va[12 +: IdxW]), .wdata_i(write));

  logic written_q;                     // what was written then may have been what was read
  always_ff @(posedge clk_i) written_q <= sweep_q || flush_i.page;
  assign found_o = read.epoch == epoch_q && read.tag == va_q_i[31:12 + IdxW] &&
                   (read.glob || `TH_MUTANT(78, read.asid == asid_i, 1'b1)) && !sweep_q && !written_q;
  always_comb begin
    entry_o       = '0;
    entry_o.asid  = read.asid;
    entry_o.glob  = read.glob;
    entry_o.ppn   = read.ppn;
    entry_o.attr  = read.attr;
    entry_o.allow = read.allow;
  end
endmodule
`default_nettype wire

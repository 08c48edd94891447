// xlate.sv - translation and physical memory attributes of one access, in one cycle.
// What needs no translation and no PMP passes directly; everything else has an entry in the TLB, or is not
// ok and its user asks the walker. An entry never says why something is not allowed: the walker does.
// The attributes are final: what may not be done at an address is refused here, before any bus request
// (docs/ref/map.md). An entry's are those of its page, of which a device may fill a part: the bus refuses the rest.
`include "mutant.svh"
`default_nettype none
module xlate
  import map_pkg::*, mmu_pkg::*;
#(
  parameter int Entries = config_pkg::TlbEntries
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         en_i,         // low: what comes out does not matter
  input  logic [31:0]  va_i,
  input  xctx_t        ctx_i,
  input  logic         fetch_i,      // what the access is: fetch,
  input  logic         atomic_i,     // LR, SC, AMO; else a load or store
  input  logic         store_i,      // needs the right to write
  input  logic         misaligned_i,
  input  logic         exact_i,      // the walker has just checked this very word: a mixed page will do
  input  logic [31:0]  ram_size_i,
  input  tlb_fill_t    fill_i,
  input  tlb_flush_t   flush_i,

  output logic         ok_o,         // the page is known and the access allowed: what follows is true
  output logic [31:12] page_o,
  output logic [31:12] ppn_o,        // the same where it is translated, and earlier
  output logic         device_o,     // uncached, in order, once (ROM read as data included)
  output logic         fault_o       // access fault
);
  logic   found;
  entry_t e;
  if (Entries != 0) begin : gen_tlb
    tlb #(.Entries(Entries)) u_tlb (
      .clk_i, .rst_ni, .en_i(en_i && !ctx_i.direct), .va_i(va_i[31:12]), .ctx_i, .found_o(found), .entry_o(e), .fill_i, .flush_i);
  end else begin : gen_none                // ctx_i.direct is always set
    assign found = 1'b0;
    assign e     = '0;
    wire unused  = ^{clk_i, rst_ni, en_i, fill_i, flush_i};
  end

  assign ok_o   = ctx_i.direct || (found && allowed(e.allow, ctx_i, fetch_i, store_i) &&
                                   (exact_i || `TH_MUTANT(48, !e.allow.mixed, 1'b1)));
  assign ppn_o  = e.ppn;
  assign page_o = ctx_i.direct ? va_i[31:12] : e.ppn;

  wire ram = ctx_i.direct ? is_ram(va_i, ram_size_i) : e.attr == AttrRam;
  wire rom = ctx_i.direct ? is_rom(va_i)             : e.attr == AttrRom;
  wire dev = ctx_i.direct ? is_device(va_i)          : e.attr == AttrDevice;
  assign device_o = dev || rom;
  assign fault_o  = atomic_i ? misaligned_i || !ram :
                    fetch_i  ? !(ram || rom)        :
                               !(ram || ((dev || (rom && !store_i)) && !misaligned_i));
endmodule
`default_nettype wire

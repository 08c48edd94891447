// tlb2_proof.sv - the second-level TLB against a table, as tlb_proof: what is found in the cycle after a look is what was filled in
// last for this page and address space, with nothing thrown away up to the look's own cycle; and it is found unless that cycle
// flushed a page. Only translated pages are kept, of which PMP says one thing.
// Assumed: no fill in the cycle of a look (walker.sv: fills in StAnswer, looks in StIdle).
`default_nettype none
module tlb2_proof
  import mmu_pkg::*;
#(
  parameter int Entries = 512
) (
  input logic         clk_i,
  input logic         rst_ni,
  input logic         look_i,
  input logic [31:12] va_i,
  input logic [8:0]   asid_i,
  input tlb_fill_t    fill_i,
  input tlb_flush_t   flush_i
);
  localparam int IdxW = $clog2(Entries);
  logic         found;
  entry_t       entry;
  logic [31:12] va_q;
  always_ff @(posedge clk_i) va_q <= va_i;
  tlb2 #(.Entries(Entries)) u_tlb2 (
    .clk_i, .rst_ni, .look_i, .va_i, .va_q_i(va_q), .asid_i, .found_o(found), .entry_o(entry), .fill_i, .flush_i);

  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  always_comb begin
    if (first) assume (!rst_ni);
    assume (!(look_i && fill_i.valid));
  end

  // The table's row of one place, any.
  logic [IdxW-1:0] place;
  logic            kept_q, looked_q, page_q;
  logic [31:12]    kept_va_q;
  entry_t          kept_entry_q;
  wire keeps     = fill_i.valid && fill_i.entry.space == SpaceXlate && !fill_i.entry.allow.mixed;
  wire fill_here = keeps && !flush_i.page && fill_i.va[12 +: IdxW] == place;
  always_ff @(posedge clk_i) begin
    place <= place;
    looked_q <= look_i && va_i[12 +: IdxW] == place;
    page_q   <= flush_i.page;
    if (!rst_ni || flush_i.all || u_tlb2.sweep_q) kept_q <= 1'b0;          // a sweep keeps nothing
    else if (flush_i.page && flush_i.va[12 +: IdxW] == place) kept_q <= 1'b0;
    else if (fill_here) kept_q <= 1'b1;
    if (fill_here) begin kept_va_q <= fill_i.va; kept_entry_q <= fill_i.entry; end
  end
  wire fits = kept_q && kept_va_q == va_q && (kept_entry_q.glob || kept_entry_q.asid == asid_i);
  always_comb if (!first && looked_q) begin
    a_found: assert (!found || fits);
    a_finds: assert (!fits || found || page_q);
    a_entry: assert (!found || (entry.asid == kept_entry_q.asid && entry.glob == kept_entry_q.glob && entry.ppn == kept_entry_q.ppn &&
                                entry.attr == kept_entry_q.attr && entry.allow == kept_entry_q.allow && !entry.allow.mixed));
  end
  // Emptying takes no more than a sweep: counted from the last flush or reset.
  logic [IdxW:0] since_q;
  always_ff @(posedge clk_i)
    if (!rst_ni || flush_i.all) since_q <= '0;
    else if (since_q != '1) since_q <= since_q + 1'b1;
  always_comb if (!first) a_sweep_ends: assert (!u_tlb2.sweep_q || since_q <= (IdxW+1)'(Entries));

  // ---------------------------------------------------------------- what is true between two cycles
  localparam int Width = 8 + (20 - IdxW) + 9 + 1 + 20 + $bits(attr_e) + $bits(allow_t);
  wire [Width-1:0] held = u_tlb2.u_ram.mem[place], seen = u_tlb2.u_ram.rdata_q;
  wire [Width-1:0] kept = {u_tlb2.epoch_q, kept_va_q[31:12 + IdxW], kept_entry_q.asid, kept_entry_q.glob, kept_entry_q.ppn, kept_entry_q.attr,
                           kept_entry_q.allow};
  wire [7:0]       epoch = held[Width-1 -: 8], seen_epoch = seen[Width-1 -: 8];
  always_comb if (!first) begin
    i_epochs: assert (u_tlb2.epoch_q != 8'd0 && (!u_tlb2.sweep_q || u_tlb2.epoch_q == 8'd1));
    i_sweep:  assert (!u_tlb2.sweep_q || place >= u_tlb2.at_q || epoch == 8'd0);
    i_kept:   assert (!kept_q || (held == kept && !u_tlb2.sweep_q && kept_va_q[12 +: IdxW] == place && !kept_entry_q.allow.mixed));
    i_gone:   assert (kept_q || u_tlb2.sweep_q || epoch < u_tlb2.epoch_q);
    i_at:     assert (u_tlb2.sweep_q || u_tlb2.at_q == '0);
    i_count:  assert (!u_tlb2.sweep_q || since_q <= (IdxW+1)'(u_tlb2.at_q));
    i_va:     assert (!looked_q || va_q[12 +: IdxW] == place);
    i_page:   assert (!page_q || u_tlb2.written_q);
    i_seen:   assert (!looked_q || u_tlb2.written_q || u_tlb2.sweep_q || seen_epoch < u_tlb2.epoch_q || (kept_q && seen == held));
    i_finds:  assert (!looked_q || !kept_q || page_q || (seen == held && !u_tlb2.written_q));
  end
endmodule
`default_nettype wire

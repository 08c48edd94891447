// tlb_proof.sv - the TLB against a table: what is found is what was filled in last for this page, in this space and address
// space, and has not been thrown away since; and until something else takes its place it is found.
// One page is watched, any; a table of all pages is one such watch each. From reset on, for ever.
`default_nettype none
module tlb_proof
  import mmu_pkg::*;
#(
  parameter int Entries = 32
) (
  input logic         clk_i,
  input logic         rst_ni,
  input logic [31:12] va_i,
  input xctx_t        ctx_i,
  input tlb_fill_t    fill_i,
  input tlb_flush_t   flush_i
);
  localparam int IdxW = $clog2(Entries);
  function automatic logic [IdxW-1:0] place_of(logic [31:12] va);
    return va[12 +: IdxW] ^ va[12 + IdxW +: IdxW];
  endfunction
  logic   found;
  entry_t entry;
  tlb #(.Entries(Entries)) u_tlb (.clk_i, .rst_ni, .en_i(1'b1), .va_i, .ctx_i, .found_o(found), .entry_o(entry), .fill_i, .flush_i);

  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  always_comb begin
    if (first) assume (!rst_ni);
    if (fill_i.valid) assume (fill_i.entry.tag == fill_i.va[31:17]);            // the walker's
  end

  // The table's row of one place: what a fill put there, until a flush or another fill.
  logic [IdxW-1:0] place;                   // any, and stays
  logic            kept_q;
  logic [31:12]    kept_va_q;
  entry_t          kept_entry_q;
  wire fill_here = fill_i.valid && !flush_i.page && place_of(fill_i.va) == place;
  always_ff @(posedge clk_i) begin
    place <= place;
    if (!rst_ni || flush_i.all || u_tlb.sweep_q) kept_q <= 1'b0;      // a sweep keeps nothing
    else if (flush_i.page && place_of(flush_i.va) == place) kept_q <= 1'b0;
    else if (fill_here)                      kept_q <= 1'b1;
    if (fill_here) begin kept_va_q <= fill_i.va; kept_entry_q <= fill_i.entry; end
  end
  wire here    = place_of(va_i) == place;
  wire fits = kept_q && kept_va_q == va_i && kept_entry_q.space == ctx_i.space &&
                 (kept_entry_q.glob || kept_entry_q.asid == ctx_i.asid);
  always_comb if (!first && here) begin
    a_found: assert (found == fits);
    a_entry: assert (!found || entry == kept_entry_q);
  end

  // Emptying takes no more than a sweep: counted from the last flush or reset.
  logic [IdxW:0] since_q;
  always_ff @(posedge clk_i)
    if (!rst_ni || flush_i.all) since_q <= '0;
    else if (since_q != '1) since_q <= since_q + 1'b1;
  always_comb if (!first) a_sweep_ends: assert (!u_tlb.sweep_q || since_q <= (IdxW+1)'(Entries));

  // ---------------------------------------------------------------- what is true between two cycles
  // A word whose epoch is not the present one says nothing; those of epochs to come are not there. So a place that is not
  // kept has an epoch below, and in a sweep those behind it are clear.
  wire [1:0] epoch = u_tlb.u_ram.mem[place][$bits(entry_t) +: 2];
  wire entry_t held = entry_t'(u_tlb.u_ram.mem[place][$bits(entry_t)-1:0]);
  always_comb if (!first) begin
    a_epochs: assert (u_tlb.epoch_q != 2'd0 && (!u_tlb.sweep_q || u_tlb.epoch_q == 2'd1));
    a_sweep:  assert (!u_tlb.sweep_q || place >= u_tlb.at_q || epoch == 2'd0);
    a_kept:   assert (!kept_q || (epoch == u_tlb.epoch_q && !u_tlb.sweep_q && held == kept_entry_q &&
                                  place_of(kept_va_q) == place && kept_entry_q.tag == kept_va_q[31:17]));
    a_gone:   assert (kept_q || u_tlb.sweep_q || epoch < u_tlb.epoch_q);
    a_at:     assert (u_tlb.sweep_q || u_tlb.at_q == '0);
    a_count:  assert (!u_tlb.sweep_q || since_q <= (IdxW+1)'(u_tlb.at_q));
  end
endmodule
`default_nettype wire

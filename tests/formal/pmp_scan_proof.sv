// pmp_scan_proof.sv - scans, of words and pages, for M or not, under any registers and writes between scans: the answer comes
// in at most a cycle for each entry and one more, and is what 3.7.1 says.
// Assumed: a question stays until it is answered. A scan during which a PMP register is written, or that begins in one of the two
// cycles after, answers anything, in the same time, and leaves nothing behind: the write empties the TLBs a cycle later
// (mmu.sv, flush_o), which voids the walk it is for, and one taken up in that cycle too (walker.sv, void_q); the next is
// taken up in the cycle after and asks in the one behind that.
`default_nettype none
module pmp_scan_proof
  import csr_pkg::*, pmp_pkg::*;
#(
  parameter int Entries = 8
) (
  input logic        clk_i,
  input logic        run_i, page_i, machine_i,
  input logic [31:2] pa_i,
  input logic        w_en_i,
  input logic [11:0] w_addr_i,
  input logic [31:0] w_data_i
);
  logic [31:0] r_data;
  logic        locked, done, r, w, x, mixed;
  pmp #(.Entries(Entries)) u_pmp (
    .clk_i, .rst_ni(1'b1), .r_en_i(1'b0), .r_addr_i(12'd0), .r_data_o(r_data), .w_en_i, .w_addr_i, .w_data_i,
    .locked_o(locked), .run_i, .page_i, .machine_i, .pa_i, .done_o(done), .read_o(r), .write_o(w), .exec_o(x), .mixed_o(mixed));

  logic        first = 1'b1;
  logic        wrote_q = 1'b1, wrote_qq = 1'b1;      // reset is like a write
  logic        void_q = 1'b0;
  logic        on_q = 1'b0;                // the scan is not in its first cycle
  logic [4:0]  age_q = '0;                 // cycles that it has been on
  logic        page_q, machine_q;
  logic [31:2] pa_q;
  wire         going = run_i && !done;
  wire         voided = w_en_i || wrote_q || wrote_qq || (on_q && void_q);
  always_ff @(posedge clk_i) begin
    first <= 1'b0; wrote_q <= w_en_i; wrote_qq <= wrote_q; void_q <= voided; page_q <= page_i; machine_q <= machine_i; pa_q <= pa_i;
    on_q  <= going;
    age_q <= going ? age_q + 5'd1 : 5'd0;
  end
  always_comb begin
    assume (!u_pmp.clear_q);                                       // pmp_csr_proof
    if (first) assume (!run_i && u_pmp.changed_q);                 // so reset leaves it
    if (on_q) assume (run_i && {page_i, machine_i, pa_i} == {page_q, machine_q, pa_q});
  end

  // ---------------------------------------------------------------- 3.7.1: the lowest entry that matches any byte decides
  // Said of each entry k: none that matches is below the one that decided, and that one matches.
  logic [2:0]  k;                                       // any, and stays
  always_ff @(posedge clk_i) k <= k;
  logic [2:0]  by_q;                                    // entry looked at in the last cycle
  always_ff @(posedge clk_i) by_q <= 3'(u_pmp.at_q);
  wire [34:0] lo = page_i ? {5'd0, pa_i[31:12], 10'd0} : {5'd0, pa_i[31:2]};
  wire [34:0] hi = page_i ? lo + 35'd1024 : lo + 35'd1;
  function automatic cfg_t cfg_of(logic [2:0] i);
    return cfg_t'({u_pmp.cfg_q[i].lock, 2'd0, u_pmp.cfg_q[i].match, u_pmp.cfg_q[i].x, u_pmp.cfg_q[i].w, u_pmp.cfg_q[i].r});
  endfunction
  wire cfg_t    cfg_k = cfg_of(k), cfg_by = cfg_of(by_q);
  wire region_t reg_k = region(cfg_k, u_pmp.u_scan.mem[k], k == '0 ? 32'd0 : u_pmp.u_scan.mem[k - 3'd1]);
  wire region_t reg_by = region(cfg_by, u_pmp.u_scan.mem[by_q], by_q == '0 ? 32'd0 : u_pmp.u_scan.mem[by_q - 3'd1]);
  wire match_k  = meets(reg_k, lo, hi), match_by = meets(reg_by, lo, hi);
  // "Mixed" is always safe: each word is asked for then. A TOR region that ends before it begins, both in this page, is
  // empty, and yet may be called so; nothing else may.
  wire backward = page_i && cfg_by.a == Tor && reg_by.lo >= reg_by.hi && reg_by.lo < hi && reg_by.hi > lo;
  wire free     = machine_i && !cfg_by.l;               // M-mode: bound by locked entries alone
  always_comb if (!first && run_i && done) a_time: assert (age_q <= 5'(Entries) && age_q != '0);
  always_comb if (!first && run_i && done && !voided) begin
    a_none:    assert (u_pmp.hit_q || !match_k);
    a_none_is: assert (u_pmp.hit_q || (!mixed && r == machine_i && w == machine_i && x == machine_i));
    a_lowest:  assert (!u_pmp.hit_q || !match_k || k >= by_q);
    a_by:      assert (!u_pmp.hit_q || match_by || (backward && mixed));
    a_mixed:   assert (!u_pmp.hit_q || mixed == (backward || !covers(reg_by, lo, hi)));
    a_rights:  assert (!u_pmp.hit_q || mixed || {r, w, x} == ({cfg_by.r, cfg_by.w, cfg_by.x} | {3{free}}));
  end

  // ---------------------------------------------------------------- what is true between two cycles of a scan
  wire [31:0] below = u_pmp.u_scan.mem[u_pmp.at_q - 1'b1];
  logic [Entries-1:0] visits;              // in use, or the address below a TOR
  logic [2:0]         lowest;
  always_comb begin
    lowest = '0;
    for (int i = Entries - 1; i >= 0; i--) begin
      visits[i] = cfg_of(3'(i)).a != Off || (i + 1 < Entries && cfg_of(3'(i + 1)).a == Tor);
      if (visits[i]) lowest = 3'(i);
    end
  end
  always_comb if (!first) begin
    a_idle:  assert (on_q || (!done && age_q == '0 && !u_pmp.above_q && !u_pmp.page_above_q));
    a_begin: assert (on_q || wrote_q || wrote_qq || u_pmp.at_q == u_pmp.first_q);
    a_changed: assert (!u_pmp.changed_q || wrote_q);
    a_visits: assert (u_pmp.changed_q || u_pmp.visit_q == visits);
    a_first: assert (u_pmp.changed_q || u_pmp.first_q == lowest);
    if (on_q && !done) a_age: assert (age_q <= 5'(u_pmp.at_q));
    if (on_q && !done && !void_q) begin
      a_visit:  assert (visits[u_pmp.at_q] && u_pmp.at_q != '0);
      a_passed: assert (!match_k || k >= 3'(u_pmp.at_q));       // no entry before this one matches
      a_tor:    assert (cfg_of(3'(u_pmp.at_q)).a != Tor ||
                        (u_pmp.above_q == (35'(below) > lo) && u_pmp.page_above_q == (below[31:10] > pa_i[31:12])));
    end
  end
  wire unused = ^{r_data, locked};
endmodule
`default_nettype wire

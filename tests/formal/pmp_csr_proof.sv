// pmp_csr_proof.sv - pmpcfg and pmpaddr under any writes: what they read is what 3.7.1 says, locks and reserved values included.
`default_nettype none
module pmp_csr_proof
  import csr_pkg::*, pmp_pkg::*, isa_pkg::is_csr;
#(
  parameter int Entries = 8
) (
  input logic        clk_i,
  input logic        w_en_i,
  input logic [11:0] w_addr_i,
  input logic [31:0] w_data_i,
  input logic [11:0] r_addr_i,
  input logic        run_i, page_i, machine_i,
  input logic [31:2] pa_i
);
  logic [31:0] r_data;
  logic        locked, done, r, w, x, mixed;
  pmp #(.Entries(Entries)) u_pmp (
    .clk_i, .rst_ni(1'b1), .r_en_i(1'b1), .r_addr_i, .r_data_o(r_data), .w_en_i, .w_addr_i, .w_data_i, .locked_o(locked),
    .run_i, .page_i, .machine_i, .pa_i, .done_o(done), .read_o(r), .write_o(w), .exec_o(x), .mixed_o(mixed));

  // The registers as the specification has them.
  cfg_t [Entries-1:0]       cfg_q, cfg_d;
  logic [Entries-1:0][31:0] addr_q, addr_d;
  cfg_t                     given;
  wire is_cfg  = w_en_i && w_addr_i inside {[12'h3a0:12'h3a3]};
  wire is_addr = w_en_i && w_addr_i inside {[12'h3b0:12'h3bf]};
  always_comb begin
    cfg_d = cfg_q; addr_d = addr_q; given = '0;
    for (int i = 0; i < Entries; i++) begin
      given = cfg_t'(w_data_i[8*(i%4) +: 8]);
      if (is_cfg && w_addr_i == 12'h3a0 + 12'(i / 4) && !cfg_q[i].l)            // locked: ignored until reset
        cfg_d[i] = '{l: given.l, zero: 2'd0, a: given.a, x: given.x, w: given.w && given.r, r: given.r};
      // R = 0 with W = 1 is reserved: W reads 0, a choice of ours.
      if (is_addr && w_addr_i == 12'h3b0 + 12'(i) && !cfg_q[i].l &&
          !(i + 1 < Entries && cfg_q[(i + 1) % Entries].l && cfg_q[(i + 1) % Entries].a == Tor))
        addr_d[i] = w_data_i;
    end
  end
  always_ff @(posedge clk_i) begin cfg_q <= cfg_d; addr_q <= addr_d; end

  logic [31:0] expect_data;
  logic        bound;
  always_comb begin
    expect_data = '0; bound = 1'b0;
    for (int i = 0; i < Entries; i++) begin
      bound |= cfg_q[i].l;
      if (r_addr_i == 12'h3a0 + 12'(i / 4)) expect_data |= 32'(cfg_q[i]) << (8 * (i % 4));
      if (r_addr_i == 12'h3b0 + 12'(i))     expect_data |= addr_q[i];
    end
  end

  // Both sides hold the same, and no reserved value; the scan's copy of the addresses is the CSRs'. True after the sweep
  // that follows reset (clear_q), since then all is zero; kept by every write.
  logic same;
  always_comb begin
    same = !u_pmp.clear_q;
    for (int i = 0; i < Entries; i++)
      same &= cfg_q[i] == {u_pmp.cfg_q[i].lock, 2'd0, u_pmp.cfg_q[i].match, u_pmp.cfg_q[i].x, u_pmp.cfg_q[i].w, u_pmp.cfg_q[i].r} &&
              !(cfg_q[i].w && !cfg_q[i].r) && addr_q[i] == u_pmp.u_csr.mem[i] && addr_q[i] == u_pmp.u_scan.mem[i];
  end
  logic first = 1'b1;
  always_ff @(posedge clk_i) first <= 1'b0;
  always_comb if (first) assume (same);
  always_comb assume (is_csr(w_addr_i) && is_csr(r_addr_i));       // decode lets no other number by
  always_ff @(posedge clk_i) begin
    a_same:   assert (same);
    a_read:   assert (!same || r_data == expect_data);
    a_locked: assert (!same || locked == bound);
  end
  wire unused = ^{done, r, w, x, mixed};
endmodule
`default_nettype wire

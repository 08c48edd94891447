// pmp_pkg.sv - physical memory protection as the privileged specification 1.12 has it in 3.7.1, for proofs. Addresses count
// words of four bytes: pmpaddr holds bits 33:2, the grain is one word, and so a word has one answer.
`default_nettype none
package pmp_pkg;
  typedef struct packed { logic l; logic [1:0] zero; logic [1:0] a; logic x, w, r; } cfg_t;    // figure 3.33
  localparam logic [1:0] Off = 2'd0, Tor = 2'd1, Na4 = 2'd2, Napot = 2'd3;                     // table 3.10

  // The words from lo on, up to hi without it.
  typedef struct packed { logic [34:0] lo, hi; } region_t;
  function automatic region_t region(cfg_t cfg, logic [31:0] addr, logic [31:0] below);
    region_t r;
    logic    ones;
    r = '0;                                                        // off: none
    if (cfg.a == Tor) r = '{lo: 35'(below), hi: 35'(addr)};
    if (cfg.a == Na4) r = '{lo: 35'(addr), hi: 35'(addr) + 35'd1};
    if (cfg.a == Napot) begin                                      // table 3.11: t ones at the end, 2^(t+3) bytes
      r = '{lo: 35'd0, hi: 35'd1 << 33};                           // all 32 are ones
      ones = 1'b1;
      for (int t = 0; t < 32; t++) begin
        if (ones && !addr[t]) r = '{lo: 35'(addr & ~((32'd2 << t) - 32'd1)), hi: 35'(addr & ~((32'd2 << t) - 32'd1)) + (35'd2 << t)};
        ones = ones && addr[t];
      end
    end
    return r;
  endfunction
  function automatic logic meets(region_t r, logic [34:0] lo, hi);
    return r.lo < r.hi && r.lo < hi && r.hi > lo;
  endfunction
  function automatic logic covers(region_t r, logic [34:0] lo, hi);
    return r.lo <= lo && hi <= r.hi;
  endfunction
endpackage
`default_nettype wire

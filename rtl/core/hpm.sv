// hpm.sv - what the counters mhpmcounter3 and up count: mhpmevent(h) and scountovf (privileged spec 1.12 3.1.10, Sscofpmf 1.0).
// The counters themselves are words of csr.sv's RAM. A wire is looked at a cycle late, with the mode and the inhibits
// of its own cycle: so retirement, which is known late, ends in a register. No CSR instruction is near enough to see it.
// Nothing happens twice a cycle (core_pkg).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module hpm
  import core_pkg::*, csr_pkg::*;
#(
  parameter int Counters = config_pkg::HpmCounters
) (
  input  logic              clk_i,
  input  logic              rst_ni,
  input  mode_e             mode_i,
  input  logic [MaxHpm-1:0] inhibit_i,   // mcountinhibit
  input  logic [MaxHpm-1:0] seen_i,      // mcounteren
  input  events_t           ev_i,        // of this cycle; without meaning while on_o is low
  input  cpi_e              cpi_i,
  output logic              on_o,        // some counter has an event

  // CSRs: read in m, zero where it is not one of ours; written in w
  input  logic              r_en_i,
  input  logic [11:0]       addr_i,
  output logic [31:0]       r_data_o,
  input  logic              w_en_i,
  input  logic [31:0]       w_data_i,    // zero where there is no write
  input  logic              clear_i,     // after reset: what is read becomes zero, word by word
  input  logic [3:0]        clear_at_i,

  output logic [MaxHpm-1:0] event_o,     // this counter counts one more
  input  logic [MaxHpm-1:0] overflow_i,
  output logic              lcofi_o      // one cycle: an OF becomes one
);
  wire is_event  = addr_i[11:8] == CsrMhpmevent3[11:8]  && addr_i[7:5] == CsrMhpmevent3[7:5];
  wire is_eventh = addr_i[11:8] == CsrMhpmevent3h[11:8] && addr_i[7:5] == CsrMhpmevent3h[7:5];
  wire is_value  = addr_i[11:8] == CsrMcycle[11:8] && addr_i[6:5] == CsrMcycle[6:5];
  logic [MaxHpm-1:0] mine;
  always_comb begin
    mine = 'x;
    if (r_en_i || w_en_i)
      for (int c = 0; c < MaxHpm; c++) mine[c] = c < Counters && addr_i[4:0] == 5'(c + 3);
  end

  // ---------------------------------------------------------------- what is counted
  // A selection takes effect a cycle after its write, as the wires do: the instruction that makes it counts by the old one.
  function automatic logic [6:0] legal(logic [6:0] number);              // 80 and up are none
    return {number[6], number[5:4] & {2{!number[6]}}, number[3:0]};
  endfunction
  logic [MaxHpm-1:0][6:0] sel_q;
  logic [MaxHpm-1:0]      new_q, some_q;       // written a cycle ago; not 0
  logic [6:0]             new_sel_q;
  always_ff @(posedge clk_i) begin
    if (w_en_i && is_event) new_sel_q <= legal(w_data_i[6:0]);
    if (!rst_ni || w_en_i || new_q != '0) for (int c = 0; c < MaxHpm; c++) begin
      new_q[c] <= rst_ni && w_en_i && is_event && mine[c];
      if (!rst_ni || c >= Counters) begin
        sel_q[c] <= '0; some_q[c] <= 1'b0;
      end else if (new_q[c]) begin
        sel_q[c] <= new_sel_q; some_q[c] <= new_sel_q != '0;
      end
    end
  end

  assign on_o = some_q != '0 || new_q != '0;
  events_t ev_q;
  cpi_e    cpi_q;
  always_ff @(posedge clk_i)
    if (on_o) begin
      ev_q  <= ev_i;
      cpi_q <= cpi_i;
    end

  wire is_m = mode_i == ModeM, is_s = mode_i == ModeS, is_u = mode_i == ModeU;
  typedef struct packed { logic m, s, u; } inh_t;
  inh_t [MaxHpm-1:0] inh_q;
  logic [MaxHpm-1:0] on_q;
  always_ff @(posedge clk_i)
    if (!rst_ni || on_o || on_q != '0) for (int c = 0; c < MaxHpm; c++)
      on_q[c] <= rst_ni && (some_q[c] || new_q[c]) && `TH_MUTANT(67, !inhibit_i[c], 1'b1) &&
                 !(`TH_MUTANT(65, is_m && inh_q[c].m, 1'b0) || (is_s && inh_q[c].s) || (is_u && inh_q[c].u)) &&
                 `TH_MUTANT(68, !(w_en_i && is_value && mine[c]), 1'b1);

  logic [MaxHpm-1:0] hit;
  always_comb begin
    hit = 'x;
    if (on_q != '0)
      for (int c = 0; c < MaxHpm; c++) hit[c] = sel_q[c][6] ? cpi_q == cpi_e'(sel_q[c][3:0]) : ev_q[sel_q[c][5:0]];
    for (int c = 0; c < MaxHpm; c++) event_o[c] = on_q[c] && hit[c];
  end

  // ---------------------------------------------------------------- registers
  logic [MaxHpm-1:0] of_q;
  always_ff @(posedge clk_i)
    if (!rst_ni || w_en_i || overflow_i != '0) for (int c = 0; c < MaxHpm; c++)
      if (!rst_ni || c >= Counters) begin
        inh_q[c] <= '0; of_q[c] <= 1'b0;
      end else if (w_en_i && is_eventh && mine[c]) begin
        inh_q[c] <= inh_t'(w_data_i[30:28]);
        of_q[c]  <= w_data_i[31];
      end else if (overflow_i[c]) of_q[c] <= 1'b1;
  // The walk, which finds overflows, stands still while a CSR instruction is in m and w.
  `TH_ASSERT(chk_no_race, !(w_en_i && overflow_i != '0))
  assign lcofi_o = |(overflow_i & ~`TH_MUTANT(64, of_q, '0));

  // Reads have a copy, of which a word is a counter's: a multiplexer would take five times its LUTs. OF changes by itself.
  logic [6:0] sel_read;
  inh_t       inh_read;
  wire        there   = mine != '0;
  wire  [3:0] copy_at = clear_i ? clear_at_i : addr_i[3:0];
  lutram #(.Width(7), .Depth(16)) u_sel (
    .clk_i, .raddr_i(addr_i[3:0]), .rdata_o(sel_read), .wen_i(clear_i || (w_en_i && is_event && there)), .waddr_i(copy_at),
    .wdata_i(legal(w_data_i[6:0])));
  lutram #(.Width(3), .Depth(16)) u_inh (
    .clk_i, .raddr_i(addr_i[3:0]), .rdata_o(inh_read), .wen_i(clear_i || (w_en_i && is_eventh && there)), .waddr_i(copy_at),
    .wdata_i(w_data_i[30:28]));

  wire of_mine = (of_q & mine) != '0;
  always_comb begin
    r_data_o = '0;
    if (r_en_i) begin
      if (is_event && there)  r_data_o[6:0]   = sel_read;
      if (is_eventh && there) r_data_o[31:28] = {of_mine, inh_read};
      if (addr_i == CsrScountovf)
        for (int c = 0; c < MaxHpm; c++) r_data_o[c + 3] = of_q[c] && (is_m || `TH_MUTANT(66, seen_i[c], 1'b1));
    end
  end
endmodule
`default_nettype wire

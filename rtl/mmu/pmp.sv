// pmp.sv - physical memory protection (3.7): its CSRs, and a scan over the entries in their order, one a cycle.
// A scan asks of one word, or of a page: then it also says whether parts of the page differ (mixed). The first
// entry that matches decides; of a page, the first that touches it. It costs a cycle for each entry in use up to that
// one: so the compares exist once, and 16 entries take no more of them than 4.
// Regions are multiples of four bytes (grain 0), so a word has one answer.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module pmp
  import csr_pkg::*;
#(
  parameter int Entries = config_pkg::PmpEntries      // 0, 4, 8 or 16; CSRs of all 16 exist, with 0 none (decode.sv)
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // CSRs: a read in the cycle of its number; zero where it is not one of ours
  input  logic        r_en_i,
  input  logic [11:0] r_addr_i,
  output logic [31:0] r_data_o,
  input  logic        w_en_i,
  input  logic [11:0] w_addr_i,
  input  logic [31:0] w_data_i,
  output logic        locked_o,         // some entry binds M

  // Scan: run_i and what it asks stay until done_o, and run_i falls or asks anew behind it.
  input  logic        run_i,
  input  logic        page_i,           // of the whole page
  input  logic        machine_i,        // for M-mode
  input  logic [31:2] pa_i,
  output logic        done_o,
  output logic        read_o, write_o, exec_o,
  output logic        mixed_o
);
  localparam int Num = Entries > 0 ? Entries : 1;
  localparam int IdxW = Num > 1 ? $clog2(Num) : 1;
  typedef enum logic [1:0] { ModeOff, ModeTor, ModeNa4, ModeNapot } match_e;
  typedef struct packed { logic lock; match_e match; logic x, w, r; } cfg_t;

  // ---------------------------------------------------------------- CSRs
  cfg_t [Num-1:0] cfg_q;
  logic [31:0]    scan_addr, csr_addr;
  wire is_cfg  = w_addr_i[11:4] == CsrPmpcfg0[11:4], is_addr = w_addr_i[11:4] == CsrPmpaddr0[11:4];
  wire r_cfg   = r_addr_i[11:4] == CsrPmpcfg0[11:4], r_adr   = r_addr_i[11:4] == CsrPmpaddr0[11:4];

  // A locked entry keeps its registers; a locked TOR also the address below it (3.7.1).
  logic [15:0] fixed;
  always_comb begin
    fixed = 16'hffff;                                   // those that are not there
    if (w_en_i)
      for (int i = 0; i < Entries; i++) begin
        fixed[i] = cfg_q[i].lock;
        if (i + 1 < Entries && cfg_q[(i + 1) % Num].lock && cfg_q[(i + 1) % Num].match == ModeTor) fixed[i] = 1'b1;
      end
  end

  // The addresses are cleared after reset.
  logic            clear_q;
  logic [IdxW-1:0] clear_at_q;
  wire  addr_wen = clear_q || (w_en_i && is_addr && !fixed[w_addr_i[3:0]]);
  wire [IdxW-1:0] addr_at = clear_q ? clear_at_q : w_addr_i[IdxW-1:0];
  wire [31:0] addr_new = clear_q ? 32'd0 : w_data_i;

  logic [IdxW-1:0] at_q;
  lutram #(.Width(32), .Depth(2 ** IdxW)) u_scan (
    .clk_i, .raddr_i(at_q), .rdata_o(scan_addr), .wen_i(addr_wen), .waddr_i(addr_at), .wdata_i(addr_new));
  lutram #(.Width(32), .Depth(2 ** IdxW)) u_csr (
    .clk_i, .raddr_i(r_addr_i[IdxW-1:0]), .rdata_o(csr_addr), .wen_i(addr_wen), .waddr_i(addr_at), .wdata_i(addr_new));

  always_ff @(posedge clk_i) begin
    clear_q    <= !rst_ni || (clear_q && clear_at_q != '1);
    clear_at_q <= !rst_ni ? '0 : clear_at_q + 1'b1;
    if (!rst_ni || Entries == 0) begin
      cfg_q <= '0;
    end else if (w_en_i && is_cfg) begin
      for (int i = 0; i < Entries; i++)
        if (w_addr_i[1:0] == 2'(i / 4) && `TH_MUTANT(49, !cfg_q[i].lock, 1'b1)) begin
          cfg_q[i].lock  <= w_data_i[8*(i%4) + 7];
          cfg_q[i].match <= match_e'(w_data_i[8*(i%4) + 3 +: 2]);
          cfg_q[i].x     <= w_data_i[8*(i%4) + 2];
          cfg_q[i].w     <= w_data_i[8*(i%4) + 1] && w_data_i[8*(i%4)];   // write without read is reserved
          cfg_q[i].r     <= w_data_i[8*(i%4)];
        end
    end
  end
  always_comb begin
    r_data_o = 32'd0;
    if (r_en_i && r_adr && 32'(r_addr_i[3:0]) < Entries) r_data_o = csr_addr;
    if (r_en_i && r_cfg)
      for (int i = 0; i < Entries; i++)
        if (r_addr_i[1:0] == 2'(i / 4))
          r_data_o[8*(i%4) +: 8] = {cfg_q[i].lock, 2'd0, cfg_q[i].match, cfg_q[i].x, cfg_q[i].w, cfg_q[i].r};
  end

  // What a scan visits follows a cycle behind: no scan comes sooner, for what writes these CSRs fetches anew.
  logic [Num-1:0]  visit_q;                // in use, or the address below a TOR
  logic [IdxW-1:0] first_q;
  logic            changed_q;
  always_ff @(posedge clk_i) begin
    changed_q <= !rst_ni || (w_en_i && is_cfg);
    if (changed_q) begin
      first_q <= '0;
      for (int i = Num - 1; i >= 0; i--) begin
        visit_q[i] <= visits(i);
        if (visits(i)) first_q <= IdxW'(i);
      end
    end
  end
  function automatic logic visits(int i);
    return cfg_q[i].match != ModeOff || (i + 1 < Num && cfg_q[(i + 1) % Num].match == ModeTor);
  endfunction
  logic [Num-1:0] lock;
  for (genvar i = 0; i < Num; i++) begin : gen_lock
    assign lock[i] = cfg_q[i].lock;
  end
  assign locked_o = |lock;

  // ---------------------------------------------------------------- scan
  cfg_t  c;
  logic  last;                             // none follows this one
  logic [IdxW-1:0] next;
  assign c = cfg_q[at_q];
  always_comb begin
    last = 'x; next = 'x;
    if (run_i) begin
      last = 1'b1;
      for (int i = Num - 1; i >= 0; i--)
        if (visit_q[i] && IdxW'(i) > at_q) begin next = IdxW'(i); last = 1'b0; end
    end
  end

  // The entry's address against the page and the word asked for, which the next entry's TOR needs too.
  logic above, page_above, above_q, page_above_q, touches, covers;
  logic [31:0] napot;                      // bits inside a NAPOT region
  wire [31:0] a = {2'd0, pa_i};            // 34-bit addresses, in words
  always_comb begin
    above = 'x; page_above = 'x; touches = 'x; covers = 'x; napot = 'x;
    if (run_i) begin
      page_above = scan_addr[31:10] > a[31:10];
      above      = page_above || (scan_addr[31:10] == a[31:10] && (page_i ? scan_addr[9:0] != '0 : scan_addr[9:0] > a[9:0]));
      napot      = c.match == ModeNapot ? scan_addr ^ (scan_addr + 32'd1) : 32'd0;
      unique case (c.match)
        ModeTor: begin
          touches = above && !(page_i ? page_above_q : above_q);
          covers  = !above_q && page_above;
        end
        ModeNa4, ModeNapot: begin
          touches = ((scan_addr ^ a) & ~napot & {22'h3fffff, {10{!page_i}}}) == '0;
          covers  = &napot[9:0];
        end
        default: begin touches = 1'b0; covers = 1'b0; end
      endcase
    end
  end

  logic done_q, hit_q, mixed_q, r_q, w_q, x_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || !run_i || done_q) begin
      done_q <= 1'b0; at_q <= first_q; above_q <= 1'b0; page_above_q <= 1'b0;
    end else begin
      done_q <= touches || last;
      at_q   <= next;
      above_q <= above; page_above_q <= page_above;
    end
    if (run_i) begin
      hit_q   <= touches;
      mixed_q <= touches && page_i && !covers;
      {x_q, w_q, r_q} <= {c.x, c.w, c.r} | {3{machine_i && `TH_MUTANT(50, !c.lock, 1'b1)}};
    end
  end
  // Nothing matches: M may, others may not, unless there is no entry at all.
  wire none = machine_i || Entries == 0;
  assign done_o  = done_q;
  assign mixed_o = mixed_q;
  assign read_o  = hit_q ? r_q : none;
  assign write_o = hit_q ? w_q : none;
  assign exec_o  = hit_q ? x_q : none;
  `TH_ASSERT(chk_scan_ready, !(clear_q && run_i))
endmodule
`default_nettype wire

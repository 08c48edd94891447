// sdram.sv - the memory port on an SDR SDRAM (docs/ref/sdram.md). Requests, banks, commands, pins.
// A request waits in P until its row is open; P issues its first column command, D the others, while P prepares the row
// of the next request. A beat is a burst of 64 bits, so column commands come every 64 / DqBits clocks and data never rest.
// Pins to the chip are flip-flops of this module and the two below it; the chip's clock is the board's business.
`include "chk.svh"
`default_nettype none
module sdram
  import bus_pkg::*, sdram_pkg::*;
#(
  parameter int LineBytes  = config_pkg::LineBytes,
  parameter int ClkKhz     = config_pkg::SdramKhz,       // kHz
  parameter int DqBits     = config_pkg::SdramDqBits,    // 16 or 32
  parameter int RowBits    = config_pkg::SdramRowBits,   // address pins; 11 or more
  parameter int ColBits    = config_pkg::SdramColBits,   // those above the row's first KiB are the top of memory; 10 at most
  parameter int BankBits   = 2,
  parameter int CasLatency = config_pkg::SdramCasLatency, // 2 or 3
  parameter int Late       = 0,        // clocks that data are caught later than CasLatency says: the board's clock phase
  parameter int Trcd       = WorstRcd,         // ns, like all down to Trefi
  parameter int Trp        = WorstRp,
  parameter int Tras       = WorstRas,
  parameter int Trc        = WorstRc,
  parameter int Trrd       = WorstRrd,
  parameter int Twr        = WorstWr,
  parameter int Trfc       = WorstRfc,
  parameter int Trefi      = WorstRefi,
  parameter int TwrClocks  = WorstWrClocks,    // clocks
  parameter int InitUs     = WorstInitUs       // us
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  output logic                up_o,            // initialised; no request is taken before

  // Memory port (docs/ref/memory-port.md). Outputs follow from registers alone.
  input  mem_req_t            mem_req_i,
  output logic                mem_ready_o,
  input  logic                mem_wvalid_i,
  input  logic [63:0]         mem_wdata_i,
  output logic                mem_wready_o,
  output logic                mem_rvalid_o,
  output logic [63:0]         mem_rdata_o,
  output logic                mem_rerr_o,
  input  logic                mem_rready_i,
  output logic                mem_bvalid_o,
  output logic                mem_berr_o,

  // Pins; cs_n may be tied low
  output logic                cke_o,
  output sdram_cmd_e          cmd_o,           // ras_n, cas_n, we_n
  output logic [BankBits-1:0] ba_o,
  output logic [RowBits-1:0]  a_o,
  output logic                dqm_o,           // every DQM pin, or none of them, which are then tied low
  output logic [DqBits-1:0]   dq_o,
  output logic                dq_oe_o,
  input  logic [DqBits-1:0]   dq_i
);
  localparam int Words  = 64 / DqBits;          // clocks of a burst
  localparam int WordW  = $clog2(Words);
  localparam int Beats  = LineBytes / 8;
  localparam int BeatW  = $clog2(Beats);
  localparam int Banks  = 1 << BankBits;
  localparam int RowLo  = 10 + BankBits;        // address bit
  localparam int HighW  = ColBits - 7 - WordW;  // columns above the row's first KiB
  localparam int HighLo = RowLo + RowBits;

  localparam int RcdClocks = clocks(Trcd, ClkKhz), RpClocks = clocks(Trp, ClkKhz), RfcClocks = clocks(Trfc, ClkKhz);
  localparam int WrClocks  = clocks(Twr, ClkKhz) > TwrClocks ? clocks(Twr, ClkKhz) : TwrClocks;
  localparam int TickClocks = Trefi * ClkKhz / 1_000_000;
  localparam int InitTicks  = InitUs * (ClkKhz / 100) / 10 / TickClocks + 1;

  if (DqBits != 16 && DqBits != 32) $error("sdram: DqBits must be 16 or 32");
  if (LineBytes != 32 && LineBytes != 64) $error("sdram: LineBytes must be 32 or 64");
  if (CasLatency != 2 && CasLatency != 3) $error("sdram: CasLatency must be 2 or 3");
  if (RowBits < 11 || ColBits > 10 || HighW < 0) $error("sdram: 11 rows' bits or more, 10 columns' bits or fewer, 1 KiB a row");
  // What no timer keeps: a bank's row stays open for a line at least, and two ACTIVATEs have a READ or
  // WRITE between them; the first command after LOAD MODE REGISTER is two clocks behind it (tMRD).
  if (clocks(Tras, ClkKhz) > RcdClocks + Beats * Words) $error("sdram: tRAS is longer than a line");
  if (clocks(Trc, ClkKhz) > RcdClocks + Beats * Words + RpClocks) $error("sdram: tRC is longer than a line and tRP");
  if (clocks(Trrd, ClkKhz) > RcdClocks + 1) $error("sdram: tRRD is longer than tRCD and a clock");
  if (9 * Trefi > WorstRasMax) $error("sdram: a row would stay open too long between refreshes");

  // ------------------------------------------------------------------ initialisation and refresh
  logic run, hold, close, refresh, mode, waiting, quiet, idle;
  sdram_refresh #(.TickClocks(TickClocks), .InitTicks(InitTicks)) u_refresh (
    .clk_i, .rst_ni, .quiet_i(quiet), .idle_i(idle), .wait_i(waiting), .up_o, .run_o(run), .hold_o(hold),
    .close_o(close), .refresh_o(refresh), .mode_o(mode));

  // ------------------------------------------------------------------ data
  logic read, write, write_ready, read_done;
  sdram_data #(.DqBits(DqBits), .LineBytes(LineBytes), .Latency(CasLatency + Late)) u_data (
    .clk_i, .rst_ni, .mem_wvalid_i, .mem_wdata_i, .mem_rvalid_o, .mem_rdata_o, .mem_rready_i, .mem_bvalid_o,
    .read_done_o(read_done), .read_i(read), .write_i(write), .write_ready_o(write_ready), .dq_o, .dq_oe_o, .dq_i);
  assign mem_wready_o = 1'b1;                   // only beats of accepted writes are offered, and there is room for those
  assign mem_rerr_o   = 1'b0;
  assign mem_berr_o   = 1'b0;

  // ------------------------------------------------------------------ P: the request accepted last
  // The bank is the address's, changed by the whole row: a victim and the fill that drives it out, which agree in
  // all bits below, are in different banks more often than not.
  function automatic logic [BankBits-1:0] fold(logic [RowBits-1:0] row);
    fold = '0;
    for (int i = 0; i < RowBits; i++) fold[i % BankBits] ^= row[i];
  endfunction
  logic                p_valid_q, p_write_q;
  logic [BankBits-1:0] p_bank_q;
  logic [RowBits-1:0]  p_row_q;
  logic [HighW:0]      p_high_q;                // with a zero on top, so that it is never empty
  logic [6:0]          p_beat_q;                // in the row
  logic [1:0]          out_q;                   // requests outstanding at the port
  wire  accept = mem_req_i.valid && mem_ready_o;
  wire  [32:0] addr = {1'b0, mem_req_i.addr, 3'b0};
  assign mem_ready_o = up_o && !hold && !p_valid_q && !out_q[1];

  // ------------------------------------------------------------------ D: the request before it
  logic                d_valid_q, d_write_q;    // it has column commands to issue
  logic [BankBits-1:0] d_bank_q;                // of the last column command
  logic [HighW:0]      d_high_q;
  logic [6:0]          d_beat_q;                // the next one
  logic [BeatW-1:0]    d_left_q;                // ... and so many after it

  // ------------------------------------------------------------------ banks
  logic [Banks-1:0]    open_q;
  logic [RowBits-1:0]  open_row;
  logic                activate;
  lutram #(.Width(RowBits), .Depth(Banks)) u_rows (
    .clk_i, .raddr_i(p_bank_q), .rdata_o(open_row), .wen_i(activate), .waddr_i(p_bank_q), .wdata_i(p_row_q));
  wire row_open  = open_q[p_bank_q];
  wire row_right = open_row == p_row_q;

  // ------------------------------------------------------------------ timers: down to 0, then it may be
  localparam int WaitMax = RfcClocks > RcdClocks + RpClocks ? RfcClocks : RcdClocks + RpClocks;
  localparam int RecMax  = Words + WrClocks;
  localparam int TurnMax = Words + CasLatency + 1;
  logic [$clog2(WaitMax)-1:0] wait_q;           // P, or the refreshes: tRCD, tRP, tRFC
  logic [WordW-1:0]           burst_q;          // the next column command
  logic [$clog2(TurnMax)-1:0] turn_q;           // the next WRITE: the chip has left the data pins
  logic [$clog2(RecMax)-1:0]  rec_q;            // PRECHARGE of the last column command's bank
  assign waiting = wait_q != '0;

  // ------------------------------------------------------------------ commands: at most one
  wire use_d     = d_valid_q;
  wire col_write = use_d ? d_write_q : p_write_q;
  wire col_may   = burst_q == '0 && (!col_write || (turn_q == '0 && write_ready));
  wire p_right   = run && p_valid_q && row_open && row_right && !waiting;
  wire column    = col_may && (use_d || p_right);
  wire p_busy    = d_bank_q == p_bank_q && (d_valid_q || rec_q != '0);   // its bank still moves data
  wire precharge = run && p_valid_q && row_open && !row_right && !p_busy && !column;
  assign activate = run && p_valid_q && !row_open && !waiting && !column;
  assign read  = column && !col_write;
  assign write = column && col_write;
  assign quiet = !p_valid_q && !d_valid_q && !waiting && rec_q == '0;
  assign idle  = quiet && out_q == '0;

  wire [BankBits-1:0] col_bank = use_d ? d_bank_q : p_bank_q;
  wire [HighW:0]      col_high = use_d ? d_high_q : p_high_q;
  wire [6:0]          col_beat = use_d ? d_beat_q : p_beat_q;

  sdram_cmd_e         cmd_d;
  logic [RowBits-1:0] a_d;
  localparam logic [RowBits-1:0] Mode = RowBits'(CasLatency << 4 | WordW);   // sequential bursts of a beat
  always_comb begin
    cmd_d = CmdNop;
    a_d   = p_row_q;
    if (column)    begin cmd_d = col_write ? CmdWrite : CmdRead; a_d = RowBits'({col_high, col_beat, {WordW{1'b0}}}); end
    if (precharge) begin cmd_d = CmdPrecharge; a_d[10] = 1'b0; end
    if (activate)  cmd_d = CmdActivate;
    if (close)     begin cmd_d = CmdPrecharge; a_d[10] = 1'b1; end
    if (refresh)   cmd_d = CmdRefresh;
    if (mode)      begin cmd_d = CmdMode; a_d = Mode; end
  end

  always_ff @(posedge clk_i) begin
    cmd_o <= rst_ni ? cmd_d : CmdNop;
    ba_o  <= mode ? '0 : column ? col_bank : p_bank_q;
    a_o   <= a_d;
    cke_o <= rst_ni;
    dqm_o <= !up_o;

    if (!rst_ni) begin
      p_valid_q <= 1'b0;
      d_valid_q <= 1'b0;
      out_q     <= '0;
      open_q    <= '0;
      wait_q    <= '0;
      burst_q   <= '0;
      turn_q    <= '0;
      rec_q     <= '0;
    end else begin
      if (accept)                p_valid_q <= 1'b1;
      else if (column && !use_d) p_valid_q <= 1'b0;
      if (column) d_valid_q <= !use_d || d_left_q != '0;
      out_q <= out_q + 2'(accept) - 2'(read_done) - 2'(mem_bvalid_o);

      if (close)          open_q <= '0;
      else if (precharge) open_q[p_bank_q] <= 1'b0;
      else if (activate)  open_q[p_bank_q] <= 1'b1;

      if (precharge || close) wait_q <= $bits(wait_q)'(RpClocks - 1);
      else if (activate)      wait_q <= $bits(wait_q)'(RcdClocks - 1);
      else if (refresh)       wait_q <= $bits(wait_q)'(RfcClocks - 1);
      else if (waiting)       wait_q <= wait_q - 1'b1;

      if (column)              burst_q <= WordW'(Words - 1);
      else if (burst_q != '0)  burst_q <= burst_q - 1'b1;
      if (read)                turn_q <= $bits(turn_q)'(Words + CasLatency);
      else if (turn_q != '0)   turn_q <= turn_q - 1'b1;
      if (column)              rec_q <= $bits(rec_q)'(col_write ? Words + WrClocks - 2 : Words - 1);
      else if (rec_q != '0)    rec_q <= rec_q - 1'b1;
    end

    if (accept) begin
      p_write_q <= mem_req_i.write;
      p_bank_q  <= addr[10 +: BankBits] ^ fold(addr[RowLo +: RowBits]);
      p_row_q   <= addr[RowLo +: RowBits];
      p_high_q  <= addr[HighLo +: HighW+1] & (HighW+1)'((1 << HighW) - 1);
      p_beat_q  <= addr[9:3];
    end
    if (column) begin
      d_beat_q            <= col_beat;
      d_beat_q[BeatW-1:0] <= col_beat[BeatW-1:0] + 1'b1;
      d_left_q            <= use_d ? d_left_q - 1'b1 : BeatW'(Beats - 2);
      if (!use_d) begin
        d_write_q <= p_write_q;
        d_bank_q  <= p_bank_q;
        d_high_q  <= p_high_q;
      end
    end
  end

  `TH_ASSERT(chk_one_command, $onehot0({column, precharge, activate, close, refresh, mode}))
  `TH_ASSERT(chk_column_open, !column || open_q[col_bank])
  `TH_ASSERT(chk_refresh_closed, !refresh || open_q == '0)
  `TH_ASSERT(chk_two_outstanding, out_q <= 2'd2)
  // Only P or the refreshes wait for the timer, never both.
  `TH_ASSERT(chk_one_waits, run || !(precharge || activate))
endmodule
`default_nettype wire

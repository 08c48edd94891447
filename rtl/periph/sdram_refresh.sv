// sdram_refresh.sv - initialisation and refresh of an SDR SDRAM (docs/ref/sdram.md).
// A refresh is owed each tREFI. Those owed are made up when nothing is under way, or when eight are.
`include "chk.svh"
`default_nettype none
module sdram_refresh #(
  parameter int TickClocks = 390,      // clocks between two refreshes
  parameter int InitTicks  = 26        // of these before the first command; 8 or more, so that 8 refreshes follow
) (
  input  logic clk_i,
  input  logic rst_ni,

  input  logic quiet_i,                // no command is waited with, and every row may be closed
  input  logic idle_i,                 // ... and nothing is outstanding
  input  logic wait_i,                 // the command timer runs

  output logic up_o,                   // initialised
  output logic run_o,                  // requests may issue commands
  output logic hold_o,                 // eight are owed: no request more

  // Commands, one cycle each
  output logic close_o,                // PRECHARGE ALL
  output logic refresh_o,
  output logic mode_o                  // LOAD MODE REGISTER
);
  localparam int TickW = $clog2(TickClocks);
  localparam int InitW = $clog2(InitTicks + 1);
  if (InitTicks < 8) $error("sdram_refresh: eight refreshes must be owed when initialisation ends");

  typedef enum logic [2:0] { StWait, StRun, StClose, StRefresh, StMode } state_e;
  state_e           state_q, state_d;
  logic [TickW-1:0] tick_q;
  logic [InitW-1:0] init_q;
  logic [3:0]       owed_q;

  wire tick = tick_q == '0;
  always_comb begin
    state_d = state_q;
    close_o = 1'b0;  refresh_o = 1'b0;  mode_o = 1'b0;
    unique case (state_q)
      StWait:    if (init_q == '0) state_d = StClose;
      StRun:     if ((hold_o && quiet_i) || (owed_q != '0 && idle_i)) state_d = StClose;
      StClose:   begin close_o = 1'b1; state_d = StRefresh; end
      StRefresh: if (!wait_i) begin
        refresh_o = 1'b1;
        if (owed_q == 4'd1) state_d = up_o ? StRun : StMode;
      end
      StMode:    if (!wait_i) begin mode_o = 1'b1; state_d = StRun; end
      default:   state_d = StWait;
    endcase
  end
  assign run_o  = state_q == StRun;
  assign hold_o = owed_q[3];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= StWait;
      tick_q  <= TickW'(TickClocks - 1);
      init_q  <= InitW'(InitTicks);
      owed_q  <= '0;
      up_o    <= 1'b0;
    end else begin
      state_q <= state_d;
      tick_q  <= tick ? TickW'(TickClocks - 1) : tick_q - 1'b1;
      if (tick && state_q == StWait) init_q <= init_q - 1'b1;
      if (tick && !refresh_o && !hold_o) owed_q <= owed_q + 4'd1;
      else if (!tick && refresh_o)       owed_q <= owed_q - 4'd1;
      if (mode_o) up_o <= 1'b1;
    end
  end

  // More than eight are never owed, or one would be lost.
  `TH_ASSERT(chk_owed, !(up_o && tick && hold_o && !refresh_o))
  `TH_ASSERT(chk_refresh_owed, !refresh_o || owed_q != '0)
endmodule
`default_nettype wire

// fill_unit.sv - fetches one line into the D-cache, or the right to write one.
// The victim has been dealt with when start_i comes: its way is invalid, its data on their way out.
// Once granted the unit holds the line on the bus until the access that asked for it is done once, or
// HoldCycles (docs/coherence.md, progress).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module fill_unit
  import bus_pkg::*, mesi_pkg::*, cache_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  req_id_t      id_i,

  input  logic         start_i,         // only while !status_o.busy
  input  fill_t        fill_i,
  input  logic         release_i,       // the access that asked has been done
  input  logic         lost_i,          // a snoop took away the line in lost_way_i, lost_set_i
  input  logic [11:3]  lost_idx_i,
  input  logic [1:0]   lost_way_i,
  output fill_status_t status_o,

  output bus_req_t     req_o,
  input  logic         gnt_i,
  output bus_hold_t    hold_o,
  input  bus_ack_t     ack_i,
  input  bus_beat_t    beat_i,

  output logic         write_o,         // beat_i goes into the array, way of status_o: never refused
  output logic [11:3]  write_idx_o,
  output tag_write_t   tagw_o,          // valid until tagw_gnt_i
  input  logic         tagw_gnt_i
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int BeatW = OffW - 3;
  localparam logic [4:0] HoldCycles = 5'd16;

  typedef enum logic [2:0] {
    StIdle,      // free
    StReq,       // asks the bus
    StWait,      // granted: outcome, then beats; the tag is written with the last one if the port is free
    StInstall,   // data in place: tag still to be written
    StHold       // in place; others' requests wait
  } state_e;
  state_e           state_q, state_d;
  fill_t            f_q;
  logic [BeatW-1:0] beat_q;             // position of the next beat in the line
  logic             shared_q, taken_q, err_q;
  logic [4:0]       hold_q;

  wire my_ack  = ack_i.valid  && ack_i.dst  == id_i;
  wire my_beat = beat_i.valid && beat_i.dst == id_i;
  // The copy to be upgraded went away while the request waited: the whole line is needed now.
  wire lost    = lost_i && f_q.upgr && lost_way_i == f_q.way &&
                 lost_idx_i[11:OffW] == f_q.addr[11:OffW];

  wire ended    = state_q == StWait && my_beat && beat_i.last;
  wire failed   = ended && (err_q || beat_i.err);
  wire complete = (ended && !failed) || (state_q == StWait && my_ack && f_q.upgr);
  wire inst     = complete || state_q == StInstall;

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:    if (start_i) state_d = StReq;
      StReq:     if (gnt_i) state_d = StWait;
      StWait:    if (failed) state_d = StIdle;
                 else if (complete) state_d = tagw_gnt_i ? StHold : StInstall;
      StInstall: if (tagw_gnt_i) state_d = StHold;
      StHold:    if (release_i || hold_q == '0 || f_q.src == SrcPrefetch) state_d = StIdle;
      default:   state_d = StIdle;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) state_q <= StIdle;
    else         state_q <= state_d;
    if (start_i) begin
      f_q    <= fill_i;
      beat_q <= fill_i.addr[OffW-1:3];
      err_q  <= 1'b0;
    end else begin
      if (`TH_MUTANT(14, lost, 1'b0)) f_q.upgr <= 1'b0;
      if (my_beat) begin
        beat_q <= beat_q + 1'b1;
        err_q  <= err_q || beat_i.err;
      end
    end
    if (my_ack) begin
      shared_q <= ack_i.shared;
      taken_q  <= ack_i.taken;
    end
    hold_q <= (state_q == StHold) ? hold_q - 5'd1 : HoldCycles;
  end

  bus_op_e op;
  assign op     = f_q.upgr ? BusUpgr : f_q.excl ? BusRdX : BusRd;
  assign req_o  = '{valid: state_q == StReq, op: op, addr: f_q.addr};
  assign hold_o = '{valid: `TH_MUTANT(15, state_q == StWait, 1'b0) || state_q inside {StInstall, StHold},
                    addr: f_q.addr};

  assign write_o     = my_beat;
  assign write_idx_o = {f_q.addr[11:OffW], beat_q};
  assign tagw_o  = '{valid: inst, all: 1'b0, lost: 1'b0, way: f_q.way,
                     state: install(op, shared_q), addr: f_q.addr};

  assign status_o = '{busy: state_q != StIdle, coming: state_q inside {StReq, StWait, StInstall}, addr: f_q.addr, way: f_q.way,
                      excl: f_q.excl, taken: my_ack ? ack_i.taken : taken_q, src: f_q.src,
                      pos: 3'(beat_q), beat: my_beat && !beat_i.err,
                      done: inst && tagw_gnt_i, err: failed};

  `TH_ASSERT(chk_start_idle, !start_i || state_q == StIdle)
  // The outcome of the snoop phase is known before the first beat.
  `TH_ASSERT(chk_beat_in_wait, !my_beat || (state_q == StWait && !f_q.upgr))
  // A granted line is not taken away before it is installed (I5).
  `TH_ASSERT(chk_not_lost_when_granted, !(lost && state_q inside {StWait, StInstall}))
endmodule
`default_nettype wire

// line_out.sv - the victim buffer and everything that takes a line out of the D-cache:
//   victim  array -> buffer         (an M line makes room)
//   supply  array or buffer -> bus  (a snoop found the line here)
//   write-back  buffer -> bus       (the victim's way to memory)
// The array's read port is this module's while rd_busy_o. A victim's read-out, once begun, is not
// interrupted: it stays ahead of the fill beats that follow into the same way, in the same order
// (docs/coherence.md, V1).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module line_out
  import bus_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Victim: only while vb_free_o and !rd_busy_o.
  input  logic        vict_start_i,
  input  logic [31:3] vict_addr_i,      // line, and the beat to begin with
  input  logic [1:0]  vict_way_i,
  output logic        vb_free_o,

  // Is this address in the buffer? Answer in the same cycle.
  input  logic [31:3] snp_addr_i,
  output logic        snp_hit_o,

  // Supply a line to the bus; one at a time, the bus sees to that.
  input  logic        send_start_i,
  input  logic        send_vb_i,        // from the buffer, else from the array
  input  logic        send_take_i,      // the buffer's line is the asker's now: nothing to write back
  input  logic [31:3] send_addr_i,
  input  logic [1:0]  send_way_i,

  output bus_req_t    wb_req_o,
  input  logic        wb_gnt_i,
  output supply_t     supply_o,
  input  logic        supply_ready_i,

  // Array read port
  output logic        rd_busy_o,
  output logic        rd_en_o,
  output logic [11:3] rd_idx_o,
  output logic [1:0]  out_way_o,
  input  logic [63:0] out_data_i
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int BeatW = OffW - 3;

  // ------------------------------------------------------------------ victim buffer
  logic             vb_valid_q;         // holds a line (perhaps still being read out)
  logic             vb_full_q;          // all of it
  logic [31:OffW]   vb_line_q;
  logic [BeatW-1:0] vb_first_q;         // the beat that was read first
  logic             vb_wen;
  logic [BeatW-1:0] vb_wbeat, vb_rbeat;
  logic [63:0]      vb_rdata;
  lutram #(.Width(64), .Depth(LineBytes / 8)) u_vb (
    .clk_i, .raddr_i(vb_rbeat), .rdata_o(vb_rdata), .wen_i(vb_wen), .waddr_i(vb_wbeat), .wdata_i(out_data_i));

  // ------------------------------------------------------------------ array reader: victim, then supply
  logic             rd_act_q;           // a read-out is under way
  logic             rd_vict_q;          // into the buffer, else to the bus
  logic [BeatW:0]   rd_left_q;          // beats still to be addressed
  logic [11:3]      rd_idx_q;
  logic [1:0]       rd_way_q;
  logic             out_q;              // the array's output is a beat not yet taken
  logic [BeatW-1:0] out_beat_q;

  // ------------------------------------------------------------------ sender
  logic             snd_q;              // a line is owed to the bus
  logic             snd_vb_q, snd_take_q;
  logic [31:3]      snd_addr_q;
  logic [1:0]       snd_way_q;
  logic             vbs_act_q;          // sending from the buffer
  logic [BeatW-1:0] vbs_beat_q;
  logic [BeatW:0]   vbs_left_q;

  wire out_take   = out_q && (rd_vict_q || supply_ready_i);
  wire rd_addr    = rd_act_q && rd_left_q != '0 && (!out_q || out_take);
  wire rd_finish  = rd_act_q && rd_left_q == '0 && out_take;
  wire arr_start  = (send_start_i ? !send_vb_i : snd_q && !snd_vb_q) && !rd_act_q;
  wire vbs_start  = (snd_q && snd_vb_q && vb_full_q && !vbs_act_q) || wb_gnt_i;
  wire vbs_take   = vbs_act_q && supply_ready_i;
  wire vbs_finish = vbs_take && vbs_left_q == (BeatW+1)'(1);

  assign rd_busy_o = rd_act_q || (snd_q && !snd_vb_q);
  assign rd_en_o   = rd_addr;
  assign rd_idx_o  = rd_idx_q;
  assign out_way_o = rd_way_q;
  assign vb_wen    = out_q && rd_vict_q;
  assign vb_wbeat  = out_beat_q;
  assign vb_rbeat  = vbs_beat_q;
  assign vb_free_o = !vb_valid_q;
  assign snp_hit_o = `TH_MUTANT(5, vb_valid_q && vb_line_q == snp_addr_i[31:OffW], 1'b0);

  assign supply_o  = '{mask: '1, valid: vbs_act_q || (out_q && !rd_vict_q), data: vbs_act_q ? vb_rdata : out_data_i};
  // Asked for as soon as the read-out has begun: the write-back follows it in the same order, and the
  // grant takes longer than the first beat.
  assign wb_req_o  = '{valid: vb_valid_q && !snd_q && !vbs_act_q, op: BusWB, addr: {vb_line_q, vb_first_q}};

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      rd_act_q <= 1'b0; out_q <= 1'b0; snd_q <= 1'b0; vbs_act_q <= 1'b0;
      vb_valid_q <= 1'b0; vb_full_q <= 1'b0;
    end else begin
      if (vict_start_i || arr_start) rd_act_q <= 1'b1;
      else if (rd_finish)            rd_act_q <= 1'b0;
      if (rd_addr)       out_q <= 1'b1;
      else if (out_take) out_q <= 1'b0;

      if (vict_start_i) vb_valid_q <= 1'b1;
      if (rd_finish && rd_vict_q) vb_full_q <= 1'b1;
      // The buffer is sent behind its own filling, never ahead: full comes before finish.
      if (vbs_finish && snd_take_q) begin
        vb_valid_q <= 1'b0;
        vb_full_q  <= 1'b0;
      end

      if (send_start_i) snd_q <= !arr_start;
      else if (arr_start || vbs_start) snd_q <= 1'b0;
      if (vbs_start)       vbs_act_q <= 1'b1;
      else if (vbs_finish) vbs_act_q <= 1'b0;
    end

    if (vict_start_i) begin
      vb_line_q <= vict_addr_i[31:OffW];
      vb_first_q <= vict_addr_i[OffW-1:3];
      rd_vict_q <= 1'b1;
      rd_idx_q  <= vict_addr_i[11:3];
      rd_way_q  <= vict_way_i;
      rd_left_q <= (BeatW+1)'(LineBytes / 8);
    end else if (arr_start) begin
      rd_vict_q <= 1'b0;
      rd_idx_q  <= send_start_i ? send_addr_i[11:3] : snd_addr_q[11:3];
      rd_way_q  <= send_start_i ? send_way_i : snd_way_q;
      rd_left_q <= (BeatW+1)'(LineBytes / 8);
    end else if (rd_addr) begin
      out_beat_q <= rd_idx_q[OffW-1:3];
      rd_idx_q[OffW-1:3] <= rd_idx_q[OffW-1:3] + 1'b1;
      rd_left_q  <= rd_left_q - 1'b1;
    end

    if (send_start_i) begin
      snd_vb_q   <= send_vb_i;
      snd_take_q <= send_take_i;
      snd_addr_q <= send_addr_i;
      snd_way_q  <= send_way_i;
    end
    if (wb_gnt_i) snd_take_q <= 1'b1;
    if (vbs_start) begin
      vbs_beat_q <= wb_gnt_i ? vb_first_q : snd_addr_q[OffW-1:3];
      vbs_left_q <= (BeatW+1)'(LineBytes / 8);
    end else if (vbs_take) begin
      vbs_beat_q <= vbs_beat_q + 1'b1;
      vbs_left_q <= vbs_left_q - 1'b1;
    end
  end

  `TH_ASSERT(chk_vict_free, !vict_start_i || (vb_free_o && !rd_busy_o))
  // The bus asks for one line at a time (B1).
  `TH_ASSERT(chk_one_send, !(send_start_i || wb_gnt_i) || (!snd_q && !vbs_act_q && !(rd_act_q && !rd_vict_q)))
  `TH_ASSERT(chk_send_behind, !(vbs_take && rd_vict_q && rd_act_q && vb_wbeat == vbs_beat_q))
endmodule
`default_nettype wire

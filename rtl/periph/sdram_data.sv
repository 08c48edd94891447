// sdram_data.sv - data between the memory port's 64-bit beats and an SDR SDRAM's pins (docs/ref/sdram.md).
// A beat is a burst. Both ways there is room for the two lines that may be outstanding, so nothing stalls a burst: a
// READ may be issued at any time, a WRITE when its beat is there.
`include "chk.svh"
`default_nettype none
module sdram_data #(
  parameter int DqBits    = 16,        // 16 or 32
  parameter int LineBytes = 32,        // 32 or 64
  parameter int Latency   = 2          // clocks from READ on the pins to its first word in the input register
) (
  input  logic              clk_i,
  input  logic              rst_ni,

  // Memory port, data side (docs/ref/memory-port.md)
  input  logic              mem_wvalid_i,
  input  logic [63:0]       mem_wdata_i,
  output logic              mem_rvalid_o,
  output logic [63:0]       mem_rdata_o,
  input  logic              mem_rready_i,
  output logic              mem_bvalid_o,
  output logic              read_done_o,      // a read's last beat is taken

  // Column commands, in the cycle before they are on the pins
  input  logic              read_i,
  input  logic              write_i,
  output logic              write_ready_o,    // the next write beat is there

  // Pins
  output logic [DqBits-1:0] dq_o,
  output logic              dq_oe_o,
  input  logic [DqBits-1:0] dq_i
);
  localparam int Words = 64 / DqBits;         // of a beat
  localparam int WordW = $clog2(Words);
  localparam int Beats = LineBytes / 8;
  localparam int BeatW = $clog2(Beats);
  localparam int AddrW = BeatW + 1;           // of two lines' beats

  // ------------------------------------------------------------------ read: words into their lanes
  // A bit moves on with each word: the READ's, then from Latency on the lane that the input register's word is for.
  logic [Latency+Words-1:0] lane_q;
  logic [DqBits-1:0]        dq_q;
  logic [AddrW:0]           rin_q, rout_q;
  wire  last_word = lane_q[Latency+Words-1];
  wire  stored    = rin_q != rout_q;
  for (genvar w = 0; w < Words; w++) begin : gen_lane
    logic [DqBits-1:0] word;
    lutram #(.Width(DqBits), .Depth(2 * Beats)) u_ram (
      .clk_i, .raddr_i(rout_q[AddrW-1:0]), .rdata_o(word),
      .wen_i(lane_q[Latency+w]), .waddr_i(rin_q[AddrW-1:0]), .wdata_i(dq_q));
    // The last word need not be stored first.
    assign mem_rdata_o[w*DqBits +: DqBits] = (w == Words - 1 && !stored) ? dq_q : word;
  end
  assign mem_rvalid_o = stored || last_word;
  wire rtake = mem_rvalid_o && mem_rready_i;
  assign read_done_o = rtake && &rout_q[BeatW-1:0];

  // ------------------------------------------------------------------ write: beats into words
  logic [AddrW:0]   win_q, wout_q;
  logic [WordW-1:0] word_q;                   // that goes to the pins next; 0 also between bursts
  logic [63:0]      wbeat;
  lutram #(.Width(64), .Depth(2 * Beats)) u_write (
    .clk_i, .raddr_i(wout_q[AddrW-1:0]), .rdata_o(wbeat),
    .wen_i(mem_wvalid_i), .waddr_i(win_q[AddrW-1:0]), .wdata_i(mem_wdata_i));
  assign write_ready_o = win_q != wout_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      lane_q       <= '0;
      rin_q        <= '0;
      rout_q       <= '0;
      win_q        <= '0;
      wout_q       <= '0;
      word_q       <= '0;
      dq_oe_o      <= 1'b0;
      mem_bvalid_o <= 1'b0;
    end else begin
      lane_q <= {lane_q[Latency+Words-2:0], read_i};
      if (last_word) rin_q  <= rin_q + 1'b1;
      if (rtake)     rout_q <= rout_q + 1'b1;
      if (mem_wvalid_i) win_q <= win_q + 1'b1;
      if (&word_q)      wout_q <= wout_q + 1'b1;
      if (write_i || word_q != '0) word_q <= word_q + 1'b1;
      dq_oe_o      <= write_i || word_q != '0;
      mem_bvalid_o <= mem_wvalid_i && &win_q[BeatW-1:0];
    end
    dq_q <= dq_i;
    dq_o <= wbeat[word_q*DqBits +: DqBits];
  end

  `TH_ASSERT(chk_write_beat, !write_i || (write_ready_o && word_q == '0))
  `TH_ASSERT(chk_read_room, rin_q - rout_q <= (AddrW+1)'(2 * Beats))
  `TH_ASSERT(chk_write_room, win_q - wout_q <= (AddrW+1)'(2 * Beats))
  // The chip's words are on the pins in the cycle before they are in dq_q.
  `TH_ASSERT(chk_no_contention, !(dq_oe_o && |lane_q[Latency+Words-2:Latency-1]))
endmodule
`default_nettype wire

// div.sv - radix-2 restoring divider (RV32M: div, divu, rem, remu), one quotient bit a cycle.
// Timing: start_i, one cycle to take magnitudes' size, then one cycle per quotient bit from the dividend's
// highest set nibble down, then done_o. |a| < |b| and b = 0 skip the bits: done two cycles after start.
// done_o and the result stay until ack_i or kill_i. Results for b = 0 and overflow as in table 7.1.
`default_nettype none
module div (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,     // taken while idle; operands in the same cycle
  input  logic [1:0]  op_i,        // funct3[1:0]: 0 div, 1 divu, 2 rem, 3 remu
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  input  logic        kill_i,      // drop what is under way; wins over start_i
  input  logic        ack_i,       // result taken
  output logic        idle_o,
  output logic        done_o,
  output logic [31:0] result_o     // zero unless done_o
);
  typedef enum logic [1:0] {
    StIdle,    // ready for operands
    StNorm,    // shift the dividend up by its leading zero nibbles, see the quick cases
    StBits,    // one quotient bit a cycle
    StDone     // result stands
  } state_e;
  state_e state_q, state_d;

  logic [31:0] rem_q, quo_q, b_q;      // remainder; dividend going out, quotient coming in; divisor
  logic [4:0]  left_q;                 // bits still to make, less one
  logic        neg_q, want_rem_q;

  wire sgn   = !op_i[0];
  wire a_neg = sgn && a_i[31];
  wire b_neg = sgn && b_i[31];

  // Leading zeros in steps of four.
  wire        z16 = quo_q[31:16] == 16'd0;
  wire [31:0] s16 = z16 ? {quo_q[15:0], 16'd0} : quo_q;
  wire        z8  = s16[31:24] == 8'd0;
  wire [31:0] s8  = z8 ? {s16[23:0], 8'd0} : s16;
  wire        z4  = s8[31:28] == 4'd0;
  wire [31:0] s4  = z4 ? {s8[27:0], 4'd0} : s8;

  wire less   = quo_q < b_q;           // quotient 0, remainder the dividend
  wire b_zero = b_q == 32'd0;          // quotient all ones, remainder the dividend

  wire [32:0] trial = {rem_q, quo_q[31]} - {1'b0, b_q};
  wire        fits  = !trial[32];

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:  if (start_i) state_d = StNorm;
      StNorm:  state_d = less || b_zero ? StDone : StBits;
      StBits:  if (left_q == 5'd0) state_d = StDone;
      default: if (ack_i) state_d = StIdle;
    endcase
    if (kill_i) state_d = StIdle;
  end
  always_ff @(posedge clk_i)
    if (!rst_ni) state_q <= StIdle;
    else         state_q <= state_d;

  always_ff @(posedge clk_i) begin
    unique case (state_q)
      StIdle: if (start_i) begin
        quo_q      <= a_neg ? -a_i : a_i;
        b_q        <= b_neg ? -b_i : b_i;
        rem_q      <= 32'd0;
        want_rem_q <= op_i[1];
        neg_q      <= op_i[1] ? a_neg : (a_neg != b_neg) && b_i != 32'd0;
      end
      StNorm: if (less || b_zero) begin
        rem_q  <= quo_q;
        quo_q  <= {32{b_zero}};
      end else begin
        quo_q  <= s4;
        left_q <= {!z16, !z8, !z4, 2'b11};
      end
      StBits: begin
        rem_q  <= fits ? trial[31:0] : {rem_q[30:0], quo_q[31]};
        quo_q  <= {quo_q[30:0], fits};
        left_q <= left_q - 5'd1;
      end
      default: ;
    endcase
  end

  wire [31:0] mag = want_rem_q ? rem_q : quo_q;
  assign idle_o   = state_q == StIdle;
  assign done_o   = state_q == StDone;
  assign result_o = !done_o ? 32'd0 : neg_q ? -mag : mag;
endmodule
`default_nettype wire

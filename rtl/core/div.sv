// div.sv - radix-2 restoring divider (RV32M: div, divu, rem, remu), one quotient bit a cycle.
// Timing: start_i; leading zeros of the dividend are dropped, one, two or four nibbles a cycle; one cycle per
// quotient bit; done_o. |a| < |b| and b = 0 skip the bits: done two cycles after start.
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
  output logic [31:0] result_o     // zero while idle, anything until done_o
);
  typedef enum logic [1:0] {
    StIdle,    // ready for operands
    StNorm,    // drop leading zero nibbles, see the quick cases
    StBits,    // one quotient bit a cycle
    StDone     // result stands
  } state_e;
  state_e state_q, state_d;

  // The divisor is held as what subtracts its magnitude: a negative one as it is, else inverted, with a carry.
  logic [31:0] rem_q, quo_q, b_q;      // remainder; dividend going out, quotient coming in; divisor
  logic        b_carry_q;
  logic [4:0]  left_q;                 // bits still to make, less one
  logic        sel_rem_q, inv_q, neg_q;

  wire a_neg = !op_i[0] && a_i[31];
  wire b_neg = !op_i[0] && b_i[31];
  wire neg   = a_neg ^ (b_neg && !op_i[1]);

  logic [32:0] rest, trial;            // bit 32: it does not fit
  logic [1:0]  unused;
  assign {rest,  unused[0]} = {1'b0, quo_q, 1'b1}       + {1'b1, b_q, b_carry_q};
  assign {trial, unused[1]} = {rem_q, quo_q[31], 1'b1}  + {1'b1, b_q, b_carry_q};
  wire fits   = !trial[32];
  wire b_zero = b_carry_q && (&b_q);
  wire quick  = rest[32] || b_zero;    // quotient 0 or all ones, remainder the dividend

  wire z4  = quo_q[31:28] == 4'd0;
  wire z8  = z4 && quo_q[27:24] == 4'd0;
  wire z16 = z8 && quo_q[23:16] == 8'd0;
  wire last_zeros = z16 ? quo_q[15:12] != 4'd0 : !z8 || quo_q[23:20] != 4'd0;

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:  if (start_i) state_d = StNorm;
      StNorm:  if (quick)           state_d = StDone;
               else if (last_zeros) state_d = StBits;
      StBits:  if (left_q == 5'd0) state_d = StDone;
      default: if (ack_i) state_d = StIdle;
    endcase
    if (kill_i) state_d = StIdle;
  end
  always_ff @(posedge clk_i)
    if (!rst_ni) state_q <= StIdle;
    else         state_q <= state_d;

  wire load = state_q == StIdle, norm = state_q == StNorm;
  logic [31:0] quo_d;
  always_comb
    if      (load)        quo_d = a_neg ? -a_i : a_i;
    else if (norm && z16) quo_d = {quo_q[15:0], 16'd0};
    else if (norm && z8)  quo_d = {quo_q[23:0], 8'd0};
    else if (norm)        quo_d = {quo_q[27:0], 4'd0};
    else                  quo_d = {quo_q[30:0], fits};

  always_ff @(posedge clk_i) begin
    if (load) begin
      b_q <= b_i ^ {32{!b_neg}}; b_carry_q <= !b_neg;
    end
    if ((load && start_i) || (norm && !quick && z4) || state_q == StBits) quo_q <= quo_d;

    if (load)                  left_q <= 5'd31;
    else if (norm)             left_q <= left_q - (z16 ? 5'd16 : z8 ? 5'd8 : z4 ? 5'd4 : 5'd0);
    else                       left_q <= left_q - 5'd1;

    if (state_d == StIdle)         rem_q <= 32'd0;
    else if (state_q == StBits)    rem_q <= fits ? trial[31:0] : {rem_q[30:0], quo_q[31]};

    // Which of the two is the result, and its sign. While idle rem_q, which is 0.
    if (state_d == StIdle)         {sel_rem_q, inv_q, neg_q} <= 3'b100;
    else if (load)                 {sel_rem_q, inv_q, neg_q} <= {op_i[1], neg, neg};
    else if (norm && quick) begin
      sel_rem_q <= !sel_rem_q;                              // the dividend still is in quo_q, 0 in rem_q
      if (b_zero && !sel_rem_q) {inv_q, neg_q} <= 2'b10;    // all ones
    end
  end

  assign idle_o   = load;
  assign done_o   = state_q == StDone;
  assign result_o = ((sel_rem_q ? rem_q : quo_q) ^ {32{inv_q}}) + {31'd0, neg_q};
endmodule

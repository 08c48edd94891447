// muldiv.sv - RV32M by one adder: a bit of a product or of a quotient a cycle. In place of mul.sv and div.sv where
// FastMul is 0: a third of their size, and no DSP block.
// Timing: start_i; one cycle more if a dividend is negative; 32 bits; one cycle; done_o. So 35 cycles, or 36.
// done_o and the result stay until ack_i or kill_i. Results for b = 0 and overflow as in table 7.1.
//   product   hi:lo goes right: lo's lowest bit adds b to hi. The highest weighs -2^31 where a is signed
//   quotient  hi:lo goes left, and hi loses b where it fits. A negative b is added: so it needs no magnitude
`default_nettype none
module muldiv (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,     // taken while idle; operands in the same cycle
  input  logic [2:0]  op_i,        // funct3: mul, mulh, mulhsu, mulhu, div, divu, rem, remu
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  input  logic        kill_i,      // drop what is under way; wins over start_i
  input  logic        ack_i,       // result taken
  output logic        idle_o,
  output logic        done_o,
  output logic [31:0] result_o     // zero while idle, anything until done_o
);
  typedef enum logic [2:0] {
    StIdle,    // ready for operands
    StNeg,     // the dividend becomes its magnitude
    StBits,    // one bit a cycle
    StFix,     // the half that is asked for, negated perhaps
    StDone     // result stands
  } state_e;
  state_e      state_q, state_d;
  logic [32:0] hi_q;
  logic [31:0] lo_q, b_q;
  logic [4:0]  left_q;                      // bits still to make, less one
  logic        div_q, high_q, neg_q;        // a quotient; hi is asked for; negated
  logic        a_signed_q, b_neg_q;

  wire a_neg = a_i[31] && (op_i[2] ? !op_i[0] : op_i != 3'd3);
  wire b_neg = b_i[31] && (op_i[2] ? !op_i[0] : op_i == 3'd1);
  wire bits  = state_q == StBits, fix = state_q == StFix;

  // x + y, or x - y
  wire         minus = bits ? (div_q ? !b_neg_q : left_q == '0 && a_signed_q) : fix ? neg_q : 1'b1;
  wire [31:0]  y_in  = bits ? b_q & {32{div_q || lo_q[0]}} : fix && high_q ? hi_q[31:0] : lo_q;
  wire         y_top = bits && !div_q && lo_q[0] && b_neg_q;
  wire [33:0]  y     = {div_q && bits ? 2'b01 : {2{y_top ^ minus}}, y_in ^ {32{minus}}};
  wire [33:0]  x     = !bits ? '0 : div_q ? {1'b0, hi_q[31:0], lo_q[31]} : {hi_q[32], hi_q};
  logic [33:0] sum;
  logic        unused;
  assign {sum, unused} = {x, 1'b1} + {y, minus};
  wire fits = sum[33];

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StIdle:  if (start_i) state_d = op_i[2] && a_neg ? StNeg : StBits;
      StNeg:   state_d = StBits;
      StBits:  if (left_q == '0) state_d = StFix;
      StFix:   state_d = StDone;
      default: if (ack_i) state_d = StIdle;
    endcase
    if (kill_i) state_d = StIdle;
  end

  always_ff @(posedge clk_i) begin
    state_q <= rst_ni ? state_d : StIdle;
    left_q  <= bits ? left_q - 5'd1 : 5'd31;
    if (state_q == StIdle) begin
      b_q        <= b_i;
      div_q      <= op_i[2];
      high_q     <= op_i[2] ? op_i[1] : op_i != 3'd0;
      neg_q      <= op_i[2] && (op_i[1] ? a_neg : (a_neg ^ b_neg) && b_i != '0);
      a_signed_q <= a_neg;
      b_neg_q    <= b_neg;
    end
    if (bits)                   hi_q <= div_q ? {1'b0, fits ? sum[31:0] : x[31:0]} : sum[33:1];
    else                        hi_q <= '0;

    if (state_d == StIdle)      lo_q <= '0;
    else if (state_q == StIdle) lo_q <= a_i;
    else if (bits)              lo_q <= div_q ? {lo_q[30:0], fits} : {sum[0], lo_q[31:1]};
    else if (state_q != StDone) lo_q <= sum[31:0];
  end
  assign idle_o   = state_q == StIdle;
  assign done_o   = state_q == StDone;
  assign result_o = lo_q;
endmodule
`default_nettype wire

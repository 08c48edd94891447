// alu.sv - RV32I, Zba, Zbb, Zbs in one cycle; clz, ctz, cpop and rev8 are in bitcount.sv.
// Three LUTs a bit beside rotator and adder: b, logic, pick. A result bit is the rotator's where keep says
// so, else the logic unit's; or it is the adder's.
//   unit    rotate by   keep                        logic
//   Shift   amount      bits not shifted in         what is shifted in
//   Bit     0           all but the one bit         1, 0 or ~a; orc.b: keep nothing, 1 or 0 by byte
//   Ext     0           the low 8 or 16             sign
//   Pick    0           all if a is taken           b
// The rotator turns left; its first two stages are also the adder's shift by 0 to 3.
// Without Bitmanip Bit, Ext and Pick do not come.
`default_nettype none
module alu
  import uop_pkg::*;
#(
  parameter bit Bitmanip = config_pkg::Bitmanip
) (
  input  alu_e        unit_i,
  input  logic [2:0]  funct3_i,
  input  logic [1:0]  alt_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  input  logic [31:0] link_i,    // the result of AluLink
  input  logic [31:0] other_i,   // the result of AluNone
  output logic [31:0] result_o,
  output logic        eq_o,      // a == b
  output logic        lt_o       // a < b; branches, which have AluNone, are unsigned by another bit
);
  wire is_arith = unit_i == AluArith, is_logic = unit_i == AluLogic, is_shift = unit_i == AluShift;
  wire is_bit   = Bitmanip && unit_i == AluBit, is_ext = Bitmanip && unit_i == AluExt, is_pick = Bitmanip && unit_i == AluPick;
  wire is_sum   = unit_i inside {AluAdd, AluArith, AluLink};
  wire right    = funct3_i[2];
  wire is_bext  = is_bit && right && alt_i[1], is_orc = is_bit && right && !alt_i[1];

  // Comparison, for branches too: one carry chain of its own, so that no select waits for the adder's mux.
  wire uns = unit_i == AluNone ? funct3_i[1] : funct3_i[0];
  assign lt_o = {a_i[31] ^ !uns, a_i[30:0]} < {b_i[31] ^ !uns, b_i[30:0]};
  assign eq_o = a_i == b_i;

  // Rotator. Written out, the negation is four LUTs and no carry chain.
  wire [4:0]  n   = b_i[4:0];
  wire [4:0]  amt = n ^ ({5{right}} & {|n[3:0], |n[2:0], |n[1:0], n[0], 1'b0});
  wire [4:0]  rot = is_shift || is_bext ? amt : {3'd0, Bitmanip && is_arith ? funct3_i[2:1] : 2'd0};
  wire [31:0] r0  = rot[0] ? {a_i[30:0], a_i[31]}   : a_i;
  wire [31:0] r1  = rot[1] ? {r0[29:0],  r0[31:30]} : r0;
  wire [31:0] r2  = rot[2] ? {r1[27:0],  r1[31:28]} : r1;
  wire [31:0] r3  = rot[3] ? {r2[23:0],  r2[31:24]} : r2;
  wire [31:0] r4  = rot[4] ? {r3[15:0],  r3[31:16]} : r3;

  // keep: by groups of eight bits, and inside the group where the limit is. A left shift keeps bits from amt
  // on, a right shift those below (all if the amount is 0).
  wire         pick_a = lt_o ^ funct3_i[1];
  wire         rotate = Bitmanip && alt_i == 2'b11;
  wire         is_one  = is_bit && !right;
  wire [3:0]   at = 4'd1 << amt[4:3], from = 4'hf << amt[4:3];    // the group of the limit; and those above
  wire [7:0]   low     = is_bit ? 8'd1 << amt[2:0] : ~(8'hff << amt[2:0]);
  wire [3:0]   limit   = {4{is_shift || is_one}} & at;
  wire [3:0]   keep_all = ({4{is_shift}} & ({4{rotate || (right && n == 5'd0)}} | (right ? ~from : from & ~at)))
                        | ({4{is_one}} & ~at) | ({4{is_ext}} & {2'b00, n[0] || right, 1'b1}) | {4{is_pick && pick_a}};
  function automatic logic [31:0] bytes(logic [3:0] each);
    return {{8{each[3]}}, {8{each[2]}}, {8{each[1]}}, {8{each[0]}}};
  endfunction
  wire [31:0]  keep    = bytes(keep_all) | (bytes(limit) & {4{low ^ {8{!right}}}});

  // Logic, two LUTs: b as it is, inverted, ones, a ^ b; then xor, zero, or, and. b itself is a ^ (a ^ b).
  wire fill = alt_i[1] && (!is_ext ? a_i[31] : n[0] ? a_i[15] : a_i[7]);
  logic [1:0]  b_op, op;
  logic [31:0] b_op_r, op1, op0, logic_r;
  always_comb begin
    b_op = {!(is_sum || is_logic) || unit_i == AluLink, is_pick || ((is_arith || is_logic) && alt_i[1])};
    unique case (unit_i)
      AluLogic:         op = funct3_i[1:0];
      AluBit:           op = ~alt_i;
      AluShift, AluExt: op = {fill, !fill};
      AluLink:          op = 2'b10;
      AluPick:          op = 2'b00;
      default:          op = 2'b01;
    endcase
    b_op_r  = b_op[1] ? {32{!b_op[0]}} | (a_i ^ b_i) : b_i ^ {32{b_op[0]}};
    op1 = {32{op[1]}};
    op0 = {32{op[0]}};
    if (is_orc) begin
      op1 = bytes({|a_i[31:24], |a_i[23:16], |a_i[15:8], |a_i[7:0]});
      op0 = ~op1;
    end
    logic_r = (op1 & ((a_i & b_op_r) | (~op0 & (a_i | b_op_r)))) | (~op1 & ~op0 & (a_i ^ b_op_r));
  end

  // Adder: what the first stages turned into the low bits does not belong there. Carry in by a bit below.
  wire [31:0] add_a = {r1[31:3], r1[2] && rot[1:0] != 2'd3, r1[1] && !rot[1], r1[0] && rot[1:0] == 2'd0};
  logic [31:0] sum;
  logic        unused;
  assign {sum, unused} = {add_a, 1'b1} + {b_op_r, b_op[0]};

  // Where the adder is asked for, the logic unit gives zeros; for a link ones, which choose that.
  wire [31:0] pick = ((keep & r4) | (~keep & logic_r) | other_i)
                   | {31'd0, (unit_i == AluSet && lt_o) || (is_bext && r4[0])};
  assign result_o = !is_sum ? pick : (pick & link_i) | (~pick & sum);
endmodule
`default_nettype wire

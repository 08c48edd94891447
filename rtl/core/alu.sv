// alu.sv - RV32I, Zba, Zbb, Zbs in one cycle; clz, ctz and cpop are in bitcount.sv.
// Each group's result is gated to zero unless it is asked for, and all are ORed with other_i.
// The shifter is one right-rotator and a mask: a left shift by n rotates by -n.
`default_nettype none
module alu
  import uop_pkg::*;
(
  input  alu_op_e     op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  input  logic [31:0] other_i,   // ORed in: a result made elsewhere, zero otherwise
  output logic [31:0] result_o,
  input  logic        lt_uns_i,  // comparison is unsigned
  output logic        eq_o,      // a == b
  output logic        lt_o       // a < b
);
  // Controls by operation: decoded from a register, so off the operands' path.
  logic       sub, g_add, g_bits, g_slt, g_pick, g_shift, inv_b, onehot, pick_max, left, arith, rotate;
  logic [1:0] presh, bits;       // bits: 0 and, 1 or, 2 xor
  always_comb begin
    {sub, g_add, g_bits, g_slt, g_pick, g_shift} = '0;
    {inv_b, onehot, pick_max, left, arith, rotate} = '0;
    presh = 2'd0; bits = 2'd0;
    unique case (op_i)
      AluAdd:    g_add = 1'b1;
      AluSub:    begin g_add = 1'b1; sub = 1'b1; end
      AluSh1Add: begin g_add = 1'b1; presh = 2'd1; end
      AluSh2Add: begin g_add = 1'b1; presh = 2'd2; end
      AluSh3Add: begin g_add = 1'b1; presh = 2'd3; end
      AluAnd:    g_bits = 1'b1;
      AluOr:     begin g_bits = 1'b1; bits = 2'd1; end
      AluXor:    begin g_bits = 1'b1; bits = 2'd2; end
      AluAndn:   begin g_bits = 1'b1; inv_b = 1'b1; end
      AluOrn:    begin g_bits = 1'b1; bits = 2'd1; inv_b = 1'b1; end
      AluXnor:   begin g_bits = 1'b1; bits = 2'd2; inv_b = 1'b1; end
      AluBset:   begin g_bits = 1'b1; bits = 2'd1; onehot = 1'b1; end
      AluBclr:   begin g_bits = 1'b1; inv_b = 1'b1; onehot = 1'b1; end
      AluBinv:   begin g_bits = 1'b1; bits = 2'd2; onehot = 1'b1; end
      AluSlt, AluSltu: g_slt = 1'b1;
      AluMin, AluMinu: g_pick = 1'b1;
      AluMax, AluMaxu: begin g_pick = 1'b1; pick_max = 1'b1; end
      AluSll:    begin g_shift = 1'b1; left = 1'b1; end
      AluSrl:    g_shift = 1'b1;
      AluSra:    begin g_shift = 1'b1; arith = 1'b1; end
      AluRol:    begin g_shift = 1'b1; left = 1'b1; rotate = 1'b1; end
      AluRor:    begin g_shift = 1'b1; rotate = 1'b1; end
      default: ;
    endcase
  end

  // Adder
  logic [31:0] add_a, sum;
  always_comb unique case (presh)
    2'd0:    add_a = a_i;
    2'd1:    add_a = {a_i[30:0], 1'b0};
    2'd2:    add_a = {a_i[29:0], 2'b0};
    default: add_a = {a_i[28:0], 3'b0};
  endcase
  assign sum = add_a + (b_i ^ {32{sub}}) + {31'd0, sub};

  // Comparison, for branches too: one carry chain of its own, so that no select waits for the adder's mux.
  assign lt_o = {a_i[31] ^ !lt_uns_i, a_i[30:0]} < {b_i[31] ^ !lt_uns_i, b_i[30:0]};
  assign eq_o = a_i == b_i;
  wire pick_a = lt_o ^ pick_max;

  // Bits
  wire [31:0] bit_b = (onehot ? 32'd1 << b_i[4:0] : b_i) ^ {32{inv_b}};
  logic [31:0] bit_r;
  always_comb unique case (bits)
    2'd0:    bit_r = a_i & bit_b;
    2'd1:    bit_r = a_i | bit_b;
    default: bit_r = a_i ^ bit_b;
  endcase

  // Rotate right by rot; keep the bits that a shift does not fill. With t = ~rot, a right shift by n keeps
  // bits 0..31-n = 0..t; a left shift by n > 0 fills bits 0..n-1 = 0..t.
  wire [4:0]  rot = left ? -b_i[4:0] : b_i[4:0];
  wire [31:0] r0  = rot[0] ? {a_i[0],    a_i[31:1]} : a_i;
  wire [31:0] r1  = rot[1] ? {r0[1:0],   r0[31:2]}  : r0;
  wire [31:0] r2  = rot[2] ? {r1[3:0],   r1[31:4]}  : r1;
  wire [31:0] r3  = rot[3] ? {r2[7:0],   r2[31:8]}  : r2;
  wire [31:0] r4  = rot[4] ? {r3[15:0],  r3[31:16]} : r3;
  wire        keep_all = rotate || b_i[4:0] == 5'd0;
  wire        fill     = arith && a_i[31];
  logic [31:0] shift_r;
  always_comb
    for (int i = 0; i < 32; i++)
      shift_r[i] = (keep_all || ((5'(i) <= ~rot) ^ left)) ? r4[i] : fill;

  // Bytes
  logic [31:0] byte_r;
  always_comb begin
    byte_r = 32'd0;
    unique case (op_i)
      AluSextB: byte_r = {{24{a_i[7]}}, a_i[7:0]};
      AluSextH: byte_r = {{16{a_i[15]}}, a_i[15:0]};
      AluZextH: byte_r = {16'd0, a_i[15:0]};
      AluRev8:  byte_r = {a_i[7:0], a_i[15:8], a_i[23:16], a_i[31:24]};
      AluOrcB:  byte_r = {{8{|a_i[31:24]}}, {8{|a_i[23:16]}}, {8{|a_i[15:8]}}, {8{|a_i[7:0]}}};
      AluBext:  byte_r = {31'd0, r4[0]};
      default: ;
    endcase
  end

  assign result_o = (g_add ? sum : 32'd0) | (g_bits ? bit_r : 32'd0) | (g_shift ? shift_r : 32'd0)
                  | (g_pick ? (pick_a ? a_i : b_i) : 32'd0) | {31'd0, g_slt && lt_o} | byte_r | other_i;
endmodule
`default_nettype wire

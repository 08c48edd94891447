// expand.sv - 16-bit encodings of RV32IMAC to their 32-bit forms (unprivileged specification 20191213,
// chapter 16, tables 16.5 to 16.7). 32-bit instructions pass. Reserved encodings, those of F and D, and
// NSE custom ones are illegal, and what they expand to is anything; HINTs expand to what they are, writes
// to x0.
// A row for each output bit: the bits of the input that it may come from, each with the encodings in which
// it does. Where a bit must be zero to be legal, an encoding may stand with those that copy it. So this
// takes a quarter less than a multiplexer of whole instructions.
`include "mutant.svh"
`default_nettype none
module expand (
  input  logic        en_i,        // low: what comes out does not matter
  input  logic [31:0] insn_i,
  output logic [31:0] insn_o,
  output logic        illegal_o
);
  function automatic logic [32:0] expanded(logic [15:0] c);
    logic [31:0] o;
    logic [4:0]  rd, rs2;
    logic q0, q1, q2, addi4, lw, sw, addi, jal, sp, lui, alu, op, sub, br, imm, slli, lwsp, cr, jr, brk;
    logic swsp, rd_p, rd_link, rd_9, rd_87, rs1_rd, rs1_p, low, sp_sign, illegal;
    rd = c[11:7]; rs2 = c[6:2];

    // ---------------------------------------------------------------- encodings
    q0 = c[1:0] == 2'd0; q1 = c[1:0] == 2'd1; q2 = c[1:0] == 2'd2;
    addi4 = q0 && !c[14];                             // c.addi4spn
    lw    = q0 && c[14] && !c[15];
    sw    = q0 && c[14] && c[15];
    addi  = q1 && c[15:13] == 3'd0;                   // c.li apart: rs1 is x0
    jal   = q1 && c[14:13] == 2'd1;                   // c.jal, c.j
    sp    = q1 && c[15:13] == 3'd3 && rd == 5'd2;     // c.addi16sp
    lui   = q1 && c[15:13] == 3'd3 && rd != 5'd2;
    alu   = q1 && c[15:13] == 3'd4;                   // c.srli, c.srai, c.andi, and:
    op    = alu && c[11:10] == 2'd3;                  // c.sub, c.xor, c.or, c.and
    sub   = op && c[6:5] == 2'd0;
    br    = q1 && c[15:14] == 2'd3;                   // c.beqz, c.bnez
    imm   = q1 && !jal && !sp && !br;                 // imm[5] and all above it are c[12]
    slli  = q2 && c[15:14] == 2'd0;
    lwsp  = q2 && c[15:14] == 2'd1;
    cr    = q2 && c[15:14] == 2'd2;                   // c.mv, c.add, and:
    jr    = cr && rs2 == 5'd0;                        // c.jr, c.jalr, and:
    brk   = jr && rd == 5'd0;                         // c.ebreak
    swsp  = q2 && c[15:14] == 2'd3;

    // ---------------------------------------------------------------- opcode
    o[6] = jal || br || jr;
    o[5] = jal || br || cr || sw || swsp || lui || op;
    o[4] = addi4 || imm || sp || slli || (cr && !(jr && !brk));
    o[3] = jal;
    o[2] = jal || lui || (jr && !brk);
    o[1:0] = 2'b11;

    // ---------------------------------------------------------------- rd
    rd_p    = addi4 || lw || alu;                     // x8 to x15
    rd_link = jal || jr;                              // x0 or x1
    rd_9    = !(addi4 || lw || br || sw || rd_link);
    rd_87   = rd_9 && !swsp;
    o[11] = c[11] && !rd_p && !rd_link;
    o[10] = rd_p || (c[10] && !rd_link);
    o[9]  = (rd_9  && c[9]) || ((addi4 || lw || br) && c[4]) || (sw && c[6]);
    o[8]  = (rd_87 && c[8]) || ((addi4 || lw || br) && c[3]);
    o[7]  = (rd_87 && c[7]) || ((addi4 || lw) && c[2]) || ((br || (jr && !brk)) && c[12]) || (jal && !c[15]);

    // ---------------------------------------------------------------- funct3
    o[14] = (jal && c[12]) || (lui && c[4]) || (alu && !sub);
    o[13] = (jal && c[12]) || (lui && c[3]) || lw || sw || lwsp || swsp ||
            (alu && c[11] && (!c[10] || c[6]));
    o[12] = (jal && c[12]) || (lui && c[2]) || (br && c[13]) || slli ||
            (alu && (!op || c[6:5] == 2'd3));

    // ---------------------------------------------------------------- rs1
    rs1_rd = addi || sp || slli || (cr && (c[12] || jr));
    rs1_p  = lw || sw || alu || br;
    o[19] = (rs1_rd && c[11]) || ((jal || lui) && c[12]);
    o[18] = (rs1_rd && c[10]) || ((jal || lui) && c[12]) || rs1_p;
    o[17] = ((rs1_rd || rs1_p) && c[9]) || ((jal || lui) && c[12]);
    o[16] = ((rs1_rd || rs1_p) && c[8]) || (jal && c[12]) || (lui && c[6]) ||
            addi4 || lwsp || swsp;
    o[15] = ((rs1_rd || rs1_p) && c[7]) || (jal && c[12]) || (lui && c[5]);

    // ---------------------------------------------------------------- rs2, imm[4:0]
    low = (imm && !lui) || q2;                        // rs2, or imm[4:0], as they stand
    o[24] = (((low && !op) || sp) && c[6]) || ((jal || addi4 || lw) && c[11]) ||
            (lui && c[12]);
    o[23] = ((low || jal || addi4) && c[5]) || op || sw || (lw && c[10]) || (lui && c[12]);
    o[22] = ((low || jal || sw) && c[4]) || ((addi4 || lw) && c[6]) || (lui && c[12]);
    o[21] = (((low && !lwsp) || jal || sw) && c[3]) || (lui && c[12]);
    o[20] = (((low && !lwsp) || sw) && c[2]) || ((jal || lui) && c[12]) || brk;

    // ---------------------------------------------------------------- funct7, imm[11:5]
    sp_sign = `TH_MUTANT(32, sp, 1'b0);
    o[31] = (imm || jal || br || sp_sign) && c[12];
    o[30] = (jal && c[8]) || ((imm || br || sp_sign) && c[12]) ||
            sub || (alu && c[11:10] == 2'd1);
    o[29] = ((jal || addi4) && c[10]) || ((imm || br || sp_sign) && c[12]);
    o[28] = ((jal || addi4) && c[9])  || ((imm || br) && c[12]) || (sp && c[4]);
    o[27] = ((jal || br) && c[6]) || ((addi4 || swsp) && c[8]) || ((sp || lwsp) && c[3]) ||
            (imm && c[12]);
    o[26] = ((jal || addi4 || swsp) && c[7]) || ((sp || br || lw || sw) && c[5]) ||
            (lwsp && c[2]) || (imm && c[12]);
    o[25] = ((jal || sp || br) && c[2]) || ((imm || q0 || lwsp || swsp) && c[12]);

    // ---------------------------------------------------------------- F, D, reserved
    illegal = (q0 && (c[13] || c[15:13] == 3'd4 || c[15:5] == '0)) ||
               (q1 && ((c[15:13] == 3'd3 && !c[12] && rs2 == '0) || (alu && c[11:10] != 2'd2 && c[12]))) ||
               (q2 && (c[13] || (slli && c[12]) || (lwsp && rd == '0) || (brk && !c[12])));
    return {illegal, o};
  endfunction

  // Under if, so that a simulator expands only what the slot takes and has 16 bits; no gate comes of en_i.
  always_comb begin
    {illegal_o, insn_o} = 'x;
    if (en_i) {illegal_o, insn_o} = insn_i[1:0] == 2'd3 ? {1'b0, insn_i} : expanded(insn_i[15:0]);
  end
endmodule
`default_nettype wire

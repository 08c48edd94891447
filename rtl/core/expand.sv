// expand.sv - 16-bit encodings of RV32IMAC to their 32-bit forms (unprivileged specification 20191213,
// chapter 16, tables 16.5 to 16.7). 32-bit instructions pass. Reserved encodings, those of F and D, and
// NSE custom ones are illegal, and their bits pass; HINTs expand to what they are, writes to x0.
`include "mutant.svh"
`default_nettype none
module expand (
  input  logic [31:0] insn_i,
  output logic [31:0] insn_o,
  output logic        illegal_o
);
  localparam logic [6:0] Load = 7'h03, OpImm = 7'h13, Store = 7'h23, Op = 7'h33, Lui = 7'h37,
                         Branch = 7'h63, Jalr = 7'h67, Jal = 7'h6f, System = 7'h73;
  wire [15:0] c   = insn_i[15:0];
  wire [4:0]  rd  = c[11:7], rs2 = c[6:2];
  wire [4:0]  rdp = {2'b01, c[4:2]};         // rd', rs2'
  wire [4:0]  rsp = {2'b01, c[9:7]};         // rs1', rd'

  // immediates
  wire [11:0] imm6   = {{7{c[12]}}, c[6:2]};
  wire [11:0] lw     = {5'b0, c[5], c[12:10], c[6], 2'b0};
  wire [11:0] lwsp   = {4'b0, c[3:2], c[12], c[6:4], 2'b0};
  wire [11:0] swsp   = {4'b0, c[8:7], c[12:9], 2'b0};
  wire [11:0] addi4  = {2'b0, c[10:7], c[12:11], c[5], c[6], 2'b0};
  wire [11:0] addi16 = {{3{`TH_MUTANT(32, c[12], 1'b0)}}, c[4:3], c[5], c[2], c[6], 4'b0};
  wire [12:1] br     = {{5{c[12]}}, c[6:5], c[2], c[11:10], c[4:3]};
  wire [20:1] j      = {{10{c[12]}}, c[8], c[10:9], c[6], c[7], c[2], c[11], c[5:3]};

  always_comb begin
    insn_o    = insn_i;
    illegal_o = 1'b0;
    unique case ({c[1:0], c[15:13]})
      5'b00_000: begin                                                    // c.addi4spn
        insn_o    = {addi4, 5'd2, 3'd0, rdp, OpImm};
        illegal_o = c[12:5] == '0;                                        // all zero included
      end
      5'b00_010: insn_o = {lw, rsp, 3'd2, rdp, Load};                     // c.lw
      5'b00_110: insn_o = {lw[11:5], rdp, rsp, 3'd2, lw[4:0], Store};     // c.sw

      5'b01_000: insn_o = {imm6, rd, 3'd0, rd, OpImm};                    // c.nop, c.addi
      5'b01_001,                                                          // c.jal
      5'b01_101: insn_o = {j[20], j[10:1], j[11], j[19:12], 4'd0, !c[15], Jal};   // c.j
      5'b01_010: insn_o = {imm6, 5'd0, 3'd0, rd, OpImm};                  // c.li
      5'b01_011: begin
        illegal_o = {c[12], c[6:2]} == '0;
        if (rd == 5'd2) insn_o = {addi16, 5'd2, 3'd0, 5'd2, OpImm};       // c.addi16sp
        else            insn_o = {{8{imm6[11]}}, imm6, rd, Lui};          // c.lui
      end
      5'b01_100:
        unique case (c[11:10])
          2'd0, 2'd1: begin                                               // c.srli, c.srai
            insn_o    = {1'b0, c[10], 5'd0, c[6:2], rsp, 3'd5, rsp, OpImm};
            illegal_o = c[12];
          end
          2'd2: insn_o = {imm6, rsp, 3'd7, rsp, OpImm};                   // c.andi
          default: begin
            illegal_o = c[12];
            unique case (c[6:5])
              2'd0:    insn_o = {7'h20, rdp, rsp, 3'd0, rsp, Op};         // c.sub
              2'd1:    insn_o = {7'h00, rdp, rsp, 3'd4, rsp, Op};         // c.xor
              2'd2:    insn_o = {7'h00, rdp, rsp, 3'd6, rsp, Op};         // c.or
              default: insn_o = {7'h00, rdp, rsp, 3'd7, rsp, Op};         // c.and
            endcase
          end
        endcase
      5'b01_110, 5'b01_111:                                               // c.beqz, c.bnez
        insn_o = {br[12], br[10:5], 5'd0, rsp, 2'd0, c[13], br[4:1], br[11], Branch};

      5'b10_000: begin                                                    // c.slli
        insn_o    = {7'd0, c[6:2], rd, 3'd1, rd, OpImm};
        illegal_o = c[12];
      end
      5'b10_010: begin                                                    // c.lwsp
        insn_o    = {lwsp, 5'd2, 3'd2, rd, Load};
        illegal_o = rd == '0;
      end
      5'b10_100:
        if (rs2 != '0)    insn_o = {7'd0, rs2, c[12] ? rd : 5'd0, 3'd0, rd, Op};   // c.mv, c.add
        else if (rd != '0) insn_o = {12'd0, rd, 3'd0, 4'd0, c[12], Jalr};          // c.jr, c.jalr
        else begin
          insn_o    = {11'd0, 1'b1, 5'd0, 3'd0, 5'd0, System};                     // c.ebreak
          illegal_o = !c[12];
        end
      5'b10_110: insn_o = {swsp[11:5], rs2, 5'd2, 3'd2, swsp[4:0], Store};         // c.swsp

      5'b11_000, 5'b11_001, 5'b11_010, 5'b11_011,
      5'b11_100, 5'b11_101, 5'b11_110, 5'b11_111: ;                                // not compressed
      default: illegal_o = 1'b1;                                                   // F, D, reserved
    endcase
  end
endmodule
`default_nettype wire

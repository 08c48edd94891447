// decoded.sv - what expand and decode say of a word in M-mode, where nothing is withheld; decode_proof says that it is right.
`default_nettype none
package decoded_pkg;
  import uop_pkg::*;
  typedef struct packed { logic valid; uop_t uop; trace_t trace; } stage_t;
  typedef struct packed { logic rvc; logic [31:0] insn; uop_t uop; logic [31:0] imm; src_e a_src, b_src; logic use_rs1, use_rs2; } stage_word_t;
endpackage
module decoded
  import core_pkg::*, uop_pkg::*, csr_pkg::*, decoded_pkg::*;
(
  input  logic [31:0] word_i,
  output stage_word_t o
);
  logic [31:0] insn, imm;
  logic        illegal, use_rs1, use_rs2;
  uop_t        uop;
  csr_uop_t    csr;
  src_e        a_src, b_src;
  wire         rvc = word_i[1:0] != 2'b11;
  rights_t     rights;
  assign rights = '{mode: ModeM, satp: 1'b1, stimecmp: 1'b1, sret: 1'b1, wfi: 1'b1, counter: '1};
  expand u_expand (.en_i(1'b1), .insn_i(word_i), .insn_o(insn), .illegal_o(illegal));
  decode u_decode (
    .en_i(1'b1), .insn_i(insn), .raw_i(word_i[15:0]), .rvc_i(rvc), .illegal_i(illegal), .fault_i(FetchOk), .fault_hi_i(1'b0), .rights_i(rights),
    .uop_o(uop), .csr_o(csr), .imm_o(imm), .a_src_o(a_src), .b_src_o(b_src), .use_rs1_o(use_rs1), .use_rs2_o(use_rs2));
  assign o = '{rvc: rvc, insn: insn, uop: uop, imm: imm, a_src: a_src, b_src: b_src, use_rs1: use_rs1, use_rs2: use_rs2};
  wire unused = ^csr;
endmodule
`default_nettype wire

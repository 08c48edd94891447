// decode_proof.sv - expand and decode accept exactly what isa_pkg lists, for each of 2^32 words in each mode.
// What a CSR instruction may do hangs on rights_i; csr_proof says that these are as the specification has them.
`default_nettype none
module decode_proof
  import core_pkg::*, uop_pkg::*, csr_pkg::*, isa_pkg::*;
(
  input logic         clk_i,
  input logic [31:0]  word_i,          // as fetched: where it is a 16-bit one the upper half is anything
  input fetch_fault_e fault_i,
  input logic         fault_hi_i,
  input rights_t      rights_i
);
  logic [31:0] insn, imm;
  logic        illegal, use_rs1, use_rs2;
  uop_t        uop;
  csr_uop_t    csr;
  src_e        a_src, b_src;
  wire         rvc = word_i[1:0] != 2'b11;
  expand u_expand (.en_i(1'b1), .insn_i(word_i), .insn_o(insn), .illegal_o(illegal));
  decode u_decode (
    .en_i(1'b1), .insn_i(insn), .raw_i(word_i[15:0]), .rvc_i(rvc), .illegal_i(illegal), .fault_i, .fault_hi_i, .rights_i,
    .uop_o(uop), .csr_o(csr), .imm_o(imm), .a_src_o(a_src), .b_src_o(b_src), .use_rs1_o(use_rs1), .use_rs2_o(use_rs2));

  // ---------------------------------------------------------------- what the manual says
  wire [31:0] i = rvc ? expansion(word_i[15:0]) : word_i;
  wire [11:0] n = i[31:20];
  // CSR accesses: 2.1; satp 3.1.6.5; counters 3.1.11 and 4.1.5; stimecmp Sstc. rights_i carries what registers decide. The
  // enable bits of counters that it has no bit for are read-only zero, so these are M's alone.
  wire counter_ok = 32'(n[4:0]) < NumCounters ? 1'(rights_i.counter >> n[4:0]) : rights_i.mode == ModeM;
  wire csr_ok = is_csr(n) && rights_i.mode >= n[9:8] && !(n[11:10] == 2'b11 && csr_insn_writes(i)) &&
                !(n == 12'h180 && !rights_i.satp) && !(n inside {12'h14d, 12'h15d} && !rights_i.stimecmp) &&
                !(n inside {[12'hc00:12'hc1f], [12'hc80:12'hc9f]} && !counter_ok);
  wire is_sfence = i inside {32'b0001001_?????_?????_000_00000_1110011};
  wire legal32 = is_plain32(i) || (is_csr_insn(i) && csr_ok) ||
                 (i == 32'h3020_0073 && rights_i.mode == ModeM) ||          // mret
                 (i == 32'h1020_0073 && rights_i.sret) || (i == 32'h1050_0073 && rights_i.wfi) || (is_sfence && rights_i.satp);
  wire legal   = rvc ? is_legal16(word_i[15:0]) && legal32 : legal32;
  wire is_env  = i inside {32'h0000_0073, 32'h0010_0073};

  // ---------------------------------------------------------------- what the design says
  wire exc        = uop.sys == SysExc;
  wire no_fault   = fault_i == FetchOk;
  always_comb if (rights_i.mode == 2'd2) assume (1'b0);             // there is no such mode
  always_comb if (fault_i == 2'd3) assume (1'b0);                   // nor such a fault
  always_ff @(posedge clk_i) begin
    a_expand:  assert (illegal || insn == i);
    a_rvc:     assert (!rvc || illegal == !is_legal16(word_i[15:0]));
    a_fault:   assert (no_fault || (exc && uop.cause == (fault_i == FetchPage ? 5'd12 : 5'd1)));
    a_illegal: assert (!no_fault || legal == !(exc && uop.cause == 5'd2));
    a_env:     assert (!no_fault || !legal || exc == is_env);
    a_cause:   assert (!no_fault || !legal || !is_env || uop.cause == (i[20] ? 5'd3 : {3'b010, rights_i.mode}));
    // An exception writes nothing, goes nowhere and touches no memory; its result is mtval.
    a_still:   assert (!exc || (!uop.wen && !uop.mem && !uop.branch && !uop.jal && !uop.jalr && uop.kind == CfNone));
    a_tval:    assert (!exc || (uop.res == ResAlu && uop.alu == AluAdd && b_src == SrcAlt));
    a_tval_illegal: assert (!exc || !no_fault || legal || (a_src == SrcZero && imm == (rvc ? {16'd0, word_i[15:0]} : word_i)));
    a_tval_fault:   assert (no_fault || (a_src == SrcAlt && imm == (fault_hi_i ? 32'd2 : 32'd0)));
    a_tval_break:   assert (!no_fault || !legal || i != 32'h0010_0073 || (a_src == SrcAlt && imm == 32'd0));
    a_tval_call:    assert (!no_fault || !legal || i != 32'h0000_0073 || (a_src == SrcZero && imm == 32'd0));
    // x0 is never written, and CSR instructions say whether they write and which register.
    a_x0:      assert (!uop.wen || uop.rd != 5'd0);
    a_csr:     assert (exc || (uop.sys == SysCsr) == is_csr_insn(i));
    a_csr_op:  assert (exc || uop.sys != SysCsr ||
                       (csr.addr == n && (csr.op != CsrNone) == csr_insn_writes(i) &&
                        (csr.op == CsrNone || csr.op == csr_op_e'(i[13:12]))));
    a_ret:     assert (exc || (uop.sys == SysRet) == (i inside {32'h3020_0073, 32'h1020_0073}));
  end
  wire unused = ^{use_rs1, use_rs2};
endmodule
`default_nettype wire

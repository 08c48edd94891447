// decode.sv - one expanded instruction to its micro-operation. Unprivileged spec 20191213 chapters 2, 7, 8,
// 24 and Bitmanip 1.0; privileged spec 1.12 3.3. Combinational, first half of d.
// Whatever is not named here is an illegal instruction. An exception becomes an addition whose result
// is its mtval: so mtval needs no path of its own to commit.
// A second issue slot is a second copy of this module on slot_o[1]; issue.sv decides what pairs.
`default_nettype none
module decode
  import core_pkg::*, uop_pkg::*, csr_pkg::*;
(
  input  logic [31:0]  insn_i,
  input  logic [15:0]  raw_i,
  input  logic         rvc_i,
  input  logic         illegal_i,
  input  fetch_fault_e fault_i,
  input  logic         fault_hi_i,
  output uop_t         uop_o,
  output csr_uop_t     csr_o,
  output logic [31:0]  imm_o,
  output src_e         a_src_o,     // never SrcImm
  output src_e         b_src_o,     // never SrcPc
  output logic         use_rs1_o,   // reads insn[19:15]; a hazard counts
  output logic         use_rs2_o    // reads insn[24:20]
);
  localparam logic [6:0] OpLoad = 7'h03, OpMiscMem = 7'h0f, OpImm = 7'h13, OpAuipc = 7'h17, OpStore = 7'h23,
                         OpAmo = 7'h2f, OpReg32 = 7'h33, OpLui = 7'h37, OpBranch = 7'h63, OpJalr = 7'h67,
                         OpJal = 7'h6f, OpSystem = 7'h73;
  localparam logic [31:0] InsnEcall = 32'h0000_0073, InsnEbreak = 32'h0010_0073, InsnMret = 32'h3020_0073,
                          InsnWfi = 32'h1050_0073;

  typedef enum logic [2:0] { FmtI, FmtS, FmtB, FmtU, FmtJ, FmtZimm, FmtZero, FmtExc } fmt_e;

  wire [6:0] opcode = insn_i[6:0];
  wire [2:0] f3     = insn_i[14:12];
  wire [6:0] f7     = insn_i[31:25];
  wire [4:0] rd     = insn_i[11:7];
  wire [4:0] rs1    = insn_i[19:15];
  wire [4:0] rs2    = insn_i[24:20];

  // Link registers x1 and x5: hints to the return stack (unprivileged 2.5.1).
  wire rd_link  = rd  == 5'd1 || rd  == 5'd5;
  wire rs1_link = rs1 == 5'd1 || rs1 == 5'd5;

  // A fence waits for the store buffer where it orders a store before a load, or names a device.
  // fence.tso does not; other fm values are reserved and taken as full fences.
  wire fence_tso  = insn_i[31:20] == 12'b1000_0011_0011;
  wire fence_wait = !fence_tso && (insn_i[31:28] != 4'd0 ||
                    ((insn_i[27:26] != 2'd0 || insn_i[24]) && (insn_i[23:22] != 2'd0 || insn_i[21])));

  wire csr_imm   = f3[2];
  wire csr_plain = f3[1:0] == 2'b01;                             // csrrw(i) always writes
  wire csr_row_t row = csr_row(insn_i[31:20]);                   // only whether it is known
  wire csr_write = csr_plain || rs1 != 5'd0;
  wire csr_legal = row.known && !(csr_write && insn_i[31:30] == 2'b11);

  // ---------------------------------------------------------------- the table
  fmt_e    fmt;
  logic    legal, wen;
  alu_op_e alu_i, alu_r;
  logic    imm_ok, reg_ok, imm_count, amo_ok;

  always_comb begin   // OP-IMM
    alu_i = AluNone; imm_ok = 1'b1; imm_count = 1'b0;
    unique case (f3)
      3'd0: alu_i = AluAdd;
      3'd2: alu_i = AluSlt;
      3'd3: alu_i = AluSltu;
      3'd4: alu_i = AluXor;
      3'd6: alu_i = AluOr;
      3'd7: alu_i = AluAnd;
      3'd1: unique case (f7)
        7'b0000000: alu_i = AluSll;
        7'b0010100: alu_i = AluBset;
        7'b0100100: alu_i = AluBclr;
        7'b0110100: alu_i = AluBinv;
        7'b0110000: unique case (rs2)
          5'd0, 5'd1, 5'd2: begin alu_i = AluAdd; imm_count = 1'b1; end   // clz, ctz, cpop: rs1 + 0 goes to m
          5'd4:    alu_i = AluSextB;
          5'd5:    alu_i = AluSextH;
          default: imm_ok = 1'b0;
        endcase
        default: imm_ok = 1'b0;
      endcase
      default: unique case (f7)   // 5
        7'b0000000: alu_i = AluSrl;
        7'b0100000: alu_i = AluSra;
        7'b0110000: alu_i = AluRor;
        7'b0100100: alu_i = AluBext;
        7'b0010100: begin alu_i = AluOrcB; imm_ok = rs2 == 5'd7;  end
        7'b0110100: begin alu_i = AluRev8; imm_ok = rs2 == 5'd24; end
        default: imm_ok = 1'b0;
      endcase
    endcase
  end

  wire mul_div = f7 == 7'b0000001;
  always_comb begin   // OP
    alu_r = AluNone; reg_ok = 1'b1;
    unique case ({f7, f3})
      {7'b0000000, 3'd0}: alu_r = AluAdd;
      {7'b0000000, 3'd1}: alu_r = AluSll;
      {7'b0000000, 3'd2}: alu_r = AluSlt;
      {7'b0000000, 3'd3}: alu_r = AluSltu;
      {7'b0000000, 3'd4}: alu_r = AluXor;
      {7'b0000000, 3'd5}: alu_r = AluSrl;
      {7'b0000000, 3'd6}: alu_r = AluOr;
      {7'b0000000, 3'd7}: alu_r = AluAnd;
      {7'b0100000, 3'd0}: alu_r = AluSub;
      {7'b0100000, 3'd4}: alu_r = AluXnor;
      {7'b0100000, 3'd5}: alu_r = AluSra;
      {7'b0100000, 3'd6}: alu_r = AluOrn;
      {7'b0100000, 3'd7}: alu_r = AluAndn;
      {7'b0010000, 3'd2}: alu_r = AluSh1Add;
      {7'b0010000, 3'd4}: alu_r = AluSh2Add;
      {7'b0010000, 3'd6}: alu_r = AluSh3Add;
      {7'b0000101, 3'd4}: alu_r = AluMin;
      {7'b0000101, 3'd5}: alu_r = AluMinu;
      {7'b0000101, 3'd6}: alu_r = AluMax;
      {7'b0000101, 3'd7}: alu_r = AluMaxu;
      {7'b0000100, 3'd4}: begin alu_r = AluZextH; reg_ok = rs2 == 5'd0; end
      {7'b0110000, 3'd1}: alu_r = AluRol;
      {7'b0110000, 3'd5}: alu_r = AluRor;
      {7'b0010100, 3'd1}: alu_r = AluBset;
      {7'b0100100, 3'd1}: alu_r = AluBclr;
      {7'b0100100, 3'd5}: alu_r = AluBext;
      {7'b0110100, 3'd1}: alu_r = AluBinv;
      default: reg_ok = mul_div;
    endcase
  end

  always_comb
    unique case (insn_i[31:27])
      5'b00010: amo_ok = f3 == 3'd2 && rs2 == 5'd0;                                   // LR
      5'b00011, 5'b00001, 5'b00000, 5'b00100, 5'b01100, 5'b01000,                     // SC swap add xor and or
      5'b10000, 5'b10100, 5'b11000, 5'b11100: amo_ok = f3 == 3'd2;                    // min max minu maxu
      default: amo_ok = 1'b0;
    endcase

  uop_t uop;
  src_e a_src, b_src;
  logic use_rs1, use_rs2, exc;
  logic [4:0] cause;
  always_comb begin
    uop = '0;
    uop.rd = rd; uop.res = ResAlu; uop.alu = AluNone; uop.funct3 = f3; uop.kind = CfNone; uop.rvc = rvc_i;
    uop.count = count_op_e'(insn_i[21:20]);
    uop.mem_kind = MemLoad; uop.mem_size = f3[1:0]; uop.mem_uns = f3[2];
    uop.amo = insn_i[31:27]; uop.rl = insn_i[25];
    fmt = FmtI; legal = 1'b1; wen = 1'b0; exc = 1'b0; cause = ExcIllegal;
    a_src = SrcRs; b_src = SrcImm; use_rs1 = 1'b0; use_rs2 = 1'b0;

    unique case (opcode)
      OpLui:   begin fmt = FmtU; wen = 1'b1; a_src = SrcZero; uop.alu = AluAdd; end
      OpAuipc: begin fmt = FmtU; wen = 1'b1; a_src = SrcPc;   uop.alu = AluAdd; end
      OpJal: begin
        fmt = FmtJ; wen = 1'b1; uop.res = ResLink; uop.jal = 1'b1;
        uop.kind = rd_link ? CfCall : CfJump;
      end
      OpJalr: begin
        legal = f3 == 3'd0; wen = 1'b1; uop.res = ResLink; uop.jalr = 1'b1; use_rs1 = 1'b1;
        unique case ({rd_link, rs1_link})
          2'b00:   uop.kind = CfIndirect;
          2'b01:   uop.kind = CfReturn;
          2'b10:   uop.kind = CfIndirectCall;
          default: uop.kind = rd == rs1 ? CfIndirectCall : CfReturnCall;
        endcase
      end
      OpBranch: begin
        fmt = FmtB; legal = f3[2:1] != 2'b01; uop.branch = 1'b1; uop.kind = CfBranch;
        b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
      end
      OpLoad: begin
        legal = f3[1:0] != 2'd3 && f3 != 3'd6; wen = 1'b1; uop.res = ResMem; uop.mem = 1'b1; use_rs1 = 1'b1;
      end
      OpStore: begin
        fmt = FmtS; legal = f3 < 3'd3; uop.res = ResMem; uop.mem = 1'b1; uop.mem_kind = MemStore;
        b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
      end
      OpAmo: begin
        fmt = FmtZero; legal = amo_ok; wen = 1'b1; uop.res = ResMem; uop.mem = 1'b1;
        b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = insn_i[31:27] != 5'b00010;
        uop.mem_kind = insn_i[31:27] == 5'b00010 ? MemLr : insn_i[31:27] == 5'b00011 ? MemSc : MemAmo;
      end
      OpImm: begin
        legal = imm_ok; wen = 1'b1; uop.alu = alu_i; use_rs1 = 1'b1;
        if (imm_count) begin uop.res = ResCount; b_src = SrcZero; end
      end
      OpReg32: begin
        legal = reg_ok; wen = 1'b1; uop.alu = alu_r; b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
        if (mul_div) uop.res = f3[2] ? ResDiv : ResMul;
      end
      OpMiscMem: unique case (f3)   // rd, rs1 and fence.i's immediate are reserved and ignored
        3'd0:    uop.sys = fence_wait ? SysFenceWait : SysFence;
        3'd1:    begin uop.sys = SysFenceI; uop.res = ResLink; end   // goes on at its result
        default: legal = 1'b0;
      endcase
      OpSystem: if (f3 == 3'd0) unique case (insn_i)
          InsnEcall:  begin exc = 1'b1; cause = ExcEcallM; end
          InsnEbreak: begin exc = 1'b1; cause = ExcBreak; end
          InsnMret:   uop.sys = SysMret;
          InsnWfi:    uop.sys = SysWfi;
          default:    legal = 1'b0;
        endcase
        else begin
          legal = f3 != 3'd4 && csr_legal; wen = 1'b1; uop.res = ResCsr; uop.sys = SysCsr; uop.alu = AluAdd;
          if (csr_imm) begin fmt = FmtZimm; a_src = SrcZero; end
          else begin b_src = SrcZero; use_rs1 = 1'b1; end
        end
      default: legal = 1'b0;
    endcase

    // Exceptions known here, first cause first.
    if (fault_i != FetchOk) begin
      exc = 1'b1; cause = fault_i == FetchPage ? ExcFetchPage : ExcFetchAccess;
    end else if (!legal || illegal_i) begin
      exc = 1'b1; cause = ExcIllegal;
    end
    if (exc) begin
      fmt = FmtExc; wen = 1'b0; use_rs1 = 1'b0; use_rs2 = 1'b0;
      a_src = (fault_i != FetchOk || cause == ExcBreak) ? SrcPc : SrcZero;
      b_src = SrcImm;
      uop.branch = 1'b0; uop.jal = 1'b0; uop.jalr = 1'b0; uop.kind = CfNone; uop.mem = 1'b0;
      uop.res = ResAlu; uop.alu = AluAdd; uop.sys = SysExc;
    end
    uop.cause = cause;
    uop.wen   = wen && rd != 5'd0;
  end

  always_comb begin
    imm_o = {{20{insn_i[31]}}, insn_i[31:20]};
    unique case (fmt)
      FmtI:    ;
      FmtS:    imm_o[4:0] = rd;
      FmtB:    imm_o = {{20{insn_i[31]}}, insn_i[7], insn_i[30:25], insn_i[11:8], 1'b0};
      FmtU:    imm_o = {insn_i[31:12], 12'd0};
      FmtJ:    imm_o = {{12{insn_i[31]}}, insn_i[19:12], insn_i[20], insn_i[30:21], 1'b0};
      FmtZimm: imm_o = {27'd0, rs1};
      FmtExc:  imm_o = fault_i != FetchOk ? {30'd0, fault_hi_i, 1'b0}        // pc or pc + 2
                     : cause == ExcIllegal ? (rvc_i ? {16'd0, raw_i} : insn_i)
                     : 32'd0;                                                // ebreak: pc, ecall: 0
      default: imm_o = 32'd0;
    endcase
  end

  assign csr_o = '{addr: insn_i[31:20], read: f3[1] || rd != 5'd0,
                   op: !csr_write ? CsrNone : f3[1:0] == 2'b01 ? CsrWrite : f3[0] ? CsrClear : CsrSet};
  assign uop_o     = uop;
  assign a_src_o   = a_src;
  assign b_src_o   = b_src;
  assign use_rs1_o = use_rs1;
  assign use_rs2_o = use_rs2;
endmodule
`default_nettype wire

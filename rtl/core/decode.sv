// decode.sv - one expanded instruction to its micro-operation. Unprivileged spec 20191213 chapters 2, 7, 8,
// 24 and Bitmanip 1.0; privileged spec 1.12 3.3. Combinational, first half of d.
// Whatever is not named here is an illegal instruction. An exception becomes an addition whose result
// is its mtval: so mtval needs no path of its own to commit.
// A second issue slot is a second copy of this module on slot_o[1]; issue.sv decides what pairs.
`default_nettype none
module decode
  import core_pkg::*, uop_pkg::*, csr_pkg::*;
#(
  parameter bit Smode    = config_pkg::Smode,
  parameter bit Pmp      = 1'b1,                  // there are entries, so all their CSRs
  parameter bit Bitmanip = config_pkg::Bitmanip,
  parameter bit FastMul  = config_pkg::FastMul
) (
  input  logic         en_i,        // low: what comes out does not matter
  input  logic [31:0]  insn_i,
  input  logic [15:0]  raw_i,
  input  logic         rvc_i,
  input  logic         illegal_i,
  input  fetch_fault_e fault_i,
  input  logic         fault_hi_i,
  input  rights_t      rights_i,
  output uop_t         uop_o,
  output csr_uop_t     csr_o,
  output logic [31:0]  imm_o,
  output src_e         a_src_o,     // SrcAlt: pc
  output src_e         b_src_o,     // SrcAlt: the immediate
  output logic         use_rs1_o,   // reads insn[19:15]; a hazard counts
  output logic         use_rs2_o    // reads insn[24:20]
);
  localparam logic [6:0] OpLoad = 7'h03, OpMiscMem = 7'h0f, OpImm = 7'h13, OpAuipc = 7'h17, OpStore = 7'h23,
                         OpAmo = 7'h2f, OpReg32 = 7'h33, OpLui = 7'h37, OpBranch = 7'h63, OpJalr = 7'h67,
                         OpJal = 7'h6f, OpSystem = 7'h73;
  localparam logic [31:0] InsnEcall = 32'h0000_0073, InsnEbreak = 32'h0010_0073, InsnMret = 32'h3020_0073,
                          InsnSret = 32'h1020_0073, InsnWfi = 32'h1050_0073;

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
  wire csr_write = csr_plain || rs1 != 5'd0;
  // The counters that there are; the others only M may read.
  wire counter_ok = insn_i[24:20] < 5'(NumCounters) ? rights_i.counter[insn_i[23:20]] : rights_i.mode == ModeM;
  csr_row_t row;                                                 // only whether it is known
  logic     csr_legal;
  always_comb begin
    row = 'x; csr_legal = 'x;
    if (en_i && opcode == OpSystem) begin
      row       = csr_row(insn_i[31:20]);
      csr_legal = row.known && (Smode || !of_smode(insn_i[31:20])) && (Pmp || insn_i[31:25] != CsrPmpcfg0[11:5]) && !(csr_write && insn_i[31:30] == 2'b11) && rights_i.mode >= insn_i[29:28] &&
                  (rights_i.satp || insn_i[31:20] != CsrSatp) && (rights_i.stimecmp || !(insn_i[31:20] inside {CsrStimecmp, CsrStimecmph})) &&
                  (insn_i[31:28] != 4'hc || counter_ok);      // 2.1, 3.1.6.5, 3.1.11, Sstc
    end
  end

  // ---------------------------------------------------------------- computations: what is legal, which unit
  // What these say of an illegal instruction does not matter, so they look at few bits.
  wire  f3_shift  = f3[1:0] == 2'd1;
  wire  mul_div   = f7[0] && !f7[2];
  wire  imm_count = Bitmanip && f3_shift && ((f7[2] && f7[4] && f7[5] && f3[2]) || (!f7[2] && f7[4] && !f3[2] && !rs2[2]));
  logic imm_ok, reg_ok, amo_ok;
  alu_e alu_base, alu_i, alu_r;
  always_comb begin
    unique case (f3)
      3'd0:       alu_base = AluArith;
      3'd1, 3'd5: alu_base = AluShift;
      3'd2, 3'd3: alu_base = AluSet;
      default:    alu_base = AluLogic;
    endcase

    alu_i = f3 == 3'd0 ? AluAdd : alu_base;
    if (f3_shift) begin
      if (imm_count)                            alu_i = AluAdd;       // clz, rev8, ...: rs1 + 0 goes to m
      else if (Bitmanip && f7[2])               alu_i = AluBit;
      else if (Bitmanip && f7[4] && !f3[2])     alu_i = AluExt;
    end

    if      (mul_div)                           alu_r = AluNone;
    else if (!Bitmanip)                         alu_r = alu_base;
    else if (f7[2] && f7[0])                    alu_r = AluPick;
    else if (f7[2] && (f7[5] || f7[4]))         alu_r = AluBit;
    else if (f7[2])                             alu_r = AluExt;
    else if (f7[4] && !f7[5])                   alu_r = AluArith;     // sh1add, sh2add, sh3add
    else                                        alu_r = alu_base;
  end

  always_comb begin   // OP-IMM
    imm_ok = 'x;
    if (en_i && opcode == OpImm) begin
      imm_ok = 1'b1;
      if (f3_shift) unique case (f7)
        7'b0000000: ;                                                   // slli, srli
        7'b0100000: imm_ok = f3[2];                                     // srai
        7'b0110000: imm_ok = f3[2] || (rs2[4:3] == 2'd0 && !(rs2[1] && (rs2[0] || rs2[2])));   // rori; clz and others
        7'b0010100: imm_ok = !f3[2] || rs2 == 5'd7;                     // bseti; orc.b
        7'b0100100: ;                                                   // bclri, bexti
        7'b0110100: imm_ok = !f3[2] || rs2 == 5'd24;                    // binvi; rev8
        default:    imm_ok = 1'b0;
      endcase
      if (!Bitmanip && f3_shift) imm_ok = f7 == 7'b0000000 || (f7 == 7'b0100000 && f3[2]);
    end
  end
  always_comb begin   // OP
    reg_ok = 'x;
    if (en_i && opcode == OpReg32) begin
      unique case (f7)
        7'b0000000, 7'b0000001: reg_ok = 1'b1;
        7'b0100000: reg_ok = f3[2] || f3[1:0] == 2'd0;                  // sub sra xnor orn andn
        7'b0010000: reg_ok = !f3[0] && f3 != 3'd0;                      // sh1add sh2add sh3add
        7'b0000101: reg_ok = f3[2];                                     // min minu max maxu
        7'b0000100: reg_ok = f3 == 3'd4 && rs2 == 5'd0;                 // zext.h
        7'b0110000, 7'b0100100: reg_ok = f3_shift;                      // rol ror, bclr bext
        7'b0010100, 7'b0110100: reg_ok = f3 == 3'd1;                    // bset, binv
        default:    reg_ok = 1'b0;
      endcase
      if (!Bitmanip) reg_ok = f7[6:1] == 6'd0 || (f7 == 7'b0100000 && (f3 == 3'd0 || f3 == 3'd5));
    end
  end

  wire is_lr = insn_i[31:27] == 5'b00010, is_sc = insn_i[31:27] == 5'b00011;
  always_comb begin
    amo_ok = 'x;
    if (en_i && opcode == OpAmo) begin
      unique case (insn_i[31:27])
        5'b00010: amo_ok = f3 == 3'd2 && rs2 == 5'd0;                                   // LR
        5'b00011, 5'b00001, 5'b00000, 5'b00100, 5'b01100, 5'b01000,                     // SC swap add xor and or
        5'b10000, 5'b10100, 5'b11000, 5'b11100: amo_ok = f3 == 3'd2;                    // min max minu maxu
        default: amo_ok = 1'b0;
      endcase
    end
  end

  // ---------------------------------------------------------------- the table
  // Immediates: which bits are taken from where. At most one of i, s, b, u, j, z.
  logic imm_i, imm_s, imm_b, imm_u, imm_j, imm_z;
  uop_t uop;
  src_e a_src, b_src;
  logic legal, wen, use_rs1, use_rs2, env, exc;
  wire  fault = fault_i != FetchOk;
  always_comb begin
    uop = 'x; {imm_i, imm_s, imm_b, imm_u, imm_j, imm_z} = 'x;
    legal = 'x; wen = 'x; env = 'x; exc = 'x;
    a_src = src_e'('x); b_src = src_e'('x); use_rs1 = 'x; use_rs2 = 'x;
    if (en_i) begin
      uop = '0;
      uop.rd = rd; uop.res = ResAlu; uop.alu = AluNone; uop.funct3 = f3; uop.kind = CfNone; uop.rvc = rvc_i;
      uop.alt = {f7[5] && (opcode[5] || f3_shift), f7[4]};               // addi and its like have no funct7
      uop.count = count_op_e'({f3[2], insn_i[21:20]});
      uop.mem_kind = MemLoad; uop.mem_size = f3[1:0]; uop.mem_uns = f3[2];
      uop.amo = insn_i[31:27]; uop.rl = insn_i[25];
      {imm_i, imm_s, imm_b, imm_u, imm_j, imm_z} = '0;
      legal = 1'b1; wen = 1'b0; env = 1'b0;
      a_src = SrcRs; b_src = SrcAlt; use_rs1 = 1'b0; use_rs2 = 1'b0;

      unique case (opcode)
        OpLui:   begin imm_u = 1'b1; wen = 1'b1; a_src = SrcZero; uop.alu = AluAdd; end
        OpAuipc: begin imm_u = 1'b1; wen = 1'b1; a_src = SrcAlt;   uop.alu = AluAdd; end
        OpJal: begin
          imm_j = 1'b1; wen = 1'b1; uop.alu = AluLink; uop.jal = 1'b1;
          uop.kind = rd_link ? CfCall : CfJump;
        end
        OpJalr: begin
          imm_i = 1'b1; legal = f3 == 3'd0; wen = 1'b1; uop.alu = AluLink; uop.jalr = 1'b1; use_rs1 = 1'b1;
          unique case ({rd_link, rs1_link})
            2'b00:   uop.kind = CfIndirect;
            2'b01:   uop.kind = CfReturn;
            2'b10:   uop.kind = CfIndirectCall;
            default: uop.kind = rd == rs1 ? CfIndirectCall : CfReturnCall;
          endcase
        end
        OpBranch: begin
          imm_b = 1'b1; legal = f3[2:1] != 2'b01; uop.branch = 1'b1; uop.kind = CfBranch;
          b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
        end
        OpLoad: begin
          imm_i = 1'b1; legal = f3[1:0] != 2'd3 && f3 != 3'd6; wen = 1'b1; uop.res = ResMem; uop.mem = 1'b1;
          use_rs1 = 1'b1;
        end
        OpStore: begin
          imm_s = 1'b1; legal = f3 < 3'd3; uop.res = ResMem; uop.mem = 1'b1; uop.mem_kind = MemStore;
          b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
        end
        OpAmo: begin
          legal = amo_ok; wen = 1'b1; uop.res = ResMem; uop.mem = 1'b1;
          b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = !is_lr;
          uop.mem_kind = is_lr ? MemLr : is_sc ? MemSc : MemAmo;
        end
        OpImm: begin
          legal = imm_ok; wen = 1'b1; uop.alu = alu_i; use_rs1 = 1'b1; imm_i = !imm_count;
          if (imm_count) uop.res = ResCount;
        end
        OpReg32: begin
          legal = reg_ok; wen = 1'b1; uop.alu = alu_r; b_src = SrcRs; use_rs1 = 1'b1; use_rs2 = 1'b1;
          if (mul_div) uop.res = f3[2] || !FastMul ? ResDiv : ResMul;
        end
        OpMiscMem: unique case (f3)   // rd, rs1 and fence.i's immediate are reserved and ignored
          3'd0:    uop.sys = fence_wait ? SysFenceWait : SysFence;
          3'd1:    begin uop.sys = SysFenceI; uop.alu = AluLink; uop.alt[0] = 1'b0; end   // goes on at its result
          default: legal = 1'b0;
        endcase
        OpSystem: if (f3 == 3'd0) unique case (insn_i) inside
            InsnEcall, InsnEbreak: env = 1'b1;
            InsnMret:   begin uop.sys = SysRet; legal = rights_i.mode == ModeM; end
            InsnSret:   begin uop.sys = SysRet; legal = rights_i.sret; end
            InsnWfi:    begin uop.sys = SysWfi; legal = rights_i.wfi; end
            32'b0001001_?????_?????_000_00000_1110011:                  // sfence.vma
                        begin uop.sys = SysFenceI; uop.alu = AluLink; uop.alt = {insn_i[19:15] != 5'd0, 1'b1}; legal = rights_i.satp; b_src = SrcRs;
                              use_rs1 = 1'b1; use_rs2 = 1'b1; end
            default:    legal = 1'b0;
          endcase
          else begin
            legal = f3 != 3'd4 && csr_legal; wen = 1'b1; uop.res = ResCsr; uop.sys = SysCsr; uop.alu = AluAdd;
            if (csr_imm) begin imm_z = 1'b1; a_src = SrcZero; end
            else use_rs1 = 1'b1;                                        // rs1 + 0
          end
        default: legal = 1'b0;
      endcase

      // Exceptions known here, first cause first. What is not named keeps what the table says, and harms nothing.
      exc = fault || !legal || illegal_i || env;
      if      (fault)                   uop.cause = fault_i == FetchPage ? ExcFetchPage : ExcFetchAccess;
      else if (!legal || illegal_i)     uop.cause = ExcIllegal;
      else                              uop.cause = insn_i[20] ? ExcBreak : {3'b010, rights_i.mode};
      if (exc) begin
        {imm_i, imm_s, imm_b, imm_u, imm_j, imm_z} = '0;
        wen = 1'b0; use_rs1 = 1'b0; use_rs2 = 1'b0;
        a_src = fault || (env && insn_i[20] && !illegal_i) ? SrcAlt : SrcZero;
        b_src = SrcAlt;
        uop.branch = 1'b0; uop.jal = 1'b0; uop.jalr = 1'b0; uop.kind = CfNone; uop.mem = 1'b0;
        uop.res = ResAlu; uop.alu = AluAdd; uop.sys = SysExc;
      end
      uop.wen = wen && rd != 5'd0;
    end
  end

  // An exception's immediate: 0 or 2 beside pc, the instruction's bits beside 0, or 0.
  wire bits16 = exc && !fault && !(env && !illegal_i) && rvc_i;
  wire bits32 = exc && !fault && !(env && !illegal_i) && !rvc_i;
  wire sign_lo = (imm_i || imm_s || imm_b) && insn_i[31];
  wire sign_hi = sign_lo || (imm_j && insn_i[31]);
  always_comb begin
    imm_o = 'x;
    if (en_i)
      imm_o = ({32{bits32}} & insn_i) | ({32{bits16}} & {16'd0, raw_i})
                 | {{12{sign_hi}} | ({12{imm_u}} & insn_i[31:20]),
                    {8{sign_lo}}  | ({8{imm_u || imm_j}} & insn_i[19:12]),
                    ((imm_i || imm_s) && insn_i[31]) || (imm_b && insn_i[7]) || (imm_j && insn_i[20]),
                    {6{imm_i || imm_s || imm_b || imm_j}} & insn_i[30:25],
                    ({4{imm_i || imm_j}} & insn_i[24:21]) | ({4{imm_s || imm_b}} & insn_i[11:8])
                      | ({4{imm_z}} & insn_i[19:16]) | {3'd0, fault && fault_hi_i},
                    (imm_i && insn_i[20]) || (imm_s && insn_i[7]) || (imm_z && insn_i[15])};
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

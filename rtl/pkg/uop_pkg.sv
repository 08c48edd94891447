// uop_pkg.sv - what decode says of an instruction, and how it travels through x, m and w.
`default_nettype none
package uop_pkg;
  import core_pkg::*;

  // Units of the ALU. Which operation of a unit is told by the instruction's own bits, so that decode has
  // nothing to encode: funct3, and alt, which is insn[30:29].
  typedef enum logic [3:0] {
    AluNone,     // 0: the result comes from elsewhere
    AluAdd,      // a + b, whatever funct3 is
    AluArith,    // add, sub (alt[1]), sh1add, sh2add, sh3add (funct3[2:1])
    AluLogic,    // xor, or, and (funct3 4, 6, 7); alt[1] inverts b
    AluSet,      // slt, sltu (funct3[0])
    AluPick,     // min, minu, max, maxu (funct3 4 to 7)
    AluShift,    // funct3[2]: to the right; alt[1]: arithmetic, with alt[0]: rotate
    AluBit,      // alt: bset 01, bclr 10, binv 11; with funct3[2] bext 10, orc.b 01
    AluExt,      // sext.b (b is even), sext.h (b is odd), alt[1] set; zext.h (b is 0)
    AluLink      // address of the next instruction
  } alu_e;

  // Who makes the result. Late ones exist at the end of m and cost a dependant one bubble.
  typedef enum logic [2:0] {
    ResAlu,      // x: ALU
    ResDiv,      // x: divider; x waits for it
    ResCount,    // late: clz, ctz, cpop, rev8
    ResMul,      // late
    ResCsr,      // late
    ResMem       // late: load/store unit
  } res_e;

  // What commit has to do besides writing a register.
  typedef enum logic [2:0] {
    SysNone, SysFence, SysFenceWait,
    SysFenceI,   // sfence.vma where alt[0], of an address with alt[1]; else fence.i
    SysWfi,
    SysRet,      // mret where alt[0], else sret
    SysCsr, SysExc
  } sys_e;

  // {funct3[2], insn[21:20]}
  typedef enum logic [2:0] {
    CountClz = 3'd0, CountCtz = 3'd1, CountCpop = 3'd2, CountRev8 = 3'd4
  } count_op_e;

  typedef enum logic [1:0] { SrcRs, SrcAlt, SrcZero } src_e;   // operand: register, alternative, 0

  typedef enum logic [1:0] { CsrNone, CsrWrite, CsrSet, CsrClear } csr_op_e;

  // Exception causes (mcause)
  localparam logic [4:0] ExcFetchAccess = 5'd1, ExcIllegal = 5'd2, ExcBreak = 5'd3,
                         ExcFetchPage = 5'd12;   // ecall is 8 and the mode

  // Fields that share bits do so because no instruction needs both.
  typedef struct packed {
    logic        wen;         // writes rd, which is not x0
    logic [4:0]  rd;
    res_e        res;
    alu_e        alu;
    logic [1:0]  alt;
    logic [2:0]  funct3;      // branch condition, mul/div variant, operation of the ALU's unit
    count_op_e   count;
    logic        branch;      // conditional
    logic        jal;
    logic        jalr;
    cf_kind_e    kind;        // CfNone unless a control transfer
    logic        mem;
    mem_kind_e   mem_kind;
    logic [1:0]  mem_size;
    logic        mem_uns;
    logic [4:0]  amo;
    logic        rl;
    sys_e        sys;
    logic [4:0]  cause;       // SysExc: the exception; its mtval travels as the result
    logic        rvc;
  } uop_t;

  // CSR instruction: only one is ever between d and the end of w.
  typedef struct packed {
    logic [11:0] addr;
    csr_op_e     op;          // CsrNone: read only
    logic        read;        // rd or set/clear wants the old value
  } csr_uop_t;

  // Where an operand is while its instruction is in x; at most one, else in its own register. The
  // alternative is pc for a, the immediate for b.
  typedef struct packed { logic alt, from_m, from_w; } opsel_t;

`ifdef TH_CHECK
  // Travels with an instruction for RVFI and the pipeline log.
  typedef struct packed {
    logic [31:0] uid;
    logic [31:0] insn;        // as in memory
    logic [31:0] next_pc;
    logic [4:0]  rs1, rs2;    // 0 where not used
    logic [31:0] rs1_data, rs2_data;
    logic [31:0] mem_addr;
  } trace_t;
`endif
endpackage
`default_nettype wire

// uop_pkg.sv - what decode says of an instruction, and how it travels through x, m and w.
`default_nettype none
package uop_pkg;
  import core_pkg::*;

  // Groups of the ALU: exactly one of its gated results is not zero.
  typedef enum logic [4:0] {
    AluAdd, AluSub, AluSh1Add, AluSh2Add, AluSh3Add,        // adder
    AluAnd, AluOr, AluXor, AluAndn, AluOrn, AluXnor,        // bits
    AluBset, AluBclr, AluBinv,                              // bits, b becomes 1 << b[4:0]
    AluSlt, AluSltu, AluMin, AluMinu, AluMax, AluMaxu,      // comparison
    AluSll, AluSrl, AluSra, AluRol, AluRor, AluBext,        // rotator and mask
    AluSextB, AluSextH, AluZextH, AluRev8, AluOrcB,         // bytes
    AluNone                                                 // 0: the result comes from elsewhere
  } alu_op_e;

  // Who makes the result. Late ones exist at the end of m and cost a dependant one bubble.
  typedef enum logic [2:0] {
    ResAlu,      // x: ALU
    ResLink,     // x: address of the next instruction
    ResDiv,      // x: divider; x waits for it
    ResCount,    // late: clz, ctz, cpop
    ResMul,      // late
    ResCsr,      // late
    ResMem       // late: load/store unit
  } res_e;

  // What commit has to do besides writing a register.
  typedef enum logic [2:0] {
    SysNone, SysFence, SysFenceWait, SysFenceI, SysWfi, SysMret, SysCsr, SysExc
  } sys_e;

  typedef enum logic [1:0] { CountClz, CountCtz, CountCpop } count_op_e;
  typedef enum logic [1:0] { SrcRs, SrcPc, SrcImm, SrcZero } src_e;   // operand: register, pc, immediate, 0

  typedef enum logic [1:0] { CsrNone, CsrWrite, CsrSet, CsrClear } csr_op_e;

  // Exception causes (mcause)
  localparam logic [4:0] ExcFetchAccess = 5'd1, ExcIllegal = 5'd2, ExcBreak = 5'd3, ExcEcallM = 5'd11,
                         ExcFetchPage = 5'd12;

  // Fields that share bits do so because no instruction needs both.
  typedef struct packed {
    logic        wen;         // writes rd, which is not x0
    logic [4:0]  rd;
    res_e        res;
    alu_op_e     alu;
    logic [2:0]  funct3;      // branch condition, mul/div variant
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

  // An operand's place when its instruction enters x.
  typedef enum logic [1:0] { OpReg, OpFromM, OpFromW } opsel_e;

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

// core_pkg.sv - bundles between the parts of a hart: front end, back end, load/store unit.
`default_nettype none
package core_pkg;
  import config_pkg::*;

  // ---------------------------------------------------------------- front end -> decode
  typedef enum logic [1:0] { FetchOk, FetchAccess, FetchPage } fetch_fault_e;

  // Which block of the predictor's buffer this instruction came in; opaque to the back end, handed back
  // with the update (predict_pkg says how many blocks may be alive).
  localparam int PredMetaBits = 4;
  typedef struct packed {
    logic                    taken;     // fetch went on at target
    logic [31:1]             target;
    logic [PredMetaBits-1:0] meta;
  } pred_t;

  // One aligned instruction, expanded to 32 bits.
  typedef struct packed {
    logic [31:0]  pc;         // bit 0 is 0
    logic [31:0]  insn;       // the 32-bit form
    logic [15:0]  raw;        // the 16 bits it was expanded from, where rvc
    logic         rvc;        // occupies two bytes
    logic         illegal;    // a reserved 16-bit encoding
    fetch_fault_e fault;      // the instruction could not be fetched ...
    logic         fault_hi;   // ... because of its second half: tval is pc + 2
    pred_t        pred;
`ifdef TH_CHECK
    logic [31:0]  uid;        // fetch number, counts from reset
`endif
  } fetch_slot_t;

  // ---------------------------------------------------------------- resolved control transfers -> predictor
  // Kind by the link-register rules of the unprivileged specification, 2.5.1 (table of rd/rs1 hints).
  typedef enum logic [2:0] {
    CfBranch, CfJump, CfCall, CfReturn, CfIndirect, CfIndirectCall, CfReturnCall, CfNone
  } cf_kind_e;
  typedef struct packed {
    logic        valid;       // one cycle, in the cycle after x
    logic        mispredict;  // comes with a redirect: history and stack are repaired from pred
    cf_kind_e    kind;
    logic        taken;
    logic [31:0] pc;
    logic        rvc;
    logic [31:1] target;      // where it goes when taken
    pred_t       pred;
  } bp_update_t;

  // ---------------------------------------------------------------- memory operations
  typedef enum logic [2:0] { MemLoad, MemStore, MemLr, MemSc, MemAmo } mem_kind_e;
  typedef struct packed {
    mem_kind_e   kind;
    logic [1:0]  size;        // log2 of bytes: 0, 1, 2
    logic        uns;         // a load zero-extends
    logic [4:0]  amo;         // funct5 of an AMO
    logic        rl;          // release: LR waits for the store buffer (AMO and SC always do)
    logic [31:0] addr;        // virtual
    logic [31:0] wdata;       // rs2 as it is
  } lsu_req_t;

  // Why an operation failed: the mcause code and mtval.
  typedef struct packed {
    logic        valid;
    logic [4:0]  cause;       // 5 load access, 7 store/AMO access; 13, 15 page faults
    logic [31:0] tval;
  } lsu_fault_t;

  // ---------------------------------------------------------------- where a cycle of w went: the CPI stack
  typedef enum logic [3:0] {
    CpiRetire   = 4'd0,   // an instruction retired
    CpiFetch    = 4'd1,   // the queue was empty: taken-branch bubbles, alignment
    CpiICache   = 4'd2,   // the queue was empty and an I-cache miss is under way
    CpiBranch   = 4'd3,   // refilling after a mispredict
    CpiJump     = 4'd4,   // refilling after a jump that the BTB missed
    CpiLoadUse  = 4'd5,   // waiting for a load's data on a hit
    CpiMulDiv   = 4'd6,   // waiting for a product or a quotient
    CpiLoadMiss = 4'd7,   // a load waits for a line
    CpiStore    = 4'd8,   // a store waits for room in the store buffer
    CpiAtomic   = 4'd9,   // AMO, LR, SC at work
    CpiFence    = 4'd10,  // fences
    CpiDevice   = 4'd11,  // a device access
    CpiReplay   = 4'd12,  // the cache's read port was taken; misaligned second halves; partial overlaps
    CpiCsr      = 4'd13,  // CSR serialisation
    CpiTrap     = 4'd14,  // refilling after a trap, xRET, fence.i
    CpiWfi      = 4'd15   // asleep
  } cpi_e;

  // ---------------------------------------------------------------- events: one wire each, at most one a cycle
  // A wire's number selects it in mhpmevent. Those below 32 have it from the RISC-V Performance Events draft; what
  // the draft names and we do not have stays empty. Numbers from 64 are CpiBase + cpi_e: cycles of that category,
  // which need no wire. The harness counts the wires for --stats. docs/ref/events.md is the list.
  localparam int NumEvents = 64, CpiBase = 64;
  typedef logic [NumEvents-1:0] events_t;
  localparam int EvCycle = 1, EvRetire = 2, EvDLoadMiss = 4, EvIMiss = 12, EvDtlbMiss = 16, EvItlbMiss = 18,
                 EvLoad = 32, EvStore = 33, EvAtomic = 34, EvBranch = 35, EvTaken = 36, EvMispredict = 37,
                 EvJump = 38, EvReturn = 39, EvIndirectMiss = 40, EvTrap = 41, EvInterrupt = 42, EvFence = 43,
                 EvScFail = 44, EvMulDiv = 45, EvDecodeRedirect = 46, EvIPrefetch = 47, EvDStoreMiss = 48,
                 EvDPrefetch = 49, EvDWriteback = 50, EvUpgrade = 51, EvSupplied = 52, EvTakenFrom = 53,
                 EvInvalidated = 54, EvSnoop = 55, EvForward = 56, EvOverlap = 57, EvBusWait = 58, EvSbFull = 59,
                 EvHold = 60, EvWalk = 61, EvWalkCycle = 62, EvPageFault = 63;
endpackage
`default_nettype wire

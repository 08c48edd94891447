// chk_pkg.sv - what the checking build shows of a hart: arrays of 32-bit words, so that C++ indexes them
// by name (the build generates sim/chk_words.h's constants from the localparams below).
// RVFI: one per instruction retired; chk: the lockstep events of docs/coherence.md; mon: MESI changes,
// present in every build.
`default_nettype none
package chk_pkg;
  // ---------------------------------------------------------------- RVFI, one channel per retired instruction
  localparam int RvFlags   = 0;   // bit 0 valid, 1 trap (exception), 2 halt, 3 intr (first of a handler), 5:4 mode,
                                  // 7:6 ixl, 8 rvc, 9 an interrupt was taken here: no instruction retired, RvCause says which
  localparam int RvInsn    = 1;   // as in memory: 16-bit zero-extended
  localparam int RvOrderLo = 2, RvOrderHi = 3;
  localparam int RvPc      = 4, RvNextPc = 5;
  localparam int RvRegs    = 6;   // rs1 4:0, rs2 12:8, rd 20:16 (0 where not used)
  localparam int RvRs1     = 7, RvRs2 = 8, RvRd = 9;
  localparam int RvMemAddr = 10;  // byte address; masks count from it
  localparam int RvMemMask = 11;  // read 3:0, write 11:8
  localparam int RvMemRead = 12, RvMemWrite = 13;
  localparam int RvCsr     = 14;  // address 11:0, bit 16 read, bit 17 written
  localparam int RvCsrRead = 15, RvCsrWrite = 16;   // written: the value given, before WARL
  localparam int RvCause   = 17, RvTval = 18;       // as written to mcause, mtval on a trap
  localparam int RvMip     = 19;  // mip as seen at commit
  localparam int RvUid     = 20;  // fetch number, for the pipeline log
  localparam int RvMemPa   = 21, RvMemPa2 = 22;   // physical address of the word accessed first; of its second part
  localparam int RvWords   = 23;
  typedef logic [RvWords-1:0][31:0] rvfi_t;

  // ---------------------------------------------------------------- lockstep events of one hart, one cycle
  localparam int CkFlags     = 0;
  localparam int CkPerformed = 0, CkVisible = 1, CkIFill = 2, CkDFill = 3, CkResvSet = 4, CkResvClear = 5,
                 CkIoRead = 6, CkWalkRead = 7, CkWalkEnd = 8,   // bits of CkFlags
                 CkWalkBusy = 9, CkWalkFetch = 10, CkWalkLeaf = 11,   // a walk through tables goes on: for fetch, at the last level
                 CkWalkW = 12;                                        // ... and what stands in w waits for its answer
  localparam int CkPerfAddr  = 1;  // word address; a load's bytes were sampled in this cycle
  localparam int CkPerfMask  = 2;  // lanes 3:0, part 8
  localparam int CkVisAddr   = 3;  // word address; bytes become visible to all in this cycle
  localparam int CkVisMask   = 4;  // lanes 3:0, source 10:8: 0 store buffer, 1 AMO, 2 SC, 3 device, 4 walker
  localparam int CkVisData   = 5;
  localparam int CkIFillAddr = 6, CkIFillLo = 7, CkIFillHi = 8;
  localparam int CkDFillAddr = 9, CkDFillLo = 10, CkDFillHi = 11;
  localparam int CkResvAddr  = 12;
  localparam int CkIoAddr    = 13, CkIoMask = 14, CkIoData = 15;
  // pipeline log: a queue push of up to two instructions, and the four back-end stages
  localparam int CkPush      = 16; // bits 1:0 valid, 8 flush of the queue in this cycle
  localparam int CkPushUid   = 17; // of the first; the second is one more
  localparam int CkPushPc0   = 18, CkPushInsn0 = 19, CkPushPc1 = 20, CkPushInsn1 = 21;
  localparam int CkPushCycle = 22; // cycle (low 32 bits, from reset) in which their fetch was in f0
  localparam int CkStages    = 23; // bit 0 d, 1 x, 2 m, 3 w valid; 8..11 the stage is stalled; 19:16 cpi_e of w's cycle
  localparam int CkUidD      = 24, CkUidX = 25, CkUidM = 26, CkUidW = 27;
  // the page-table walker
  localparam int CkWalkAddr  = 28, CkWalkData = 29;   // a word of a page table was read; bit 0 of the address: the root's
  localparam int CkWalkVa    = 30; // a walk has ended, for this page 31:12; bit 0 fetch, 1 store; 3:2 what was asked for: 0 translated,
                                   // 1 bare below M, 2 bare in M; 4 page fault, 5 access fault, 6 nothing was kept
  localparam int CkWalkSatp  = 31; // satp when it began
  localparam int CkWords     = 32;
  typedef logic [CkWords-1:0][31:0] chk_t;

  // ---------------------------------------------------------------- one D-cache (all builds)
  localparam int MnFlags = 0;      // bit 0 a tag is written, 2:1 new state, 7:4 way; bit 8 a store becomes visible
  localparam int MnLine  = 1;      // line address written (the set's old line in that way is displaced)
  localparam int MnVisAddr = 2;    // word address of the store ...
  localparam int MnVisData = 3;    // ... and its data in their lanes: how tohost is seen
  localparam int MnWords = 4;
  typedef logic [MnWords-1:0][31:0] mon_t;

  // ---------------------------------------------------------------- the bus (all builds)
  localparam int MbFlags = 0;      // bit 0 granted, 3:1 op, 7:4 requester
  localparam int MbLine  = 1;
  localparam int MbWait  = 2;      // one bit per requester: asks and is not granted
  localparam int MbBusy  = 3;      // one bit per requester: granted, not yet given free
  localparam int MbWords = 4;
  typedef logic [MbWords-1:0][31:0] monbus_t;
endpackage
`default_nettype wire

// predict_pkg.sv - layout of the predictor's entries; what a block leaves behind for its update.
`default_nettype none
package predict_pkg;
  import core_pkg::*;

  // Blocks of 8 bytes leave what is needed for update and repair in a circular buffer; an instruction
  // carries the number of its block (pred_t's meta). A block that holds nothing but the first half of an
  // instruction has a number too, so queue rows may lie two apart: the queue takes no more rows while the
  // fetch buffer's number is FtqFar from that in d, where the pc of the block before is read as well.
  localparam int FtqW = PredMetaBits;
  localparam int FtqEntries = 1 << FtqW;
  localparam int FtqFar     = FtqEntries - 5;
  typedef logic [FtqW-1:0] ftq_t;

  // History: each taken transfer shifts in two bits; what is not taken leaves no trace, so the history
  // of a block is exact without waiting for the block before it.
  localparam int HistBits = 44;
  typedef logic [HistBits-1:0] hist_t;
  function automatic hist_t hist_push(hist_t h, logic [31:1] last);
    return {h[HistBits-3:0], last[2:1] ^ last[4:3] ^ last[6:5]};
  endfunction

  // BTB: a row is a block, with room for any two transfers. A transfer is known by the halfword that it
  // ends in: when that arrives, all of it has.
  localparam int BtbTagW = 12;
  typedef struct packed {
    logic               valid;
    logic [BtbTagW-1:0] tag;
    logic [2:1]         last;     // its last halfword
    logic               cond;     // conditional: counter or tagged tables decide
    logic               push;     // return stack
    logic               pop;
    logic [1:0]         ctr;      // bimodal
    logic [31:1]        target;
  } btb_t;

  // What a lane said at fetch.
  typedef struct packed {
    logic       hit;              // an entry of this block
    logic [2:1] last;
    logic [1:0] ctr;
  } lane_t;

  // Direction predictors keep their own part of it.
  localparam int Tables   = 3;
  localparam int TageIdxW = 8;
  localparam int TageTagW = 9;
  typedef struct packed {
    logic [TageTagW-1:0] tag;
    logic                fresh;   // has not proved itself: not useful, and ctr in the middle. Not believed.
    logic [2:0]          ctr;     // taken when 4 or more
    logic [1:0]          useful;
  } tage_t;
  typedef struct packed {
    logic       hit;
    logic [2:0] ctr;
    logic [1:0] useful;
  } tage_lane_t;
  typedef struct packed {
    logic [Tables-1:0][TageIdxW-1:0]   idx;
    logic [Tables-1:0][TageTagW-1:0]   tag;
    tage_lane_t [1:0][Tables-1:0]      lane;
    logic [1:0]                        told;   // each lane's answer
  } tage_meta_t;
  localparam int DirMetaW = $bits(tage_meta_t);
  typedef logic [DirMetaW-1:0] dir_meta_t;
  localparam int GshareIdxW = 11;

  // One or two instructions of a block, as align found them. Only the last can be a taken transfer. The
  // block's pc and where it goes are not here but in the queue's table.
  typedef struct packed {
    logic [2:1]   off;        // of the first; the second follows it
    logic [31:0]  insn0, insn1;   // not expanded
    logic         two;
    logic         fault;      // of the first, which is alone; where carried, of its second half
    logic         page;       // ... is a page fault, else an access fault
    logic         upper;      // the fault is of its second half
    logic         carry;      // the first, which is alone, starts in the block before
    logic         taken;
    ftq_t         ftq;
`ifdef TH_CHECK
    logic [31:0]  uid;        // of the first
`endif
  } fetch_row_t;
endpackage
`default_nettype wire

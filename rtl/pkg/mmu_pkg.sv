// mmu_pkg.sv - what an access, a TLB entry and the page-table walker say to one another (docs/ref/mmu.md).
`default_nettype none
package mmu_pkg;
  import csr_pkg::*;

  // Entries of different spaces have nothing in common: what PMP answers differs.
  typedef enum logic [1:0] {
    SpaceXlate,    // translated by satp
    SpaceLow,      // bare, below M
    SpaceM         // bare, in M: only locked PMP entries bind
  } space_e;

  // Of whom an access is. Registered: what changes it is alone in the pipeline (issue.sv) or refetches.
  typedef struct packed {
    logic       direct;        // the address is physical and PMP has no say: no TLB
    space_e     space;
    logic       user;          // as in U-mode
    logic       sum, mxr;
    logic [8:0] asid;
  } xctx_t;

  // Parts of mstatus that say whose an access is (3.1.6.3).
  typedef struct packed {
    mode_e      mode, mpp;
    logic       mprv, sum, mxr;
    logic       adue;          // menvcfgh.ADUE: hardware sets A and D (Svadu)
  } status_t;

  typedef enum logic [1:0] { AttrNone, AttrRam, AttrRom, AttrDevice } attr_e;

  // What an entry allows: of the leaf, and of PMP for its page. A leaf with A = 0 has no entry, so rights
  // are all there is; why one is missing is the walker's to say, which is asked again.
  typedef struct packed {
    logic load;
    logic loadx;               // load, by MXR
    logic store;               // D too
    logic fetch;
    logic by_u, by_s;          // in U-mode, in S-mode (without SUM); bare: both
    logic mixed;               // PMP says it of one word only: each access is checked by itself
  } allow_t;

  typedef struct packed {
    logic [31:17] tag;         // with 32 entries; a larger TLB leaves bits of it unused
    logic [8:0]   asid;
    logic         glob;
    space_e       space;
    logic [31:12] ppn;
    attr_e        attr;
    allow_t       allow;
  } entry_t;

  // An entry on its way into one of the TLBs.
  typedef struct packed {
    logic         valid;
    logic         whole;       // a piece of a superpage
    logic [31:12] va;
    entry_t       entry;
  } tlb_fill_t;

  // What a TLB has to forget. Either wins over a fill in the same cycle.
  typedef struct packed {
    logic         all;
    logic         page;        // what stands where an entry of va would
    logic [31:12] va;
  } tlb_flush_t;

  // A question to the walker: valid and payload stay until it is taken or the asker no longer wants it.
  typedef struct packed {
    logic         valid;       // late
    logic         may;         // early: it may be valid, and the rest says what is asked then
    logic         store;       // or AMO, SC
    logic         sure;        // by the oldest instruction: D may be set
    logic         ram;         // nothing but RAM will do
    logic         never;       // not even that: a misaligned atomic
    logic [31:2]  va;
  } ask_t;

  // Its answer, one cycle. It belongs to the question that was taken last.
  typedef struct packed {
    logic         done;        // no fault: the entry is in the TLB, or should be asked for again
    logic         page;        // page fault
    logic         access;      // access fault
    logic         upper;       // fetch in a mixed page: no fault, but the block's upper word may not be executed
  } answer_t;

  // The walker reads page tables through the D-cache: want stays until valid or err. To set A or D it reads with excl, then
  // asks for the write until done or lost: then it has to read again.
  typedef struct packed {
    logic         want;
    logic         may_order;   // PMP allows it: the line may be brought
    logic         excl;        // ... to be written; kept until neither want nor write
    logic         write;
    logic [31:2]  pa;
    logic [31:0]  data;
  } wread_t;

  function automatic logic allowed(allow_t a, xctx_t c, logic fetch, logic store);
    return (fetch ? a.fetch : store ? a.store : a.load || (c.mxr && a.loadx)) &&
           (c.user ? a.by_u : a.by_s || (c.sum && !fetch));
  endfunction
endpackage
`default_nettype wire

// cache_pkg.sv - bundles inside a D-cache and between it and the load/store unit.
`default_nettype none
package cache_pkg;
  import mesi_pkg::*;

  // What the second cycle of a lookup learns of its set, besides the data.
  typedef struct packed {
    logic        hit;
    logic [1:0]  way;         // of the hit
    mesi_e       state;       // of the hit
    logic [1:0]  vway;        // the way to give up: an invalid one, else any
    mesi_e       vstate;      // its state ...
    logic [31:3] vaddr;       // ... and its line address
  } lookup_t;

  // Who wants a line: decides what ends the hold.
  typedef enum logic [1:0] { SrcAccess, SrcStore, SrcPrefetch, SrcWalk } fill_src_e;

  // Order to a fill unit.
  typedef struct packed {
    logic [31:3] addr;        // the beat wanted first
    logic        excl;        // to write
    logic        upgr;        // the line is here in S: only the right to write is missing
    logic [1:0]  way;
    fill_src_e   src;
  } fill_t;

  // An order that waits for a fill unit, and what becomes of it.
  typedef struct packed {
    logic        access;      // one of w waits
    logic        store;       // one of the drain waits
    logic        go;          // it starts in this cycle: src, upgr say what
    logic        lost;        // a prefetch is dropped in this cycle; excl says which
    logic        excl;
    fill_src_e   src;
    logic        upgr;
  } ord_status_t;

  // What others may know of a fill unit.
  typedef struct packed {
    logic        busy;
    logic        coming;      // the line is not yet in place
    logic [31:3] addr;
    logic [1:0]  way;
    logic        excl;        // comes to be written
    logic        taken;       // from another cache
    logic [5:3]  pos;         // position in the line of the beat that comes next
    logic        beat;        // it comes in this cycle, without error
    logic        done;        // one cycle: the line is in place, next lookups hit
    logic        err;         // one cycle: memory failed, nothing was installed
    fill_src_e   src;
  } fill_status_t;

  // A write of 64 bits or part of them into the data array.
  typedef struct packed {
    logic [7:0]  lanes;       // 0: no write
    logic [11:3] idx;
    logic [1:0]  way;
    logic [63:0] data;
  } data_write_t;

  // A write into both tag copies.
  typedef struct packed {
    logic        valid;
    logic        all;         // every way: the sweep after reset
    logic        lost;        // the line here before loses rights (snoop, victim)
    logic [1:0]  way;
    mesi_e       state;
    logic [31:3] addr;
  } tag_write_t;

  // Alignment of a loaded word, in two halves of the work. The first stands before the way select, once
  // per way, where it hides under the tag compare; the second behind it (docs/ref/dcache.md).
  typedef struct packed {
    logic        sign;        // what a byte or half is extended with
    logic [31:0] word;        // its half in the lower half
  } part_t;
  function automatic part_t part_of(logic [63:0] beat, logic [2:0] off, logic [1:0] size, logic uns);
    logic [31:0] w;
    logic [15:0] h;
    w = off[2] ? beat[63:32] : beat[31:0];
    h = off[1] ? w[31:16] : w[15:0];
    return '{sign: !uns && (size == 2'd0 && !off[0] ? h[7] : h[15]), word: {w[31:16], h}};
  endfunction
  // A store's word, as it lies from byte `at` of its word on and over its end.
  function automatic logic [31:0] rotated(logic [31:0] word, logic [1:0] at);
    unique case (at)
      2'd0:    return word;
      2'd1:    return {word[23:0], word[31:24]};
      2'd2:    return {word[15:0], word[31:16]};
      default: return {word[7:0],  word[31:8]};
    endcase
  endfunction
  function automatic logic [31:0] extended(part_t part, logic odd, logic [1:0] size);
    return {size[1] ? part.word[31:16] : {16{part.sign}}, size == 2'd0 ? {8{part.sign}} : part.word[15:8],
            odd ? part.word[15:8] : part.word[7:0]};
  endfunction
endpackage
`default_nettype wire

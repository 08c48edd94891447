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
  typedef enum logic [1:0] { SrcAccess, SrcStore, SrcPrefetch } fill_src_e;

  // Order to a fill unit.
  typedef struct packed {
    logic [31:3] addr;        // the beat wanted first
    logic        excl;        // to write
    logic        upgr;        // the line is here in S: only the right to write is missing
    logic [1:0]  way;
    fill_src_e   src;
  } fill_t;

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

  // Bytes [off +: 1 << size] of a little-endian word, extended; a misaligned access has had its two
  // words merged so that its bytes wrap round.
  function automatic logic [31:0] extract(logic [31:0] word, logic [1:0] off, logic [1:0] size, logic uns);
    logic [31:0] r;
    unique case (off)
      2'd0:    r = word;
      2'd1:    r = {word[7:0],  word[31:8]};
      2'd2:    r = {word[15:0], word[31:16]};
      default: r = {word[23:0], word[31:24]};
    endcase
    unique case (size)
      2'd0:    return {{24{r[7]  & ~uns}}, r[7:0]};
      2'd1:    return {{16{r[15] & ~uns}}, r[15:0]};
      default: return r;
    endcase
  endfunction

  // The bytes of a naturally aligned access moved to the bottom of the word, not yet extended: upper
  // bytes are zero. Stands before the way select, once per way, where it hides under the tag compare
  // (docs/ref/dcache.md); extend follows after it.
  function automatic logic [31:0] align(logic [31:0] word, logic [1:0] off, logic [1:0] size);
    logic [31:0] r;
    unique case (off)
      2'd0:    r[7:0] = word[7:0];
      2'd1:    r[7:0] = word[15:8];
      2'd2:    r[7:0] = word[23:16];
      default: r[7:0] = word[31:24];
    endcase
    r[15:8]  = (off[1] ? word[31:24] : word[15:8]) & {8{size != 2'd0}};
    r[31:16] = word[31:16] & {16{size[1]}};
    return r;
  endfunction

  function automatic logic [31:0] extend(logic [31:0] low, logic [1:0] size, logic uns);
    logic sign;
    sign = !uns && (size == 2'd0 ? low[7] : low[15]);
    return low | {{16{sign && !size[1]}}, {8{sign && size == 2'd0}}, 8'b0};
  endfunction
endpackage
`default_nettype wire

// bus_pkg.sv - the snooping bus: transactions and the bundles that cross it (docs/coherence.md).
`default_nettype none
package bus_pkg;
  import config_pkg::*;

  // Textbook names. The order of grants is the order of coherence.
  typedef enum logic [2:0] {
    BusRd    = 3'd0,   // load miss, page walk: a copy to read
    BusRdX   = 3'd1,   // store, AMO or LR miss: the only copy, to write
    BusUpgr  = 3'd2,   // store hit in S: others give theirs up; no data
    BusWB    = 3'd3,   // victim in M goes to memory
    BusFetch = 3'd4    // I-cache miss: a snapshot, not kept coherent
  } bus_op_e;

  // Requesters. Each hart owns four: two line-fill units of its D-cache, its victim buffer, its I-cache.
  localparam int ReqPerHart = 4;
  localparam int ReqFill0 = 0, ReqFill1 = 1, ReqWb = 2, ReqFetch = 3;
  localparam int NumReq   = NumHarts * ReqPerHart;       // requester r belongs to hart r / ReqPerHart
  localparam int ReqW     = $clog2(NumReq);
  typedef logic [ReqW-1:0] req_id_t;

  // Request: valid and payload stay until the one-cycle grant, except that a fill may turn BusUpgr into
  // BusRdX when it loses its copy, and a victim withdraws when a snoop has taken its line.
  typedef struct packed {
    logic        valid;
    bus_op_e     op;
    logic [31:3] addr;     // the 64-bit beat wanted first; beats follow in order, wrapping in the line
  } bus_req_t;

  // A line that is granted and not yet given free by its asker; others' requests to it wait.
  typedef struct packed {
    logic        valid;
    logic [31:3] addr;     // bits inside the line are ignored
  } bus_hold_t;

  // Snoop: broadcast to all D-caches, the asker's own included, one at a time. Valid for one cycle, payload
  // until all have answered; the address was on snoop_look in the cycle before, so the tags have been read.
  typedef struct packed {
    logic        valid;
    bus_op_e     op;       // never BusWB
    logic [31:3] addr;
    req_id_t     src;
  } bus_snoop_t;

  // Answer of one D-cache, valid for one cycle, one cycle or more after the snoop.
  typedef struct packed {
    logic        valid;
    logic        shared;   // I keep a copy
    logic        supply;   // I send the line on my supply port (it was M, or in my victim buffer)
  } snoop_rsp_t;

  // Supply port of a D-cache: the line's beats from the one asked for, then victim write-backs likewise.
  // valid/ready; exactly LineBytes/8 beats.
  typedef struct packed {
    logic [7:0]  mask;     // byte lanes: all, but of a write without caches (direct_bus.sv)
    logic        valid;
    logic [63:0] data;
  } supply_t;

  // Outcome of the snoop phase, to the asker: valid for one cycle, before the first beat.
  // It ends a BusUpgr.
  typedef struct packed {
    logic        valid;
    req_id_t     dst;
    logic        shared;   // BusRd: another cache keeps a copy: install S, else E
    logic        taken;    // another cache had a copy, or supplies it: the line is contended
  } bus_ack_t;

  // A beat of a line, to the asker. No back-pressure: whoever asks has room.
  typedef struct packed {
    logic        valid;
    req_id_t     dst;
    logic [63:0] data;
    logic        last;
    logic        err;      // memory failed; any beat of the line may say so
  } bus_beat_t;

  // Uncached device access of one hart: valid and payload stay until ready; rdata/err valid with ready.
  typedef struct packed {
    logic        valid;
    logic        write;
    logic [31:0] addr;     // naturally aligned
    logic [3:0]  mask;     // byte lanes of the 32-bit word
    logic [31:0] wdata;    // in its lanes
  } io_req_t;
  typedef struct packed {
    logic        ready;
    logic [31:0] rdata;
    logic        err;
  } io_rsp_t;

  // Memory port, request side (docs/ref/memory-port.md). A write's beats follow on the write channel
  // in the order of requests; a read's beats come back in the order of requests.
  typedef struct packed {
    logic        valid;
    logic        write;
    logic [31:3] addr;     // first beat; wraps in the line
  } mem_req_t;
endpackage
`default_nettype wire

// mesi_pkg.sv - the MESI protocol as pure functions; docs/coherence.md draws them as a table and
// tests/rtl walks every row.
`default_nettype none
package mesi_pkg;
  import bus_pkg::*;

  // Bit 1: may be written without asking. Bit 0 tells S from I and M from E.
  typedef enum logic [1:0] { MesiI = 2'b00, MesiS = 2'b01, MesiE = 2'b10, MesiM = 2'b11 } mesi_e;

  typedef struct packed {
    mesi_e next;     // state of this copy afterwards
    logic  shared;   // this cache keeps a copy
    logic  supply;   // this cache sends the line
    logic  clean;    // the bus copies the supplied line to memory as well
  } snoop_t;

  // What a cache that holds a line in state s does when it sees op of another asker (or, for
  // BusFetch, of its own I-cache).
  function automatic snoop_t snoop(mesi_e s, bus_op_e op);
    snoop_t r;
    r = '{next: s, shared: s != MesiI, supply: 1'b0, clean: 1'b0};
    unique case (op)
      BusRd: begin                                   // reader: everyone ends in S, memory is made current
        r.supply = s == MesiM;
        r.clean  = s == MesiM;
        if (s != MesiI) r.next = MesiS;
      end
      BusRdX, BusUpgr: begin                         // writer: all other copies go
        r.supply = s == MesiM;                       // memory stays stale: the asker becomes M
        r.next   = MesiI;
        r.shared = 1'b0;
      end
      BusFetch: r.supply = s == MesiM;               // a snapshot: nothing changes
      default: ;                                     // BusWB is not snooped
    endcase
    return r;
  endfunction

  // State in which the asker installs the line.
  function automatic mesi_e install(bus_op_e op, logic shared);
    unique case (op)
      BusRd:           return shared ? MesiS : MesiE;
      BusRdX, BusUpgr: return MesiM;
      default:         return MesiI;                 // BusFetch, BusWB: the D-cache installs nothing
    endcase
  endfunction
endpackage
`default_nettype wire

// free_pkg.sv - what the surroundings of the pipeline may do as they like in a cycle: an input of hart_proof that the modules
// of this folder look at from below, so that the solver chooses.
`default_nettype none
package free_pkg;
  typedef struct packed {
    // fetch
    logic         go;          // there is a next instruction
    logic [31:0]  word;
    logic         taken;       // what prediction says
    logic [31:1]  target;
    core_pkg::fetch_fault_e fault;
    logic         fault_hi;
    logic         inval_done, busy_miss;
    // memory
    logic         m_ready;     // m's lookup is done
    logic         hit;         // what comes into w is done
    logic         refused;     // ... or a fault
    logic         finish;      // what waits in w gets on
    logic         upd;         // w's result is written
    logic         begin_now;   // it can no longer be undone
    logic         failed;      // it ends in a fault
    logic [31:0]  data;
    logic         page;        // a fault is a page fault
    logic [31:0]  tval;
    logic         sb_empty, buserr;
    logic [31:0]  buserr_addr;
    // division
    logic         div_done;
  } free_t;
endpackage
`default_nettype wire

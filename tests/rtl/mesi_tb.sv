// mesi_tb.sv - the pure functions of mesi_pkg as ports.
`default_nettype none
module mesi_tb
  import bus_pkg::*, mesi_pkg::*;
(
  input  logic [1:0] state_i,
  input  logic [2:0] op_i,
  input  logic       shared_i,
  output logic [1:0] next_o,
  output logic       shared_o,
  output logic       supply_o,
  output logic       clean_o,
  output logic [1:0] install_o
);
  snoop_t r;
  assign r         = snoop(mesi_e'(state_i), bus_op_e'(op_i));
  assign next_o    = r.next;
  assign shared_o  = r.shared;
  assign supply_o  = r.supply;
  assign clean_o   = r.clean;
  assign install_o = install(bus_op_e'(op_i), shared_i);
endmodule
`default_nettype wire

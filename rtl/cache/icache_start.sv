// icache_start.sv - whether a look-up of the I-cache misses, and what fill begins now. The compares of the tags
// come last; so this is kept whole by synthesis, and nothing that is known early is joined to it in series.
`default_nettype none
(* keep_hierarchy *)
module icache_start #(
  parameter int Ways = 4
) (
  input  logic            look_i,      // f1's block counts: a first look, valid, not in flight, nothing collided
  input  logic            want_i,      // a prefetch waits
  input  logic            busy_i,      // the fill engine
  input  logic [Ways-1:0] hit_i,
  output logic            miss_o,
  output logic            start_o,     // a fill begins: either of
  output logic            demand_o,
  output logic            prefetch_o   // goes only without a miss
);
  wire none = hit_i == '0;
  assign miss_o     = look_i && none;
  assign demand_o   = !busy_i && miss_o;
  assign prefetch_o = !busy_i && want_i && !miss_o;
  assign start_o    = !busy_i && (want_i || miss_o);
endmodule
`default_nettype wire

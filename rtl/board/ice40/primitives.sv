// primitives.sv - primitives of the iCE40 that board tops instantiate, for tools that read the design alone: names and
// ports as in Lattice's "iCE40 Technology Library". Yosys has their contents itself.
`default_nettype none
(* blackbox *)
module SB_SPRAM256KA (
  input  logic [13:0] ADDRESS,
  input  logic [15:0] DATAIN,
  input  logic [3:0]  MASKWREN,
  input  logic        WREN,
  input  logic        CHIPSELECT,
  input  logic        CLOCK,
  input  logic        STANDBY,
  input  logic        SLEEP,
  input  logic        POWEROFF,        // active low
  output logic [15:0] DATAOUT
);
endmodule
`default_nettype wire

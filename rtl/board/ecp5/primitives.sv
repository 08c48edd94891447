// primitives.sv - the ECP5 cells that a board's top names, as boxes without a content, with the ports in use.
// Lattice FPGA-TN-02200 (sysCLOCK) for the PLL, FPGA-TN-02039 (sysCONFIG) for USRMCLK, FPGA-TN-02035 for the output register.
`default_nettype none
(* blackbox *)
module EHXPLLL #(
  parameter CLKI_DIV = 1,
  parameter CLKFB_DIV = 1,
  parameter CLKOP_DIV = 8,
  parameter CLKOS_DIV = 8,
  parameter CLKOP_ENABLE = "ENABLED",
  parameter CLKOS_ENABLE = "DISABLED",
  parameter CLKOP_CPHASE = 0,
  parameter CLKOS_CPHASE = 0,
  parameter CLKOP_FPHASE = 0,
  parameter CLKOS_FPHASE = 0,
  parameter FEEDBK_PATH = "CLKOP",
  parameter OUTDIVIDER_MUXA = "DIVA",
  parameter OUTDIVIDER_MUXB = "DIVB",
  parameter OUTDIVIDER_MUXC = "DIVC",
  parameter OUTDIVIDER_MUXD = "DIVD",
  parameter PLLRST_ENA = "DISABLED",
  parameter INTFB_WAKE = "DISABLED",
  parameter STDBY_ENABLE = "DISABLED",
  parameter DPHASE_SOURCE = "DISABLED"
) (
  input  wire CLKI, CLKFB, RST, STDBY, PLLWAKESYNC, ENCLKOP, ENCLKOS, PHASESEL1, PHASESEL0, PHASEDIR, PHASESTEP, PHASELOADREG,
  output wire CLKOP, CLKOS, LOCK
);
endmodule

(* blackbox, keep *)
module USRMCLK (
  input wire USRMCLKI, USRMCLKTS
);
endmodule

(* blackbox *)
module CCU2C #(
  parameter [15:0] INIT0 = 16'h0000,
  parameter [15:0] INIT1 = 16'h0000,
  parameter INJECT1_0 = "YES",
  parameter INJECT1_1 = "YES"
) (
  input  wire CIN, A0, B0, C0, D0, A1, B1, C1, D1,
  output wire S0, S1, COUT
);
endmodule

(* blackbox *)
module ODDRX1F (
  input  wire D0, D1, SCLK, RST,
  output wire Q
);
endmodule
`default_nettype wire

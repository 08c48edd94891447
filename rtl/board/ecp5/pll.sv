// pll.sv - the machine's clock out of a board's: one ECP5 PLL with two outputs, the second of the same
// frequency and late by a part of a period, for a memory chip. The dividers are searched here, so that a board states
// frequencies alone. Limits of the PLL: Lattice FPGA-DS-02012, sysCLOCK PLL timing: VCO 400 to 800 MHz, phase detector 3.125 MHz
// and more.
`default_nettype none
module pll #(
  parameter int InKhz   = 25000,
  parameter int OutKhz  = 40000,      // reached exactly, or elaboration stops
  parameter int LateDeg = 90          // of clk_late_o, 0..359
) (
  input  logic clk_i,
  output logic clk_o,
  output logic clk_late_o,
  output logic locked_o
);
  typedef struct packed { logic [31:0] in, fb, out; } div_t;
  // clk_o is fed back, so out = in * fb / in-divider, and the VCO is out * out-divider.
  function automatic div_t search();
    search = '0;
    for (int d = 1; d <= InKhz / 3125; d++)
      if (search.in == 0 && (OutKhz * d) % InKhz == 0 && OutKhz * d / InKhz <= 80)
        search = '{in: d, fb: OutKhz * d / InKhz, out: 600000 / OutKhz};
  endfunction
  localparam div_t Div = search();
  localparam int Vco = OutKhz * int'(Div.out);
  if (Div.in == 0 || Div.out > 128 || Vco < 400000 || Vco > 800000)
    $error("pll: no dividers make this clock; a multiple of 3.125 MHz divides both best");

  // Phases count in VCO cycles, and eighths of one.
  localparam int Base  = int'(Div.out) / 2;
  localparam int Late8 = LateDeg * int'(Div.out) * 8 / 360;
  // The loop filter, as Lattice's own tool sets it for every such use; nextpnr takes it from these attributes.
  (* ICP_CURRENT = "12", LPF_RESISTOR = "8", MFG_ENABLE_FILTEROPAMP = "1", MFG_GMCREF_SEL = "2" *)
  EHXPLLL #(
    .CLKI_DIV(Div.in), .CLKFB_DIV(Div.fb), .CLKOP_DIV(Div.out), .CLKOS_DIV(Div.out), .CLKOS_ENABLE("ENABLED"),
    .CLKOP_CPHASE(Base), .CLKOS_CPHASE(Base + Late8 / 8), .CLKOS_FPHASE(Late8 % 8), .FEEDBK_PATH("CLKOP")
  ) u_pll (
    .CLKI(clk_i), .CLKFB(clk_o), .RST(1'b0), .STDBY(1'b0), .PLLWAKESYNC(1'b0), .ENCLKOP(1'b0), .ENCLKOS(1'b0),
    .PHASESEL1(1'b0), .PHASESEL0(1'b0), .PHASEDIR(1'b0), .PHASESTEP(1'b0), .PHASELOADREG(1'b0),
    .CLKOP(clk_o), .CLKOS(clk_late_o), .LOCK(locked_o));
endmodule
`default_nettype wire

// sdram_pkg.sv - SDR SDRAM: commands, and the times that suit every chip we name (docs/ref/sdram.md).
`default_nettype none
package sdram_pkg;
  // As the pins say it: ras_n, cas_n, we_n
  typedef enum logic [2:0] {
    CmdMode      = 3'b000,
    CmdRefresh   = 3'b001,
    CmdPrecharge = 3'b010,
    CmdActivate  = 3'b011,
    CmdWrite     = 3'b100,
    CmdRead      = 3'b101,
    CmdNop       = 3'b111
  } sdram_cmd_e;

  // ns unless said otherwise; of MT48LC16M16A2-75, AS4C32M16SB-7 and IS42S16160B-7 the worst
  localparam int WorstRcd = 21, WorstRp = 21, WorstRas = 45, WorstRc = 70, WorstRrd = 15, WorstWr = 20, WorstRfc = 70;
  localparam int WorstWrClocks  = 2;        // clocks, if they are longer
  localparam int WorstRasMax    = 100_000;
  localparam int WorstRefi      = 7800;
  localparam int WorstInitUs    = 200;      // us from clock and power to the first command

  // Clocks that last at least so long
  function automatic int clocks(int ns, int khz);
    return (ns * khz + 999_999) / 1_000_000;
  endfunction
endpackage
`default_nettype wire

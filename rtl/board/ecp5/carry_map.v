// carry_map.v - techmap of Yosys, after synth_ecp5: a carry chain that begins with a constant gets a cell that makes it. Left
// to nextpnr, the constant comes from the fabric, through a route of some ns that its timing counts and its placer shortens,
// although nothing ever changes there. Proved: tests/board/equal.py.
(* techmap_celltype = "CCU2C" *)
module constant_carry (
  input  CIN, A0, B0, C0, D0, A1, B1, C1, D1,
  output S0, S1, COUT
);
  parameter INIT0 = 16'h0000;
  parameter INIT1 = 16'h0000;
  parameter INJECT1_0 = "YES";
  parameter INJECT1_1 = "YES";
  parameter _TECHMAP_CONSTMSK_CIN_ = 1'b0;
  parameter _TECHMAP_CONSTVAL_CIN_ = 1'b0;
  wire _TECHMAP_FAIL_ = _TECHMAP_CONSTMSK_CIN_ !== 1'b1 || _TECHMAP_CONSTVAL_CIN_ === 1'bx;

  // The LUT4 of either half gives 0, so its lower LUT2 is the carry.
  localparam [15:0] Make = _TECHMAP_CONSTVAL_CIN_ ? 16'h000f : 16'h0000;
  wire carry;
  CCU2C #(.INIT0(Make), .INIT1(Make), .INJECT1_0("NO"), .INJECT1_1("NO")) make (
    .A0(1'b1), .B0(1'b1), .C0(1'b1), .D0(1'b1), .A1(1'b1), .B1(1'b1), .C1(1'b1), .D1(1'b1), .COUT(carry));
  CCU2C #(.INIT0(INIT0), .INIT1(INIT1), .INJECT1_0(INJECT1_0), .INJECT1_1(INJECT1_1)) _TECHMAP_REPLACE_ (
    .CIN(carry), .A0(A0), .B0(B0), .C0(C0), .D0(D0), .A1(A1), .B1(B1), .C1(C1), .D1(D1), .S0(S0), .S1(S1), .COUT(COUT));
endmodule

// match.sv - rtl/lib/match.sv on an ECP5: two bits of each word in a LUT4, and the LUTs joined by the carry chain, which
// is 1.3 ns faster than a tree of LUTs for the 20 bits of a cache tag. Takes that file's place in builds for this part
// (tools/fpga.py). Lattice FPGA-TN-02002, ripple mode: with INJECT1 a half passes its carry on if its LUT4 says so; without, its lower LUT2 makes one.
// Proved equal to that file: tests/formal, match-ecp5.
`default_nettype none
(* keep_hierarchy *)
module match #(
  parameter int Width  = 12,
  parameter int Copies = 1
) (
  input  logic              en_i,
  input  logic [Width-1:0]  a_i,
  input  logic [Width-1:0]  b_i,
  output logic [Copies-1:0] hit_o
);
  // A half that begins the chain with en_i, halves of two bits, one that brings the carry out; a cell is two halves. Spare bits
  // are alike. The chain's own input stays open: tied to one, place and route would bring that from the fabric.
  localparam int Cells = ((Width + 1) / 2 + 3) / 2;
  logic [Cells*4-1:0] a, b;
  assign a = (4 * Cells)'({a_i, 1'b1, en_i});
  assign b = (4 * Cells)'({b_i, 2'b11});
  for (genvar o = 0; o < Copies; o++) begin : gen_copy
    logic [Cells:1]   carry;
    logic [Cells-1:0] sum;
    for (genvar c = 0; c < Cells; c++) begin : gen_cell
      localparam bit First = c == 0, Last = c == Cells - 1;
      wire unused;
      CCU2C #(
        .INIT0(First ? 16'h000a : 16'h9009),                            // A to the carry; or A == B && C == D
        .INIT1(Last ? 16'h0000 : 16'h9009),                             // or nothing but the carry
        .INJECT1_0(First ? "NO" : "YES"), .INJECT1_1(Last ? "NO" : "YES")
      ) u_cell (
        .CIN(First ? 1'bz : carry[c]), .A0(a[4*c]), .B0(b[4*c]), .C0(a[4*c+1]), .D0(b[4*c+1]),
        .A1(a[4*c+2]), .B1(b[4*c+2]), .C1(a[4*c+3]), .D1(b[4*c+3]), .S0(unused), .S1(sum[c]), .COUT(carry[c+1]));
    end
    assign hit_o[o] = sum[Cells-1];
  end
endmodule
`default_nettype wire

// fmax_top.sv - the SoC between shift registers, to measure its clock without a board's pins.
// `make fmax` places and routes this: every input of the SoC comes from a register, every output ends in
// one, so that only its own register-to-register paths count. Three pins: clock, serial in, serial out.
// fmax_dut is generated (tools/fmax.py): the SoC with its ports gathered into two vectors.
`default_nettype none
module fmax_top #(
  parameter int Inputs  = 1,    // bits of all the SoC's inputs but the clock
  parameter int Outputs = 1     // bits of all its outputs
) (
  input  logic clk_i,
  input  logic serial_i,
  output logic serial_o
);
  // The inputs shift on for ever; a second rank keeps the shift out of the SoC's input registers.
  logic [Inputs:0]   shift_q;
  logic [Inputs-1:0] in_q;
  always_ff @(posedge clk_i) begin
    shift_q <= {shift_q[Inputs-1:0], serial_i};
    in_q    <= shift_q[Inputs:1];
  end

  logic [Outputs-1:0] out;
  fmax_dut u_dut (.clk_i, .in_i(in_q), .out_o(out));

  // The outputs are caught, folded into a signature register and shifted out: none can be optimised away.
  logic [Outputs-1:0] out_q, fold_q;
  always_ff @(posedge clk_i) begin
    out_q    <= out;
    fold_q   <= {fold_q[Outputs-2:0], fold_q[Outputs-1]} ^ out_q;
    serial_o <= fold_q[Outputs-1];
  end
endmodule
`default_nettype wire

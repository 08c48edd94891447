// pending.sv - what the RAM of csr.sv does not have yet: of each counter the events since it was last visited, and
// the carry that its high word has not had. Counters are numbered as in csr_pkg: mcycle, minstret, mbecount, mhpmcounter3...
// So counters need no adders of their own: the one of the RAM adds, when the walk comes by.
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module pending
  import csr_pkg::*;
#(
  parameter int HpmCounters = config_pkg::HpmCounters,
  localparam int Bits = pend_bits(HpmCounters)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic [NumCounters-1:0] event_i,
  input  logic [4:0]             word_i,       // who has the RAM's adder: addend_o is its
  output logic [Bits-1:0]        addend_o,
  input  logic                   visit_i,      // word_i and its addend are written back, with this carry
  input  logic                   write_i,      // a CSR instruction writes word_i, a counter's
  input  logic                   carry_i,
  output logic [MaxHpm-1:0]      overflow_o    // of 64 bits, a cycle late
);
  localparam int Counters = CountHpm + HpmCounters;
  logic [NumCounters-1:0][Bits-1:0] pend_q;
  logic [NumCounters-1:0]           carry_q, at;
  // mbecount's only word stands at an odd place.
  always_comb
    for (int c = 0; c < NumCounters; c++)
      at[c] = c < Counters && word_i[4:1] == 4'(count_word(c) >> 1) && (c != CountBus || word_i[0]);
  wire high = word_i[0] && !at[CountBus];
  always_ff @(posedge clk_i)
    for (int c = 0; c < NumCounters; c++) begin
      if (!rst_ni || c >= Counters || (at[c] && !high && write_i)) pend_q[c] <= '0;
      else if (at[c] && !high && visit_i)                    pend_q[c] <= `TH_MUTANT(69, Bits'(event_i[c]), '0);
      else if (event_i[c])                                   pend_q[c] <= pend_q[c] + Bits'(1);
      if (!rst_ni || c >= Counters)                          carry_q[c] <= 1'b0;
      else if (at[c] && high && (visit_i || write_i))        carry_q[c] <= 1'b0;
      else if (at[c] && visit_i && carry_i)                  carry_q[c] <= 1'b1;
    end

  always_comb begin
    addend_o = '0;
    for (int c = 0; c < NumCounters; c++)
      if (at[c]) addend_o |= high ? Bits'(carry_q[c]) : pend_q[c];
  end

  always_ff @(posedge clk_i)
    for (int c = 0; c < MaxHpm; c++) overflow_o[c] <= rst_ni && c < HpmCounters && visit_i && high && at[CountHpm + c] && carry_i;

  for (genvar c = 0; c < NumCounters; c++) begin : gen_chk
    `TH_ASSERT(chk_pend, pend_q[c] != '1)
  end
endmodule
`default_nettype wire

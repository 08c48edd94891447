// mutant.svh - faults to be picked at run time, for tests/test_mutants.py: does a checker see each?
//   `TH_MUTANT(n, good, bad)   the design is good; with TH_MUTANTS and soc's mutant_i == n it is bad
// An upward reference reaches the port from everywhere below soc, so no module hands it down. A proof of single
// modules has no soc: there TH_MUTANT_IS=n picks the fault when the design is read.
`ifndef TH_MUTANT_SVH
`define TH_MUTANT_SVH
`ifdef TH_MUTANTS
  `define TH_MUTANT(n, good, bad) ((soc.mutant_i == n) ? (bad) : (good))
`elsif TH_MUTANT_IS
  `define TH_MUTANT(n, good, bad) ((n == `TH_MUTANT_IS) ? (bad) : (good))
`else
  `define TH_MUTANT(n, good, bad) (good)
`endif
`endif

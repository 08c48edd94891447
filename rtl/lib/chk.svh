// chk.svh - the one place that maps an assertion to simulation and formal; synthesis drops it.
//   `TH_ASSERT(chk_name, condition)   condition holds at every rising edge of clk_i outside reset
// Where the reason is not plain, a comment with it or with the invariant's number stands over the use.
`ifndef TH_CHK_SVH
`define TH_CHK_SVH
`ifdef TH_CHECK
  `define TH_ASSERT(name, cond) \
    always_ff @(posedge clk_i) if (rst_ni) name: assert (cond) else $error(`"name`");
`elsif FORMAL
  `define TH_ASSERT(name, cond) \
    always_ff @(posedge clk_i) if (rst_ni) name: assert (cond);
`else
  `define TH_ASSERT(name, cond)
`endif
`endif

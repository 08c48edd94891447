// step.h - one clock cycle of the Verilated machine.
// Inputs of the machine are registers (sim_top.sv), so there is only clocked code to be evaluated. eval()
// would look for it twice a cycle, with each level of the clock. Where the build has found that the machine
// has one clock and nothing else that triggers (sim.mk makes step_kind.h from the generated code), the
// clocked code is called by itself.
#pragma once
#include "Vsoc.h"
#include "step_kind.h"

#if TH_DIRECT_STEP
#include "Vsoc___024root.h"
void Vsoc___024root___eval_nba(Vsoc___024root *);
#endif

namespace sim {

/** The rising edge, with the inputs as they are; then the outputs have settled. */
inline void step_rising(Vsoc &top)
{
#if TH_DIRECT_STEP
  top.rootp->__VnbaTriggered.at(0) = true;
  Vsoc___024root___eval_nba(top.rootp);
#else
  top.clk_i = 1;
  top.eval();
#endif
}

/** The falling edge: nothing happens, but waves show it. */
inline void step_falling(Vsoc &top)
{
#if TH_DIRECT_STEP
  (void)top;
#else
  top.clk_i = 0;
  top.eval();
#endif
}

}  // namespace sim

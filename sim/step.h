// step.h - one clock cycle of the Verilated machine: its rising edge, then new inputs.
// eval() would evaluate what hangs on the inputs four times a cycle (twice with each level of the clock).
// Where the build has found that the machine has one clock and nothing else that triggers (sim.mk makes
// step_kind.h from the generated code), the two regions are called by themselves: the clocked one once a
// cycle, the input one only when an input has changed. That is a third of all host instructions.
#pragma once
#include "Vsoc.h"
#include "step_kind.h"

#if TH_DIRECT_STEP
#include "Vsoc___024root.h"
void Vsoc___024root___eval_nba(Vsoc___024root *);
void Vsoc___024root___eval_ico(Vsoc___024root *);
#endif

namespace sim {

/** The rising edge, with the inputs as they are. */
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

/** The rest of the cycle; changed: an input has. */
inline void step_inputs(Vsoc &top, bool changed)
{
#if TH_DIRECT_STEP
  if (!changed) return;
  top.rootp->__VicoTriggered.at(0) = true;
  Vsoc___024root___eval_ico(top.rootp);
#else
  (void)changed;
  top.clk_i = 0;
  top.eval();
#endif
}

}  // namespace sim

// wave.cc - see wave.h.
#include "wave.h"

#include "Vsoc.h"
#include "diag.h"
#include "memory_port.h"
#include "verilated_fst_c.h"

namespace sim {

Wave::Bound Wave::bound(const char *option, const std::string &text, const Symbols &symbols)
{
  Bound b;
  if (text.empty()) return b;
  b.given = true;
  if (parse_number(text.c_str(), &b.cycle)) return b;
  b.symbol = true;
  if (!symbols.find(text, &b.address))
    usage_error("--%s: '%s' is neither a cycle nor a symbol of the program", option, text.c_str());
  return b;
}

Wave::Wave(const Options &o, const Symbols &symbols, Vsoc &top, MemoryPort &port)
    : fst_(new VerilatedFstC),
      from_(bound("trace-from", o.trace_from, symbols)),
      to_(bound("trace-to", o.trace_to, symbols)),
      on_(!from_.given)
{
  top.trace(fst_.get(), 99);
  port.trace(*fst_);
  fst_->open(o.trace_file.c_str());
  if (!fst_->isOpen()) usage_error("%s: cannot be written", o.trace_file.c_str());
}

Wave::~Wave() { fst_->close(); }

void Wave::cycle(uint64_t cycle)
{
  if (closing_) on_ = closing_ = false;
  if (from_.given && !from_.symbol && cycle == from_.cycle) on_ = true;
  if (to_.given && !to_.symbol && cycle == to_.cycle) closing_ = true;  // this one is still shown
}

void Wave::dump(uint64_t cycle, unsigned half)
{
  if (on_) fst_->dump(2 * cycle + half);
}

}  // namespace sim

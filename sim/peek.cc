// peek.cc - see peek.h.
#include "peek.h"

#include <cstdlib>
#include <cstring>

#include "diag.h"
#include "verilated.h"
#include "verilated_syms.h"

namespace sim {

static bool ends_with(const std::string &text, const std::string &tail)
{
  return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0;
}

void *peek(const std::string &within, const std::string &tail, const char *var, unsigned bytes)
{
  for (const auto &entry : *Verilated::scopeNameMap()) {
    std::string name = entry.first;
    if (name.find(within) == std::string::npos || !ends_with(name, tail)) continue;
    const VerilatedVar *v = entry.second->varFind(var);
    if (v && v->entSize() == bytes) return v->datap();
  }
  return nullptr;
}

void *must_peek(const std::string &within, const std::string &tail, const char *var, unsigned bytes)
{
  void *p = peek(within, tail, var, bytes);
  if (p) return p;
  note("internal error: no %u-byte variable %s in a scope %s...%s: see sim/verilator.vlt", bytes, var, within.c_str(),
       tail.c_str());
  abort();
}

std::string hart_scope(unsigned hart) { return "gen_hart[" + std::to_string(hart) + "]."; }

}  // namespace sim

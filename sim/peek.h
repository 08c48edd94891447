// peek.h - variables inside the RTL that verilator.vlt makes public, found by name.
#pragma once
#include <string>

namespace sim {

/** The storage of variable `var` in the one scope whose name contains `within` and ends with `tail`
 * (both parts of "TOP.soc.gen_hart[0].u_hart..."). bytes: its size per element, checked. nullptr: there
 * is none. An array's elements follow each other, in Verilator's own types. */
void *peek(const std::string &within, const std::string &tail, const char *var, unsigned bytes);

/** The same; the program ends when it is missing: the RTL and verilator.vlt no longer agree. */
void *must_peek(const std::string &within, const std::string &tail, const char *var, unsigned bytes);

/** "gen_hart[h]." */
std::string hart_scope(unsigned hart);

}  // namespace sim

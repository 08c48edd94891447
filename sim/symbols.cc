// symbols.cc - see symbols.h.
#include "symbols.h"

#include <cstdio>

namespace sim {

void Symbols::add(const std::string &name, uint32_t address, bool code)
{
  by_name_.emplace(name, address);
  if (code) by_address_.emplace(address, name);
}

bool Symbols::find(const std::string &name, uint32_t *address) const
{
  auto it = by_name_.find(name);
  if (it == by_name_.end()) return false;
  *address = it->second;
  return true;
}

static std::string hex(const char *format, uint32_t value)
{
  char text[16];
  snprintf(text, sizeof text, format, value);
  return text;
}

std::string Symbols::function(uint32_t address) const
{
  auto it = by_address_.upper_bound(address);
  if (address < 0x2000) return "boot ROM";
  if (it == by_address_.begin()) return hex("0x%08x", address);
  return (--it)->second;
}

std::string Symbols::at(uint32_t address) const
{
  auto it = by_address_.upper_bound(address);
  if (it == by_address_.begin()) return hex("0x%08x", address);
  --it;
  return it->second + (address == it->first ? "" : hex("+0x%x", address - it->first));
}

}  // namespace sim

// symbols.h - names and addresses of a program.
#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace sim {

class Symbols {
 public:
  /** code: may name a place where a hart is (functions and labels, not data). */
  void add(const std::string &name, uint32_t address, bool code);

  /** Address of a name; false: there is none. */
  bool find(const std::string &name, uint32_t *address) const;

  /** "name+0x14", "name", or "0x80001234" where nothing is known. */
  std::string at(uint32_t address) const;

  /** The function alone. */
  std::string function(uint32_t address) const;

 private:
  std::map<std::string, uint32_t> by_name_;
  std::map<uint32_t, std::string> by_address_;
};

}  // namespace sim

// clean_monitor.cc - see clean_monitor.h.
#include "clean_monitor.h"

#include <cstring>

namespace sim {

void CleanMonitor::look(uint32_t line)
{
  uint64_t beats[NumHarts][LineBytes / 8];
  unsigned state[NumHarts];
  if (port_.fails(line, true) || port_.write_pending(line)) return;
  for (unsigned h = 0; h < NumHarts; h++) {
    state[h] = view_.line(h, line, beats[h]);
    if (state[h] == MesiM) return;        // memory is old, and may be
  }
  for (unsigned h = 0; h < NumHarts; h++)
    if (state[h] != MesiI && memcmp(beats[h], ram_.at(line), LineBytes))
      violation_.report("MESI: hart %u holds line 0x%08x in %c, but it differs from memory", h, line, "ISEM"[state[h]]);
}

}  // namespace sim

// state_text.cc - see state_text.h.
#include "state_text.h"

#include <cstdio>
#include <cstdlib>

extern "C" {
#include "model/dump.h"
}

namespace sim {

std::string state_text(const th_hart &hart)
{
  char *text = nullptr;
  size_t bytes = 0;
  FILE *out = open_memstream(&text, &bytes);
  if (!out) return "";
  th_dump(&hart, out);
  fclose(out);
  std::string state(text, bytes);
  free(text);
  return state;
}

}  // namespace sim

// diag.cc - see diag.h.
#include "diag.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace sim {

static void print(const char *format, va_list args)
{
  fflush(stdout);
  fputs("twinhart: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
}

void usage_error(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  print(format, args);
  va_end(args);
  exit(kExitUsage);
}

void note(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  print(format, args);
  va_end(args);
}

}  // namespace sim

// diag.h - messages to the user: one line on stderr, and the exit codes of the simulator itself.
#pragma once

namespace sim {

enum ExitCode {
  kExitUsage = 2,        // bad option, file or image
  kExitViolation = 3,    // lockstep difference, monitor violation
  kExitMaxCycles = 124,  // --max-cycles reached, or nothing can happen any more
  kExitInterrupt = 130,  // Ctrl-C, SIGTERM, or the console was left
};

/** Print "twinhart: ..." and leave with kExitUsage. For what the user can put right. */
[[noreturn]] void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Print "twinhart: ..." and go on. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace sim

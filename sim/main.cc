// main.cc - twinhart: parse, load, run, say how it ended.
// Three programs come from it: twinhart (fast), twinhart-check (TH_CHECK, which the first becomes when an
// option needs it) and twinhart-ref (TH_NO_RTL: the reference model only).
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>

#include "diag.h"
#include "host.h"
#include "image.h"
#include "options.h"
#include "run.h"

using namespace sim;

#ifdef TH_NO_RTL
namespace sim {
Result run_rtl(const Options &, const Image &, Console &, const std::string &)
{
  usage_error("this program has the reference model only: give --model=reference");
}
}  // namespace sim
#endif

#if !defined(TH_CHECK) && !defined(TH_NO_RTL)
/** Become the checking build, which lies beside this program. */
static void become_check_build(char **argv)
{
  char path[PATH_MAX + 16];
  ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
  if (n > 0) {
    strcpy(path + n, "-check");
    execv(path, argv);
  }
  usage_error("%s cannot be run: %s (this option needs it: make build/sim/twinhart-check)",
              n > 0 ? path : "twinhart-check", strerror(errno));
}
#endif

static const char kPlain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./,:+@%";

/** The command line as a shell would take it. */
static std::string command_line(int argc, char **argv)
{
  std::string line;
  for (int i = 0; i < argc; i++) {
    std::string word = argv[i];
    if (word.find_first_not_of(kPlain) != std::string::npos) {
      std::string quoted = "'";
      for (char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
      word = quoted + "'";
    }
    line += (i ? " " : "") + word;
  }
  return line;
}

int main(int argc, char **argv)
{
  std::string command = command_line(argc, argv);
  std::vector<char *> given(argv, argv + argc + 1);   // getopt moves argv's words
  Options options = parse_options(argc, argv);
#if !defined(TH_CHECK) && !defined(TH_NO_RTL)
  if (options.needs_check_build()) become_check_build(given.data());
#endif
  Image image = load_image(options);
  catch_signals();
  Result result;
  {
    Console console(options.uart);
    result = options.model == Options::Model::Rtl ? run_rtl(options, image, console, command)
                                                  : run_reference(options, image, console);
  }
  bool ended_by_itself = result.reason == kExited;
  if (!ended_by_itself) print_summary(result, image.symbols);
  if (options.stats) write_stats(result, options);
  return result.exit_code;
}

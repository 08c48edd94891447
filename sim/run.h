// run.h - the two ways to run a program. Both honour the same command line.
#pragma once
#include "console.h"
#include "image.h"
#include "options.h"
#include "result.h"

namespace sim {

Result run_rtl(const Options &options, const Image &image, Console &console, const std::string &command);
Result run_reference(const Options &options, const Image &image, Console &console);

}  // namespace sim

// stats.cc - see result.h: the summary, and the counters as text or JSON.
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "chk_words.h"
#include "diag.h"
#include "result.h"
#include "symbols.h"

namespace sim {

double host_loop_rate()
{
  const unsigned turns = 10000000;
  auto begin = std::chrono::steady_clock::now();
  uint64_t x = 88172645463325252u;
  for (unsigned i = 0; i < turns; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    asm volatile("" : "+r"(x));
  }
  std::chrono::duration<double> t = std::chrono::steady_clock::now() - begin;
  return turns / t.count() * 1e-6;
}

static double rate(const Result &r) { return r.seconds > 0 ? (double)r.cycles / r.seconds : 0; }

static double per(uint64_t a, uint64_t b) { return b ? (double)a / (double)b : 0; }

void print_summary(const Result &r, const Symbols &symbols)
{
  fprintf(stderr, "twinhart: %s after %llu cycles, %.2f s, %.3f M cycles/s\n", r.reason.c_str(),
          (unsigned long long)r.cycles, r.seconds, rate(r) * 1e-6);
  for (size_t h = 0; h < r.harts.size(); h++) {
    const HartResult &hart = r.harts[h];
    fprintf(stderr, "  hart %zu: %llu instructions, at 0x%08x %s\n", h, (unsigned long long)hart.instructions, hart.pc,
            symbols.at(hart.pc).c_str());
    fputs(hart.state.c_str(), stderr);
  }
}

static void text_hart(FILE *out, const Result &r, size_t h)
{
  const HartResult &hart = r.harts[h];
  fprintf(out, "\nhart %zu: %llu instructions, IPC %.3f, CPI %.3f\n", h, (unsigned long long)hart.instructions,
          per(hart.instructions, r.cycles), per(r.cycles, hart.instructions));
  if (!r.detailed) return;
  fprintf(out, "  %-18s %14s %8s %8s\n", "cycles went to", "cycles", "%", "CPI");
  for (unsigned i = 0; i < hart.cpi.size(); i++)
    if (hart.cpi[i])
      fprintf(out, "  %-18s %14llu %8.2f %8.3f\n", kCpiNames[i], (unsigned long long)hart.cpi[i],
              100 * per(hart.cpi[i], r.cycles), per(hart.cpi[i], hart.instructions));
  fprintf(out, "  %-18s %14llu %8.2f %8.3f\n", "sum", (unsigned long long)r.cycles, 100.0,
          per(r.cycles, hart.instructions));
  fprintf(out, "  %-18s %14s %17s\n", "event", "count", "per 1000 instr.");
  for (unsigned i = 0; i < hart.events.size(); i++)
    if (*kEventNames[i])
      fprintf(out, "  %-18s %14llu %17.2f\n", kEventNames[i], (unsigned long long)hart.events[i],
              1000 * per(hart.events[i], hart.instructions));
}

static void text(FILE *out, const Result &r)
{
  fprintf(out, "%llu cycles in %.2f s: %.3f M cycles/s; a fixed host loop: %.0f M turns/s\n",
          (unsigned long long)r.cycles, r.seconds, rate(r) * 1e-6, host_loop_rate());
  for (size_t h = 0; h < r.harts.size(); h++) text_hart(out, r, h);
  if (!r.detailed) return;
  fprintf(out, "\nbus grants:");
  for (size_t i = 0; i < sizeof kBusOpNames / sizeof *kBusOpNames; i++)
    fprintf(out, "  %s %llu", kBusOpNames[i], (unsigned long long)r.bus[i]);
  fprintf(out, "\nmemory: %llu line reads, %llu line writes, data moving in %.1f %% of cycles\n",
          (unsigned long long)r.memory_reads, (unsigned long long)r.memory_writes, 100 * per(r.memory_busy, r.cycles));
}

static std::string quoted(const std::string &text)
{
  std::string out = "\"";
  for (char c : text) {
    char code[8];
    if (c == '"' || c == '\\') out += '\\';
    if ((unsigned char)c >= 0x20) out += c;
    else snprintf(code, sizeof code, "\\u%04x", c), out += code;
  }
  return out + "\"";
}

template <class Values>
static void json_map(FILE *out, const char *name, const char *const *keys, const Values &values, size_t count)
{
  fprintf(out, "\"%s\": {", name);
  const char *between = "";
  for (size_t i = 0; i < count; i++) {
    if (!*keys[i]) continue;
    fprintf(out, "%s\"%s\": %llu", between, keys[i], (unsigned long long)values[i]);
    between = ", ";
  }
  fputc('}', out);
}

static void json(FILE *out, const Result &r, const Options &o)
{
  fprintf(out, "{\n  \"program\": %s,\n  \"model\": \"%s\",\n  \"reason\": %s,\n  \"exit_code\": %d,\n",
          quoted(o.programs.empty() ? o.rom_file : o.programs[0]).c_str(), o.model == Options::Model::Rtl ? "rtl" : "reference",
          quoted(r.reason).c_str(), r.exit_code);
  fprintf(out, "  \"memory_latency\": %u, \"sdram\": %s, \"stall\": %u, \"seed\": %llu,\n", o.memory_latency, o.sdram ? "true" : "false", o.stall,
          (unsigned long long)o.seed);
  fprintf(out, "  \"cycles\": %llu,\n  \"seconds\": %.6f,\n  \"cycles_per_second\": %.0f,\n", (unsigned long long)r.cycles,
          r.seconds, rate(r));
  fprintf(out, "  \"host_loop_per_second\": %.0f,\n", host_loop_rate() * 1e6);
  if (r.detailed) {
    fprintf(out, "  ");
    json_map(out, "bus", kBusOpNames, r.bus, sizeof kBusOpNames / sizeof *kBusOpNames);
    fprintf(out, ",\n  \"memory\": {\"reads\": %llu, \"writes\": %llu, \"busy_cycles\": %llu},\n",
            (unsigned long long)r.memory_reads, (unsigned long long)r.memory_writes,
            (unsigned long long)r.memory_busy);
  }
  fprintf(out, "  \"harts\": [");
  for (size_t h = 0; h < r.harts.size(); h++) {
    const HartResult &hart = r.harts[h];
    fprintf(out, "%s\n    {\"instructions\": %llu, \"ipc\": %.6f", h ? "," : "", (unsigned long long)hart.instructions,
            per(hart.instructions, r.cycles));
    if (r.detailed) {
      fprintf(out, ",\n     ");
      json_map(out, "cpi", kCpiNames, hart.cpi, hart.cpi.size());
      fprintf(out, ",\n     ");
      json_map(out, "events", kEventNames, hart.events, hart.events.size());
    }
    fputc('}', out);
  }
  fprintf(out, "\n  ]\n}\n");
}

void write_stats(const Result &r, const Options &o)
{
  for (const HartResult &hart : r.harts) {  // every cycle has exactly one cause
    uint64_t sum = 0;
    for (uint64_t c : hart.cpi) sum += c;
    if (r.detailed) assert(sum == r.cycles);
  }
  const std::string &name = o.stats_file;
  if (name.empty()) return text(stderr, r);
  FILE *out = fopen(name.c_str(), "w");
  if (!out) usage_error("%s: cannot be written: %s", name.c_str(), strerror(errno));
  if (name.size() > 5 && name.compare(name.size() - 5, 5, ".json") == 0) json(out, r, o);
  else text(out, r);
  if (fclose(out)) usage_error("%s: cannot be written: %s", name.c_str(), strerror(errno));
}

}  // namespace sim

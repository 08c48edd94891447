// host.cc - see host.h.
#include "host.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>

namespace sim {

static volatile sig_atomic_t stop_wanted, toggle_wanted;

static void on_stop(int sig)
{
  stop_wanted = 1;
  signal(sig, SIG_DFL);
}

static void on_toggle(int) { toggle_wanted = 1; }

void catch_signals()
{
  signal(SIGINT, on_stop);
  signal(SIGTERM, on_stop);
  signal(SIGHUP, on_stop);
  struct sigaction action = {};
  action.sa_handler = on_toggle;
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR1, &action, nullptr);
}

bool interrupted() { return stop_wanted; }

bool toggle_requested()
{
  bool wanted = toggle_wanted;
  toggle_wanted = 0;
  return wanted;
}

Heartbeat::Heartbeat(const Symbols &symbols) : symbols_(symbols), on_(isatty(2)) {}

void Heartbeat::beat(uint64_t cycles, const std::vector<uint32_t> &pcs)
{
  if (!on_) return;
  double now = watch_.seconds();
  if (now - last_time_ < 0.5) return;
  fprintf(stderr, "\r\033[K%.1f M cycles, %.2f M/s", (double)cycles * 1e-6,
          (double)(cycles - last_cycles_) / (now - last_time_) * 1e-6);
  for (size_t h = 0; h < pcs.size(); h++) fprintf(stderr, "  hart %zu %s", h, symbols_.function(pcs[h]).c_str());
  fflush(stderr);
  shown_ = true;
  last_time_ = now;
  last_cycles_ = cycles;
}

void Heartbeat::wipe()
{
  if (!shown_) return;
  fputs("\r\033[K", stderr);
  fflush(stderr);
  shown_ = false;
}

}  // namespace sim

// konata.cc - see konata.h.
#include "konata.h"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstring>

#include "diag.h"

namespace sim {

static const char *const kStageNames[] = {"F0", "F1", "Q", "D", "X", "M", "W"};
static const char *const kMoreWaits[] = {"walk0", "walk1", "wait_fetch"};
static const uint64_t kWindow = 4096;  // cycles a fetch may have taken and still be shown whole

Konata::Konata(const std::string &file) : out_(fopen(file.c_str(), "w")), harts_(NumHarts)
{
  if (!out_) usage_error("%s: cannot be written: %s", file.c_str(), strerror(errno));
  setvbuf(out_, nullptr, _IOFBF, 1 << 16);
  fputs("Kanata\t0004\nC=\t0\n", out_);   // from 0 on: Konata does not read C=
}

Konata::~Konata()
{
  events_[end_];                          // what has not ended lasts until here
  write_before(UINT64_MAX);
  if (fclose(out_)) note("--konata: cannot be written: %s", strerror(errno));
}

void Konata::say(uint64_t cycle, char command, uint64_t op, const char *format, ...)
{
  char text[40];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  events_[std::max(cycle, written_)].push_back({command, op, text});
}

void Konata::change(uint64_t cycle, uint64_t op, int lane, const char *from, const char *to)
{
  if (from) say(cycle, 'E', op, "%d\t%s", lane, from);
  if (to) say(cycle, 'S', op, "%d\t%s", lane, to);
}

// The ids of instructions and of retirements are given here: they count in the order of the file, for both harts.
void Konata::write_before(uint64_t cycle)
{
  while (!events_.empty() && events_.begin()->first < cycle) {
    auto next = events_.begin();
    if (next->first > written_) fprintf(out_, "C\t%llu\n", (unsigned long long)(next->first - written_));
    written_ = next->first;
    for (const Event &e : next->second) {
      if (e.command == 'I') ids_[e.op] = next_id_++;
      fprintf(out_, "%c\t%llu\t", e.command, (unsigned long long)ids_[e.op]);
      if (e.command == 'R') {
        fprintf(out_, "%llu\t", (unsigned long long)retired_);
        if (e.text == "0") retired_++;    // otherwise flushed
        ids_.erase(e.op);
      }
      fprintf(out_, "%s\n", e.text.c_str());
    }
    events_.erase(next);
  }
}

void Konata::push(uint64_t cycle, unsigned hart, uint32_t uid, uint32_t pc, uint32_t insn, uint32_t fetched)
{
  uint64_t op = next_op_++;
  Hart &h = harts_[hart];
  // The fetch's cycle has 32 bits; it is the last one before now that ends in them.
  uint64_t f0 = cycle - (uint32_t)((uint32_t)cycle - fetched);
  if (f0 > cycle || cycle - f0 > kWindow) f0 = cycle > 2 ? cycle - 2 : 0;
  // Fetch begins anew when a walk has ended. To the reader it began before, but after what is older.
  bool walked = !h.walks.empty() && h.walk_page == pc >> 12 && h.walks.back().cycle > h.since &&
                cycle - h.walks[0].cycle < kWindow;
  if (walked) f0 = std::min(f0, h.walks[0].cycle - 2);
  h.since = f0 = std::max(f0, h.since);
  say(f0, 'I', op, "%u\t%u", uid, hart);
  say(f0, 'L', op, "0\t%08x: %0*x", pc, (insn & 3) == 3 ? 8 : 4, insn);
  change(f0, op, 0, nullptr, "F0");
  if (f0 + 1 < cycle) change(f0 + 1, op, 0, "F0", "F1");
  if (f0 + 3 < cycle) fetch_waits(f0 + 2, cycle, walked ? h.walks : std::vector<Step>{}, op);
  Insn i = {uid, op, f0 + 1 < cycle ? kF1 : kF0};
  enter(cycle, i, kQ);
  h.flight.push_back(i);
}

void Konata::enter(uint64_t cycle, Insn &i, Stage stage)
{
  if (i.stage == stage) return;
  change(cycle, i.op, 0, kStageNames[i.stage], kStageNames[stage]);
  i.stage = stage;
}

static const char *wait_name(int reason)
{
  return reason < 0 ? nullptr : reason < 16 ? kCpiNames[reason] : kMoreWaits[reason - 16];
}

void Konata::wait(uint64_t cycle, Insn &i, int reason)
{
  if (i.wait == reason) return;
  change(cycle, i.op, 1, wait_name(i.wait), wait_name(reason));
  i.wait = reason;
}

static bool is(uint32_t flags, unsigned bit) { return flags >> bit & 1; }

// An instruction is known only when its fetch is over, so what fetch walked for is kept until then.
void Konata::fetch_walk(uint64_t cycle, Hart &h, const uint32_t *chk)
{
  uint32_t flags = chk[CkFlags];
  bool walking = is(flags, CkWalkBusy) && is(flags, CkWalkFetch);
  if (walking && !h.walking) h.walks.clear();
  int shows = !walking ? kWaitFetch : is(flags, CkWalkLeaf) ? kWalk0 : kWalk1;
  if (h.walks.empty() ? walking : h.walks.back().shows != shows) h.walks.push_back({cycle, shows});
  if (walking) h.walk_page = chk[CkWalkVa] >> 12;
  h.walking = walking;
}

void Konata::fetch_waits(uint64_t from, uint64_t to, const std::vector<Step> &walks, uint64_t op)
{
  int shows = kWaitFetch;
  for (const Step &s : walks)
    if (s.cycle <= from) shows = s.shows;
  change(from, op, 1, nullptr, wait_name(shows));
  for (const Step &s : walks)
    if (s.cycle > from && s.cycle < to && s.shows != shows) {
      change(s.cycle, op, 1, wait_name(shows), wait_name(s.shows));
      shows = s.shows;
    }
  change(to, op, 1, wait_name(shows), nullptr);
}

void Konata::end(uint64_t cycle, Insn &i, bool flushed)
{
  wait(cycle, i, -1);
  change(cycle, i.op, 0, kStageNames[i.stage], nullptr);
  say(cycle, 'R', i.op, "%d", flushed);
}

void Konata::step(uint64_t cycle, unsigned hart, const uint32_t *chk, const uint32_t *rvfi)
{
  Hart &h = harts_[hart];
  end_ = cycle + 1;
  const uint32_t stages = chk[CkStages], uids[4] = {chk[CkUidD], chk[CkUidX], chk[CkUidM], chk[CkUidW]};

  // Where everybody is in this cycle. Whoever was in d..w and is in none of them is gone.
  for (auto it = h.flight.begin(); it != h.flight.end();) {
    int now = -1;
    for (int s = 0; s < 4; s++)
      if (stages >> s & 1 && uids[s] == it->uid) now = kD + s;
    if (now >= 0) enter(cycle, *it, (Stage)now);
    bool gone = now < 0 && it->stage > kD;
    if (gone) end(cycle, *it, true);
    it = gone ? h.flight.erase(it) : it + 1;
  }

  // The oldest instruction of the back end and why it does not move.
  unsigned cpi = stages >> 16 & 15;
  bool waiting = cpi != CpiRetire && cpi != CpiFetch && cpi != CpiBranch && cpi != CpiJump && cpi != CpiTrap;
  uint32_t flags = chk[CkFlags];
  int reason = waiting ? (int)cpi : -1;
  if (is(flags, CkWalkW) && is(flags, CkWalkBusy)) reason = is(flags, CkWalkLeaf) ? kWalk0 : kWalk1;
  if (!h.flight.empty()) wait(cycle, h.flight.front(), reason);
  fetch_walk(cycle, h, chk);

  if (is(rvfi[RvFlags], 0)) {
    uint32_t uid = rvfi[RvUid];
    bool trap = is(rvfi[RvFlags], 1);
    while (!h.flight.empty() && (int32_t)(h.flight.front().uid - uid) <= 0) {
      end(cycle + 1, h.flight.front(), trap || h.flight.front().uid != uid);
      h.flight.pop_front();
    }
  }
  if (is(chk[CkPush], 8)) {  // the queue is emptied: what has not reached x goes
    while (!h.flight.empty() && h.flight.back().stage <= kD) {
      end(cycle + 1, h.flight.back(), true);
      h.flight.pop_back();
    }
    h.since = cycle;         // a redirect is in f0 in this cycle
  }
  if (chk[CkPush] & 1) push(cycle, hart, chk[CkPushUid], chk[CkPushPc0], chk[CkPushInsn0], chk[CkPushCycle]);
  if (chk[CkPush] & 2) push(cycle, hart, chk[CkPushUid] + 1, chk[CkPushPc1], chk[CkPushInsn1], chk[CkPushCycle]);
  if ((chk[CkPush] & 1) && h.walk_page == chk[CkPushPc0] >> 12) h.walks.clear();   // the first has shown it
  if (cycle > kWindow) write_before(cycle - kWindow);
}

}  // namespace sim

// frontend_bench.cc - the front end on random code: random bytes with many transfers, random directions,
// targets anywhere (odd halfwords, ROM, beyond RAM), fill delays, failing beats, pops, sleeps and
// invalidations after code has changed.
// Claim: the instructions delivered from each redirect on are those in memory at the predicted path; what
// is predicted taken is a transfer, direct jumps are predicted, but for align.sv's exception, and to their
// target; faults are exact; no request leaves for what may not be fetched; the first slot comes 3 cycles
// after a redirect.
// Build: see test_frontend.py. Arguments: seed, instructions, memory latency, percent of pop stalls.
#include <cstring>
#include <deque>
#include "fetch_model.h"

static std::mt19937_64 rng;
static uint32_t rnd(uint32_t n) { return static_cast<uint32_t>(rng() % n); }
static constexpr uint32_t kRam = 0x80000000u, kSize = 0x3000u;
static uint8_t ram[kSize], rom[8192];
static bool bad_beat[kSize / 8];

static uint8_t *where(uint32_t a) {
  if (a >= 0x1000 && a < 0x1000 + sizeof rom) return rom + (a - 0x1000);
  if (a >= kRam && a < kRam + kSize) return ram + (a - kRam);
  return nullptr;
}
static bool unfetchable(uint32_t a) { return !where(a) || (a >= kRam && bad_beat[(a - kRam) / 8]); }
static uint32_t half(uint32_t a) { uint8_t *p = where(a); return p ? p[0] | p[1] << 8 : 0; }

static void make_code(uint8_t *p, uint32_t n) {
  for (uint32_t i = 0; i + 4 <= n;) {
    uint32_t w = static_cast<uint32_t>(rng()), k = rnd(16);
    int len = 4;
    if (k < 2) w = (w & 0x8ff00f80u & ~0x30000000u) | (w & 0xfe0u << 20) % 0x20000000u | 0x63 | (w & 0x1000);   // branch
    else if (k < 3) w = (w & 0x80e00fffu & ~0x7fu) | (w >> 31 ? 0x7f1ff000u : 0) | 0x6f | 0x80;                      // jal, near
    else if (k < 4) w = (w & 0x000fff80u & ~0x7000u) | 0x67;                                       // jalr
    else if (k < 6) { w = (w & 0x1fff & ~3u) | (0xc000 + (w & 0x10000 ? 0x2000 : 0)) | 1; len = 2; }  // c.beqz, c.bnez
    else if (k < 7) { w = (w & 0x1ffc) | (w & 0x10000 ? 0x2001 : 0xa001); len = 2; }              // c.jal, c.j
    else if (k < 8) { w = 0x8002 | (w & 0x1f80) ; len = 2; }                                       // c.jr, c.jalr
    else if (k < 12) { w = (w & 0xfffc) | rnd(3); len = 2; }
    else w |= 3;
    memcpy(p + i, &w, 4);
    i += static_cast<uint32_t>(len);
  }
}

struct Insn { uint32_t pc, insn, rvc, taken, target, meta; bool known_wrong; };

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  uint32_t seed = static_cast<uint32_t>(atoi(argv[1]));
  long want = atol(argv[2]);
  uint32_t stall = static_cast<uint32_t>(atoi(argv[4]));
  rng.seed(seed);
  srand(seed);
  Verilated::randSeed(static_cast<int>(seed));
  Verilated::randReset(2);
  Bench b;
  b.bus.latency = atoi(argv[3]);
  b.bus.delay = [](int n) { return n <= 0 ? 0 : static_cast<int>(rnd(static_cast<uint32_t>(2 * n + 1))); };
  b.bus.read = [&](uint32_t a) {
    uint8_t *p = where(a);
    if (!p) b.fail("request for what may not be fetched", a);
    uint64_t d;
    memcpy(&d, p, 8);
    return d;
  };
  b.bus.bad = [](uint32_t a) { return a >= kRam && bad_beat[(a - kRam) / 8]; };
  make_code(ram, kSize);
  make_code(rom, sizeof rom);
  for (auto &x : bad_beat) x = rnd(100) == 0;
  b.t->halt_i = b.t->inval_i = b.t->redir_i = b.t->upd_valid_i = b.t->pop_i = 0;
  b.t->gnt_i = b.t->beat_i = 0;
  b.reset(kSize);

  Vfrontend_tb *t = b.t;
  uint32_t expect = 0x1000;             // pc of the next slot
  bool dead = false;                    // after a fault or a wrong prediction: what comes is not looked at
  uint64_t redir_at = 0, idle = 0;
  bool fresh = false;
  long done = 0, faults = 0, taken_ok = 0, wrong = 0, invals = 0, prompt = 0;
  struct Event { bool upd, redir; uint32_t pc, rvc, kind, taken, target, to, ptaken, ptarget, meta; };
  std::deque<Event> pipe(1, Event{});   // d -> x -> the cycle after
  bool inval = false, trap_now = false;
  uint32_t trap_pc = 0, after_inval = 0;
  int sleep = 0, trap_in = -1;
  auto somewhere = [&](uint32_t pc) -> uint32_t {
    switch (rnd(16)) {
      case 0: return 0x1000 + 2 * rnd(2048);
      case 1: return rnd(4) ? kRam + 2 * rnd(kSize / 2) : kRam + kSize - 2 * rnd(8);
      case 2: return rnd(8) ? kRam + 2 * rnd(kSize / 2) : static_cast<uint32_t>(rng()) & ~1u;
      case 3: case 4: return kRam + 2 * rnd(kSize / 2);
      default: return where(pc) ? kRam + ((pc - kRam + 2 * rnd(512) - 512) & 0x7fe) : kRam;   // near, hot
    }
  };
  std::vector<uint32_t> stack;

  while (done < want) {
    // ------------------------------------------------ inputs of this cycle
    Event e = pipe.front();
    pipe.pop_front();
    t->redir_i = 0;
    t->upd_valid_i = 0;
    t->upd_mispredict_i = 0;
    if (trap_now) {
      t->redir_i = 1;
      t->redir_pc_i = trap_pc;
      trap_now = false;
      pipe.assign(1, Event{});
      e = Event{};
      expect = trap_pc;
      dead = false;
    } else if (e.upd) {
      t->upd_valid_i = 1;
      t->upd_mispredict_i = e.redir;
      t->upd_kind_i = static_cast<uint8_t>(e.kind);
      t->upd_taken_i = e.taken;
      t->upd_pc_i = e.pc;
      t->upd_rvc_i = e.rvc;
      t->upd_target_i = e.target;
      t->upd_pred_taken_i = e.ptaken;
      t->upd_pred_target_i = e.ptarget;
      t->upd_meta_i = static_cast<uint8_t>(e.meta);
      if (e.redir) {
        t->redir_i = 1;
        t->redir_pc_i = e.to;
        expect = e.to;
        dead = false;
        pipe.assign(1, Event{});
      }
    }
    if (t->redir_i) { redir_at = b.cycle; fresh = true; }
    if (sleep > 0) sleep--;
    else if (rnd(500) == 0) sleep = static_cast<int>(rnd(40));
    t->halt_i = sleep > 0;
    t->inval_i = inval;
    b.bus_inputs();
    if (t->halt_i || t->busy_miss_o || inval) fresh = false;

    // ------------------------------------------------ decode
    Event out{};
    t->pop_i = 0;
    bool look = t->valid_o && !t->redir_i && !inval;
    if (fresh && t->valid_o && !t->redir_i) {
      if (b.cycle - redir_at < 3) b.fail("slot too early", t->pc_o);
      if (b.cycle - redir_at == 3) prompt++;
      fresh = false;
    }
    if (look && rnd(100) >= stall) {
      t->pop_i = 1;
      idle = 0;
      if (!dead) {
        uint32_t pc = t->pc_o;
        if (pc != expect) b.fail("pc", pc, expect);
        uint32_t raw = half(pc) | half(pc + 2) << 16;
        bool rvc = (raw & 3) != 3, f0 = unfetchable(pc), f1 = !f0 && !rvc && unfetchable(pc + 2);
        if (bool(t->fault_o) != (f0 || f1)) b.fail("fault", pc, t->fault_o);
        if (t->fault_o && bool(t->fault_hi_o) != f1) b.fail("fault_hi", pc, t->fault_hi_o);
        done++;
        if (t->fault_o) {
          faults++;
          dead = true;
          trap_in = 3;
        } else {
          if (bool(t->rvc_o) != rvc) b.fail("length", pc, raw);
          if (t->raw_o != (raw & 0xffff)) b.fail("raw", t->raw_o, raw);
          if (!rvc && t->insn_o != raw) b.fail("insn", t->insn_o, raw);
          Transfer f = t->illegal_o ? Transfer{CfNone, 0, false} : transfer(pc, t->insn_o);
          uint32_t seq = pc + (rvc ? 2 : 4);
          bool jump = f.kind == CfJump || f.kind == CfCall;
          bool may = (raw & 3) == 3 ? (raw & 0x7f) == 0x63 || (raw & 0x7f) == 0x67 || (raw & 0x7f) == 0x6f
                                    : (raw & 3) == 1 ? (raw >> 13 & 3) == 1 || (raw >> 14 & 3) == 3
                                                     : (raw & 3) == 2 && (raw & 0xe07c) == 0x8000;
          if (t->taken_o && !may) b.fail("taken prediction on what is no transfer", pc, t->insn_o);
          bool left = !rvc && (pc & 6) == 6 && (f.target & 6) == 6;      // to the back end
          if (jump && !t->taken_o && !left) b.fail("direct jump not predicted", pc, t->insn_o);
          bool taken = f.kind != CfNone && (f.kind != CfBranch || (rnd(8) ? (pc >> 3 & 1) : rnd(2)));
          if (f.kind == CfReturn || f.kind == CfReturnCall) {
            f.target = stack.empty() || rnd(8) == 0 ? somewhere(pc) : stack.back();
            if (!stack.empty()) stack.pop_back();
          } else if (f.kind == CfIndirect || f.kind == CfIndirectCall) f.target = rnd(3) ? kRam + (pc * 37 & 0x7fe) : somewhere(pc);
          if (f.kind == CfCall || f.kind == CfIndirectCall || f.kind == CfReturnCall) stack.push_back(seq);
          if (stack.size() > 100) stack.clear();
          f.target &= ~1u;
          bool miss = t->taken_o ? !(taken && t->target_o == f.target) : taken;
          uint32_t next = taken ? f.target : seq;
          if (f.kind != CfNone || t->taken_o)
            out = {true, miss, pc, rvc, f.kind, taken, f.target, next, t->taken_o, t->target_o, t->meta_o};
          if (miss) { dead = true; wrong++; }
          else if (taken) taken_ok++;
          expect = next;
          if (jump && left && rnd(8) == 0) {            // without a BTB it may be a loop of mispredictions
            out = Event{};
            dead = true;
            trap_in = 0;
          }
          if (!miss && trap_in < 0 && rnd(400) == 0) { trap_in = static_cast<int>(rnd(3)); dead = true; }
        }
      }
    } else if (++idle > 3000) b.fail("nothing comes", expect);
    pipe.push_back(out);

    // ------------------------------------------------ traps and invalidation
    if (inval && t->inval_done_o) {
      inval = false;
      invals++;
      trap_now = true;
      trap_pc = after_inval;
    } else if (trap_in == 0 && !inval) {
      trap_in = -1;
      if (rnd(4) == 0) {                  // code changes, then fence.i
        after_inval = somewhere(kRam);
        inval = true;
        dead = true;
        pipe.assign(1, Event{});
        uint32_t at = 8 * rnd(kSize / 8 - 32);
        make_code(ram + at, 8 * (1 + rnd(32)));
        if (rnd(8) == 0) make_code(ram, kSize);
        for (int i = 0; i < 4; i++) bad_beat[rnd(kSize / 8)] = false;
        for (int i = 0; i < 4; i++) bad_beat[rnd(kSize / 8)] = rnd(3) == 0;
      } else {
        trap_now = true;
        trap_pc = somewhere(kRam);
      }
    } else if (trap_in > 0) trap_in--;
    if (t->redir_i) { trap_in = trap_now || inval ? trap_in : -1; }
    b.tick();
  }
  printf("%ld instructions, %llu cycles, %ld faults, %ld taken predicted, %ld mispredicted, %ld invalidations, %ld prompt\n",
         done, (unsigned long long)b.cycle, faults, taken_ok, wrong, invals, prompt);
  return prompt > 0 && faults > 0 && taken_ok > 0 && invals > 0 ? 0 : 1;
}

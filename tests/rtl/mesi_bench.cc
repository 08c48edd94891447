// mesi_bench.cc - walks the whole MESI table against the one in docs/coherence.md, written down again here.
#include <cstdio>
#include "Vmesi_tb.h"
#include "verilated.h"

enum { I, S, E, M };
enum { Rd, RdX, Upgr, WB, Fetch };
struct Row { int op, state, next; bool shared, supply, clean; };
// BusUpgr finds no M or E elsewhere (I1); what the function says there is not part of the protocol.
static const Row kRows[] = {
  {Rd, I, I, 0, 0, 0},    {Rd, S, S, 1, 0, 0},    {Rd, E, S, 1, 0, 0},    {Rd, M, S, 1, 1, 1},
  {RdX, I, I, 0, 0, 0},   {RdX, S, I, 0, 0, 0},   {RdX, E, I, 0, 0, 0},   {RdX, M, I, 0, 1, 0},
  {Upgr, I, I, 0, 0, 0},  {Upgr, S, I, 0, 0, 0},
  {Fetch, I, I, 0, 0, 0}, {Fetch, S, S, 1, 0, 0}, {Fetch, E, E, 1, 0, 0}, {Fetch, M, M, 1, 1, 0},
};

int main() {
  Vmesi_tb t;
  int bad = 0, rows = 0;
  for (const Row &r : kRows) {
    t.op_i = r.op; t.state_i = r.state; t.eval();
    rows++;
    if (t.next_o != r.next || t.shared_o != r.shared || t.supply_o != r.supply || t.clean_o != r.clean) {
      printf("op %d in state %d: next %d shared %d supply %d clean %d\n", r.op, r.state, t.next_o, t.shared_o, t.supply_o, t.clean_o);
      bad++;
    }
  }
  for (int op = Rd; op <= Fetch; op++)
    for (int shared = 0; shared < 2; shared++) {
      t.op_i = op; t.shared_i = shared; t.eval();
      rows++;
      int want = op == Rd ? (shared ? S : E) : (op == RdX || op == Upgr) ? M : I;
      if (t.install_o != want) { printf("install after op %d shared %d: %d\n", op, shared, t.install_o); bad++; }
    }
  printf("%d rows, %d wrong\n", rows, bad);
  return bad != 0;
}

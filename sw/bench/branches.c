// branches.c - what branches and calls cost by how well they can be foreseen.
#include "bench.h"

#define TURNS 2048u
#define CALLS 2048u

// Conditional branches: one loop for all patterns, whose tested branch is taken where a table has
// 1. So the figures differ by prediction only, and by one addi that a taken branch skips:
// a turn is lbu, addi, bnez, [addi], bne.

static uint8_t taken[TURNS];

// @return how often the branch was not taken.
static uint32_t branch_by_table(const uint8_t *from, const uint8_t *end)
{
    uint32_t passed = 0;
    __asm__ volatile(
        "1: lbu  t0, 0(%1)\n"
        "   addi %1, %1, 1\n"
        "   bnez t0, 2f\n"
        "   addi %0, %0, 1\n"
        "2: bne  %1, %2, 1b\n"
        : "+&r"(passed), "+&r"(from) : "r"(end) : "t0", "memory");
    return passed;
}

static uint8_t always(unsigned turn)    { (void)turn; return 1; }
static uint8_t never(unsigned turn)     { (void)turn; return 0; }
static uint8_t alternate(unsigned turn) { return turn & 1; }

static uint8_t at_random(unsigned turn)
{
    static uint32_t seed = 1;           // goes on: the second table is not the first
    (void)turn;
    seed = seed * 1664525u + 1013904223u;
    return (uint8_t)(seed >> 31);
}

static uint32_t fill(uint8_t (*outcome)(unsigned))
{
    uint32_t zeros = 0;
    for (unsigned turn = 0; turn < TURNS; turn++) {
        taken[turn] = outcome(turn);
        zeros += taken[turn] == 0;
    }
    return zeros;
}

static void conditional(const char *figure, uint8_t (*outcome)(unsigned))
{
    fill(outcome);
    branch_by_table(taken, taken + TURNS);      // warm
    uint32_t expect = fill(outcome);
    uint32_t start = rdcycle();
    uint32_t passed = branch_by_table(taken, taken + TURNS);
    uint32_t cycles = rdcycle() - start;
    if (bench_check("branches", figure, passed == expect))
        bench_ratio("branches", figure, cycles, TURNS, "cycles/turn");
}

// Calls. Each function makes CALLS calls and returns how many were counted by the callees.

// Eight calls of an empty function in a row: jal, [addi], ret.
static uint32_t call_leaf(void)
{
    uint32_t counted = 0, turns = CALLS / 8;
    __asm__ volatile(
        "   j    2f\n"
        "1: addi %0, %0, 1\n"
        "   ret\n"
        "2: .rept 8\n"
        "   jal  ra, 1b\n"
        "   .endr\n"
        "   addi %1, %1, -1\n"
        "   bnez %1, 2b\n"
        : "+&r"(counted), "+&r"(turns) : : "ra");
    return counted;
}

// Four deep, so that each return goes to another place: two moves a call more than the leaf.
static uint32_t call_nested(void)
{
    uint32_t counted = 0, turns = CALLS / 4;
    __asm__ volatile(
        "   j    5f\n"
        "1: addi %0, %0, 1\n"
        "   ret\n"
        "   .macro outer here, inner, save\n"
        "\\here: addi %0, %0, 1\n"
        "   mv   \\save, ra\n"
        "   jal  ra, \\inner\n"
        "   mv   ra, \\save\n"
        "   ret\n"
        "   .endm\n"
        "   outer 2, 1b, t0\n"
        "   outer 3, 2b, t1\n"
        "   outer 4, 3b, t2\n"
        "   .purgem outer\n"
        "5: jal  ra, 4b\n"
        "   addi %1, %1, -1\n"
        "   bnez %1, 5b\n"
        : "+&r"(counted), "+&r"(turns) : : "ra", "t0", "t1", "t2");
    return counted;
}

// One jalr to one of four callees, eight bytes apart: each time the step bytes further, round and
// round. A turn is add, andi, add, jalr, [addi, ret], addi, bnez.
// Not through t0: x5 is a link register, so jalr ra, 0(t0) would be predicted as a return (unprivileged 2.5.1).
static uint32_t call_indirect(uint32_t step)
{
    uint32_t counted = 0, turns = CALLS, offset = 0;
    __asm__ volatile(
        "   j    5f\n"
        "   .balign 8\n"
        "   .option push\n"
        "   .option norvc\n"
        "1: .rept 4\n"
        "   addi %0, %0, 1\n"
        "   ret\n"
        "   .endr\n"
        "   .option pop\n"
        "5: la   t1, 1b\n"
        "6: add  %2, %2, %3\n"
        "   andi t2, %2, 24\n"
        "   add  t2, t2, t1\n"
        "   jalr ra, 0(t2)\n"
        "   addi %1, %1, -1\n"
        "   bnez %1, 6b\n"
        : "+&r"(counted), "+&r"(turns), "+&r"(offset) : "r"(step) : "ra", "t2", "t1");
    return counted;
}

static uint32_t call_same(void)   { return call_indirect(0); }
static uint32_t call_in_turn(void) { return call_indirect(8); }

static void calls(const char *figure, uint32_t (*caller)(void))
{
    caller();                                   // warm
    uint32_t start = rdcycle();
    uint32_t counted = caller();
    uint32_t cycles = rdcycle() - start;
    if (bench_check("branches", figure, counted == CALLS))
        bench_ratio("branches", figure, cycles, CALLS, "cycles/call");
}

int main(void)
{
    conditional("taken", always);
    conditional("not_taken", never);
    conditional("alternating", alternate);
    conditional("random", at_random);
    calls("call_leaf", call_leaf);
    calls("call_nested", call_nested);
    calls("indirect_same", call_same);
    calls("indirect_in_turn", call_in_turn);
    return bench_end();
}

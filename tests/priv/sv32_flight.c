// sv32_flight.c - walks in flight: for a mispredicted target whose page is gone, is another now, or faults later for
// good; for data right before a jump to a fresh page, and the reverse; with sfence.vma behind them; while other instructions go on
// over the end of a page. Nothing but what the program does may come of them. Spec: privileged 1.12, 4.2.1, 4.3.2. Harts: 1.
// limit: 600000
#include "env/sv32.h"

#define CODE (VM_VA + 40 * VM_PAGE)                  // flight_a's page, and the one behind it
#define CALL (VM_VA + 64 * VM_PAGE)                  // pages to call
#define DATA (VM_VA + 128 * VM_PAGE)                 // pages to load from
static uint32_t seed = 4711;
static _Alignas(4096) uint32_t data[4][1024];
static _Alignas(4096) uint32_t lines[3][1024];       // code over the ends of pages

// A page, and the next one twice: a1 random, a2 turns, a3 which of its bits may take the branch into the next page.
// Behind it, in pages of their own, what is called: a4 += i + t0.
extern uint32_t flight_a[], flight_loop[], flight_calls[], flight_jumps[], flight_walks[];
__asm__(".pushsection .text.flight, \"ax\"\n.balign 4096\nflight_a:\n"
        "flight_jumps:\n"                            // to a page of CALL (a5) by random bits; t0 = 0
        "    li t0, 0; li a4, 0\n"
        "1:  slli t2, a1, 13; xor a1, a1, t2; srli t2, a1, 17; xor a1, a1, t2; slli t2, a1, 5; xor a1, a1, t2\n"
        "    and t2, a1, a3; slli t2, t2, 12; add t2, t2, a5\n"
        "    jalr t1, 0(t2)\n"
        "    addi a2, a2, -1; bnez a2, 1b\n"
        "    ecall\n"
        "flight_walks:\n"                            // a1: DATA, a5: CALL, a2 turns; fresh pages for both
        "    li a4, 0; lui t3, 1\n"
        "    li t4, 33 << 12\n"
        "1:  lw t0, 0(a1); jalr t1, 0(a5)\n"
        "    add a1, a1, t4; add a5, a5, t3\n"
        "    lw t0, 4(a1); add a4, a4, t0; sub a1, a1, t4; jalr t1, 0(a5)\n"
        "    sub a5, a5, t3; sfence.vma; lw t0, 0(a1); sfence.vma\n"
        "    sw a2, 8(a1); jalr t1, 0(a5)\n"
        "    sfence.vma; jalr t1, 0(a5); lw t0, 8(a1); jalr t1, 0(a5)\n"
        "    sfence.vma; lw t0, 0(a1); add a4, a4, t0; mul a4, a4, t0; srli a4, a4, 3; addi a4, a4, 5; jalr t1, 0(a5)\n"
        "    addi a2, a2, -1; add a1, a1, t3; add a5, a5, t3; bnez a2, 1b\n"
        "    ecall\n"
        "    .balign 4096\n    .skip 3072\n"
        "flight_loop:\n    li a4, 0; li a5, 0\n"
        "1:  slli t0, a1, 13; xor a1, a1, t0; srli t0, a1, 17; xor a1, a1, t0; slli t0, a1, 5; xor a1, a1, t0\n"
        "    and t0, a1, a3; bnez t0, 3f\n"
        "    addi a5, a5, 1\n"
        "2:  addi a2, a2, -1; bnez a2, 1b\n"
        "    ecall\n"
        "    .balign 4096\n"
        "3:  addi a4, a4, 1; j 2b\n"
        "    .balign 4096\n"
        "    .option push\n.option norvc\n    addi a4, a4, 3; j 2b + 4096\n    .option pop\n"
        "    .balign 4096\nflight_calls:\n"
        ".irp i, 1, 10, 100, 1000\n    add a4, a4, t0; addi a4, a4, \\i; jr t1\n    .balign 4096\n.endr\n"
        ".popsection\n");
static const uint32_t adds[] = { 1, 10, 100, 1000 };

static uint32_t leaf_at(uint32_t va) { return (va - VM_VA) / VM_PAGE; }
static uint8_t *page_of(const uint32_t *code, unsigned n) { return (uint8_t *)flight_a + ((uint32_t)code - (uint32_t)flight_a) / VM_PAGE * VM_PAGE + n * VM_PAGE; }

static uint32_t xorshift(uint32_t x)
{
    x ^= x << 13;
    x ^= x >> 17;
    return x ^ x << 5;
}

static uint32_t go(uint32_t pc, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a5)
{
    last = (struct run){ .pc = pc, .status = MODE_S << 11, .a = { 0, a1, a2, a3, 0, a5 } };
    run_below(&last);
    return last.cause == ECALL_S ? 0 : last.cause;
}

/** The branch into the next page, which is there, gone, or another. */
static void predicted(void)
{
    uint32_t pc = CODE + ((uint32_t)flight_loop & 0xfff), at = leaf_at(CODE);
    vm_leaves[at] = pte(page_of(flight_loop, 0), RWXAD);
    for (unsigned round = 0; round < 24; round++) {
        uint32_t turns = 10 + (random_next(&seed) & 31), mask = 1u << (random_next(&seed) & 15), taken = 0, until = turns;
        uint32_t x = random_next(&seed), start = x;
        for (uint32_t i = 0; i < turns; i++) {
            x = xorshift(x);
            if (x & mask && !taken++)
                until = i;
        }
        vm_leaves[at + 1] = pte(page_of(flight_loop, 1), RWXAD);
        vm_fence();
        CHECK_EQ(go(pc, start, turns, mask, 0), 0);
        CHECK_EQ(last.a[4], taken);
        CHECK_EQ(last.a[5], turns - taken);
        vm_leaves[at + 1] = 0;                                   // gone, and never asked for
        vm_fence();
        CHECK_EQ(go(pc, start, turns, 0, 0), 0);
        CHECK_EQ(last.a[4], 0);
        CHECK_EQ(last.a[5], turns);
        if (taken) {                                             // asked for: at the right turn
            CHECK_EQ(go(pc, start, turns, mask, 0), FETCH_PAGE);
            CHECK_EQ(last.epc, CODE + VM_PAGE);
            CHECK_EQ(last.tval, CODE + VM_PAGE);
            CHECK_EQ(last.a[5], until);
            CHECK_EQ(last.a[2], turns - until);
        }
        vm_leaves[at + 1] = pte(page_of(flight_loop, 2), RWXAD); // another page
        vm_fence();
        CHECK_EQ(go(pc, start, turns, mask, 0), 0);
        CHECK_EQ(last.a[4], 3 * taken);
        CHECK_EQ(last.a[5], turns - taken);
        vm_leaves[at + 1] = 0x18000u << 10 | RWXAD;              // nowhere
        vm_fence();
        CHECK_EQ(go(pc, start, turns, 0, 0), 0);
        CHECK_EQ(last.a[5], turns);
    }
}

/** Indirect jumps among four pages, of which some go. */
static void indirect(void)
{
    uint32_t pc = CODE + ((uint32_t)flight_jumps & 0xfff), at = leaf_at(CALL);
    vm_leaves[leaf_at(CODE)] = pte(page_of(flight_jumps, 0), RWXAD);
    for (unsigned round = 0; round < 24; round++) {
        unsigned shuffle = random_next(&seed) & 3, gone = random_next(&seed) & 3;
        uint32_t start = random_next(&seed), x = start, sum = 0, turns = 20, until = 0;
        for (unsigned i = 0; i < 4; i++)
            vm_leaves[at + i] = pte(page_of(flight_calls, i ^ shuffle), RWXAD);
        vm_fence();
        for (unsigned i = 0; i < turns; i++)
            sum += adds[((x = xorshift(x)) & 3) ^ shuffle];
        CHECK_EQ(go(pc, start, turns, 3, CALL), 0);
        CHECK_EQ(last.a[4], sum);
        vm_leaves[at + gone] = 0;
        vm_fence();
        x = start;
        for (sum = 0; until < turns && ((x = xorshift(x)) & 3) != gone; until++)
            sum += adds[(x & 3) ^ shuffle];
        if (until < turns) {
            CHECK_TRAP(go(pc, start, turns, 3, CALL), FETCH_PAGE, CALL + gone * VM_PAGE);
            CHECK_EQ(last.epc, CALL + gone * VM_PAGE);
            CHECK_EQ(last.a[2], turns - until);
        }
        CHECK_EQ(go(pc, start, 20, gone >= 2 ? 1 : 0, gone < 2 ? CALL + 2 * VM_PAGE : CALL), 0);     // the others are called
    }
}

/** Walks for data and for fetch at once. */
static void both(void)
{
    uint32_t pc = CODE + ((uint32_t)flight_walks & 0xfff);
    for (unsigned i = 0; i < 4; i++) {
        poke(&data[i][0], 0x10000u * (i + 1));
        poke(&data[i][1], 0x77u + i);
    }
    for (unsigned i = 0; i < 200; i++)
        vm_leaves[leaf_at(DATA) + i] = pte(data[i % 4], RWXAD);
    for (unsigned i = 0; i < 40; i++)
        vm_leaves[leaf_at(CALL) + i] = pte(page_of(flight_calls, i % 4), RWXAD);
    vm_fence();
    uint32_t want = 0, turns = 30;
    for (uint32_t i = 0; i < turns; i++) {
        uint32_t word = 0x10000u * (i % 4 + 1), other = 0x77 + (i + 33) % 4, add = adds[i % 4];
        want += word + add;
        want += 2 * other + adds[(i + 1) % 4];
        want += 2 * (word + add) + (turns - i) + add;
        want = ((want + word) * word >> 3) + 5 + word + add;
    }
    CHECK_EQ(go(pc, DATA, turns, 0, CALL), 0);
    CHECK_EQ(last.a[4], want);
    // the load faults, the jump behind it must not have happened
    vm_leaves[leaf_at(DATA)] = 0;
    vm_fence();
    CHECK_TRAP(go(pc, DATA, turns, 0, CALL), LOAD_PAGE, DATA);
    CHECK_EQ(last.a[4], 0);
    // the jump faults, the load has been done
    vm_leaves[leaf_at(DATA)] = pte(data[0], RWXAD);
    vm_leaves[leaf_at(CALL)] = 0;
    vm_fence();
    CHECK_TRAP(go(pc, DATA, turns, 0, CALL), FETCH_PAGE, CALL);
    CHECK_EQ(last.epc, CALL);
    vm_leaves[leaf_at(CALL)] = pte(page_of(flight_calls, 0), RWXAD);
    vm_fence();
}

/** n times c.addi a4, 1 up to an ecall over the end of a page, behind an instruction that takes its time, or none. */
static void straight(void)
{
    static const uint32_t slow[] = { INSN_NOP, 0x02c5d7b3, 0x0005a783, 0x02c587b3 };      // divu, lw, mul a5, a1, a2
    for (unsigned i = 0; i < 3; i++)
        vm_leaves[leaf_at(CODE) + i] = pte(lines[i], RWXAD);
    for (unsigned first = 4; first < 40; first += 2)             // bytes before the end of the page
        for (unsigned kind = 0; kind < 4; kind++) {
            uint16_t *at = (uint16_t *)lines[1] - (first + 4) / 2, *end = (uint16_t *)lines[1] + 1 + first / 4;
            uint32_t n = 0;
            *at++ = (uint16_t)slow[kind];
            *at++ = (uint16_t)(slow[kind] >> 16);
            for (; at < end; n++)
                *at++ = 0x0705;                                  // c.addi a4, 1
            *at++ = (uint16_t)INSN_ECALL;
            *at++ = 0;
            fence_i();
            for (unsigned round = 0; round < 2; round++) {       // caches cold, then warm
                vm_fence();
                CHECK_EQ(go(CODE + VM_PAGE - first - 4, DATA, 3, 0, 0), 0);
                CHECK_EQ(last.a[4], n);
                CHECK_EQ(last.a[5], kind == 1 ? DATA / 3 : kind == 2 ? 0x10000 : kind == 3 ? DATA * 3 : 0);
            }
        }
}

int main(void)
{
    vm_open();
    vm_on(0);
    predicted();
    indirect();
    both();
    straight();
    vm_off();
    return 0;
}

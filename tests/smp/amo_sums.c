// amo_sums.c - every AMO of two harts on the same words is whole: sums, bits, extremes and tokens come out exact.
// Spec: unprivileged 8.4. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 600u
#define AMO(op, word, value) __extension__({ uint32_t old_; \
    __asm__ volatile("amo" op ".w %0, %1, (%2)" : "=r"(old_) : "r"((uint32_t)(value)), "r"(word) : "memory"); old_; })

static volatile uint32_t sum LINE, sum_again LINE;
static volatile uint32_t ored, anded, xored, minimum, maximum, uminimum, umaximum;     // sharing lines on purpose
static volatile uint32_t box;
static volatile uint32_t tokens[2][16] LINE;    // what each hart got out, minus what it put in

static int run(unsigned me)
{
    uint32_t random = 99 + me, balance = 0;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t r = random_next(&random);
        AMO("add", &sum, i + me);
        uint32_t before = AMO("add", &sum_again, 1);
        CHECK(before < 2 * ROUNDS);
        if (i < 16) {                           // each bit by one hart, once
            CHECK_EQ(AMO("or", &ored, 1u << (2 * i + me)) >> (2 * i + me) & 1, 0);
            CHECK_EQ(AMO("and", &anded, ~(1u << (2 * i + me))) >> (2 * i + me) & 1, 1);
        }
        AMO("xor", &xored, r);
        balance ^= r;
        int32_t s = (int32_t)(r >> 8) - 0x800000;
        CHECK((int32_t)AMO("min", &minimum, s) >= (int32_t)0xff000000);
        AMO("max", &maximum, s);
        AMO("minu", &uminimum, r | 4);
        AMO("maxu", &umaximum, r & ~3u);
        tokens[me][0] += AMO("swap", &box, i * 2 + me + 1) - (i * 2 + me + 1);
        tokens[me][1] = balance;
    }
    AMO("min", &minimum, -0x900000 - (int32_t)me);
    AMO("max", &maximum, 0x900000 + (int32_t)me);
    AMO("minu", &uminimum, 2 + me);
    AMO("maxu", &umaximum, 0xfffffffe + me);
    return 0;
}

static int zero(void *arg) { (void)arg; return run(0); }
static int one(void *arg) { (void)arg; return run(1); }

int main(void)
{
    anded = uminimum = UINT32_MAX;
    pair(zero, one);
    CHECK_EQ(sum, ROUNDS * (ROUNDS - 1) + ROUNDS);
    CHECK_EQ(sum_again, 2 * ROUNDS);
    CHECK_EQ(ored, UINT32_MAX);
    CHECK_EQ(anded, 0);
    CHECK_EQ(xored, tokens[0][1] ^ tokens[1][1]);
    CHECK_EQ(minimum, -0x900001);
    CHECK_EQ(maximum, 0x900001);
    CHECK_EQ(uminimum, 2);
    CHECK_EQ(umaximum, UINT32_MAX);
    CHECK_EQ(tokens[0][0] + tokens[1][0] + box, 0);     // nothing was taken twice, nothing lost
    return 0;
}

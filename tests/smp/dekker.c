// dekker.c - Dekker's and Peterson's algorithms exclude by loads, stores and fences alone. Spec: RVWMO. Harts: 2.
// limit: 300000
#include "smp/pair.h"

#define ROUNDS 250u

static volatile uint32_t wants[2][16] LINE;
static volatile uint32_t turn LINE;
static volatile uint32_t counter LINE, inside LINE;

static void section(void)
{
    CHECK_EQ(get(&inside), 0);
    put(&inside, 1);
    put(&counter, get(&counter) + 1);
    put(&inside, 0);
}

static int dekker(unsigned me)
{
    unsigned other = 1 - me;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        put(&wants[me][0], 1);
        fence_rw_rw();                          // my wish before my look at the other's
        while (get(&wants[other][0])) {
            if (get(&turn) == other) {
                put(&wants[me][0], 0);
                while (get(&turn) == other) {}
                put(&wants[me][0], 1);
                fence_rw_rw();
            }
        }
        fence_rw_rw();
        section();
        fence_rw_rw();
        put(&turn, other);
        put(&wants[me][0], 0);
    }
    return 0;
}

static int peterson(unsigned me)
{
    unsigned other = 1 - me;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        put(&wants[me][0], 1);
        fence_w_w();
        put(&turn, other);
        fence_rw_rw();
        while (get(&wants[other][0]) && get(&turn) == other) {}
        fence_rw_rw();
        section();
        fence_rw_rw();
        put(&wants[me][0], 0);
    }
    return 0;
}

static int dekker0(void *arg) { (void)arg; return dekker(0); }
static int dekker1(void *arg) { (void)arg; return dekker(1); }
static int peterson0(void *arg) { (void)arg; return peterson(0); }
static int peterson1(void *arg) { (void)arg; return peterson(1); }

int main(void)
{
    pair(dekker0, dekker1);
    CHECK_EQ(counter, 2 * ROUNDS);
    pair(peterson0, peterson1);
    CHECK_EQ(counter, 4 * ROUNDS);
    return 0;
}

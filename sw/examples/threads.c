// threads.c - two harts at work on shared memory: start and join, an atomic counter, a message
// handed over by a flag, and a merge sort on one hart and on both. Ends in PASS or FAIL.
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "twin/cycles.h"
#include "twin/hart.h"

#define OTHER  1u        // the hart we start; main() runs on hart 0
#define ADDS   1000
#define ROUNDS 100u
#define WORDS  2048u

static bool passed = true;

static void report(const char *what, bool good)
{
    printf("  %-44s %s\n", what, good ? "ok" : "WRONG");
    passed = passed && good;
}

// 1. Start and join.

static int square(void *arg)
{
    int *number = arg;
    *number *= *number;             // seen by the joiner
    return (int)hart_id();
}

static void start_and_join(void)
{
    int number = 12, who = -1;
    bool good = hart_start(OTHER, square, &number) == HART_OK
             && hart_join(OTHER, &who) == HART_OK;
    report("hart 1 squares 12 in hart 0's stack", good && who == (int)OTHER && number == 144);
}

// 2. One counter, both harts: every atomic addition counts.

static _Alignas(LINE_SIZE) atomic_int counter;

static int count(void *arg)
{
    (void)arg;
    for (int i = 0; i < ADDS; i++)
        atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed);
    return 0;
}

static void count_together(void)
{
    hart_start(OTHER, count, NULL);
    count(NULL);
    hart_join(OTHER, NULL);         // also orders hart 1's additions before this load
    report("1000 atomic additions by each hart are 2000",
           atomic_load_explicit(&counter, memory_order_relaxed) == 2 * ADDS);
}

// 3. A message of several words, published by one flag.

static struct {
    _Alignas(LINE_SIZE) uint32_t words[4];
    atomic_uint full;
} post;

static int receive(void *arg)
{
    (void)arg;
    int wrong = 0;
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        // acquire: the words, stored before full = 1, for the loads below.
        while (atomic_load_explicit(&post.full, memory_order_acquire) == 0) {}
        for (uint32_t i = 0; i < 4; i++)
            wrong += post.words[i] != round * (i + 1);
        // release: the loads above before full = 0 lets the sender overwrite.
        atomic_store_explicit(&post.full, 0, memory_order_release);
    }
    return wrong;
}

static void pass_messages(void)
{
    int wrong = -1;
    hart_start(OTHER, receive, NULL);
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        // acquire: the receiver's loads, done before full = 0, before the stores below.
        while (atomic_load_explicit(&post.full, memory_order_acquire) != 0) {}
        for (uint32_t i = 0; i < 4; i++)
            post.words[i] = round * (i + 1);
        // release: the words before full = 1, for the receiver.
        atomic_store_explicit(&post.full, 1, memory_order_release);
    }
    hart_join(OTHER, &wrong);
    report("100 messages arrive whole and in order", wrong == 0);
}

// 4. Merge sort: each hart sorts one half, hart 0 merges.

struct range { uint32_t *data, *space; unsigned words; };

static _Alignas(LINE_SIZE) uint32_t data[WORDS];
static _Alignas(LINE_SIZE) uint32_t space[WORDS];

// The two sorted halves of data become one, by way of space.
static void merge(struct range r)
{
    const uint32_t *a = r.data, *middle = a + r.words / 2, *b = middle, *end = a + r.words;
    for (uint32_t *to = r.space; to < r.space + r.words; to++)
        *to = b == end || (a < middle && *a <= *b) ? *a++ : *b++;
    memcpy(r.data, r.space, r.words * sizeof *r.data);
}

static struct range half(struct range r, unsigned which)
{
    unsigned skip = which * (r.words / 2);
    return (struct range){ r.data + skip, r.space + skip,
                           which ? r.words - r.words / 2 : r.words / 2 };
}

static void sort(struct range r)
{
    if (r.words < 2)
        return;
    sort(half(r, 0));
    sort(half(r, 1));
    merge(r);
}

static int sort_on_hart(void *arg)
{
    sort(*(struct range *)arg);
    return 0;
}

static void sort_on_two(struct range r)
{
    struct range upper = half(r, 1);
    hart_start(OTHER, sort_on_hart, &upper);
    sort(half(r, 0));
    hart_join(OTHER, NULL);
    merge(r);
}

// Fills data, sorts it, and gives the cycles it took, or 0 when the result is wrong.
static uint32_t time_sort(void (*sorter)(struct range))
{
    uint32_t seed = 1, sum = 0;
    for (unsigned i = 0; i < WORDS; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = seed;
        sum += seed;
    }
    uint32_t start = rdcycle();
    sorter((struct range){ data, space, WORDS });
    uint32_t cycles = rdcycle() - start;
    for (unsigned i = 0; i < WORDS; i++) {
        sum -= data[i];
        if (i > 0 && data[i - 1] > data[i])
            return 0;
    }
    return sum == 0 ? cycles : 0;
}

static void sort_together(void)
{
    uint32_t one = time_sort(sort), two = time_sort(sort_on_two);
    report("2048 words sorted by one hart, then by two", one != 0 && two != 0);
    if (two != 0) {
        uint32_t percent = (uint32_t)((uint64_t)one * 100 / two);
        printf("    one hart %lu cycles, two harts %lu cycles: %lu.%02lu times as fast\n",
               (unsigned long)one, (unsigned long)two,
               (unsigned long)percent / 100, (unsigned long)percent % 100);
    }
}

int main(void)
{
    printf("Twinhart with %u hart%s.\n", hart_count(), hart_count() == 1 ? "" : "s");
    if (hart_count() < 2) {
        printf("FAIL: this program needs two harts\n");
        return 1;
    }
    start_and_join();
    count_together();
    pass_messages();
    sort_together();
    printf("%s\n", passed ? "PASS" : "FAIL");
    return passed ? 0 : 1;
}

// sort.c - quicksort of 512 random words: branches nobody can predict.
#include "bench.h"

#define WORDS      512u
#define ITERATIONS 3u

static int32_t data[WORDS];

static void insertion_sort(int32_t *from, int32_t *to)
{
    for (int32_t *next = from + 1; next < to; next++) {
        int32_t value = *next, *at = next;
        for (; at > from && at[-1] > value; at--)
            *at = at[-1];
        *at = value;
    }
}

static void quicksort(int32_t *from, int32_t *to)
{
    while (to - from > 8) {
        int32_t pivot = from[(to - from) / 2];
        int32_t *low = from, *high = to - 1;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high) {
                int32_t value = *low;
                *low++ = *high;
                *high-- = value;
            }
        }
        quicksort(from, high + 1);
        from = low;
    }
    insertion_sort(from, to);
}

// @return 1 when data is sorted and has the sum it had before.
static uint32_t kernel(void)
{
    uint32_t seed = 1, sum = 0;
    for (unsigned i = 0; i < WORDS; i++) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (int32_t)seed;
        sum += seed;
    }
    quicksort(data, data + WORDS);
    bool ordered = true;
    for (unsigned i = 0; i < WORDS; i++) {
        sum -= (uint32_t)data[i];
        ordered = ordered && (i == 0 || data[i - 1] <= data[i]);
    }
    return ordered && sum == 0;
}

int main(void)
{
    bench_kernel("sort", kernel, 1, ITERATIONS);
    return bench_end();
}

// matmul.c - 24 x 24 words: multiply and add over rows and columns that fit in the cache.
#include "bench.h"

#define SIDE       24u
#define ITERATIONS 3u

static uint32_t a[SIDE][SIDE], b[SIDE][SIDE], c[SIDE][SIDE];

// @return the sum of all elements of a times b.
static uint32_t kernel(void)
{
    uint32_t total = 0;
    for (unsigned i = 0; i < SIDE; i++)
        for (unsigned j = 0; j < SIDE; j++) {
            uint32_t sum = 0;
            for (unsigned k = 0; k < SIDE; k++)
                sum += a[i][k] * b[k][j];
            c[i][j] = sum;
            total += sum;
        }
    return total;
}

int main(void)
{
    uint32_t expect = 0;
    for (unsigned i = 0; i < SIDE; i++)
        for (unsigned j = 0; j < SIDE; j++) {
            a[i][j] = i * 3 + j * j + 1;
            b[i][j] = i * j * 7 + 5;
        }
    for (unsigned k = 0; k < SIDE; k++) {   // the same sum, columns of a times rows of b
        uint32_t column = 0, row = 0;
        for (unsigned i = 0; i < SIDE; i++) {
            column += a[i][k];
            row += b[k][i];
        }
        expect += column * row;
    }
    bench_kernel("matmul", kernel, expect, ITERATIONS);
    return bench_end();
}

// sieve.c - primes below 8192 by Eratosthenes' sieve: byte stores with growing strides.
#include <string.h>
#include "bench.h"

#define LIMIT      8192u
#define PRIMES     1028u    // pi(8192)
#define ITERATIONS 3u

static uint8_t composite[LIMIT];

static uint32_t kernel(void)
{
    uint32_t primes = 0;
    memset(composite, 0, sizeof composite);
    for (unsigned i = 2; i < LIMIT; i++) {
        if (composite[i])
            continue;
        primes++;
        for (unsigned j = i * i; j < LIMIT; j += i)
            composite[j] = 1;
    }
    return primes;
}

int main(void)
{
    bench_kernel("sieve", kernel, PRIMES, ITERATIONS);
    return bench_end();
}

// timer.c - 64-bit clock and compare registers over a 32-bit bus.
#include "clint.h"
#include "twin/cycles.h"
#include "twin/hart.h"
#include "twin/timer.h"

// A 64-bit value whose halves are read one by one: right when high did not change meanwhile.
#define READ64(high, low) __extension__({ \
    uint32_t high_, low_; \
    do { high_ = (high); low_ = (low); } while (high_ != (high)); \
    (uint64_t)high_ << 32 | low_; })

uint64_t timer_now(void)
{
    return READ64(CLINT->mtime.high, CLINT->mtime.low);
}

uint64_t rdcycle64(void)
{
    return READ64(csr_read(cycleh), csr_read(cycle));
}

uint64_t rdinstret64(void)
{
    return READ64(csr_read(instreth), csr_read(instret));
}

void timer_set(uint64_t when)
{
    struct clint_time *compare = &CLINT->mtimecmp[hart_id()];
    compare->low = UINT32_MAX;  // no mixture of old and new half is earlier than both
    compare->high = (uint32_t)(when >> 32);
    compare->low = (uint32_t)when;
}

void timer_stop(void)
{
    timer_set(UINT64_MAX);
}

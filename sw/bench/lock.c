// lock.c - both harts in and out of one lock that guards a counter in the same line: cycles for a
// section (lock, increment, unlock), and how often the lock changed hands between two sections.
#include "bench.h"

#define SECTIONS 200u       // of each hart

static struct {
    _Alignas(LINE_SIZE) struct spin_lock spin;
    struct ticket_lock ticket;
    volatile uint32_t counter;
} shared;

// What each section of a hart counted, in the hart's own lines: the section itself stays as short
// as it can be.
static struct { _Alignas(LINE_SIZE) uint32_t counted[SECTIONS]; } logs[2];

static void spin_sections(unsigned hart)
{
    for (unsigned i = 0; i < SECTIONS; i++) {
        spin_lock(&shared.spin);
        uint32_t count = shared.counter++;
        spin_unlock(&shared.spin);
        logs[hart].counted[i] = count;
    }
}

static void ticket_sections(unsigned hart)
{
    for (unsigned i = 0; i < SECTIONS; i++) {
        ticket_lock(&shared.ticket);
        uint32_t count = shared.counter++;
        ticket_unlock(&shared.ticket);
        logs[hart].counted[i] = count;
    }
}

static void measure(const char *name, void (*sections)(unsigned))
{
    int owner[2 * SECTIONS];        // who counted which value, -1: nobody yet
    bool good = true;
    uint32_t changes = 0;

    shared.counter = 0;
    uint32_t cycles = bench_both(name, sections);
    if (cycles == 0)
        return;
    for (unsigned count = 0; count < 2 * SECTIONS; count++)
        owner[count] = -1;
    for (int hart = 0; hart < 2; hart++)
        for (unsigned i = 0; i < SECTIONS; i++) {
            uint32_t count = logs[hart].counted[i];
            good = good && count < 2 * SECTIONS && owner[count] == -1;
            if (good)
                owner[count] = hart;
        }
    for (unsigned count = 1; count < 2 * SECTIONS; count++)
        changes += owner[count] != owner[count - 1];
    if (!bench_check(name, "each count once", good && shared.counter == 2 * SECTIONS))
        return;
    bench_ratio(name, "section", cycles, 2 * SECTIONS, "cycles");
    bench_ratio(name, "changed_hands", changes * 100, 2 * SECTIONS - 1, "percent");
}

int main(void)
{
    measure("spin_lock", spin_sections);
    measure("ticket_lock", ticket_sections);
    return bench_end();
}

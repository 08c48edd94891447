// strings.c - records with names: assignment, copying, comparing, and a sorted index.
#include <string.h>
#include "bench.h"

#define RECORDS    64u
#define ITERATIONS 4u
#define EXPECT     0xe2b7004du

struct record {
    char name[32];
    unsigned kind, count;
    struct record *partner;
};

static struct record records[RECORDS];
static struct record *by_name[RECORDS];

// The place in by_name[0 .. length - 1] before which a name belongs.
static unsigned place(const char *name, unsigned length)
{
    unsigned low = 0, high = length;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (strcmp(by_name[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void make_name(char *name, unsigned number)
{
    static const char *const stems[] = {
        "PIPELINE STAGE ", "CACHE LINE NUMBER ", "TICKET ", "MAILBOX OF HART "
    };
    size_t length = strlen(strcpy(name, stems[number % 4]));
    name[length]     = (char)('A' + number * 7 % 26);
    name[length + 1] = (char)('a' + number * 11 % 26);
    name[length + 2] = '\0';
}

static uint32_t kernel(void)
{
    struct record last = { .kind = 1 };

    for (unsigned i = 0; i < RECORDS; i++) {
        struct record *record = &records[i];
        *record = last;
        make_name(record->name, i);
        record->kind = strcmp(record->name, last.name) > 0 ? 2 : 3;
        record->count = last.count + (unsigned)strlen(record->name);
        record->partner = &records[i / 2];
        last = *record;

        unsigned at = place(record->name, i);
        memmove(&by_name[at + 1], &by_name[at], (i - at) * sizeof by_name[0]);
        by_name[at] = record;
    }

    uint32_t hash = 2166136261u;        // FNV-1a over names in order and what hangs on them
    for (unsigned i = 0; i < RECORDS; i++) {
        const struct record *record = by_name[i];
        for (const char *c = record->name; *c != '\0'; c++)
            hash = (hash ^ (uint8_t)*c) * 16777619u;
        hash ^= record->kind + record->partner->count;
    }
    return hash;
}

int main(void)
{
    bench_kernel("strings", kernel, EXPECT, ITERATIONS);
    return bench_end();
}

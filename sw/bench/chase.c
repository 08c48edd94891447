// chase.c - a load that needs the one before: cycles for a turn of lw, addi, bne, when the load
// hits, and when it misses. The ring of the miss has 4096 nodes, each in a line of its own, in an
// order without a constant stride through 1 MiB, so neither a cache of up to 128 KiB nor a stride
// prefetcher helps.
#include "bench.h"

#define LINES      (1024u * 1024 / LINE_SIZE)   // of 1 MiB
#define MISS_RING  4096u
#define MISS_TURNS 3072u
#define WARM_TURNS 1024u        // 1024 + 3072: the walk ends where it began
#define HIT_RING   8u
#define HIT_TURNS  8000u

struct node { _Alignas(LINE_SIZE) struct node *next; };

static struct node memory[LINES] __attribute__((section(".noinit")));

static struct node *walk(struct node *node, uint32_t turns)
{
    __asm__ volatile(
        ".balign 8\n"                   // in one block of fetch, whatever else is linked
        "1: lw   %0, 0(%0)\n"
        "   addi %1, %1, -1\n"
        "   bnez %1, 1b\n"
        : "+&r"(node), "+&r"(turns) : : "memory");
    return node;
}

// Links the first lines of a sequence that visits every line once in LINES steps (a - 1 is a
// multiple of 4 and c is odd: Hull and Dobell) to a ring.
static void make_ring(uint32_t nodes)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < nodes; i++) {
        uint32_t next = (at * 1229 + 5471) % LINES;
        memory[at].next = &memory[next];
        at = next;
    }
    memory[at].next = &memory[0];
}

int main(void)
{
    make_ring(HIT_RING);
    walk(memory, 2 * HIT_RING);
    uint32_t start = rdcycle();
    const struct node *hit_end = walk(memory, HIT_TURNS);
    uint32_t hit = rdcycle() - start;

    make_ring(MISS_RING);
    struct node *middle = walk(memory, WARM_TURNS);     // writes back what make_ring left dirty
    start = rdcycle();
    const struct node *miss_end = walk(middle, MISS_TURNS);
    uint32_t miss = rdcycle() - start;

    if (bench_check("chase", "hit", hit_end == memory))
        bench_ratio("chase", "hit", hit, HIT_TURNS, "cycles/turn");
    if (bench_check("chase", "miss", middle != memory && miss_end == memory))
        bench_ratio("chase", "miss", miss, MISS_TURNS, "cycles/turn");
    return bench_end();
}

// mix.c - list processing, small matrices and a state machine, each result folded into a CRC: the
// three kinds of work that benchmarks of embedded processors mix. On one hart, then on both with
// private data.
#include <stddef.h>
#include "bench.h"

#define NODES      64u
#define SIDE       12u
#define TEXT       256u
#define ITERATIONS 4u
#define EXPECT     0x9d21u

struct node {
    struct node *next;
    int16_t value, order;
};

struct mix {
    _Alignas(LINE_SIZE) struct node nodes[NODES];
    struct node *head;
    int16_t a[SIDE][SIDE], b[SIDE][SIDE];
    int32_t product[SIDE][SIDE];
    char text[TEXT];
};

static struct mix mixes[2];     // one for each hart

static uint16_t crc16(uint16_t crc, uint32_t word)
{
    for (unsigned bit = 0; bit < 32; bit++, word >>= 1)
        crc = (uint16_t)((crc >> 1) ^ (((crc ^ word) & 1) != 0 ? 0xa001 : 0));
    return crc;
}

// Lists: search, reverse, merge sort by either key.

static const struct node *find(const struct node *list, int16_t value)
{
    while (list != NULL && list->value != value)
        list = list->next;
    return list;
}

static struct node *reverse(struct node *list)
{
    struct node *done = NULL;
    while (list != NULL) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static int by_value(const struct node *a, const struct node *b) { return a->value - b->value; }
static int by_order(const struct node *a, const struct node *b) { return a->order - b->order; }

static struct node *sort(struct node *list, unsigned length,
                         int (*compare)(const struct node *, const struct node *))
{
    if (length < 2) {
        if (length == 1)
            list->next = NULL;
        return list;
    }
    struct node *b = list, *merged = NULL, **tail = &merged;
    for (unsigned i = 0; i < length / 2; i++)
        b = b->next;
    b = sort(b, length - length / 2, compare);
    struct node *a = sort(list, length / 2, compare);
    while (a != NULL && b != NULL) {
        struct node **least = compare(a, b) <= 0 ? &a : &b;
        *tail = *least;
        tail = &(*least)->next;
        *least = *tail;
    }
    *tail = a != NULL ? a : b;
    return merged;
}

static uint16_t lists(struct mix *mix, uint16_t crc)
{
    for (int16_t value = 0; value < 160; value = (int16_t)(value + 20)) {
        const struct node *found = find(mix->head, value);
        crc = crc16(crc, found != NULL ? (uint32_t)found->order : 0xffff);
        mix->head = reverse(mix->head);
    }
    mix->head = sort(mix->head, NODES, by_value);
    for (const struct node *node = mix->head; node != NULL; node = node->next->next)
        crc = crc16(crc, (uint32_t)node->value << 16 | (uint16_t)node->order);
    mix->head = sort(mix->head, NODES, by_order);
    return crc;
}

// Matrices: product, and fields of its elements.

static uint16_t matrices(struct mix *mix, uint16_t crc)
{
    for (unsigned i = 0; i < SIDE; i++)
        for (unsigned j = 0; j < SIDE; j++) {
            int32_t sum = 0;
            for (unsigned k = 0; k < SIDE; k++)
                sum += mix->a[i][k] * mix->b[k][j];
            mix->product[i][j] = sum;
        }
    for (unsigned i = 0; i < SIDE; i++) {
        uint32_t fields = 0;
        for (unsigned j = 0; j < SIDE; j++)
            fields += ((uint32_t)mix->product[i][j] >> 3 & 0x3f) * (j + 1);
        crc = crc16(crc, fields);
    }
    return crc;
}

// A state machine that classifies comma-separated numbers.

enum state { START, SIGN, INTEGER, POINT, FRACTION, EXPONENT, POWER, JUNK, STATES };

static enum state step(enum state state, char c)
{
    bool digit = c >= '0' && c <= '9';
    if (c == ',')
        return START;
    switch (state) {
    case START:    return digit ? INTEGER : c == '-' || c == '+' ? SIGN : c == '.' ? POINT : JUNK;
    case SIGN:     return digit ? INTEGER : c == '.' ? POINT : JUNK;
    case INTEGER:  return digit ? INTEGER : c == '.' ? FRACTION : c == 'e' ? EXPONENT : JUNK;
    case POINT:    return digit ? FRACTION : JUNK;
    case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : JUNK;
    case EXPONENT: return digit || c == '-' ? POWER : JUNK;
    case POWER:    return digit ? POWER : JUNK;
    default:       return JUNK;
    }
}

static uint16_t states(const struct mix *mix, uint16_t crc)
{
    uint32_t visits[STATES] = { 0 }, ends[STATES] = { 0 };
    enum state state = START;
    for (unsigned i = 0; i < TEXT; i++) {
        if (mix->text[i] == ',')
            ends[state]++;
        state = step(state, mix->text[i]);
        visits[state]++;
    }
    for (unsigned i = 0; i < STATES; i++)
        crc = crc16(crc, visits[i] << 16 | ends[i]);
    return crc;
}

static void fill(struct mix *mix)
{
    static const char tokens[] = "12,-7.25,+.5e9,1e-12,0x1f,3.,hello,-,65535,.,4.0e2,99e,";
    for (unsigned i = 0; i < NODES; i++)
        mix->nodes[i] = (struct node){ .next = i + 1 < NODES ? &mix->nodes[i + 1] : NULL,
                                       .value = (int16_t)(i * 73 % 128), .order = (int16_t)i };
    mix->head = mix->nodes;
    for (unsigned i = 0; i < SIDE; i++)
        for (unsigned j = 0; j < SIDE; j++) {
            mix->a[i][j] = (int16_t)(i * 31 + j * 17 - 200);
            mix->b[i][j] = (int16_t)(i * j * 5 - 90);
        }
    for (unsigned i = 0; i < TEXT; i++)
        mix->text[i] = tokens[i % (sizeof tokens - 1)];
}

static uint32_t iterate(struct mix *mix)
{
    return states(mix, matrices(mix, lists(mix, 0xffff)));
}

static uint32_t kernel(void)
{
    return iterate(&mixes[0]);
}

static bool good[2];

static void several(unsigned hart)
{
    bool right = true;
    for (unsigned i = 0; i < ITERATIONS; i++)
        right = (iterate(&mixes[hart]) == EXPECT) && right;
    good[hart] = right;
}

int main(void)
{
    fill(&mixes[0]);
    fill(&mixes[1]);
    bench_kernel("mix", kernel, EXPECT, ITERATIONS);

    uint32_t start = rdcycle();
    several(0);
    uint32_t alone = rdcycle() - start;
    bench_both("mix", several);                     // hart 1's caches and predictors are cold
    uint32_t both = bench_both("mix", several);
    if (both != 0 && bench_check("mix", "both harts", good[0] && good[1]))
        bench_ratio("mix", "two_hart_throughput", 2 * alone, both, "times");
    return bench_end();
}

/* sdcard_test.c - the loader's SD driver against a card of each kind, and against cards that fail. Built for the host, with
 * the driver's own file and a card at byte level in place of the SPI host. Physical Layer Simplified Specification 2.00. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "loader.h"
#include "spi.h"

enum kind { OLD, STANDARD, HIGH, ABSENT, NEVER_READY, FAILS_TO_READ };

static struct {
    enum kind kind;
    int clocks, polls, count, out_at, out_bytes;
    bool selected, idle, ready, app, wants;
    uint32_t hz, length, address;
    uint8_t command[6], out[BLOCK + 16];
} card;
static uint32_t ticks;
static char said[200];
static struct loader loader;

#define CHECK(x) ((x) ? (void)0 : (printf("line %d, card %d: %s; said \"%s\"\n", __LINE__, card.kind, #x, said), exit(1)))

uint32_t now(void) { return ticks; }
void console_text(const char *text) { strcat(said, text); }

static void answer(int r1)
{
    card.out_bytes = card.out_at = 0;
    card.out[card.out_bytes++] = 0xff;
    card.out[card.out_bytes++] = (uint8_t)(r1 | card.idle);
}

static void word(uint32_t v)
{
    for (int s = 24; s >= 0; s -= 8) card.out[card.out_bytes++] = (uint8_t)(v >> s);
}

static uint8_t cell(uint32_t block, uint32_t i) { return (uint8_t)(block * 7 + i); }

static void execute(void)
{
    uint32_t index = card.command[0] & 63, arg = (uint32_t)card.command[1] << 24 | (uint32_t)card.command[2] << 16 |
                     (uint32_t)card.command[3] << 8 | card.command[4];
    bool app = card.app, v2 = card.kind != OLD;

    card.app = false;
    if (index == 0) {
        CHECK(card.command[5] == 0x95 && card.clocks >= 74);
        card.idle = true;
        card.polls = 0;
        answer(0);
    } else if (index == 8) {
        CHECK(card.command[5] == 0x87);
        answer(v2 ? 0 : 4);
        if (v2) word(arg & 0xfff);
    } else if (index == 55) {
        card.app = true;
        answer(0);
    } else if (index == 41 && app) {
        card.wants = arg >> 30 & 1;
        CHECK(v2 || !card.wants);
        if (card.kind != NEVER_READY && ++card.polls == 5) card.idle = false;
        answer(0);
    } else if (index == 58) {
        answer(0);
        word(0x80ff8000u | (card.kind >= HIGH ? 1u << 30 : 0));
    } else if (index == 16) {
        card.length = arg;
        answer(0);
    } else if (index == 17) {
        uint32_t block = card.kind >= HIGH ? arg : arg / BLOCK;
        CHECK(card.kind >= HIGH ? true : arg % BLOCK == 0 && card.length == BLOCK);
        CHECK(!card.idle);
        answer(0);
        card.out[card.out_bytes++] = 0xff;
        if (card.kind == FAILS_TO_READ) {
            card.out[card.out_bytes++] = 0x01;
            return;
        }
        card.out[card.out_bytes++] = 0xfe;
        for (uint32_t i = 0; i < BLOCK; i++) card.out[card.out_bytes++] = cell(block, i);
        word(0x12340000);
    } else {
        answer(4);
    }
}

void spi_setup(uint32_t select, uint32_t hz)
{
    CHECK(select == SPI_CARD && hz <= (card.idle || !card.clocks ? 400000u : 25000000u));
    card.hz = hz;
    card.selected = false;
}
void spi_select(void) { card.selected = true; }
void spi_release(void)
{
    card.selected = false;
    card.count = card.out_at = card.out_bytes = 0;
    spi_byte(0xff);
}
uint8_t spi_byte(uint8_t byte)
{
    uint8_t out = 0xff;

    ticks += 20;
    if (!card.selected || card.kind == ABSENT) {
        card.clocks += card.selected ? 0 : 8;
        return 0xff;
    }
    if (card.out_at < card.out_bytes) out = card.out[card.out_at++];
    if (card.count || byte >> 6 == 1) card.command[card.count++] = byte;
    if (card.count == 6) {
        card.count = 0;
        execute();
    }
    return out;
}

// Reads the first block and one far behind, as an image would be read.
void boot_image(struct loader *l, const char *name, read_block *read)
{
    strcat(said, name);
    for (uint32_t block = 0; block < 3000; block += 2999) {
        if (!read(l, block)) {
            strcat(said, "cannot be read");
            return;
        }
        for (uint32_t i = 0; i < BLOCK; i++) CHECK(l->frame.payload[i] == cell(64 + block, i));
    }
    strcat(said, "good");
}

int main(void)
{
    static const char *want[] = { "good", "good", "good", "no card\r\n", "the card does not start\r\n", "cannot be read" };

    for (enum kind kind = OLD; kind <= FAILS_TO_READ; kind++) {
        char all[100] = "SD card: ";
        memset(&card, 0, sizeof card);
        card.kind = kind;
        said[0] = 0;
        uint32_t from = now();
        boot_card(&loader);
        CHECK(strcmp(said, strcat(all, want[kind])) == 0);
        CHECK(!card.selected);
        CHECK(kind != NEVER_READY || (now() - from >= 1000 * TICKS_MS && now() - from < 1100 * TICKS_MS));
        CHECK(kind == ABSENT || card.wants == (kind != OLD));
    }
    printf("all cards\n");
    return 0;
}

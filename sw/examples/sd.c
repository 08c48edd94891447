// sd.c - reads block 0 of the SD card, shows its first bytes, counts this visit in block 1 and reads it back.
// Needs a card: make run APP=sd ARGS=--sd=card.img, with any file of a multiple of 512 bytes.
// sd: 64
// qemu: no (virt has no SPI)
#include <stdio.h>
#include <string.h>
#include "twin/sd.h"
#include "twin/timer.h"

#define CORE_HZ (10 * TIMER_HZ)     // in simulation

static const char mark[] = "Twinhart was here";

static int fail(const char *what, int result)
{
    printf("%s: %s\n", what,
           result == SD_NO_CARD ? "there is no card: --sd=FILE" : result == SD_TIMEOUT ? "no answer in time" :
           result == SD_DAMAGED ? "wrong CRC" : result == SD_PROTECTED ? "write-protected" : "refused");
    return 1;
}

int main(void)
{
    static uint8_t block[SD_BLOCK], back[SD_BLOCK];
    uint32_t blocks, visits = 0;
    int result = sd_init(CORE_HZ, &blocks);

    if (result != SD_OK)
        return fail("start", result);
    printf("A card of up to %lu blocks.\n", (unsigned long)blocks);
    if ((result = sd_read(0, block)) != SD_OK)
        return fail("read", result);
    printf("Block 0:");
    for (unsigned i = 0; i < 16; i++)
        printf(" %02x", block[i]);
    printf("\n");

    if ((result = sd_read(1, block)) != SD_OK)
        return fail("read", result);
    if (memcmp(block, mark, sizeof mark) == 0)
        memcpy(&visits, block + sizeof mark, sizeof visits);
    else
        memset(block, 0, sizeof block);
    visits++;
    memcpy(block, mark, sizeof mark);
    memcpy(block + sizeof mark, &visits, sizeof visits);
    if ((result = sd_write(1, block)) != SD_OK)
        return fail("write", result);
    if ((result = sd_read(1, back)) != SD_OK)
        return fail("read back", result);
    if (memcmp(block, back, SD_BLOCK) != 0)
        return fail("read back", SD_DAMAGED);
    printf("Block 1 says: visit %lu.\n", (unsigned long)visits);
    return 0;
}

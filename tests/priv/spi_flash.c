// spi_flash.c - the SPI host against the simulator's flash: registers, FIFO ends, order of bits, the ways of selecting, a
// page written and read back, watermark interrupts through the PLIC. Spec: SiFive FU540-C000 manual, chapter SPI;
// docs/ref/spi.md. Harts: 1.
// limit: 400000
// qemu: no (virt has no SPI)
#include "env/check.h"
#include "twin/irq.h"

static volatile uint32_t *const spi = (volatile uint32_t *)0x10040000;
static volatile uint32_t *const plic = (volatile uint32_t *)0x0c000000;
enum {                                  // word offsets
    SCKDIV = 0x00, SCKMODE = 0x01, CSID = 0x04, CSDEF = 0x05, CSMODE = 0x06, DELAY0 = 0x0a, DELAY1 = 0x0b, FMT = 0x10,
    TXDATA = 0x12, RXDATA = 0x13, TXMARK = 0x14, RXMARK = 0x15, IE = 0x1c, IP = 0x1d
};
enum { AUTO = 0, HOLD = 2, OFF = 3, FLASH = 1, SOURCE = 12 };
enum { LSB_FIRST = 4, TRANSMIT_ONLY = 8 };
#define FLAG 0x80000000u

static uint32_t exchange(uint32_t byte)
{
    uint32_t got;
    spi[TXDATA] = byte;
    do got = spi[RXDATA]; while (got & FLAG);
    return got;
}

static void drain(void) { while ((spi[RXDATA] & FLAG) == 0) {} }

// Ends a transaction: nothing that is sent now is heard.
static void release(void)
{
    spi[CSMODE] = OFF;
    exchange(0);
}

static void registers(void)
{
    static const uint32_t table[][3] = {    // register, after reset, after all ones
        {SCKDIV, 3, 0xfff}, {SCKMODE, 0, 3}, {CSID, 0, 1}, {CSDEF, 3, 3}, {CSMODE, 0, 3}, {DELAY0, 0x10001, 0x10001},
        {DELAY1, 1, 1}, {FMT, 0x80000, 0x8000c}, {TXMARK, 0, 7}, {RXMARK, 0, 7}, {IE, 0, 3}, {0x18, 0, 0}, {0x3ff, 0, 0},
    };
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++)
        CHECK_EQ(spi[table[i][0]], table[i][1]);
    CHECK_EQ(spi[TXDATA], 0);
    CHECK_EQ(spi[RXDATA], FLAG);
    CHECK_EQ(spi[IP], 0);
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
        spi[table[i][0]] = ~0u;
        CHECK_EQ(spi[table[i][0]], table[i][2]);
    }
    *(volatile uint8_t *)&spi[SCKDIV] = 1;      // narrow accesses do nothing
    *(volatile uint16_t *)&spi[SCKDIV] = 1;
    CHECK_EQ(*(volatile uint8_t *)&spi[SCKDIV], 0);
    CHECK_EQ(*(volatile uint16_t *)&spi[SCKDIV], 0);
    CHECK_EQ(spi[SCKDIV], 0xfff);
    spi[IE] = spi[SCKMODE] = spi[FMT] = spi[TXMARK] = spi[RXMARK] = 0;
    spi[CSMODE] = OFF;
    spi[SCKDIV] = 1;
}

static void fifo_ends(void)
{
    unsigned count = 0;
    spi[SCKDIV] = 100;
    spi[CSMODE] = OFF;
    while ((spi[TXDATA] & FLAG) == 0) {
        spi[TXDATA] = count++;
        CHECK(count < 20);
    }
    CHECK_EQ(count, 9);                 // one is on its way
    spi[TXDATA] = 99;                   // lost
    spi[TXMARK] = 1;
    while ((spi[IP] & 1) == 0) {}
    while ((spi[IP] & 2) == 0) {}
    spi[RXMARK] = 7;
    while ((spi[IP] & 2) == 0) {}       // eight have come; the ninth has no room
    spi[SCKDIV] = 0;
    for (unsigned turns = 0; turns < 2000; turns++)
        (void)spi[IP];
    for (unsigned i = 0; i < 8; i++)
        CHECK_EQ(spi[RXDATA], 0xff);    // nobody answers
    CHECK_EQ(spi[RXDATA], FLAG);
    CHECK_EQ(spi[IP], 1);
    spi[TXMARK] = 0;
    spi[RXMARK] = 1;
    spi[SCKDIV] = 1;
    exchange(0);
    CHECK_EQ(spi[IP], 0);
    spi[TXDATA] = 0;
    for (unsigned turns = 0; turns < 200; turns++)
        (void)spi[IP];
    CHECK_EQ(spi[IP], 0);               // one, which is not above the mark
    spi[RXMARK] = 0;
    CHECK_EQ(spi[IP], 2);
    drain();
}

static uint32_t identify(void)
{
    uint32_t id;
    exchange(0x9f);
    id = exchange(0) << 16;
    id |= exchange(0) << 8;
    return id | exchange(0);
}

static void selecting(void)
{
    spi[CSID] = FLASH;
    for (unsigned mode = 0; mode < 4; mode += 3) {      // both are the flash's
        spi[SCKMODE] = mode;
        spi[CSMODE] = HOLD;
        CHECK_EQ(identify(), 0xef4018);
        release();
    }
    spi[SCKMODE] = 0;
    spi[FMT] = LSB_FIRST;
    spi[CSMODE] = HOLD;
    exchange(0xf9);                     // 9f from its other end
    CHECK_EQ(exchange(0), 0xf7);        // ef
    release();
    spi[FMT] = 0;
    spi[CSMODE] = AUTO;                 // each byte is a transaction of its own: no command gets an answer
    CHECK_EQ(identify(), 0xffffff);
    spi[CSMODE] = OFF;
    CHECK_EQ(identify(), 0xffffff);
    spi[CSMODE] = HOLD;
    spi[CSID] = 0;                      // nobody there without --sd
    CHECK_EQ(identify(), 0xffffff);
    spi[CSID] = FLASH;
    CHECK_EQ(identify(), 0xef4018);
    spi[CSID] = 0;                      // away and back ends a transaction
    spi[CSID] = FLASH;
    CHECK_EQ(exchange(0), 0xff);
    release();
    spi[CSDEF] = 1;                     // the flash selected by default, others by hand
    spi[CSMODE] = OFF;
    CHECK_EQ(identify(), 0xef4018);
    spi[CSDEF] = 3;

    // A driver ends a message and begins the next within the last byte: the select goes all the same.
    spi[SCKDIV] = 60;
    spi[TXMARK] = 1;
    spi[CSMODE] = HOLD;
    spi[FMT] = TRANSMIT_ONLY;
    spi[TXDATA] = 0x9f;
    while ((spi[IP] & 1) == 0) {}
    spi[CSMODE] = AUTO;
    spi[FMT] = 0;
    spi[CSMODE] = HOLD;
    spi[SCKDIV] = 1;
    for (unsigned i = 0; i < 3; i++)
        CHECK_EQ(exchange(0), 0xff);    // a command that is none; 9f itself was not kept
    CHECK_EQ(spi[RXDATA], FLAG);
    spi[TXMARK] = 0;
    release();
}

static void begin(uint32_t command, uint32_t address)
{
    spi[CSMODE] = HOLD;
    exchange(command);
    for (unsigned shift = 24; shift > 0; shift -= 8)
        exchange(address >> (shift - 8) & 0xff);
}

static void wait_flash(void)
{
    uint32_t status;
    do {
        spi[CSMODE] = HOLD;
        exchange(5);
        status = exchange(0);
        release();
    } while (status & 1);
}

static void write_page(void)
{
    spi[CSMODE] = HOLD;
    exchange(6);                        // write enable
    release();
    begin(2, 0x123400);
    for (unsigned i = 0; i < 64; i++)
        exchange(i * 5);
    release();
    wait_flash();
    begin(3, 0x123400);
    for (unsigned i = 0; i < 66; i++)
        CHECK_EQ(exchange(0), i < 64 ? i * 5 & 0xff : 0xff);
    release();
}

static volatile uint32_t woken;

static void on_external(void)
{
    uint32_t id = plic[0x200004 / 4];
    CHECK_EQ(id, SOURCE);
    woken = spi[IP];
    spi[IE] = 0;
    plic[0x200004 / 4] = id;
}

static uint32_t sleep_until_woken(void)
{
    uint32_t state = irq_save();
    while (woken == 0) {
        irq_wait();
        irq_restore(state);
        state = irq_save();
    }
    irq_restore(state);
    return woken;
}

static void interrupts(void)
{
    irq_handle(IRQ_EXTERNAL, on_external);
    plic[SOURCE] = 1;
    CHECK_EQ(plic[SOURCE], 1);
    plic[0x2000 / 4] = 1u << SOURCE;
    irq_enable(IRQ_EXTERNAL);
    irq_on();
    spi[CSMODE] = OFF;
    spi[SCKDIV] = 20;
    for (unsigned mark = 0; mark < 8; mark++) {         // woken by the byte that passes the mark, not before
        unsigned count = 0;
        spi[RXMARK] = mark;
        woken = 0;
        spi[IE] = 2;
        for (unsigned i = 0; i <= mark; i++)
            spi[TXDATA] = 0;
        CHECK_EQ(sleep_until_woken(), 2);
        while ((spi[RXDATA] & FLAG) == 0)
            count++;
        CHECK_EQ(count, mark + 1);
    }
    spi[TXMARK] = 3;
    woken = 0;
    for (unsigned i = 0; i < 6; i++)
        spi[TXDATA] = i;
    spi[IE] = 1;
    CHECK_EQ(woken, 0);                 // five wait
    CHECK_EQ(sleep_until_woken() & 1, 1);
    CHECK_EQ(plic[0x1000 / 4] & 1u << SOURCE, 0);
}

int main(void)
{
    registers();
    fifo_ends();
    selecting();
    write_page();
    interrupts();
    return 0;
}

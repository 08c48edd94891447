// gpio_pins.c - the pins: registers, inputs from outside, driven pins read back, what is pending of each kind and how it is
// cleared, one interrupt through the PLIC for all. Spec: SiFive FU540-C000 manual, chapter GPIO; docs/ref/gpio.md. Harts: 1.
// limit: 100000
// run: --gpio-in=0x5a
// qemu: no (virt has no GPIO)
#include "env/check.h"
#include "twin/gpio.h"
#include "twin/irq.h"

static volatile uint32_t *const word = (volatile uint32_t *)0x10060000;
static volatile uint32_t *const plic = (volatile uint32_t *)0x0c000000;
enum { INPUT, INPUT_ON, OUTPUT_ON, OUTPUT, RISE = 6, FALL = 8, HIGH = 10, LOW = 12 };     // kinds: enable, pending
enum { OUTSIDE = 0x5a };

// Levels of driven pins go out and come back through synchronisers.
static void settle(void)
{
    for (unsigned i = 0; i < 4; i++)
        (void)word[INPUT];
}

static void registers(void)
{
    for (unsigned i = 0; i < 20; i++)
        CHECK_EQ(word[i], i == LOW + 1 ? 0xff : 0);
    for (unsigned i = INPUT_ON; i < 20; i++)
        if (i < RISE || (i & 1) == 0)
            word[i] = ~0u;
    for (unsigned i = INPUT_ON; i < 20; i++)
        if (i < RISE || (i & 1) == 0)
            CHECK_EQ(word[i], i <= OUTPUT || (i >= RISE && i <= LOW) ? (i == 4 ? 0 : 0xff) : 0);
    *(volatile uint8_t *)&word[OUTPUT] = 0;     // narrow accesses do nothing
    CHECK_EQ(word[OUTPUT], 0xff);
    CHECK_EQ(*(volatile uint16_t *)&word[OUTPUT], 0);
    for (unsigned i = INPUT_ON; i <= LOW; i += i < OUTPUT ? 1 : i == OUTPUT ? 3 : 2)
        word[i] = 0;
    settle();
    for (unsigned i = RISE + 1; i <= LOW + 1; i += 2)
        word[i] = ~0u;
}

static void inputs(void)
{
    settle();
    CHECK_EQ(word[INPUT], 0);
    CHECK_EQ(word[LOW + 1], 0xff);              // still low: pending again at once
    CHECK_EQ(gpio_read(0x0f), OUTSIDE & 0x0f);
    CHECK_EQ(word[RISE + 1], OUTSIDE & 0x0f);   // enabling a pin that is high is an edge
    CHECK_EQ(word[HIGH + 1], OUTSIDE & 0x0f);
    CHECK_EQ(gpio_read(0xff), OUTSIDE);
    gpio_drive(0x0f, 0x35);
    settle();
    CHECK_EQ(gpio_read(0xff), (OUTSIDE & 0xf0) | 0x05);
    CHECK_EQ(word[OUTPUT], 5);
    CHECK_EQ(word[OUTPUT_ON], 0x0f);
    CHECK_EQ(word[FALL + 1], OUTSIDE & ~5u & 0x0f);
}

static void pending(void)
{
    word[RISE + 1] = word[FALL + 1] = ~0u;
    CHECK_EQ(word[RISE + 1], 0);
    gpio_drive(0x0f, 0x0f);
    settle();
    CHECK_EQ(word[RISE + 1], 0x0a);
    word[RISE + 1] = 0x02;                      // one of them, and the others stay
    CHECK_EQ(word[RISE + 1], 0x08);
    CHECK_EQ(word[FALL + 1], 0);
    gpio_drive(0x0f, 0);
    settle();
    CHECK_EQ(word[FALL + 1], 0x0f);
    CHECK_EQ(word[HIGH + 1] & 0x0f, 0x0f);      // has been; cleared it stays away
    word[HIGH + 1] = 0x0f;
    CHECK_EQ(word[HIGH + 1], OUTSIDE & 0xf0);
    word[RISE + 1] = word[FALL + 1] = word[LOW + 1] = ~0u;
    CHECK_EQ(word[LOW + 1], 0xff & ~(OUTSIDE & 0xf0));
}

static volatile uint32_t taken, last;

static void on_external(void)
{
    uint32_t id = plic[0x200004 / 4];
    CHECK_EQ(id, GPIO_SOURCE);
    taken++;
    last = word[RISE + 1];
    word[RISE + 1] = last;
    word[HIGH] = word[LOW] = 0;
    settle();
    plic[0x200004 / 4] = id;
}

static uint32_t taken_after(void)
{
    settle();
    uint32_t n = taken;
    taken = 0;
    return n;
}

static void interrupts(void)
{
    irq_handle(IRQ_EXTERNAL, on_external);
    plic[GPIO_SOURCE] = 1;
    plic[0x2000 / 4] = 1u << GPIO_SOURCE;
    CHECK_EQ(plic[0x200004 / 4], GPIO_SOURCE);  // from registers(), kept by the gateway
    plic[0x200004 / 4] = GPIO_SOURCE;
    irq_enable(IRQ_EXTERNAL);
    irq_on();
    gpio_drive(0x0f, 1);
    CHECK_EQ(taken_after(), 0);                 // pending, but not enabled
    word[RISE] = 0x03;
    CHECK_EQ(taken_after(), 1);
    CHECK_EQ(last, 0x01);
    gpio_drive(0x0f, 0);
    CHECK_EQ(taken_after(), 0);
    gpio_drive(0x0f, 0x06);
    CHECK_EQ(taken_after(), 1);
    CHECK_EQ(last, 0x06);
    word[HIGH] = 0x08;
    CHECK_EQ(taken_after(), 0);
    gpio_drive(0x08, 0x08);
    CHECK_EQ(taken_after(), 1);
    word[LOW] = 0x01;                           // low already
    CHECK_EQ(taken_after(), 1);
    CHECK_EQ(plic[0x1000 / 4] & 1u << GPIO_SOURCE, 0);
}

int main(void)
{
    registers();
    inputs();
    pending();
    interrupts();
    return 0;
}

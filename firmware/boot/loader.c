// loader.c - which source an image comes from: the serial line when somebody speaks or types there in time, a button's choice,
// else flash, then card; and then the line for ever.
#include "loader.h"

#define WAIT (WAIT_MS * TICKS_MS)

_Noreturn void loader_main(void);

#if BOOT_BUTTONS
// The choice of a button that is held down, as a key.
static int button(void)
{
    volatile uint32_t *gpio = (volatile uint32_t *)0x10060000;
    uint32_t pins;

    gpio[1] = BUTTON_SERIAL | BUTTON_FLASH | BUTTON_SD;     // input enable
    (void)gpio[0];                                          // a level takes two clocks: this access is as long
    pins = gpio[0];
    gpio[1] = 0;
    return pins & BUTTON_SERIAL ? 'u' : pins & BUTTON_FLASH ? 'f' : pins & BUTTON_SD ? 's' : SERIAL_NOTHING;
}
#endif

static void source(struct loader *l, int key)
{
    if (BOOT_FLASH && key == 'f')
        boot_flash(l);
    if (BOOT_SD && key == 's')
        boot_card(l);
}

void loader_main(void)
{
    struct loader l;
    uint32_t from;
    int key = SERIAL_NOTHING;

    l.id = l.next = 0;
    l.fast = false;
    crc32_init(&l);
    console_init();
    console_text("\r\n" BANNER "\r\n");
#if BOOT_BUTTONS
    key = button();
#endif
    for (from = now(); key == SERIAL_NOTHING && now() - from < WAIT;)
        key = serial_serve(&l, TICKS_MS);
    if (key == SERIAL_NOTHING) {
        source(&l, 'f');
        source(&l, 's');
    }
    for (;;) {
        source(&l, key);
        key = serial_serve(&l, TICKS_MS);
    }
}

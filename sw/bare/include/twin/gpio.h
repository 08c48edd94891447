// twin/gpio.h - the board's pins: LEDs out, buttons in. Spec: SiFive FU540-C000 manual, chapter GPIO; docs/ref/gpio.md.
//
// Pins are bits of a word, pin 0 is bit 0; there are GPIO_PINS. Reading back and writing is not atomic:
// one hart at a time for a pin's direction and output. Context: any.
#ifndef TWIN_GPIO_H
#define TWIN_GPIO_H

#include <stdint.h>

#define GPIO_PINS 8u

struct gpio {
    volatile uint32_t input;        // read-only; a pin whose input is off reads 0
    volatile uint32_t input_on, output_on, output;
    uint32_t          pad[2];
    struct {                        // a cause: enable, and pending until a one is written
        volatile uint32_t enable, pending;
    } rise, fall, high, low;        // the PLIC's source GPIO_SOURCE, for all of them
};

#define GPIO        ((struct gpio *)0x10060000)
#define GPIO_SOURCE 13u

/** Make pins outputs, with levels. @param pins which; @param levels theirs, other bits are ignored */
static inline void gpio_drive(uint32_t pins, uint32_t levels)
{
    GPIO->output = (GPIO->output & ~pins) | (levels & pins);
    GPIO->output_on |= pins;
}

/** The levels of pins, which become inputs too; outputs stay driven and read as they are at the pin. */
static inline uint32_t gpio_read(uint32_t pins)
{
    if ((GPIO->input_on & pins) != pins) {
        GPIO->input_on |= pins;
        (void)GPIO->input;          // a level takes two clocks: this access is as long
    }
    return GPIO->input & pins;
}

#endif

/* gpio.h - general-purpose pins of the reference machine, SiFive's GPIO0 registers (FU540-C000 manual). A pin that is
 * driven reads as it is driven, else as the outside has it. Nothing takes time. */
#ifndef TH_GPIO_H
#define TH_GPIO_H
#include <stdbool.h>
#include <stdint.h>

enum { TH_GPIO_PINS = 8 };

struct th_gpio {
  uint32_t outside;                          /* what is applied to pins that are not driven */
  uint32_t value, in_en, out_en, out;
  uint32_t ie[4], ip[4];                     /* rise, fall, high, low */
};

void th_gpio_init(struct th_gpio *g, uint32_t outside);

/** The word at offset (a multiple of 4); what is no register reads 0. */
uint32_t th_gpio_read(const struct th_gpio *g, uint32_t offset);
void th_gpio_write(struct th_gpio *g, uint32_t offset, uint32_t v);

/** The interrupt line. */
bool th_gpio_irq(const struct th_gpio *g);

#endif

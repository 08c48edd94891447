/* gpio.c - see gpio.h. */
#include <string.h>
#include "gpio.h"

enum { IN = 0x00, IN_EN = 0x04, OUT_EN = 0x08, OUT = 0x0c, KINDS = 0x18, KINDS_END = 0x38 };
#define PINS ((1u << TH_GPIO_PINS) - 1u)

/* Pins and levels as they are now; whatever is pending stays so. */
static void look(struct th_gpio *g)
{
  uint32_t before = g->value;
  g->value = ((g->out & g->out_en) | (g->outside & ~g->out_en)) & g->in_en;
  g->ip[0] |= g->value & ~before;
  g->ip[1] |= ~g->value & before;
  g->ip[2] |= g->value;
  g->ip[3] |= ~g->value & PINS;
}

void th_gpio_init(struct th_gpio *g, uint32_t outside)
{
  memset(g, 0, sizeof *g);
  g->outside = outside & PINS;
  look(g);
}

uint32_t th_gpio_read(const struct th_gpio *g, uint32_t offset)
{
  switch (offset) {
  case IN:     return g->value;
  case IN_EN:  return g->in_en;
  case OUT_EN: return g->out_en;
  case OUT:    return g->out;
  default:
    if (offset < KINDS || offset >= KINDS_END) return 0;
    return offset & 4 ? g->ip[(offset - KINDS) / 8] : g->ie[(offset - KINDS) / 8];
  }
}

void th_gpio_write(struct th_gpio *g, uint32_t offset, uint32_t v)
{
  v &= PINS;
  switch (offset) {
  case IN_EN:  g->in_en = v; break;
  case OUT_EN: g->out_en = v; break;
  case OUT:    g->out = v; break;
  default:
    if (offset < KINDS || offset >= KINDS_END) return;
    if (offset & 4) g->ip[(offset - KINDS) / 8] &= ~v;
    else g->ie[(offset - KINDS) / 8] = v;
  }
  look(g);
}

bool th_gpio_irq(const struct th_gpio *g)
{
  return (g->ie[0] & g->ip[0]) || (g->ie[1] & g->ip[1]) || (g->ie[2] & g->ip[2]) || (g->ie[3] & g->ip[3]);
}

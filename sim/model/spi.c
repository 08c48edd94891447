/* spi.c - see spi.h. */
#include <string.h>
#include "spi.h"

enum {
  SCKDIV = 0x00, SCKMODE = 0x04, CSID = 0x10, CSDEF = 0x14, CSMODE = 0x18, DELAY0 = 0x28, DELAY1 = 0x2c, FMT = 0x40,
  TXDATA = 0x48, RXDATA = 0x4c, TXMARK = 0x50, RXMARK = 0x54, IE = 0x70, IP = 0x74
};
enum { HOLD = 2, OFF = 3 };
enum { LSB_FIRST = 4, TRANSMIT_ONLY = 8, EIGHT_BITS = 0x80000 };
enum { FRAME = 16, LEAD = 2, REST = 4 };     /* half periods; rest: after the last edge, and before the next select */
#define SELECTS ((1u << TH_SPI_SELECTS) - 1u)
#define FLAG    0x80000000u

static void pins(const struct th_spi *s)
{
  if (s->slaves) th_slaves_select(s->slaves, s->csdef ^ s->selected);
}

void th_spi_init(struct th_spi *s, struct th_slaves *slaves)
{
  memset(s, 0, sizeof *s);
  s->slaves = slaves;
  s->div = 3;
  s->csdef = SELECTS;
  pins(s);
}

static uint8_t reversed(uint8_t v)
{
  unsigned r = 0;
  for (unsigned i = 0; i < 8; i++) r = r << 1 | (v >> i & 1);
  return (uint8_t)r;
}

static void end_frame(struct th_spi *s)
{
  uint8_t in = 0xff;
  if (s->slaves) {
    in = th_slaves_out(s->slaves);
    th_slaves_in(s->slaves, s->swap ? reversed(s->byte) : s->byte);
  }
  s->shifting = false;
  if (s->keep && s->rx_count < TH_SPI_DEPTH)
    s->rx[(s->rx_head + s->rx_count++) % TH_SPI_DEPTH] = s->swap ? reversed(in) : in;
}

static void begin_frame(struct th_spi *s)
{
  uint64_t half = s->div + 1, from = s->free_at > s->looked_at ? s->free_at : s->looked_at;
  if (!s->selected && s->csmode != OFF) {
    s->selected = 1u << s->csid;
    s->release = s->csmode != HOLD;
    from += LEAD * half;
    pins(s);
  }
  s->byte = s->tx[s->tx_head];
  s->tx_head = (s->tx_head + 1) % TH_SPI_DEPTH;
  s->tx_count--;
  s->shifting = true;
  s->keep = !(s->fmt & TRANSMIT_ONLY);
  s->swap = s->fmt & LSB_FIRST;
  s->free_at = from + FRAME * half;
}

static void advance(struct th_spi *s, uint64_t now)
{
  for (;;) {
    if (s->shifting) {
      if (s->free_at > now) break;
      end_frame(s);
    } else if (s->release) {
      s->release = false;
      s->selected = 0;
      if (s->free_at < s->looked_at) s->free_at = s->looked_at;
      s->free_at += REST * (uint64_t)(s->div + 1);
      pins(s);
    } else if (s->tx_count) {
      begin_frame(s);
    } else {
      break;
    }
  }
  s->looked_at = now;
}

static uint32_t ip(const struct th_spi *s)
{
  return (s->tx_count < s->txmark ? 1u : 0u) | (s->rx_count > s->rxmark ? 2u : 0u);
}

bool th_spi_irq(struct th_spi *s, uint64_t now)
{
  if (!s->ie) return false;                  /* often asked */
  advance(s, now);
  return ip(s) & s->ie;
}

uint64_t th_spi_next(const struct th_spi *s, uint64_t now)
{
  if (!s->ie || !s->shifting) return UINT64_MAX;
  return s->free_at > now ? s->free_at : now + 1;
}

uint32_t th_spi_read(struct th_spi *s, uint32_t offset, uint64_t now)
{
  uint32_t v;
  advance(s, now);
  switch (offset) {
  case SCKDIV:  return s->div;
  case SCKMODE: return s->mode;
  case CSID:    return s->csid;
  case CSDEF:   return s->csdef;
  case CSMODE:  return s->csmode;
  case DELAY0:  return 0x10001;              /* fixed: a period before the first edge and after the last */
  case DELAY1:  return 0x00001;              /* ... and between two selects */
  case FMT:     return EIGHT_BITS | s->fmt;
  case TXDATA:  return s->tx_count == TH_SPI_DEPTH ? FLAG : 0;
  case RXDATA:
    if (!s->rx_count) return FLAG;
    v = s->rx[s->rx_head];
    s->rx_head = (s->rx_head + 1) % TH_SPI_DEPTH;
    s->rx_count--;
    return v;
  case TXMARK:  return s->txmark;
  case RXMARK:  return s->rxmark;
  case IE:      return s->ie;
  case IP:      return ip(s);
  default:      return 0;
  }
}

void th_spi_write(struct th_spi *s, uint32_t offset, uint32_t v, uint64_t now)
{
  advance(s, now);
  switch (offset) {
  case SCKDIV:  s->div = v & 0xfff; break;
  case SCKMODE: s->mode = v & 3; break;
  case CSID:    s->csid = v & (TH_SPI_SELECTS - 1); break;
  case CSDEF:
    s->csdef = v & SELECTS;
    pins(s);
    break;
  case CSMODE:  s->csmode = v & 3; break;
  case FMT:     s->fmt = v & (LSB_FIRST | TRANSMIT_ONLY); break;
  case TXDATA:
    if (s->tx_count < TH_SPI_DEPTH) s->tx[(s->tx_head + s->tx_count++) % TH_SPI_DEPTH] = (uint8_t)v;
    break;
  case TXMARK:  s->txmark = v & 7; break;
  case RXMARK:  s->rxmark = v & 7; break;
  case IE:      s->ie = v & 3; break;
  default:      break;
  }
  if (s->selected && (s->csmode != HOLD || s->selected != 1u << s->csid)) s->release = true;
  advance(s, now);
}

/* uart.c - see uart.h. Register layout: PC16550D table II. */
#include <string.h>
#include "uart.h"

enum { RBR_THR = 0, IER = 1, IIR_FCR = 2, LCR = 3, MCR = 4, LSR = 5, MSR = 6, SCR = 7, FRACTION = 8 };
enum { LCR_DLAB = 0x80, MCR_LOOP = 0x10, FCR_ENABLE = 1, FCR_RX_RESET = 2, FCR_TX_RESET = 4 };
enum { LSR_DR = 1, LSR_OE = 2, LSR_THRE = 0x20, LSR_TEMT = 0x40 };
enum { IER_RDA = 1, IER_THRE = 2, IER_RLS = 4 };
enum { IIR_NONE = 1, IIR_RLS = 6, IIR_RDA = 4, IIR_TIMEOUT = 0xc, IIR_THRE = 2, IIR_FIFOS = 0xc0 };

static bool fifos(const struct th_uart *u) { return u->fcr & FCR_ENABLE; }
static unsigned depth(const struct th_uart *u) { return fifos(u) ? TH_UART_DEPTH : 1; }

void th_uart_init(struct th_uart *u, uint32_t char_cycles)
{
  memset(u, 0, sizeof *u);
  u->char_cycles = char_cycles;
}

static void receive(struct th_uart *u, uint8_t c, uint64_t now)
{
  u->rx_last = now;
  if (u->rx_count == depth(u)) {
    u->overrun = true;
    return;
  }
  u->rx_fifo[(u->rx_head + u->rx_count++) % TH_UART_DEPTH] = c;
}

static void advance(struct th_uart *u, uint64_t now)
{
  while (u->shifting && u->shift_done <= now) {
    u->shifting = u->tx_count > 0;
    if (!u->shifting) break;
    u->shift_done += u->char_cycles;
    if (--u->tx_count == 0) u->thre_pending = true;
  }
  /* Input waits outside while the FIFO is full: a terminal is typed into faster than programs read. */
  if (u->rx && !(u->mcr & MCR_LOOP) && u->rx_next <= now && u->rx_count < depth(u)) {
    int c = u->rx(u->ctx);
    u->rx_next = now + u->char_cycles;
    if (c >= 0) receive(u, (uint8_t)c, now);
    u->rx_ended = c == -2;
  }
}

static void transmit(struct th_uart *u, uint8_t c, uint64_t now)
{
  if (u->tx_count == depth(u)) return;      /* no room: the character is lost, as on the part */
  u->thre_pending = false;
  if (u->mcr & MCR_LOOP) receive(u, c, now);
  else if (u->tx) u->tx(u->ctx, c);
  if (u->shifting) {
    u->tx_count++;
  } else {                                  /* straight into the shift register: THR is empty again */
    u->shifting = true;
    u->shift_done = now + u->char_cycles;
    u->thre_pending = true;
  }
}

/* The highest interrupt there is. */
static uint8_t cause(const struct th_uart *u, uint64_t now)
{
  static const uint8_t levels[4] = { 1, 4, 8, 14 };
  unsigned level = fifos(u) ? levels[u->fcr >> 6] : 1;
  if ((u->ier & IER_RLS) && u->overrun) return IIR_RLS;
  if ((u->ier & IER_RDA) && u->rx_count >= level) return IIR_RDA;
  if ((u->ier & IER_RDA) && u->rx_count && now - u->rx_last >= 4 * (uint64_t)u->char_cycles) return IIR_TIMEOUT;
  return (u->ier & IER_THRE) && u->thre_pending ? IIR_THRE : IIR_NONE;
}

static uint8_t iir(struct th_uart *u, uint64_t now)
{
  uint8_t c = cause(u, now);
  if (c == IIR_THRE) u->thre_pending = false;  /* reading it as the source ends it */
  return c | (fifos(u) ? IIR_FIFOS : 0);
}

bool th_uart_irq(struct th_uart *u, uint64_t now)
{
  if (!u->ier) return false;                /* often asked */
  advance(u, now);
  return cause(u, now) != IIR_NONE;
}

uint64_t th_uart_next(const struct th_uart *u, uint64_t now)
{
  uint64_t next = UINT64_MAX, timeout = u->rx_last + 4 * (uint64_t)u->char_cycles;
  bool listens = u->ier & IER_RDA, may_come = u->rx && !u->rx_ended && !(u->mcr & MCR_LOOP);
  if ((u->ier & IER_THRE) && u->shifting) next = u->shift_done;
  if (listens && u->rx_count && timeout < next) next = timeout;
  if (listens && may_come && u->rx_next < next) next = u->rx_next;
  return next > now ? next : now + 1;
}

static uint8_t lsr(struct th_uart *u)
{
  unsigned v = (u->rx_count ? LSR_DR : 0u) | (u->overrun ? LSR_OE : 0u) | (u->tx_count == 0 ? LSR_THRE : 0u) |
               (u->tx_count == 0 && !u->shifting ? LSR_TEMT : 0u);
  u->overrun = false;
  return (uint8_t)v;
}

static uint8_t msr(const struct th_uart *u)  /* CTS, DSR, DCD present; in loopback the MCR outputs */
{
  if (!(u->mcr & MCR_LOOP)) return 0xb0;
  return (uint8_t)((u->mcr & 2u) << 3 | (u->mcr & 1u) << 5 | (u->mcr & 4u) << 4 | (u->mcr & 8u) << 4);
}

static uint8_t pop(struct th_uart *u, uint64_t now)
{
  uint8_t c = u->rx_fifo[u->rx_head];
  if (!u->rx_count) return 0;
  u->rx_head = (u->rx_head + 1) % TH_UART_DEPTH;
  u->rx_count--;
  u->rx_last = now;
  return c;
}

uint8_t th_uart_read(struct th_uart *u, uint32_t offset, uint64_t now)
{
  bool dlab = u->lcr & LCR_DLAB;
  advance(u, now);
  switch (offset) {
  case RBR_THR: return dlab ? u->dll : pop(u, now);
  case IER:     return dlab ? u->dlm : u->ier;
  case IIR_FCR: return iir(u, now);
  case LCR:     return u->lcr;
  case MCR:     return u->mcr;
  case LSR:     return lsr(u);
  case MSR:     return msr(u);
  case SCR:     return u->scr;
  case FRACTION: return u->fraction;
  default:      return 0;
  }
}

static void set_fcr(struct th_uart *u, uint8_t v)
{
  bool toggled = (v ^ u->fcr) & FCR_ENABLE;  /* changing the mode empties both */
  if (toggled || (v & FCR_RX_RESET)) u->rx_count = 0;
  if (toggled || (v & FCR_TX_RESET)) u->tx_count = 0;
  u->fcr = v & FCR_ENABLE ? v & (0xc0 | FCR_ENABLE) : 0;
}

void th_uart_write(struct th_uart *u, uint32_t offset, uint8_t v, uint64_t now)
{
  bool dlab = u->lcr & LCR_DLAB;
  advance(u, now);
  switch (offset) {
  case RBR_THR:
    if (dlab) u->dll = v;
    else transmit(u, v, now);
    break;
  case IER:
    if (dlab) {
      u->dlm = v;
    } else {
      if ((v & ~u->ier & IER_THRE) && u->tx_count == 0) u->thre_pending = true;
      u->ier = v & 0xf;
    }
    break;
  case IIR_FCR: set_fcr(u, v); break;
  case LCR:     u->lcr = v; break;
  case MCR:     u->mcr = v & 0x1f; break;
  case SCR:     u->scr = v; break;
  case FRACTION: u->fraction = v & 0xf; break;
  default:      break;                       /* LSR, MSR: read-only */
  }
}

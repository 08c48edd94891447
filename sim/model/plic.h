/* plic.h - platform-level interrupt controller (RISC-V PLIC specification 1.0.0) in the SiFive layout: sources 1..31,
 * of which the machine wires some; context 2h is M-mode of hart h, 2h+1 its S-mode. 32-bit registers, words only. */
#ifndef TH_PLIC_H
#define TH_PLIC_H
#include <stdint.h>

enum { TH_PLIC_CONTEXTS = 4, TH_PLIC_SOURCES = 32 };
enum { TH_SOURCE_UART = 10, TH_SOURCE_SPI = 12, TH_SOURCE_GPIO = 13 };
#define TH_PLIC_WIRED (1u << TH_SOURCE_UART | 1u << TH_SOURCE_SPI | 1u << TH_SOURCE_GPIO)

struct th_plic {
  uint32_t pending, claimed;                 /* bit n: source n */
  uint32_t enable[TH_PLIC_CONTEXTS];
  uint32_t threshold[TH_PLIC_CONTEXTS];      /* 0..7 */
  uint32_t priority[TH_PLIC_SOURCES];        /* 0..7; 0: never */
};

void th_plic_init(struct th_plic *p);

/** The sources' levels as they are now; a level becomes pending once until its claim is completed. */
void th_plic_levels(struct th_plic *p, uint32_t levels);

/** The word at offset (a multiple of 4); what is no register reads 0. Reading a claim register claims. */
uint32_t th_plic_read(struct th_plic *p, uint32_t offset);
void th_plic_write(struct th_plic *p, uint32_t offset, uint32_t v);

/** MEIP and SEIP of a hart, at their mip bits. */
uint32_t th_plic_mip(const struct th_plic *p, unsigned hart);

#endif

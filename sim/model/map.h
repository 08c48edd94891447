/* map.h - physical memory attributes (design section 3), the model's own copy of the map. */
#ifndef TH_MAP_H
#define TH_MAP_H
#include <stdint.h>

enum th_region { TH_NONE, TH_ROM, TH_RAM, TH_DEVICE };

#define TH_ROM_BASE      0x00001000u
#define TH_ROM_BYTES     0x2000u
#define TH_FINISHER_BASE 0x00100000u
#define TH_FINISHER_BYTES 0x1000u
#define TH_CLINT_BASE    0x02000000u
#define TH_CLINT_BYTES   0x10000u
#define TH_PLIC_BASE     0x0c000000u
#define TH_PLIC_BYTES    0x4000000u
#define TH_UART_BASE     0x10000000u
#define TH_UART_BYTES    0x100u
#define TH_SPI_BASE      0x10040000u
#define TH_SPI_BYTES     0x1000u
#define TH_GPIO_BASE     0x10060000u
#define TH_GPIO_BYTES    0x1000u
#define TH_RAM_BASE      0x80000000u

/* Unsigned wrap makes each test one comparison. */
static inline enum th_region th_region(uint32_t pa, uint32_t ram_bytes)
{
  if (pa - TH_RAM_BASE < ram_bytes) return TH_RAM;
  if (pa - TH_ROM_BASE < TH_ROM_BYTES) return TH_ROM;
  if (pa - TH_CLINT_BASE < TH_CLINT_BYTES || pa - TH_UART_BASE < TH_UART_BYTES ||
      pa - TH_FINISHER_BASE < TH_FINISHER_BYTES || pa - TH_PLIC_BASE < TH_PLIC_BYTES ||
      pa - TH_SPI_BASE < TH_SPI_BYTES || pa - TH_GPIO_BASE < TH_GPIO_BYTES)
    return TH_DEVICE;
  return TH_NONE;
}
#endif

/* flash.h - a serial NOR flash of 16 MiB, as the W25Q128 (JEDEC id ef 40 18): reads, page program, erases, write
 * enable, status, power-down. The same code is behind the RTL's pins and the reference machine's SPI host.
 * Its pace is the clock line's: busy for a number of bytes on the line. */
#ifndef TH_FLASH_H
#define TH_FLASH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TH_FLASH_BYTES = 16 << 20, TH_FLASH_PAGE = 256 };

struct th_flash {
  const uint8_t *image;                      /* the first contents, of the caller; the rest is erased */
  size_t    image_bytes;
  uint8_t  *mem;                             /* all of it, from the first change on */
  bool      selected, write_enabled, down;
  uint8_t   command;
  unsigned  bytes;                           /* heard since the select came */
  uint32_t  address;
  uint8_t   page[TH_FLASH_PAGE];             /* to be programmed: ones where nothing was given */
  unsigned  busy;                            /* bytes on the line until it is done */
};

/** image: NULL or up to TH_FLASH_BYTES, which must outlive the flash. */
void th_flash_init(struct th_flash *f, const uint8_t *image, size_t bytes);
void th_flash_free(struct th_flash *f);

/** The select pin changes; what was asked for is done when it goes. */
void th_flash_select(struct th_flash *f, bool selected);

/** The byte sent during the next eight clocks; 0xff when it is not selected or has nothing to say. */
uint8_t th_flash_out(const struct th_flash *f);

/** Eight clocks have passed, with this byte from the host, selected or not. */
void th_flash_in(struct th_flash *f, uint8_t byte);

#endif

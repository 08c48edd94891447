/* slaves.h - what hangs on the SPI host in simulation: an SD card at select 0, a flash at select 1. */
#ifndef TH_SLAVES_H
#define TH_SLAVES_H
#include "flash.h"
#include "sd.h"

enum { TH_SELECT_SD = 1, TH_SELECT_FLASH = 2 };              /* bits of the select pins, low: selected */

struct th_slaves {
  struct th_sd    sd;
  struct th_flash flash;
};

/** The select pins' levels have changed. Bytes begin anew with it. */
void th_slaves_select(struct th_slaves *s, unsigned levels);

/** The byte that comes back during the next eight clocks: 0xff where nobody speaks. */
uint8_t th_slaves_out(const struct th_slaves *s);

/** Eight clocks have passed, with this byte from the host. */
void th_slaves_in(struct th_slaves *s, uint8_t byte);

#endif

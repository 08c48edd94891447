/* slaves.c - see slaves.h. */
#include "slaves.h"

void th_slaves_select(struct th_slaves *s, unsigned levels)
{
  th_sd_select(&s->sd, !(levels & TH_SELECT_SD));
  th_flash_select(&s->flash, !(levels & TH_SELECT_FLASH));
}

uint8_t th_slaves_out(const struct th_slaves *s) { return th_sd_out(&s->sd) & th_flash_out(&s->flash); }

void th_slaves_in(struct th_slaves *s, uint8_t byte)
{
  th_sd_in(&s->sd, byte);
  th_flash_in(&s->flash, byte);
}

/* flash_test.c - the flash behind the SPI host, transaction by transaction: reads, write enable, program and its page, erases,
 * busy, power-down, first contents. Spec: W25Q128 data sheet. */
#include <stdio.h>
#include <stdlib.h>
#include "slaves.h"

static struct th_slaves s;

#define EQ(got, want) do { \
    unsigned long got_ = (unsigned long)(got), want_ = (unsigned long)(want); \
    if (got_ != want_) { \
      printf("flash_test.c:%d: %s is %lx, not %lx\n", __LINE__, #got, got_, want_); \
      exit(1); \
    } } while (0)

static uint8_t byte(unsigned out)
{
  uint8_t in = th_slaves_out(&s);
  th_slaves_in(&s, (uint8_t)out);
  return in;
}

static void chip(bool on) { th_slaves_select(&s, on ? 1u : 3u); }

/* A whole transaction: bytes out, then n bytes in, the last of which is returned. */
static unsigned ask(const char *out, size_t count, unsigned n)
{
  unsigned got = 0;
  chip(true);
  for (size_t i = 0; i < count; i++) byte((uint8_t)out[i]);
  while (n--) got = got << 8 | byte(0);
  chip(false);
  return got;
}
#define ASK(out, n) ask(out, sizeof out - 1, n)

static void flash_wait(void)
{
  unsigned n = 0;
  while (ASK("\x05", 1) & 1) n++;
  EQ(n > 0, 1);
}

int main(void)
{
  static const uint8_t image[5] = { 1, 2, 3, 4, 5 };
  const struct th_sd_media none = { 0 };
  th_sd_init(&s.sd, &none);
  th_flash_init(&s.flash, image, sizeof image);
  chip(false);
  EQ(ASK("\x9f", 3), 0xef4018);
  EQ(ASK("\xab\0\0\0", 1), 0x17);
  EQ(ASK("\x03\0\0\0", 4), 0x01020304);
  EQ(ASK("\x03\0\0\4", 4), 0x05ffffff);
  EQ(ASK("\x0b\0\0\1\0", 2), 0x0203);
  EQ(ASK("\x5a\0\0\0\0", 4), 0xffffffff);                    /* no parameter table */
  ASK("\x02\0\0\1\x00", 0);                                  /* not enabled */
  EQ(ASK("\x05", 1), 0);
  EQ(ASK("\x03\0\0\1", 1), 2);
  ASK("\x06", 0);
  EQ(ASK("\x05", 2), 0x0202);
  ASK("\x04", 0);
  EQ(ASK("\x05", 1), 0);
  ASK("\x06", 0);
  ASK("\x02\0\0\xfe\x11\x22\x33", 0);                        /* wraps in its page; ones become zeros only */
  EQ(ASK("\x05", 1), 1);                                     /* busy, and no longer enabled */
  EQ(ASK("\x03\0\0\xfe", 1), 0xff);                          /* and answers nothing else */
  ASK("\x06", 0);                                            /* ... does nothing else either */
  EQ(ASK("\x05", 1), 1);
  flash_wait();
  EQ(ASK("\x03\0\0\xfe", 3), 0x1122ff);
  EQ(ASK("\x03\0\0\0", 2), 0x0102);                          /* 1 and 0x33 */
  ASK("\x06", 0);
  ASK("\x20\0\x0f\xff", 0);
  flash_wait();
  EQ(ASK("\x03\0\0\xfe", 4), 0xffffffff);
  ASK("\x06", 0);
  ASK("\x02\1\0\0\x77", 0);
  flash_wait();
  ASK("\x06", 0);
  ASK("\x02\xff\xff\xff\x66", 0);
  flash_wait();
  EQ(ASK("\x03\xff\xff\xff", 2), 0x66ff);                    /* round to address 0 */
  ASK("\x06", 0);
  ASK("\xd8\1\x23\x45", 0);
  flash_wait();
  EQ(ASK("\x03\1\0\0", 1), 0xff);
  ASK("\x06", 0);
  ASK("\xc7", 0);
  flash_wait();
  EQ(ASK("\x03\xff\xff\xff", 1), 0xff);
  ASK("\xb9", 0);
  EQ(ASK("\x9f", 3), 0xffffff);
  ASK("\xab", 0);
  EQ(ASK("\x9f", 3), 0xef4018);
  th_flash_free(&s.flash);
  puts("ok");
  return 0;
}

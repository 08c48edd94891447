/* sd_test.c - the SD card behind the SPI host, byte by byte, as a host sees it: start-up order, every command, CRCs on and
 * off, errors, busy times, many blocks, write protection, selects that go at the wrong time.
 * Spec: SD Physical Layer Simplified Specification 2.00, chapters 4, 5, 7. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "slaves.h"

enum { BLOCKS = 40 };
static uint8_t disk[BLOCKS][TH_SD_BLOCK];
static bool broken;
static struct th_slaves s;

#define EQ(got, want) do { \
    unsigned long got_ = (unsigned long)(got), want_ = (unsigned long)(want); \
    if (got_ != want_) { \
      printf("sd_test.c:%d: %s is %lx, not %lx\n", __LINE__, #got, got_, want_); \
      exit(1); \
    } } while (0)

static bool disk_read(void *ctx, uint32_t block, uint8_t *data)
{
  (void)ctx;
  memcpy(data, disk[block], TH_SD_BLOCK);
  return !broken;
}

static bool disk_write(void *ctx, uint32_t block, const uint8_t *data)
{
  (void)ctx;
  if (!broken) memcpy(disk[block], data, TH_SD_BLOCK);
  return !broken;
}

/* ---------------------------------------------------------------- a host */

static uint8_t byte(unsigned out)
{
  uint8_t in = th_slaves_out(&s);
  th_slaves_in(&s, (uint8_t)out);
  return in;
}

static void select_card(bool on) { th_slaves_select(&s, on ? 2u : 3u); }

static void power(bool read_only)
{
  struct th_sd_media media = { BLOCKS, read_only, NULL, disk_read, disk_write };
  for (unsigned b = 0; b < BLOCKS; b++)
    for (unsigned i = 0; i < TH_SD_BLOCK; i++) disk[b][i] = (uint8_t)(b * 31 + i * 7 + (i >> 8));
  broken = false;
  th_sd_init(&s.sd, &media);
  th_flash_init(&s.flash, NULL, 0);
  th_slaves_select(&s, 3);
}

static unsigned crc_damage;                  /* is XORed to the next command's CRC */

static void send(unsigned index, uint32_t arg)
{
  uint8_t c[6] = { (uint8_t)(0x40 | index), (uint8_t)(arg >> 24), (uint8_t)(arg >> 16), (uint8_t)(arg >> 8),
                   (uint8_t)arg, 0 };
  c[5] = (uint8_t)((th_sd_crc7(c, 5) * 2u + 1u) ^ crc_damage);
  crc_damage = 0;
  for (unsigned i = 0; i < 6; i++) byte(c[i]);
}

/* R1, or 0xff after eight bytes (N_CR). */
static uint8_t r1(void)
{
  for (unsigned i = 0; i <= 8; i++) {
    uint8_t b = byte(0xff);
    if (b != 0xff) return b;
  }
  return 0xff;
}

static uint8_t command(unsigned index, uint32_t arg)
{
  send(index, arg);
  return r1();
}

static uint8_t app(unsigned index, uint32_t arg)
{
  EQ(command(55, 0) & 0xfe, 0);
  return command(index, arg);
}

static uint32_t word(void)
{
  uint32_t v = 0;
  for (unsigned i = 0; i < 4; i++) v = v << 8 | byte(0xff);
  return v;
}

/* The token before data; the data follow when it is 0xfe. */
static uint8_t token(void)
{
  for (unsigned i = 0; i < 20; i++) {
    uint8_t b = byte(0xff);
    if (b != 0xff) return b;
  }
  return 0xff;
}

static void data(uint8_t *to, size_t n)
{
  unsigned crc;
  EQ(token(), 0xfe);
  for (size_t i = 0; i < n; i++) to[i] = byte(0xff);
  crc = byte(0xff);
  crc = crc << 8 | byte(0xff);
  EQ(crc, th_sd_crc16(to, n));
}

static unsigned busy(void)                   /* bytes until it is no longer */
{
  unsigned n = 0;
  while (byte(0xff) != 0xff) n++;
  return n;
}

/* A block with its token; damage is XORed to the CRC. Returns the card's answer. */
static uint8_t give(unsigned first, const uint8_t *from, unsigned damage)
{
  unsigned crc = th_sd_crc16(from, TH_SD_BLOCK) ^ damage;
  byte(0xff);
  byte(first);
  for (unsigned i = 0; i < TH_SD_BLOCK; i++) byte(from[i]);
  byte(crc >> 8);
  byte(crc & 0xff);
  return byte(0xff);
}

static unsigned status(void)                 /* CMD13: both bytes */
{
  unsigned v = command(13, 0);
  return v << 8 | byte(0xff);
}

static void start(bool read_only)
{
  power(read_only);
  for (unsigned i = 0; i < 10; i++) byte(0xff);
  select_card(true);
  EQ(command(0, 0), 0x01);
  EQ(command(8, 0x1aa), 0x01);
  EQ(word(), 0x1aa);
  for (unsigned i = 0; app(41, 1u << 30); i++) EQ(i < 10, 1);
}

/* ---------------------------------------------------------------- the card */

static void crcs(void)                       /* 4.5's examples, and a block of ones */
{
  static const uint8_t cmd0[5] = { 0x40 }, cmd17[5] = { 0x51 };
  uint8_t ones[512];
  memset(ones, 0xff, sizeof ones);
  EQ(th_sd_crc7(cmd0, 5), 0x4a);
  EQ(th_sd_crc7(cmd17, 5), 0x2a);
  EQ(th_sd_crc16(ones, 512), 0x7fa1);
}

static void start_up(void)
{
  power(false);
  for (unsigned i = 0; i < 9; i++) byte(0xff);               /* 72 clocks */
  select_card(true);
  EQ(command(0, 0), 0xff);
  select_card(false);
  byte(0xff);
  EQ(byte(0xff), 0xff);                                      /* not selected: silent */
  select_card(true);
  EQ(command(8, 0x1aa), 0xff);                               /* not yet in SPI mode */
  crc_damage = 2;
  EQ(command(0, 0), 0xff);
  EQ(command(0, 0), 0x01);
  crc_damage = 2;
  EQ(command(0, 0), 0x09);                                   /* its CRC is always checked, CMD8's too */
  crc_damage = 2;
  EQ(command(8, 0x1aa), 0x09);
  EQ(command(58, 0), 0x01);
  EQ(word(), 0x00ff8000u);                                   /* not powered up yet */
  EQ(command(17, 0), 0x05);
  EQ(command(5, 0), 0x05);                                   /* no SDIO, no MMC */
  EQ(command(1, 0), 0x05);
  for (unsigned i = 0; i < 20; i++) EQ(app(41, 1u << 30), 0x01);       /* a host of before version 2.00 */
  EQ(command(8, 0x2aa), 0x01);
  EQ(word(), 0xaa);                                          /* not these volts */
  for (unsigned i = 0; i < 20; i++) EQ(app(41, 1u << 30), 0x01);
  EQ(command(8, 0x155), 0x01);
  EQ(word(), 0x155);
  for (unsigned i = 0; i < 20; i++) EQ(app(41, 0), 0x01);    /* one without high capacity */
  EQ(app(41, 1u << 30), 0x01);
  while (app(41, 1u << 30)) {}
  EQ(command(58, 0), 0);
  EQ(word(), 0xc0ff8000u);
  EQ(command(41, 1u << 30), 0x04);                           /* without CMD55 */
  EQ(command(0, 0), 0x01);                                   /* and again from the beginning */
  EQ(command(17, 0), 0x05);
}

static void registers(void)
{
  uint8_t r[64];
  start(false);
  EQ(command(9, 0), 0);
  data(r, 16);
  EQ(r[0], 0x40);
  EQ((r[4] << 4 | r[5] >> 4) & 0x010, 0x010);                /* block writes */
  EQ(r[5] & 15, 9);
  EQ((r[7] & 63) << 16 | r[8] << 8 | r[9], 0);               /* 512 KiB, the least there is */
  EQ(r[14] & 0x30, 0);
  EQ(r[15], th_sd_crc7(r, 15) << 1 | 1);
  EQ(command(10, 0), 0);
  data(r, 16);
  EQ(memcmp(r + 3, "TWINH", 5), 0);
  EQ(r[15], th_sd_crc7(r, 15) << 1 | 1);
  EQ(app(51, 0), 0);
  data(r, 8);
  EQ(r[0], 2);
  EQ(r[1] & 15, 5);
  EQ(app(13, 0), 0);
  EQ(byte(0xff), 0);
  data(r, 64);
  EQ(command(6, 0x00fffff1), 0);                             /* high speed: not there */
  data(r, 64);
  EQ(r[13], 1);
  EQ(r[16], 0x0f);
  EQ(command(6, 0x00fffff0), 0);
  data(r, 64);
  EQ(r[16], 0);
  EQ(command(16, 512), 0);
  EQ(command(16, 513), 0x40);
  EQ(app(23, 8), 0);
  EQ(app(42, 0), 0);
  EQ(app(17, 0), 0);                                         /* no such application command: the plain one */
  EQ(token(), 0xfe);
}

static void reading(void)
{
  uint8_t b[TH_SD_BLOCK];
  start(false);
  EQ(command(17, 3), 0);
  data(b, sizeof b);
  EQ(memcmp(b, disk[3], sizeof b), 0);
  EQ(byte(0xff), 0xff);
  EQ(command(17, BLOCKS), 0x40);
  EQ(command(18, BLOCKS), 0x40);
  EQ(command(18, BLOCKS - 3), 0);                            /* to the end, where there is no more */
  for (unsigned i = 3; i; i--) {
    data(b, sizeof b);
    EQ(memcmp(b, disk[BLOCKS - i], sizeof b), 0);
  }
  EQ(token(), 0x08);
  EQ(command(12, 0), 0x04);                                  /* that ended it */
  EQ(command(18, 5), 0);
  data(b, sizeof b);
  data(b, sizeof b);
  EQ(memcmp(b, disk[6], sizeof b), 0);
  for (unsigned i = 0; i < 100; i++) byte(0xff);             /* in the middle of a block */
  send(12, 0);
  byte(0xff);                                                /* of no meaning */
  EQ(r1(), 0);
  EQ(busy() > 0, 1);
  EQ(byte(0xff), 0xff);
  broken = true;
  EQ(command(17, 1), 0);
  EQ(token(), 0x01);
  EQ(command(12, 0), 0x04);
  EQ(command(63, 0), 0x04);
}

static void command_crcs(void)
{
  uint8_t b[TH_SD_BLOCK];
  start(false);
  crc_damage = 0x80;
  EQ(command(17, 1), 0);                                     /* off after a reset */
  data(b, sizeof b);
  EQ(command(59, 1), 0);
  crc_damage = 0x80;
  EQ(command(17, 1), 0x08);
  EQ(byte(0xff), 0xff);
  EQ(token(), 0xff);                                         /* and no data */
  EQ(command(17, 1), 0);
  data(b, sizeof b);
  crc_damage = 0x80;
  EQ(command(59, 0), 0x08);
  EQ(command(59, 0), 0);
  crc_damage = 0x80;
  EQ(status(), 0);
}

static void writing(void)
{
  uint8_t b[TH_SD_BLOCK], was[TH_SD_BLOCK];
  start(false);
  for (unsigned i = 0; i < sizeof b; i++) b[i] = (uint8_t)(i * 3);
  memcpy(was, disk[2], sizeof was);
  EQ(command(24, 2), 0);
  EQ(give(0xfe, b, 1) & 0x1f, 0x05);                         /* CRCs are off */
  EQ(memcmp(disk[2], b, sizeof b), 0);
  send(24, 3);                                               /* it is busy and hears nothing */
  EQ(busy(), 2);
  EQ(r1(), 0xff);
  EQ(status(), 0);
  EQ(command(59, 1), 0);
  EQ(command(24, 4), 0);
  memcpy(was, disk[4], sizeof was);
  EQ(give(0xfe, b, 1) & 0x1f, 0x0b);
  EQ(busy() > 0, 1);
  EQ(memcmp(disk[4], was, sizeof was), 0);
  EQ(command(24, 4), 0);
  byte(0xfc), byte(0xfd), byte(0xff);                        /* not these tokens: it still waits */
  EQ(give(0xfe, b, 0) & 0x1f, 0x05);
  busy();
  EQ(memcmp(disk[4], b, sizeof b), 0);
  EQ(command(24, BLOCKS), 0x40);
  EQ(command(24, 6), 0);                                     /* the select goes: nothing is written */
  byte(0xff), byte(0xfe);
  for (unsigned i = 0; i < 300; i++) byte(0);
  select_card(false);
  byte(0xff);
  select_card(true);
  EQ(command(17, 6), 0);
  data(was, sizeof was);
  EQ(was[299], disk[6][299]);
  EQ(was[299] != 0, 1);
  broken = true;
  EQ(command(24, 6), 0);
  EQ(give(0xfe, b, 0) & 0x1f, 0x0d);
  busy();
  EQ(status(), 0x04);
  EQ(status(), 0);
}

static void writing_many(void)
{
  uint8_t b[TH_SD_BLOCK], n[4];
  start(false);
  EQ(command(59, 1), 0);
  memset(b, 0x5a, sizeof b);
  EQ(command(25, 10), 0);
  for (unsigned i = 0; i < 3; i++) {
    b[0] = (uint8_t)i;
    EQ(give(0xfc, b, 0) & 0x1f, 0x05);
    EQ(busy(), 8);
  }
  byte(0xfd);
  byte(0xff);
  EQ(busy() > 0, 1);
  for (unsigned i = 0; i < 3; i++) EQ(disk[10 + i][0], i);
  EQ(app(22, 0), 0);
  data(n, 4);
  EQ(n[3], 3);
  EQ(command(25, BLOCKS - 1), 0);                            /* over the end */
  EQ(give(0xfc, b, 0) & 0x1f, 0x05);
  busy();
  EQ(give(0xfc, b, 0) & 0x1f, 0x0d);
  busy();
  send(12, 0);
  byte(0xff);
  EQ(r1(), 0);
  busy();
  EQ(status(), 0x80);
  EQ(command(25, 0), 0);                                     /* one damaged: it waits for the next or the end */
  EQ(give(0xfc, b, 4) & 0x1f, 0x0b);
  busy();
  EQ(give(0xfc, b, 0) & 0x1f, 0x05);
  busy();
  byte(0xfd);
  byte(0xff);
  busy();
  EQ(memcmp(disk[0], b, sizeof b), 0);
}

static void protection(void)
{
  uint8_t b[TH_SD_BLOCK] = { 0 }, r[16], was = disk[1][7];
  start(true);
  EQ(command(9, 0), 0);
  data(r, 16);
  EQ(r[14] & 0x10, 0x10);
  EQ((r[4] << 4 | r[5] >> 4) & 0x010, 0);
  was = disk[1][7];
  EQ(command(24, 1), 0);
  EQ(give(0xfe, b, 0) & 0x1f, 0x0d);
  busy();
  EQ(disk[1][7], was);
  EQ(status(), 0x20);
  EQ(status(), 0);
}

static void no_card(void)
{
  struct th_sd_media none = { 0 };
  th_sd_init(&s.sd, &none);
  select_card(false);
  for (unsigned i = 0; i < 10; i++) byte(0xff);
  select_card(true);
  EQ(command(0, 0), 0xff);
}

int main(void)
{
  crcs();
  start_up();
  registers();
  reading();
  command_crcs();
  writing();
  writing_many();
  protection();
  no_card();
  puts("ok");
  return 0;
}

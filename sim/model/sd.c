/* sd.c - see sd.h. Section numbers are those of the Physical Layer Simplified Specification. */
#include <string.h>
#include "sd.h"

enum { POWER_CLOCKS = 74, NOT_READY_POLLS = 3 };
enum { BUSY_STOP = 2, BUSY_WRITE = 8 };      /* bytes */
enum { R1_IDLE = 1, R1_ILLEGAL = 4, R1_CRC = 8, R1_PARAMETER = 0x40 };                 /* 7.3.2.1 */
enum { R2_ERROR = 4, R2_PROTECTED = 0x20, R2_RANGE = 0x80 };                           /* 7.3.2.3 */
enum { TOKEN = 0xfe, TOKEN_MANY = 0xfc, TOKEN_STOP = 0xfd };                           /* 7.3.3.2 */
enum { ERROR_GENERAL = 0x01, ERROR_RANGE = 0x08 };                                     /* 7.3.3.3 */
enum { TAKEN = 0xe5, BAD_CRC = 0xeb, NOT_WRITTEN = 0xed };                             /* 7.3.3.1 */

uint8_t th_sd_crc7(const uint8_t *bytes, size_t n)
{
  unsigned crc = 0;
  for (size_t i = 0; i < n; i++)
    for (int b = 7; b >= 0; b--) {
      unsigned out = crc >> 6 ^ bytes[i] >> b;
      crc = (crc << 1 & 0x7f) ^ (out & 1 ? 9u : 0u);
    }
  return (uint8_t)crc;
}

uint16_t th_sd_crc16(const uint8_t *bytes, size_t n)
{
  unsigned crc = 0;
  for (size_t i = 0; i < n; i++) {
    crc ^= (unsigned)bytes[i] << 8;
    for (int b = 0; b < 8; b++) crc = crc << 1 ^ (crc & 0x8000 ? 0x1021u : 0u);
  }
  return (uint16_t)crc;
}

void th_sd_init(struct th_sd *sd, const struct th_sd_media *media)
{
  memset(sd, 0, sizeof *sd);
  sd->media = *media;
}

/* ---------------------------------------------------------------- what is sent */

static void put(struct th_sd *sd, unsigned byte) { sd->out[sd->out_bytes++] = (uint8_t)byte; }

static void silence(struct th_sd *sd) { sd->out_at = sd->out_bytes = 0; }

static uint8_t idle(const struct th_sd *sd) { return sd->ready ? 0 : R1_IDLE; }

/* After the one byte that a card takes to answer (N_CR). */
static void answer(struct th_sd *sd, unsigned r1)
{
  put(sd, 0xff);
  put(sd, r1 | idle(sd));
}

static void word(struct th_sd *sd, uint32_t v)
{
  for (int s = 24; s >= 0; s -= 8) put(sd, v >> s & 0xff);
}

static void data_block(struct th_sd *sd, const uint8_t *bytes, size_t n)
{
  uint16_t crc = th_sd_crc16(bytes, n);
  put(sd, 0xff);
  put(sd, 0xff);
  put(sd, TOKEN);
  memcpy(sd->out + sd->out_bytes, bytes, n);
  sd->out_bytes += (unsigned)n;
  put(sd, crc >> 8);
  put(sd, crc & 0xff);
}

/* The next block to be read, or the token that says why there is none. */
static bool send_block(struct th_sd *sd)
{
  uint8_t bytes[TH_SD_BLOCK];
  bool there = sd->block < sd->media.blocks;
  if (there && sd->media.read(sd->media.ctx, sd->block, bytes)) {
    sd->block++;
    data_block(sd, bytes, sizeof bytes);
    return true;
  }
  put(sd, 0xff);
  put(sd, there ? ERROR_GENERAL : ERROR_RANGE);
  return false;
}

/* ---------------------------------------------------------------- registers */

/* 5.3.3, version 2.0. Classes: basic, block read and write, lock, switch; without write when it is protected. */
static void csd(const struct th_sd *sd, uint8_t *r)
{
  uint32_t size = (sd->media.blocks + 1023) / 1024 - 1;      /* in units of 512 KiB, less one */
  memset(r, 0, 16);
  r[0] = 0x40;
  r[1] = 0x0e;                                               /* 1 ms, as the version has it */
  r[3] = 0x32;                                               /* 25 MHz */
  r[4] = sd->media.read_only ? 0x50 : 0x51;
  r[5] = 0x59;                                               /* ... and blocks of 512 bytes */
  r[7] = (uint8_t)(size >> 16 & 0x3f);
  r[8] = (uint8_t)(size >> 8);
  r[9] = (uint8_t)size;
  r[10] = 0x7f;
  r[11] = 0x80;
  r[12] = 0x0a;
  r[13] = 0x40;
  r[14] = sd->media.read_only ? 0x10 : 0;                    /* TMP_WRITE_PROTECT */
  r[15] = (uint8_t)(th_sd_crc7(r, 15) << 1 | 1);
}

static void cid(uint8_t *r)                                  /* 5.2 */
{
  static const uint8_t fixed[15] = { 0x74, 'T', 'H', 'T', 'W', 'I', 'N', 'H', 0x10, 0, 0, 0, 1, 0x01, 0xab };
  memcpy(r, fixed, 15);
  r[15] = (uint8_t)(th_sd_crc7(r, 15) << 1 | 1);
}

/* CMD6, 4.3.10: each of six groups has its first function and no other. */
static void switch_status(uint32_t arg, uint8_t *r)
{
  memset(r, 0, 64);
  for (unsigned g = 0; g < 6; g++) {                         /* group 1 is the last one */
    unsigned asked = arg >> 4 * g & 15, got = asked == 0 || asked == 15 ? 0 : 15;
    r[13 - 2 * g] = 1;
    r[16 - g / 2] |= (uint8_t)(got << 4 * (g & 1));
  }
}

/* ---------------------------------------------------------------- commands */

static void transfer(struct th_sd *sd, enum th_sd_state state, bool many, uint32_t block)
{
  if (block >= sd->media.blocks) {
    answer(sd, R1_PARAMETER);
    return;
  }
  answer(sd, 0);
  sd->block = block;
  sd->many = many;
  sd->written = 0;
  if (state == TH_SD_TOKEN) sd->state = state;
  else if (send_block(sd) && many) sd->state = state;
}

static void status(struct th_sd *sd)                         /* R2 */
{
  answer(sd, 0);
  put(sd, sd->status);
  sd->status = 0;
}

static void reset(struct th_sd *sd)
{
  sd->spi = true;
  sd->ready = sd->crc_on = sd->v2 = false;
  sd->polls = 0;
  sd->status = 0;
  answer(sd, 0);
}

/* Ready once it has been asked often enough, and only by a host that knows of high capacity (4.2.3). */
static void start_up(struct th_sd *sd, uint32_t arg)
{
  if (sd->v2 && (arg >> 30 & 1) && sd->polls++ >= NOT_READY_POLLS) sd->ready = true;
  answer(sd, 0);
}

static void interface_condition(struct th_sd *sd, uint32_t arg)
{
  bool volts = (arg >> 8 & 15) == 1;                         /* 2.7 to 3.6 V */
  answer(sd, 0);
  word(sd, (volts ? 0x100 : 0) | (arg & 0xff));
  sd->v2 = volts;
}

/* True: it was one of those that follow CMD55. */
static bool application_command(struct th_sd *sd, unsigned index, uint32_t arg)
{
  static const uint8_t scr[8] = { 0x02, 0x35 };              /* 5.6: version 2.00, security 2.00, 1 and 4 bits */
  uint8_t bytes[64] = { 0 };
  if (index == 41) {
    start_up(sd, arg);
    return true;
  }
  if (!sd->ready) return false;
  switch (index) {
  case 13:
    status(sd);
    data_block(sd, bytes, 64);
    return true;
  case 22:
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(sd->written >> (24 - 8 * i));
    answer(sd, 0);
    data_block(sd, bytes, 4);
    return true;
  case 23: case 42:                                          /* blocks to erase first, pull-up: nothing to do */
    answer(sd, 0);
    return true;
  case 51:
    answer(sd, 0);
    data_block(sd, scr, 8);
    return true;
  default: return false;
  }
}

/* Commands of a card that is ready. */
static void command(struct th_sd *sd, unsigned index, uint32_t arg)
{
  uint8_t bytes[64];
  switch (index) {
  case 6:
    switch_status(arg, bytes);
    answer(sd, 0);
    data_block(sd, bytes, 64);
    break;
  case 9: case 10:
    if (index == 9) csd(sd, bytes);
    else cid(bytes);
    answer(sd, 0);
    data_block(sd, bytes, 16);
    break;
  case 13: status(sd); break;
  case 16: answer(sd, arg > TH_SD_BLOCK ? R1_PARAMETER : 0); break;   /* blocks are of 512 bytes all the same */
  case 17: transfer(sd, TH_SD_READING, false, arg); break;
  case 18: transfer(sd, TH_SD_READING, true, arg); break;
  case 24: transfer(sd, TH_SD_TOKEN, false, arg); break;
  case 25: transfer(sd, TH_SD_TOKEN, true, arg); break;
  default: answer(sd, R1_ILLEGAL); break;
  }
}

static void execute(struct th_sd *sd)
{
  const uint8_t *c = sd->command;
  unsigned index = c[0] & 63;
  uint32_t arg = (uint32_t)c[1] << 24 | (uint32_t)c[2] << 16 | (uint32_t)c[3] << 8 | c[4];
  bool good = c[5] == (th_sd_crc7(c, 5) << 1 | 1), application = sd->application;
  enum th_sd_state was = sd->state;

  if (!sd->spi && (index != 0 || !good)) return;             /* it is not in SPI mode: it does not speak */
  silence(sd);
  sd->state = TH_SD_COMMANDS;
  sd->application = false;
  if (!good && (sd->crc_on || index == 0 || index == 8)) {
    answer(sd, R1_CRC);
    return;
  }
  if (application && application_command(sd, index, arg)) return;
  switch (index) {
  case 0: reset(sd); break;
  case 8: interface_condition(sd, arg); break;
  case 12:
    if (was == TH_SD_COMMANDS) {
      answer(sd, R1_ILLEGAL);
    } else {
      put(sd, 0xff);                                         /* 7.3.1.3: a byte of no meaning comes first */
      answer(sd, 0);
      sd->busy = BUSY_STOP;
    }
    break;
  case 55:
    sd->application = true;
    answer(sd, 0);
    break;
  case 58:
    answer(sd, 0);
    word(sd, sd->ready ? 0xc0ff8000u : 0x00ff8000u);         /* 5.1: powered up, high capacity; 2.7 to 3.6 V */
    break;
  case 59:
    sd->crc_on = arg & 1;
    answer(sd, 0);
    break;
  default:
    if (sd->ready) command(sd, index, arg);
    else answer(sd, R1_ILLEGAL);
  }
}

/* ---------------------------------------------------------------- what is received */

static void command_byte(struct th_sd *sd, uint8_t byte)
{
  if (sd->command_bytes == 0 && byte >> 6 != 1) return;
  sd->command[sd->command_bytes++] = byte;
  if (sd->command_bytes < 6) return;
  sd->command_bytes = 0;
  execute(sd);
}

static void token_byte(struct th_sd *sd, uint8_t byte)
{
  if (sd->command_bytes || byte >> 6 == 1) {                 /* CMD12, or a host that has changed its mind */
    command_byte(sd, byte);
  } else if (byte == (sd->many ? TOKEN_MANY : TOKEN)) {
    sd->state = TH_SD_DATA;
    sd->data_bytes = 0;
  } else if (sd->many && byte == TOKEN_STOP) {
    sd->state = TH_SD_COMMANDS;
    put(sd, 0xff);
    sd->busy = BUSY_STOP;
  }
}

static uint8_t write_block(struct th_sd *sd)
{
  uint16_t crc = (uint16_t)(sd->data[TH_SD_BLOCK] << 8 | sd->data[TH_SD_BLOCK + 1]);
  if (sd->crc_on && crc != th_sd_crc16(sd->data, TH_SD_BLOCK)) return BAD_CRC;
  if (sd->media.read_only) sd->status |= R2_PROTECTED;
  else if (sd->block >= sd->media.blocks) sd->status |= R2_RANGE;
  else if (!sd->media.write(sd->media.ctx, sd->block, sd->data)) sd->status |= R2_ERROR;
  else {
    sd->block++;
    sd->written++;
    return TAKEN;
  }
  return NOT_WRITTEN;
}

static void data_byte(struct th_sd *sd, uint8_t byte)
{
  sd->data[sd->data_bytes++] = byte;
  if (sd->data_bytes < sizeof sd->data) return;
  sd->state = sd->many ? TH_SD_TOKEN : TH_SD_COMMANDS;
  put(sd, write_block(sd));
  sd->busy = BUSY_WRITE;
}

void th_sd_select(struct th_sd *sd, bool selected)
{
  if (selected == sd->selected) return;
  sd->selected = selected;
  if (selected) return;
  silence(sd);                                               /* 7.2: only programming goes on */
  sd->state = TH_SD_COMMANDS;
  sd->command_bytes = 0;
}

uint8_t th_sd_out(const struct th_sd *sd)
{
  if (!sd->selected || !sd->media.blocks) return 0xff;
  if (sd->out_at < sd->out_bytes) return sd->out[sd->out_at];
  return sd->busy ? 0 : 0xff;
}

void th_sd_in(struct th_sd *sd, uint8_t byte)
{
  bool sending = sd->out_at < sd->out_bytes, busy = sd->busy && !sending;
  if (sending && sd->selected) {
    sd->out_at++;
    if (sd->out_at == sd->out_bytes) silence(sd);
  }
  if (busy) sd->busy--;
  if (!sd->selected && sd->clocks < POWER_CLOCKS) sd->clocks += 8;
  if (!sd->selected || !sd->media.blocks || sd->clocks < POWER_CLOCKS || busy) return;
  switch (sd->state) {
  case TH_SD_COMMANDS: case TH_SD_READING: command_byte(sd, byte); break;
  case TH_SD_TOKEN: token_byte(sd, byte); break;
  case TH_SD_DATA: data_byte(sd, byte); break;
  }
  if (sd->state == TH_SD_READING && sd->out_at == sd->out_bytes && !sd->command_bytes && !send_block(sd))
    sd->state = TH_SD_COMMANDS;
}

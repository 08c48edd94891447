/* flash.c - see flash.h. Commands: W25Q128 data sheet. */
#include <stdlib.h>
#include <string.h>
#include "flash.h"

enum {
  PAGE_PROGRAM = 0x02, READ = 0x03, WRITE_DISABLE = 0x04, READ_STATUS = 0x05, WRITE_ENABLE = 0x06, FAST_READ = 0x0b,
  SECTOR_ERASE = 0x20, READ_ID = 0x9f, POWER_UP = 0xab, POWER_DOWN = 0xb9, CHIP_ERASE = 0xc7, BLOCK_ERASE = 0xd8
};
enum { WIP = 1, WEL = 2 };
enum { BUSY_PROGRAM = 16, BUSY_SECTOR = 64, BUSY_BLOCK = 256, BUSY_CHIP = 4096 };     /* bytes on the line */
enum { SECTOR = 4096, BLOCK = 65536 };

void th_flash_init(struct th_flash *f, const uint8_t *image, size_t bytes)
{
  memset(f, 0, sizeof *f);
  f->image = image;
  f->image_bytes = bytes;
}

void th_flash_free(struct th_flash *f) { free(f->mem); }

static uint8_t cell(const struct th_flash *f, uint32_t at)
{
  at %= TH_FLASH_BYTES;
  if (f->mem) return f->mem[at];
  return at < f->image_bytes ? f->image[at] : 0xff;
}

/* Own memory; without it, which is the host's trouble, nothing can change. */
static bool own(struct th_flash *f)
{
  if (f->mem) return true;
  f->mem = malloc(TH_FLASH_BYTES);
  if (!f->mem) return false;
  memset(f->mem, 0xff, TH_FLASH_BYTES);
  if (f->image_bytes) memcpy(f->mem, f->image, f->image_bytes);
  return true;
}

static void program(struct th_flash *f)
{
  uint8_t *to = f->mem + (f->address % TH_FLASH_BYTES & ~(TH_FLASH_PAGE - 1u));
  for (unsigned i = 0; i < TH_FLASH_PAGE; i++) to[i] &= f->page[i];
}

static void erase(struct th_flash *f, uint32_t bytes)
{
  memset(f->mem + (f->address % TH_FLASH_BYTES & ~(bytes - 1)), 0xff, bytes);
}

/* The select has gone: what the command asks for happens now, if it was whole. */
static void finish(struct th_flash *f)
{
  bool addressed = f->bytes == 4;
  if (f->bytes == 0) return;
  if (f->command == POWER_UP) f->down = false;
  if (f->busy || f->down) return;
  switch (f->command) {
  case WRITE_ENABLE: f->write_enabled = true; return;
  case WRITE_DISABLE: f->write_enabled = false; return;
  case POWER_DOWN: f->down = true; return;
  default: break;
  }
  if (!f->write_enabled || !own(f)) return;
  if (f->command == PAGE_PROGRAM && f->bytes > 4) {
    program(f);
    f->busy = BUSY_PROGRAM;
  } else if (f->command == SECTOR_ERASE && addressed) {
    erase(f, SECTOR);
    f->busy = BUSY_SECTOR;
  } else if (f->command == BLOCK_ERASE && addressed) {
    erase(f, BLOCK);
    f->busy = BUSY_BLOCK;
  } else if (f->command == CHIP_ERASE && f->bytes == 1) {
    erase(f, TH_FLASH_BYTES);
    f->busy = BUSY_CHIP;
  } else {
    return;
  }
  f->write_enabled = false;
}

void th_flash_select(struct th_flash *f, bool selected)
{
  if (selected == f->selected) return;
  f->selected = selected;
  if (!selected) finish(f);
  f->bytes = 0;
}

uint8_t th_flash_out(const struct th_flash *f)
{
  static const uint8_t id[3] = { 0xef, 0x40, 0x18 };
  unsigned n = f->bytes;
  if (!f->selected || n == 0) return 0xff;
  if (f->command == POWER_UP) return n >= 4 ? 0x17 : 0xff;   /* after three bytes: the old signature */
  if (f->down) return 0xff;
  if (f->command == READ_STATUS) return (uint8_t)((f->busy ? WIP : 0) | (f->write_enabled ? WEL : 0));
  if (f->busy) return 0xff;
  switch (f->command) {
  case READ_ID:   return n <= 3 ? id[n - 1] : 0xff;
  case READ:      return n >= 4 ? cell(f, f->address + n - 4) : 0xff;
  case FAST_READ: return n >= 5 ? cell(f, f->address + n - 5) : 0xff;
  default:        return 0xff;
  }
}

void th_flash_in(struct th_flash *f, uint8_t byte)
{
  if (f->busy) f->busy--;
  if (!f->selected) return;
  if (f->bytes == 0) {
    f->command = byte;
    f->address = 0;
    memset(f->page, 0xff, sizeof f->page);
  } else if (f->bytes < 4) {
    f->address = f->address << 8 | byte;
  } else if (f->command == PAGE_PROGRAM) {                   /* wraps in its page */
    f->page[(f->address + f->bytes - 4) % TH_FLASH_PAGE] = byte;
  }
  f->bytes++;
}

/* sd.h - an SD card in SPI mode: SD Physical Layer Simplified Specification 2.00, high capacity (block addresses),
 * over blocks of the caller's. The same code is behind the RTL's pins and the reference machine's SPI host.
 * Strict where real cards are: it hears nothing before 74 clocks without its select, checks the CRC of CMD0 and CMD8
 * always and of everything once CMD59 says so, needs CMD8 and HCS to become ready, and forgets a transaction whose
 * select goes. Its pace is the clock line's: an answer comes after one byte, data after two, a written block is busy
 * for eight. docs/ref/spi.md lists the commands. */
#ifndef TH_SD_H
#define TH_SD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TH_SD_BLOCK = 512 };

/* Where the data are. Callbacks: false when the host's file fails. */
struct th_sd_media {
  uint32_t blocks;                           /* 0: no card is there */
  bool     read_only;                        /* write-protected: writes are refused */
  void    *ctx;
  bool   (*read)(void *ctx, uint32_t block, uint8_t *data);
  bool   (*write)(void *ctx, uint32_t block, const uint8_t *data);
};

enum th_sd_state {
  TH_SD_COMMANDS,                            /* waits for a command */
  TH_SD_READING,                             /* sends block after block until CMD12 */
  TH_SD_TOKEN,                               /* waits for the token before a written block */
  TH_SD_DATA                                 /* takes a block and its CRC */
};

struct th_sd {
  struct th_sd_media media;
  unsigned clocks;                           /* heard without select since power came, up to 74 */
  bool     selected, spi, ready, v2, crc_on, application;   /* spi: since CMD0; v2: CMD8 was seen */
  unsigned polls;                            /* ACMD41s that were answered with 'not yet' */
  enum th_sd_state state;
  bool     many;                             /* CMD25 */
  uint32_t block, written;                   /* the next one; blocks of the last write that are in the file */
  uint8_t  status;                           /* second byte of CMD13's answer, until it is read */
  uint8_t  command[6], data[TH_SD_BLOCK + 2];
  unsigned command_bytes, data_bytes, busy;  /* busy: bytes for which it still pulls its output low */
  uint8_t  out[TH_SD_BLOCK + 16];            /* to be sent, from out_at on */
  unsigned out_at, out_bytes;
};

/** Power comes. media->ctx must outlive the card. */
void th_sd_init(struct th_sd *sd, const struct th_sd_media *media);

/** The select pin changes; selected: it is low. */
void th_sd_select(struct th_sd *sd, bool selected);

/** The byte that the card sends during the next eight clocks; 0xff when it is not selected or not there. */
uint8_t th_sd_out(const struct th_sd *sd);

/** Eight clocks have passed, with this byte from the host, selected or not. */
void th_sd_in(struct th_sd *sd, uint8_t byte);

/** CRCs of the specification, 4.5: over bytes, most significant bit first. */
uint8_t  th_sd_crc7(const uint8_t *bytes, size_t n);
uint16_t th_sd_crc16(const uint8_t *bytes, size_t n);

#endif

// spi.c - polled transfers through the SPI host's FIFOs.
#include "twin/spi.h"

struct spi {
    volatile uint32_t sckdiv;       // a half period is this + 1 core clocks
    volatile uint32_t sckmode;
    uint32_t          pad0[2];
    volatile uint32_t csid, csdef, csmode;
    uint32_t          pad1[9];
    volatile uint32_t fmt;
    uint32_t          pad2;
    volatile uint32_t txdata, rxdata, txmark, rxmark;
    uint32_t          pad3[6];
    volatile uint32_t ie, ip;
};
_Static_assert(offsetof(struct spi, fmt) == 0x40, "SPI0 layout");
_Static_assert(offsetof(struct spi, ip) == 0x74, "SPI0 layout");

#define SPI ((struct spi *)0x10040000)

#define CS_AUTO     0u              // a select for each frame
#define CS_HOLD     2u              // ... from the next frame until told otherwise
#define CS_OFF      3u
#define FMT_BYTES   0x80000u        // eight bits, highest first, received ones are kept
#define RX_EMPTY    0x80000000u
#define FIFO_DEPTH  8u

void spi_setup(unsigned select, unsigned mode, uint32_t clocks)
{
    uint32_t half = clocks / 2 + clocks % 2;

    SPI->ie = 0;
    SPI->csmode = CS_OFF;
    SPI->sckdiv = half > 1 ? half - 1 : 0;
    SPI->sckmode = mode & 3;
    SPI->csid = select;
    SPI->csdef = ~0u;
    SPI->fmt = FMT_BYTES;
    while ((SPI->rxdata & RX_EMPTY) == 0) {}
}

void spi_begin(void)
{
    SPI->csmode = CS_HOLD;
}

// The host lets a select go within four half periods of its clock, and sends nothing before. A byte that
// nobody hears is sent behind it, so that the card sees the clocks it wants after a transaction.
void spi_end(void)
{
    SPI->csmode = CS_OFF;
    spi_byte(0xff);
}

void spi_transfer(const void *out, void *in, size_t count)
{
    const uint8_t *from = out;
    uint8_t *to = in;

    for (size_t sent = 0, got = 0; got < count;) {
        if (sent < count && sent - got < FIFO_DEPTH) {      // room in either FIFO
            SPI->txdata = from != NULL ? from[sent] : 0xff;
            sent++;
        }
        uint32_t data = SPI->rxdata;
        if ((data & RX_EMPTY) == 0) {
            if (to != NULL)
                to[got] = (uint8_t)data;
            got++;
        }
    }
}

uint8_t spi_byte(uint8_t out)
{
    uint8_t in;

    spi_transfer(&out, &in, 1);
    return in;
}

// uart_registers.c - the 16550A's registers: reset and read-back, DLAB, FIFO control, THRE interrupt, loopback
// with order, trigger level, timeout, overrun and modem lines. Spec: PC16550D data sheet; design section 3. Harts: 1.
// limit: 300000
#include "env/check.h"
#include "twin/uart.h"

static volatile uint8_t *const uart = (volatile uint8_t *)0x10000000;
enum { DATA, IER, IIR, LCR, MCR, LSR, MSR, SCR, FCR = IIR };
enum { DR = 1, OE = 2, THRE = 0x20, TEMT = 0x40, LOOP = 0x10, DLAB = 0x80 };

// A failed check prints, so loopback must be off by then.
#define EXPECT(got, want) do { \
    uint32_t got_ = (got); \
    if (got_ != (uint32_t)(want)) { uart[MCR] = 0; uart[LCR] = 3; uart[IER] = 0; uart[FCR] = 7; CHECK_EQ(got_, want); } \
    } while (0)

static void wait_sent(void)
{
    unsigned turns = 0;
    while ((uart[LSR] & TEMT) == 0)
        EXPECT(turns++ < 20000, 1);
}

int main(void)
{
    uart_drain();
    wait_sent();

    // Registers that hold what is written.
    static const uint8_t values[] = { 0x00, 0x55, 0xaa, 0xff };
    for (unsigned i = 0; i < 4; i++) {
        uart[SCR] = values[i];
        EXPECT(uart[SCR], values[i]);
        uart[LCR] = values[i] & 0x3f;
        EXPECT(uart[LCR], values[i] & 0x3f);
        uart[LCR] = DLAB | 3;
        uart[DATA] = (uint8_t)(values[i] ^ 0x0f);
        uart[IER] = values[i];
        EXPECT(uart[DATA], values[i] ^ 0x0f);
        EXPECT(uart[IER], values[i]);
        uart[LCR] = 3;
    }
    uart[LCR] = DLAB | 3;       // a divisor for the rest: 12
    uart[DATA] = 12;
    uart[IER] = 0;
    uart[LCR] = 3;
    EXPECT(uart[IER], 0);       // the divisor's high byte was never this one
    uart[IER] = 0xff;
    EXPECT(uart[IER], 0x0f);
    uart[IER] = 0;

    // FIFOs on and off show in IIR.
    uart[FCR] = 0;
    EXPECT(uart[IIR], 0x01);
    uart[FCR] = 1;
    EXPECT(uart[IIR], 0xc1);

    // Idle: empty, nothing received (input may be on its way: it is what loopback cuts off).
    uart[MCR] = LOOP;
    uart[FCR] = 7;
    (void)uart[LSR];
    EXPECT(uart[LSR], THRE | TEMT);

    // The THRE interrupt: there when enabled while empty, gone after IIR showed it, back after sending.
    uart[IER] = 2;
    EXPECT(uart[IIR], 0xc2);
    EXPECT(uart[IIR], 0xc1);
    uart[DATA] = 'x';
    wait_sent();
    EXPECT(uart[IIR], 0xc2);
    EXPECT(uart[IIR], 0xc1);
    uart[IER] = 0;
    uart[IER] = 2;
    EXPECT(uart[IIR], 0xc2);    // enabled anew while empty
    uart[IER] = 0;
    EXPECT(uart[LSR] & DR, DR); // it went round
    EXPECT(uart[DATA], 'x');
    EXPECT(uart[LSR] & DR, 0);

    // Loopback: what goes out comes in, in order, until the trigger level and past it.
    uart[FCR] = 0x40 | 7;       // level 4
    uart[IER] = 1;
    for (unsigned i = 0; i < 4; i++) {
        EXPECT(uart[IIR] & 0x0f, i == 0 ? 0x01 : uart[IIR] & 0x0f);     // below the level: none, or timeout
        EXPECT((uart[IIR] & 0x0f) == 0x04, 0);
        uart[DATA] = (uint8_t)(0x30 + i);
        wait_sent();
    }
    EXPECT(uart[IIR], 0xc4);
    EXPECT(uart[DATA], 0x30);
    EXPECT((uart[IIR] & 0x0f) == 0x04, 0);
    for (unsigned i = 1; i < 4; i++)
        EXPECT(uart[DATA], 0x30 + i);
    EXPECT(uart[LSR] & DR, 0);
    EXPECT(uart[IIR], 0xc1);

    // Sixteen fit; the seventeenth is an overrun, seen once, and the sixteen are whole.
    for (unsigned i = 0; i < 16; i++) {
        uart[DATA] = (uint8_t)(0x80 + i);
        wait_sent();
    }
    EXPECT(uart[LSR], DR | THRE | TEMT);
    uart[DATA] = 0xee;
    wait_sent();
    uart[IER] = 4;
    uart[DATA] = 0xdd;
    unsigned turns = 0;
    while ((uart[IIR] & 0x0f) != 0x06)      // line status comes first
        EXPECT(turns++ < 20000, 1);
    EXPECT(uart[LSR] & OE, OE);
    EXPECT(uart[LSR] & OE, 0);
    EXPECT(uart[IIR], 0xc1);
    uart[IER] = 0;
    wait_sent();
    for (unsigned i = 0; i < 16; i++)
        EXPECT(uart[DATA], 0x80 + i);
    EXPECT(uart[LSR] & DR, 0);

    // A reset of the receive FIFO empties it.
    uart[DATA] = 1;
    wait_sent();
    EXPECT(uart[LSR] & DR, DR);
    uart[FCR] = 3;
    EXPECT(uart[LSR] & DR, 0);

    // Modem lines: in loopback the outputs, else what a cable would show.
    uart[MCR] = LOOP;
    EXPECT(uart[MSR] & 0xf0, 0x00);
    uart[MCR] = LOOP | 1;
    EXPECT(uart[MSR] & 0xf0, 0x20);
    uart[MCR] = LOOP | 2;
    EXPECT(uart[MSR] & 0xf0, 0x10);
    uart[MCR] = LOOP | 4;
    EXPECT(uart[MSR] & 0xf0, 0x40);
    uart[MCR] = LOOP | 8;
    EXPECT(uart[MSR] & 0xf0, 0x80);
    uart[MCR] = 0xff & ~LOOP;
    EXPECT(uart[MCR], 0x0f);
    EXPECT(uart[MSR] & 0xf0, 0xb0);
    uart[MCR] = 0;
    uart[FCR] = 7;
    return 0;
}
